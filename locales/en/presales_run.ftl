# What a pre-sale tells the groups, and its steps.
presales-run-teaser = From { $when } you can reserve { $what }. { $cost }. It comes { $ready }. More here: { $link }
presales-run-opening = You can reserve { $what } now: { $cost }. { $pays } It is in the shop { $ready }; you choose when you come. { $link }
presales-run-last_call = Reserve until { $until }: { $what }, { $cost }. { $link }
presales-run-thanks = { $many ->
    [one] Thank you! One piece is reserved: { $what }. We see you when it is there, { $ready }.
   *[other] Thank you! { $many } pieces are reserved: { $what }. We see you when they are there, { $ready }.
}
presales-step-reserve = Reserve a piece and choose when you come
presales-step-ahead = Reserve a piece with { $deposit } ahead and choose when you come
presales-step-ready = { $ready } it is there, and you have a ticket
presales-step-rest = Pay the rest at the till and take it home
