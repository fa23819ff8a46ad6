# Samples of a pre-sale: trying it before paying for it.
presales-samples = Try it first
presales-samples-of = Try it first: { $name }
presales-samples-when = From { $from } until { $until }, at the counter. One each, { $costs }.
presales-samples-reserved-only = For those who have reserved.
presales-samples-came = { $tried ->
    [one] One person tried it;
   *[other] { $tried } people tried it;
} { $then ->
    [0] nobody of them has reserved since.
    [one] one of them reserved after that.
   *[other] { $then } of them reserved after that.
}
presales-samples-free = free
presales-samples-none-left = All taken
presales-samples-take = Take one · { $costs }
presales-samples-yours = Yours to try
presales-samples-collect-by = Fetch it by { $until }
presales-samples-had = You have tried it. If it is not for you, step back by the rule below.
presales-samples-tried = You have tried it.
presales-samples-over = There is nothing to try any more.
presales-samples-not-yet = Come back at its hour.
presales-samples-reserve-first = It is for those who have reserved. If you do not like it, you can step back by the rule below.
presales-samples-gone-why = All of it is taken. What nobody fetches in time is here again.
presales-samples-give = Let { $name } try it · { $costs }
presales-samples-hand-over = Hand over the one that waits
presales-samples-they-had = They have tried it.
presales-samples-they-reserve-first = It is for those who have reserved.
presales-samples-more = Something to try first
presales-samples-no = Nothing to try
presales-samples-gift = To try
presales-samples-gift-hint = A gift that is handed over without a purchase: a cup of cherries
presales-samples-pieces = How many of it
presales-samples-hours = Waits so many hours
presales-samples-hours-hint = What nobody has fetched by then is for others
presales-samples-from = To try from
presales-samples-until = To try until
presales-samples-whom = Who can try it
presales-samples-everybody = Everybody whom the pre-sale is for
presales-samples-everybody-note = Until it closes
presales-samples-reserved = Those who have reserved
presales-samples-reserved-note = Until the goods are there
presales-samples-program = Costs points of
presales-samples-points = So many for one
presales-samples-said = Members read
presales-figure-tried = Tried it first
presales-figure-then = { $then } of them then reserved. { $held } to be fetched, { $left } left
refusal-presales-no_samples = There is nothing to try of it.
refusal-presales-samples_not_yet = It cannot be tried yet. Come back at its hour.
refusal-presales-samples_over = There is nothing to try any more.
refusal-presales-samples_gone = All of it is taken. What nobody fetches in time is here again.
refusal-presales-sample_taken = One person tries it once.
refusal-presales-reserve_first = It can be tried by those who have reserved.
field-samples_end_before = It ends before it begins.
field-samples_too_late = Everybody tries it until the pre-sale closes; those who reserved, until the goods are there.
field-sample_needs_purchase = Take a gift that is handed over without a purchase.
