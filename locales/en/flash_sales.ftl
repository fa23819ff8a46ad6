# Flash sales: so many pieces of a gift at a moment.
flash_sales-nav = Flash sales
flash_sales-title = Flash sales
flash_sales-lead = { $on ->
    [0] So many pieces at a moment, for nothing, for points or at a price. Nothing is on now.
    [one] One is on now.
   *[other] { $on } are on now.
}
flash_sales-gift = What one gets
flash_sales-gift-hint = A gift of the shop. Its terms say what happens at the till: handed over, or a price for some goods.
flash_sales-gift-left = { $left } on the shelf
flash_sales-gift-price = { $price } at the till, { $left } on the shelf
flash_sales-pieces = Pieces
flash_sales-costs = What it costs
flash_sales-costs-price = { $price } at the till
flash_sales-more = Holding, waiting list, budget, other languages
flash_sales-hold = Held for collecting
flash_sales-hold-hint = Minutes until a piece that nobody collected goes back
flash_sales-offer = Offered to whoever waits
flash_sales-offer-hint = Minutes to say yes before it is the next person's turn
flash_sales-none = No flash sale yet
flash_sales-none-why = A few good things at a fixed hour bring people to their phones, and then to the counter to collect.
flash_sales-make = New flash sale
flash_sales-make-first = Plan the first
flash_sales-edit-title = Change { $name }
flash_sales-no-gift = There is no gift to give
flash_sales-no-gift-why = A flash sale gives pieces of a gift that lies on the shelf.
flash_sales-no-gift-make = Make a gift
flash_sales-created = The draft is saved.
flash_sales-changed = The change is saved.
flash_sales-did-check = Nothing stands in its way.
flash_sales-did-schedule = It is announced. Its pieces lie aside.
flash_sales-did-open = It is open.
flash_sales-close-title = Close it before its time?
flash_sales-close-loses = { $left ->
    [one] Nobody can take the one that is left; it goes back to the shelf. What was taken can still be collected. Who waits gets nothing.
   *[other] Nobody can take any of the { $left } that are left; they go back to the shelf. What was taken can still be collected. Who waits gets nothing.
}
flash_sales-did-close = It is closed.
flash_sales-did-archive = It is out of the way.
flash_sales-said-draft = A draft. Nobody sees it.
flash_sales-said-checked = Checked, and ready to be announced.
flash_sales-said-before = Members see it, and when it opens: { $opens }.
flash_sales-said-on = { $left ->
    [one] One of { $of } is left. It closes { $closes }.
   *[other] { $left } of { $of } are left. It closes { $closes }.
}
flash_sales-said-closed = { $held ->
    [0] It is closed, and everything is collected or back on the shelf.
    [one] It is closed. One piece waits to be collected.
   *[other] It is closed. { $held } pieces wait to be collected.
}
flash_sales-said-settled = { $collected } of { $of } were collected. What was left is back on the shelf.
flash_sales-what = The sale
flash_sales-figure-left = Left
flash_sales-claimed = Taken
flash_sales-held = Waiting to be collected
flash_sales-collected = Collected
flash_sales-lapsed = Went back
flash_sales-waiting = On the waiting list
flash_sales-worst-perceived = Worth to members
flash_sales-worst-takings = Paid at the till
flash_sales-worst-points = Points spent
flash_sales-worst-people = People who get one, at least
flash_sales-taken = Who took one
flash_sales-taken-none = Nobody yet.
flash_sales-fate-held = to be collected
flash_sales-fate-collected = collected
flash_sales-fate-lapsed = went back
flash_sales-fate-withdrawn = taken back
flash_sales-left = { $left } left
flash_sales-left-of = of { $of } left
flash_sales-none-left = All taken
flash_sales-take = Take one
flash_sales-take-for = Take one for { $points } { $unit }
flash_sales-yours = Kept for you
flash_sales-collect-by = Collect it by { $time }
flash_sales-show = Show it
flash_sales-have-yours = You have yours.
flash_sales-sold-out-why = All are taken. Some come back when nobody collects them; whoever waits is asked in turn.
flash_sales-wait = Wait for one
flash_sales-leave = Leave the list
flash_sales-you-wait = { $before ->
    [0] You are next. If one comes back it is kept for you, and this page says so.
    [one] One person is ahead of you. If one comes back for you, this page says so.
   *[other] { $before } people are ahead of you. If one comes back for you, this page says so.
}
flash_sales-offered-until = One came back and is kept for you until { $time }.
flash_sales-your-turn = It is your turn
flash_sales-closed-note = It is closed. What was taken can still be collected.
flash_sales-how-when = From { $opens } until { $closes }, by the shop's clock. Who taps first has it.
flash_sales-how-each-title = How many
flash_sales-how-each = { $each ->
    [one] One each.
   *[other] { $each } each.
}
flash_sales-how-each-day = { $each } each, at most { $day } a day.
flash_sales-how-collect-title = Collecting
flash_sales-how-collect = Show the ticket at the counter within { $hold }. After that it goes back, and so do points that you paid.
flash_sales-how-wait-title = When all are taken
flash_sales-how-wait = There is a waiting list. What comes back is kept { $offer } for whoever waited longest.
flash_sales-how-counter = Ask at the counter: they take one for you.
flash_sales-way = Flash sales
flash_sales-counter-lead = What { $name } can take now.
flash_sales-held-for = held for { $hold }
flash_sales-not-for-them = It is for other members.
flash_sales-they-have-theirs = They have theirs.
flash_sales-they-wait = They are on the waiting list.
flash_sales-take-for-them = Take one for { $name }
refusal-flash_sales-not_open = It is not open yet. Look again at its hour.
refusal-flash_sales-closed = It is closed. Nothing can be taken any more.
refusal-flash_sales-sold_out = All are taken. Who waits comes first when one comes back.
refusal-flash_sales-limit_reached = One person can have no more of it.
refusal-flash_sales-day_limit_reached = One person can have no more of it today. Tomorrow there may be some left.
refusal-flash_sales-too_few_points = Not enough points: it costs { $need }, and there are { $have }.
refusal-flash_sales-not_eligible = It is for other members.
refusal-flash_sales-still_some = There is some left: take one instead of waiting.
refusal-flash_sales-wrong_state = That cannot be done where it stands now. Look at its page again.
refusal-flash_sales-erased = This member was erased.
trail-kind-flash-sales = flash sales
trail-flash-sales-created = flash sale planned
trail-flash-sales-changed = flash sale changed
trail-flash-sales-opened = flash sale opened
trail-flash-sales-closed = flash sale closed early
