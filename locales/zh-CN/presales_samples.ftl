# 预售的试吃试用：付款之前先尝一尝。
presales-samples = 先试后订
presales-samples-of = 先试后订：{ $name }
presales-samples-when = { $from } 起，到 { $until } 为止，在柜台领取。每人一份，{ $costs }。
presales-samples-reserved-only = 限已预订的会员。
presales-samples-came = { $tried ->
   *[other] { $tried } 人试过，
}{ $then ->
    [0] 还没有人因此预订。
   *[other] 其中 { $then } 人试过之后才预订。
}
presales-samples-free = 免费
presales-samples-none-left = 已领完
presales-samples-take = 领一份 · { $costs }
presales-samples-yours = 您的试用份
presales-samples-collect-by = 请在 { $until } 前来取
presales-samples-had = 您已经试过。不合心意的话，可按下面的规则取消预订。
presales-samples-tried = 您已经试过了。
presales-samples-over = 试用已结束。
presales-samples-not-yet = 到时间再来。
presales-samples-reserve-first = 限已预订的会员。不合心意可按下面的规则取消。
presales-samples-gone-why = 已领完。没人按时来取的会再放出来。
presales-samples-give = 给 { $name } 试一份 · { $costs }
presales-samples-hand-over = 把留着的那份给客人
presales-samples-they-had = 这位会员已经试过。
presales-samples-they-reserve-first = 限已预订的会员。
presales-samples-more = 先试后订
presales-samples-no = 不提供试用
presales-samples-gift = 试什么
presales-samples-gift-hint = 不用买东西就能领的礼品，比如一小杯樱桃
presales-samples-pieces = 份数
presales-samples-hours = 保留几小时
presales-samples-hours-hint = 到时没人取的留给别人
presales-samples-from = 试用开始
presales-samples-until = 试用结束
presales-samples-whom = 谁可以试
presales-samples-everybody = 预售面向的所有会员
presales-samples-everybody-note = 到预售截止为止
presales-samples-reserved = 已预订的会员
presales-samples-reserved-note = 到货之前
presales-samples-program = 消耗积分
presales-samples-points = 每份几分
presales-samples-said = 会员看到的
presales-figure-tried = 先试过
presales-figure-then = 其中 { $then } 人随后预订。待取 { $held }，剩 { $left }
refusal-presales-no_samples = 这个预售没有试用。
refusal-presales-samples_not_yet = 试用还没开始，到时间再来。
refusal-presales-samples_over = 试用已结束。
refusal-presales-samples_gone = 已领完。没人按时来取的会再放出来。
refusal-presales-sample_taken = 每人只能试一次。
refusal-presales-reserve_first = 限已预订的会员试用。
field-samples_end_before = 结束时间要晚于开始时间。
field-samples_too_late = 所有人可试的，到预售截止为止；已预订的人可试的，到到货为止。
field-sample_needs_purchase = 请选一个不用买东西就能领的礼品。
