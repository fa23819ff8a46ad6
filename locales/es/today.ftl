today-hello = Qué bueno verte, { $name }.
today-first = Bienvenido, { $name }. Tus primeros clientes fieles empiezan con un cartel.
today-more = { $active ->
    [one] Un cliente estuvo activo
   *[other] { $active } clientes estuvieron activos
} en { $days } días; se unieron { $joined }, { $difference } más que antes.
today-fewer = { $active ->
    [one] Un cliente estuvo activo
   *[other] { $active } clientes estuvieron activos
} en { $days } días; se unieron { $joined }, { $difference } menos que antes.
today-joins = Altas
today-active = Miembros activos
today-of-members = de { $members } miembros
today-first-purchases = Primeras compras
today-redemptions = Regalos recogidos
today-purchases = Pagaron
today-now = Ahora mismo
today-now-empty = Hoy no hay nada previsto. Un programa da a cada grupo una buena razón para mirar.
today-waits = Te espera
today-waits-empty = Nada pendiente. Disfruta de la tienda.
today-flow = Quién vino y de dónde
today-flow-says = Por donde llega más gente: { $source } ({ $count }).
today-flow-none = Nadie se unió en estos días.
today-source-before = { $source }, antes
today-before = antes
today-funnel = Hasta dónde llegan
today-funnel-says = Altas: { $joined }; de ellas, con primera compra: { $bought }.
today-stage-known = Conocidos
today-stage-joined = Se unieron
today-stage-took-part = Participaron
today-stage-bought = Compraron
today-stage-again = Volvieron a comprar
today-gifts = Lo que cuestan los regalos, lo que compró su gente
today-gift = Regalo
today-their-people-bought = Su gente pagó
today-gifts-empty = Nadie ha recogido un regalo todavía
today-gifts-empty-why = Un pequeño regalo al unirse es la mejor razón para volver a la tienda.
today-gifts-empty-do = Ver los regalos
