refusal-vouchers-already_redeemed = { $minutes ->
    [0] 这张券刚刚核销过。
   *[other] 这张券 { $minutes } 分钟前已核销。
}
refusal-vouchers-expired = 这张券过期了。
refusal-vouchers-withdrawn = 这张券已作废。
refusal-vouchers-wrong_store = 本店不发这份礼品。
refusal-vouchers-already_undone = 之前已经撤销过，这次没有变动。
refusal-vouchers-too_late = 超过十分钟，这里不能再撤销。
