balances-statement = 明细
balances-statement-why = 每一张券、每一个章的来去，最近的在前。
balances-none = 还没有任何记录
balances-none-why = 礼品、券和章会列在这里，写明日期和缘由。
balances-older = 更早
balances-given = 你得到了「{ $name }」
balances-redeemed = 你领取了「{ $name }」
balances-redemption-undone = 收银台撤销了领取，「{ $name }」退还给你
balances-withdrawn = 店家收回了「{ $name }」
balances-expired = 「{ $name }」已过期
balances-stamped = 「{ $name }」盖了一个章
balances-filled = 「{ $name }」集满，换成了礼品
balances-unstamped = 「{ $name }」的一个章被收回
balances-unfilled = 「{ $name }」的章退还给你
balances-stamps = { $count ->
   *[other] 个章
}
balances-tickets = { $count ->
   *[other] 张券
}
