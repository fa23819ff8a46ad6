# Lo que una venta relámpago cuenta a los grupos, y sus pasos.
flash_sales-run-teaser = { $pieces ->
    [one] Apúntatelo: { $when }. Hay una unidad de { $what } ({ $cost }) para quien llegue primero. Todo aquí: { $link }
   *[other] Apúntatelo: { $when }. Hemos apartado { $pieces }: { $what }, { $cost }. Para quien llegue primero. Todo aquí: { $link }
}
flash_sales-run-opening = { $pieces ->
    [one] Ya está abierta: una unidad de { $what }, { $cost }. Toca aquí y pasa a recogerla: { $link }
   *[other] Ya está abierta: hay { $pieces }, { $what }, { $cost }. { $each ->
        [one] Una por persona.
       *[other] Hasta { $each } por persona.
    } Toca aquí y pasa a recogerla: { $link }
}
flash_sales-run-last_call = Hasta { $until }, mientras queden: { $what }, { $cost }. { $link }
flash_sales-run-thanks = { $taken ->
    [one] ¡Gracias por pasarte! Una persona se llevó { $what }. Habrá más.
   *[other] ¡Gracias por pasarte! { $taken } de { $pieces } encontraron dueño: { $what }. Habrá más.
}
flash_sales-step-open = Abre la página: { $opens }
flash_sales-step-take = { $pieces ->
    [one] Toca antes que nadie: hay una
   *[other] Toca antes de que se acaben las { $pieces }
}
flash_sales-step-collect = Recógela en { $hold }
