# 拼团在群里说的话，和三个步骤。
group_buys-run-teaser = 先把人约好：{ $when } 开团，{ $what }，{ $cost }。详情：{ $link }
group_buys-run-opening = 一起买更便宜：{ $what }，{ $cost }。开个团，或者加入别人的团，{ $hours }内凑齐。人不够？付的都退回。{ $link }
group_buys-run-last_call = { $until } 前还能开团或参团：{ $what }，{ $cost }。{ $link }
group_buys-run-thanks = { $teams ->
   *[other] 谢谢大家！{ $teams } 个团拼成了：{ $what }。券在店里等你来用。
}
group_buys-step-team = 开个团，或加入一个团
group_buys-step-people = { $hours }内凑齐 { $fewest } 人，就是这个价
group_buys-step-collect = { $days ->
   *[other] { $days } 天内来店里取
}
