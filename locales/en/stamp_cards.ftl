stamp_cards-nav = Stamp cards
stamp_cards-title = Stamp cards
stamp_cards-lead = Come so many times, and the next one is on us.
stamp_cards-none = No stamp card yet
stamp_cards-none-why = Ten stamps and a gift: the oldest reason to come back. The till stamps with one tap, the card lies on the phone or is printed.
stamp_cards-make = New stamp card
stamp_cards-make-first = Make a stamp card
stamp_cards-edit = Edit
stamp_cards-closed = closed
stamp_cards-for-all = For everybody.
stamp_cards-for-all-choice = Everybody
stamp_cards-rule-visits = { $needs } visits: { $gift }.
stamp_cards-rule-purchases = { $needs } purchases: { $gift }.
stamp_cards-rule-least = { $needs } purchases from { $least }: { $gift }.
stamp_cards-people = People with a stamp
stamp_cards-stamps = Stamps
stamp_cards-filled = Full cards
stamp_cards-name = Name
stamp_cards-name-hint = Ten baskets, one on us
stamp_cards-needs = Stamps for a full card
stamp_cards-needs-hint = 2 to 50. What is earned stays when you change this.
stamp_cards-each = What earns a stamp
stamp_cards-each-visit = Being here
stamp_cards-each-visit-note = One stamp a day, with or without a purchase
stamp_cards-each-purchase = A purchase
stamp_cards-each-purchase-note = One stamp for each purchase that is recorded
stamp_cards-least = Smallest purchase
stamp_cards-least-hint = Blank: every purchase counts
stamp_cards-gift = Gift for a full card
stamp_cards-gift-hint = While it is sold out, full cards keep their stamps
stamp_cards-series = Whose card it is
stamp_cards-state = State
stamp_cards-state-open = Open
stamp_cards-state-closed = Closed: no new stamps, what was earned stays
stamp_cards-no-gift = First a gift
stamp_cards-no-gift-why = A full card becomes a gift. Make that gift, then come back.
stamp_cards-sample = In the wallet
stamp_cards-created = The card is open.
stamp_cards-changed = Saved.
stamp_cards-left-visits = { $left ->
    [one] One more visit for { $gift }
   *[other] { $left } more visits for { $gift }
}
stamp_cards-left-purchases = { $left ->
    [one] One more purchase for { $gift }
   *[other] { $left } more purchases for { $gift }
}
stamp_cards-count = { $have } of { $of }
stamp_cards-full = Full! { $gift } is out at the moment; your stamps stay.
field-stamp_card_open = There is an open card for this already. Close it first.
refusal-stamp_cards-one_is_open = There is an open card for this already. Close it first.
error-not_found-stamp_card = There is no such stamp card.
