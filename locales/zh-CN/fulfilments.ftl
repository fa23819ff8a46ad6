# 订单怎么到会员手里。
fulfilments-slot = { $day } { $times }
fulfilments-at-point = 到 { $name } 自提
fulfilments-at-door = 送货上门
fulfilments-fee = 配送费
