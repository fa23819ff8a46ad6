# Lo que un sobre rojo cuenta a los grupos, y sus pasos.
red_packets-run-teaser = Viene un sobre rojo: { $content }. Se abre { $when }. { $link }
red_packets-run-opening = Ya está el sobre rojo: { $content }. { $split } Uno por persona, por orden de llegada. { $link }
red_packets-run-random = Cuánto toca lo decide el azar, y después cualquiera puede comprobarlo.
red_packets-run-equal = A todos les toca lo mismo.
red_packets-run-last_call = Ábrelo hasta { $until }, mientras queden partes: { $content }. { $link }
red_packets-run-thanks = { $taken ->
    [one] ¡Gracias! Se abrió una de { $shares } partes. Cómo se repartió está aquí: { $link }
   *[other] ¡Gracias! Se abrieron { $taken } de { $shares } partes. Cómo se repartió está aquí: { $link }
}
red_packets-how-staff = Quien trabaja en la tienda.
red_packets-step-open = Abre la página: { $opens }
red_packets-step-tap = { $shares ->
    [one] Toca el sobre: hay una parte
   *[other] Toca el sobre: hay { $shares } partes
}
red_packets-step-money = Está en tu monedero al momento
red_packets-step-points = Tus puntos lo tienen al momento
red_packets-step-voucher = Enseña el vale en la tienda
