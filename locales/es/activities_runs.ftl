# El recorrido de una actividad: lo que oyen los grupos antes, durante y después.
activities_runs-title-teaser = Ya viene: { $name }
activities_runs-title-opening = Ahora: { $name }
activities_runs-title-last_call = Última llamada: { $name }
activities_runs-title-winners = Quién ganó: { $name }
activities_runs-title-thanks = Gracias: { $name }
activities_runs-title = Lo que oyen los grupos
activities_runs-lead = Cada texto llega a su hora al día de los anfitriones. Lo que ya salió se queda como estaba.
activities_runs-edit = Cambiar los textos
activities_runs-off-said = Apagado: los grupos no oyen nada.
activities_runs-nothing = No hay nada que contar.
activities_runs-groups = { $groups ->
    [0] No hay ningún grupo abierto para esto.
    [one] Para un grupo, donde el anfitrión lo publica con un toque.
   *[other] Para { $groups } grupos, donde los anfitriones lo publican con un toque.
}
activities_runs-gives-way = { $groups ->
    [one] { $day } { $at } { $title } cede su sitio en un grupo.
   *[other] { $day } { $at } { $title } cede su sitio en { $groups } grupos.
}
activities_runs-teaser = Anuncio
activities_runs-opening = Apertura
activities_runs-last_call = Última llamada
activities_runs-winners = Ganadores
activities_runs-thanks = Gracias
activities_runs-left-out = no sale
activities_runs-changed = cambiado
activities_runs-to-come = Se escribe solo con lo que de verdad pase. Si no hay nada que decir, no se dice nada.
activities_runs-link = [el enlace de cada grupo]
activities_runs-on = Contarlo en los grupos
activities_runs-on-hint = Sin esto, nada de esta actividad llega al día de los anfitriones.
activities_runs-tell = Contarlo
activities_runs-at = Cuándo
activities_runs-text = Texto propio
activities_runs-text-in = En { $lang }
activities_runs-others = En los otros idiomas
activities_runs-places = Si dejas un texto vacío, se escribe solo. Se rellenan: {"{link}"} {"{group}"} {"{host}"} {"{store}"} {"{brand}"}
activities_runs-saved = Guardado. Lo que no ha salido se cuenta de nuevo.
activities_runs-papers = Imágenes para llevar
activities_runs-card = Tarjeta para grupos
activities_runs-poster = Cartel (A4)
activities_runs-poster-svg = Cartel para imprimir en grande
activities_runs-how = Cómo funciona, para imprimir
activities_runs-when = { $opens } a { $closes }
field-moment_too_late = A esa hora ya no sería verdad.
trail-kind-activities = Lo que cuentan las actividades
trail-activities-run-changed = Se cambió lo que oyen los grupos
