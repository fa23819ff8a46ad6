# 群接龙变成订单。
order_lists-nav = 接龙订单
order_lists-title = 接龙订单
order_lists-lead = 群里接龙，一行一份，直接变成订单。
order_lists-none = 还没有接龙
order_lists-none-why = 选好商品和截止时间，拿到发群里的开头；把大家接的龙贴回来，每一行就是一份订单。
order_lists-new = 新接龙
order_lists-new-lead = 用群里大家的叫法，把商品报给他们。
order_lists-no-goods = 还没有在售商品
order_lists-no-goods-why = 接龙卖的是店里的商品。请先添加，或请有权限的同事添加。
order_lists-item = { $count ->
    [0] 还没有人
   *[other] { $count } 份订单
  } · { $day }取货 · { $store }
order_lists-state-closed = 已结束
order_lists-name = 名称
order_lists-name-example = 周六菜场
order_lists-group = 群
order_lists-group-none = 整个门店
order_lists-group-hint = 是哪个群的接龙。群里的名字会自动认出。
order_lists-store = 门店
order_lists-store-hint = 从哪家门店的货架出货。群属于某家门店时，就用那一家。
order_lists-lang = 群里说
order_lists-closes = 接龙截止
order_lists-place = 取货地点
order_lists-place-hint = 不填就是门店。
order_lists-ready = 开始取货
order_lists-until = 取货截止
order_lists-until-hint = 货留到这个时候，没人取就放回货架。
order_lists-goods = 卖什么
order_lists-goods-hint = 勾选接龙里的商品，写上大家会用的各种叫法，用逗号隔开。第一个是我们写出来的。没写在这里的词不会被认。
order_lists-words = { $product }：叫法
order_lists-units = { $product }：单位
order_lists-opened = 接龙已开始。
order_lists-changed = 已修改。
order_lists-closed = 接龙已结束，已有订单不变。
order_lists-sentence = { $count ->
    [0] 还没有人下单
   *[other] { $count } 份订单
  }。{ $day } { $from } 至 { $until } 取货，{ $place }。
order_lists-sheet = 配货单
order_lists-sheet-title = 配货单：{ $name }
order_lists-csv = 导出文件
order_lists-edit = 修改
order_lists-paste = 群里接的龙
order_lists-text = 接龙内容
order_lists-text-hint = 把群里整段接龙复制过来，带上发送人和时间也没关系。你确认之前，什么都不会下单。
order_lists-text-example = 1. 陈美，鸡蛋2盒
order_lists-read = 读一读
order_lists-opening = 发到群里
order_lists-opening-group = 发给“{ $group }”，大家在下面一人接一行。
order_lists-opening-why = 发到群里，大家在下面一人接一行。
order_lists-copy = 复制
order_lists-copied = 已复制
order_lists-totals = 采购总数
order_lists-orders = 订单
order_lists-nobody = 还没有订单
order_lists-nobody-why = 把接龙贴进来，每一行就成为一份带编号和名字的订单。
order_lists-forgotten = 名字已抹去
order_lists-withdraw = 取消
order_lists-withdraw-title = 取消{ $name }的订单？
order_lists-withdrawn = 订单已取消。
order_lists-kept = 这份订单已配好或已付款，保持不变。
order_lists-close = 结束接龙
order_lists-close-title = 结束这个接龙？
order_lists-close-loses = 之后不再从它下单，已有订单不变。
order_lists-reopen = 重新开始
order_lists-wiped = 取货两周后，这份接龙上的名字已经抹去。
order_lists-text-closes = 接龙截止 { $time }
order_lists-text-collect = 取货：{ $place }，{ $from } 至 { $until }，当面付款
order_lists-text-how = 写法：编号. 名字，要什么和几份（{ $goods } x2）
order_lists-read-title = 读得对吗？
order_lists-read-sentence = { $clear ->
    [0] 没有新内容
   *[other] 有 { $clear } 行可以下单
  }，{ $unclear ->
    [0] 没有不清楚的
   *[other] { $unclear } 行不清楚
  }，{ $same } 行和之前一样。
