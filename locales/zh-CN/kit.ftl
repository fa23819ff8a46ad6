# 页面框架、表单与报错、列表、通用错误。
# 像在柜台前说话一样：短，具体。报错要讲清：出了什么事，意味着什么，怎么办。

skip = 跳到正文
language = 语言
theme = 外观
theme-auto = 跟随设备
theme-light = 浅色
theme-dark = 深色
close = 关闭
cancel = 取消
save = 保存
try-again = 再试一次
go-home = 回首页
print = 打印
print-hint = A4 纸，一页，无边距。按 Ctrl P 也行。
online = 已连接
offline = 网络断开
switch-person = 换人
unread = { $count ->
   *[other] { $count } 条未读
}

nav-main = 主导航
nav-today = 今天
nav-people = 人
nav-value = 权益
nav-play = 玩法
nav-reach = 触达
nav-insight = 洞察
nav-settings = 设置
tab-home = 首页
tab-groups = 群
tab-play = 玩
tab-wallet = 卡包
tab-me = 我
scope = 正在看：{ $name }，点此切换
find = 搜索
find-nothing-why = 换几个字试试，也可以输手机号或卡上的码。
find-nothing = 没找到。试试姓名、手机号或页面名。
account = 我的账号
sign-out = 退出

form-optional = 选填
form-choose = 请选择
form-country = 国家或地区区号
form-month = 月
form-day = 日
form-busy = 请稍等…
form-wrong = { $fields ->
   *[other] 还有 { $fields } 处要改，您填的内容都还在。
}

field-required = 这里要填。
field-too_long = { $max ->
   *[other] 最多 { $max } 个字。
}
field-too_short = { $min ->
   *[other] 至少 { $min } 个字。
}
field-limit_range = 一次取 1 到 { $largest } 条。
field-cursor_invalid = 这个翻页链接失效了，请从头看列表。
field-amount_not_a_number = 请写金额，例如 12.50。
field-amount_negative = 金额不能小于零。
field-amount_decimals = 这个币种没有这么多位小数。
field-amount_ambiguous = 看不准是不是 { $whole }。如果是，请直接写 { $whole }，不加分隔号；如果不是，请{ $digits ->
    [3] 用点号写三位小数，例如 12.500。
   *[other] 写两位小数，例如 12.50。
}
field-amount_too_large = 超过单笔上限了，是不是多打了一个零？
field-email_invalid = 邮箱不对，应该像 name@shop.com 这样。
field-phone_invalid = 这不是该地区的号码，请核对号码和区号。
field-date_invalid = 日期不对，请写成 2026-11-22。
field-choice_invalid = 请从列表里选一个。
field-number_range = 请填 { $min } 到 { $max } 之间的整数。
field-file_too_large = 文件太大，最多 { $max } MB。
field-taken = 已经有人用了，请换一个。

error-title-malformed = 请求没收全
error-title-unauthenticated = 请先登录
error-title-forbidden = 您没有这个权限
error-title-not_found = 这里没有
error-title-refused = 这样不行
error-title-too_many = 请慢一点
error-title-busy = 现在人很多
error-title-broken = 我们这边出错了
error-not_found = 没有这个页面。可能已移走或已关闭，也可能链接不完整。
error-unauthenticated = 登录后才能看，登录完会回到这里。
error-forbidden = 您的角色不能做这件事，店主可以调整权限。
error-malformed = 请求在路上损坏了，请返回再试一次。
error-form_expired = 这个表单放得太久了，请返回刷新页面后再提交。
error-invalid = { $fields ->
   *[other] 有 { $fields } 处要再看一下。
}
error-idempotency-mismatch = 这个请求之前以不同的内容提交过。请刷新页面重新来，没有重复执行。
error-too_many = 一下子太多了，请等 { $retry ->
   *[other] { $retry } 秒
}再试。
error-busy = 这会儿人很多。什么都没丢，请过一秒再试。
error-not_owner = 本店正在换一台机器。什么都没丢，请过一秒再试。
error-broken = 我们这边出错了，已经记下，没有做到一半的事。
error-broken-id = 已经记下，编号 { $id }。没有做到一半的事。如果再出现，请把编号告诉我们。

table-filter = 筛选
table-nothing = 没找到
table-nothing-for = 没有符合“{ $words }”的。
table-show-all = 看全部
table-more = 再看一些
table-csv = 导出 CSV

steps = 第 { $step } 步，共 { $of } 步
stamps-have = 集了 { $have } 个章，共 { $of } 个
confirm-people = { $people ->
    [0] 不影响任何人。
   *[other] 会影响 { $people } 个人。
}
chart-numbers = 看数字
chart-when = 时间
funnel-went-on = { $part } 进入下一步

# 还没到业务就被门口拦下的情况。
field-json_type = 这个值的格式不对：{ $detail }
field-text_unkeepable = 文字里不能有 U+0000 这个字符。
error-form-unreadable = 表单没收全，请返回再提交一次。
error-form-too_many_fields = 表单项太多，不是我们的页面。请刷新后重新填。
error-form-too_large = 内容太大，请换小一点的图片或少写一些。
error-form-foreign = 这个表单不是从我们的页面发来的，所以什么都没做。请在这里打开页面再提交。
error-form-once_missing = 表单不完整，请刷新页面再提交。什么都没做。
error-request-unreadable = 请求读不懂，请检查地址和请求头。
error-body-too_large = 内容太大。
error-body-not_json = 内容不是 JSON。
error-idempotency-key_missing = 这个操作涉及权益，需要 Idempotency-Key：您自己定的一段文字，重试时保持不变。
error-idempotency-key_invalid = Idempotency-Key 只能用普通字母、数字和符号（ASCII）。
error-currency-invalid = 没有这个货币代码，应该像 CNY、EUR 这样。
error-position-invalid = 这个位置不是我们发出的，请去掉，或用最近一次拿到的。

# 店里人的角色。
role-owner = 店主
role-operator = 运营
role-area-lead = 区域经理
role-manager = 店长
role-assistant = 店员
role-cashier = 收银
role-host = 群主
role-moderator = 管理员
role-opinion-leader = 意见领袖
role-agent = 推荐人
