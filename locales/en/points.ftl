refusal-points-not_enough = That is more than there is: { $have } can be spent.
refusal-points-too_many_programs = A brand has at most { $max } points programs. Change one that there is.
refusal-points-no_worth = These points pay for nothing at the till. Give them a worth in the program first.
refusal-points-same_member = Choose another member: these are their own points.
refusal-points-erased = This member was erased.
field-when_unreadable = This is no condition that can be read. One that can: amount >= 50.0 && weekday == 3
field-when_unknown = { $name } is unknown here. Known are amount, items, store, weekday, hour, day, month, first, source, categories, products, points and tier.
field-when_no_answer = A condition must come to yes or no. Amounts are written with a point: amount >= 50.0
field-too_many = At most { $max }.
field-lines_amount = The lines add up to { $amount } in the smallest part of the currency; the amount has to be the same.

# Console.
points-nav = Points
points-title = Points
points-lead = A thank-you that can be counted, and spent.
points-none = No points yet
points-none-why = For every purchase a member gets points, and at the till they become money off the next one. You say how many, how long they stay good and what they are worth; regulars counts, and puts them right when goods come back.
points-make = New program
points-make-first = Make a points program
points-make-note = Everything is filled in with what most shops begin with. Change what you like, and try it before you save.
points-edit = Edit
points-edit-title = Edit: { $name }
points-edit-note = What you change counts from now on. Points that were earned stay as they were earned.
points-back = Back
points-closed = closed
points-created = { $name } is open. The next purchase earns.
points-changed = Saved. It counts from now on.
points-shut = Closed. What was earned can still be spent.
points-opened = Open again: purchases earn from now on.
points-people = People who hold some
points-outstanding = Outstanding
points-liability = Worth at the till
points-liability-note = what you owe if all of it is spent
points-pending = Pending
points-owed = Owed
points-soon = End within 30 days
points-balance = Can be spent
points-sentence = { $people ->
    [one] One person holds
   *[other] { $people } people hold
} { $points } { $unit }; at the till that is { $worth }.
points-sentence-worthless = { $people ->
    [one] One person holds
   *[other] { $people } people hold
} { $points } { $unit }.
points-sentence-closed = Closed: nothing is earned any more. { $points } { $unit } stay good and can be spent.
points-close = Close this program
points-close-title = Give no more points?
points-close-loses = Purchases earn nothing any more. What people earned stays good until its end and can be spent; what is pending still becomes theirs.
points-open = Open it again
points-promise = What it promises
points-at-once = at once
points-after-days = { $days ->
    [one] after one day
   *[other] after { $days } days
}
points-most-purchase = At most { $points } with one purchase
points-most-day = At most { $points } a day
points-most-person = At most { $points } for one person ever
points-ends = When they end
points-ends-soon = { $points } end within the next 30 days.
points-ends-none-soon = None end within the next 30 days.
points-ends-nothing = Nobody holds any yet.
points-ends-later = Later
points-ends-idle = When nothing happens
points-ends-not = Never
points-month = { $month } { $year }
points-holders = Who holds most
points-holder = Member
points-holders-none = Nobody yet
points-holders-why = With the next purchase of a member somebody will stand here.
points-somebody = Somebody who was erased

# In words.
points-says = { $unit }: { $earn }; { $ends }; { $worth }.
points-comma = ,{" "}
points-earn-nothing = nothing earns them yet
points-earn-more = { $rules } and { $more ->
    [one] one more way
   *[other] { $more } more ways
}
points-earn-amount = { $points } for every { $per }
points-earn-amount-of = { $points } for every { $per } spent on { $goods }
points-earn-item = { $points } for every piece
points-earn-item-of = { $points } for every piece of { $goods }
points-earn-visit = { $points } for coming in
points-earn-joined = { $points } for joining
points-earn-proven = { $points } for proving a phone number or address
points-earn-when = { $rule } if { $when }
points-boost = { $name } ×{ $factor }: { $when }
points-boost-always = { $name } ×{ $factor }: every day
points-boost-between = { $from } to { $to }
points-boost-from = from { $from }
points-boost-to = until { $to }
points-ends-never = they never end
points-ends-rolling = { $days ->
    [one] each ends after one day
   *[other] each ends after { $days } days
}
points-ends-inactivity = all end after { $days ->
    [one] one day
   *[other] { $days } days
} without a visit
points-ends-calendar = { $years ->
    [0] they end on { $day }
    [one] they end on { $day }, at least a year later
   *[other] they end on { $day }, at least { $years } years later
}
points-worth-none = they buy gifts only
points-worth-says = { $points ->
    [one] { $points } is worth
   *[other] { $points } are worth
} { $amount } at the till
points-told = { $points } by “{ $rule }”
points-entry-bought = Purchase
points-entry-visited = Visit
points-entry-joined = Joined
points-entry-proven = Proved a phone number or address
points-entry-matured = Can be spent
points-entry-paid = Paid part of a purchase
points-entry-spent = Spent
points-entry-expired = Ended
points-entry-given = Given by hand
points-entry-packet = Red packet
points-entry-taken = Taken by hand
points-entry-sent = Sent to { $name }
points-entry-received = From { $name }

