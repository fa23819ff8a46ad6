# Birthdays: a gift once a year.
birthdays-nav = Birthdays
birthdays-title = Birthdays
birthdays-lead = A gift once a year, some days before the day itself.
birthdays-none = Birthdays bring nothing yet
birthdays-none-why = Members may tell you their day, without the year. Choose a gift, and everybody finds it among their tickets some days before.
birthdays-make = Choose a gift
birthdays-edit = Change
birthdays-plan-note = From now on. What was given stays.
birthdays-kept = Kept. Whose birthday is near gets theirs within the hour.
birthdays-says = { $days ->
    [0] { $gift }, on the day itself.
    [one] { $gift }, one day before.
   *[other] { $gift }, { $days } days before.
}
birthdays-given = Given
birthdays-given-note = in the last twelve months
birthdays-coming = In the next { $days } days
birthdays-nobody = Nobody whose day you know.
birthdays-more = { $people ->
    [one] And one more.
   *[other] And { $people } more.
}
birthdays-rules = How it works
birthdays-rule-once = Once in twelve months, even when somebody changes their day.
birthdays-rule-leap = 29 February is kept on the 28th in other years.
birthdays-rule-late = Who tells you late gets theirs if the day is not over.
birthdays-gift = Gift
birthdays-gift-hint = It is good for as long as the gift says, counted from the day it comes. Let the gift have no limit per person, so that it can come again.
birthdays-no-gift = None
birthdays-before = Days before
birthdays-before-hint = 0 to 60. Seven leave time to come by.
birthdays-of-tiers = Instead, for tiers
birthdays-as-everybody = As everybody
birthdays-no-gifts = No gift to give yet
birthdays-no-gifts-why = Make a gift first: what it is, what it costs you and how many there are.
birthdays-make-gift = Make a gift
birthdays-counter = birthday on { $day }
trail-kind-birthdays = birthdays
trail-birthdays-planned = birthday gift chosen
trail-field-days-before = days before
