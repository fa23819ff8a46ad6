# Niveles: una escalera a la que llevan los puntos.
refusal-tiers-no_ladder = Este programa no tiene niveles.
field-tier_lasts_lifetime = Contando toda la vida no hay periodo siguiente. Elige un número de días, o para siempre.
field-tier_starts_year = Un nivel solo puede esperar al año siguiente cuando se cuenta por año natural.
field-tier_from_above = Más de { $than }, que es lo que pide el nivel de abajo.
field-tier_factor_range = Entre 1 y 20 veces. En blanco: como todos.

tiers-nav = Niveles
tiers-title = Niveles
tiers-lead = Quien viene a menudo recibe un poco más.
tiers-none = Aún no hay niveles
tiers-none-why = Di qué cuenta (puntos, dinero o visitas) y qué trae cada nivel: más puntos, un regalo, acceso anticipado. regulars sube y baja a todos por sí solo, y lo corrige cuando se devuelve algo.
tiers-program-first = Primero, un programa de puntos
tiers-make-first = Poner una escalera
tiers-without = Este programa aún no lleva a ningún nivel.
tiers-of = Niveles de { $name }
tiers-edit = Cambiar la escalera
tiers-edit-note = Cuenta para todo lo que hubo: la gente cambia de nivel en minutos. Los puntos ganados se quedan como están.
tiers-kept = La escalera está guardada. La gente cambia de nivel en minutos.
tiers-removed = La escalera se ha quitado.
tiers-remove = Quitar la escalera
tiers-remove-title = ¿Quitar la escalera?
tiers-remove-loses = Nadie tendrá ya un nivel, y las compras dan lo mismo a todos. Los regalos y puntos que dieron los niveles se quedan.
tiers-ladder = La escalera
tiers-rules = Cómo funciona
tiers-rule-replay = Cuando se devuelve algo, o una caja cuenta la semana pasada, cada cual queda donde estaría si siempre hubiera sido así.
tiers-rule-next-year = Un nivel alcanzado empieza el 1 de enero.
tiers-rule-grace = { $days ->
    [one] Dura un día más.
   *[other] Dura { $days } días más.
}
tiers-rule-one-step = Quien no lo alcanza de nuevo baja un nivel.
tiers-rule-to-balance = Quien no lo alcanza de nuevo pasa a lo que haya alcanzado entretanto.
tiers-rule-notice = { $days ->
    [one] Se avisa un día antes de que acabe un nivel.
   *[other] Se avisa { $days } días antes de que acabe un nivel.
}
tiers-people = Quién está dónde
tiers-people-none = Nadie todavía
tiers-people-why = Quien compre o venga desde ahora aparece aquí, con lo que cuenta y hasta cuándo dura su nivel.
tiers-all-tiers = Todos
tiers-one = Nivel
tiers-counts = Cuenta
tiers-since = desde el { $day }
tiers-since-head = Desde
tiers-until-head = Hasta
tiers-none-yet = Aún sin nivel
tiers-from = desde { $amount }
tiers-amount-points = { $points } { $unit }
tiers-amount-visits = { $visits ->
    [one] 1 visita
   *[other] { $visits } visitas
}

tiers-says = Se sube con { $counts } { $within }. Un nivel { $lasts }.
tiers-says-points = { $unit } ganados
tiers-says-spend = compras
tiers-says-visits = visitas
tiers-says-year = de un año natural
tiers-says-rolling = { $days ->
    [one] de hoy
   *[other] de los últimos { $days } días
}
tiers-says-ever = de siempre
tiers-says-next-year = dura hasta el final del año siguiente
tiers-says-days = { $days ->
    [one] dura un día
   *[other] dura { $days } días
}
tiers-says-for-ever = dura para siempre

tiers-gives-factor = { $factor }× { $unit }
tiers-gives-gift = { $gift } al alcanzarlo
tiers-gives-early = Acceso anticipado
tiers-gives-delivery = Envío gratis
tiers-gives-nothing = Nada más por ahora

