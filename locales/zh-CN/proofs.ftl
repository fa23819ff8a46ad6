# 发出去的内容：证明设备属于谁的验证码和链接。

proofs-subject = { $shop }：找回会员
proofs-subject-confirm = { $shop }：这是您的邮箱吗？
proofs-mail =
    您在{ $shop }的验证码：{ $code }

    请在申请它的手机上输入。也可以在想关联的手机上打开这个链接：
    { $link }

    两者十分钟内有效，只能用一次。如果不是您本人申请的，不用理会：没有它们谁也进不去。{ $shop }的人绝不会向您索要验证码。
proofs-mail-confirm =
    有人（应该是您）在{ $shop }留了这个邮箱。打开链接，确认它是您的：
    { $link }

    链接十分钟内有效，只能用一次。如果不是您，不用理会。
proofs-sms = { $code } 是您在{ $shop }的验证码，十分钟内有效，请勿告诉任何人。
