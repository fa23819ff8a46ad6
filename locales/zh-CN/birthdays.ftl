# 生日：每年一份礼。
birthdays-nav = 生日
birthdays-title = 生日
birthdays-lead = 每年一份礼，提前几天送到。
birthdays-none = 生日还没有礼物
birthdays-none-why = 会员可以告诉你生日，不必说年份。选一份礼，每个人都会提前几天在自己的券里看到它。
birthdays-make = 选一份礼
birthdays-edit = 修改
birthdays-plan-note = 从现在起生效，已经送出的不变。
birthdays-kept = 已保存。快过生日的人一小时内就会收到。
birthdays-says = { $days ->
    [0] { $gift }，生日当天送。
   *[other] { $gift }，提前 { $days } 天送。
}
birthdays-given = 已送出
birthdays-given-note = 最近十二个月
birthdays-coming = 未来 { $days } 天
birthdays-nobody = 没有你知道生日的人。
birthdays-more = 还有 { $people } 人。
birthdays-rules = 规则
birthdays-rule-once = 十二个月内只送一次，改了生日也一样。
birthdays-rule-leap = 2 月 29 日的生日，平年在 28 日过。
birthdays-rule-late = 晚说的人，只要生日还没过就能收到。
birthdays-gift = 礼物
birthdays-gift-hint = 有效期按这份礼自己的规定，从送出那天算起。请把礼物设为每人不限次数，明年才能再送。
birthdays-no-gift = 没有
birthdays-before = 提前几天
birthdays-before-hint = 0 到 60。七天够来一趟。
birthdays-of-tiers = 这些等级另有礼物
birthdays-as-everybody = 和大家一样
birthdays-no-gifts = 还没有可送的礼物
birthdays-no-gifts-why = 先建一份礼：是什么、成本多少、有多少份。
birthdays-make-gift = 建一份礼
birthdays-counter = { $day }生日
trail-kind-birthdays = 生日
trail-birthdays-planned = 选定生日礼
trail-field-days-before = 提前几天
