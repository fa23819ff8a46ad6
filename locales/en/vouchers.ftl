refusal-vouchers-already_redeemed = { $minutes ->
    [0] This ticket was redeemed a moment ago.
    [one] This ticket was redeemed a minute ago.
   *[other] This ticket was redeemed { $minutes } minutes ago.
}
refusal-vouchers-expired = This ticket has expired.
refusal-vouchers-withdrawn = This ticket was withdrawn.
refusal-vouchers-wrong_store = This gift is not handed over in this store.
refusal-vouchers-already_undone = This was undone before. Nothing more happened.
refusal-vouchers-too_late = Ten minutes have passed. It can no longer be undone here.
