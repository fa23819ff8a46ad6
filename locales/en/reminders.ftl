# The mail that tells a member what ends soon. Its lines stand below each other.

reminders-subject = { $shop }: use it while you have it
reminders-mail =
    Hello { $name },

    some of what is yours at { $shop } ends soon:

    { $lines }

    Everything you have: { $wallet }

    You get this because you agreed to messages from { $shop }, once a day at most. You can say no whenever you like: { $me }
reminders-points = { $points } { $unit } can be spent until { $day }
reminders-voucher = { $name }: collect it until { $day }
reminders-plan = { $name } is paid until { $day }. If you want it to go on, pay { $price } at the counter.
