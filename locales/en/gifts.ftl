# Gifts: what the shop gives away.
gifts-nav = Gifts
gifts-title = Gifts
gifts-lead = What you give away, how many are left, and what the people who got one bought since.
gifts-none = No gifts yet
gifts-none-why = A small gift brings people in: four eggs, a coffee, a bunch of herbs. It waits for them at the till, with their name on it.
gifts-make = New gift
gifts-make-first = Make the first gift
gifts-name = Name
gifts-name-hint = As you would say it across the counter: half a dozen eggs
gifts-name-in = Name ({ $lang })
gifts-kind = What it is for
gifts-kind-lead = Welcome gift
gifts-kind-lead-note = Once, for whoever joins
gifts-kind-raffle = Prize
gifts-kind-raffle-note = For draws and games in the group
gifts-kind-reward = Thanks for a friend
gifts-kind-reward-note = For somebody who brings a friend
gifts-kind-stamp = Full stamp card
gifts-kind-stamp-note = For coming back again and again
gifts-cost = What one costs you
gifts-cost-hint = Buying price and packing
gifts-perceived = Price at the till
gifts-perceived-hint = What a customer would pay for it
gifts-stock = How many you have
gifts-stock-hint = Never more are given than lie there
gifts-per-member = How many one person may have
gifts-per-member-hint = 0 for no limit
gifts-no-limit = no limit
gifts-valid-days = Days to collect it
gifts-valid-days-hint = Blank: it stays good
gifts-days = { $days ->
    [one] one day
   *[other] { $days } days
}
gifts-always = stays good
gifts-returns = What nobody collects goes back on the shelf
gifts-more = Packing, stores, other languages
gifts-packing = Packing
gifts-packing-hint = For whoever prepares it: how it is packed and where it stands
gifts-packing-in = Packing ({ $lang })
gifts-stores = Stores
gifts-stores-hint = None ticked: every store
gifts-everywhere = every store
gifts-series = Only for people of
gifts-series-all = every community
gifts-left = Left
gifts-given = Given
gifts-redeemed = Collected
gifts-cost-so-far = Cost, { $currency }
gifts-bought = Bought since, { $currency }
gifts-cost-total = Cost so far
gifts-bought-total = Bought since
gifts-bought-note = by the people who got one
gifts-sold-out = none left
gifts-state-closed = closed
gifts-sentence = { $left } on the shelf, { $given } given.
gifts-sentence-out = Nothing left on the shelf. Whoever joins is told so.
gifts-sentence-closed = Closed: given to nobody any more. The { $given } given before stay good.
gifts-what = The gift
gifts-shelf = The shelf
gifts-edit = Edit
gifts-edit-title = Edit: { $name }
gifts-back = Back
gifts-pieces = Pieces
gifts-pieces-hint = To put on the shelf, or to take off it
gifts-restock = Put on the shelf
gifts-take-back = Take off
gifts-picture = Picture
gifts-picture-hint = JPEG, PNG or WebP, at most 8 MB; daylight and nothing else in it
gifts-picture-save = Use this picture
gifts-close = Close this gift
gifts-close-title = Give it to nobody any more?
gifts-close-loses = What was given stays good and can be collected. People who join get no gift unless another welcome gift is open.
gifts-open = Give it again
gifts-preview = On the phone
gifts-preview-title = Your tickets
gifts-preview-name = Half a dozen eggs
gifts-preview-days = { $days ->
    [one] Collect it within a day
   *[other] Collect it within { $days } days
}
gifts-created = { $name } lies on the shelf.
gifts-changed = Saved.
gifts-restocked = { $pieces } more on the shelf.
gifts-taken-back = { $pieces } taken off the shelf.
gifts-closed = Closed. What was given stays good.
gifts-opened = It is given again.
gifts-pictured = The picture is in use.
gifts-picture-unreadable = That file is no picture we can read. JPEG, PNG or WebP, please.
field-picture_unreadable = That file is no picture we can read. JPEG, PNG or WebP, please.
field-pieces_left = { $left ->
    [0] None are left.
    [one] Only one is left.
   *[other] Only { $left } are left.
}
error-not_found-gift = There is no such gift.
refusal-gifts-sold_out = Sold out. Nothing of this gift is left to give.
refusal-gifts-already_had = This person has had as many of this gift as one may have.
refusal-gifts-closed = This gift is closed. It is given to nobody any more.
refusal-gifts-not_that_many = { $left ->
    [0] Nothing lies there to take back.
    [one] Only one lies there. What was given cannot be taken back.
   *[other] Only { $left } lie there. What was given cannot be taken back.
}
refusal-gifts-terms_given = People have vouchers of this already, and what was promised stays. Make another gift with other terms.
terms-title = What it does
terms-lead = Choose one. The phone beside shows how a member reads it, and what a purchase would cost.
terms-kind = The voucher gives
terms-thing = A thing
terms-thing-note = Handed over at the counter: half a dozen eggs
terms-amount = Money off
terms-amount-note = 10.00 off, from 30.00
terms-percent = A percentage off
terms-percent-note = 15% off, at most 20.00
terms-free-item = Pieces free
terms-free-item-note = One coffee free, if it is bought
terms-buy-get = Buy some, get some
terms-buy-get-note = Buy two, the cheapest third is free
terms-price = A price of its own
terms-price-note = Eggs for 6.00 instead of 8.00
terms-off = Off
terms-percent-off = Percent off
terms-most = At most
terms-pieces = Pieces free
terms-buy = Buy
terms-get = Get free
terms-times = How many times in one purchase
terms-each = Price of a piece
terms-when = When it works
terms-least = From how much
terms-least-hint = What the goods cost together before anything is taken off
terms-categories = Only these categories
terms-goods-hint = The names your till uses, with commas between. Blank: everything
terms-products = Only these products
terms-weekdays = Days of the week
terms-weekdays-hint = None ticked: every day
terms-from = First day
terms-until = Last day
terms-first = Only with somebody's first purchase
terms-limits = How often
terms-uses = Uses of one voucher
terms-uses-hint = More than one makes it a card: 10% off, ten times
terms-per-day = At most a day, in all stores
terms-per-store = At most a day in one store
terms-together = Together with others
terms-goes = It goes
terms-goes-others = with others, not with a second of its kind
terms-goes-alone = with nothing else
terms-goes-all = with others and with its own kind
terms-base = A percentage is
terms-base-left = of what others have left
terms-base-original = of the price before others
terms-order = Order
terms-order-hint = Of several, the lower number comes first
terms-example = A purchase of { $before } would cost { $after }.
terms-example-thing = It is handed over beside a purchase from { $least }.
