# Listas que escribe un chat y que se convierten en pedidos.
order_lists-nav = Listas de pedidos
order_lists-title = Listas de pedidos
order_lists-lead = Lo que la gente escribe en un chat, una línea cada uno, se convierte en pedidos.
order_lists-none = Aún no hay listas
order_lists-none-why = Elige qué ofreces y hasta cuándo. Tendrás un texto para el chat; pega lo que contesten y cada línea será un pedido.
order_lists-new = Nueva lista
order_lists-new-lead = Ofrece productos a un chat con las palabras que usa su gente.
order_lists-no-goods = Aún no hay nada a la venta
order_lists-no-goods-why = Una lista ofrece productos de la tienda. Añade alguno antes, o pídelo a quien pueda.
order_lists-item = { $count ->
    [0] nadie todavía
    [one] 1 pedido
   *[other] { $count } pedidos
  } · se recoge { $day } · { $store }
order_lists-state-closed = Cerrada
order_lists-name = Nombre
order_lists-name-example = Mercado del sábado
order_lists-group = Grupo
order_lists-group-none = Toda la tienda
order_lists-group-hint = De quién es el chat. Los nombres de este grupo se reconocen en la lista.
order_lists-store = Tienda
order_lists-store-hint = De qué estantes sale. Un grupo que es de una tienda usa la suya.
order_lists-lang = El chat habla
order_lists-closes = Se escribe hasta
order_lists-place = Dónde se recoge
order_lists-place-hint = Vacío: en la tienda.
order_lists-ready = Se recoge desde
order_lists-until = Se recoge hasta
order_lists-until-hint = Hasta entonces se guarda el género. Lo que nadie recoge queda libre.
order_lists-goods = Qué ofreces
order_lists-goods-hint = Marca lo que está en la lista, con todas las palabras que se usan, separadas por comas. La primera es la que escribimos. Una palabra que no esté aquí no se lee.
order_lists-words = { $product }: palabras
order_lists-units = { $product }: se vende por
order_lists-opened = La lista está abierta.
order_lists-changed = Cambiada.
order_lists-closed = La lista está cerrada. Lo pedido sigue en pie.
order_lists-sentence = { $count ->
    [0] Nadie ha pedido todavía
    [one] 1 pedido
   *[other] { $count } pedidos
  }. Se recoge { $day }, de { $from } a { $until }, { $place }.
order_lists-sheet = Hoja de preparación
order_lists-sheet-title = Hoja de preparación: { $name }
order_lists-csv = Como archivo
order_lists-edit = Cambiar
order_lists-paste = Lo que escribió el chat
order_lists-text = La lista
order_lists-text-hint = Copia la lista entera del chat. Puede llevar remitentes y horas. No se pide nada hasta que la hayas mirado.
order_lists-text-example = 1. Ana, 2 cajas de fresas
order_lists-read = Leerla
order_lists-opening = Para el chat
order_lists-opening-group = Envía esto a { $group }. Cada uno contesta debajo, en una línea.
order_lists-opening-why = Envía esto al chat. Cada uno contesta debajo, en una línea.
order_lists-copy = Copiar
order_lists-copied = Copiado
order_lists-totals = Para comprar
order_lists-orders = Pedidos
order_lists-nobody = Aún no hay pedidos
order_lists-nobody-why = Pega la lista del chat: cada línea será un pedido con su número y su nombre.
order_lists-forgotten = Nombre olvidado
order_lists-withdraw = Anular
order_lists-withdraw-title = ¿Anular el pedido de { $name }?
order_lists-withdrawn = El pedido está anulado.
order_lists-kept = Este pedido ya estaba preparado o pagado: se queda como está.
order_lists-close = Cerrar la lista
order_lists-close-title = ¿Cerrar esta lista?
order_lists-close-loses = No se pide nada más de ella. Los pedidos siguen en pie.
order_lists-reopen = Abrirla otra vez
order_lists-wiped = Los nombres de esta lista se olvidaron dos semanas después de la recogida.
order_lists-text-closes = Escribe hasta { $time }
order_lists-text-collect = Recogida: { $place }, { $from }–{ $until }. Se paga allí.
order_lists-text-how = Tu línea: número. nombre, qué y cuánto ({ $goods } x2)
order_lists-read-title = ¿Está bien así?
order_lists-read-sentence = { $clear ->
    [0] Nada nuevo
    [one] 1 línea por tomar
   *[other] { $clear } líneas por tomar
  }, { $unclear ->
    [0] ninguna dudosa
    [one] 1 dudosa
   *[other] { $unclear } dudosas
  }, { $same } como antes.
