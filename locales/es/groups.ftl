# Grupos: la lista, un grupo, y chats normales que viven en otra parte.

groups-title = Grupos
groups-lead = { $members } personas en { $groups ->
    [one] { $groups } grupo abierto
   *[other] { $groups } grupos abiertos
}, quedan { $free } plazas.
groups-empty = Aquí estarán los grupos
groups-empty-why = Abre una serie y vendrán sus primeros grupos. O adopta un chat que ya existe.
groups-none-so = No hay ningún grupo así
groups-none-so-why = Quita una de las condiciones y habrá más.
groups-show-all = Ver todos
groups-name = Grupo
groups-state = Estado
groups-state-open = Abierto
groups-state-closed = Cerrado
groups-state-all = Abiertos y cerrados
groups-series = Serie
groups-store = Tienda
groups-whole-org = Todas las tiendas
groups-host = Anfitrión
groups-backup = Suplente
groups-nobody = Nadie
groups-members = Miembros
groups-fullness = Plazas
groups-fill = { $members } de { $seats }
groups-fill-empty = Vacío
groups-fill-room = Con sitio
groups-fill-nearly = 95 % o más
groups-fill-full = Lleno
groups-place = Dónde vive
groups-place-here = Aquí
groups-place-outside = Fuera
groups-any = Cualquiera
groups-narrow = Filtrar

groups-is-open = { $members } personas, quedan { $free } plazas.
groups-is-full = Las { $members } plazas están ocupadas. Quien escanee ahora entra en el siguiente.
groups-is-hostless = { $members ->
    [one] { $members } persona y nadie que lo lleve.
   *[other] { $members } personas y nadie que lo lleve.
} Elige a alguien antes del próximo mensaje.
groups-is-closed = Cerrado, con { $members ->
    [one] { $members } persona
   *[other] { $members } personas
} dentro. Ya no entra nadie.
groups-seats = Plazas
groups-see-members = Ver miembros
groups-next-opens = El siguiente se abre cuando quedan menos de { $seats } plazas.
groups-known = { $members ->
    [one] { $members } entró por nuestro formulario y sabemos su nombre.
   *[other] { $members } entraron por nuestro formulario y sabemos su nombre.
}
groups-hosts = Quién lo lleva
groups-no-host = Nadie lleva este grupo.
groups-hosts-change = Cambiar quién lo lleva
groups-hosted = Lleva estos grupos
groups-about = Sobre el grupo
groups-number = Número
groups-since = Abierto desde
groups-opened = «{ $name }» está abierto.
groups-capacity = Plazas
groups-capacity-change = Cambiar el número de plazas
groups-capacity-hint = Nunca menos que las { $seated } ocupadas.
groups-history = Historial
groups-did-opened = Abierto
groups-did-opened-by-hand = Abierto a mano
groups-did-closed = Cerrado
groups-did-reopened = Abierto de nuevo
groups-did-host-changed = Cambio de anfitrión
groups-did-capacity-changed = Cambio de plazas
groups-did-adopted = Adoptado
groups-did-code-replaced = Código cambiado
groups-did-renamed = Cambio de nombre
groups-kept = Guardado.
groups-close = Cerrar el grupo
groups-close-title = ¿Cerrar «{ $name }»?
groups-close-loses = Nadie podrá entrar ni escribir. Sus miembros siguen siéndolo de la tienda y conservan lo suyo.
groups-closed-toast = El grupo está cerrado.
groups-reopen = Volver a abrir el grupo
groups-reopened-toast = El grupo vuelve a estar abierto.

groups-adopt = Adoptar un chat
groups-adopt-lead = Para un grupo de WhatsApp, WeChat o cualquier app que no habla con programas. Llevamos su nombre, anfitrión, código y cuenta; el resto lo hacen personas.
groups-adopt-no-series = Todo grupo pertenece a una serie, y aún no hay ninguna.
groups-adopted = El grupo está anotado. Actualiza la cuenta cuando cambie.
groups-outside-name = Nombre del chat
groups-outside-name-hint = Exactamente como se llama allí.
groups-app = App
groups-limit = Máximo allí
groups-limit-hint = Lo que permite esa app.
groups-members-now = Miembros ahora
groups-members-now-hint = Mira en el chat y escribe el número.
groups-owner = Dueño del chat
groups-owner-hint = Quien puede cambiar su código allí.
groups-code = Código de entrada
groups-code-hint = Una imagen del código QR tal como lo enseña la app.
groups-code-link = O su enlace
groups-code-ends-on = Válido hasta
groups-code-ends-hint = Lo dice la app debajo del código. Te avisamos dos días antes.
groups-code-ends = Válido hasta { $when }.
groups-code-forever = Válido hasta que alguien lo cambie.
groups-code-picture = Código de entrada de { $name }
groups-code-points = El código dice:
groups-code-unread = No hemos podido leer un código en esta imagen. Pruébalo con un móvil.
groups-code-replace = Cambiar el código
groups-code-replace-lead = El viejo desaparece al momento. Quien entre desde ahora ve el nuevo.
groups-code-replaced = El código nuevo ya funciona.
groups-count = Cuánta gente hay
groups-count-keep = Anotar el número
groups-counted = Anotado: { $members } miembros.
groups-one-more = Uno más
groups-one-less = Uno menos
groups-counts-before = Cuentas anteriores
groups-told-by = Según { $name }, { $when }
groups-told = Según nos dijeron, { $when }
groups-told-never = Desconocido: nadie ha dicho un número
groups-unknown = Quién entró y quién habla allí no se sabe; ninguna app nos lo dice.
groups-unknown-word = No se sabe

groups-waits = Chats que te necesitan
groups-warn-no-code = Nadie puede entrar: no hay código.
groups-warn-code-ended = El código caducó { $when }. Nadie puede entrar hasta que lo cambies.
groups-warn-code-ends = El código caduca { $when }. Cámbialo antes de que alguien se quede en la puerta.
groups-warn-nearly-full = Casi lleno según la última cuenta. Prepara el siguiente grupo.
groups-warn-full = Lleno según la última cuenta. No cabe nadie más.
groups-chip-no-code = sin código
groups-chip-code-ended = código caducado
groups-chip-code-ends = caduca pronto
groups-chip-nearly-full = casi lleno
groups-chip-full = lleno

refusal-groups-full = «{ $name }» está lleno y ningún otro grupo tiene plaza.
refusal-groups-closed = «{ $name }» está cerrado.
refusal-groups-capacity_seated = Hay { $seated } personas dentro. El número no puede ser menor.
refusal-groups-not_outside = Este grupo vive aquí: su cuenta y su código se conocen.
field-link_invalid = Un enlace empieza por https:// y no lleva espacios.
field-ends_past = Ese día ya pasó.
field-code_missing = Añade una imagen del código o su enlace.
field-picture_invalid = Esta imagen no se puede leer. Envía un PNG, JPEG o WebP.
error-not_found-group = No hay ningún grupo así. Puede que no sea tuyo o sea de otra tienda.
groups-one = Grupo
