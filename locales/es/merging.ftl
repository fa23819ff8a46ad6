# Dos fichas de una persona pasan a ser una.

merging-title = Dos fichas, una persona
merging-begin = ¿La misma persona dos veces?
merging-note = Busca la otra ficha de { $name }, compara las dos y júntalas.
merging-twins = Probablemente la misma persona
merging-none = Nadie se parece
merging-none-why = Comparamos correo, teléfono, nombre y cumpleaños. Si sabes más, busca abajo.
merging-why-email = mismo correo
merging-why-phone = mismo número, otro país
merging-why-birthday = mismo nombre y cumpleaños
merging-why-name = mismo nombre
merging-search = Buscar
merging-search-label = La otra ficha
merging-search-hint = Nombre, teléfono, últimas cifras, código de la tarjeta o correo.
merging-search-do = Buscar
merging-search-none = No se encuentra a nadie con eso.
merging-compare-note = { $into } se queda. { $from } pasa a ser otro nombre suyo. Todavía no ha pasado nada.
merging-swap = Al revés
merging-becomes = Qué pasa con todo
merging-what = Qué
merging-stays = Se queda · { $code }
merging-goes = Se va · { $code }
merging-after = Después
merging-plainly = Dicho con claridad
merging-plainly-one = La tarjeta, los enlaces y las compras de { $name } son de la que se queda; la tarjeta vieja se puede seguir escaneando.
merging-plainly-devices = Los teléfonos que entraron como { $name } muestran desde entonces la única cartera. Asegúrate de que es la misma persona.
merging-plainly-consents = Sobre los mensajes: vale el no de cualquiera de las dos, salvo que la persona dijera que sí después por sí misma.
merging-plainly-kept = Los datos que no se elijan desaparecen. Los vales nunca se quitan.
merging-plainly-forever = Esto no se puede deshacer.
merging-do = Juntarlas
merging-do-title = ¿Juntar a { $from } y { $into }?
merging-done = Las dos son una.
merging-groups = Grupos
merging-groups-count = { $count ->
    [one] { $count } grupo
   *[other] { $count } grupos
}
merging-groups-double = { $count ->
    [one] Está en un grupo dos veces: se devuelve una plaza.
   *[other] Está en { $count } grupos dos veces: se devuelve una plaza de cada uno.
}
members-place-merging = al juntar dos fichas
refusal-members-same_member = Es una y la misma ficha.
refusal-members-merged_already = Estas dos ya son una.
refusal-members-own_record = Es tu propia ficha. Tiene que hacerlo otra persona de la tienda.
refusal-members-too_many_merged = Como mucho se pueden juntar { $max } fichas en una.
trail-members-merged = fichas juntadas
trail-field-merged = juntada
trail-field-took = tomado de ella
merging-purchases = Compras
merging-purchases-count = { $count ->
    [one] { $count } compra, { $spent }
   *[other] { $count } compras, { $spent }
}
merging-vouchers = Vales abiertos
merging-stamps-double = { $count ->
    [one] Un día se selló en las dos tarjetas: cuenta una vez.
   *[other] { $count } días se sellaron en las dos tarjetas: cada uno cuenta una vez.
}
merging-stamps-filled = Con eso la tarjeta está llena: el regalo se da enseguida.
merging-points = { $points }
merging-points-pending = { $points }, y { $pending } en camino
merging-points-differ = Todo cuenta como una sola historia desde el principio: límites por día y persona, vencimientos y niveles son los de una persona.
merging-wallet = Monedero
merging-wallet-both = { $principal } y { $bonus } de bono
merging-wallet-over = Más de lo que puede tener un monedero: se queda, y se puede recargar cuando haya sitio.
merging-orders = Pedidos
merging-counter-hint = Puede que esta persona esté dos veces. La oficina puede juntar las dos fichas.
