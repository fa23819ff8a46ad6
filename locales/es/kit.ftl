# El marco de cada página, los campos y sus errores, las listas y los errores de la casa.
# Breve y concreto, como se habla en el mostrador. Un error dice qué pasó, qué significa y qué hacer.

skip = Ir al contenido
language = Idioma
theme = Aspecto
theme-auto = Como el dispositivo
theme-light = Claro
theme-dark = Oscuro
close = Cerrar
cancel = Cancelar
save = Guardar
try-again = Probar otra vez
go-home = Ir al inicio
print = Imprimir
print-hint = A4, una página, sin márgenes. También con Ctrl P.
online = Conectado
offline = Sin conexión
switch-person = Cambiar
unread = { $count ->
    [one] un mensaje sin leer
   *[other] { $count } mensajes sin leer
}

nav-main = Principal
nav-today = Hoy
nav-people = Gente
nav-value = Valor
nav-play = Juegos
nav-reach = Avisos
nav-insight = Cifras
nav-settings = Ajustes
tab-home = Inicio
tab-groups = Grupos
tab-play = Jugar
tab-wallet = Cartera
tab-me = Yo
scope = Se muestra { $name }. Cambiar
find = Buscar
find-nothing-why = Prueba con menos letras, un teléfono o el código de una tarjeta.
find-nothing = No hay nada. Pruebe con un nombre, un teléfono o una página.
account = Mi cuenta
sign-out = Salir

form-optional = opcional
form-choose = Elija
form-country = Prefijo del país
form-month = Mes
form-day = Día
form-busy = Un momento…
form-wrong = { $fields ->
    [one] Falta corregir una cosa. No se ha perdido nada de lo escrito.
   *[other] Falta corregir { $fields } cosas. No se ha perdido nada de lo escrito.
}

field-required = Esto hay que rellenarlo.
field-too_long = { $max ->
    [one] Un carácter como máximo.
   *[other] { $max } caracteres como máximo.
}
field-too_short = { $min ->
    [one] Un carácter como mínimo.
   *[other] { $min } caracteres como mínimo.
}
field-limit_range = Entre 1 y { $largest } cada vez.
field-cursor_invalid = Este enlace a la página siguiente ya no sirve. Empiece la lista desde arriba.
field-amount_not_a_number = Escriba un importe, por ejemplo 12,50.
field-amount_negative = El importe no puede ser menor que cero.
field-amount_decimals = Demasiados decimales para esta moneda.
field-amount_ambiguous = ¿Quiere decir { $whole }? Escríbalo sin separador: { $whole }. Si no, escriba { $digits ->
    [3] tres decimales después de un punto, por ejemplo 12.500.
   *[other] dos decimales, por ejemplo 12,50.
}
field-amount_too_large = Es más de lo que aceptamos de una vez. ¿Sobra un cero?
field-email_invalid = No es un correo. Tiene la forma nombre@tienda.com.
field-phone_invalid = No es un teléfono de ese país. Revise los dígitos y el prefijo.
field-date_invalid = No es una fecha. Escríbala así: 2026-11-22.
field-choice_invalid = Elija una opción de la lista.
field-number_range = Un número entero de { $min } a { $max }.
field-file_too_large = El archivo pesa demasiado: { $max } MB como máximo.
field-taken = Ya lo tiene otra persona. Elija otro.

error-title-malformed = No llegó entero
error-title-unauthenticated = Entre con su cuenta
error-title-forbidden = No le toca abrir esto
error-title-not_found = Aquí no está
error-title-refused = Así no se puede
error-title-too_many = Un poco más despacio
error-title-busy = Hay mucha gente ahora
error-title-broken = Algo falló por nuestra parte
error-not_found = Esta página no está. Puede que se haya movido o cerrado, o que el enlace esté incompleto.
error-unauthenticated = Para esto hay que entrar con la cuenta. Después volverá aquí.
error-forbidden = Su función no incluye esto. El dueño de la tienda puede cambiarlo.
error-malformed = La petición se dañó por el camino. Vuelva atrás y pruebe otra vez.
error-form_expired = El formulario estuvo abierto demasiado tiempo. Vuelva, recargue la página y envíelo de nuevo.
error-invalid = { $fields ->
    [one] Hay un campo por revisar.
   *[other] Hay { $fields } campos por revisar.
}
error-idempotency-mismatch = Esto ya se envió con otro contenido. Recargue la página y empiece de nuevo; nada se hizo dos veces.
error-too_many = Demasiado de una vez. Espere { $retry ->
    [one] un segundo
   *[other] { $retry } segundos
} y pruebe otra vez.
error-busy = Ahora mismo hay mucha gente. No se perdió nada; pruebe en un segundo.
error-not_owner = La tienda se está mudando a otra máquina. No se perdió nada; pruebe en un segundo.
error-broken = Algo falló por nuestra parte. Queda anotado; nada se hizo a medias.
error-broken-id = Quedó anotado con el número { $id }. Nada se hizo a medias. Si se repite, díganos ese número.

table-filter = Filtrar
table-nothing = No hay nada
table-nothing-for = Ninguna línea coincide con «{ $words }».
table-show-all = Ver todo
table-more = Más
table-csv = En CSV

steps = Paso { $step } de { $of }
stamps-have = { $have } de { $of } sellos
confirm-people = { $people ->
    [0] No afecta a nadie.
    [one] Afecta a una persona.
   *[other] Afecta a { $people } personas.
}
chart-numbers = Las cifras
chart-when = Cuándo
funnel-went-on = sigue el { $part }

# Lo que la puerta rechaza antes de preguntar a nadie.
field-json_type = Este valor no tiene la forma esperada: { $detail }
field-text_unkeepable = El texto no puede llevar el carácter U+0000.
error-form-unreadable = El formulario no llegó entero. Vuelva atrás y envíelo otra vez.
error-form-too_many_fields = El formulario trae más campos que ninguno de los nuestros. Recargue la página y empiece de nuevo.
error-form-too_large = Es demasiado para un formulario. Envíe una imagen más pequeña o menos texto.
error-form-foreign = El formulario no venía de nuestras páginas, así que no se hizo nada. Abra la página aquí y envíelo de nuevo.
error-form-once_missing = El formulario no está completo: recargue la página y envíelo de nuevo. No se hizo nada.
error-request-unreadable = La petición no se puede leer. Revise su dirección y sus cabeceras.
error-body-too_large = El contenido es demasiado grande.
error-body-not_json = El contenido no es JSON.
error-idempotency-key_missing = Esto mueve valor, así que necesita una Idempotency-Key: un texto suyo que no cambie al repetir.
error-idempotency-key_invalid = La Idempotency-Key solo admite letras, cifras y signos corrientes (ASCII).
error-currency-invalid = No es un código de moneda. Tiene la forma CNY o EUR.
error-position-invalid = Esa posición no la dimos nosotros. Quítela o envíe la última que recibió.

# Cómo se llama la gente de la tienda.
role-owner = Dueño o dueña
role-operator = Operación
role-area-lead = Zona
role-manager = Encargado o encargada
role-assistant = Dependencia
role-cashier = Caja
role-host = Anfitrión o anfitriona
role-moderator = Moderación
role-opinion-leader = Referente
role-agent = Agente
