# 社群方案：一类店的整套打法，能看、能选、能检查。

playbooks-title = 社群方案
playbooks-lead = 每类店一整套：承诺什么、每天发什么、备哪些礼物、头三十个人怎么请进来。挑一套，想改哪里改哪里。
playbooks-numbers = 每周 { $posts } 条 · { $gifts } 种礼物 · 每群 { $seats } 人
playbooks-use = 用它开群
playbooks-read = 看全部
playbooks-version = 版本 { $version }
playbooks-positioning = 为谁而开
playbooks-promise = 我们的承诺
playbooks-promise-why = 进群前人人都看得到。做不到的先改掉。
playbooks-persona = 这群人
playbooks-needs = 他们想要
playbooks-pains = 他们烦什么
playbooks-tone = 怎么说话
playbooks-say = 这样说
playbooks-avoid = 从不这样说
playbooks-rules = 群规
playbooks-week = 一周一览
playbooks-week-lead = { $useful } 条有用的，{ $selling } 条卖东西的。一天最多三条。
playbooks-quiet-day = 不发。安静一天也是体贴。
playbooks-texts = 全部文案
playbooks-texts-lead = 每周轮一条，不会连着两周看到一样的。随你改。
playbooks-gifts = 礼物
playbooks-gifts-lead = 好礼物让人觉得值，比成本高，而且要到店来拿。
playbooks-cost = 成本
playbooks-perceived = 看着值
playbooks-stock = 备货
playbooks-per-member = 每人最多
playbooks-valid = 领取期限
playbooks-days = { $days ->
   *[other] { $days } 天
}
playbooks-stamps = { $each ->
    [visit] 到店 { $stamps } 次集满
   *[purchase] 消费 { $stamps } 次集满
}：{ $gift }。
playbooks-start = 头 { $people } 个人，一个个请
playbooks-step-day = 第 { $day } 天

playbooks-trade-fresh-food = 生鲜
playbooks-trade-restaurant = 餐饮
playbooks-trade-beauty-salon = 美容美发
playbooks-trade-clothing = 服装
playbooks-trade-building-materials = 建材
playbooks-trade-sports = 运动
playbooks-demand-frequent = 隔几天就要买
playbooks-demand-occasional = 偶尔才需要
playbooks-demand-niche = 小众爱好
playbooks-purpose-sharing = 重在分享
playbooks-purpose-sales = 重在成交
playbooks-purpose-empowerment = 帮店员做熟客
playbooks-gift-lead = 进群礼
playbooks-gift-raffle = 热闹礼
playbooks-gift-reward = 带朋友礼
playbooks-slot-notice = 消息
playbooks-slot-tip = 窍门
playbooks-slot-offer = 卖货
playbooks-slot-question = 提问
playbooks-slot-programme = 玩法
playbooks-slot-gathering = 到店活动
playbooks-slot-story = 故事
playbooks-slot-thanks = 感谢
playbooks-day-mon = 周一
playbooks-day-tue = 周二
playbooks-day-wed = 周三
playbooks-day-thu = 周四
playbooks-day-fri = 周五
playbooks-day-sat = 周六
playbooks-day-sun = 周日

playbooks-lint-good = “{ $name }”{ $version } 没问题：每周 { $posts } 条，其中 { $useful } 条有用的，{ $gifts } 种礼物。
playbooks-lint-unreadable = 这里读不懂：{ $detail }
playbooks-lint-unknown = 没有这个字段：{ $detail }
playbooks-lint-day = 星期只能写 mon、tue、wed、thu、fri、sat、sun（{ $detail }）
playbooks-lint-time = 时间要写成 07:30 这样（{ $detail }）
playbooks-lint-missing = 没写。三种语言都要有。
playbooks-lint-too_long = 太长，最多 { $max } 个字。
playbooks-lint-placeholder = 这里不认识 { "{" }{ $name }{ "}" }。
playbooks-lint-link_twice = 一条里 { "{link}" } 只能出现一次。
playbooks-lint-key = key 只用小写字母、数字和下划线。
playbooks-lint-twice = “{ $key }”重复了，换一个。
playbooks-lint-format = 本程序读的是第 { $format } 版格式。
playbooks-lint-id = id 用小写字母和数字，中间用连字符，例如 fresh-food。
playbooks-lint-version = 版本号写成 1.0.0 这样。
playbooks-lint-none = 是空的，至少要有一个。
playbooks-lint-number = 要有 { "{number}" }，不然所有群一个名。
playbooks-lint-goal = 用了 { "{goal}" }，naming.goal 里却没写目标。
playbooks-lint-not_here = 这种入群门槛用不到这一项。
playbooks-lint-gift_kind = 至少要有一种“{ $kind }”礼物。
playbooks-lint-no_gift = 没有 key 为“{ $key }”的礼物。
playbooks-lint-perceived = 看着比成本还便宜，那就不叫礼物了。
playbooks-lint-range = 要在 { $min } 到 { $max } 之间。
playbooks-lint-days = 每个星期几只写一次，至少写一个。
playbooks-lint-too_many = { $day } 超过 { $max } 条了，第四条没人看。
playbooks-lint-selling = 有用的 { $useful } 条，卖货的 { $selling } 条。每条卖货的要配两条有用的。
