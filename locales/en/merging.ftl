# Two records of one person become one.

merging-title = Two records, one person
merging-begin = Same person twice?
merging-note = Find the other record of { $name }, look at the two side by side, and make them one.
merging-twins = Probably the same person
merging-none = Nobody looks the same
merging-none-why = We compared e-mail, phone number, name and birthday. Search below if you know better.
merging-why-email = same e-mail
merging-why-phone = same number, other country
merging-why-birthday = same name and birthday
merging-why-name = same name
merging-search = Search
merging-search-label = The other record
merging-search-hint = Name, phone, last digits, card code or e-mail.
merging-search-do = Search
merging-search-none = Nobody is found by that.
merging-compare-note = { $into } stays. { $from } becomes another name of it. Nothing has happened yet.
merging-swap = The other way round
merging-becomes = What becomes of everything
merging-what = What
merging-stays = Stays · { $code }
merging-goes = Goes · { $code }
merging-after = Afterwards
merging-plainly = Said plainly
merging-plainly-one = Card, links and purchases of { $name } belong to the one that stays; the old card can still be scanned.
merging-plainly-devices = Phones that are signed in as { $name } show the one wallet from then on. Be sure that it is the same person.
merging-plainly-consents = To messages: a no of either record holds, unless the person said yes later by themselves.
merging-plainly-kept = Details that are not chosen are gone. Vouchers are never taken away.
merging-plainly-forever = This cannot be undone.
merging-do = Make them one
merging-do-title = Make { $from } and { $into } one?
merging-done = The two are one.
merging-groups = Groups
merging-groups-count = { $count ->
    [one] { $count } group
   *[other] { $count } groups
}
merging-groups-double = { $count ->
    [one] They are in one group twice: one seat is given back.
   *[other] They are in { $count } groups twice: one seat each is given back.
}
members-place-merging = when two records became one
refusal-members-same_member = This is one and the same record.
refusal-members-merged_already = These two are one already.
refusal-members-own_record = This is your own record. Somebody else of the shop has to do it.
refusal-members-too_many_merged = At most { $max } records can be merged into one.
trail-members-merged = members merged
trail-field-merged = merged
trail-field-took = taken from it
merging-purchases = Purchases
merging-purchases-count = { $count ->
    [one] { $count } purchase, { $spent }
   *[other] { $count } purchases, { $spent }
}
merging-vouchers = Open vouchers
merging-stamps-double = { $count ->
    [one] One day was stamped on both cards: it counts once.
   *[other] { $count } days were stamped on both cards: each counts once.
}
merging-stamps-filled = The card is full by that: its gift is given at once.
merging-points = { $points }
merging-points-pending = { $points }, and { $pending } on their way
merging-points-differ = All of it counts as one history from the beginning: limits per day and person, ends and tiers are those of one person.
merging-wallet = Wallet
merging-wallet-both = { $principal } and { $bonus } bonus
merging-wallet-over = More than one wallet may hold: it stays, and can be topped up again once there is room.
merging-orders = Orders
merging-counter-hint = This person may be known twice. The office can make the two records one.
