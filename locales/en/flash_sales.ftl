# Flash sales: so many pieces of a gift at a moment.
flash_sales-nav = Flash sales
flash_sales-title = Flash sales
flash_sales-lead = { $on ->
    [0] So many pieces at a moment, for nothing, for points or at a price. Nothing is on now.
    [one] One is on now.
   *[other] { $on } are on now.
}
flash_sales-name = Name
flash_sales-name-hint = As people are told of it: Friday beans
flash_sales-name-in = Name in { $lang }
flash_sales-state = State
flash_sales-state-draft = draft
flash_sales-state-checked = checked
flash_sales-state-scheduled = announced
flash_sales-state-open = open
flash_sales-state-closed = closed
flash_sales-state-settled = settled
flash_sales-state-archived = archived
flash_sales-gift = What one gets
flash_sales-gift-hint = A gift of the shop. Its terms say what happens at the till: handed over, or a price for some goods.
flash_sales-gift-left = { $left } on the shelf
flash_sales-gift-price = { $price } at the till, { $left } on the shelf
flash_sales-pieces = Pieces
flash_sales-per-member = Each member, at most
flash_sales-per-day = Each member on one day, at most
flash_sales-opens = Opens
flash_sales-closes = Closes
flash_sales-program = Paid in points
flash_sales-no-points = costs no points
flash_sales-points = How many
flash_sales-whom = For whom
flash_sales-costs = What it costs
flash_sales-costs-nothing = Free
flash_sales-costs-points = { $points } { $unit }
flash_sales-costs-price = { $price } at the till
flash_sales-more = Holding, waiting list, budget, other languages
flash_sales-hold = Held for collecting
flash_sales-hold-hint = Minutes until a piece that nobody collected goes back
flash_sales-offer = Offered to whoever waits
flash_sales-offer-hint = Minutes to say yes before it is the next person's turn
flash_sales-budget = Budget
flash_sales-budget-hint = It cannot be announced if it could cost more
flash_sales-reason = Why
flash_sales-reason-hint = It is kept with the change
flash_sales-none = No flash sale yet
flash_sales-none-why = A few good things at a fixed hour bring people to their phones, and then to the counter to collect.
flash_sales-make = New flash sale
flash_sales-make-first = Plan the first
flash_sales-edit = Change
flash_sales-edit-title = Change { $name }
flash_sales-edit-free = Nobody sees it before it is announced.
flash_sales-edit-told = People were told of it: it can only become better for them.
flash_sales-preview = A member's phone
flash_sales-preview-not-yet = Fill in the form: what members see stands here.
flash_sales-no-gift = There is no gift to give
flash_sales-no-gift-why = A flash sale gives pieces of a gift that lies on the shelf.
flash_sales-no-gift-make = Make a gift
flash_sales-created = The draft is saved.
flash_sales-changed = The change is saved.
flash_sales-check = Check
flash_sales-did-check = Nothing stands in its way.
flash_sales-schedule = Announce it
flash_sales-did-schedule = It is announced. Its pieces lie aside.
flash_sales-open-now = Open now
flash_sales-did-open = It is open.
flash_sales-close = Close early
flash_sales-close-title = Close it before its time?
flash_sales-close-loses = { $left ->
    [one] Nobody can take the one that is left; it goes back to the shelf. What was taken can still be collected. Who waits gets nothing.
   *[other] Nobody can take any of the { $left } that are left; they go back to the shelf. What was taken can still be collected. Who waits gets nothing.
}
flash_sales-did-close = It is closed.
flash_sales-archive = Put away
flash_sales-did-archive = It is out of the way.
flash_sales-in-the-way = Before it can be announced
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
flash_sales-worst = If everything goes
flash_sales-worst-lead = The most that it can come to: every piece taken and collected.
flash_sales-worst-cost = Costs the shop
flash_sales-worst-perceived = Worth to members
flash_sales-worst-takings = Paid at the till
flash_sales-worst-points = Points spent
flash_sales-worst-people = People who get one, at least
flash_sales-taken = Who took one
flash_sales-taken-none = Nobody yet.
flash_sales-csv = All as CSV
flash_sales-fate-held = to be collected
flash_sales-fate-collected = collected
flash_sales-fate-lapsed = went back
flash_sales-fate-withdrawn = taken back
flash_sales-on = On now
flash_sales-nothing-on = Nothing is on
flash_sales-nothing-on-why = When the shop has something on, it stands here with its hour.
flash_sales-left = { $left } left
flash_sales-left-of = of { $of } left
flash_sales-none-left = All taken
flash_sales-over = over
flash_sales-opens-in = Opens in
flash_sales-closes-in = Closes in
flash_sales-take = Take one
flash_sales-take-for = Take one for { $points } { $unit }
flash_sales-yours = Kept for you
flash_sales-collect-by = Collect it by { $time }
flash_sales-show = Show it
flash_sales-have-yours = You have yours.
flash_sales-not-for-you = This one is for other members.
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
flash_sales-join-why = It is for members. Joining is free and takes a minute.
flash_sales-join = Become a member
flash_sales-no = It did not work
flash_sales-back = Back
flash_sales-how = How it works
flash_sales-how-when-title = When
flash_sales-how-when = From { $opens } until { $closes }, by the shop's clock. Who taps first has it.
flash_sales-how-each-title = How many
flash_sales-how-each = { $each ->
    [one] One each.
   *[other] { $each } each.
}
flash_sales-how-each-day = { $each } each, at most { $day } a day.
flash_sales-how-only = Only for { $whom }.
flash_sales-how-collect-title = Collecting
flash_sales-how-collect = Show the ticket at the counter within { $hold }. After that it goes back, and so do points that you paid.
flash_sales-how-wait-title = When all are taken
flash_sales-how-wait = There is a waiting list. What comes back is kept { $offer } for whoever waited longest.
flash_sales-how-counter-title = Without a phone
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
error-not_found-activity = There is no such activity, or it is not announced.
field-promised = People were told this. It can only become better for them.
field-instant_invalid = A day and a time, such as 2026-11-22 10:00.
field-closes_before = It closes before it opens.
field-activity_too_long = It can be open for { $days } days at most.
field-time_past = That time is over.
field-gift_is_card = A card that is used several times cannot be given here.
field-gift_closed = This gift is closed.
field-stock_short = { $left ->
    [one] Only one lies on the shelf.
   *[other] Only { $left } lie on the shelf.
}
field-stock_none = So many do not lie on the shelf.
field-budget_short = It could cost more than that.
trail-kind-flash-sales = flash sales
trail-flash-sales-created = flash sale planned
trail-flash-sales-changed = flash sale changed
trail-flash-sales-opened = flash sale opened
trail-flash-sales-closed = flash sale closed early
