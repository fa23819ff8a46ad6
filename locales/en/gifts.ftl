gifts-nav = Gifts
refusal-gifts-sold_out = Sold out. Nothing of this gift is left to give.
refusal-gifts-already_had = This person has had as many of this gift as one may have.
refusal-gifts-closed = This gift is closed. It is given to nobody any more.
refusal-gifts-not_that_many = { $left ->
    [0] Nothing lies there to take back.
    [one] Only one lies there. What was given cannot be taken back.
   *[other] Only { $left } lie there. What was given cannot be taken back.
}
