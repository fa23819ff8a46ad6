# Series: el plan de una comunidad que abre grupos numerados.

series-title = Series
series-lead = Una serie es el plan de una comunidad. Abre grupos numerados, cada uno con su anfitrión.
series-new = Abrir una serie
series-new-lead = Dos minutos, tres pasos. Todo se puede cambiar después.
series-empty = Tu primera comunidad empieza aquí
series-empty-why = Elige el tipo de tienda, ponle nombre y mira lo que verá la gente. Después, los primeros grupos están abiertos.
series-step-playbook = Tipo de tienda
series-step-details = Nombre y normas
series-step-preview = Míralo
series-no-playbook = Sin guía
series-from-nothing = Empezar de cero
series-from-nothing-why = Solo un nombre y plazas. La promesa, las normas y los mensajes los escribes tú.
series-compare = Comparar antes las guías
series-to-preview = Míralo
series-phone = Lo que ve un miembro
series-preview-lead = Esto es lo que verá la gente. Todavía no hay nada abierto.
series-first-groups = Grupos que se abren ahora
series-first-week = La primera semana
series-and-more = y { $count } más
series-open = { $groups ->
    [one] Abrir con { $groups } grupo
   *[other] Abrir con { $groups } grupos
}
series-back = Cambiar algo
series-opened = «{ $name }» está abierta. Imprime el código y ponlo donde la gente espera.
series-sketch-over = { $shop } te invita
series-sketch-join = Unirme
series-sketch-leave = Sales con un toque, cuando quieras.

series-name = Nombre
series-name-hint = Para ti y tu equipo.
series-category = De qué van los grupos
series-category-hint = Va en el nombre de cada grupo.
series-lang = Idioma de los textos
series-lang-hint = Promesa, normas y mensajes. Las páginas siguen el idioma de cada persona.
series-where = Dónde
series-where-stores = En tiendas
series-where-nation = Un grupo para todos
series-where-nation-why = Para clientes de cualquier lugar, sin tienda.
series-stores = Tiendas
series-store = Tienda
series-no-stores = Todavía no hay tiendas.
series-to-stores = Añadir una
series-more = Nombres de los grupos
series-template = Patrón de los nombres
series-template-hint = { "{brand} {store} {category} {persona} {goal} {number}" }. El número tiene que estar.
series-persona = Quién habla
series-persona-hint = Sustituye a { "{persona}" }: Carmen la de la frutería.
series-goal = Meta común
series-goal-hint = Sustituye a { "{goal}" }: Seis meses, 10 km.
series-capacity = Plazas por grupo
series-capacity-hint = De 2 a 500. Cuando un grupo está casi lleno, el siguiente se abre solo.
series-threshold = Antes de entrar
series-threshold-none = Nada
series-threshold-none-why = Escanear y dentro. Lo mejor para la compra diaria.
series-threshold-question = Una pregunta
series-threshold-question-why = Vale cualquier respuesta; dice al anfitrión quién llega.
series-threshold-purchase = Una compra
series-threshold-purchase-why = Solo quien ya te ha comprado.
series-threshold-approval = Alguien dice que sí
series-threshold-approval-why = Si nadie contesta a tiempo, entran.
series-threshold-none-words = Escanear y dentro
series-threshold-question-words = Antes, una pregunta
series-threshold-purchase-words = Para quien ya ha comprado aquí
series-threshold-approval-words = { $hours ->
    [one] Contestamos en { $hours } hora
   *[other] Contestamos en { $hours } horas
}
series-question = La pregunta
series-question-hint = Solo con pregunta o cuando alguien dice que sí.
series-hours = Horas hasta que se decide solo
series-hours-hint = Solo cuando alguien dice que sí. De 1 a 168.
series-second = Se une a un segundo grupo
series-second-refuse = Se queda en el primero
series-second-refuse-why = Se le dice en qué grupo está ya.
series-second-move = Pasa al nuevo
series-second-move-why = Su plaza en el primero queda libre.

series-state = Estado
series-state-open = Abierta
series-state-closed = Cerrada
series-groups = Grupos
series-members = Miembros
series-fill = Plazas
series-fill-words = { $members } de { $seats } plazas
series-note = { $members } personas en { $groups ->
    [one] { $groups } grupo
   *[other] { $groups } grupos
}, quedan { $free } plazas.
series-closed-note = Cerrada. Ya no entra nadie; lo dicho y lo ganado se queda.
series-all-groups = Ver todos
series-change = Cambiar
series-promise = Promesa
series-promise-hint = Todo el mundo la lee antes de entrar. Promete lo que puedas cumplir.
series-promise-none = Aún no hay promesa. Escribe con qué puede contar la gente.
series-positioning = Para quién es
series-voice = Cómo hablamos
series-rules = Normas de la casa
series-rules-none = Aún no hay normas.
series-rules-hint = { $max } como mucho. La que dejes vacía desaparece.
series-rule = Norma { $number }
series-plan = Promesa y normas
series-plan-lead = Desde ahora son tus palabras. Cada cambio queda en el historial.
series-settings = Nombres y plazas
series-settings-lead = Para los grupos que se abran desde ahora. Los que ya están conservan nombre y plazas.
series-playbook = De la guía
series-stores-hosts = Tiendas y anfitriones
series-hosts-lead = Quién lleva los grupos que se abran en cada tienda desde ahora.
series-last-number = { $number ->
    [one] { $number } grupo hasta ahora
   *[other] { $number } grupos hasta ahora
}
series-add-store = Abrir en otra tienda
series-kept = Guardado.
series-close = Cerrar la serie
series-close-title = ¿Cerrar «{ $name }»?
series-close-loses = Se cierran todos sus grupos y los códigos dejan de servir. La gente conserva regalos, sellos y compras.
series-closed-toast = La serie está cerrada.
series-reopen = Volver a abrir la serie
series-reopened-toast = La serie vuelve a estar abierta. Sus grupos siguen cerrados hasta que los abras.

refusal-series-closed = «{ $name }» está cerrada. Antes hay que volver a abrir la serie.
refusal-series-store_there = La serie ya tiene grupos en esta tienda.
field-template_unknown = Nadie conoce { "{" }{ $name }{ "}" }. Usa { "{brand} {store} {category} {persona} {goal} {number}" }.
field-template_number = Falta { "{number}" }: todos los grupos se llamarían igual.
field-stores_none = Marca al menos una tienda o elige un grupo para todos.
error-not_found-series = No hay ninguna serie así. Puede ser de otra tienda.
error-not_found-playbook = No hay ninguna guía así.
