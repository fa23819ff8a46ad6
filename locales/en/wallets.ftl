# Stored value: money that a member leaves with the shop, and the bonus it adds.
wallets-nav = Stored value
wallets-title = Stored value
wallets-lead = Money that members left with you. It is theirs until they spend it.
wallets-none = Nobody has left money with you yet
wallets-none-why = Members pay in at the counter, you add a bonus, and they pay from it with one tap. Say first how it works and within which limits.
wallets-make-first = Make a plan
wallets-edit = Change the plan
wallets-plan = Plan
wallets-plan-why = Members read the rules on their phone before they pay in. What is already in a wallet stays spendable whatever you change.
wallets-kept = The plan is kept.
wallets-members-read = Members read: “{ $rule }”
wallets-word-open = open
wallets-word-closed = closed
wallets-held = Principal held
wallets-held-note = what you owe
wallets-held-bonus = Bonus not yet spent
wallets-holders = People with money here
wallets-who = Who holds most
wallets-nobody = Nobody holds anything now.
wallets-of-it-bonus = { $bonus } of it bonus
wallets-csv = All as CSV
wallets-history = Day by day
wallets-day = Day
wallets-day-topped-up = Paid in
wallets-day-given = Bonus
wallets-day-spent = Spent
wallets-day-refunded = Paid out
wallets-day-held = Held
wallets-pays = { $amount } paid in
wallets-gets-bonus = { $bonus } bonus
wallets-plus = + { $bonus }

wallets-state = Top-ups
wallets-state-open = Open
wallets-state-open-note = Members can pay in at the counter
wallets-state-closed = Closed
wallets-state-closed-note = Nobody can pay in; what is there can be spent and paid out
wallets-bonuses = Bonus
wallets-bonuses-hint = From so much paid in, so much on top: an amount (10) or a part (8%). The best that fits applies. Leave a row blank to leave it out.
wallets-from = From, rule { $n }
wallets-gives = Adds, rule { $n }
wallets-limits = Limits
wallets-least = Smallest top-up
wallets-most = Largest top-up
wallets-cap-named = Most in a wallet, person known
wallets-cap-named-hint = Phone or e-mail is proven. Bonus included. Blank: no cap
wallets-cap-unnamed = Most in a wallet, person not known
wallets-cap-unnamed-hint = Neither phone nor e-mail is proven. Blank: no cap
wallets-spending = Paying
wallets-spending-label = What a payment takes first
wallets-bonus-first = The bonus
wallets-bonus-first-note = What members paid in lasts longest and can be paid out
wallets-principal-first = What was paid in
wallets-principal-first-note = The bonus is left for last
wallets-refunds = Paying out
wallets-refund-days = Days after a top-up in which it is paid out
wallets-refund-days-hint = Blank: at any time
wallets-forfeits = What becomes of the bonus
wallets-proportion = Goes in proportion
wallets-proportion-note = Half the principal paid out, half the bonus gone
wallets-whole = Goes wholly
wallets-whole-note = Any payout ends the whole bonus
wallets-make-lawful = Save within the law

wallets-law = What the law says
wallets-law-none = We know of no cap in this country. That is not the same as being allowed: ask whoever advises you.
wallets-law-named = At most { $limit } in a wallet of a person who is known.
wallets-law-unnamed = At most { $limit } in a wallet of a person who is not.
wallets-law-refund = Within { $days } days of paying in, what was paid in is paid out without any reason.
wallets-law-never-ends = It may not end. Here no wallet ever does.
wallets-law-advice = Rules as we know them, not advice.

wallets-rule-always-proportion = What you paid in is paid out whenever you ask; the bonus goes in proportion.
wallets-rule-always-whole = What you paid in is paid out whenever you ask; the bonus then goes wholly.
wallets-rule-days-proportion = { $days ->
    [one] What you paid in is paid out on request for one day; the bonus goes in proportion.
   *[other] What you paid in is paid out on request for { $days } days; the bonus goes in proportion.
}
wallets-rule-days-whole = { $days ->
    [one] What you paid in is paid out on request for one day; the bonus then goes wholly.
   *[other] What you paid in is paid out on request for { $days } days; the bonus then goes wholly.
}
wallets-rule-bonus-first = Payments take the bonus first.
wallets-rule-principal-first = Payments take the bonus last.

