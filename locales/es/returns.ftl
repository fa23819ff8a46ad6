refusal-returns-nothing_left = Todo lo de esta compra ya se devolvió.
refusal-purchases-returned = Parte de esta compra se devolvió: ya no se puede anular. Recibe el resto como devolución.
field-return_amount = Más que nada y no más de lo que queda: { $left } en la unidad mínima de la moneda.
field-return_nothing = Di qué se devuelve: al menos una pieza.
