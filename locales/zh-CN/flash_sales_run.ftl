# 秒杀在群里说的话，和三个步骤。
flash_sales-run-teaser = { $pieces ->
   *[other] 记个时间：{ $when }。我们留出 { $pieces } 份{ $what }（{ $cost }），先到先得。详情看这里：{ $link }
}
flash_sales-run-opening = { $pieces ->
   *[other] 开抢啦：{ $what }，{ $cost }，共 { $pieces } 份。{ $each ->
       *[other] 每人最多 { $each } 份。
    }点这里抢，抢到来店里取：{ $link }
}
flash_sales-run-last_call = { $until } 截止，抢完为止：{ $what }，{ $cost }。{ $link }
flash_sales-run-thanks = { $taken ->
   *[other] 谢谢大家捧场！{ $what } { $pieces } 份，{ $taken } 份有了主人。下次再来。
}
flash_sales-step-open = { $opens } 打开页面
flash_sales-step-take = { $pieces ->
   *[other] 共 { $pieces } 份，点一下抢
}
flash_sales-step-collect = { $hold }内来店里取
