programmes-title = 节目表
programmes-lead = 每个社群哪天做什么。到点，每条文案都变成群主的待办。
programmes-open = 打开这一周
programmes-none = 还没有节目
programmes-none-why = 先用一套现成的节目表，再改成自己的；或者在下面加第一个时段。
programmes-empty = 自己会转的一周
programmes-empty-why = 这里写着社群周一到周日做什么：到了啥货、晚饭做啥、一个问题、周末接龙。先开一个系列。
programmes-open-series = 开一个系列
programmes-balance = 每周{ $useful }条有用的、{ $selling }条卖货的
programmes-today = 今天的节目
programmes-now = 正在进行
programmes-past = 已结束
programmes-sells = 卖货
programmes-add = 添加
programmes-day-full = 已有{ $max }条，今天满了。
programmes-day-empty = 这天没有节目。安静一天也好。
programmes-evening = 会员{ $day }会看到
programmes-preview-day = 预览哪一天
programmes-no-group = 这个系列还没有开着的群。开了群就能看到文案。
programmes-link-here = [这条的链接]
programmes-adopt = 就用这套
programmes-adopt-which = 用哪套节目表？
programmes-adopted = 已采用。不合适的自己改。
programmes-saved = 已保存。今天还没到点的已重新生成。
programmes-ended = 已从节目表里拿掉。
programmes-new-slot = 新时段
programmes-slot-title = 标题
programmes-days = 哪几天
programmes-at = 时间
programmes-expires = 多久内发还有用（分钟）
programmes-expires-hint = 过了就从群主待办里消失：早上的消息晚上发就是打扰。10 到 1,440。
programmes-kind = 类型
programmes-kind-notice = 通知
programmes-kind-tip = 小窍门
programmes-kind-offer = 优惠
programmes-kind-question = 提问
programmes-kind-programme = 游戏
programmes-kind-gathering = 聚会
programmes-kind-story = 故事
programmes-kind-thanks = 感谢
programmes-selling = 这条是卖货的
programmes-selling-hint = 每条卖货的配两条有用的，大家才愿意一直看。
programmes-texts = 轮流用的文案
programmes-texts-hint = 每周一条，按顺序轮，从各群开群那天算起。空的不算。
programmes-text = 文案{ $number }
programmes-other-languages = 其他语言
programmes-places = 会自动填上：{"{store}"} {"{brand}"} {"{group}"} {"{host}"} {"{link}"}
programmes-hint = 照片拍什么
programmes-tip = 给群主的提示
programmes-picture = 图片
programmes-picture-hint = 跟文案一起发到每个群。群主自己拍的话就不用传。
programmes-no-picture = 去掉图片
programmes-end = 从节目表拿掉
programmes-end-title = 把这个时段从节目表拿掉？
programmes-end-loses = 它的文案以后不再出现。已经发的都还在。
programmes-voices = 谁说话
programmes-members-write = 会员可以发言
programmes-members-write-hint = 关掉后只有店里发，会员只看。
programmes-welcome = 小助手的欢迎词
programmes-welcome-hint = 对新来的人说。{"{name}"}和{"{group}"}会自动填上。空着就用我们的。
refusal-programmes-adopted = 这个系列已经有节目表了。改时段就行，或者先拿掉。
refusal-programmes-ended = 这个时段已经不在节目表里。
field-days_none = 至少选一天。
field-day_full = { $day ->
    [mon] 星期一
    [tue] 星期二
    [wed] 星期三
    [thu] 星期四
    [fri] 星期五
    [sat] 星期六
   *[sun] 星期日
}已经有{ $max }条，再多就是打扰。先拿掉一条，或者换一天。
error-not_found-slot = 没有这个时段，可能已经从节目表拿掉。
