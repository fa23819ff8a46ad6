# Lo que una preventa cuenta a los grupos, y sus pasos.
presales-run-teaser = Desde { $when } podrás reservar { $what }. { $cost }. Llega { $ready }. Más aquí: { $link }
presales-run-opening = Ya puedes reservar { $what }: { $cost }. { $pays } Llega a la tienda { $ready } y tú eliges cuándo vienes. { $link }
presales-run-last_call = Reserva hasta { $until }: { $what }, { $cost }. { $link }
presales-run-thanks = { $many ->
    [one] ¡Gracias! Hay una pieza reservada: { $what }. Nos vemos cuando llegue, { $ready }.
   *[other] ¡Gracias! Hay { $many } piezas reservadas: { $what }. Nos vemos cuando lleguen, { $ready }.
}
presales-step-reserve = Reserva una pieza y elige cuándo vienes
presales-step-ahead = Reserva una pieza con { $deposit } por adelantado y elige cuándo vienes
presales-step-ready = { $ready } llega, y tienes un vale
presales-step-rest = Paga el resto en caja y llévatela
