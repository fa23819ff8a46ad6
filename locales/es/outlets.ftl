# Puntos de recogida y zonas de reparto.
outlets-nav = Puntos y reparto
outlets-title = Puntos y reparto
outlets-lead = Dónde se entregan los pedidos además de la tienda: en casa de un vecino o en la propia.
outlets-none = Todos vienen a la tienda
outlets-none-why = Abre un punto donde vive la gente de un grupo: un viaje para ti, un paseo para ellos.
outlets-new-point = Nuevo punto
outlets-new-zone = Nueva zona de reparto
outlets-points = Puntos de recogida
outlets-zones = Zonas de reparto
outlets-no-slot = Sin turnos en dos semanas
outlets-next = { $slot }, caben { $left }
outlets-left = Caben { $left }
outlets-state-closed = cerrado
outlets-sentence = { $count ->
    [one] 1 pedido { $day }
   *[other] { $count } pedidos { $day }
}
outlets-sentence-closed = Cerrado: no admite pedidos nuevos. Los hechos siguen en pie.
outlets-sheet = Hoja de este día
outlets-sheet-title = { $name }, { $day }
outlets-csv = Como archivo
outlets-take = cobrar { $amount }
outlets-edit = Cambiar
outlets-edit-title = Cambiar: { $name }
outlets-week = Los próximos días
outlets-nothing = Sin pedidos este día
outlets-nothing-why = Los pedidos aparecen aquí desde el primer minuto, turno a turno.
outlets-pack = Todo este turno está listo
outlets-go = Salir con todo
outlets-packed = { $count ->
    [one] 1 pedido listo.
   *[other] { $count } pedidos listos.
}
outlets-set-out = { $count ->
    [one] 1 pedido en camino.
   *[other] { $count } pedidos en camino.
}
outlets-room = { $used } de { $room }
outlets-store = Se prepara en
outlets-store-hint = De sus estantes salen estos pedidos.
outlets-address = Dirección
outlets-keeper = Quién lo atiende
outlets-keeper-hint = Teléfono o código de tarjeta de un socio. Entrega con el código, desde su teléfono.
outlets-no-keeper = Nadie todavía
outlets-missed = Lo que nadie recogió
outlets-missed-kept = Espera en la tienda
outlets-missed-kept-why = Vuelve a la tienda que lo preparó y se recoge allí.
outlets-missed-returned = Se anula
outlets-missed-returned-why = Los productos vuelven al estante y lo pagado se devuelve.
outlets-areas = Códigos postales o zonas
outlets-areas-hint = Uno por línea: 2000 cubre todos los que empiezan así; un nombre como Ribera se cubre a sí mismo.
outlets-fee = Gastos de reparto
outlets-free-from = Gratis desde
outlets-free-from-hint = De productos en un pedido. Vacío: nunca por importe. Los niveles también lo dan.
outlets-cutoff = Pedir hasta, horas antes
outlets-cutoff-hint = Lo que tarda preparar: con 12, el turno de las 17:00 cierra a las 5:00.
outlets-cutoff-said = { $hours ->
    [one] 1 hora antes
   *[other] { $hours } horas antes
}
outlets-close = Cerrar
outlets-close-title = ¿No admitir más pedidos aquí?
outlets-close-loses = Nadie podrá elegirlo. Los pedidos hechos siguen en pie.
outlets-open = Abrir de nuevo
outlets-opened = Abierto. El teléfono ya lo ofrece.
outlets-closed = Cerrado. No admite pedidos nuevos.
outlets-changed = Cambiado. Lo pedido sigue en su turno.
outlets-name-point = Nombre del punto
outlets-name-point-hint = Como se dice: casa de Mei, calle Jardín
outlets-name-zone = Nombre de la zona
outlets-name-zone-hint = La parte de la ciudad: Ribera
outlets-words = Qué conviene saber
outlets-words-point-hint = Segunda puerta a la izquierda, timbre 3B, trae bolsa
outlets-words-zone-hint = Llamamos desde la puerta
outlets-windows = Cuándo, cada semana
outlets-windows-hint = Horas y cuántos pedidos caben: 17:00-19:00 x 20. Varios con punto y coma. Vacío: ese día no.
outlets-day-mon = Lunes
outlets-day-tue = Martes
outlets-day-wed = Miércoles
outlets-day-thu = Jueves
outlets-day-fri = Viernes
outlets-day-sat = Sábado
outlets-day-sun = Domingo
outlets-groups = Grupos a los que sirve
outlets-groups-hint = A sus socios se les propone primero. Ninguno: es de todos.
outlets-when = Cuándo
outlets-phone-points = Recoger cerca
outlets-phone-none = Ningún punto tiene sitio ahora
outlets-phone-none-why = Recógelo en la tienda o vuelve a mirar mañana.
outlets-phone-delivery = Traerlo a mi puerta
outlets-phone-outside = Ahí no llegamos todavía
outlets-phone-outside-why = Prueba con el código postal completo o el nombre de tu zona, o recógelo en la tienda.
outlets-phone-full = Todos los turnos están llenos
outlets-phone-full-why = Cada día se abren nuevos. O recógelo en la tienda.
outlets-free = gratis
outlets-free-from-said = Gratis a partir de { $amount }.
outlets-postcode = Código postal o zona
outlets-postcode-hint = Para saber si llegamos
outlets-postcode-look = Mirar
outlets-door-address = Calle, número, puerta
outlets-door-name = Nombre en el timbre
outlets-door-phone = Teléfono
outlets-door-phone-hint = Solo por si nadie abre
outlets-door-note = Algo más
outlets-door-kept = Olvidamos la dirección { $days } días después.
outlets-slot-gone = Ese turno ya está lleno o pasó. Aquí están los demás.
outlets-keep = Atiendes { $name }
outlets-keep-why = Lo que llega hoy, y entregar
outlets-keep-lead = { $day }
outlets-keep-code = Su código de recogida
outlets-keep-code-hint = Nueve caracteres, en su teléfono
outlets-keep-unknown = Ningún pedido de hoy tiene este código.
outlets-keep-look = Buscar
outlets-keep-nothing-why = Cuando alguien pida a tu punto, aparecerá aquí ese día.
outlets-keep-today = Hoy
outlets-handed-over = Entregado. ¡Gracias!
refusal-outlets-closed = { $name } ya no admite pedidos. Elige otro.
refusal-outlets-full = Este turno de { $name } está lleno. Elige otro.
refusal-outlets-not_offered = Ya no se puede pedir para este turno de { $name }. Elige uno posterior.
refusal-outlets-outside = { $area } queda fuera de la zona. Elige otra o recógelo.
error-not_found-outlet = Este punto o zona no está aquí.
field-window_times = Escribe horas como 17:00 a 19:00, el final después del principio, en un mismo día.
field-windows_meet = Dos turnos del mismo día se solapan.
field-windows_written = Escribe horas y cuántos pedidos caben: 17:00-19:00 x 20.
field-outlet_keeper = Ningún socio tiene este número o código.
field-slot_full = Alguien fue más rápido: este turno está lleno. Elige otro.
field-slot_over = Ya no se puede pedir para este turno. Elige uno posterior.
field-outside = Queda fuera de la zona. Vuelve a mirar con este código.
field-order_code = Ningún pedido de aquí tiene este código.
trail-outlets-opened = punto o zona abiertos
trail-outlets-changed = punto o zona cambiados
trail-outlets-state-changed = punto o zona conmutados
trail-kind-outlets = puntos y reparto
outlets-with-fee = En total
