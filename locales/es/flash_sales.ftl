# Ventas relámpago: unas cuantas unidades a una hora.
flash_sales-nav = Ventas relámpago
flash_sales-title = Ventas relámpago
flash_sales-lead = { $on ->
    [0] Unas cuantas unidades a una hora, gratis, por puntos o a un precio. Ahora no hay ninguna.
    [one] Hay una en marcha.
   *[other] Hay { $on } en marcha.
}
flash_sales-gift = Qué se consigue
flash_sales-gift-hint = Un regalo de la tienda. Sus condiciones dicen qué pasa en caja: se entrega, o da un precio para algunos productos.
flash_sales-gift-left = { $left ->
    [one] queda { $left }
   *[other] quedan { $left }
}
flash_sales-gift-price = { $price } en caja, quedan { $left }
flash_sales-pieces = Unidades
flash_sales-costs = Qué cuesta
flash_sales-costs-price = { $price } en caja
flash_sales-more = Reserva, lista de espera, presupuesto, otros idiomas
flash_sales-hold = Se guarda para recoger
flash_sales-hold-hint = Minutos hasta que vuelve lo que nadie recoge
flash_sales-offer = Se ofrece a quien espera
flash_sales-offer-hint = Minutos para decir que sí antes de pasar al siguiente
flash_sales-none = Todavía no hay ninguna
flash_sales-none-why = Unas pocas cosas buenas a una hora fija llevan a la gente al móvil, y luego a la tienda a recogerlas.
flash_sales-make = Nueva venta relámpago
flash_sales-make-first = Planificar la primera
flash_sales-edit-title = Cambiar { $name }
flash_sales-no-gift = No hay ningún regalo que dar
flash_sales-no-gift-why = Una venta relámpago da unidades de un regalo que está en la estantería.
flash_sales-no-gift-make = Crear un regalo
flash_sales-created = El borrador está guardado.
flash_sales-changed = El cambio está guardado.
flash_sales-did-check = Nada lo impide.
flash_sales-did-schedule = Está anunciada. Sus unidades están apartadas.
flash_sales-did-open = Está abierta.
flash_sales-close-title = ¿Cerrarla antes de tiempo?
flash_sales-close-loses = { $left ->
    [one] Nadie podrá llevarse la que queda; vuelve a la estantería. Lo ya conseguido se puede recoger. Quien espera se queda sin nada.
   *[other] Nadie podrá llevarse las { $left } que quedan; vuelven a la estantería. Lo ya conseguido se puede recoger. Quien espera se queda sin nada.
}
flash_sales-did-close = Está cerrada.
flash_sales-did-archive = Está archivada.
flash_sales-said-draft = Un borrador. Nadie lo ve.
flash_sales-said-checked = Revisada y lista para anunciar.
flash_sales-said-before = Los miembros la ven, y cuándo abre: { $opens }.
flash_sales-said-on = { $left ->
    [one] Queda una de { $of }. Cierra { $closes }.
   *[other] Quedan { $left } de { $of }. Cierra { $closes }.
}
flash_sales-said-closed = { $held ->
    [0] Está cerrada, y todo está recogido o de vuelta.
    [one] Está cerrada. Una unidad espera a que la recojan.
   *[other] Está cerrada. { $held } unidades esperan a que las recojan.
}
flash_sales-said-settled = Se recogieron { $collected } de { $of }. Lo demás está de vuelta en la estantería.
flash_sales-what = La venta
flash_sales-figure-left = Quedan
flash_sales-claimed = Conseguidas
flash_sales-held = Por recoger
flash_sales-collected = Recogidas
flash_sales-lapsed = Volvieron
flash_sales-waiting = En lista de espera
flash_sales-worst-perceived = Vale para los miembros
flash_sales-worst-takings = Se paga en caja
flash_sales-worst-points = Puntos gastados
flash_sales-worst-people = Personas que consiguen una, como poco
flash_sales-taken = Quién consiguió una
flash_sales-taken-none = Nadie todavía.
flash_sales-fate-held = por recoger
flash_sales-fate-collected = recogida
flash_sales-fate-lapsed = volvió
flash_sales-fate-withdrawn = retirada
flash_sales-left = { $left ->
    [one] queda { $left }
   *[other] quedan { $left }
}
flash_sales-left-of = de { $of } por conseguir
flash_sales-none-left = Se acabaron
flash_sales-take = Quiero una
flash_sales-take-for = Quiero una por { $points } { $unit }
flash_sales-yours = Guardada para ti
flash_sales-collect-by = Recógela antes del { $time }
flash_sales-show = Mostrarla
flash_sales-have-yours = Ya tienes la tuya.
flash_sales-sold-out-why = Se acabaron. Algunas vuelven cuando nadie las recoge; se pregunta por turno a quien espera.
flash_sales-wait = Esperar una
flash_sales-leave = Dejar la lista
flash_sales-you-wait = { $before ->
    [0] Eres la siguiente persona. Si vuelve una, se guarda para ti y esta página te lo dice.
    [one] Hay una persona antes que tú. Si vuelve una para ti, esta página te lo dice.
   *[other] Hay { $before } personas antes que tú. Si vuelve una para ti, esta página te lo dice.
}
flash_sales-offered-until = Volvió una y está guardada para ti hasta las { $time }.
flash_sales-your-turn = Es tu turno
flash_sales-closed-note = Está cerrada. Lo ya conseguido se puede recoger.
flash_sales-how-when = Del { $opens } al { $closes }, según el reloj de la tienda. Quien llega primero se la lleva.
flash_sales-how-each-title = Cuántas
flash_sales-how-each = { $each ->
    [one] Una por persona.
   *[other] { $each } por persona.
}
flash_sales-how-each-day = { $each } por persona, como mucho { $day } al día.
flash_sales-how-collect-title = Recogida
flash_sales-how-collect = Enseña el vale en caja en { $hold }. Después vuelve, y también los puntos que pagaste.
flash_sales-how-wait-title = Cuando se acaban
flash_sales-how-wait = Hay lista de espera. Lo que vuelve se guarda { $offer } para quien más ha esperado.
flash_sales-how-counter = Pídela en caja: la apartan por ti.
flash_sales-way = Ventas relámpago
flash_sales-counter-lead = Lo que { $name } puede conseguir ahora.
flash_sales-held-for = se guarda { $hold }
flash_sales-not-for-them = Es para otros miembros.
flash_sales-they-have-theirs = Ya tiene la suya.
flash_sales-they-wait = Está en la lista de espera.
flash_sales-take-for-them = Apartar una para { $name }
refusal-flash_sales-not_open = Todavía no está abierta. Vuelve a su hora.
refusal-flash_sales-closed = Está cerrada. Ya no se puede conseguir nada.
refusal-flash_sales-sold_out = Se acabaron. Quien espera va primero cuando vuelve una.
refusal-flash_sales-limit_reached = Una persona no puede tener más.
refusal-flash_sales-day_limit_reached = Una persona no puede tener más hoy. Quizá mañana quede alguna.
refusal-flash_sales-too_few_points = No alcanzan los puntos: cuesta { $need } y hay { $have }.
refusal-flash_sales-not_eligible = Es para otros miembros.
refusal-flash_sales-still_some = Todavía quedan: consigue una en vez de esperar.
refusal-flash_sales-wrong_state = Eso no se puede hacer en su estado actual. Mira otra vez su página.
refusal-flash_sales-erased = Este miembro fue borrado.
trail-kind-flash-sales = ventas relámpago
trail-flash-sales-created = venta relámpago planeada
trail-flash-sales-changed = venta relámpago cambiada
trail-flash-sales-opened = venta relámpago abierta
trail-flash-sales-closed = venta relámpago cerrada antes
