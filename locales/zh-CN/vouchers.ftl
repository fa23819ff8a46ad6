refusal-vouchers-already_redeemed = { $minutes ->
    [0] 这张券刚刚核销过。
   *[other] 这张券 { $minutes } 分钟前已核销。
}
refusal-vouchers-expired = 这张券过期了。
refusal-vouchers-withdrawn = 这张券已作废。
refusal-vouchers-wrong_store = 本店不发这份礼品。
refusal-vouchers-already_undone = 之前已经撤销过，这次没有变动。
refusal-vouchers-too_late = 超过十分钟，这里不能再撤销。
vouchers-over-lead = 你的见面礼
vouchers-over-raffle = 你中奖了
vouchers-over-reward = 谢谢你带朋友来
vouchers-over-stamp = 集满啦
vouchers-over-birthday = 生日快乐
vouchers-over-tier = 升级礼
vouchers-over-points = 积分兑换
vouchers-until = { $day }前来领
vouchers-always = 随时来领
vouchers-show = 出示
vouchers-yours = 你的券
vouchers-none = 现在没有可领的。礼品和奖品会放在这里。
vouchers-qr = 券码
vouchers-back = 返回
vouchers-state-redeemed = 已领
vouchers-state-expired = 领取时间已过
vouchers-state-withdrawn = 店家已作废
vouchers-word-issued = 待领
vouchers-word-redeemed = 已领
vouchers-word-expired = 已过期
vouchers-word-withdrawn = 已作废
vouchers-given = { $day }发的
vouchers-of-member = 礼品
vouchers-joined-out = 见面礼“{ $name }”刚好送完了。没有就直说，不哄你。
vouchers-joined-had = “{ $name }”你之前领过了，每人一份。
error-not_found-voucher = 没有这张券，请核对券码。
refusal-vouchers-with_purchase = 这张券是和购物一起用的。撤销那笔购物，券就回来了。
refusal-vouchers-days_limit = 今天的名额用完了，明天再来。
