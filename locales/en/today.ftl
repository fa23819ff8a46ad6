today-hello = Good to see you, { $name }.
today-first = Welcome, { $name }. Your first regulars start with one poster.
today-more = { $active ->
    [one] One regular was
   *[other] { $active } regulars were
} active in { $days } days; { $joined } joined, { $difference } more than before.
today-fewer = { $active ->
    [one] One regular was
   *[other] { $active } regulars were
} active in { $days } days; { $joined } joined, { $difference } fewer than before.
today-joins = Joined
today-active = Active members
today-of-members = of { $members } members
today-first-purchases = First purchases
today-redemptions = Gifts collected
today-purchases = They paid
today-now = On now
today-now-empty = Nothing is planned for today. A programme gives each group one good reason to look.
today-waits = Waits for you
today-waits-empty = Nothing waits. Enjoy the shop.
today-flow = Who came from where
today-flow-says = { $source } brings the most: { $count } joined.
today-flow-none = Nobody joined in these days.
today-source-before = { $source } before
today-before = before
today-funnel = How far people come
today-funnel-says = Of { $joined } who joined, { $bought } bought for the first time.
today-stage-known = Became known
today-stage-joined = Joined
today-stage-took-part = Took part
today-stage-bought = Bought
today-stage-again = Bought again
today-gifts = What gifts cost, what their people bought
today-gift = Gift
today-their-people-bought = Their people paid
today-gifts-empty = No gift was collected yet
today-gifts-empty-why = A small gift on joining is the best reason to come back to the shop.
today-gifts-empty-do = See the gifts
