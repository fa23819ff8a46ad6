# Lo que un sorteo cuenta a los grupos, y sus pasos.
raffles-run-teaser = Pronto hay algo que ganar: { $prizes }. Las papeletas entran desde { $when }. { $link }
raffles-run-opening = Ya hay algo que ganar: { $prizes }. { $odds } Participa aquí: { $link }
raffles-run-odds = { $prizes ->
    [one] Se sortea un premio; cuántas papeletas hay y qué probabilidad tienes está en la página.
   *[other] Se sortean { $prizes } premios; cuántas papeletas hay y qué probabilidad tienes está en la página.
}
raffles-run-last_call = Las papeletas entran hasta { $until }: { $prizes }. { $odds } { $link }
raffles-run-winner = { $label }: { $prize }
raffles-run-winners =
    { $won ->
        [one] Ya está sorteado. La etiqueta que ganó:
       *[other] Ya está sorteado. Las etiquetas que ganaron ({ $won } premios, aquí los primeros):
    }
    { $winners }
    La tuya está en tu recibo. Recoge el premio en { $days } días. Cualquiera puede comprobar el sorteo: { $link }
raffles-run-thanks = { $people ->
    [one] ¡Gracias por participar! Cómo se sorteó lo puede comprobar cualquiera: { $link }
   *[other] ¡Gracias a las { $people } personas que participaron! Cómo se sorteó lo puede comprobar cualquiera: { $link }
}
raffles-step-enter = Mete tus papeletas hasta { $closes }
raffles-step-draw = Se sortea { $draws }, y cualquiera puede comprobarlo
raffles-step-play = { $plays ->
    [one] Juega: hay una jugada
   *[other] Juega: hay { $plays } jugadas
}
raffles-step-told = Ves al momento qué es
raffles-step-collect = { $days ->
    [one] Recoge tu premio en un día
   *[other] Recoge tu premio en { $days } días
}
