# 活动文案：活动前、活动中、活动后在群里说什么。
activities_runs-title-teaser = 预告：{ $name }
activities_runs-title-opening = 开始了：{ $name }
activities_runs-title-last_call = 最后机会：{ $name }
activities_runs-title-winners = 中奖名单：{ $name }
activities_runs-title-thanks = 谢谢大家：{ $name }
activities_runs-title = 在群里说什么
activities_runs-lead = 每条文案到点出现在群主当天的待办里。已经发出的不再改。
activities_runs-edit = 修改文案
activities_runs-off-said = 已关闭：群里不会收到任何消息。
activities_runs-nothing = 没有要说的。
activities_runs-groups = { $groups ->
    [0] 没有适合它的开放群。
   *[other] 发到 { $groups } 个群，群主点一下就发。
}
activities_runs-gives-way = { $groups ->
   *[other] { $day } { $at }「{ $title }」在 { $groups } 个群里让位。
}
activities_runs-teaser = 预告
activities_runs-opening = 开始
activities_runs-last_call = 最后机会
activities_runs-winners = 中奖名单
activities_runs-thanks = 致谢
activities_runs-left-out = 不发
activities_runs-changed = 已修改
activities_runs-to-come = 根据真实结果自动写成。没有可说的就不说。
activities_runs-link = [每个群自己的链接]
activities_runs-on = 告诉各群
activities_runs-on-hint = 不勾选的话，这个活动不会出现在群主的待办里。
activities_runs-tell = 发这一条
activities_runs-at = 时间
activities_runs-text = 自己的文案
activities_runs-text-in = { $lang }文案
activities_runs-others = 其他语言
activities_runs-places = 留空则自动写。会自动填入：{"{link}"} {"{group}"} {"{host}"} {"{store}"} {"{brand}"}
activities_runs-saved = 已保存。还没发出的会按新的来。
activities_runs-papers = 可以带走的图
activities_runs-card = 群卡片
activities_runs-poster = 海报（A4）
activities_runs-poster-svg = 大幅打印海报
activities_runs-how = 玩法说明，可打印
activities_runs-when = { $opens } 至 { $closes }
field-moment_too_late = 那个时候说就不对了。
trail-kind-activities = 活动文案
trail-activities-run-changed = 修改了群里要说的话
