# What a red packet tells the groups, and its steps.
red_packets-run-teaser = A red packet is on its way: { $content }. It opens { $when }. { $link }
red_packets-run-opening = The red packet is there: { $content }. { $split } One each, and the first come first. { $link }
red_packets-run-random = Chance decides how much, and anybody can check it afterwards.
red_packets-run-equal = Everybody gets the same.
red_packets-run-last_call = Open it until { $until }, as long as there are shares: { $content }. { $link }
red_packets-run-thanks = { $taken ->
    [one] Thank you! One of { $shares } shares was opened. How it was split stands here: { $link }
   *[other] Thank you! { $taken } of { $shares } shares were opened. How it was split stands here: { $link }
}
red_packets-how-staff = Who works for the shop.
red_packets-step-open = Open the page: { $opens }
red_packets-step-tap = { $shares ->
    [one] Tap the packet: there is one share
   *[other] Tap the packet: there are { $shares } shares
}
red_packets-step-money = It is in your wallet at once
red_packets-step-points = Your points have it at once
red_packets-step-voucher = Show the ticket in the shop
