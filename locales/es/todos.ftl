todos-title = Mi día
todos-of = El día de { $name }
todos-waiting = { $count ->
    [one] Hay un texto listo. Copiar, enviar y hecho.
   *[other] Hay { $count } textos listos. Copiar, enviar y hecho.
}
todos-all-clear = Ahora mismo no te espera nada.
todos-due = Ahora
todos-later = Más tarde hoy
todos-done-today = Hecho hoy
todos-nothing = Nada que enviar ahora
todos-nothing-why = Cuando toque el próximo texto del programa, estará aquí listo. Lo que llega tarde desaparece, así no se acumula nada.
todos-no-groups = Todavía no llevas ningún grupo
todos-no-groups-why = Quien lleva un grupo encuentra aquí los textos del día, listos para enviar. Pide a la tienda que te asigne uno.
todos-now = Desde las { $at } · quedan { $left }
todos-at = { $at } · { $left }
todos-show-text = El texto
todos-link-here = [el enlace de cada grupo]
todos-copy = Copiar texto
todos-copied = Copiado. Pégalo en el grupo.
todos-save-picture = Guardar foto
todos-open-group = Abrir grupo
todos-post-here = Publicar
todos-done = Hecho
todos-all-done = { $count ->
    [one] Hecho
   *[other] Hechos los { $count }
}
todos-undo = Deshacer
todos-people = { $count ->
    [one] una persona, en otra aplicación
   *[other] { $count } personas, en otra aplicación
}
todos-here = { $count ->
    [one] una persona, aquí
   *[other] { $count } personas, aquí
}
todos-said = se dice que hecho a las { $at }
todos-posted = publicado a las { $at }
todos-seen = { $opened } lo abrieron, { $came } vinieron
todos-done-toast = { $count ->
    [one] Hecho. Gracias.
   *[other] { $count } hechos. Gracias.
}
todos-posted-toast = Publicado. Ya lo ven.
todos-reopened-toast = Deshecho. Vuelve a estar pendiente.
todos-code-none = No puede entrar nadie: falta el código de entrada.
todos-code-ended = El código de entrada ha caducado. Pon uno nuevo.
todos-code-ends = El código de entrada caduca { $left }.
todos-nearly-full = Casi lleno.
todos-full = Lleno.
todos-count = Contar personas
todos-count-why = ¿Cuántas personas hay en los grupos de otras aplicaciones? No podemos verlo; tú sí, arriba en el chat.
todos-counted = contado { $day }
todos-hosts = Anfitriones hoy
todos-hosts-lead = { $silent ->
    [0] Todas las personas con algo que hacer han mirado su día.
    [one] Una persona no ha abierto sus textos.
   *[other] { $silent } personas no han abierto sus textos.
}
todos-hosts-none = Hoy no hay nada que hacer
todos-hosts-none-why = En cuanto un programa tenga algo, aquí estará cada persona con lo pendiente y lo hecho.
todos-host = Anfitrión
todos-nobody = Estos no los lleva nadie
todos-opened = Mirado
todos-column-waiting = Pendiente
todos-column-done = Hecho
todos-column-groups = Grupos
todos-not-opened = sin abrir
todos-not-opened-note = { $count ->
    [one] Toca un texto y no se ha abierto
   *[other] Tocan { $count } textos y no se han abierto
}
todos-on-note = { $done } de { $groups } grupos lo tienen · { $looked } de { $hosts } anfitriones lo han mirado
todos-left = quedan { $left }
todos-from = desde las { $time }
todos-over = terminado
todos-more = y { $count } más
todos-more-hosts = { $count ->
    [one] y un anfitrión más
   *[other] y { $count } anfitriones más
}
todos-group-title = Los textos de hoy
todos-group-none = Hoy no hay nada del programa, o ya pasó.
todos-open-day = Abrir el día del anfitrión
todos-chip-done = hecho
todos-chip-now = ahora
todos-chip-later = luego
refusal-todos-too_late = Su momento ha pasado. Enviarlo ahora sería ruido, así que se ha ido.
refusal-todos-not_here = Este grupo vive en otra aplicación. Copia el texto y envíalo allí.
refusal-todos-stands_in_feed = Lleva más de diez minutos publicado. Quítalo allí, con un motivo.
refusal-todos-done = Alguien ya lo ha hecho.
error-not_found-todo = No hay nada así que hacer. Puede ser de otro día.
