# Raffles: tickets go in, winners are drawn, and anybody can check it.
raffles-nav = Raffles
raffles-title = Raffles
raffles-lead = { $on ->
    [0] Tickets go in, winners are drawn, and anybody can check it. Nothing is on now.
    [one] One is on now.
   *[other] { $on } are on now.
}
raffles-none = No raffle yet
raffles-none-why = A raffle thanks those who come anyway: a ticket for everybody, some more for those who buy, and a draw that nobody can doubt.
raffles-make = New raffle
raffles-make-first = Plan the first
raffles-edit-title = Change { $name }
raffles-edit-told = It is announced and signed: only its name and its budget can change.
raffles-no-gift = There is no gift to win
raffles-no-gift-why = The prizes of a raffle are gifts that lie on the shelf.
raffles-no-gift-make = Make a gift
raffles-created = The draft is saved.
raffles-changed = The change is saved.
raffles-style = How it is played
raffles-style-scheduled = Tickets, and one draw
raffles-style-scheduled-note = Tickets go in until it closes; then all winners are drawn at once.
raffles-style-wheel = A wheel to spin
raffles-style-scratch = A card to scratch
raffles-style-egg = An egg to break
raffles-style-instant-note = Each play takes a ticket and tells at once.
raffles-prizes = Prizes
raffles-prizes-hint = The first line is drawn first. A last line with many pieces is a consolation for everybody else.
raffles-prize = Prize { $line }
raffles-quantity = Pieces
raffles-no-prize = none
raffles-gift-left = { $left } on the shelf
raffles-free = Free tickets for every member
raffles-per-purchase = A ticket for a purchase of at least
raffles-per-purchase-hint = Left empty, purchases give none.
raffles-plays = Plays
raffles-plays-hint = Only for a wheel, cards and eggs: the prizes lie among so many plays, so the odds are fixed.
raffles-wins = How often one person can win
raffles-least = Least people
raffles-least-hint = With fewer it is called off, and points that were paid go back.
raffles-source = Chance from outside
raffles-source-nonces = Members' own random numbers
raffles-source-nonces-note = Works without a network and draws by itself.
raffles-source-drand = A public beacon (drand)
raffles-source-drand-note = Nobody can foretell it. Somebody types in its round after the closing.
raffles-wait = From closing to draw
raffles-wait-hint = Minutes in which members' phones show their numbers
raffles-collect-days = Days to collect
raffles-unclaimed = What nobody collects
raffles-unclaimed-shelf = goes back to the shelf
raffles-unclaimed-redraw = goes to the next ticket
raffles-more = Draw, collecting, limits, budget, other languages
raffles-what = The raffle
raffles-tickets = Tickets
raffles-entrants = People
raffles-held = To be collected
raffles-collected = Collected
raffles-lapsed = Went back
raffles-passed = Drawn again
raffles-won = Won
raffles-worst-perceived = Worth to members
raffles-worst-pieces = Pieces
raffles-said-draft = A draft. Nobody sees it.
raffles-said-checked = Checked, and ready to be announced.
raffles-said-before = Members see it, and when it opens: { $opens }.
raffles-said-on = { $people ->
    [0] Nobody is in yet. It closes { $closes }.
    [one] One person is in, with { $tickets } tickets. It closes { $closes }.
   *[other] { $people } people are in, with { $tickets } tickets. It closes { $closes }.
}
raffles-said-closed = It is closed and signed. It is drawn from { $at } on.
raffles-said-ready = It is closed and signed, and can be drawn.
raffles-said-drawn = { $held ->
    [0] It is drawn, and everything is collected or back.
    [one] It is drawn. One prize waits to be collected.
   *[other] It is drawn. { $held } prizes wait to be collected.
}
raffles-said-settled = { $collected } of { $of } prizes were collected. What was left is back on the shelf.
raffles-said-off = It was called off. Prizes are on the shelf, and points went back.
raffles-did-check = Nothing stands in its way.
raffles-did-schedule = It is announced, and its opening is signed.
raffles-did-open = It is open.
raffles-did-close = It is closed, and who took part is signed.
raffles-did-draw = It is drawn. Winners hold their vouchers in a moment.
raffles-did-reroll = It is drawn again, and the proof says why.
raffles-did-off = It is called off.
raffles-did-archive = It is out of the way.
raffles-did-give = The tickets are given.
raffles-close-title = Close it before its time?
raffles-close-loses = Nobody can put in tickets any more. What is in stays in.
raffles-draw = Draw now
raffles-draw-title = Draw the winners?
raffles-draw-loses = It is drawn once: { $people } people, { $tickets } tickets, { $pieces } prizes. Nobody can take it back.
raffles-beacon = Signature of round { $round }
raffles-beacon-hint = 96 digits, from https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/{ $round }
raffles-call-off = Call off
raffles-call-off-title = Call it off?
raffles-call-off-loses = Nothing is drawn. Prizes go back to the shelf, and points to whoever paid them.
raffles-give = Give tickets
raffles-give-member = Card or phone number
raffles-give-tickets = Tickets
raffles-give-why = Somebody without a phone, or who brought a friend. Tickets are in the draw once they are put in.
raffles-winners = Winners
raffles-winners-none = Nobody won.
raffles-winners-not-yet = They stand here once it is drawn.
raffles-winners-why = Winners are shown by the label of their entry. Yours is on your receipt.
raffles-winners-print = List for the wall
raffles-print-title = Winners
raffles-print-drawn = Drawn { $at }
raffles-print-why = Names are shortened. The proof and a page that checks it:
raffles-print-number = No. { $number }
raffles-reroll = Draw again
raffles-reroll-title = Draw this prize again?
raffles-reroll-loses = { $name } loses it, and the proof says so for good.
raffles-reroll-why = Why
raffles-why-unclaimed = not collected
raffles-why-declined = not wanted
raffles-why-unreachable = nobody could tell them
raffles-why-withdrawn = no member any more
raffles-fate-due = in a moment
raffles-fate-held = to be collected
raffles-fate-collected = collected
raffles-fate-lapsed = went back
raffles-fate-withdrawn = taken back
raffles-fate-passed = drawn again
raffles-drawn = drawn
raffles-item = { $prizes ->
    [one] One prize: { $first }
   *[other] { $prizes } prizes, among them { $first }
}
raffles-times = { $quantity } ×
raffles-odds = One of { $of } tickets wins, as it stands now.
raffles-odds-none = Nobody is in yet: the odds depend on how many tickets go in.
raffles-odds-everybody = There are more prizes than tickets, as it stands now: everybody wins.
raffles-odds-plays = One of { $of } plays wins.
raffles-odds-every-play = Every play wins.
raffles-plays-left = of { $of } plays left
raffles-tickets-in = { $tickets ->
    [one] ticket is in
   *[other] tickets are in
} ({ $people ->
    [one] one person
   *[other] { $people } people
})
raffles-enter = { $tickets ->
    [one] Put in my ticket
   *[other] Put in my { $tickets } tickets
}
raffles-buy = One more ticket for { $points } { $unit }
raffles-spin = Spin the wheel
raffles-scratch = Scratch a card
raffles-egg = Break an egg
raffles-have-all = You put in as many tickets as one may.
raffles-no-ticket = You have no ticket to put in now. Below it says how to come by one.
raffles-works-here = You work here: you take no part, so that nobody can doubt the draw.
raffles-called-off-note = It was called off. Points that you paid are yours again.
raffles-drawn-note = It is drawn. Winners find their prize above.
raffles-closed-until = It is closed. The draw is { $at }.
raffles-closed-note = It is closed. The draw is soon.
raffles-yours = { $tickets ->
    [one] You are in with one ticket
   *[other] You are in with { $tickets } tickets
}
raffles-entry-number = { $tickets ->
    [one] Entry no. { $number }, one ticket
   *[other] Entry no. { $number }, { $tickets } tickets
}
raffles-play-number = Play no. { $number }
raffles-receipt = Receipt
raffles-receipt-why = The receipt is signed. With it you can show that you are in the draw, even against the shop.
raffles-you-won = You won
raffles-you = you
raffles-collect-by = Collect it by { $time }
raffles-show = Show it
raffles-play-won = You won: { $prize }
raffles-play-lost = Nothing this time
raffles-play-place = This was play no. { $number }. What each play wins was fixed and sealed before the first.
raffles-how-when = From { $opens } until { $closes }, by the shop's clock.
raffles-how-tickets-title = Tickets
raffles-how-each = { $each ->
    [one] One person can put in one.
   *[other] One person can put in { $each } at most.
}
raffles-way-free = { $free ->
    [one] Every member has one for nothing.
   *[other] Every member has { $free } for nothing.
}
raffles-way-purchase = A purchase of { $amount } or more gives one.
raffles-way-points = One more costs { $points } { $unit }.
raffles-way-given = The shop can give you some.
raffles-how-draw-title = The draw
raffles-how-nonces = It is drawn { $at }, from a secret of the shop that is sealed before anybody enters and random numbers of those who take part.
raffles-how-drand = It is drawn after { $at }, from a secret of the shop that is sealed before anybody enters and a public random number that nobody can foretell.
raffles-how-least = With fewer than { $least } people it is called off, and points go back.
raffles-how-instant = The prizes lie among { $plays } plays in an order that is fixed and sealed before the first. Afterwards the shop shows the order, and anybody can check it.
raffles-how-collect-title = Collecting
raffles-how-collect = { $days ->
    [one] Show your ticket at the counter within a day.
   *[other] Show your ticket at the counter within { $days } days.
}
raffles-how-shelf = What nobody collects goes back to the shelf, and so do prizes that nobody can win.
raffles-how-redraw = What nobody collects goes to the next ticket of the same draw.
raffles-how-staff-title = Who takes no part
raffles-how-staff = Who works for the shop. Nobody has a better chance than their tickets.
raffles-how-counter = Ask at the counter: they put your tickets in and print you a number.
raffles-check = Check this draw yourself
raffles-check-why = The shop signs what it promises before anybody enters, and who took part before it draws. Save these lines now: later they must be the same in the proof.
raffles-check-open = Check a draw
raffles-opening-hash = Opening
raffles-closing-hash = Closing
raffles-key = The shop's key
raffles-proof = Proof
raffles-opening = Signed statements
raffles-verify = Check a draw
raffles-verify-why = Choose the proof of a draw, and your receipt if you have one. Everything is worked out on this device; nothing is sent anywhere.
raffles-verify-proof = Proof
raffles-verify-receipt = Your receipt
raffles-verify-receipt-hint = It shows whether you are in the draw as the shop signed.
raffles-verify-choose = Choose a proof.
raffles-verify-checking = Working it out …
raffles-verify-ok = The draw is right: { $entrants } took part with { $tickets } tickets, { $excluded } did not count, { $won } came out.
raffles-verify-held = Your receipt is in it.
raffles-verify-split = The packet is right: its shares were fixed before anybody took one.
raffles-verify-unsigned = This browser cannot check signatures; everything else is right.
raffles-verify-wrong = This proof is not right:
raffles-verify-insecure = This browser checks nothing on a page without a lock. Save the page that works alone, and open that.
raffles-verify-again = drawn again
raffles-verify-keep = Keep it
raffles-verify-keep-why = One file holds all of this page. It works offline and without us, for as long as you keep it.
raffles-verify-keep-file = Save the page
raffles-verify-others = The same with the program, or with a short script in Python that comes with its source:
raffles-fault-too_large = the file is larger than any proof can be.
raffles-fault-malformed = the file is no proof, or a part of it is not as it must be.
raffles-fault-unknown_version = the file is of a version that this page does not know.
raffles-fault-opening_changed = the opening is not what the shop signed.
raffles-fault-closing_changed = the closing is not what the shop signed.
raffles-fault-result_changed = the result is not what the shop signed.
raffles-fault-secret_changed = the secret is not the one that was sealed before anybody entered.
raffles-fault-prizes_changed = the prizes are not those that were announced.
raffles-fault-source_changed = the chance from outside is not the one that was named before.
raffles-fault-rules_broken = the draw does not keep its own rules.
raffles-fault-input_too_early = the chance from outside was known before the draw closed.
raffles-fault-entrant_dropped = entries are missing that were there at the closing.
raffles-fault-entrant_added = there are entries that were not there at the closing.
raffles-fault-entrant_duplicated = an entry is there twice.
raffles-fault-entrants_reordered = the entries stand in another order than at the closing.
raffles-fault-entrant_changed = an entry is not what it was at the closing.
raffles-fault-exclusions_changed = those who do not count are not those of the closing.
raffles-fault-input_changed = the chance from outside is not the one that the result was made with.
raffles-fault-seed_changed = the numbers do not follow from what was fixed.
raffles-fault-winner_changed = the winners are not those that the numbers choose.
raffles-fault-reroll_changed = what was drawn again is not what the result says.
raffles-fault-receipt_malformed = the second file is no receipt.
raffles-fault-receipt_invalid = the receipt is not what a shop signed.
raffles-fault-receipt_other_key = the receipt is signed by somebody else than the draw.
raffles-fault-receipt_other_draw = the receipt is of another draw.
raffles-fault-receipt_other_opening = prizes, rules or the secret were changed since you entered.
raffles-fault-left_out = the shop signed that you are in the draw, and you are not. Keep both files: they show it.
raffles-fault-log_rewritten = the shop signed other entries before yours. Keep both files: they show it.
raffles-fault-split_changed = the split is not the one that was sealed before the first share.
raffles-fault-share_changed = the shares are not those that follow from the split.
raffles-way = Raffles
raffles-counter-lead = What { $name } can take part in now.
raffles-counter-ready = { $tickets ->
    [0] no ticket
    [one] one ticket
   *[other] { $tickets } tickets
}
raffles-counter-in = { $tickets ->
    [0] not in yet
    [one] in with one ticket
   *[other] in with { $tickets } tickets
}
raffles-counter-enter = Put in for { $name }
raffles-counter-play = Play for { $name }
raffles-counter-give = Give one ticket
raffles-counter-print = Print the number
raffles-counter-works-here = They work here and take no part.
raffles-counter-not-for-them = It is for other members.
raffles-counter-full = They put in as many as one may.
raffles-slip-title = Your number in the raffle
raffles-slip-tickets = { $tickets ->
    [one] one ticket
   *[other] { $tickets } tickets
}
raffles-slip-draw = The draw: { $at }
raffles-slip-why = The winners' list shows the label. Your receipt and the proof are on the page of the raffle:
refusal-raffles-not_open = It is not open yet. Look again at its hour.
refusal-raffles-closed = It is closed. Nobody can take part any more.
refusal-raffles-no_ticket = There is no ticket to put in.
refusal-raffles-limit_reached = One person can put in no more.
refusal-raffles-day_limit_reached = One person can put in no more today. Try again tomorrow.
refusal-raffles-too_few_points = Not enough points: it costs { $need }, and there are { $have }.
refusal-raffles-not_eligible = It is for other members.
refusal-raffles-staff = Who works for the shop takes no part in its draws.
refusal-raffles-full = No more can take part: everything is played, or the list is full.
refusal-raffles-already_drawn = It is drawn already. A raffle is drawn once.
refusal-raffles-too_early = It cannot be drawn or shown yet.
refusal-raffles-too_few_entrants = Fewer than { $least } people take part: it can only be called off.
refusal-raffles-input_wrong = That is not what this draw needs: the 96 digits of the beacon's round, or nothing with members' numbers.
refusal-raffles-nonce_wrong = That is not the number that the entry is bound to.
refusal-raffles-reroll_wrong = That prize is collected or passed on already.
refusal-raffles-wrong_state = That cannot be done where it stands now. Look at its page again.
refusal-raffles-erased = This member was erased.
error-not_found-raffle_entry = There is no such entry.
error-not_found-raffle_pick = There is no such winner.
error-not_found-proof = There is no proof yet: it is there once the raffle is drawn.
error-not_found-opening = It is not announced yet, so nothing is signed.
field-signed = It is announced and signed: this cannot change any more.
field-instant_no_redraw = A wheel, cards and eggs are decided beforehand: nothing is drawn again.
field-hex_invalid = { $digits } hexadecimal digits in lower case.
trail-kind-raffles = raffles
trail-raffles-created = raffle planned
trail-raffles-changed = raffle changed
trail-raffles-opened = raffle opened
trail-raffles-closed = raffle closed early
trail-raffles-called-off = raffle called off
raffles-joining = Tickets for whoever joins
raffles-joining-field = A welcome draw: whoever joins for the first time is given one ticket, and nobody else is
raffles-joining-hint = Only for a wheel, cards and eggs, with 0 free tickets and one play each. The newcomer plays right after joining, on the phone or at the counter.
raffles-odds-most = { $of } of 10 plays win something.
raffles-odds-gone = Every prize is won: no play wins any more.
raffles-prize-of = left of { $quantity }
raffles-prize-gone = all of them are won
raffles-way-joining = Whoever joins for the first time is given one ticket, and nobody else is.
raffles-for-newcomers = This one is for whoever joins for the first time: one ticket each, and it cannot be bought.
raffles-welcome-title = Welcome! { $draw }
raffles-welcome-how = How it works, and how to check it
field-joining_instant = A welcome draw is played at once: choose a wheel, cards or eggs.
field-joining_alone = The tickets of a welcome draw are given on joining and in no other way: leave this empty, or 0.
refusal-raffles-on_joining = Its tickets are given on joining, and in no other way.
