refusal-points-not_enough = That is more than there is: { $have } can be spent.
refusal-points-too_many_programs = A brand has at most { $max } points programs. Change one that there is.
refusal-points-no_worth = These points pay for nothing at the till. Give them a worth in the program first.
refusal-points-same_member = Choose another member: these are their own points.
refusal-points-erased = This member was erased.
field-when_unreadable = This is no condition that can be read. One that can: amount >= 50.0 && weekday == 3
field-when_unknown = { $name } is unknown here. Known are amount, items, store, weekday, hour, day, month, first, source, categories, products and points.
field-when_no_answer = A condition must come to yes or no. Amounts are written with a point: amount >= 50.0
field-too_many = At most { $max }.
field-lines_amount = The lines add up to { $amount } in the smallest part of the currency; the amount has to be the same.
