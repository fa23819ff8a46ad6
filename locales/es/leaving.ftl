# Lo que pierde quien se borra.

leaving-loses = Con ello se pierde
leaving-money = { $amount } de dinero propio en el monedero
leaving-money-first = Que se devuelva antes, en el mostrador o por la oficina. Después nadie puede decir de quién era.
leaving-bonus = { $amount } que añadió la tienda
leaving-points = { $points } { $unit }
leaving-vouchers = { $count ->
    [one] { $count } vale
   *[other] { $count } vales
  } sin recoger
leaving-plan = La membresía, pagada hasta el { $day }
leaving-orders = { $count ->
    [one] { $count } pedido
   *[other] { $count } pedidos
  } sin recoger
leaving-orders-why = Lo que no está pagado se cancela. Lo pagado espera en el mostrador con su código.
