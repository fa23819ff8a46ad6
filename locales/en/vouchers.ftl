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
vouchers-over-lead = Your welcome gift
vouchers-over-raffle = You won
vouchers-over-reward = Thank you for bringing a friend
vouchers-over-shop = From the shop, for you
vouchers-over-stamp = Your card is full
vouchers-over-birthday = For your birthday
vouchers-over-tier = Welcome to your tier
vouchers-over-points = Swapped for points
vouchers-over-allowance = From whoever stood at the counter
vouchers-over-activity = From what was on at the shop
vouchers-over-plan = With your paid membership
vouchers-until = Collect it until { $day }
vouchers-held-until = Collect it by { $time }
vouchers-always = Collect it whenever you like
vouchers-show = Show
vouchers-yours = Your tickets
vouchers-before = { $count ->
    [one] One from before
   *[other] { $count } from before
}
vouchers-none = Nothing to collect right now. Gifts and prizes will lie here.
vouchers-qr = Ticket code
vouchers-back = Back
vouchers-state-redeemed = Collected
vouchers-state-expired = The time to collect it is over
vouchers-state-withdrawn = Withdrawn by the shop
vouchers-word-issued = to collect
vouchers-word-redeemed = collected
vouchers-word-expired = over
vouchers-word-withdrawn = withdrawn
vouchers-given = given { $day }
vouchers-of-member = Gifts
vouchers-joined-out = { $name } was our welcome gift, and the last one is gone. We would rather say so than promise it.
vouchers-joined-had = You have had { $name } before. It is one for each person.
error-not_found-voucher = There is no such ticket. Check the code.
refusal-vouchers-with_purchase = It was used with a purchase. Take the purchase back, and it is there again.
refusal-vouchers-days_limit = No more of these are taken today. It works again tomorrow.
vouchers-nav = Vouchers
vouchers-title = Vouchers outstanding
vouchers-lead = Given and not collected yet: a promise that somebody may come for.
vouchers-outstanding = Outstanding
vouchers-would-cost = Would cost
vouchers-would-cost-note = if everybody came
vouchers-ending = End within a week
vouchers-by-gift = By gift
vouchers-gift = Gift
vouchers-history = Day by day
vouchers-day = Day
vouchers-given-out = Given
vouchers-collected = Collected
vouchers-lapsed = Over
vouchers-one-by-one = One by one, the soonest end first
vouchers-whose = Whose
vouchers-ends = Until
vouchers-somebody = A member
vouchers-nobody = Nothing is outstanding
vouchers-nobody-why = Gifts that are given show here until they are collected or their time is over, with what they would cost.
