# Counters: pairing, PIN.

devices-title = Counters
devices-lead = Phones and tablets at the till. Paired once, they need only a PIN.
devices-none = No counter yet
devices-none-why = Take the phone or tablet at your till and pair it: then gifts and stamps take one scan.
devices-no-store = A counter stands in a store. Open a store first.
devices-pair = Pair a counter
devices-pair-lead = You get six digits to type on the device. They are good for ten minutes.
devices-pair-do = Pair this device
devices-name = Name
devices-name-first = Counter 1
devices-name-hint = So that you know which one it is: Counter 2, Bakery.
devices-store = Store
devices-seen = Last used
devices-code = Six digits
devices-code-hint = From the console, under Settings, Counters.
devices-code-make = Show the digits
devices-code-title = A counter for { $store }
devices-code-lead = Type this on the device, or scan the picture with it. Good for ten minutes, once.
devices-code-where = On the device open { $address }
devices-qr = Scan with the device that will be the counter
devices-pairing = Make this device a counter
devices-pairing-lead = Somebody with the console open can show you the digits.
devices-lock = Ask for the PIN again
devices-lock-hint = A till idles between customers, so it stays open unless you say otherwise.
devices-lock-never = Never
devices-lock-after = { $hours ->
    [one] After one hour
   *[other] After { $hours } hours
}
devices-saved = Saved.
devices-unpair = Unpair
devices-unpair-title = Unpair { $name }?
devices-unpair-loses = The device stops being a counter at once. What was done on it stays.
devices-was-unpaired = The device is no counter any more.
devices-who = Who is at the counter?
devices-nobody = Nobody has a PIN here yet
devices-nobody-why = In the console, under Settings, Staff, open a person and set a PIN.
devices-back-as = Go on as { $name }
devices-lock-now = Lock
devices-locked = Locked.
devices-pin = PIN
devices-pin-lead = Your PIN, please.
devices-enter = Go
devices-other = Somebody else
devices-clear = Clear
refusal-devices-wrong_code = These digits are not known, used or older than ten minutes.
refusal-devices-too_many = A brand can have { $max } counters.
error-not_found-device = There is no such counter here.
field-pairing_wrong = These digits are not known, used or older than ten minutes. Ask for new ones.
field-pin_wrong = { $left ->
    [one] That is not the PIN. One more try.
   *[other] That is not the PIN. { $left } more tries.
}
field-pin_locked = Too many wrong tries. It opens again { $wait }.
