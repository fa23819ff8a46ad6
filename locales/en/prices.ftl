# Member prices: what is cheaper for members, and when.
prices-nav = Member prices
prices-title = Member prices
prices-lead = What costs members less, on every day or on some. It is taken off by itself, at the counter and in the shop on the phone.
prices-sentence = { $open ->
    [one] One price is open; { $today ->
        [0] it does not work now.
       *[other] it works now.
    }
   *[other] { $open } prices are open; { $today ->
        [0] none works now.
        [one] one works now.
       *[other] { $today } work now.
    }
}
prices-name = Name
prices-name-hint = As people are told of it: Wednesdays: member day
prices-name-in = Name in { $lang }
prices-other-languages = Name in other languages
prices-takes = What it takes off
prices-takes-lead = Choose one, then say of what and when. The phone beside shows how a member is told, and what somebody pays today.
prices-kind = Members get
prices-hours-from = From (hour)
prices-hours-until = Until (hour)
prices-stores = Stores
prices-stores-hint = None ticked: every store
prices-everywhere = every store
prices-whom = For whom
prices-whom-which = It is for
prices-whom-members = every member
prices-whom-tiers = people of these tiers
prices-whom-tiers-note = Tick each tier that gets it; a higher one does not get it by itself
prices-whom-series = people in groups of these series
prices-whom-groups = people in these groups
prices-state = State
prices-state-now = now
prices-state-waits = on other days or hours
prices-state-over = over
prices-state-closed = closed
prices-purchases = Purchases
prices-off = Taken off
prices-off-in = Taken off, { $currency }
prices-none = No member prices yet
prices-none-why = A member day in the quiet middle of the week is the easiest reason to come back, and nobody has to carry a voucher.
prices-make = New price
prices-make-first = Make the first price
prices-edit = Change
prices-edit-title = Change { $name }
prices-what = The rule
prices-today-title = Today
prices-today = A purchase of { $before } costs { $after } today.
prices-today-others = With it: { $names }
prices-today-not = It takes nothing off now.
prices-sentence-closed = It is closed and takes nothing off.
prices-preview = How members are told
prices-preview-not-yet = Fill in the form: what members see stands here.
prices-close = Close
prices-close-title = Close this price?
prices-close-loses = Nothing is taken off by it any more. What was bought keeps its price.
prices-open = Open again
prices-created = The price works from now on.
prices-changed = Changed. What was bought before keeps its price.
prices-opened = It works again.
prices-closed = It takes nothing off any more.
prices-phone-today = Today for you
prices-phone-members = Today members pay less
refusal-prices-too_many = { $most } prices are open already. Close one that nobody needs.
error-not_found-price_rule = There is no such price.
field-hours_before_from = The hours end before they begin.
field-price_no_limit = A member price has no limits of this kind. Leave it out.
field-price_of_what = Say which products or categories cost this much.
trail-kind-prices = member prices
trail-prices-created = member price made
trail-prices-changed = member price changed
trail-prices-state-changed = member price switched
