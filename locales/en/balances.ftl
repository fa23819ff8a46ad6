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
balances-carried = { $name }: from one record of yours to the other
balances-unfilled = The stamps of { $name } came back
balances-stamps = { $count ->
    [one] stamp
   *[other] stamps
}
balances-tickets = { $count ->
    [one] ticket
   *[other] tickets
}
balances-proof = Check it yourself
balances-proof-way = Check these lines yourself
balances-proof-why = The shop keeps books in which nothing can be changed unseen. Here your own browser works out whether your lines are in them.
balances-proof-by-hand = With JavaScript your browser checks these lines by itself. Without it, take the file below: everything in it can be worked out by hand.
balances-proof-checking = Working it out …
balances-proof-fits = { $lines ->
    [0] The books hold together up to the last row.
    [one] Your line is in the books, and they hold together up to the last row.
   *[other] All { $lines } lines are in the books, and they hold together up to the last row.
}
balances-proof-noted = { $lines ->
    [0] The books hold together up to the last row. Row { $row } is still what was noted before.
    [one] Your line is in the books, and they hold together up to the last row. Row { $row } is still what was noted before.
   *[other] All { $lines } lines are in the books, and they hold together up to the last row. Row { $row } is still what was noted before.
}
balances-proof-far = { $lines ->
    [0] From what was noted before to the last row it is a long way: { $rows } rows, about { $size } KB.
    [one] Your line is in its row of the books. From there to the last row it is a long way: { $rows } rows, about { $size } KB.
   *[other] All { $lines } lines are in their rows of the books. From there to the last row it is a long way: { $rows } rows, about { $size } KB.
}
balances-proof-walk = Check the whole way
balances-proof-wrong = Something does not fit: see the marked lines. Keep the file below and ask the shop.
balances-proof-broken = Your lines fit, but the books do not hold together at row { $row }. Keep the file below and ask the shop.
balances-proof-lost = Row { $row } is not what was noted before. If the note is right, the books were changed, perhaps by going back to a backup: keep the note and the file below, and ask the shop.
balances-proof-forget = Forget what this browser noted
balances-proof-unsure = It could not be checked just now. Load the page again in a minute.
balances-proof-insecure = Browsers work this out only over a safe connection (https). Take the file below instead.
balances-proof-right = checked
balances-proof-off = does not fit
balances-proof-row = Row { $row }
balances-proof-head = The last row of the books
balances-proof-head-why = With it you can hold the shop to everything up to now, even years later. This browser keeps it once all is checked; a note or a printed slip keeps it without one.
balances-proof-books = Note or print it
balances-proof-file = The proofs as a file
balances-proof-meaning = What this proves, and what not
balances-proof-meaning-yes = If it fits, each of these lines stands in the books just as you read it here. Nobody can change its day or its amount without giving every later row another fingerprint, and whoever noted one of those rows would see it.
balances-proof-meaning-not = It cannot find what was never written down, and it knows nothing of the time before the first row that somebody noted. The check itself comes from the shop, too: if you would rather not trust it, take the file to another program or work it out by hand.
balances-proof-meaning-hand = How that goes is written in the documentation of regulars, under “The ledger”. The file holds your lines with ids and amounts, and nobody’s name or number.
