refusal-returns-nothing_left = Everything of this purchase came back before.
refusal-purchases-returned = A part of this purchase came back: it can no longer be taken away. Take the rest back as a return.
field-return_amount = Between the smallest coin and what is left: { $left } in the smallest part of the currency.
field-return_nothing = Say what comes back: at least one piece.
