# El correo que le dice a un socio lo que acaba pronto. Sus líneas van una debajo de otra.

reminders-subject = { $shop }: aprovéchalo mientras lo tienes
reminders-mail =
    Hola, { $name }:

    algo de lo que tienes en { $shop } acaba pronto:

    { $lines }

    Todo lo que tienes: { $wallet }

    Recibes esto porque aceptaste mensajes de { $shop }, como mucho uno al día. Puedes decir que no cuando quieras: { $me }
reminders-points = { $points } { $unit }: puedes gastarlos hasta el { $day }
reminders-voucher = { $name }: recógelo hasta el { $day }
reminders-plan = { $name } está pagado hasta el { $day }. Si quieres seguir, paga { $price } en el mostrador.
