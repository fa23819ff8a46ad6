refusal-points-not_enough = Es más de lo que hay: se pueden gastar { $have }.
refusal-points-too_many_programs = Una marca tiene como mucho { $max } programas de puntos. Cambia uno de los que ya hay.
refusal-points-no_worth = Estos puntos no pagan nada en caja. Primero dales un valor en el programa.
refusal-points-same_member = Elige a otra persona: estos puntos ya son suyos.
refusal-points-erased = Los datos de este miembro se borraron.
field-when_unreadable = No es una condición que se pueda leer. Una que sí: amount >= 50.0 && weekday == 3
field-when_unknown = Aquí no se conoce { $name }. Se conocen amount, items, store, weekday, hour, day, month, first, source, categories, products, points y tier.
field-when_no_answer = Una condición tiene que dar sí o no. Los importes llevan punto: amount >= 50.0
field-too_many = Como mucho { $max }.
field-lines_amount = Las líneas suman { $amount } en la unidad mínima de la moneda; el importe tiene que ser el mismo.

# Consola.
points-nav = Puntos
points-title = Puntos
points-lead = Unas gracias que se cuentan y se gastan.
points-none = Todavía no hay puntos
points-none-why = Con cada compra el cliente gana puntos, y en caja se convierten en descuento para la siguiente. Tú dices cuántos, cuánto duran y qué valen; regulars los cuenta y los corrige cuando vuelve mercancía.
points-make = Programa nuevo
points-make-first = Crear un programa de puntos
points-make-note = Viene relleno con lo que usa la mayoría. Cambia lo que quieras y pruébalo antes de guardar.
points-edit = Editar
points-edit-title = Editar: { $name }
points-edit-note = Lo que cambies vale desde ahora. Los puntos ya ganados quedan como se ganaron.
points-back = Atrás
points-closed = cerrado
points-created = { $name } está abierto. La próxima compra ya gana.
points-changed = Guardado. Vale desde ahora.
points-shut = Cerrado. Lo ganado se puede seguir gastando.
points-opened = Abierto de nuevo: las compras vuelven a ganar.
points-people = Personas que tienen
points-outstanding = Sin gastar
points-liability = Valen en caja
points-liability-note = lo que debes si se gastan todos
points-pending = Pendientes
points-owed = Se deben
points-soon = Caducan en 30 días
points-balance = Disponibles
points-sentence = { $people ->
    [one] Una persona tiene
   *[other] { $people } personas tienen
} { $points } { $unit }; en caja valen { $worth }.
points-sentence-worthless = { $people ->
    [one] Una persona tiene
   *[other] { $people } personas tienen
} { $points } { $unit }.
points-sentence-closed = Cerrado: ya no se gana nada. Quedan { $points } { $unit } que valen y se pueden gastar.
points-close = Cerrar este programa
points-close-title = ¿No dar más puntos?
points-close-loses = Las compras dejan de ganar. Lo ganado vale hasta que caduque y se puede gastar; lo pendiente llegará igual.
points-open = Abrirlo de nuevo
points-promise = Lo que promete
points-at-once = al momento
points-after-days = { $days ->
    [one] después de un día
   *[other] después de { $days } días
}
points-most-purchase = Como mucho { $points } por compra
points-most-day = Como mucho { $points } al día
points-most-person = Como mucho { $points } por persona en total
points-ends = Cuándo caducan
points-ends-soon = { $points } caducan en los próximos 30 días.
points-ends-none-soon = Ninguno caduca en los próximos 30 días.
points-ends-nothing = Nadie tiene todavía.
points-ends-later = Más tarde
points-ends-idle = Si no pasa nada
points-ends-not = Nunca
points-month = { $month } de { $year }
points-holders = Quién tiene más
points-holder = Miembro
points-holders-none = Nadie todavía
points-holders-why = Con la próxima compra de un miembro habrá alguien aquí.
points-somebody = Alguien cuyos datos se borraron

