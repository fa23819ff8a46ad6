balances-statement = Statement
balances-statement-why = Every ticket and every stamp that came or went, the latest first.
balances-none = Nothing came or went yet
balances-none-why = Gifts, tickets and stamps will be listed here, each with its day and reason.
balances-older = Older
balances-given = You got { $name }
balances-redeemed = You collected { $name }
balances-redemption-undone = { $name } came back: the counter undid it
balances-withdrawn = The shop took { $name } back
balances-expired = { $name } ran out of time
balances-stamped = A stamp on { $name }
balances-filled = { $name } was full and became a gift
balances-unstamped = A stamp on { $name } was taken back
balances-unfilled = The stamps of { $name } came back
balances-stamps = { $count ->
    [one] stamp
   *[other] stamps
}
balances-tickets = { $count ->
    [one] ticket
   *[other] tickets
}
