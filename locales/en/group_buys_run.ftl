# What a group buy tells the groups, and its steps.
group_buys-run-teaser = Find your people: from { $when } you can buy { $what } together. { $cost }. More here: { $link }
group_buys-run-opening = Together it is cheaper: { $what }, { $cost }. Start a team or step into one; it has { $hours } to come together. Too few? Everybody has everything back. { $link }
group_buys-run-last_call = Until { $until } you can still start a team or step into one: { $what }, { $cost }. { $link }
group_buys-run-thanks = { $teams ->
    [one] Thank you! One team came together: { $what }. Your tickets wait for you in the shop.
   *[other] Thank you! { $teams } teams came together: { $what }. Your tickets wait for you in the shop.
}
group_buys-step-team = Bring a team together, or step into one
group_buys-step-people = { $fewest } people within { $hours }: the price is yours
group_buys-step-collect = { $days ->
    [one] Collect it within a day
   *[other] Collect it within { $days } days
}