# En palabras.
points-says = { $unit }: { $earn }; { $ends }; { $worth }.
points-comma = ,{" "}
points-earn-nothing = todavía nada los gana
points-earn-more = { $rules } y { $more ->
    [one] una forma más
   *[other] { $more } formas más
}
points-earn-amount = { $points } por cada { $per }
points-earn-amount-of = { $points } por cada { $per } en { $goods }
points-earn-item = { $points } por pieza
points-earn-item-of = { $points } por pieza de { $goods }
points-earn-visit = { $points } por venir
points-earn-joined = { $points } por unirse
points-earn-proven = { $points } por confirmar teléfono o correo
points-earn-when = { $rule } si { $when }
points-boost = { $name } ×{ $factor }: { $when }
points-boost-always = { $name } ×{ $factor }: cada día
points-boost-between = del { $from } al { $to }
points-boost-from = desde el { $from }
points-boost-to = hasta el { $to }
points-ends-never = no caducan
points-ends-rolling = { $days ->
    [one] cada uno caduca al cabo de un día
   *[other] cada uno caduca a los { $days } días
}
points-ends-inactivity = todos caducan tras { $days ->
    [one] un día
   *[other] { $days } días
} sin venir
points-ends-calendar = { $years ->
    [0] caducan el { $day }
    [one] caducan el { $day }, al menos un año después
   *[other] caducan el { $day }, al menos { $years } años después
}
points-worth-none = solo compran regalos
points-worth-says = { $points ->
    [one] { $points } vale
   *[other] { $points } valen
} { $amount } en caja
points-told = { $points } por «{ $rule }»
points-entry-bought = Compra
points-entry-visited = Visita
points-entry-joined = Alta
points-entry-proven = Confirmó teléfono o correo
points-entry-matured = Ya disponibles
points-entry-paid = Pagaron parte de una compra
points-entry-spent = Gastados
points-entry-expired = Caducados
points-entry-given = Dados a mano
points-entry-packet = Sobre rojo
points-entry-taken = Quitados a mano
points-entry-sent = Enviados a { $name }
points-entry-received = De { $name }

