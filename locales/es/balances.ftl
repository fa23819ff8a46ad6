balances-statement = Movimientos
balances-statement-why = Cada vale y cada sello que llegó o se fue, lo más reciente primero.
balances-none = Aún no hay movimientos
balances-none-why = Aquí verás regalos, vales y sellos, cada uno con su día y su motivo.
balances-older = Anteriores
balances-given = Recibiste { $name }
balances-redeemed = Recogiste { $name }
balances-redemption-undone = { $name } volvió: en caja lo deshicieron
balances-withdrawn = La tienda retiró { $name }
balances-expired = { $name } caducó
balances-stamped = Un sello en { $name }
balances-filled = { $name } se llenó y se convirtió en un regalo
balances-unstamped = Se retiró un sello de { $name }
balances-unfilled = Volvieron los sellos de { $name }
balances-stamps = { $count ->
    [one] sello
   *[other] sellos
}
balances-tickets = { $count ->
    [one] vale
   *[other] vales
}
