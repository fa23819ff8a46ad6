# Orders: held, packed, collected.
orders-nav = Orders
orders-title = Orders
orders-lead = Pack what is held, hand over what is packed. What nobody collects in time frees its goods by itself.
orders-none = No orders here
orders-none-why = Members order on their phone from what you put up for sale. Each order stands here from its first minute.
orders-to-products = To the products
orders-all = All
orders-code = Code
orders-member = Who
orders-somebody = Somebody
orders-state = State
orders-store = Store
orders-placed-at = Placed
orders-pieces = Pieces
orders-amount = Amount
orders-amount-in = Amount ({ $currency })
orders-state-placed = placed
orders-state-reserved = held
orders-state-paid = paid
orders-state-ready = packed
orders-state-collected = collected
orders-state-cancelled = called off
orders-state-expired = not collected
orders-state-returned = returned
orders-payment-owed = Pays when collecting
orders-instead-of = instead of { $before }
orders-payment-paid = Paid
orders-payment-refunded = Paid back
orders-sentence = { $name }, { $state }, { $store }.
orders-what = What was ordered
orders-who = Who ordered
orders-held-until = Held until { $day }, { $time }
orders-prepare = It is packed
orders-prepared = Packed. It waits until somebody comes.
orders-hand-over = Paid and handed over
orders-handed-over = Handed over. It is a purchase now.
orders-cancel = Call off
orders-cancel-title = Call this order off?
orders-cancel-loses = Its goods are free for others again, and the member sees your reason.
orders-cancelled = Called off. The goods are free again.
orders-reason = Reason
orders-reason-hint = The member reads it.
orders-reason-said = Reason: { $reason }
orders-today-pack = { $count ->
    [one] 1 order to pack
   *[other] { $count } orders to pack
}
orders-today-ready = { $count ->
    [one] 1 packed order waits to be collected
   *[other] { $count } packed orders wait to be collected
}
orders-placed = Ordered. We keep it for you.
orders-not-there = Somebody was faster: not everything is there any more. Your basket says what is.
orders-mine = My orders
orders-mine-note = { $day }, { $pieces ->
    [one] 1 piece
   *[other] { $pieces } pieces
}
orders-mine-none = No orders yet
orders-mine-none-why = What you order shows here, with the code that you show when you collect.
orders-phone-ready = It is packed for you
orders-phone-held = We keep it for you
orders-phone-collected = Collected
orders-phone-cancelled = Called off
orders-phone-expired = Not collected in time
orders-phone-returned = Returned
orders-qr = Pick-up code
orders-qr-why = Show this when you collect.
orders-leave = Call off
orders-leave-title = Call this order off?
orders-leave-loses = We put everything back on the shelf.
orders-counter-title = Order
orders-counter-note = Order { $code } · { $payment }
orders-counter-owed = to pay: { $amount }
orders-counter-take = { $amount } taken, hand over
orders-counter-give = Hand over
orders-counter-not-now = Nothing to hand over: { $state }.
orders-counter-elsewhere = This is collected in { $store }.
orders-counter-given = Handed over
orders-counter-done = { $pieces ->
    [one] 1 piece
   *[other] { $pieces } pieces
}, { $amount }. Slip { $receipt }
picking-title = Pick list
picking-lead = What to take from the shelves of a store, and for whom. One sheet, to print.
picking-sheet = Pick list, { $store }
picking-none = Nothing to pack
picking-none-why = Everything that was ordered here is packed.
picking-shelf = From the shelves
picking-orders = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
refusal-orders-not_now = That cannot happen to this order now. It stands at: { $state }.
refusal-orders-other_store = This order is collected in another store.
refusal-orders-too_large = That is more different goods than one order can hold. Make two orders of it.
trail-orders-prepared = order packed
trail-orders-cancelled = order called off
orders-pay = Paid ahead
orders-paid = Paid. Its goods are kept until somebody comes.
orders-paid-late = Its goods were set free, and not all of them are there any more. Pay the money back, or restock first.
orders-cancel-pays-back = Pay { $amount } back now. Its goods are free for others again, and the member sees your reason.
trail-orders-paid = order paid ahead
trail-kind-orders = orders
orders-state-on-the-way = on the way
orders-state-failed = nobody opened
orders-state-missed = back in the store
orders-phone-on-the-way = It is on its way to you
orders-phone-failed = We rang, and nobody opened
orders-phone-missed = It waits for you in the store
orders-set-out = On the way with it
orders-on-the-way = On its way. The member sees it.
orders-fail = Nobody opened
orders-fail-reason = What happened (the member reads it)
orders-failed = Noted. Try again, or hand it over in the store.
refusal-orders-not_delivered = Nobody brings this order: it is collected.
refusal-orders-slot_gone = Its time slot is over, and its room went to others. Order it again for another slot.
refusal-orders-price_gone = What was taken off it went back when nobody paid in time, and cannot be taken off again. Order it again at today's prices.
orders-price-risen = It costs something else there, or by now. Look at the sum once more, then order.
orders-voucher-limit = One of your vouchers is not taken any more today. Keep it for later, then order.
trail-orders-set-out = order on its way
trail-orders-attempt-failed = door found closed
trail-orders-missed = order not collected at its point
orders-with-off = Voucher: { $off } off
orders-with-thing = Voucher: goes with it, free
field-price_risen = It costs more by now. Look at the sum once more.