order_lists-written = Tal como se escribió
order_lists-line-unclear = dudosa
order_lists-clear = { $count ->
    [one] 1 línea clara
   *[other] { $count } líneas claras
  }
order_lists-added = Nuevo
order_lists-is-changed = Cambiado
order_lists-off = Anulado
order_lists-more = Siguen { $count } más: se toman { $most } a la vez como mucho.
order_lists-who = Quién es { $name }
order_lists-who-known = Socio
order_lists-who-nobody = Solo con este nombre
order_lists-who-hint = El código de una tarjeta, un teléfono o el nombre de alguien del grupo. Vacío: el pedido se guarda con el nombre de la lista.
order_lists-missing = { $count ->
    [one] 1 ya no está en la lista
   *[other] { $count } ya no están en la lista
  }
order_lists-missing-why = Quizá solo se copió una parte. Marca de quién se anula el pedido.
order_lists-unclear = { $count ->
    [one] 1 línea dudosa
   *[other] { $count } líneas dudosas
  }
order_lists-unclear-why = No se adivina nada. Corrige una línea y léela otra vez, o déjala: no se pide nada por ella.
order_lists-same = { $count ->
    [one] 1 está como estaba
   *[other] { $count } están como estaban
  }
order_lists-confirm = { $count ->
    [0] Anular lo marcado
    [one] Tomar 1 línea
   *[other] Tomar { $count } líneas
  }
order_lists-again = Leer otra vez
order_lists-taken = Pedidos nuevos: { $made }. Cambiados: { $changed }. Anulados: { $withdrawn }.
order_lists-short = { $name }: falta { $product }, quedan { $left }. No se pidió nada por esta línea.
order_lists-kept-name = { $name }: ya preparado o pagado, se queda como estaba.
order_lists-left = Esperan { $count } líneas. Tómalas ahora.
order_lists-why-no-number = No empieza por un número de la lista.
order_lists-why-no-name = No hay ningún nombre.
order_lists-why-name-ends = ¿Dónde acaba el nombre? Pon una coma detrás: { $about }
order_lists-why-word-unknown = No es una palabra de esta lista: { $about }
order_lists-why-how-many = ¿Cuánto?
order_lists-why-which-goods = ¿De qué?
order_lists-why-unit-unknown = No se vende por esto: { $about }
order_lists-why-half = No se vende la mitad de algo.
order_lists-why-dozen = ¿Una docena de qué? Escribe cuántos.
order_lists-why-as-before = Como siempre: escribe qué era.
order_lists-why-too-many = De 1 a { $most } de cada cosa.
order_lists-why-goods-twice = Una cosa aparece dos veces.
order_lists-why-name-twice = { $about } está dos veces en la lista, con palabras distintas.
order_lists-why-number-unknown = Nadie tiene este número.
order_lists-why-number-twice = Varias personas tienen este número. Escribe de quién es.
order_lists-why-note-says = La nota habla de un pedido: { $about }
order_lists-why-crossed = Una parte está tachada.
order_lists-why-too-long = La línea es demasiado larga.
refusal-order_lists-closed = Esta lista está cerrada: ya no se pide nada de ella.
refusal-order_lists-moved_on = Otra persona ha tomado pedidos de esta lista mientras tanto. Mírala otra vez.
refusal-order_lists-full = Esta lista tiene 500 pedidos, y no caben más. Abre otra.
error-not_found-order_list = Esta lista de pedidos no está aquí.
field-order_list_times = Di horas que se sigan: primero se escribe, luego se recoge.
field-order_list_far = Como mucho { $days } días por delante.
field-order_list_word = Esta palabra no se puede leer en una lista, o ya significa otra cosa: { $word }
field-order_list_large = Es demasiado texto. Como mucho { $kib } KB.
field-order_list_long = Tiene { $lines } líneas. Como mucho { $max } a la vez.
field-order_list_name_long = Es demasiado largo.
field-order_list_name_twice = Este nombre está dos veces en la lista.
field-order_list_parts = Di qué y cuánto, como mucho 30 cosas distintas.
field-order_list_who = Nadie a quien puedas ver tiene este código, número o nombre.
trail-order-lists-opened = lista de pedidos abierta
trail-order-lists-changed = lista de pedidos cambiada
trail-order-lists-state-changed = lista de pedidos cambiada de estado
trail-order-lists-taken = pedidos tomados de una lista
trail-kind-order-lists = listas de pedidos
keys-scope-order-lists-read = Ver listas de pedidos
keys-scope-order-lists-write = Llevar listas de pedidos y tomar pedidos de ellas
