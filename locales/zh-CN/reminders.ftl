# 提醒会员什么快要到期的邮件。各项各占一行。

reminders-subject = { $shop }：趁还在，用起来
reminders-mail =
    { $name }，您好！

    您在{ $shop }有这些快要到期：

    { $lines }

    您的全部：{ $wallet }

    您同意接收{ $shop }的消息，所以收到这封邮件，每天最多一封。随时可以取消：{ $me }
reminders-points = { $points } { $unit }，可用到{ $day }
reminders-voucher = { $name }：请在{ $day }前（含当天）领取
reminders-plan = { $name }已付到{ $day }。想继续的话，请在柜台付 { $price }。
