# Allowances: what employees may give away by themselves.
allowances-nav = Allowances
allowances-title = Allowances
allowances-lead = What your people may give away by themselves, each of them in a week or a month: one tap at the counter, no asking.
allowances-name = Name
allowances-name-hint = As the cashier reads it: Treats at the till
allowances-budget = It is counted
allowances-budget-pieces = by gifts
allowances-budget-pieces-note = Five a week, whatever they are
allowances-budget-worth = by what they cost the shop
allowances-budget-worth-note = Gifts for 50.00 a week
allowances-pieces = How many
allowances-amount = How much worth
allowances-period = In a
allowances-week = week, from Monday
allowances-month = month
allowances-gifts = Gifts
allowances-gifts-hint = None ticked: every gift that is open
allowances-staff = Who may give
allowances-staff-hint = None ticked: everybody who works at a counter
allowances-every-gift = every gift
allowances-everybody = everybody at a counter
allowances-each = Each may give
allowances-so-many = { $pieces ->
    [one] one gift
   *[other] { $pieces } gifts
}
allowances-a-week = { $amount } a week
allowances-a-month = { $amount } a month
allowances-given-now = Given in this period
allowances-state-closed = closed
allowances-none = No allowances yet
allowances-none-why = A long wait, a sad day, a birthday nobody knew of: whoever stands at the counter sees it first. Say how much they may give without asking.
allowances-make = New allowance
allowances-make-first = Make the first allowance
allowances-edit = Change
allowances-edit-title = Change { $name }
allowances-what = The allowance
allowances-people = Who has how much left
allowances-sentence = { $given ->
    [0] Nothing given yet in this period. The next begins on { $until }.
    [one] One gift given in this period. The next begins on { $until }.
   *[other] { $given } gifts given in this period. The next begins on { $until }.
}
allowances-sentence-closed = It is closed: nobody gives from it.
allowances-person-gave = { $pieces ->
    [0] gave nothing yet
    [one] gave one
   *[other] gave { $pieces }
}
allowances-left = { $left } left
allowances-left-until = { $left } left; full again on { $day }
allowances-close = Close
allowances-close-title = Close this allowance?
allowances-close-loses = Nobody can give from it any more. What was given stays given.
allowances-open = Open again
allowances-created = It can be given from now on.
allowances-changed = Changed.
allowances-opened = It can be given from again.
allowances-closed = Nobody gives from it any more.
allowances-givings = Who gave what
allowances-givings-lead = Every gift that somebody gave by themselves, and to whom.
allowances-no-givings = Nothing was given yet
allowances-no-givings-why = What your people give at the counter will stand here.
allowances-at = When
allowances-who = Who
allowances-whom = To whom
allowances-gift = Gift
allowances-reason = Why
allowances-cost = Cost, { $currency }
allowances-undone = undone
allowances-way = Give from your allowance
allowances-give = Give something
allowances-give-lead = From your allowance, to { $name }. One tap, and it is handed over.
allowances-give-none = There is nothing that you may give
allowances-give-none-why = A manager makes allowances in the console, under Value.
allowances-no-gift = None of its gifts is open.
allowances-used-up = It is used up for now.
allowances-later = As a ticket, to collect later
allowances-ticket = On their phone
allowances-did-give = { $gift } for { $name }, from your allowance.
allowances-did-ticket = { $gift } waits for { $name } as a ticket.
allowances-did-undo = { $gift } for { $name } was taken back. Your allowance has it again.
allowances-own = Their own member card
allowances-own-is = They are { $name }.
allowances-own-code = Code on the card
allowances-own-hint = M- and eight characters. Nobody gives to themselves from an allowance. Blank: not known
allowances-own-back = Back to the person
allowances-own-kept = Kept.
field-member_code = Nobody has a card with this code.
refusal-allowances-used_up = Too little is left of this allowance. It is there again in the next period.
refusal-allowances-not_yours = This allowance is closed, or not yours to give.
refusal-allowances-other_gift = This allowance does not have this gift.
refusal-allowances-yourself = Nobody gives to themselves. Ask a colleague.
refusal-allowances-too_late = It was given more than ten minutes ago.
refusal-allowances-already_undone = It was taken back before.
refusal-allowances-collected = It was collected meanwhile. Take that back first.
refusal-allowances-other_measure = This allowance counts something else. Close it and make another.
error-not_found-allowance = There is no such allowance.
error-not_found-giving = There is nothing of this kind that was given.
trail-kind-allowances = allowances
trail-allowances-created = allowance made
trail-allowances-changed = allowance changed
trail-allowances-state-changed = allowance switched
trail-allowances-own-changed = own member card of an employee changed
