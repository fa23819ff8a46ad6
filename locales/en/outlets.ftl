# Drop points and delivery zones.
outlets-nav = Points and delivery
outlets-title = Points and delivery
outlets-lead = Where orders are handed over beside the store: at a neighbour's door, or at people's own.
outlets-none = Everybody comes to the store
outlets-none-why = Open a point where people of one group live: one trip for you, a short walk for them.
outlets-new-point = New drop point
outlets-new-zone = New delivery zone
outlets-points = Drop points
outlets-zones = Delivery zones
outlets-no-slot = No slot within two weeks
outlets-next = { $slot }, room for { $left }
outlets-left = Room for { $left }
outlets-state-closed = closed
outlets-sentence = { $count ->
    [one] 1 order { $day }
   *[other] { $count } orders { $day }
}
outlets-sentence-closed = Closed: takes no new orders. Those placed stay good.
outlets-sheet = Sheet of this day
outlets-sheet-title = { $name }, { $day }
outlets-csv = As a file
outlets-take = to take: { $amount }
outlets-edit = Change
outlets-edit-title = Change: { $name }
outlets-week = The next days
outlets-nothing = No orders this day
outlets-nothing-why = Orders stand here from their first minute, slot by slot.
outlets-pack = All of this slot is packed
outlets-go = On the way with all of it
outlets-packed = { $count ->
    [one] 1 order is packed.
   *[other] { $count } orders are packed.
}
outlets-set-out = { $count ->
    [one] 1 order is on its way.
   *[other] { $count } orders are on their way.
}
outlets-room = { $used } of { $room }
outlets-store = Packed in
outlets-store-hint = Its shelves are what these orders come from.
outlets-address = Address
outlets-keeper = Who looks after it
outlets-keeper-hint = Phone number or card code of a member. They hand over by code on their own phone.
outlets-no-keeper = Nobody yet
outlets-missed = What nobody collected
outlets-missed-kept = Waits in the store
outlets-missed-kept-why = It goes back to the store that packed it, and is collected there.
outlets-missed-returned = Called off
outlets-missed-returned-why = The goods go back to the shelf, what was paid goes back.
outlets-areas = Postal codes or areas
outlets-areas-hint = One per line: 2000 covers all that begin with it; a name such as Riverside covers itself.
outlets-fee = Delivery fee
outlets-free-from = Free from
outlets-free-from-hint = Of goods in one order. Empty: never free by amount. Tiers can bring it, too.
outlets-cutoff = Order until, hours before
outlets-cutoff-hint = What packing takes: 12 closes the slot of 17:00 at 5:00 of that day.
outlets-cutoff-said = { $hours ->
    [one] 1 hour before
   *[other] { $hours } hours before
}
outlets-close = Close
outlets-close-title = Take no more orders here?
outlets-close-loses = Nobody can choose it any more. Orders that were placed stay good.
outlets-open = Open again
outlets-opened = Open. The phone offers it from now on.
outlets-closed = Closed. It takes no new orders.
outlets-changed = Changed. What was ordered stays in its slot.
outlets-name-point = Name of the point
outlets-name-point-hint = As people say it: Mei's door, Garden Street
outlets-name-zone = Name of the zone
outlets-name-zone-hint = The part of town: Riverside
outlets-words = What people should know
outlets-words-point-hint = Second gate on the left, ring at 3B, bring a bag
outlets-words-zone-hint = We call from the gate
outlets-windows = When, every week
outlets-windows-hint = Times and how many orders fit: 17:00-19:00 x 20. Several with a semicolon. Empty: not this day.
outlets-day-mon = Monday
outlets-day-tue = Tuesday
outlets-day-wed = Wednesday
outlets-day-thu = Thursday
outlets-day-fri = Friday
outlets-day-sat = Saturday
outlets-day-sun = Sunday
outlets-groups = Groups that it serves
outlets-groups-hint = Their members get it proposed first. None chosen: everybody may use it.
outlets-when = When
outlets-phone-points = Collect near you
outlets-phone-none = No point has room just now
outlets-phone-none-why = Collect it in the store, or look again tomorrow.
outlets-phone-delivery = Bring it to my door
outlets-phone-outside = We do not come there yet
outlets-phone-outside-why = Try your full postal code or the name of your area, or collect it in the store.
outlets-phone-full = All slots are taken
outlets-phone-full-why = New ones open every day. Or collect it in the store.
outlets-free = free
outlets-free-from-said = Free from { $amount } on.
outlets-postcode = Postal code or area
outlets-postcode-hint = So that we know whether we come there
outlets-postcode-look = Look
outlets-door-address = Street, number, door
outlets-door-name = Name at the bell
outlets-door-phone = Phone
outlets-door-phone-hint = Only for when nobody opens
outlets-door-note = Anything else
outlets-door-kept = We forget the address { $days } days after.
outlets-slot-gone = That slot is taken or over. Here are the others.
outlets-keep = You look after { $name }
outlets-keep-why = What comes today, and handing over
outlets-keep-lead = { $day }
outlets-keep-code = Their pick-up code
outlets-keep-code-hint = Nine characters, on their phone
outlets-keep-unknown = No order here today has this code.
outlets-keep-look = Look
outlets-keep-nothing-why = When somebody orders to you, it stands here on the day.
outlets-keep-today = Today
outlets-handed-over = Handed over. Thank you!
refusal-outlets-closed = { $name } takes no orders any more. Choose another.
refusal-outlets-full = This slot of { $name } is full. Choose another.
refusal-outlets-not_offered = One cannot order for this slot of { $name } any more. Choose a later one.
refusal-outlets-outside = { $area } lies outside the zone. Choose another zone, or collect it.
error-not_found-outlet = This point or zone is not here.
field-window_times = Write times such as 17:00 to 19:00, the end after the beginning, within one day.
field-windows_meet = Two windows of one day overlap.
field-windows_written = Write times and how many orders fit: 17:00-19:00 x 20.
field-outlet_keeper = No member has this number or code.
field-slot_full = Somebody was faster: this slot is full. Choose another.
field-slot_over = One cannot order for this slot any more. Choose a later one.
field-outside = This lies outside the zone. Look again with this postal code.
field-order_code = No order here has this code.
trail-outlets-opened = point or zone opened
trail-outlets-changed = point or zone changed
trail-outlets-state-changed = point or zone switched
trail-kind-outlets = points and delivery
outlets-with-fee = Together
