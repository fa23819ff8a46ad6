# Sorteos: se meten boletos, salen los ganadores y cualquiera puede comprobarlo.
raffles-nav = Sorteos
raffles-title = Sorteos
raffles-lead = { $on ->
    [0] Se meten boletos, salen los ganadores y cualquiera puede comprobarlo. Ahora no hay ninguno.
    [one] Hay uno en marcha.
   *[other] Hay { $on } en marcha.
}
raffles-none = Aún no hay sorteos
raffles-none-why = Un sorteo agradece a quienes vienen siempre: un boleto para cada cual, alguno más para quien compra, y un resultado del que nadie puede dudar.
raffles-make = Nuevo sorteo
raffles-make-first = Planear el primero
raffles-edit-title = Cambiar { $name }
raffles-edit-told = Está anunciado y firmado: solo pueden cambiar el nombre y el presupuesto.
raffles-no-gift = No hay regalos que ganar
raffles-no-gift-why = Los premios de un sorteo son regalos que están en el estante.
raffles-no-gift-make = Crear un regalo
raffles-created = El borrador está guardado.
raffles-changed = El cambio está guardado.
raffles-style = Cómo se juega
raffles-style-scheduled = Boletos y un sorteo
raffles-style-scheduled-note = Se meten boletos hasta el cierre; después salen todos los ganadores a la vez.
raffles-style-wheel = Una ruleta
raffles-style-scratch = Un rasca y gana
raffles-style-egg = Un huevo que se rompe
raffles-style-instant-note = Cada jugada gasta un boleto y responde al momento.
raffles-prizes = Premios
raffles-prizes-hint = La primera línea se sortea primero. Una última línea con muchas piezas es el consuelo de los demás.
raffles-prize = Premio { $line }
raffles-quantity = Piezas
raffles-no-prize = ninguno
raffles-gift-left = { $left } en el estante
raffles-free = Boletos gratis para cada miembro
raffles-per-purchase = Un boleto por una compra de al menos
raffles-per-purchase-hint = Si queda vacío, las compras no dan boletos.
raffles-plays = Jugadas
raffles-plays-hint = Solo para ruleta, rasca y huevos: los premios están entre tantas jugadas, así que la probabilidad es fija.
raffles-wins = Cuántas veces puede ganar una persona
raffles-least = Mínimo de personas
raffles-least-hint = Con menos se cancela y se devuelven los puntos pagados.
raffles-source = Azar de fuera
raffles-source-nonces = Números al azar de los miembros
raffles-source-nonces-note = Funciona sin red y se sortea solo.
raffles-source-drand = Una baliza pública (drand)
raffles-source-drand-note = Nadie puede preverla. Alguien escribe su ronda después del cierre.
raffles-wait = Del cierre al sorteo
raffles-wait-hint = Minutos en que los teléfonos muestran sus números
raffles-collect-days = Días para recoger
raffles-unclaimed = Lo que nadie recoge
raffles-unclaimed-shelf = vuelve al estante
raffles-unclaimed-redraw = pasa al siguiente boleto
raffles-more = Sorteo, recogida, límites, presupuesto, otros idiomas
raffles-what = El sorteo
raffles-tickets = Boletos
raffles-entrants = Personas
raffles-held = Por recoger
raffles-collected = Recogidos
raffles-lapsed = Devueltos
raffles-passed = Sorteados otra vez
raffles-won = Ganados
raffles-worst-perceived = Valen para los miembros
raffles-worst-pieces = Piezas
raffles-said-draft = Un borrador. Nadie lo ve.
raffles-said-checked = Revisado y listo para anunciar.
raffles-said-before = Los miembros lo ven, y cuándo abre: { $opens }.
raffles-said-on = { $people ->
    [0] Aún no participa nadie. Cierra { $closes }.
    [one] Participa una persona con { $tickets } boletos. Cierra { $closes }.
   *[other] Participan { $people } personas con { $tickets } boletos. Cierra { $closes }.
}
raffles-said-closed = Está cerrado y firmado. Se sortea a partir de { $at }.
raffles-said-ready = Está cerrado y firmado, y se puede sortear.
raffles-said-drawn = { $held ->
    [0] Está sorteado, y todo está recogido o de vuelta.
    [one] Está sorteado. Queda un premio por recoger.
   *[other] Está sorteado. Quedan { $held } premios por recoger.
}
raffles-said-settled = Se recogieron { $collected } de { $of } premios. Lo demás está otra vez en el estante.
raffles-said-off = Se canceló. Los premios están en el estante y los puntos se devolvieron.
raffles-did-check = Nada lo impide.
raffles-did-schedule = Está anunciado y su apertura está firmada.
raffles-did-open = Está abierto.
raffles-did-close = Está cerrado, y quién participa está firmado.
raffles-did-draw = Está sorteado. Los ganadores tienen su vale en un momento.
raffles-did-reroll = Se sorteó otra vez, y la prueba dice por qué.
raffles-did-off = Está cancelado.
raffles-did-archive = Está guardado aparte.
raffles-did-give = Los boletos están dados.
raffles-close-title = ¿Cerrarlo antes de tiempo?
raffles-close-loses = Nadie podrá meter más boletos. Lo que está dentro sigue dentro.
raffles-draw = Sortear ahora
raffles-draw-title = ¿Sortear a los ganadores?
raffles-draw-loses = Se sortea una sola vez: { $people } personas, { $tickets } boletos, { $pieces } premios. Nadie puede deshacerlo.
raffles-beacon = Firma de la ronda { $round }
raffles-beacon-hint = 96 dígitos, de https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/{ $round }
raffles-call-off = Cancelar
raffles-call-off-title = ¿Cancelarlo?
raffles-call-off-loses = No se sortea nada. Los premios vuelven al estante, y los puntos a quien los pagó.
raffles-give = Dar boletos
raffles-give-member = Tarjeta o teléfono
raffles-give-tickets = Boletos
raffles-give-why = A alguien sin teléfono, o que trajo a un amigo. Los boletos participan cuando se meten.
raffles-winners = Ganadores
raffles-winners-none = No ganó nadie.
raffles-winners-not-yet = Estarán aquí después del sorteo.
raffles-winners-why = Los ganadores aparecen con la etiqueta de su entrada. La tuya está en tu recibo.
raffles-winners-print = Lista para la pared
raffles-print-title = Ganadores
raffles-print-drawn = Sorteado { $at }
raffles-print-why = Los nombres están acortados. La prueba y una página que la comprueba:
raffles-print-number = N.º { $number }
raffles-reroll = Sortear otra vez
raffles-reroll-title = ¿Sortear este premio otra vez?
raffles-reroll-loses = { $name } lo pierde, y la prueba lo dirá para siempre.
raffles-reroll-why = Por qué
raffles-why-unclaimed = no se recogió
raffles-why-declined = no lo quiere
raffles-why-unreachable = nadie pudo avisarle
raffles-why-withdrawn = ya no es miembro
raffles-fate-due = en un momento
raffles-fate-held = por recoger
raffles-fate-collected = recogido
raffles-fate-lapsed = devuelto
raffles-fate-withdrawn = retirado
raffles-fate-passed = sorteado otra vez
raffles-drawn = sorteado
raffles-item = { $prizes ->
    [one] Un premio: { $first }
   *[other] { $prizes } premios, entre ellos { $first }
}
raffles-times = { $quantity } ×
raffles-odds = Ahora mismo gana uno de cada { $of } boletos.
raffles-odds-none = Aún no hay nadie: las probabilidades dependen de cuántos boletos entren.
raffles-odds-everybody = Ahora mismo hay más premios que boletos: ganan todos.
raffles-odds-plays = Gana una de cada { $of } jugadas.
raffles-odds-every-play = Ganan todas las jugadas.
raffles-plays-left = jugadas quedan de { $of }
raffles-tickets-in = { $tickets ->
    [one] boleto dentro
   *[other] boletos dentro
} ({ $people ->
    [one] una persona
   *[other] { $people } personas
})
raffles-enter = { $tickets ->
    [one] Meter mi boleto
   *[other] Meter mis { $tickets } boletos
}
raffles-buy = Un boleto más por { $points } { $unit }
raffles-spin = Girar la ruleta
raffles-scratch = Rascar
raffles-egg = Romper un huevo
raffles-have-all = Ya metiste todos los boletos que se pueden.
raffles-no-ticket = Ahora no tienes boletos que meter. Abajo dice cómo conseguirlos.
raffles-works-here = Trabajas aquí: no participas, para que nadie dude del sorteo.
raffles-called-off-note = Se canceló. Los puntos que pagaste son tuyos otra vez.
raffles-drawn-note = Está sorteado. Los ganadores tienen su premio arriba.
raffles-closed-until = Está cerrado. El sorteo es { $at }.
raffles-closed-note = Está cerrado. El sorteo es enseguida.
raffles-yours = { $tickets ->
    [one] Participas con un boleto
   *[other] Participas con { $tickets } boletos
}
raffles-entry-number = { $tickets ->
    [one] Entrada n.º { $number }, un boleto
   *[other] Entrada n.º { $number }, { $tickets } boletos
}
raffles-play-number = Jugada n.º { $number }
raffles-receipt = Recibo
raffles-receipt-why = El recibo está firmado. Con él puedes mostrar que participas, incluso contra la tienda.
raffles-you-won = Ganaste
raffles-you = tú
raffles-collect-by = Recógelo antes de { $time }
raffles-show = Mostrarlo
raffles-play-won = Ganaste: { $prize }
raffles-play-lost = Esta vez nada
raffles-play-place = Fue la jugada n.º { $number }. Lo que gana cada jugada estaba fijado y sellado antes de la primera.
raffles-how-when = De { $opens } a { $closes }, por el reloj de la tienda.
raffles-how-tickets-title = Boletos
raffles-how-each = { $each ->
    [one] Cada persona puede meter uno.
   *[other] Cada persona puede meter { $each } como máximo.
}
raffles-way-free = { $free ->
    [one] Cada miembro tiene uno gratis.
   *[other] Cada miembro tiene { $free } gratis.
}
raffles-way-purchase = Una compra de { $amount } o más da uno.
raffles-way-points = Uno más cuesta { $points } { $unit }.
raffles-way-given = La tienda también puede darte alguno.
raffles-how-draw-title = El sorteo
raffles-how-nonces = Se sortea { $at }, a partir de un secreto de la tienda sellado antes de que nadie participe y de números al azar de quienes participan.
raffles-how-drand = Se sortea después de { $at }, a partir de un secreto de la tienda sellado antes de que nadie participe y de un número público que nadie puede prever.
raffles-how-least = Con menos de { $least } personas se cancela y se devuelven los puntos.
raffles-how-instant = Los premios están entre { $plays } jugadas, en un orden fijado y sellado antes de la primera. Al final la tienda muestra el orden, y cualquiera puede comprobarlo.
raffles-how-collect-title = Recogida
raffles-how-collect = { $days ->
    [one] Muestra tu vale en la caja en un día.
   *[other] Muestra tu vale en la caja en { $days } días.
}
raffles-how-shelf = Lo que nadie recoge vuelve al estante, y también los premios que nadie puede ganar.
raffles-how-redraw = Lo que nadie recoge pasa al siguiente boleto del mismo sorteo.
raffles-how-staff-title = Quién no participa
raffles-how-staff = Quien trabaja en la tienda. Nadie tiene más suerte que sus boletos.
raffles-how-counter = Pregunta en la caja: meten tus boletos y te imprimen un número.
raffles-check = Comprueba tú este sorteo
raffles-check-why = La tienda firma lo que promete antes de que nadie participe, y quién participa antes de sortear. Guarda estas líneas ahora: después tienen que ser las mismas en la prueba.
raffles-check-open = Comprobar un sorteo
raffles-opening-hash = Apertura
raffles-closing-hash = Cierre
raffles-key = La clave de la tienda
raffles-proof = Prueba
raffles-opening = Declaraciones firmadas
raffles-verify = Comprobar un sorteo
raffles-verify-why = Elige la prueba de un sorteo, y tu recibo si lo tienes. Todo se calcula en este aparato; no se envía nada.
raffles-verify-proof = Prueba
raffles-verify-receipt = Tu recibo
raffles-verify-receipt-hint = Muestra si estás en el sorteo como firmó la tienda.
raffles-verify-choose = Elige una prueba.
raffles-verify-checking = Calculando…
raffles-verify-ok = El sorteo es correcto: participaron { $entrants } con { $tickets } boletos, { $excluded } no cuentan, salieron { $won }.
raffles-verify-held = Tu recibo está en él.
raffles-verify-split = El sobre es correcto: sus partes estaban fijadas antes de que nadie tomara una.
raffles-verify-unsigned = Este navegador no puede comprobar firmas; todo lo demás es correcto.
raffles-verify-wrong = Esta prueba no es correcta:
raffles-verify-insecure = Este navegador no comprueba nada en una página sin candado. Guarda la página que funciona sola y ábrela.
raffles-verify-again = sorteado otra vez
raffles-verify-keep = Guárdala
raffles-verify-keep-why = Un solo archivo contiene toda esta página. Funciona sin red y sin nosotros mientras la guardes.
raffles-verify-keep-file = Guardar la página
raffles-verify-others = Lo mismo con el programa, o con un guion corto en Python que viene con su código:
raffles-fault-too_large = el archivo es más grande que cualquier prueba.
raffles-fault-malformed = el archivo no es una prueba, o una parte no es como debe.
raffles-fault-unknown_version = el archivo es de una versión que esta página no conoce.
raffles-fault-opening_changed = la apertura no es la que firmó la tienda.
raffles-fault-closing_changed = el cierre no es el que firmó la tienda.
raffles-fault-result_changed = el resultado no es el que firmó la tienda.
raffles-fault-secret_changed = el secreto no es el que se selló antes de empezar.
raffles-fault-prizes_changed = los premios no son los que se anunciaron.
raffles-fault-source_changed = el azar de fuera no es el que se nombró antes.
raffles-fault-rules_broken = el sorteo no cumple sus propias reglas.
raffles-fault-input_too_early = el azar de fuera se conocía antes del cierre.
raffles-fault-entrant_dropped = faltan entradas que estaban al cierre.
raffles-fault-entrant_added = hay entradas que no estaban al cierre.
raffles-fault-entrant_duplicated = una entrada está dos veces.
raffles-fault-entrants_reordered = las entradas están en otro orden que al cierre.
raffles-fault-entrant_changed = una entrada no es como era al cierre.
raffles-fault-exclusions_changed = quienes no cuentan no son los del cierre.
raffles-fault-input_changed = el azar de fuera no es el que dio el resultado.
raffles-fault-seed_changed = los números no salen de lo que se fijó.
raffles-fault-winner_changed = los ganadores no son los que eligen los números.
raffles-fault-reroll_changed = lo que se sorteó otra vez no es lo que dice el resultado.
raffles-fault-receipt_malformed = el segundo archivo no es un recibo.
raffles-fault-receipt_invalid = el recibo no es lo que firmó una tienda.
raffles-fault-receipt_other_key = el recibo lo firmó otro que el sorteo.
raffles-fault-receipt_other_draw = el recibo es de otro sorteo.
raffles-fault-receipt_other_opening = premios, reglas o secreto cambiaron desde que participaste.
raffles-fault-left_out = la tienda firmó que estás en el sorteo, y no estás. Guarda los dos archivos: lo demuestran.
raffles-fault-log_rewritten = la tienda firmó otras entradas antes de la tuya. Guarda los dos archivos: lo demuestran.
raffles-fault-split_changed = el reparto no es el que se selló antes de la primera parte.
raffles-fault-share_changed = las partes no salen del reparto.
raffles-way = Sorteos
raffles-counter-lead = En qué puede participar { $name } ahora.
raffles-counter-ready = { $tickets ->
    [0] sin boletos
    [one] un boleto
   *[other] { $tickets } boletos
}
raffles-counter-in = { $tickets ->
    [0] aún no participa
    [one] participa con un boleto
   *[other] participa con { $tickets } boletos
}
raffles-counter-enter = Meter por { $name }
raffles-counter-play = Jugar por { $name }
raffles-counter-give = Dar un boleto
raffles-counter-print = Imprimir el número
raffles-counter-works-here = Trabaja aquí y no participa.
raffles-counter-not-for-them = Es para otros miembros.
raffles-counter-full = Ya metió todos los que se pueden.
raffles-slip-title = Tu número en el sorteo
raffles-slip-tickets = { $tickets ->
    [one] un boleto
   *[other] { $tickets } boletos
}
raffles-slip-draw = El sorteo: { $at }
raffles-slip-why = La lista de ganadores muestra la etiqueta. Tu recibo y la prueba están en la página del sorteo:
refusal-raffles-not_open = Aún no está abierto. Vuelve a mirar a su hora.
refusal-raffles-closed = Está cerrado. Ya no puede participar nadie.
refusal-raffles-no_ticket = No hay boletos que meter.
refusal-raffles-limit_reached = Una persona no puede meter más.
refusal-raffles-day_limit_reached = Una persona no puede meter más hoy. Prueba mañana.
refusal-raffles-too_few_points = No alcanzan los puntos: cuesta { $need } y hay { $have }.
refusal-raffles-not_eligible = Es para otros miembros.
refusal-raffles-staff = Quien trabaja en la tienda no participa en sus sorteos.
refusal-raffles-full = No puede participar nadie más: todo está jugado, o la lista está llena.
refusal-raffles-already_drawn = Ya está sorteado. Un sorteo se hace una vez.
refusal-raffles-too_early = Todavía no se puede sortear ni mostrar.
refusal-raffles-too_few_entrants = Participan menos de { $least } personas: solo se puede cancelar.
refusal-raffles-input_wrong = No es lo que necesita este sorteo: los 96 dígitos de la ronda, o nada con números de los miembros.
refusal-raffles-nonce_wrong = No es el número al que está atada la entrada.
refusal-raffles-reroll_wrong = Ese premio ya está recogido o pasado a otro.
refusal-raffles-wrong_state = Eso no se puede hacer en su estado actual. Mira otra vez su página.
refusal-raffles-erased = Este miembro fue borrado.
error-not_found-raffle_entry = No hay tal entrada.
error-not_found-raffle_pick = No hay tal ganador.
error-not_found-proof = Aún no hay prueba: está cuando se haya sorteado.
error-not_found-opening = Aún no está anunciado, así que no hay nada firmado.
field-signed = Está anunciado y firmado: esto ya no puede cambiar.
field-instant_no_redraw = Ruleta, rasca y huevos están decididos de antemano: nada se sortea otra vez.
field-hex_invalid = { $digits } dígitos hexadecimales en minúscula.
trail-kind-raffles = sorteos
trail-raffles-created = sorteo planeado
trail-raffles-changed = sorteo cambiado
trail-raffles-opened = sorteo abierto
trail-raffles-closed = sorteo cerrado antes
trail-raffles-called-off = sorteo cancelado
raffles-joining = Boletos para quien se une
raffles-joining-field = Sorteo de bienvenida: quien se une por primera vez recibe un boleto, y nadie más
raffles-joining-hint = Solo para ruleta, rasca o huevos, con 0 boletos gratis y una jugada por persona. Se juega nada más unirse, en el móvil o en el mostrador.
raffles-odds-most = { $of } de cada 10 jugadas ganan algo.
raffles-odds-gone = Ya se ganaron todos los premios: ninguna jugada gana.
raffles-prize-of = quedan, de { $quantity }
raffles-prize-gone = ya se ganaron todos
raffles-way-joining = Quien se une por primera vez recibe un boleto, y nadie más.
raffles-for-newcomers = Este es para quien se une por primera vez: un boleto por persona, y no se compra.
raffles-welcome-title = ¡Te damos la bienvenida! { $draw }
raffles-welcome-how = Cómo funciona y cómo comprobarlo
field-joining_instant = Un sorteo de bienvenida se juega al momento: elige ruleta, rasca o huevos.
field-joining_alone = Los boletos de un sorteo de bienvenida solo se dan al unirse: deja esto vacío o en 0.
refusal-raffles-on_joining = Sus boletos solo se dan al unirse.
