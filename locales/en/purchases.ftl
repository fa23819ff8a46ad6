purchases-of-member = Purchases
purchases-line = { $items ->
    [one] one item, { $store }
   *[other] { $items } items, { $store }
}
purchases-spent = Spent
purchases-count = Purchases
purchases-last-here = Last here
purchases-never-here = not yet
purchases-none = Nothing bought yet, as far as the till told us.
refusal-purchases-reference_taken = The till told this number before, with another amount, number of items or customer.
refusal-purchases-settled = The till's own file has this purchase. It can no longer be taken back here.
field-column_missing = The file has no column “{ $column }”.
field-file_without_head = The file has no readable first line with the names of its columns.
error-not_found-purchase = There is no such purchase.
