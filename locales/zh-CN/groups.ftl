# 群：列表、单个群，还有别处的普通聊天群。

groups-title = 群
groups-lead = { $groups ->
   *[other] { $groups } 个开放的群
}，{ $members } 人，还有 { $free } 个位置。
groups-empty = 群会列在这里
groups-empty-why = 开一个系列，第一批群就有了。已有的聊天群也可以收进来。
groups-none-so = 没有这样的群
groups-none-so-why = 去掉一个条件再看。
groups-show-all = 看全部
groups-name = 群
groups-state = 状态
groups-state-open = 开放
groups-state-closed = 已关闭
groups-state-all = 全部
groups-series = 系列
groups-store = 门店
groups-whole-org = 全部门店
groups-host = 群主
groups-backup = 替补
groups-nobody = 没有人
groups-members = 人数
groups-fullness = 位置
groups-fill = { $members } / { $seats }
groups-fill-empty = 空的
groups-fill-room = 有位置
groups-fill-nearly = 95% 以上
groups-fill-full = 满了
groups-place = 在哪里
groups-place-here = 本站
groups-place-outside = 站外
groups-any = 不限
groups-narrow = 筛选

groups-is-open = { $members } 人，还有 { $free } 个位置。
groups-is-full = { $members } 个位置都满了。现在扫码会进下一个群。
groups-is-hostless = { $members ->
   *[other] { $members } 个人，没有群主。
}下次发消息前先定一位。
groups-is-closed = 已关闭，{ $members ->
   *[other] 里面有 { $members } 人
}。不再进人。
groups-seats = 位置
groups-see-members = 看成员
groups-next-opens = 剩不到 { $seats } 个位置时自动开下一个群。
groups-known = { $members ->
   *[other] 其中 { $members } 人是通过我们的表单来的，知道名字。
}
groups-hosts = 谁来带
groups-no-host = 这个群没有群主。
groups-hosts-change = 换群主
groups-hosted = 带这些群
groups-about = 群资料
groups-number = 编号
groups-since = 开群日期
groups-opened = “{ $name }”开好了。
groups-capacity = 位置数
groups-capacity-change = 修改位置数
groups-capacity-hint = 不能少于已进群的 { $seated } 人。
groups-history = 记录
groups-did-opened = 开群
groups-did-opened-by-hand = 手动开群
groups-did-closed = 关闭
groups-did-reopened = 重新开放
groups-did-host-changed = 换群主
groups-did-capacity-changed = 修改位置数
groups-did-adopted = 收进来
groups-did-code-replaced = 换了入群码
groups-did-renamed = 改名
groups-kept = 已保存。
groups-close = 关闭这个群
groups-close-title = 要关闭“{ $name }”吗？
groups-close-loses = 不能再进人、再发消息。成员还是店里的会员，各自的东西都在。
groups-closed-toast = 群已关闭。
groups-reopen = 重新开放
groups-reopened-toast = 群已重新开放。

groups-adopt = 收一个聊天群
groups-adopt-lead = 微信、WhatsApp 之类没有接口的群。名称、群主、入群码、人数我们记着，其余的由人来做。
groups-adopt-no-series = 每个群都属于一个系列，现在还没有。
groups-adopted = 收进来了。人数有变化时记得更新。
groups-outside-name = 群聊名称
groups-outside-name-hint = 跟那边写得一模一样。
groups-app = 在哪个软件
groups-limit = 那边最多多少人
groups-limit-hint = 软件允许的上限。
groups-members-now = 现在多少人
groups-members-now-hint = 打开群看一眼，写上数字。
groups-owner = 那边的群主
groups-owner-hint = 能换群码的那个人。
groups-code = 入群码
groups-code-hint = 软件里群二维码的图片。
groups-code-link = 或者链接
groups-code-ends-on = 有效期到
groups-code-ends-hint = 二维码下面写着。到期前两天提醒您。
groups-code-ends = 有效期到 { $when }。
groups-code-forever = 一直有效，除非有人换码。
groups-code-picture = “{ $name }”的入群码
groups-code-points = 码里写着：
groups-code-unread = 这张图里没读出二维码，请用手机试一下。
groups-code-replace = 换入群码
groups-code-replace-lead = 旧码立刻不用，之后进群的人看到新码。
groups-code-replaced = 新码已生效。
groups-count = 群里多少人
groups-count-keep = 记下人数
groups-counted = 记下了，{ $members } 人。
groups-one-more = 多一个
groups-one-less = 少一个
groups-counts-before = 以前的人数
groups-told-by = { $name }说的，{ $when }
groups-told = 有人说的，{ $when }
groups-told-never = 不知道：还没人报过人数
groups-unknown = 谁进了群、谁在说话，我们不知道，软件不告诉我们。
groups-unknown-word = 不知道

groups-waits = 要您动手的聊天群
groups-warn-no-code = 没有入群码，谁也进不来。
groups-warn-code-ended = 入群码{ $when }到期了，换码前谁也进不来。
groups-warn-code-ends = 入群码{ $when }到期，趁早换，别让人白跑。
groups-warn-nearly-full = 按上次的人数快满了，准备下一个群。
groups-warn-full = 按上次的人数已满，进不了人了。
groups-chip-no-code = 没有码
groups-chip-code-ended = 码已过期
groups-chip-code-ends = 码快到期
groups-chip-nearly-full = 快满
groups-chip-full = 满了

refusal-groups-full = “{ $name }”满了，别的群也没有位置。
refusal-groups-closed = “{ $name }”已关闭。
refusal-groups-capacity_seated = 已经有 { $seated } 人，不能再少。
refusal-groups-not_outside = 这是本站的群，人数和入群码我们都知道。
field-link_invalid = 链接以 https:// 开头，中间没有空格。
field-ends_past = 这一天已经过了。
field-code_missing = 请传一张二维码图片，或者填链接。
field-picture_invalid = 这张图打不开，请传 PNG、JPEG 或 WebP。
error-not_found-group = 没有这个群。可能不归您管，也可能是别家店的。
groups-one = 群
