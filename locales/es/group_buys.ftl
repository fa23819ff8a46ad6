# Compras en grupo: quien compra en grupo paga menos.
group_buys-nav = Compras en grupo
group_buys-title = Compras en grupo
group_buys-lead = { $on ->
    [0] Quien compra en grupo paga menos y trae a otros. Ahora no hay ninguna.
    [one] Ahora hay una en marcha.
   *[other] Ahora hay { $on } en marcha.
}
group_buys-gift = Qué se lleva cada uno
group_buys-gift-hint = Un regalo con precio para ciertos productos. El precio de abajo lo sustituye.
group_buys-gift-price = { $price } por separado, quedan { $left }
group_buys-gift-left = Quedan { $left }
group_buys-prices = Precios
group_buys-tiers-hint = Desde cuántas personas, cuánto paga cada una. Cuantas más, menos. Un grupo que no llega a la primera fila no sale y se devuelve todo.
group_buys-tier-people = Personas, precio { $n }
group_buys-tier-price = Paga cada uno, precio { $n }
group_buys-most = Máximo de personas por grupo
group_buys-seats = Plazas en total
group_buys-seats-hint = Se apartan al anunciarla
group_buys-team-hours = Tiempo de un grupo
group_buys-team-hours-hint = Horas desde que empieza; nunca más allá del cierre
group_buys-deposit = Pago por adelantado
group_buys-deposit-hint = Del saldo del cliente en la tienda, a cuenta del precio. En blanco: nada
group_buys-doors = Quién puede unirse a un grupo
group_buys-doors-listed = Todo el mundo
group_buys-doors-listed-note = Los grupos abiertos se ven en la página
group_buys-doors-invited = Solo con invitación
group_buys-doors-invited-note = Quien tenga el enlace del grupo
group_buys-more = Recogida, presupuesto, otros idiomas
group_buys-collect-days = Días para recoger
group_buys-collect-days-hint = Después se devuelve todo
group_buys-none = Todavía no hay compras en grupo
group_buys-none-why = Tres vecinos que encargan juntos vienen juntos: cada uno trae a dos.
group_buys-make = Nueva compra en grupo
group_buys-make-first = Planear la primera
group_buys-edit-title = Cambiar { $name }
group_buys-no-gift = No hay ningún regalo con precio
group_buys-no-gift-why = Una compra en grupo da vales con precio para ciertos productos: una bolsa de café por 12,90.
group_buys-no-gift-make = Crear un regalo
group_buys-created = El borrador está guardado.
group_buys-changed = El cambio está guardado.
group_buys-did-check = No hay nada que lo impida.
group_buys-did-schedule = Está anunciada. Sus piezas están apartadas.
group_buys-did-open = Está abierta.
group_buys-did-close = Está cerrada. Se deciden los grupos abiertos.
group_buys-did-archive = Está archivada.
group_buys-close-title = ¿Cerrarla antes de tiempo?
group_buys-close-loses = Ya nadie puede empezar ni unirse; { $left } plazas vuelven al estante. Los grupos abiertos se deciden ahora: con { $fewest } personas o más todos reciben su vale, con menos se devuelve todo.
group_buys-said-draft = Un borrador. Nadie lo ve.
group_buys-said-checked = Revisada y lista para anunciar.
group_buys-said-before = Los clientes la ven, y cuándo abre: { $opens }.
group_buys-said-on = { $open ->
    [0] Nadie ha empezado un grupo; esperan { $people } personas. Cierra { $closes }.
    [one] { $people } personas esperan en un grupo abierto. Cierra { $closes }.
   *[other] { $people } personas esperan en { $open } grupos abiertos. Cierra { $closes }.
}
group_buys-said-closed = { $held ->
    [0] Está cerrada. No queda ningún vale por recoger.
    [one] Está cerrada. Queda un vale por recoger.
   *[other] Está cerrada. Quedan { $held } vales por recoger.
}
group_buys-said-settled = Salieron { $made } grupos y se recogieron { $collected } piezas. Lo demás volvió al estante.
group_buys-what = La compra en grupo
group_buys-figure-left = Plazas libres
group_buys-teams-open = Grupos abiertos
group_buys-figure-in-them = { $people } personas en ellos
group_buys-teams-made = Grupos que salieron
group_buys-teams-failed = Grupos que no salieron
group_buys-figure-held = Por recoger
group_buys-figure-collected = Recogidas
group_buys-figure-back = Devueltas
group_buys-worst-points = Puntos gastados
group_buys-worst-at = Todo a { $price }, desde { $people } personas
group_buys-worst-takings = Ingresos { $takings }; { $teams } grupos como mucho
group_buys-worst-lead = Con las { $seats } plazas ocupadas y recogidas. Junto a cada precio: lo que queda de los ingresos tras el coste.
group_buys-teams = Grupos
group_buys-teams-none = Nadie ha empezado uno todavía.
group_buys-team-since = Empezó { $time }
group_buys-team-until = { $said } Se decide { $time }.
group_buys-by-counter = en el mostrador
group_buys-fate-held = por recoger
group_buys-fate-collected = recogido
group_buys-fate-lapsed = devuelto
group_buys-fate-withdrawn = retirado
group_buys-fate-refunded = todo devuelto
group_buys-stand-open = abierto
group_buys-stand-made = salió
group_buys-stand-failed = no salió
group_buys-stand-left = se fueron todos
group_buys-costs = { $price } cada uno, desde { $people } personas
group_buys-costs-to = { $price } cada uno, { $best } desde { $people } personas
group_buys-left = quedan { $left }
group_buys-left-of = de { $of } plazas libres
group_buys-none-left = Todas las plazas están ocupadas
group_buys-people = { $people } personas o más
group_buys-now-deposit = { $deposit } se paga ahora, de tu saldo en la tienda. Si faltan personas, vuelve enseguida.
group_buys-now-points = { $points } se pagan ahora. Si faltan personas, vuelven enseguida.
group_buys-now-both = { $deposit } de tu saldo en la tienda y { $points } se pagan ahora. Si faltan personas, vuelve todo enseguida.
group_buys-how-team-title = Un grupo
group_buys-how-team = Empieza uno o únete a otro. Como máximo { $most } personas; tiene { $hours } desde que empieza. Hasta entonces cualquiera puede salir y recupera todo.
group_buys-how-listed = Otros clientes pueden unirse a los grupos de esta página.
group_buys-how-invited = Solo puede unirse quien tenga el enlace del grupo.
group_buys-how-made-title = Si llegan bastantes
group_buys-how-made = Con { $fewest } personas o más al terminar su tiempo, o en cuanto se llena, cada una tiene un vale para una pieza al precio alcanzado. Recógela en { $days } días; después se devuelve todo.
group_buys-how-failed-title = Si no llegan bastantes
group_buys-how-failed = Con menos de { $fewest } personas no se compra nada y cada una recupera lo que pagó, hasta el último céntimo. Nadie rellena un grupo de mentira.
group_buys-how-when = Desde { $opens } hasta { $closes }, según el reloj de la tienda.
group_buys-how-each = { $each ->
    [one] Una plaza por persona.
   *[other] { $each } plazas por persona.
}
group_buys-how-counter = Pregunta en el mostrador: empiezan un grupo o te apuntan a uno.
group_buys-team-of = El grupo de { $name }
group_buys-team = Un grupo
group_buys-invites = { $name } te invita
group_buys-made = { $people } personas, { $price } cada una: salió.
group_buys-failed = Llegaron { $people } de { $fewest }. No bastó, y se ha devuelto todo.
group_buys-everybody-left = Todos salieron de este grupo.
group_buys-being-decided = Se acabó su tiempo. El resultado llega en un momento.
group_buys-missing = { $missing ->
    [one] Falta una persona.
   *[other] Faltan { $missing } personas.
}
group_buys-enough = Ya son bastantes: { $price } cada uno, si nadie sale.
group_buys-enough-more = { $more ->
    [one] Ya son bastantes: { $price } cada uno, si nadie sale. Con una más, { $best }.
   *[other] Ya son bastantes: { $price } cada uno, si nadie sale. Con { $more } más, { $best }.
}
group_buys-places = { $people } plazas ocupadas de { $most } como máximo
group_buys-count = { $people } de { $most }
group_buys-you = Tú
group_buys-place-missing = falta
group_buys-place-free = libre
group_buys-your-teams = Tus grupos
group_buys-open-teams = Grupos a los que puedes unirte
group_buys-closed-note = Está cerrada. Los vales aún se pueden recoger.
group_buys-have-yours = Ya tienes todas las plazas que se pueden tener.
group_buys-sold-out-why = Todas las plazas están ocupadas. Alguna vuelve si alguien sale o un grupo no sale: mira otra vez.
group_buys-start = Empezar un grupo
group_buys-decided-in = Se decide en
group_buys-yours = Tuyo: { $price } en caja
group_buys-collect-by = Una pieza. Recógela antes de { $time }
group_buys-show = Mostrar
group_buys-other-teams = Otros grupos
group_buys-all-back = Ya tienes de vuelta todo lo que pagaste.
group_buys-collected-it = Ya recogiste lo tuyo.
group_buys-join = Unirte a este grupo
group_buys-leave = Salir del grupo
group_buys-qr = La invitación como código QR
group_buys-copy = Copiar
group_buys-copied = Copiado. Mándalo a quien quieras.
group_buys-share = Invita a otros
group_buys-share-why = Quien abra este enlace ve tu grupo y puede unirse.
group_buys-way = Compras en grupo
group_buys-counter-lead = A qué puede unirse { $name } ahora.
group_buys-not-for-them = Es para otros clientes.
group_buys-they-have-theirs = Ya tiene todas las plazas que se pueden tener.
group_buys-join-for-them = Apuntar a { $name }
group_buys-start-for-them = Empezar un grupo para { $name }
group_buys-code = Enlace o código de la invitación
group_buys-by-invitation = Con una invitación
refusal-group_buys-not_open = Todavía no está abierta. Vuelve a su hora.
refusal-group_buys-closed = Está cerrada. Ya no se puede empezar un grupo ni unirse.
refusal-group_buys-sold_out = Todas las plazas están ocupadas. Alguna vuelve si alguien sale o un grupo no sale.
refusal-group_buys-team_full = Este grupo está lleno. Únete a otro o empieza uno.
refusal-group_buys-team_over = El tiempo de este grupo se acabó. Únete a otro o empieza uno.
refusal-group_buys-already_in = Ya está en este grupo.
refusal-group_buys-not_in = No está en este grupo.
refusal-group_buys-limit_reached = Una persona no puede tener más plazas.
refusal-group_buys-day_limit_reached = Hoy una persona no puede tener más plazas.
refusal-group_buys-too_few_points = Faltan puntos: cuesta { $need } y hay { $have }.
refusal-group_buys-too_little_money = No hay bastante saldo para el pago por adelantado. Ingresa primero en el mostrador.
refusal-group_buys-not_eligible = Es para otros clientes.
refusal-group_buys-wrong_state = Eso no se puede hacer en su estado actual. Mira otra vez su página.
refusal-group_buys-erased = Este cliente fue borrado.
error-not_found-team = No hay tal grupo. Revisa el enlace.
error-not_found-seat = No hay tal plaza.
field-gift_has_no_price = Elige un regalo con precio para ciertos productos.
field-deposit_above_price = No puede ser más que el precio más bajo.
field-tiers_many = Como máximo { $max } precios.
field-tiers_order = Más personas, menos precio: de fila en fila cambian así los dos.
field-most_below_tier = Un grupo debe poder llegar a cada precio.
field-seats_below_team = Debe haber plazas para un grupo al menos.
trail-kind-group-buys = compras en grupo
trail-group-buys-created = compra en grupo planeada
trail-group-buys-changed = compra en grupo cambiada
trail-group-buys-opened = compra en grupo abierta
trail-group-buys-closed = compra en grupo cerrada antes de tiempo
