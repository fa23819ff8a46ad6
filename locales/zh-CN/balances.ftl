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
balances-carried = 「{ $name }」：在您的两份资料之间转移
balances-unfilled = 「{ $name }」的章退还给你
balances-stamps = { $count ->
   *[other] 个章
}
balances-tickets = { $count ->
   *[other] 张券
}
balances-proof = 自己核对
balances-proof-way = 自己核对这些记录
balances-proof-why = 店家的账本改动了就会露出痕迹。在这里，你自己的浏览器会算一遍，看你的记录是不是都在账本里。
balances-proof-by-hand = 打开 JavaScript，浏览器就会自动核对这些记录。不打开也行：下载下面的文件，里面的一切都可以手工验算。
balances-proof-checking = 正在验算……
balances-proof-fits = { $lines ->
    [0] 账本一直连到最后一行，前后吻合。
   *[other] { $lines } 条记录都在账本里，账本一直连到最后一行，前后吻合。
}
balances-proof-noted = { $lines ->
    [0] 账本一直连到最后一行，前后吻合。之前记下的第 { $row } 行没有变。
   *[other] { $lines } 条记录都在账本里，账本一直连到最后一行，前后吻合。之前记下的第 { $row } 行没有变。
}
balances-proof-far = { $lines ->
    [0] 从之前记下的那一行到最后一行还有 { $rows } 行，大约 { $size } KB。
   *[other] { $lines } 条记录都在账本各自的行里。从那里到最后一行还有 { $rows } 行，大约 { $size } KB。
}
balances-proof-walk = 一路核对到底
balances-proof-wrong = 有对不上的地方，请看标出的记录。请保存下面的文件，去问问店家。
balances-proof-broken = 你的记录对得上，但账本在第 { $row } 行接不上。请保存下面的文件，去问问店家。
balances-proof-lost = 第 { $row } 行和之前记下的不一样。如果当时没有记错，就是账本被改过，也可能是用备份恢复过：请留好记录和下面的文件，去问问店家。
balances-proof-forget = 让浏览器忘掉之前记下的
balances-proof-unsure = 暂时没能核对，请过一分钟重新打开这一页。
balances-proof-insecure = 浏览器只有在安全连接（https）下才能验算，请改用下面的文件。
balances-proof-right = 已核对
balances-proof-off = 对不上
balances-proof-row = 第 { $row } 行
balances-proof-head = 账本的最后一行
balances-proof-head-why = 有了它，哪怕过了几年，也能查出到今天为止的账有没有被动过。全部核对之后，浏览器会自己记住；抄下来或打印出来，不用浏览器也能留着。
balances-proof-books = 抄下或打印
balances-proof-file = 证明文件
balances-proof-meaning = 这能证明什么，不能证明什么
balances-proof-meaning-yes = 如果都对得上，说明每条记录在账本里就和你看到的一样。谁要改它的日期或数量，后面每一行的指纹都会跟着变，记下过其中任何一行的人一比就知道。
balances-proof-meaning-not = 从来没有记进账本的东西，这里查不出来；在有人第一次记下某一行之前的事，这里也无从知道。核对用的程序同样来自店家：不想依赖它，可以把文件交给别的程序，或者手工验算。
balances-proof-meaning-hand = 方法写在 regulars 文档的《The ledger》一篇里。文件里只有编号和数量，没有任何人的姓名或电话。
