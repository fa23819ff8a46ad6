# How an order reaches its member.
fulfilments-slot = { $day }, { $times }
fulfilments-at-point = At { $name }
fulfilments-at-door = To the door
fulfilments-fee = Delivery
