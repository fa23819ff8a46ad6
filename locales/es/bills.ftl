# Cuentas: cuánto cuesta una compra con vales, y por qué.
bills-everything = todo
bills-thing = Un regalo para llevar
bills-amount = { $off } menos en { $goods }
bills-percent = { $percent } % menos en { $goods }
bills-percent-most = { $percent } % menos en { $goods }, como máximo { $most }
bills-free-item = { $pieces ->
    [one] Una pieza gratis de { $goods }
   *[other] { $pieces } piezas gratis de { $goods }
}
bills-buy-get = { $times ->
    [one] Compra { $buy } y llévate { $get } gratis: { $goods }
   *[other] Compra { $buy } y llévate { $get } gratis, hasta { $times } veces: { $goods }
}
bills-price = { $each } la pieza de { $goods }
bills-price-of-one = Una pieza de { $goods } por { $each }
bills-from-amount = desde { $least }
bills-on = { $days }
bills-first = con tu primera compra
bills-from = desde el { $day }
bills-until = hasta el { $day }
bills-uses = { $uses } veces
bills-alone = no con otros vales
bills-between = de { $from } a { $until }
bills-from-hour = desde las { $from }
bills-until-hour = hasta las { $until }
bills-all-day = todo el día
bills-why-applies = Descuenta { $off }.
bills-why-gives = Se entrega con esta compra.
bills-why-not-yet = Empieza el { $day }.
bills-why-over = Su tiempo ha pasado.
bills-why-other-store = No es para esta tienda.
bills-why-other-day = Vale: { $days }.
bills-why-other-group = Es para gente de otro grupo.
bills-why-other-hour = Vale { $hours }.
bills-why-other-tier = Es para quienes tienen otro nivel.
bills-why-not-first = Era para la primera compra.
bills-why-other-goods = En esta compra no hay nada de lo que abarca.
bills-why-more-pieces = { $more ->
    [one] Con una pieza más ya vale.
   *[other] Con { $more } piezas más ya vale.
}
bills-why-too-little = Vale desde { $least }; faltan { $short }.
bills-why-not-with = No se puede usar junto con { $other }.
bills-why-one-of-a-kind = Ya se usa uno de su clase.
bills-why-too-many = { $most ->
    [0] En esta tienda no se usan vales con las compras.
    [one] Con una compra va un vale, y otro descuenta más.
   *[other] Con una compra van { $most } vales, y otros descuentan más.
}
bills-why-not-best = Sin él los demás descuentan más.
bills-why-nothing-left = Ya no queda nada que pueda descontar.
refusal-bills-not_applicable = { $why ->
    [too_little] Este vale aún no sirve: faltan { $short }.
    [other_day] Este vale no sirve hoy.
    [other_store] Este vale no es para esta tienda.
    [other_goods] En la compra no hay nada de lo que abarca este vale. Escribe qué se compró.
    [more_pieces] Faltan piezas para este vale.
    [not_with] Estos vales no van juntos. Elige uno.
    [one_of_a_kind] Con una compra va un solo vale de cada clase.
    [too_many] Tantos vales no van con una sola compra.
    [not_first] Este vale era para la primera compra.
    [over] El tiempo de este vale ha pasado, o ya se usó.
    [not_yet] Este vale aún no ha empezado.
    [thing] Este vale es un regalo que se entrega solo. No descuenta nada.
   *[other] Este vale no descuenta nada de esta compra.
}
refusal-bills-needs_purchase = Este vale se usa con una compra. Escribe lo que se compró.
field-date_before_from = El último día es anterior al primero.
bills-policy = Reglas para todos los vales
bills-policy-says = Como máximo { $percent } % menos en una compra, con { $vouchers ->
    [0] ningún vale
    [one] un vale
   *[other] { $vouchers } vales
} que descuenten.
bills-policy-rules = Cómo se calcula
bills-most-percent = Máximo descuento de una compra, en porcentaje
bills-most-percent-hint = Prometan lo que prometan los vales, no se descuenta más. 100: sin límite
bills-most-vouchers = Vales con una compra
bills-most-vouchers-hint = Los que descuentan; los regalos que se entregan no cuentan
bills-kept = Las reglas están guardadas.
bills-rule-best = Qué va junto
bills-rule-best-why = Se buscan solos los vales que más descuentan; quien cobra puede elegir otros.
bills-rule-coin = Al céntimo
bills-rule-coin-why = El descuento se reparte entre los artículos y cuadra al céntimo.
bills-rule-back = Cuando se devuelve algo
bills-rule-back-why = Se devuelve lo que se pagó. Cuando han vuelto todos los artículos de un vale, el vale vuelve a estar, salvo que su tiempo haya pasado.
trail-kind-bills = vales juntos
trail-bills-kept = regla de vales juntos cambiada
