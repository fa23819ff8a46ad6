# Who is in which group.

memberships-title = Groups
memberships-none = In no group so far.
memberships-gone = A group of the past
memberships-since = since { $date }
memberships-from-until = { $from } to { $until }
memberships-in = in
memberships-moved = moved
memberships-shop = taken out
memberships-left = left
memberships-nobody = Nobody is in yet.
memberships-all = All
memberships-members = Members
refusal-memberships-ended = They had left already.
error-not_found-membership = This membership is not here.
