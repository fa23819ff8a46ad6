# Muestras de una preventa: probar antes de pagar.
presales-samples = Pruébalo antes
presales-samples-of = Pruébalo antes: { $name }
presales-samples-when = Desde { $from } hasta { $until }, en el mostrador. Una por persona, { $costs }.
presales-samples-reserved-only = Para quienes han reservado.
presales-samples-came = { $tried ->
    [one] Una persona lo probó;
   *[other] { $tried } personas lo probaron;
} { $then ->
    [0] ninguna ha reservado después.
    [one] una de ellas reservó después.
   *[other] { $then } de ellas reservaron después.
}
presales-samples-free = gratis
presales-samples-none-left = No quedan
presales-samples-take = Toma una · { $costs }
presales-samples-yours = Tu muestra
presales-samples-collect-by = Recógela antes de: { $until }
presales-samples-had = Ya lo has probado. Si no es para ti, puedes renunciar según la regla de abajo.
presales-samples-tried = Ya lo has probado.
presales-samples-over = Ya no hay nada que probar.
presales-samples-not-yet = Vuelve a su hora.
presales-samples-reserve-first = Es para quienes han reservado. Si no te gusta, puedes renunciar según la regla de abajo.
presales-samples-gone-why = No quedan. Lo que nadie recoge a tiempo vuelve a estar aquí.
presales-samples-give = Que lo pruebe { $name } · { $costs }
presales-samples-hand-over = Entregar la que espera
presales-samples-they-had = Ya lo ha probado.
presales-samples-they-reserve-first = Es para quienes han reservado.
presales-samples-more = Algo que probar antes
presales-samples-no = Nada que probar
presales-samples-gift = Qué se prueba
presales-samples-gift-hint = Un regalo que se entrega sin compra: un vasito de cerezas
presales-samples-pieces = Cuántas muestras
presales-samples-hours = Espera tantas horas
presales-samples-hours-hint = Lo que nadie ha recogido entonces es para otros
presales-samples-from = Se prueba desde
presales-samples-until = Se prueba hasta
presales-samples-whom = Quién puede probarlo
presales-samples-everybody = Todos aquellos para quienes es la preventa
presales-samples-everybody-note = Hasta que se cierre
presales-samples-reserved = Quienes han reservado
presales-samples-reserved-note = Hasta que llegue la mercancía
presales-samples-program = Cuesta puntos de
presales-samples-points = Tantos por una
presales-samples-said = Los socios leen
presales-figure-tried = Lo probaron antes
presales-figure-then = { $then } de ellos reservaron después. { $held } por recoger, quedan { $left }
refusal-presales-no_samples = De esto no hay nada que probar.
refusal-presales-samples_not_yet = Todavía no se puede probar. Vuelve a su hora.
refusal-presales-samples_over = Ya no hay nada que probar.
refusal-presales-samples_gone = No quedan. Lo que nadie recoge a tiempo vuelve a estar aquí.
refusal-presales-sample_taken = Cada persona lo prueba una vez.
refusal-presales-reserve_first = Pueden probarlo quienes han reservado.
field-samples_end_before = Termina antes de empezar.
field-samples_too_late = Todos lo prueban hasta que se cierra la preventa; quienes reservaron, hasta que llega la mercancía.
field-sample_needs_purchase = Elige un regalo que se entregue sin compra.
