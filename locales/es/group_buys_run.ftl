# Lo que una compra en grupo cuenta a los grupos, y sus pasos.
group_buys-run-teaser = Busca con quién: desde { $when } podrás comprar { $what } en grupo. { $cost }. Más aquí: { $link }
group_buys-run-opening = En compañía sale más barato: { $what }, { $cost }. Abre un equipo o únete a uno; tiene { $hours } para juntarse. ¿Faltó gente? Se devuelve todo a cada uno. { $link }
group_buys-run-last_call = Hasta { $until } aún puedes abrir un equipo o unirte a uno: { $what }, { $cost }. { $link }
group_buys-run-thanks = { $teams ->
    [one] ¡Gracias! Se juntó un equipo: { $what }. Tu vale te espera en la tienda.
   *[other] ¡Gracias! Se juntaron { $teams } equipos: { $what }. Tu vale te espera en la tienda.
}
group_buys-step-team = Abre un equipo o únete a uno
group_buys-step-people = { $fewest } personas en { $hours }: el precio es tuyo
group_buys-step-collect = { $days ->
    [one] Recógelo en un día
   *[other] Recógelo en { $days } días
}
