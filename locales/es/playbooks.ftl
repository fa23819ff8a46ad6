# Guías: el plan entero de un tipo de tienda, para leer, elegir y comprobar.

playbooks-title = Guías
playbooks-lead = Un plan entero para cada tipo de tienda: qué prometes, qué publicas cada día, qué regalos tienes listos y cómo entran las treinta primeras personas. Elige una y cambia lo que quieras.
playbooks-numbers = { $posts } mensajes por semana · { $gifts } regalos · { $seats } plazas por grupo
playbooks-use = Abrir una serie con ella
playbooks-read = Leerla entera
playbooks-version = Versión { $version }
playbooks-positioning = Para quién es
playbooks-promise = La promesa
playbooks-promise-why = Todo el mundo la ve antes de entrar. Cámbiala hasta que puedas cumplirla.
playbooks-persona = La gente
playbooks-needs = Qué necesitan
playbooks-pains = Qué les molesta
playbooks-tone = Cómo hablamos
playbooks-say = Decimos
playbooks-avoid = Nunca decimos
playbooks-rules = Normas de la casa
playbooks-week = La semana de un vistazo
playbooks-week-lead = { $useful } mensajes útiles y { $selling } que venden. Nunca más de tres en un día.
playbooks-quiet-day = Nada. Un día tranquilo también se agradece.
playbooks-texts = Todos los textos
playbooks-texts-lead = Un texto por semana, por turno, para que nadie lea lo mismo dos veces seguidas. Reescríbelos a tu manera.
playbooks-gifts = Regalos
playbooks-gifts-lead = Un buen regalo parece valer más de lo que cuesta y se recoge en la tienda.
playbooks-cost = Te cuesta
playbooks-perceived = Parece valer
playbooks-stock = Preparados
playbooks-per-member = Por persona, como mucho
playbooks-valid = Para recoger en
playbooks-days = { $days ->
    [one] { $days } día
   *[other] { $days } días
}
playbooks-stamps = { $each ->
    [visit] { $stamps } visitas completan la tarjeta
   *[purchase] { $stamps } compras completan la tarjeta
}: { $gift }.
playbooks-start = Las primeras { $people } personas, por su nombre
playbooks-step-day = Día { $day }

playbooks-trade-fresh-food = Alimentos frescos
playbooks-trade-restaurant = Restaurante
playbooks-trade-beauty-salon = Salón de belleza
playbooks-trade-clothing = Ropa
playbooks-trade-building-materials = Materiales de obra
playbooks-trade-sports = Deporte
playbooks-demand-frequent = Se necesita cada pocos días
playbooks-demand-occasional = Se necesita de vez en cuando
playbooks-demand-niche = Para unos pocos que lo viven
playbooks-purpose-sharing = Hecha para compartir
playbooks-purpose-sales = Hecha para vender
playbooks-purpose-empowerment = Hecha para quien atiende
playbooks-gift-lead = Entrar
playbooks-gift-raffle = Animar
playbooks-gift-reward = Traer a alguien
playbooks-slot-notice = Noticia
playbooks-slot-tip = Consejo
playbooks-slot-offer = Oferta
playbooks-slot-question = Pregunta
playbooks-slot-programme = Juego
playbooks-slot-gathering = En la tienda
playbooks-slot-story = Historia
playbooks-slot-thanks = Gracias
playbooks-day-mon = Lunes
playbooks-day-tue = Martes
playbooks-day-wed = Miércoles
playbooks-day-thu = Jueves
playbooks-day-fri = Viernes
playbooks-day-sat = Sábado
playbooks-day-sun = Domingo

playbooks-lint-good = «{ $name }» { $version } está en orden: { $posts } mensajes por semana, { $useful } de ellos útiles, { $gifts } regalos.
playbooks-lint-unreadable = aquí no se puede leer: { $detail }
playbooks-lint-unknown = nadie conoce este campo: { $detail }
playbooks-lint-day = un día de la semana es mon, tue, wed, thu, fri, sat o sun ({ $detail })
playbooks-lint-time = una hora se escribe 07:30 ({ $detail })
playbooks-lint-missing = falta. Escríbelo en los tres idiomas.
playbooks-lint-too_long = es demasiado largo: { $max } caracteres como mucho.
playbooks-lint-placeholder = aquí nadie conoce { "{" }{ $name }{ "}" }.
playbooks-lint-link_twice = { "{link}" } solo puede estar una vez en cada texto.
playbooks-lint-key = una clave lleva minúsculas, cifras y _.
playbooks-lint-twice = «{ $key }» está dos veces. Dale otra clave a una.
playbooks-lint-format = este programa lee el formato { $format }.
playbooks-lint-id = un id lleva minúsculas y cifras unidas por guiones, como fresh-food.
playbooks-lint-version = una versión se escribe 1.0.0.
playbooks-lint-none = está vacío. Hace falta al menos uno.
playbooks-lint-number = necesita { "{number}" }: sin él, todos los grupos se llaman igual.
playbooks-lint-goal = dice { "{goal}" } y en naming.goal no hay ninguna meta.
playbooks-lint-not_here = no va con este tipo de entrada.
playbooks-lint-gift_kind = necesita al menos un regalo del tipo «{ $kind }».
playbooks-lint-no_gift = no hay ningún regalo con la clave «{ $key }».
playbooks-lint-perceived = parece valer menos de lo que cuesta. Entonces no es un regalo.
playbooks-lint-range = debe estar entre { $min } y { $max }.
playbooks-lint-days = cada día una sola vez, y al menos uno.
playbooks-lint-too_many = más de { $max } mensajes en { $day }. El cuarto no lo lee nadie.
playbooks-lint-selling = { $useful } mensajes útiles para { $selling } que venden. Hacen falta dos útiles por cada uno.
