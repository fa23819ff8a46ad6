programmes-title = Programas
programmes-lead = Qué hace cada comunidad cada día. A su hora, cada texto es una tarea para quien lleva el grupo.
programmes-open = Abrir la semana
programmes-none = Todavía sin programa
programmes-none-why = Adopta la semana de una guía y cambia lo que no sea tuyo, o añade abajo el primer hueco.
programmes-empty = Una semana que anda sola
programmes-empty-why = Aquí está lo que hacen tus comunidades de lunes a domingo: qué llegó, una cena, una pregunta, la lista del fin de semana. Empieza con una serie.
programmes-open-series = Abrir una serie
programmes-balance = { $useful } mensajes útiles y { $selling } de venta por semana
programmes-today = Hoy
programmes-now = Ahora
programmes-past = Terminado
programmes-sells = Vende
programmes-add = Añadir
programmes-day-full = { $max } mensajes: el día está completo.
programmes-day-empty = Nada este día. También se puede descansar.
programmes-evening = Lo que leerán { $day }
programmes-preview-day = Día de la vista previa
programmes-no-group = Esta serie no tiene ningún grupo abierto. Los textos se verán cuando lo tenga.
programmes-link-here = [el enlace del mensaje]
programmes-adopt = Adoptar esta semana
programmes-adopt-which = ¿La semana de cuál?
programmes-adopted = Adoptada. Cambia lo que no sea tuyo.
programmes-saved = Guardado. Lo que toca más tarde hoy se ha rehecho.
programmes-ended = Fuera de la semana.
programmes-new-slot = Nuevo hueco
programmes-slot-title = Título
programmes-days = Días
programmes-at = Hora
programmes-expires = Vale la pena enviarlo durante (minutos)
programmes-expires-hint = Después desaparece de las tareas: la noticia de la mañana, por la noche es ruido. De 10 a 1440.
programmes-kind = Tipo
programmes-kind-notice = Aviso
programmes-kind-tip = Consejo
programmes-kind-offer = Oferta
programmes-kind-question = Pregunta
programmes-kind-programme = Juego
programmes-kind-gathering = Encuentro
programmes-kind-story = Historia
programmes-kind-thanks = Agradecimiento
programmes-selling = Vende algo
programmes-selling-hint = Dos mensajes útiles por cada uno que vende, y la gente sigue leyendo.
programmes-texts = Textos, por turno
programmes-texts-hint = Uno por semana, en este orden, contando desde el día en que se abrió cada grupo. Los vacíos no cuentan.
programmes-text = Texto { $number }
programmes-other-languages = En los otros idiomas
programmes-places = Se rellenan solos: {"{store}"} {"{brand}"} {"{group}"} {"{host}"} {"{link}"}
programmes-hint = Qué debe verse en la foto
programmes-tip = Consejo para quien lo envía
programmes-picture = Foto
programmes-picture-hint = Va con el texto a todos los grupos. Déjala si cada cual hace la suya.
programmes-no-picture = Quitar la foto
programmes-end = Sacar de la semana
programmes-end-title = ¿Sacar este hueco de la semana?
programmes-end-loses = Sus textos desaparecen del programa. Lo publicado se queda.
programmes-voices = Quién habla
programmes-members-write = La gente puede escribir
programmes-members-write-hint = Sin marcar, solo escribe la tienda y los demás leen.
programmes-welcome = Bienvenida del asistente
programmes-welcome-hint = Se dice a quien entra. {"{name}"} y {"{group}"} se rellenan solos. Vacío: la nuestra.
refusal-programmes-adopted = Esta serie ya tiene programa. Cambia sus huecos o sácalos antes.
refusal-programmes-ended = Este hueco ya no está en la semana.
field-days_none = Elige al menos un día.
field-day_full = El { $day ->
    [mon] lunes
    [tue] martes
    [wed] miércoles
    [thu] jueves
    [fri] viernes
    [sat] sábado
   *[sun] domingo
} ya tiene { $max } mensajes, y más es ruido. Saca uno antes o elige otro día.
error-not_found-slot = Este hueco no está. Puede que ya no esté en la semana.