order_lists-written = 原文
order_lists-line-unclear = 不清楚
order_lists-clear = { $count ->
   *[other] { $count } 行清楚
  }
order_lists-added = 新增
order_lists-is-changed = 有改动
order_lists-off = 取消
order_lists-more = 还有 { $count } 行：一次最多 { $most } 行。
order_lists-who = { $name }是谁
order_lists-who-known = 会员
order_lists-who-nobody = 只用这个名字
order_lists-who-hint = 卡号、手机号，或群里某人的名字。不填：订单就记在接龙的名字下。
order_lists-missing = { $count ->
   *[other] { $count } 人不在接龙里了
  }
order_lists-missing-why = 也许只复制了一部分。要取消谁的订单，就勾选谁。
order_lists-unclear = { $count ->
   *[other] { $count } 行不清楚
  }
order_lists-unclear-why = 我们不猜。改好后再读一遍，或者先放着：不会为它下单。
order_lists-same = { $count ->
   *[other] { $count } 行没有变化
  }
order_lists-confirm = { $count ->
    [0] 取消勾选的订单
   *[other] 确认 { $count } 行
  }
order_lists-again = 再读一遍
order_lists-taken = 新订单：{ $made }。改动：{ $changed }。取消：{ $withdrawn }。
order_lists-short = { $name }：{ $product }不够，只剩 { $left }。这一行没有下单。
order_lists-kept-name = { $name }：已配好或已付款，保持不变。
order_lists-left = 还有 { $count } 行，请接着确认。
order_lists-why-no-number = 开头没有接龙编号。
order_lists-why-no-name = 没有名字。
order_lists-why-name-ends = 名字到哪里为止？请在后面加逗号：{ $about }
order_lists-why-word-unknown = 不认识这个词：{ $about }
order_lists-why-how-many = 要几份？
order_lists-why-which-goods = 要哪一种？
order_lists-why-unit-unknown = 不按这个单位卖：{ $about }
order_lists-why-half = 不卖半份。
order_lists-why-dozen = 一打是多少份？请写数字。
order_lists-why-as-before = “老样子”是什么，请写出来。
order_lists-why-too-many = 每种 1 到 { $most } 份。
order_lists-why-goods-twice = 同一样写了两次。
order_lists-why-name-twice = { $about }出现了两次，说的不一样。
order_lists-why-number-unknown = 没有人是这个编号。
order_lists-why-number-twice = 好几个人是这个编号，请写名字。
order_lists-why-note-says = 备注里像是在下单：{ $about }
order_lists-why-crossed = 有一部分划掉了。
order_lists-why-too-long = 这一行太长。
refusal-order_lists-closed = 这个接龙已结束，不能再下单。
refusal-order_lists-moved_on = 刚才有同事已从这个接龙下单，请再看一遍。
refusal-order_lists-full = 一个接龙最多 500 份订单，已经满了。请另开一个。
error-not_found-order_list = 没有这个接龙。
field-order_list_times = 时间要有先后：先接龙，后取货。
field-order_list_far = 最多提前 { $days } 天。
field-order_list_word = 这个词在接龙里读不出来，或已有别的意思：{ $word }
field-order_list_large = 文字太多，最多 { $kib } KB。
field-order_list_long = 一共 { $lines } 行，一次最多 { $max } 行。
field-order_list_name_long = 太长了。
field-order_list_name_twice = 这个名字出现了两次。
field-order_list_parts = 写明要什么、几份，最多 30 种。
field-order_list_who = 你能看到的人里，没有这个卡号、手机号或名字。
trail-order-lists-opened = 接龙开始
trail-order-lists-changed = 接龙修改
trail-order-lists-state-changed = 接龙切换
trail-order-lists-taken = 从接龙下单
trail-kind-order-lists = 接龙订单
keys-scope-order-lists-read = 查看接龙
keys-scope-order-lists-write = 管理接龙并从中下单
