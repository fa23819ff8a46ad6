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
vouchers-over-lead = Tu regalo de bienvenida
vouchers-over-raffle = Has ganado
vouchers-over-reward = Gracias por traer a alguien
vouchers-over-shop = De la tienda, para ti
vouchers-over-stamp = Tarjeta completa
vouchers-over-birthday = Por tu cumpleaños
vouchers-over-tier = Bienvenida a tu nivel
vouchers-over-points = A cambio de puntos
vouchers-over-allowance = De quien te atendió
vouchers-over-activity = De una actividad de la tienda
vouchers-over-plan = Con tu membresía de pago
vouchers-until = Recógelo hasta { $day }
vouchers-held-until = Recógelo antes del { $time }
vouchers-always = Recógelo cuando quieras
vouchers-show = Mostrar
vouchers-yours = Tus vales
vouchers-before = { $count ->
    [one] Uno de antes
   *[other] { $count } de antes
}
vouchers-none = Ahora no hay nada que recoger. Aquí estarán los regalos y premios.
vouchers-qr = Código del vale
vouchers-back = Volver
vouchers-state-redeemed = Recogido
vouchers-state-expired = Se pasó el plazo para recogerlo
vouchers-state-withdrawn = Retirado por la tienda
vouchers-word-issued = por recoger
vouchers-word-redeemed = recogido
vouchers-word-expired = caducado
vouchers-word-withdrawn = retirado
vouchers-given = dado { $day }
vouchers-of-member = Regalos
vouchers-joined-out = Nuestro regalo de bienvenida era { $name } y el último ya se ha ido. Preferimos decirlo a prometerlo.
vouchers-joined-had = { $name } ya lo tuviste. Es uno por persona.
error-not_found-voucher = Ese vale no existe. Comprueba el código.
refusal-vouchers-with_purchase = Se usó con una compra. Anula la compra y vuelve a estar aquí.
refusal-vouchers-days_limit = Hoy ya no se admiten más. Mañana vuelve a valer.
vouchers-nav = Cupones
vouchers-title = Cupones pendientes
vouchers-lead = Entregados y todavía sin recoger: una promesa por la que alguien puede venir.
vouchers-outstanding = Pendientes
vouchers-would-cost = Costarían
vouchers-would-cost-note = si vinieran todos
vouchers-ending = Terminan en una semana
vouchers-by-gift = Por regalo
vouchers-gift = Regalo
vouchers-history = Día a día
vouchers-day = Día
vouchers-given-out = Entregados
vouchers-collected = Recogidos
vouchers-lapsed = Vencidos
vouchers-one-by-one = Uno por uno, primero el que antes termina
vouchers-whose = De quién
vouchers-ends = Hasta
vouchers-somebody = Un socio
vouchers-nobody = No hay nada pendiente
vouchers-nobody-why = Los regalos que se entregan aparecen aquí hasta que se recogen o vencen, con lo que costarían.
