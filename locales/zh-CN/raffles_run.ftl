# 抽奖在群里说的话，和三个步骤。
raffles-run-teaser = 马上有奖可抽：{ $prizes }。{ $when } 起可以投券。{ $link }
raffles-run-opening = 现在可以抽奖：{ $prizes }。{ $odds }点这里参加：{ $link }
raffles-run-odds = { $prizes ->
   *[other] 共抽 { $prizes } 份奖；投了多少券、机会多大，页面上都有。
}
raffles-run-last_call = { $until } 前可以投券：{ $prizes }。{ $odds }{ $link }
raffles-run-winner = { $label }：{ $prize }
raffles-run-winners =
    { $won ->
       *[other] 开奖了。中奖的参与标签（共 { $won } 份，先列这些）：
    }
    { $winners }
    你的标签在回执上。{ $days } 天内来领。谁都能核对开奖：{ $link }
raffles-run-thanks = { $people ->
   *[other] 谢谢 { $people } 位参加！怎么抽的谁都能核对：{ $link }
}
raffles-step-enter = { $closes } 前投券
raffles-step-draw = { $draws } 开奖，谁都能核对
raffles-step-play = { $plays ->
   *[other] 来玩：共 { $plays } 次
}
raffles-step-told = 马上知道结果
raffles-step-collect = { $days ->
   *[other] { $days } 天内来领奖
}
