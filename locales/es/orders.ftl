# Pedidos: guardados, preparados, recogidos.
orders-nav = Pedidos
orders-title = Pedidos
orders-lead = Prepara lo guardado, entrega lo preparado. Lo que nadie recoge a tiempo queda libre solo.
orders-none = Aquí no hay pedidos
orders-none-why = Los socios piden en el teléfono lo que pones a la venta. Cada pedido está aquí desde el primer minuto.
orders-to-products = A los productos
orders-all = Todos
orders-code = Código
orders-member = Quién
orders-somebody = Alguien
orders-state = Estado
orders-store = Tienda
orders-placed-at = Pedido
orders-pieces = Piezas
orders-amount = Importe
orders-amount-in = Importe ({ $currency })
orders-state-placed = hecho
orders-state-reserved = guardado
orders-state-paid = pagado
orders-state-ready = preparado
orders-state-collected = recogido
orders-state-cancelled = anulado
orders-state-expired = no recogido
orders-state-returned = devuelto
orders-payment-owed = Paga al recoger
orders-instead-of = en lugar de { $before }
orders-payment-paid = Pagado
orders-payment-refunded = Reembolsado
orders-sentence = { $name }, { $state }, { $store }.
orders-what = Qué se pidió
orders-who = Quién lo pidió
orders-held-until = Guardado hasta { $day }, { $time }
orders-prepare = Está preparado
orders-prepared = Preparado. Espera hasta que vengan.
orders-hand-over = Cobrado y entregado
orders-handed-over = Entregado. Ya es una compra.
orders-cancel = Anular
orders-cancel-title = ¿Anular este pedido?
orders-cancel-loses = Lo guardado queda libre para otros y el socio ve tu motivo.
orders-cancelled = Anulado. Todo vuelve a estar libre.
orders-reason = Motivo
orders-reason-hint = El socio lo lee.
orders-reason-said = Motivo: { $reason }
orders-today-pack = { $count ->
    [one] 1 pedido por preparar
   *[other] { $count } pedidos por preparar
}
orders-today-ready = { $count ->
    [one] 1 pedido preparado espera
   *[other] { $count } pedidos preparados esperan
}
orders-placed = Pedido. Te lo guardamos.
orders-not-there = Alguien fue más rápido: ya no está todo. Tu cesta dice qué queda.
orders-mine = Mis pedidos
orders-mine-note = { $day }, { $pieces ->
    [one] 1 pieza
   *[other] { $pieces } piezas
}
orders-mine-none = Todavía no hay pedidos
orders-mine-none-why = Lo que pidas aparece aquí, con el código que enseñas al recoger.
orders-phone-ready = Está preparado para ti
orders-phone-held = Te lo guardamos
orders-phone-collected = Recogido
orders-phone-cancelled = Anulado
orders-phone-expired = No se recogió a tiempo
orders-phone-returned = Devuelto
orders-qr = Código de recogida
orders-qr-why = Enséñalo al recoger.
orders-leave = Anular
orders-leave-title = ¿Anular este pedido?
orders-leave-loses = Lo devolvemos todo al estante.
orders-counter-title = Pedido
orders-counter-note = Pedido { $code } · { $payment }
orders-counter-owed = por pagar: { $amount }
orders-counter-take = Cobrado { $amount }, entregar
orders-counter-give = Entregar
orders-counter-not-now = No hay nada que entregar: { $state }.
orders-counter-elsewhere = Se recoge en { $store }.
orders-counter-given = Entregado
orders-counter-done = { $pieces ->
    [one] 1 pieza
   *[other] { $pieces } piezas
}, { $amount }. Recibo { $receipt }
picking-title = Lista de preparación
picking-lead = Qué coger de los estantes de una tienda y para quién. Una hoja, para imprimir.
picking-sheet = Lista de preparación, { $store }
picking-none = Nada que preparar
picking-none-why = Todo lo pedido aquí está preparado.
picking-shelf = De los estantes
picking-orders = { $count ->
    [one] 1 pedido
   *[other] { $count } pedidos
}
refusal-orders-not_now = Eso no se puede hacer ahora con este pedido. Está: { $state }.
refusal-orders-other_store = Este pedido se recoge en otra tienda.
refusal-orders-too_large = Son más productos distintos de los que caben en un pedido. Haz dos.
trail-orders-prepared = pedido preparado
trail-orders-cancelled = pedido anulado
orders-pay = Pagado por adelantado
orders-paid = Pagado. Se guarda hasta que vengan.
orders-paid-late = Sus productos quedaron libres y ya no están todos. Devuelve el dinero o repón primero.
orders-cancel-pays-back = Devuelve { $amount } ahora. Lo guardado queda libre para otros y el socio ve tu motivo.
trail-orders-paid = pedido pagado por adelantado
trail-kind-orders = pedidos
orders-state-on-the-way = en camino
orders-state-failed = nadie abrió
orders-state-missed = de vuelta en la tienda
orders-phone-on-the-way = Va hacia tu puerta
orders-phone-failed = Llamamos y nadie abrió
orders-phone-missed = Te espera en la tienda
orders-set-out = Salir con él
orders-on-the-way = En camino. El socio lo ve.
orders-fail = Nadie abrió
orders-fail-reason = Qué pasó (el socio lo lee)
orders-failed = Anotado. Inténtalo otra vez o entrégalo en la tienda.
refusal-orders-not_delivered = Este pedido no se lleva: se recoge.
refusal-orders-slot_gone = Su franja horaria terminó y su lugar lo tienen otros. Pídelo de nuevo para otra franja.
refusal-orders-price_gone = Lo que se le descontaba volvió al no pagarse a tiempo y ya no se puede descontar otra vez. Pídelo de nuevo a los precios de hoy.
orders-price-risen = Allí o ahora cuesta otra cosa. Mira otra vez el total y luego pide.
orders-voucher-limit = Uno de tus vales ya no se acepta hoy. Guárdalo para otra ocasión y luego pide.
trail-orders-set-out = pedido en camino
trail-orders-attempt-failed = puerta cerrada
trail-orders-missed = pedido no recogido en su punto
orders-with-off = Vale: { $off } menos
orders-with-thing = Vale: va incluido, gratis
field-price_risen = Ahora cuesta más. Mira otra vez el total.
