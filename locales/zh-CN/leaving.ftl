# 删除资料会失去什么。

leaving-loses = 会一并失去
leaving-money = 钱包里本人的钱 { $amount }
leaving-money-first = 请先退款，在柜台或由办公室办理。删除后无法再查明归属。
leaving-bonus = 门店赠送的 { $amount }
leaving-points = { $points } { $unit }
leaving-vouchers = { $count } 张未领的券
leaving-plan = 已付到{ $day }的会员资格
leaving-orders = { $count } 个未取的订单
leaving-orders-why = 未付款的会取消；已付款的凭取货码在柜台领取。
