# Doors with codes, and what is printed of them.

links-title = Enlaces
links-lead = Cada sitio tiene su puerta: así ves por cuál entra la gente.
links-new = Nuevo enlace
links-new-why = Elige dónde cuelga y adónde lleva. Lo demás puede quedar vacío.
links-change = Cambiar
links-changed = Guardado. Los códigos impresos siguen valiendo.
links-ready = Listo. Imprímelo y cuélgalo.
links-opened = Abierto de nuevo.
links-closed = Cerrado.
links-none = Aún no hay puertas
links-none-why = Un enlace es un código QR para la caja, la mesa o un mensaje. Muestra cuántos lo escanean y cuántos entran.
links-source = Dónde cuelga
links-source-hint = Para saber luego qué funciona.
links-series = Lleva a
links-name = Nombre para vosotros
links-name-hint = «Caja 2, La Ribera». Los clientes no lo ven.
links-store-hint = Sin ella, la tienda más cercana con sitio.
links-staff = De quién es
links-staff-hint = Quien entre por él cuenta para esa persona.
links-headline = Titular del cartel
links-headline-hint = Máximo 60 caracteres: qué se gana al escanear.
links-headline-default = Hazte de la casa: { $shop }
links-lead-default = Escanea, di tu nombre y listo.
links-tags-hint = Se ponen a quien entre por él.
links-phone = Teléfono
links-phone-optional = Opcional: basta el nombre
links-phone-required = Obligatorio
links-lang = Idioma del cartel
links-expires = Válido hasta
links-group = Solo este grupo
links-scans = Escaneos
links-joins = Entradas
links-rate = Entran
links-state = Estado
links-state-open = abierto
links-state-closed = cerrado
links-state-expired = caducado
links-sentence = Por él { $joins ->
    [one] ha entrado una persona
   *[other] han entrado { $joins } personas
}, de { $scans ->
    [one] un escaneo
   *[other] { $scans } escaneos
}.
links-sentence-joined = Por él { $joins ->
    [one] ha entrado una persona.
   *[other] han entrado { $joins } personas.
}
links-code-column = Código
links-code = Código
links-qr-aria = Código QR de { $address }
links-copy = Copiar
links-copied = Copiado
links-leads = Adónde lleva
links-paper = En papel
links-paper-why = La página que se abre puede imprimirse en cada idioma.
links-poster = Cartel A4
links-poster-png = Cartel como imagen
links-tent = Triángulo de mesa
links-step-scan = Escanea con la cámara
links-step-name = Di tu nombre
links-step-show = Enseña tu tarjeta aquí
links-poster-foot = { $address } · Sal cuando quieras, con un toque.
links-tent-lead = Escanea o escribe { $address }
links-tent-fold = Dobla por las dos líneas y pega esta parte debajo.
links-close = Cerrar enlace
links-close-title = ¿Cerrar este enlace?
links-close-loses = Los códigos impresos llevarán a una página que dice que terminó. Quien entró, se queda.
links-open = Abrir de nuevo
links-source-till = Caja
links-source-table = Mesa
links-source-poster = Cartel
links-source-window = Escaparate
links-source-flyer = Folleto
links-source-package = Paquete
links-source-moments = Redes
links-source-video = Vídeo
links-source-web = Web
links-source-partner = Socio comercial
links-source-employee = Empleado
links-source-invite = Invitación
links-source-event = Evento
links-source-counter = Mostrador
links-source-import = Archivo
links-source-console = Consola
links-source-api = Programa
links-source-other = Otro
field-date_past = Ese día ya pasó. Elige uno por venir.
refusal-links-closed = Este enlace está cerrado.
error-not_found-link = Este enlace no está aquí.
