# 预售在群里说的话，和三个步骤。
presales-run-teaser = { $when } 起可以预订 { $what }，{ $cost }，{ $ready } 到货。详情：{ $link }
presales-run-opening = 现在可以预订 { $what }：{ $cost }。{ $pays }{ $ready } 到店，哪天来取您自己选。{ $link }
presales-run-last_call = { $until } 前还能预订：{ $what }，{ $cost }。{ $link }
presales-run-thanks = { $many ->
   *[other] 谢谢大家！一共订了 { $many } 份：{ $what }。{ $ready } 到货，店里见。
}
presales-step-reserve = 订一份，选好来取的时间
presales-step-ahead = 先付 { $deposit } 订一份，选好来取的时间
presales-step-ready = { $ready } 到货，您会拿到一张券
presales-step-rest = 来店里付余款，带回家
