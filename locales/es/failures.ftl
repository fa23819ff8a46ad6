# Lo que falló para siempre.

failures-title = Lo que falló
failures-why = Tareas que regulars dio por perdidas. Lo que está aquí te espera y no estorba a nada más.
failures-none = No falló nada
failures-none-why = Si un mensaje no se puede enviar o una tarea se rinde, aparece aquí con el motivo.
failures-today = { $count ->
    [one] Una tarea falló para siempre
   *[other] { $count } tareas fallaron para siempre
}
failures-kind = Tarea de fondo: { $kind }
failures-kind-imports-members = Un archivo de socios
failures-kind-joining-decide = La respuesta a quien pidió entrar
failures-kind-proofs-letter = Un código o un enlace para un socio
failures-kind-reminders-letter = Un correo sobre lo que acaba pronto
failures-kind-todos-day = Las tareas de un día
failures-tries = { $count ->
    [one] un intento
   *[other] { $count } intentos
}
failures-over = Ya caducó y no queda nada que enviar. El socio puede volver en caja, o pedirlo otra vez cuando los envíos funcionen: revisa los ajustes de correo y SMS con `regulars doctor`.
failures-again = Intentarlo otra vez
failures-let-go = Dejarlo
failures-tried = Se está intentando otra vez.
failures-gone = Ya no está en la lista.
failures-kind-payments-ask = Si se pagó, preguntado al proveedor de pagos
failures-kind-payments-compare = Pagos comparados con lo que dice su proveedor
failures-kind-payments-refund = La devolución de un pago
failures-kind-payments-start = Dónde pagar, preguntado al proveedor de pagos