tiers-stay = { $amount } más hasta el { $day } para seguir en { $tier }.
tiers-stay-now = Ven una vez más hasta el { $day } para seguir en { $tier }.
tiers-until = { $tier } hasta el { $day }.
tiers-for-good = { $tier } para siempre.
tiers-coming = { $tier } desde el { $day }.
tiers-next = { $amount } más para llegar a { $tier }.
tiers-next-by = { $amount } más hasta el { $day } para llegar a { $tier }.
tiers-next-from = { $amount } más hasta el { $day } para estar en { $tier } desde el { $from }.
tiers-next-now = Ven una vez más para llegar a { $tier }.
tiers-moved-up = Llegó a { $tier }
tiers-moved-down = Pasó a { $tier }
tiers-moved-out = { $tier } acabó
tiers-progress = { $have } de { $goal } para { $tier }
tiers-yours = Tu nivel
tiers-all = Todos los niveles
tiers-history = Cómo se llegó aquí
tiers-here = Estás aquí

tiers-form-tiers = Niveles
tiers-form-tiers-note = Primero el más bajo, hasta ocho. «Desde» va en puntos, dinero o visitas, según elijas abajo.
tiers-form-another = Otro nivel
tiers-form-name = Nombre
tiers-form-name-in = Nombre en { $lang }
tiers-form-languages = En otros idiomas
tiers-form-from = Desde
tiers-form-factor = Puntos por
tiers-form-factor-hint = 1,5 da la mitad más. En blanco: como todos
tiers-form-gift = Regalo al alcanzarlo
tiers-form-gift-hint = Una vez por periodo, desde ahora. Un regalo sin límite por persona puede repetirse cada año.
tiers-form-no-gift = Sin regalo
tiers-form-gone = Quitar este nivel
tiers-form-counts = Qué cuenta
tiers-form-lasts = Cuánto dura
tiers-by = Se cuenta por
tiers-by-points = Puntos ganados
tiers-by-points-note = Los puntos dados a mano no cuentan
tiers-by-spend = Dinero gastado
tiers-by-spend-note = Pagado por lo que se quedó, sin los puntos
tiers-by-visits = Visitas
tiers-by-visits-note = Días en que alguien vino o compró
tiers-period = Durante
tiers-period-year = Un año natural
tiers-period-rolling = Los últimos días
tiers-period-lifetime = Toda la vida
tiers-period-days = Cuántos últimos días
tiers-period-days-hint = Solo para los últimos días
tiers-starts = Un nivel empieza
tiers-starts-now = En cuanto se alcanza
tiers-starts-next = Con el año siguiente
tiers-lasts = Un nivel dura
tiers-lasts-next = Hasta el final del periodo siguiente
tiers-lasts-next-note = Alcanzado este año: hasta el final del próximo
tiers-lasts-days = Un número de días
tiers-lasts-days-note = Todo lo que cuente mientras se alcance los empieza de nuevo
tiers-lasts-forever = Para siempre
tiers-lasts-days-field = Cuántos días dura
tiers-lasts-days-hint = Solo para un número de días
tiers-grace = Días de gracia
tiers-grace-hint = Tantos días más, para quien casi llegaba
tiers-falls = Después
tiers-falls-balance = A lo alcanzado entretanto
tiers-falls-balance-note = De oro a ninguno, si no hubo nada
tiers-falls-step = Baja un nivel
tiers-falls-step-note = El nivel de abajo, otro periodo
tiers-notice = Días de aviso
tiers-notice-hint = Tanto antes del final se avisa. 0: no se avisa
tiers-try = Ver quién estaría dónde
tiers-tried = Quién estaría dónde
tiers-tried-note = { $people ->
    [0] Aún nadie tiene puntos en este programa.
    [one] De la única persona que tiene puntos en este programa.
   *[other] De las { $people } personas que llegaron últimas a este programa.
}
tiers-untried = Se ve cuando el formulario está bien.
tiers-first-silver = Plata
tiers-first-gold = Oro

trail-kind-tiers = niveles
trail-tiers-made = escalera puesta
trail-tiers-changed = escalera cambiada
trail-tiers-removed = escalera quitada
trail-field-tiers = niveles
trail-field-by = se cuenta por
trail-field-period = durante
trail-field-starts = empieza
trail-field-lasts = dura
trail-field-grace-days = días de gracia
trail-field-falls = después
