# 红包在群里说的话，和三个步骤。
red_packets-run-teaser = 红包快到了：{ $content }。{ $when } 开抢。{ $link }
red_packets-run-opening = 红包来了：{ $content }。{ $split }每人一份，先到先得。{ $link }
red_packets-run-random = 多少看运气，结束后谁都能核对。
red_packets-run-equal = 每份一样多。
red_packets-run-last_call = { $until } 前还能开，开完为止：{ $content }。{ $link }
red_packets-run-thanks = { $taken ->
   *[other] 谢谢大家！{ $shares } 份里开了 { $taken } 份。怎么分的在这里：{ $link }
}
red_packets-how-staff = 店里的员工不参加。
red_packets-step-open = { $opens } 打开页面
red_packets-step-tap = { $shares ->
   *[other] 点红包：共 { $shares } 份
}
red_packets-step-money = 马上到你的钱包
red_packets-step-points = 积分马上到账
red_packets-step-voucher = 到店出示券
