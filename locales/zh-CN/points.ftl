refusal-points-not_enough = 积分不够：目前可用 { $have }。
refusal-points-too_many_programs = 一个品牌最多有 { $max } 个积分计划。请修改已有的计划。
refusal-points-no_worth = 这种积分不能在收银台抵钱。请先在计划里设定它值多少。
refusal-points-same_member = 请选另一位会员：这是他自己的积分。
refusal-points-erased = 这位会员的资料已被删除。
field-when_unreadable = 这个条件读不懂。可以这样写：amount >= 50.0 && weekday == 3
field-when_unknown = 这里没有 { $name }。可用的有 amount、items、store、weekday、hour、day、month、first、source、categories、products 和 points。
field-when_no_answer = 条件的结果必须是“是”或“否”。金额要带小数点：amount >= 50.0
field-too_many = 最多 { $max } 个。
field-lines_amount = 各行合计为 { $amount }（以货币最小单位计），总金额必须与它一致。
