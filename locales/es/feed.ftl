feed-title = Mensajes
feed-open = Abrir los mensajes
feed-console-lead = Lo que la gente lee en su móvil. Lo que escribas aquí lo ven al momento.
feed-new = Nuevo
feed-somebody = Alguien
feed-shop = la tienda
feed-assistant = Asistente
feed-gift = Para ti
feed-picture-of = Foto de { $name }
feed-welcome = ¡Te damos la bienvenida a { $group }, { $name }! Las normas de la casa están arriba, y el programa de hoy también. Saluda cuando quieras.
feed-more-people = { $count ->
    [one] una persona más
   *[other] { $count } personas más
}
feed-people = { $count ->
    [one] Una persona
   *[other] { $count } personas
}
feed-rules = Promesa y normas de la casa
feed-earlier = Mensajes anteriores
feed-latest = A los últimos mensajes
feed-empty = Todavía nadie ha dicho nada
feed-empty-why = El primer mensaje de la tienda llega a la hora del programa. También puedes empezar tú.
feed-empty-shop = Todavía nadie ha dicho nada. Un buen comienzo: la promesa, una foto y una pregunta.
feed-elsewhere-lead = Este grupo vive en otra aplicación. Lo que se dice allí se queda allí.
feed-shop-writes = En este grupo escribe la tienda. Contesta en la tienda o pregunta en caja.
feed-group-closed = Este grupo está cerrado. Aún se puede leer.
feed-write = Mensaje
feed-picture = Foto
feed-picture-hint = JPEG, PNG o WebP, 8 MB como mucho. Se reduce y se borra dónde se hizo.
feed-send = Enviar
feed-sent = Enviado. Ya lo ven.
feed-kind = Tipo
feed-kind-plain = Un mensaje normal
feed-kind-notice = Aviso: destaca
feed-kind-gift = Regalo: parece un vale
feed-card-title = Título
feed-card-title-hint = Para un aviso o un regalo, en pocas palabras.
feed-take-back = Retirar
feed-taken-back = Mensaje retirado
feed-taken-back-toast = Retirado. Ya no lo ve nadie.
feed-remove = Quitar
feed-remove-title = ¿Quitar este mensaje?
feed-remove-loses = En su lugar se leerá tu motivo. El texto solo lo verá la tienda.
feed-remove-reason = Motivo que leerá todo el mundo
feed-removed = Quitado: { $reason }
feed-removed-show = Lo que decía
feed-removed-toast = Quitado.
refusal-feed-read_only = En este grupo solo escribe la tienda.
refusal-feed-closed = Este grupo está cerrado. Ya no se puede escribir.
refusal-feed-too_late = Han pasado más de diez minutos. Pide a alguien de la tienda que lo quite.
refusal-feed-not_here = Este grupo vive en otra aplicación. Escribe allí.
error-not_found-message = Este mensaje no está aquí. Puede que lo hayan quitado.
