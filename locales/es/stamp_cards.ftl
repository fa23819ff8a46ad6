stamp_cards-nav = Tarjetas de sellos
stamp_cards-title = Tarjetas de sellos
stamp_cards-lead = Ven unas cuantas veces y la siguiente la ponemos nosotros.
stamp_cards-none = Aún no hay tarjeta
stamp_cards-none-why = Diez sellos y un regalo: la razón más antigua para volver. La caja sella con un toque; la tarjeta va en el móvil o impresa.
stamp_cards-make = Nueva tarjeta
stamp_cards-make-first = Crear una tarjeta
stamp_cards-edit = Editar
stamp_cards-closed = cerrada
stamp_cards-for-all = Para todo el mundo.
stamp_cards-for-all-choice = Todo el mundo
stamp_cards-rule-visits = { $needs } visitas: { $gift }.
stamp_cards-rule-purchases = { $needs } compras: { $gift }.
stamp_cards-rule-least = { $needs } compras desde { $least }: { $gift }.
stamp_cards-people = Personas con sellos
stamp_cards-stamps = Sellos
stamp_cards-filled = Tarjetas completas
stamp_cards-name = Nombre
stamp_cards-name-hint = Diez cestas y la siguiente la ponemos
stamp_cards-needs = Sellos para completarla
stamp_cards-needs-hint = De 2 a 50. Lo ganado se queda aunque lo cambies.
stamp_cards-each = Qué da un sello
stamp_cards-each-visit = Venir
stamp_cards-each-visit-note = Un sello al día, con compra o sin ella
stamp_cards-each-purchase = Una compra
stamp_cards-each-purchase-note = Un sello por cada compra anotada
stamp_cards-least = Compra mínima
stamp_cards-least-hint = En blanco: cuenta cualquiera
stamp_cards-gift = Regalo por la tarjeta completa
stamp_cards-gift-hint = Mientras esté agotado, los sellos se guardan
stamp_cards-series = De quién es
stamp_cards-state = Estado
stamp_cards-state-open = Abierta
stamp_cards-state-closed = Cerrada: sin sellos nuevos, lo ganado se queda
stamp_cards-no-gift = Primero, un regalo
stamp_cards-no-gift-why = Una tarjeta completa se cambia por un regalo. Créalo y vuelve.
stamp_cards-sample = En la cartera
stamp_cards-created = La tarjeta está abierta.
stamp_cards-changed = Guardado.
stamp_cards-left-visits = { $left ->
    [one] Una visita más y { $gift }
   *[other] { $left } visitas más y { $gift }
}
stamp_cards-left-purchases = { $left ->
    [one] Una compra más y { $gift }
   *[other] { $left } compras más y { $gift }
}
stamp_cards-count = { $have } de { $of }
stamp_cards-full = ¡Completa! { $gift } está agotado ahora; tus sellos se guardan.
field-stamp_card_open = Ya hay una tarjeta abierta para esto. Ciérrala antes.
refusal-stamp_cards-one_is_open = Ya hay una tarjeta abierta para esto. Ciérrala antes.
error-not_found-stamp_card = Esa tarjeta no existe.
