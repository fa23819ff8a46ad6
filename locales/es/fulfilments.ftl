# Cómo llega un pedido a su socio.
fulfilments-slot = { $day }, { $times }
fulfilments-at-point = En { $name }
fulfilments-at-door = A la puerta
fulfilments-fee = Reparto
