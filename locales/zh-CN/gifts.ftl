gifts-nav = 礼品
refusal-gifts-sold_out = 送完了，这份礼品没有库存了。
refusal-gifts-already_had = 这位顾客已经领够了，不能再领。
refusal-gifts-closed = 这份礼品已停止发放。
refusal-gifts-not_that_many = { $left ->
    [0] 没有库存可收回。
   *[other] 只剩 { $left } 份，已经发出去的收不回来。
}
