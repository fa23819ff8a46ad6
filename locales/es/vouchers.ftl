refusal-vouchers-already_redeemed = { $minutes ->
    [0] Este vale se acaba de canjear.
    [one] Este vale se canjeó hace un minuto.
   *[other] Este vale se canjeó hace { $minutes } minutos.
}
refusal-vouchers-expired = Este vale ha caducado.
refusal-vouchers-withdrawn = Este vale se retiró.
refusal-vouchers-wrong_store = Este regalo no se entrega en esta tienda.
refusal-vouchers-already_undone = Ya se deshizo antes. No ha pasado nada más.
refusal-vouchers-too_late = Han pasado diez minutos: aquí ya no se puede deshacer.
