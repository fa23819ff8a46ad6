# 社群系列：一个社群的整套安排，按编号开群。

series-title = 社群系列
series-lead = 一个系列就是一个社群的安排，按编号一个个开群，每群有自己的群主。
series-new = 开一个系列
series-new-lead = 两分钟，三步。以后都能改。
series-empty = 第一个社群从这里开始
series-empty-why = 选店的类型，起个名，看看顾客会看到什么，第一批群就开好了。
series-step-playbook = 什么店
series-step-details = 名称和规矩
series-step-preview = 看一眼
series-no-playbook = 不用方案
series-from-nothing = 从空白开始
series-from-nothing-why = 只有名称和人数，承诺、群规、文案自己写。
series-compare = 先比比各套方案
series-to-preview = 看一眼
series-phone = 顾客看到的
series-preview-lead = 顾客看到的就是这样，现在还没开。
series-first-groups = 马上开的群
series-first-week = 第一周
series-and-more = 还有 { $count } 个
series-open = { $groups ->
   *[other] 开 { $groups } 个群
}
series-back = 再改改
series-opened = “{ $name }”开好了。把入群码打印出来，放在大家等候的地方。
series-sketch-over = { $shop } 邀请您
series-sketch-join = 进群
series-sketch-leave = 想退随时点一下。

series-name = 名称
series-name-hint = 给自己和店员看的。
series-category = 群聊什么
series-category-hint = 会写进每个群的名字。
series-lang = 文案语言
series-lang-hint = 承诺、群规和文案用的语言。页面仍按各人的语言显示。
series-where = 在哪开
series-where-stores = 按门店开
series-where-nation = 全国一个群
series-where-nation-why = 不分门店，哪里的顾客都能进。
series-stores = 门店
series-store = 门店
series-no-stores = 还没有门店。
series-to-stores = 去添加
series-more = 群名怎么起
series-template = 群名格式
series-template-hint = { "{brand} {store} {category} {persona} {goal} {number}" }，编号一定要有。
series-persona = 谁在说话
series-persona-hint = 代替 { "{persona}" }，例如：菜摊王姨。
series-goal = 共同目标
series-goal-hint = 代替 { "{goal}" }，例如：半年十公里。
series-capacity = 每群人数
series-capacity-hint = 2 到 500。快满时自动开下一个群。
series-threshold = 进群前要做什么
series-threshold-none = 不用
series-threshold-none-why = 扫一下就进，适合天天买的店。
series-threshold-question = 答一个问题
series-threshold-question-why = 怎么答都能进，群主好知道来的是谁。
series-threshold-purchase = 买过东西
series-threshold-purchase-why = 只有买过的人能进。
series-threshold-approval = 有人同意
series-threshold-approval-why = 到时间没人处理，就自动放进来。
series-threshold-none-words = 扫一下就进
series-threshold-question-words = 先答一个问题
series-threshold-purchase-words = 在本店买过的人可以进
series-threshold-approval-words = { $hours ->
   *[other] { $hours } 小时内答复
}
series-question = 问题
series-question-hint = 答问题或要人同意时才用。
series-hours = 几小时后自动决定
series-hours-hint = 要人同意时才用，1 到 168。
series-second = 又加第二个群
series-second-refuse = 留在原来的群
series-second-refuse-why = 告诉他已经在哪个群里。
series-second-move = 换到新群
series-second-move-why = 原来群里的位置空出来。

series-state = 状态
series-state-open = 开放
series-state-closed = 已关闭
series-groups = 群
series-members = 人数
series-fill = 位置
series-fill-words = { $members } / { $seats } 人
series-note = { $groups ->
   *[other] { $groups } 个群
}，{ $members } 人，还有 { $free } 个位置。
series-closed-note = 已关闭。不再进人，说过的、攒下的都还在。
series-all-groups = 看全部
series-change = 修改
series-promise = 承诺
series-promise-hint = 进群前人人都看。做得到的才写。
series-promise-none = 还没写承诺。写写大家能指望什么。
series-positioning = 为谁而开
series-voice = 怎么说话
series-rules = 群规
series-rules-none = 还没有群规。
series-rules-hint = 最多 { $max } 条，留空的会去掉。
series-rule = 第 { $number } 条
series-plan = 承诺和群规
series-plan-lead = 从现在起是您自己的话。每次修改都有记录。
series-settings = 群名和人数
series-settings-lead = 对以后开的群有效，已有的群名字和人数不变。
series-playbook = 来自方案
series-stores-hosts = 门店和群主
series-hosts-lead = 以后在各店开的群由谁带。
series-last-number = { $number ->
   *[other] 已开 { $number } 个群
}
series-add-store = 再加一家店
series-kept = 已保存。
series-close = 关闭这个系列
series-close-title = 要关闭“{ $name }”吗？
series-close-loses = 名下的群全部关闭，入群码失效。大家的礼物、印章和消费记录都保留。
series-closed-toast = 系列已关闭。
series-reopen = 重新开放
series-reopened-toast = 系列已重新开放，群要您自己一个个打开。

refusal-series-closed = “{ $name }”已关闭，请先重新开放。
refusal-series-store_there = 这家店已经有这个系列的群了。
field-template_unknown = 不认识 { "{" }{ $name }{ "}" }。可以用 { "{brand} {store} {category} {persona} {goal} {number}" }。
field-template_number = 少了 { "{number}" }，所有群会一个名。
field-stores_none = 至少选一家店，或者选全国一个群。
error-not_found-series = 没有这个系列，也可能是别家店的。
error-not_found-playbook = 没有这套方案。
