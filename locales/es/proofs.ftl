# Lo que se envía: códigos y enlaces que muestran de quién es un aparato.

proofs-subject = { $shop }: volver a entrar
proofs-subject-confirm = { $shop }: ¿es tuyo este correo?
proofs-mail =
    Tu código en { $shop }: { $code }

    Escríbelo en el móvil que lo pidió. O abre este enlace en el móvil que quieras conectar:
    { $link }

    Los dos duran diez minutos y sirven una sola vez. Si no los pediste, no hagas nada: sin ellos nadie entra. Nadie de { $shop } te pedirá nunca el código.
proofs-mail-confirm =
    Alguien, seguramente tú, dio este correo en { $shop }. Abre este enlace para confirmar que es tuyo:
    { $link }

    Dura diez minutos y sirve una sola vez. Si no fuiste tú, no hagas nada.
proofs-sms = { $code } es tu código en { $shop }. Dura diez minutos. No se lo digas a nadie.
