# Tiers: a ladder that points lead up.
refusal-tiers-no_ladder = This program has no tiers.
field-tier_lasts_lifetime = Counted over a whole life there is no next period. Choose a number of days, or for ever.
field-tier_starts_year = A tier can only wait for the next year when a calendar year is counted.
field-tier_from_above = More than { $than }, which the tier below takes.
field-tier_factor_range = Between 1 and 20 times. Blank: as everybody.

tiers-nav = Tiers
tiers-title = Tiers
tiers-lead = Those who come often get a little more.
tiers-none = No tiers yet
tiers-none-why = Say what counts (points, money or visits) and what each tier brings: more points, a gift, early access. regulars moves everybody up and down by itself, and sets it right when goods come back.
tiers-program-first = Make a points program first
tiers-make-first = Put up a ladder
tiers-without = This program leads up no ladder yet.
tiers-of = Tiers of { $name }
tiers-edit = Change the ladder
tiers-edit-note = It counts for everything that ever was: people move within minutes. Points that were earned stay as they were earned.
tiers-kept = The ladder is kept. People move within minutes.
tiers-removed = The ladder is taken away.
tiers-remove = Take the ladder away
tiers-remove-title = Take the ladder away?
tiers-remove-loses = Nobody holds a tier any more, and purchases earn the same for everybody. Gifts and points that tiers gave stay.
tiers-ladder = The ladder
tiers-rules = How it works
tiers-rule-replay = When goods come back, or a till tells of last week, everybody ends where they would be if it had always been so.
tiers-rule-next-year = A tier that is reached begins on 1 January.
tiers-rule-grace = { $days ->
    [one] It stays one day longer than that.
   *[other] It stays { $days } days longer than that.
}
tiers-rule-one-step = Whoever does not reach it again goes down by one tier.
tiers-rule-to-balance = Whoever does not reach it again goes to what they reached meanwhile.
tiers-rule-notice = { $days ->
    [one] Members are told one day before a tier ends.
   *[other] Members are told { $days } days before a tier ends.
}
tiers-people = Who stands where
tiers-people-none = Nobody yet
tiers-people-why = Whoever buys or comes from now on stands here, with what counts and until when their tier lasts.
tiers-all-tiers = All
tiers-one = Tier
tiers-counts = Counts
tiers-since = since { $day }
tiers-since-head = Since
tiers-until-head = Until
tiers-none-yet = No tier yet
tiers-from = from { $amount }
tiers-amount-points = { $points } { $unit }
tiers-amount-visits = { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
}

tiers-says = { $counts } { $within } lead up. A tier { $lasts }.
tiers-says-points = Earned { $unit }
tiers-says-spend = Purchases
tiers-says-visits = Visits
tiers-says-year = of a calendar year
tiers-says-rolling = { $days ->
    [one] of today
   *[other] of the last { $days } days
}
tiers-says-ever = of all time
tiers-says-next-year = lasts until the end of the next year
tiers-says-days = { $days ->
    [one] lasts one day
   *[other] lasts { $days } days
}
tiers-says-for-ever = lasts for ever

tiers-gives-factor = { $factor }× { $unit }
tiers-gives-gift = { $gift } on reaching it
tiers-gives-early = Early access
tiers-gives-delivery = Free delivery
tiers-gives-nothing = Nothing more yet

tiers-stay = { $amount } more by { $day } to stay { $tier }.
tiers-stay-now = Come once more by { $day } to stay { $tier }.
tiers-until = { $tier } until { $day }.
tiers-for-good = { $tier } for good.
tiers-coming = { $tier } from { $day }.
tiers-next = { $amount } more to reach { $tier }.
tiers-next-by = { $amount } more by { $day } to reach { $tier }.
tiers-next-from = { $amount } more by { $day } to be { $tier } from { $from }.
tiers-next-now = Come once more to reach { $tier }.
tiers-moved-up = Reached { $tier }
tiers-moved-down = Went to { $tier }
tiers-moved-out = { $tier } ended
tiers-progress = { $have } of { $goal } for { $tier }
tiers-yours = Your tier
tiers-all = All tiers
tiers-history = How it came to that
tiers-here = You are here

tiers-form-tiers = Tiers
tiers-form-tiers-note = The lowest first, up to eight. “From” is in points, money or visits, as chosen below.
tiers-form-another = Another tier
tiers-form-name = Name
tiers-form-name-in = Name in { $lang }
tiers-form-languages = In other languages
tiers-form-from = From
tiers-form-factor = Points times
tiers-form-factor-hint = 1.5 earns half as many again. Blank: as everybody
tiers-form-gift = Gift on reaching it
tiers-form-gift-hint = Once in each period, from now on. A gift with no limit per person can come again each year.
tiers-form-no-gift = No gift
tiers-form-gone = Take this tier out
tiers-form-counts = What counts
tiers-form-lasts = How long it lasts
tiers-by = Counted by
tiers-by-points = Points earned
tiers-by-points-note = Points given by hand do not count
tiers-by-spend = Money spent
tiers-by-spend-note = Paid for what was kept, points left out
tiers-by-visits = Visits
tiers-by-visits-note = Days on which somebody came or bought
tiers-period = Within
tiers-period-year = A calendar year
tiers-period-rolling = The last days
tiers-period-lifetime = All time
tiers-period-days = How many last days
tiers-period-days-hint = Only for the last days
tiers-starts = A tier begins
tiers-starts-now = As soon as it is reached
tiers-starts-next = With the next year
tiers-lasts = A tier lasts
tiers-lasts-next = Until the end of the next period
tiers-lasts-next-note = Reached this year: until the end of next year
tiers-lasts-days = A number of days
tiers-lasts-days-note = Anything that counts while the amount is reached begins them anew
tiers-lasts-forever = For ever
tiers-lasts-days-field = How many days it lasts
tiers-lasts-days-hint = Only for a number of days
tiers-grace = Days of grace
tiers-grace-hint = So many days longer, for those who were almost there
tiers-falls = Then
tiers-falls-balance = To what was reached meanwhile
tiers-falls-balance-note = From gold straight to none, if nothing was
tiers-falls-step = Down by one tier
tiers-falls-step-note = The tier below, for another term
tiers-notice = Days of notice
tiers-notice-hint = So long before the end its holder is told. 0: not at all
tiers-try = See who would stand where
tiers-tried = Who would stand where
tiers-tried-note = { $people ->
    [0] Nobody has points in this program yet.
    [one] Of the one person who has points in this program.
   *[other] Of the { $people } people who came to this program last.
}
tiers-untried = It shows when the form is right.
tiers-first-silver = Silver
tiers-first-gold = Gold

trail-kind-tiers = tiers
trail-tiers-made = ladder put up
trail-tiers-changed = ladder changed
trail-tiers-removed = ladder taken away
trail-field-tiers = tiers
trail-field-by = counted by
trail-field-period = within
trail-field-starts = begins
trail-field-lasts = lasts
trail-field-grace-days = days of grace
trail-field-falls = then
