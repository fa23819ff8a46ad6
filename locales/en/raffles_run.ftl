# What a raffle tells the groups, and its steps.
raffles-run-teaser = Soon there is something to win: { $prizes }. Tickets go in from { $when }. { $link }
raffles-run-opening = Now there is something to win: { $prizes }. { $odds } Take part here: { $link }
raffles-run-odds = { $prizes ->
    [one] One prize is drawn; how many tickets are in, and what the odds are, stands on the page.
   *[other] { $prizes } prizes are drawn; how many tickets are in, and what the odds are, stands on the page.
}
raffles-run-last_call = Tickets go in until { $until }: { $prizes }. { $odds } { $link }
raffles-run-winner = { $label }: { $prize }
raffles-run-winners =
    { $won ->
        [one] It is drawn. The label of the entry that won:
       *[other] It is drawn. The labels of the entries that won ({ $won } prizes, the first of them here):
    }
    { $winners }
    Yours is on your receipt. Collect within { $days } days. Anybody can check the draw: { $link }
raffles-run-thanks = { $people ->
    [one] Thank you for taking part! How it was drawn can be checked by anybody: { $link }
   *[other] Thank you, all { $people } who took part! How it was drawn can be checked by anybody: { $link }
}
raffles-step-enter = Put your tickets in until { $closes }
raffles-step-draw = It is drawn { $draws }, and anybody can check it
raffles-step-play = { $plays ->
    [one] Play: there is one play
   *[other] Play: there are { $plays } plays
}
raffles-step-told = You see at once what it is
raffles-step-collect = { $days ->
    [one] Collect your prize within a day
   *[other] Collect your prize within { $days } days
}