wallets-yours = Your money here
wallets-principal = Paid in
wallets-principal-note = yours, paid out on request
wallets-bonus = Bonus
wallets-bonus-note = to spend here
wallets-where-plain = Pay in at the counter.
wallets-where = Pay in at the counter. This is what the shop adds:

wallets-top-up = Top up
wallets-amount = How much is paid in
wallets-look = Next
wallets-pick = { $amount } + { $bonus }
wallets-takes = Take from the customer
wallets-adds = Bonus
wallets-then = In the wallet then
wallets-take = { $amount } taken
wallets-other-amount = Another amount
wallets-has = { $amount } in the wallet
wallets-topped-up = Topped up
wallets-did = { $name }: { $amount } paid in, { $bonus } bonus. In the wallet now: { $total }.
wallets-pay = Pay from wallet
wallets-pay-has = has { $amount }
wallets-paid-whole = { $whole } (all from the wallet, nothing to collect)
wallets-paid-part = { $whole } ({ $paid } from the wallet, { $due } to collect)

wallets-refund = Pay out
wallets-refund-of = Pay out to { $name }
wallets-refund-amount = How much is paid out
wallets-refund-most = At most { $most }
wallets-goes-out = Paid out
wallets-goes-lost = Bonus that goes
wallets-stays = Left in the wallet
wallets-refund-yes = Pay { $amount } out
wallets-refunded = { $amount } was paid out.

wallets-line-topped-up = You paid in
wallets-line-given = Bonus for paying in
wallets-line-undone = Paying in was undone
wallets-line-undone-bonus = Bonus undone with it
wallets-line-paid = Paid for a purchase
wallets-line-paid-bonus = Paid for a purchase, with bonus
wallets-line-repaid = Back from a purchase
wallets-line-repaid-bonus = Back from a purchase, as bonus
wallets-line-deposited = Paid ahead
wallets-line-deposited-bonus = Paid ahead, with bonus
wallets-line-deposit-back = Paid ahead, and back again
wallets-line-deposit-back-bonus = Paid ahead, and back again as bonus
wallets-line-refunded = Paid out to you
wallets-line-forfeited = Bonus that went with the payout
wallets-line-other = Wallet
wallets-line-joined = From one record of yours to the other

field-wallet_amount_above_zero = It must be above zero.
field-wallet_amount_range = From { $min } to { $max }.
field-wallet_most_below_least = It cannot be less than the smallest.
field-wallet_bonuses_too_many = At most { $max } rules.
field-wallet_bonus_invalid = Each rule needs an amount above zero from which it applies, and adds either an amount or a part of up to 100%.
field-wallet_gives_invalid = An amount such as 10, or a part such as 8%, up to 100%.
field-wallet_law_cap = The law allows at most { $limit } ({ $law }). Set { $limit } or less.
field-wallet_law_currency = The law caps wallets in { $law } and counts in { $limit }; in another currency they cannot be opened. Leave them closed, or keep the shop in { $limit }.
field-wallet_law_days = The law gives { $limit } days ({ $law }). Set { $limit } or more, or leave it blank.
refusal-wallets-closed = The shop takes no top-ups now. What is in a wallet can be spent.
refusal-wallets-not_enough = There is not as much in the wallet.
refusal-wallets-over_cap = A wallet may hold { $cap } at most, bonus included. There is room for { $room }.
refusal-wallets-spent_since = What this brought was spent since. Give goods back first, or pay out what is left.
refusal-wallets-already_undone = This was undone before. Nothing more happened.
refusal-wallets-too_late = Ten minutes have passed. Pay the money out instead.
refusal-wallets-not_refundable = The days in which this is paid out have passed.
refusal-wallets-changed_since = The bonus is another now than what was shown. Look again.
error-not_found-top_up = There is no such top-up.
trail-kind-wallets = stored value
trail-wallets-planned = plan for stored value changed
