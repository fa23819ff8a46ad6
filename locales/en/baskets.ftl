baskets-title = Basket
baskets-empty = Your basket is empty
baskets-empty-why = Put in what you want, and it waits for you in the store.
baskets-look = Look around
baskets-left = { $left ->
    [0] Sold out meanwhile
   *[other] Only { $left } left
}
baskets-fewer = One { $name } less
baskets-more = One { $name } more
baskets-not-all-there = Not everything is here
baskets-store = Collect in
baskets-sum = { $pieces ->
    [one] 1 piece
   *[other] { $pieces } pieces
}
baskets-order = Order now
baskets-order-why = We keep it for you until { $day }. You pay when you collect.
baskets-added = It is in your basket.
refusal-baskets-full = One order holds 30 different products. Order these first, then the rest.
refusal-baskets-empty = There is nothing in it to order.
baskets-member-prices = Member prices
baskets-vouchers = Vouchers
baskets-voucher-kept = Kept for another time
baskets-voucher-use = Use now
baskets-voucher-keep = Keep for later