# El formulario.
points-name = Nombre del programa
points-name-hint = Como se ve en la cartera: Gracias, Granos, Hojas verdes
points-name-in = Nombre ({ $lang })
points-name-first = Gracias
points-unit = Cómo se llaman
points-unit-hint = puntos, granos, hojas
points-unit-in = Cómo se llaman ({ $lang })
points-unit-first = puntos
points-form-languages = En otros idiomas
points-form-earn = Qué gana puntos
points-form-earn-note = Las reglas se suman: una compra puede ganar por varias.
points-form-days = Días que cuentan más
points-form-days-note = Doble los miércoles, triple en la semana de apertura. Si coinciden varios, cuenta el mejor.
points-form-worth = Cuánto valen
points-form-worth-note = Deja los dos en blanco si solo compran regalos.
points-form-ends = Cuándo caducan
points-form-returns = Cuando vuelve mercancía
points-form-limits = Límites
points-form-limits-note = En blanco: sin límite
points-form-try = Pruébalo
points-form-try-note = Mira qué ganaría una compra. No se guarda nada.
points-rule-further = Regla { $number }
points-rule-more = Solo algunos productos, o con una condición
points-rule-gone = Quitar esta regla
points-kind = Qué los gana
points-kind-none = Nada
points-kind-amount = Dinero gastado
points-kind-item = Cada pieza comprada
points-kind-visit = Venir, una vez al día
points-kind-joined = Unirse
points-kind-proven = Confirmar teléfono o correo
points-points = Cuántos
points-per = Por cada
points-per-hint = Solo para dinero gastado
points-of = Categorías
points-of-hint = Como las llama la caja, separadas por comas. En blanco: todas
points-products = Artículos
points-when = Condición
points-when-hint = Para quien lo quiera exacto, en CEL
points-rounding = Las partes de un punto
points-rounding-down = no cuentan
points-rounding-nearest = medio punto es un punto
points-rounding-up = son un punto entero
points-boost-row = Días { $number }
points-boost-name = Nombre
points-boost-name-hint = El miércoles es día de mercado
points-boost-gone = Quitar estos días
points-factor = Cuántas veces más
points-factor-hint = 2 para el doble, 1,5 para la mitad más
points-from = Primer día
points-to = Último día
points-weekdays = Días de la semana
points-weekdays-hint = Sin marcar: todos
points-stores = Tiendas
points-stores-hint = Sin marcar: todas
points-worth-points = Tantos
points-worth-amount = valen
points-worth-percent = La mayor parte de una compra que pagan, en por ciento
points-worth-percent-hint = 100: pueden pagarla entera
points-expiry = Caducidad
points-expiry-rolling = Tantos días después de ganarlos
points-expiry-rolling-note = Justo y fácil de explicar
points-expiry-calendar = Todos en una fecha del año
points-expiry-calendar-note = Trae gente antes de esa fecha
points-expiry-inactivity = Tras tantos días sin venir
points-expiry-inactivity-note = Quien viene los conserva todos
points-expiry-never = Nunca
points-expiry-never-note = Lo que debes no deja de crecer
points-expiry-days = Días
points-expiry-days-hint = Para los que caducan tras tantos días
points-expiry-date = La fecha del año
points-expiry-month = Mes
points-expiry-day = Día
points-expiry-years = Años más
points-expiry-years-hint = 0: la próxima fecha; 1: la de un año después
points-notice = Días antes de caducar en que se avisa
points-notice-hint = 0: no se avisa
points-returns = Los puntos de lo que vuelve
points-returns-within = Se retiran hasta donde llegue el saldo
points-returns-within-note = Lo ya gastado se perdona
points-returns-debt = Se retiran del todo
points-returns-debt-note = Lo ya gastado se debe, y lo pagan los próximos puntos
points-returns-pending = Se retiran solo si están pendientes
points-returns-pending-note = Lo que ya se podía gastar se queda
points-pending-days = Se pueden gastar
points-pending-days-hint = Cuántos días después de la compra: los que haya para devolver. 0: al momento
points-limit-purchase = Máximo por compra
points-limit-day = Máximo por persona y día
points-limit-person = Máximo por persona en total
points-sample-amount = Una compra de
points-sample-category = de la categoría
points-try = Probar
points-tried = Qué gana una compra
points-tried-earns = { $amount } ganan
points-tried-worth = Eso vale
points-tried-back = El cliente recupera
points-tried-nothing = Esta compra no gana nada.
points-tried-note = Como si un cliente habitual comprara hoy. Cambia el formulario y pulsa Probar.
points-untried = Corrige primero lo marcado; aquí verás qué gana una compra.
field-factor_range = Entre 1,01 y 20 veces.
field-amount_none = Escribe un importe mayor que cero.

# El registro.
trail-kind-points = puntos
trail-points-program-created = programa de puntos creado
trail-points-program-changed = programa de puntos cambiado
trail-points-adjusted = puntos dados o quitados a mano

# Los puntos de un miembro.
points-whose = Puntos de { $name }
points-of-nobody = Todavía no ha ganado nada.
points-history = Todo el historial
points-can-spend = Se pueden gastar { $points } { $unit }.
points-first-end = Caducan primero
points-worth-note = valen { $amount }
points-from-day = los primeros desde el { $day }
points-until-day = valen hasta el { $day }
points-until-idle = valen hasta el { $day }, y más con la próxima visita
points-pending-until = pendientes hasta el { $day }
points-adjust = Dar o quitar a mano
points-adjust-do = Seguir
points-program = Programa
points-way = Qué haces
points-way-give = Dar
points-way-take = Quitar
points-reason = Por qué
points-reason-hint = Queda en su historial
points-gave = { $points } para { $name }.
points-took = { $points } menos para { $name }.
points-take-title = ¿Quitar { $points } a { $name }?
points-take-loses = { $name } tiene { $have }; le quedan { $left }. Quién los quitó y por qué queda en el historial.
points-take-reason = El motivo:
points-take-do = Quitar { $points }
field-points_have = Solo hay { $have } que quitar.
