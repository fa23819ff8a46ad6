# What is sent: codes and links that show whose a device is.

proofs-subject = { $shop }: back in
proofs-subject-confirm = { $shop }: is this address yours?
proofs-mail =
    Your code at { $shop }: { $code }

    Type it on the phone that asked for it. Or open this link on the phone you want to connect:
    { $link }

    Both live ten minutes and serve once. If you did not ask for them, do nothing: nobody gets in without them. Nobody from { $shop } will ever ask you for the code.
proofs-mail-confirm =
    Somebody, probably you, gave this address at { $shop }. Open this link to confirm that it is yours:
    { $link }

    It lives ten minutes and serves once. If it was not you, do nothing.
proofs-sms = { $code } is your code at { $shop }. It lives ten minutes. Never tell it to anybody.
