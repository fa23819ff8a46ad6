# Lists that a chat writes, which become orders.
order_lists-nav = Order lists
order_lists-title = Order lists
order_lists-lead = What people write in a chat, one line each, becomes orders.
order_lists-none = No list yet
order_lists-none-why = Choose what you offer and until when. You get a text for the chat; paste what people answer, and their lines become orders.
order_lists-new = New list
order_lists-new-lead = Offer goods to a chat, by the words that its people use for them.
order_lists-no-goods = Nothing is for sale yet
order_lists-no-goods-why = A list offers products of the shop. Add some first, or ask somebody who may.
order_lists-item = { $count ->
    [0] nobody yet
    [one] 1 order
   *[other] { $count } orders
  } · collected { $day } · { $store }
order_lists-state-closed = Closed
order_lists-name = Name
order_lists-name-example = Saturday market
order_lists-group = Group
order_lists-group-none = Everybody of the store
order_lists-group-hint = Whose chat it is. Names of this group are found on the list.
order_lists-store = Store
order_lists-store-hint = From whose shelves it comes. A group that belongs to a store keeps its own.
order_lists-lang = The chat speaks
order_lists-closes = People write until
order_lists-place = Where it is collected
order_lists-place-hint = Empty: in the store.
order_lists-ready = Collected from
order_lists-until = Collected until
order_lists-until-hint = So long the goods are held. What nobody collects is free again.
order_lists-goods = What you offer
order_lists-goods-hint = Tick what is on the list, with all the words that people write for it, apart by commas. The first is the one that we write. A word that is not here is not read.
order_lists-words = { $product }: words
order_lists-units = { $product }: sold by
order_lists-opened = The list is open.
order_lists-changed = Changed.
order_lists-closed = The list is closed. What was ordered stays good.
order_lists-sentence = { $count ->
    [0] Nobody has ordered yet
    [one] 1 order
   *[other] { $count } orders
  }. Collected { $day }, { $from } to { $until }, { $place }.
order_lists-sheet = Pick list
order_lists-sheet-title = Pick list: { $name }
order_lists-csv = As a file
order_lists-edit = Change
order_lists-paste = What the chat wrote
order_lists-text = The list
order_lists-text-hint = Copy the whole list from the chat. Senders and times may stay in it. Nothing is ordered until you have looked at it.
order_lists-text-example = 1. Chen, 2 boxes of eggs
order_lists-read = Read it
order_lists-opening = For the chat
order_lists-opening-group = Send this to { $group }. People answer below it, one line each.
order_lists-opening-why = Send this to the chat. People answer below it, one line each.
order_lists-copy = Copy
order_lists-copied = Copied
order_lists-totals = To buy
order_lists-orders = Orders
order_lists-nobody = No orders yet
order_lists-nobody-why = Paste the chat's list: each line becomes an order with its number and name.
order_lists-forgotten = Name forgotten
order_lists-withdraw = Call off
order_lists-withdraw-title = Call off the order of { $name }?
order_lists-withdrawn = The order is called off.
order_lists-kept = This order was packed or paid already: it stays as it is.
order_lists-close = Close the list
order_lists-close-title = Close this list?
order_lists-close-loses = Nothing more is ordered from it. Orders stay good.
order_lists-reopen = Open it again
order_lists-wiped = The names on this list were forgotten two weeks after it was collected.
order_lists-text-closes = Write until { $time }
order_lists-text-collect = Collect: { $place }, { $from }–{ $until }. You pay there.
order_lists-text-how = Your line: number. name, what and how many ({ $goods } x2)
order_lists-read-title = Is this right?
order_lists-read-sentence = { $clear ->
    [0] Nothing new
    [one] 1 line is to be taken
   *[other] { $clear } lines are to be taken
  }, { $unclear ->
    [0] none is unclear
    [one] 1 is unclear
   *[other] { $unclear } are unclear
  }, { $same } as before.
order_lists-written = As it was written
order_lists-line-unclear = unclear
order_lists-clear = { $count ->
    [one] 1 clear line
   *[other] { $count } clear lines
  }
order_lists-added = New
order_lists-is-changed = Changed
order_lists-off = Called off
order_lists-more = { $count } more follow: at most { $most } are taken at a time.
order_lists-who = Who { $name } is
order_lists-who-known = A member
order_lists-who-nobody = By this name only
order_lists-who-hint = A card's code, a phone number, or the name of somebody in the group. Empty: the order is held under the name on the list.
order_lists-missing = { $count ->
    [one] 1 is not on the list any more
   *[other] { $count } are not on the list any more
  }
order_lists-missing-why = Perhaps only a part of the list was copied. Tick whose order is to be called off.
order_lists-unclear = { $count ->
    [one] 1 line is unclear
   *[other] { $count } lines are unclear
  }
order_lists-unclear-why = Nothing is guessed. Mend a line and read again, or leave it: nothing is ordered for it.
order_lists-same = { $count ->
    [one] 1 is as it was
   *[other] { $count } are as they were
  }
order_lists-confirm = { $count ->
    [0] Call off what is ticked
    [one] Take 1 line
   *[other] Take { $count } lines
  }
order_lists-again = Read again
order_lists-taken = New orders: { $made }. Changed: { $changed }. Called off: { $withdrawn }.
order_lists-short = { $name }: too little { $product }, { $left } left. Nothing was ordered for this line.
order_lists-kept-name = { $name }: packed or paid already, so it stays as it was.
order_lists-left = { $count } lines wait. Take them now.
order_lists-why-no-number = It does not begin with a number of the list.
order_lists-why-no-name = There is no name in it.
order_lists-why-name-ends = Where does the name end? Put a comma behind it: { $about }
order_lists-why-word-unknown = Not a word of this list: { $about }
order_lists-why-how-many = How many?
order_lists-why-which-goods = Of what?
order_lists-why-unit-unknown = It is not sold by this: { $about }
order_lists-why-half = Half of something is not sold.
order_lists-why-dozen = A dozen of what is sold? Write how many.
order_lists-why-as-before = As before: write what it was.
order_lists-why-too-many = From 1 to { $most } of each.
order_lists-why-goods-twice = One thing stands in it twice.
order_lists-why-name-twice = { $about } stands on the list twice, with different words.
order_lists-why-number-unknown = Nobody has this number.
order_lists-why-number-twice = Several people have this number. Write whose.
order_lists-why-note-says = The note speaks of an order: { $about }
order_lists-why-crossed = A part of it is crossed out.
order_lists-why-too-long = The line is too long.
refusal-order_lists-closed = This list is closed: nothing more is ordered from it.
refusal-order_lists-moved_on = Somebody else has taken orders from this list meanwhile. Look at it again.
refusal-order_lists-full = This list holds 500 orders, which is all it can. Open another.
error-not_found-order_list = This order list is not here.
field-order_list_times = Say times that follow each other: people write, then collect.
field-order_list_far = At most { $days } days ahead.
field-order_list_word = This word cannot be read on a list, or means something else already: { $word }
field-order_list_large = This is too much text. At most { $kib } KB.
field-order_list_long = This has { $lines } lines. At most { $max } at a time.
field-order_list_name_long = This is too long.
field-order_list_name_twice = This name stands on the list twice.
field-order_list_parts = Say what and how many, at most 30 different things.
field-order_list_who = Nobody whom you may see has this code, number or name.
trail-order-lists-opened = order list opened
trail-order-lists-changed = order list changed
trail-order-lists-state-changed = order list switched
trail-order-lists-taken = orders taken from a list
trail-kind-order-lists = order lists
keys-scope-order-lists-read = See order lists
keys-scope-order-lists-write = Keep order lists, and take orders from them
