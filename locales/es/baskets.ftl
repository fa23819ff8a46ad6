baskets-title = Cesta
baskets-empty = Tu cesta está vacía
baskets-empty-why = Pon lo que quieras y te espera en la tienda.
baskets-look = Echar un vistazo
baskets-left = { $left ->
    [0] Se acaba de agotar
   *[other] Solo quedan { $left }
}
baskets-fewer = Un { $name } menos
baskets-more = Un { $name } más
baskets-not-all-there = Aquí no está todo
baskets-store = Recoger en
baskets-sum = { $pieces ->
    [one] 1 pieza
   *[other] { $pieces } piezas
}
baskets-order = Pedir ahora
baskets-order-why = Te lo guardamos hasta el { $day }. Pagas al recoger.
baskets-added = Está en tu cesta.
refusal-baskets-full = En un pedido caben 30 productos distintos. Pide estos primero y luego el resto.
refusal-baskets-empty = No hay nada que pedir.
baskets-member-prices = Precios de socio
baskets-vouchers = Vales
baskets-voucher-kept = Guardado para otra ocasión
baskets-voucher-use = Usar ahora
baskets-voucher-keep = Guardar
