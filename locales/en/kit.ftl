# The frame around every page, fields and their errors, lists, errors of the house.
# Short and concrete, as one would say it over the counter. Errors: what happened, what it means,
# what to do.

skip = To the content
language = Language
theme = Appearance
theme-auto = As the device
theme-light = Light
theme-dark = Dark
close = Close
cancel = Cancel
save = Save
try-again = Try again
go-home = To the start
print = Print
print-hint = A4, one page, without margins. Ctrl P also works.
online = Connected
offline = No connection
switch-person = Change
unread = { $count ->
    [one] one unread message
   *[other] { $count } unread messages
}

nav-main = Main
nav-today = Today
nav-people = People
nav-value = Value
nav-play = Play
nav-reach = Reach
nav-insight = Insight
nav-settings = Settings
tab-home = Home
tab-groups = Groups
tab-play = Play
tab-wallet = Wallet
tab-me = Me
scope = Showing { $name }. Change
find = Search
find-nothing-why = Try fewer letters, a phone number or the code on a card.
find-nothing = Nothing found. Try a name, a phone number or a page.
account = My account
sign-out = Sign out

form-optional = optional
form-choose = Please choose
form-country = Country code
form-month = Month
form-day = Day
form-busy = One moment …
form-wrong = { $fields ->
    [one] One thing is not right yet. Nothing you typed is lost.
   *[other] { $fields } things are not right yet. Nothing you typed is lost.
}

field-required = Please fill this in.
field-too_long = { $max ->
    [one] At most one character.
   *[other] At most { $max } characters.
}
field-too_short = { $min ->
    [one] At least one character.
   *[other] At least { $min } characters.
}
field-limit_range = Between 1 and { $largest } at a time.
field-cursor_invalid = This link to the next page no longer works. Start the list from the top.
field-amount_not_a_number = Write an amount such as 12.50.
field-amount_negative = The amount cannot be below zero.
field-amount_decimals = Too many digits after the point for this currency.
field-amount_ambiguous = Is this { $whole }? Then write { $whole } without a mark in it. If not, write { $digits ->
    [3] three digits after a point, such as 12.500.
   *[other] two digits after the mark, such as 12.50.
}
field-amount_too_large = That is more than we take at once. One zero too many?
field-email_invalid = That is not an e-mail address. It looks like name@shop.com.
field-phone_invalid = That is not a phone number of this country. Check the digits and the country code.
field-date_invalid = That is not a date. Write it as 2026-11-22.
field-choice_invalid = Please choose one from the list.
field-number_range = A whole number from { $min } to { $max }.
field-file_too_large = The file is too large: at most { $max } MB.
field-taken = Somebody has this already. Please choose another.

error-title-malformed = That did not reach us whole
error-title-unauthenticated = Please sign in
error-title-forbidden = Not yours to open
error-title-not_found = Not here
error-title-refused = That does not go
error-title-too_many = A little slower, please
error-title-busy = Very busy just now
error-title-broken = Something broke on our side
error-not_found = This page is not here. It may have been moved or closed, or the link is not whole.
error-unauthenticated = You need to sign in for this. Afterwards you come back here.
error-forbidden = Your role does not include this. The owner of the shop can change that.
error-malformed = The request was damaged on its way. Go back and try once more.
error-form_expired = This form lay open too long. Go back, reload the page and send it again.
error-invalid = { $fields ->
    [one] One field needs another look.
   *[other] { $fields } fields need another look.
}
error-idempotency-mismatch = This was sent before with other content. Reload the page and start again; nothing was done twice.
error-too_many = That was a lot at once. Please wait { $retry ->
    [one] one second
   *[other] { $retry } seconds
} and try again.
error-busy = Many people are here at this moment. Nothing was lost; try again in a second.
error-not_owner = This shop is just moving to another machine. Nothing was lost; try again in a second.
error-broken = Something broke on our side. It has been noted; nothing was done halfway.
error-broken-id = It has been noted under { $id }. Nothing was done halfway. If it happens again, tell us this number.

table-filter = Filter
table-nothing = Nothing found
table-nothing-for = No line matches “{ $words }”.
table-show-all = Show all
table-more = More
table-csv = As CSV

steps = Step { $step } of { $of }
stamps-have = { $have } of { $of } stamps
confirm-people = { $people ->
    [0] Nobody is affected.
    [one] One person is affected.
   *[other] { $people } people are affected.
}
chart-numbers = The numbers
chart-when = When
funnel-went-on = { $part } went on

# What the front room refuses before any slice is asked.
field-json_type = This value has another shape than expected: { $detail }
field-text_unkeepable = Text cannot hold the character U+0000.
error-form-unreadable = The form did not reach us whole. Go back and send it once more.
error-form-too_many_fields = The form holds more fields than any form of ours. Reload the page and start again.
error-form-too_large = That is too much for one form. Send a smaller picture or less text.
error-form-foreign = This form came from another place than our pages, so nothing was done. Open the page here and send it again.
error-form-once_missing = The form is not whole: reload the page and send it again. Nothing was done.
error-request-unreadable = The request cannot be read. Check its address and its headers.
error-body-too_large = The content is too large.
error-body-not_json = The content is not JSON.
error-idempotency-key_missing = This moves something of value, so it needs an Idempotency-Key: any text of your own that stays the same when you repeat it.
error-idempotency-key_invalid = The Idempotency-Key may hold plain letters, digits and signs only (ASCII).
error-currency-invalid = That is no currency code. It looks like CNY or EUR.
error-position-invalid = The position is none that we gave out. Leave it away or send the last one you got.

# What people of the shop are called.
role-owner = Owner
role-operator = Operator
role-area-lead = Area lead
role-manager = Manager
role-assistant = Shop assistant
role-cashier = Cashier
role-host = Host
role-moderator = Moderator
role-opinion-leader = Opinion leader
role-agent = Agent
