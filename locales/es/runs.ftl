# Recorridos: lo que una actividad lleva al día de los grupos.
runs-title = En los grupos
runs-came = { $opened } lo abrieron, { $came } vinieron
runs-done = { $done } de { $groups } grupos lo tienen
runs-withdrawn = retirado
runs-to-page = Échale un vistazo
