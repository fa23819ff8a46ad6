baskets-title = 篮子
baskets-empty = 篮子是空的
baskets-empty-why = 挑好放进来，店里给你留着。
baskets-look = 去逛逛
baskets-left = { $left ->
    [0] 刚刚卖完了
   *[other] 只剩 { $left } 件
}
baskets-fewer = 少一件{ $name }
baskets-more = 多一件{ $name }
baskets-not-all-there = 这家店不全
baskets-store = 到哪家店取
baskets-sum = 共 { $pieces } 件
baskets-order = 下单
baskets-order-why = 给你留到{ $day }，来取的时候付钱。
baskets-added = 已放进篮子。
refusal-baskets-full = 一单最多 30 种商品。先下这些，再下剩下的。
refusal-baskets-empty = 篮子里没有东西。
baskets-member-prices = 会员价优惠
baskets-vouchers = 优惠券
baskets-voucher-kept = 留着下次用
baskets-voucher-use = 现在用
baskets-voucher-keep = 留着
