# Bills: what a purchase comes to with vouchers, and why.
bills-everything = everything
bills-thing = A gift to take home
bills-amount = { $off } off { $goods }
bills-percent = { $percent }% off { $goods }
bills-percent-most = { $percent }% off { $goods }, at most { $most }
bills-free-item = { $pieces ->
    [one] One piece free of { $goods }
   *[other] { $pieces } pieces free of { $goods }
}
bills-buy-get = { $times ->
    [one] Buy { $buy }, get { $get } free: { $goods }
   *[other] Buy { $buy }, get { $get } free, up to { $times } times: { $goods }
}
bills-price = { $each } a piece for { $goods }
bills-price-of-one = One piece of { $goods } for { $each }
bills-from-amount = from { $least }
bills-on = on { $days }
bills-first = with your first purchase
bills-from = from { $day }
bills-until = until { $day }
bills-uses = { $uses } times
bills-alone = not with other vouchers
bills-between = from { $from } to { $until }
bills-from-hour = from { $from }
bills-until-hour = until { $until }
bills-all-day = all day
bills-why-applies = Takes { $off } off.
bills-why-gives = It is handed over with this purchase.
bills-why-not-yet = It begins on { $day }.
bills-why-over = Its time is over.
bills-why-other-store = It is not for this store.
bills-why-other-day = It works on { $days }.
bills-why-other-group = It is for people of another group.
bills-why-other-hour = It works { $hours }.
bills-why-other-tier = It is for people of another tier.
bills-why-not-first = It was for the first purchase.
bills-why-other-goods = Nothing that it is for is in this purchase.
bills-why-more-pieces = { $more ->
    [one] One more piece and it works.
   *[other] { $more } more pieces and it works.
}
bills-why-too-little = It works from { $least }; { $short } are missing.
bills-why-not-with = It does not go together with { $other }.
bills-why-one-of-a-kind = One of its kind is used already.
bills-why-too-many = { $most ->
    [0] This shop takes no vouchers with purchases.
    [one] One voucher goes with a purchase, and another takes more off.
   *[other] { $most } vouchers go with a purchase, and others take more off.
}
bills-why-not-best = Without it the others take more off.
bills-why-nothing-left = There is nothing left that it could take off.
refusal-bills-not_applicable = { $why ->
    [too_little] This voucher does not work yet: { $short } are missing.
    [other_day] This voucher does not work today.
    [other_store] This voucher is not for this store.
    [other_goods] Nothing that this voucher is for is in the purchase. Say what was bought.
    [more_pieces] Too few pieces for this voucher.
    [not_with] These vouchers do not go together. Take one of them.
    [one_of_a_kind] Only one voucher of a kind goes with a purchase.
    [too_many] So many vouchers do not go together with one purchase.
    [not_first] This voucher was for the first purchase.
    [over] The time of this voucher is over, or it was used before.
    [not_yet] The time of this voucher has not begun.
    [thing] This ticket is a gift that is handed over by itself. It takes nothing off.
   *[other] This voucher takes nothing off this purchase.
}
refusal-bills-needs_purchase = This voucher works together with a purchase. Type what was bought.
field-date_before_from = The last day lies before the first.
bills-policy = Rules for all vouchers
bills-policy-says = At most { $percent }% off a purchase, with { $vouchers ->
    [0] no vouchers
    [one] one voucher
   *[other] { $vouchers } vouchers
} that take something off.
bills-policy-rules = How it is worked out
bills-most-percent = Most off one purchase, in percent
bills-most-percent-hint = Whatever the vouchers promise, no more is taken off. 100: no limit
bills-most-vouchers = Vouchers with one purchase
bills-most-vouchers-hint = Those that take something off; gifts to hand over do not count
bills-kept = The rules are kept.
bills-rule-best = What goes together
bills-rule-best-why = The vouchers that take the most off are found by themselves; the cashier may choose others.
bills-rule-coin = To the coin
bills-rule-coin-why = What is taken off is shared out over the goods, and adds up to the coin.
bills-rule-back = When goods come back
bills-rule-back-why = What was paid for them is given back. When all goods of a voucher have come back, the voucher is there again, unless its time is over.
trail-kind-bills = vouchers together
trail-bills-kept = rule for vouchers together changed
