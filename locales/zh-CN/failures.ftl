# 最终没办成的事。

failures-title = 没办成的事
failures-why = regulars 已经放弃的任务。它们留在这里等您处理，不影响其他任何事。
failures-none = 一切正常
failures-none-why = 消息发不出去，或任务最终放弃时，会连同原因列在这里。
failures-today = 有 { $count } 件事最终没办成
failures-kind = 后台任务：{ $kind }
failures-kind-imports-members = 一份会员名单
failures-kind-joining-decide = 对入群申请的答复
failures-kind-proofs-letter = 发给会员的验证码或链接
failures-kind-reminders-letter = 提醒快到期的邮件
failures-kind-todos-day = 某一天的待办
failures-tries = 试过 { $count } 次
failures-over = 已经过期，不必再发。会员可以到柜台找回，或等发送恢复后重新索取；请用 `regulars doctor` 检查邮件和短信设置。
failures-again = 再试一次
failures-let-go = 不再处理
failures-tried = 正在重试。
failures-gone = 已从列表中移除。
failures-kind-payments-ask = 向支付方查询是否已付款
failures-kind-payments-compare = 与支付方核对付款
failures-kind-payments-refund = 退回一笔付款
failures-kind-payments-start = 向支付方询问付款地址
