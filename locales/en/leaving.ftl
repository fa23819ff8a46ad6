# What somebody loses who is erased.

leaving-loses = What is lost with it
leaving-money = { $amount } of own money in the wallet
leaving-money-first = Have it paid back first, at the counter or by the office. Afterwards nobody can say whose it was.
leaving-bonus = { $amount } that the shop added
leaving-points = { $points } { $unit }
leaving-vouchers = { $count ->
    [one] { $count } voucher
   *[other] { $count } vouchers
  } not collected
leaving-plan = The membership, paid until { $day }
leaving-orders = { $count ->
    [one] { $count } order
   *[other] { $count } orders
  } not collected
leaving-orders-why = What is not paid yet is called off. What is paid waits at the counter for its code.