# The form.
points-name = Name of the program
points-name-hint = As it stands in the wallet: Thank you, Beans, Green leaves
points-name-in = Name ({ $lang })
points-name-first = Thank you
points-unit = What one counts
points-unit-hint = points, beans, leaves
points-unit-in = What one counts ({ $lang })
points-unit-first = points
points-form-languages = In other languages
points-form-earn = What earns
points-form-earn-note = Rules add up: a purchase can earn by several of them.
points-form-days = Days that count more
points-form-days-note = Double on Wednesdays, triple for the opening week. Of several that apply the best one counts.
points-form-worth = What they are worth
points-form-worth-note = Leave both blank if they buy gifts only.
points-form-ends = When they end
points-form-returns = When goods come back
points-form-limits = Limits
points-form-limits-note = Blank: no limit
points-form-try = Try it
points-form-try-note = See what a purchase would earn. Nothing is saved.
points-rule-further = Rule { $number }
points-rule-more = Only for some goods, or on a condition
points-rule-gone = Take this rule away
points-kind = What earns them
points-kind-none = Nothing
points-kind-amount = Money that is spent
points-kind-item = Every piece that is bought
points-kind-visit = Coming in, once a day
points-kind-joined = Joining
points-kind-proven = Proving a phone number or address
points-points = How many
points-per = For every
points-per-hint = Only for money that is spent
points-of = Categories
points-of-hint = As the till calls them, with commas between. Blank: all
points-products = Articles
points-when = Condition
points-when-hint = For who likes it exact, in CEL
points-rounding = Parts of a point
points-rounding-down = are left out
points-rounding-nearest = half a point is a point
points-rounding-up = are a whole point
points-boost-row = Days { $number }
points-boost-name = Name
points-boost-name-hint = Wednesday is market day
points-boost-gone = Take these days away
points-factor = How many times as much
points-factor-hint = 2 for double, 1.5 for half as much again
points-from = First day
points-to = Last day
points-weekdays = Days of the week
points-weekdays-hint = None ticked: every day
points-stores = Stores
points-stores-hint = None ticked: every store
points-worth-points = So many
points-worth-amount = are worth
points-worth-percent = The largest part of a purchase they pay, in percent
points-worth-percent-hint = 100: they may pay all of it
points-expiry = End
points-expiry-rolling = So many days after each was earned
points-expiry-rolling-note = Fair and easy to say
points-expiry-calendar = All on one date of the year
points-expiry-calendar-note = Brings people in before that date
points-expiry-inactivity = After so many days without a visit
points-expiry-inactivity-note = Whoever comes keeps all of them
points-expiry-never = Never
points-expiry-never-note = What you owe only grows
points-expiry-days = Days
points-expiry-days-hint = For an end after so many days
points-expiry-date = The date of the year
points-expiry-month = Month
points-expiry-day = Day
points-expiry-years = Years ahead
points-expiry-years-hint = 0: the coming date; 1: the one a year later
points-notice = Days before the end when people are told
points-notice-hint = 0: nobody is told
points-returns = Points of goods that come back
points-returns-within = Taken back as far as the balance goes
points-returns-within-note = What was spent already is let go
points-returns-debt = Taken back wholly
points-returns-debt-note = What was spent already is owed, and the next points pay it
points-returns-pending = Taken back only while pending
points-returns-pending-note = What could be spent stays
points-pending-days = Can be spent
points-pending-days-hint = How many days after the purchase: as long as goods may come back. 0: at once
points-limit-purchase = Most with one purchase
points-limit-day = Most for one person a day
points-limit-person = Most for one person ever
points-sample-amount = A purchase of
points-sample-category = of the category
points-try = Try
points-tried = What a purchase earns
points-tried-earns = { $amount } earn
points-tried-worth = That is worth
points-tried-back = The customer gets back
points-tried-nothing = This purchase earns nothing.
points-tried-note = As if a regular bought it today. Change the form and press Try.
points-untried = First put right what is marked; then you see here what a purchase earns.
field-factor_range = Between 1.01 and 20 times.
field-amount_none = Write an amount above zero.

# The trail.
trail-kind-points = points
trail-points-program-created = points program made
trail-points-program-changed = points program changed
trail-points-adjusted = points given or taken by hand

# A member's points.
points-whose = Points of { $name }
points-of-nobody = Nothing earned yet.
points-history = All of it
points-can-spend = { $points } { $unit } can be spent.
points-first-end = End first
points-worth-note = worth { $amount }
points-from-day = the first from { $day }
points-until-day = good until { $day }
points-until-idle = good until { $day }, and longer with the next visit
points-pending-until = pending until { $day }
points-adjust = Give or take by hand
points-adjust-do = Go on
points-program = Program
points-way = What you do
points-way-give = Give
points-way-take = Take
points-reason = Why
points-reason-hint = It stands in their history
points-gave = { $points } given to { $name }.
points-took = { $points } taken from { $name }.
points-take-title = Take { $points } from { $name }?
points-take-loses = { $name } has { $have }; { $left } stay. Who took them and why stands in the history.
points-take-reason = The reason:
points-take-do = Take { $points }
field-points_have = There are only { $have } to take.
