# Group buys: people who buy together pay less.
group_buys-nav = Group buys
group_buys-title = Group buys
group_buys-lead = { $on ->
    [0] People who buy together pay less, and bring each other along. Nothing is on now.
    [one] One is on now.
   *[other] { $on } are on now.
}
group_buys-gift = What one gets
group_buys-gift-hint = A gift that carries a price for certain goods. The price below replaces it.
group_buys-gift-price = { $price } alone, { $left } on the shelf
group_buys-gift-left = { $left } on the shelf
group_buys-prices = Prices
group_buys-tiers-hint = From so many people on, each pays so much. More people, lower price. A team that does not reach the first row fails, and everybody gets everything back.
group_buys-tier-people = People, price { $n }
group_buys-tier-price = Each pays, price { $n }
group_buys-most = Most people in a team
group_buys-seats = Places of all teams
group_buys-seats-hint = They lie aside from the announcement on
group_buys-team-hours = Time for a team
group_buys-team-hours-hint = Hours from its start; never beyond the closing
group_buys-deposit = Paid ahead
group_buys-deposit-hint = Out of the member’s money with the shop, as part of the price. Blank: nothing
group_buys-doors = Who can join a team
group_buys-doors-listed = Everybody
group_buys-doors-listed-note = Open teams stand on the page of the group buy
group_buys-doors-invited = Only with the invitation
group_buys-doors-invited-note = Whoever has the link of a team
group_buys-more = Collecting, budget, other languages
group_buys-collect-days = Days to collect
group_buys-collect-days-hint = After that everything goes back
group_buys-none = No group buy yet
group_buys-none-why = Three neighbours who order together come together: each of them brings two.
group_buys-make = New group buy
group_buys-make-first = Plan the first
group_buys-edit-title = Change { $name }
group_buys-no-gift = There is no gift with a price
group_buys-no-gift-why = A group buy gives tickets that carry a price for certain goods: one bag of beans for 12.90.
group_buys-no-gift-make = Make a gift
group_buys-created = The draft is saved.
group_buys-changed = The change is saved.
group_buys-did-check = Nothing stands in its way.
group_buys-did-schedule = It is announced. Its pieces lie aside.
group_buys-did-open = It is open.
group_buys-did-close = It is closed. Open teams are being decided.
group_buys-did-archive = It is out of the way.
group_buys-close-title = Close it before its time?
group_buys-close-loses = No team can be started or joined any more; { $left } places go back to the shelf. Open teams are decided now: with { $fewest } people or more everybody gets a ticket, with fewer everybody gets everything back.
group_buys-said-draft = A draft. Nobody sees it.
group_buys-said-checked = Checked, and ready to be announced.
group_buys-said-before = Members see it, and when it opens: { $opens }.
group_buys-said-on = { $open ->
    [0] Nobody has started a team. It closes { $closes }; { $people } people wait.
    [one] { $people } people wait in one open team. It closes { $closes }.
   *[other] { $people } people wait in { $open } open teams. It closes { $closes }.
}
group_buys-said-closed = { $held ->
    [0] It is closed. Nobody waits for a ticket to be collected.
    [one] It is closed. One ticket waits to be collected.
   *[other] It is closed. { $held } tickets wait to be collected.
}
group_buys-said-settled = { $made } teams were made, { $collected } pieces were collected. What was left is back on the shelf.
group_buys-what = The group buy
group_buys-figure-left = Places left
group_buys-teams-open = Open teams
group_buys-figure-in-them = { $people } people in them
group_buys-teams-made = Teams made
group_buys-teams-failed = Teams failed
group_buys-figure-held = Waiting to be collected
group_buys-figure-collected = Collected
group_buys-figure-back = Went back
group_buys-worst-points = Points spent
group_buys-worst-at = All at { $price }, from { $people } people
group_buys-worst-takings = { $takings } taken; { $teams } teams at most
group_buys-worst-lead = All { $seats } places taken and collected. Beside each price: what is left of the takings after the cost of the goods.
group_buys-teams = Teams
group_buys-teams-none = Nobody has started one yet.
group_buys-team-since = Started { $time }
group_buys-team-until = { $said } Decided { $time }.
group_buys-by-counter = at the counter
group_buys-fate-held = to be collected
group_buys-fate-collected = collected
group_buys-fate-lapsed = went back
group_buys-fate-withdrawn = taken back
group_buys-fate-refunded = has everything back
group_buys-stand-open = open
group_buys-stand-made = made
group_buys-stand-failed = failed
group_buys-stand-left = everybody left
group_buys-costs = { $price } each, from { $people } people
group_buys-costs-to = { $price } each, { $best } from { $people } people
group_buys-left = { $left } left
group_buys-left-of = of { $of } places left
group_buys-none-left = Every place is taken
group_buys-people = { $people } people or more
group_buys-now-deposit = { $deposit } of it is paid now, out of your money with the shop. If too few come, it is back at once.
group_buys-now-points = { $points } are paid now. If too few come, they are back at once.
group_buys-now-both = { $deposit } of it out of your money with the shop and { $points } are paid now. If too few come, all of it is back at once.
group_buys-how-team-title = A team
group_buys-how-team = Start one, or join one. At most { $most } people; it has { $hours } from its start. Until then everybody may leave and has everything back.
group_buys-how-listed = Other members can join teams that stand on this page.
group_buys-how-invited = Only people with the link of a team can join it.
group_buys-how-made-title = When enough came
group_buys-how-made = With { $fewest } people or more when its time is over, or at once when it is full, everybody has a ticket for one piece at the price that so many reach. Collect it within { $days } days; after that everything goes back.
group_buys-how-failed-title = When too few came
group_buys-how-failed = With fewer than { $fewest } people nothing is bought, and everybody has back what they paid, to the cent. Nobody fills up a team for show.
group_buys-how-when = From { $opens } until { $closes }, by the shop’s clock.
group_buys-how-each = { $each ->
    [one] One place each.
   *[other] { $each } places each.
}
group_buys-how-counter = Ask at the counter: they start a team or join one for you.
group_buys-team-of = { $name }’s team
group_buys-team = A team
group_buys-invites = { $name } invites you
group_buys-made = { $people } people, { $price } each: it is made.
group_buys-failed = { $people } of { $fewest } came. It was not enough, and everybody has everything back.
group_buys-everybody-left = Everybody left this team.
group_buys-being-decided = Its time is over. The result is here in a moment.
group_buys-missing = { $missing ->
    [one] One more person is missing.
   *[other] { $missing } more people are missing.
}
group_buys-enough = Enough people are in: { $price } each, if nobody leaves.
group_buys-enough-more = { $more ->
    [one] Enough people are in: { $price } each, if nobody leaves. One more, and it is { $best }.
   *[other] Enough people are in: { $price } each, if nobody leaves. { $more } more, and it is { $best }.
}
group_buys-places = { $people } of at most { $most } places taken
group_buys-count = { $people } of { $most }
group_buys-you = You
group_buys-place-missing = missing
group_buys-place-free = free
group_buys-your-teams = Your teams
group_buys-open-teams = Teams that you can join
group_buys-closed-note = It is closed. Tickets can still be collected.
group_buys-have-yours = You have as many places as one can have.
group_buys-sold-out-why = Every place is taken. Some come back when somebody leaves or a team fails: look again.
group_buys-start = Start a team
group_buys-decided-in = Decided in
group_buys-yours = Yours: { $price } at the till
group_buys-collect-by = One piece. Collect it by { $time }
group_buys-show = Show it
group_buys-other-teams = Other teams
group_buys-all-back = You have everything back that you paid.
group_buys-collected-it = You have collected yours.
group_buys-join = Join this team
group_buys-leave = Leave the team
group_buys-qr = The invitation as a QR code
group_buys-copy = Copy
group_buys-copied = Copied. Send it to whom you like.
group_buys-share = Invite others
group_buys-share-why = Whoever opens this link sees your team, and can join it.
group_buys-way = Group buys
group_buys-counter-lead = What { $name } can join now.
group_buys-not-for-them = It is for other members.
group_buys-they-have-theirs = They have as many places as one can have.
group_buys-join-for-them = Take a place for { $name }
group_buys-start-for-them = Start a team for { $name }
group_buys-code = Link or code of the invitation
group_buys-by-invitation = With an invitation
refusal-group_buys-not_open = It is not open yet. Look again at its hour.
refusal-group_buys-closed = It is closed. No team can be started or joined any more.
refusal-group_buys-sold_out = Every place is taken. Some come back when somebody leaves or a team fails.
refusal-group_buys-team_full = This team is full. Join another, or start one.
refusal-group_buys-team_over = The time of this team is over. Join another, or start one.
refusal-group_buys-already_in = They are in this team already.
refusal-group_buys-not_in = They are not in this team.
refusal-group_buys-limit_reached = One person can have no more places of it.
refusal-group_buys-day_limit_reached = One person can have no more places of it today.
refusal-group_buys-too_few_points = Not enough points: it costs { $need }, and there are { $have }.
refusal-group_buys-too_little_money = There is too little in the wallet for what is paid ahead. Pay in at the counter first.
refusal-group_buys-not_eligible = It is for other members.
refusal-group_buys-wrong_state = That cannot be done where it stands now. Look at its page again.
refusal-group_buys-erased = This member was erased.
error-not_found-team = There is no such team. Check the link.
error-not_found-seat = There is no such place.
field-gift_has_no_price = Take a gift that carries a price for certain goods.
field-deposit_above_price = It cannot be more than the lowest price.
field-tiers_many = At most { $max } prices.
field-tiers_order = More people, lower price: from row to row both change that way.
field-most_below_tier = A team must be able to reach every price.
field-seats_below_team = There must be places for one team at least.
trail-kind-group-buys = group buys
trail-group-buys-created = group buy planned
trail-group-buys-changed = group buy changed
trail-group-buys-opened = group buy opened
trail-group-buys-closed = group buy closed early
