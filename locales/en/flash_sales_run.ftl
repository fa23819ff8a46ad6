# What a flash sale tells the groups, and its steps.
flash_sales-run-teaser = { $pieces ->
    [one] Put it in your diary: { $when }. One { $what } goes to whoever is first ({ $cost }). Everything about it: { $link }
   *[other] Put it in your diary: { $when }. We put { $pieces } aside: { $what }, { $cost }. Whoever is first has one. Everything about it: { $link }
}
flash_sales-run-opening = { $pieces ->
    [one] It is open: one { $what }, { $cost }. Tap here, then come and collect it: { $link }
   *[other] It is open: { $pieces } are there, { $what }, { $cost }. { $each ->
        [one] One each.
       *[other] Up to { $each } each.
    } Tap here, then come and collect it: { $link }
}
flash_sales-run-last_call = Until { $until }, as long as there are any: { $what }, { $cost }. { $link }
flash_sales-run-thanks = { $taken ->
    [one] Thank you for looking in! One of you took { $what } home. The next one comes.
   *[other] Thank you for looking in! { $taken } of { $pieces } found somebody: { $what }. The next one comes.
}
flash_sales-step-open = Open the page: { $opens }
flash_sales-step-take = { $pieces ->
    [one] Tap first: there is one
   *[other] Tap before the { $pieces } are gone
}
flash_sales-step-collect = Collect it within { $hold }
