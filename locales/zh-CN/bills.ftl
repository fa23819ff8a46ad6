# 账单：用券以后付多少，为什么。
bills-everything = 全部商品
bills-thing = 一份礼品
bills-amount = { $goods }减 { $off }
bills-percent = { $goods } { $percent } 折
bills-percent-most = { $goods } { $percent } 折，最多减 { $most }
bills-free-item = { $goods }里免 { $pieces } 件
bills-buy-get = { $times ->
    [1] { $goods }：买 { $buy } 送 { $get }
   *[other] { $goods }：买 { $buy } 送 { $get }，最多 { $times } 次
}
bills-price = { $goods }每件 { $each }
bills-price-of-one = { $goods }一件 { $each }
bills-from-amount = 满 { $least } 可用
bills-on = { $days }可用
bills-first = 首单可用
bills-from = { $day }起
bills-until = { $day }止
bills-uses = 可用 { $uses } 次
bills-alone = 不与其他券同用
bills-between = { $from }–{ $until }
bills-from-hour = { $from } 起
bills-until-hour = { $until } 前
bills-all-day = 全天
bills-why-applies = 减 { $off }。
bills-why-gives = 这次购物就送。
bills-why-not-yet = { $day }开始可用。
bills-why-over = 已过期。
bills-why-other-store = 不在这家店用。
bills-why-other-day = { $days }可用。
bills-why-other-group = 是别的群的。
bills-why-other-hour = 适用时段：{ $hours }。
bills-why-other-tier = 适用于其他等级的会员。
bills-why-not-first = 只限首单。
bills-why-other-goods = 这次没有买它适用的商品。
bills-why-more-pieces = 再买 { $more } 件就能用。
bills-why-too-little = 满 { $least } 可用，还差 { $short }。
bills-why-not-with = 不能和“{ $other }”一起用。
bills-why-one-of-a-kind = 同一种券已经用了一张。
bills-why-too-many = { $most ->
    [0] 本店购物不用券。
   *[other] 一次最多用 { $most } 张，用别的减得更多。
}
bills-why-not-best = 不用它减得更多。
bills-why-nothing-left = 已经没有可减的了。
refusal-bills-not_applicable = { $why ->
    [too_little] 这张券还不能用：还差 { $short }。
    [other_day] 这张券今天不能用。
    [other_store] 这张券不在本店用。
    [other_goods] 这次没有买这张券适用的商品。请填写买了什么。
    [more_pieces] 件数不够，这张券不能用。
    [not_with] 这几张券不能一起用，请选一张。
    [one_of_a_kind] 同一种券一次只能用一张。
    [too_many] 一次不能用这么多张券。
    [not_first] 这张券只限首单。
    [over] 这张券已过期或者已用过。
    [not_yet] 这张券还没到时间。
    [thing] 这张是礼品券，单独领取，不能抵钱。
   *[other] 这张券这次减不了。
}
refusal-bills-needs_purchase = 这张券要和购物一起用，请填写买了多少钱。
field-date_before_from = 结束日期早于开始日期。
bills-policy = 用券总规则
bills-policy-says = 一次购物最多减 { $percent }%，最多用 { $vouchers } 张减钱的券。
bills-policy-rules = 怎么算
bills-most-percent = 一次购物最多减百分之几
bills-most-percent-hint = 券上写多少都不超过它。100 表示不限
bills-most-vouchers = 一次购物最多几张券
bills-most-vouchers-hint = 只算减钱的券，领东西的不算
bills-kept = 规则已保存。
bills-rule-best = 怎么搭配
bills-rule-best-why = 自动找出减得最多的搭配，收银员也可以自己选。
bills-rule-coin = 算到分
bills-rule-coin-why = 减的钱分摊到每样商品，加起来一分不差。
bills-rule-back = 退货的时候
bills-rule-back-why = 退实际付的钱。一张券优惠过的商品全退了，券就回来，除非已经过期。
trail-kind-bills = 券的叠加
trail-bills-kept = 修改了券的叠加规则
