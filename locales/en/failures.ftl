# What failed for good.

failures-title = What failed
failures-why = Work that regulars gave up on. What is here waits for you and disturbs nothing else.
failures-none = Nothing failed
failures-none-why = When a message cannot be sent or a task gives up, it stands here with the reason.
failures-today = { $count ->
    [one] One thing failed for good
   *[other] { $count } things failed for good
}
failures-kind = Work in the background: { $kind }
failures-kind-imports-members = A file of members
failures-kind-joining-decide = An answer to somebody who asked to join
failures-kind-proofs-letter = A code or a link for a member
failures-kind-reminders-letter = A mail about what ends soon
failures-kind-todos-day = The to-dos of a day
failures-tries = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
failures-over = It is over, so nothing is left to send. The member can come back at the counter, or ask again once sending works: check the mail and text message settings with `regulars doctor`.
failures-again = Try again
failures-let-go = Let it go
failures-tried = It is being tried again.
failures-gone = It is gone from the list.
failures-kind-payments-ask = Whether a payment was made, asked of its provider
failures-kind-payments-compare = Payments compared with what their provider says
failures-kind-payments-refund = A payment given back
failures-kind-payments-start = Where to pay, asked of a payment provider
