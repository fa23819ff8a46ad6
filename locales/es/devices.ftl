# Cajas: emparejar y PIN.

devices-title = Cajas
devices-lead = Móviles y tabletas en caja. Emparejados una vez, solo piden un PIN.
devices-none = Aún no hay cajas
devices-none-why = Coge el móvil o la tableta de tu caja y emparéjalo: regalos y sellos serán un escaneo.
devices-no-store = Una caja está en una tienda. Abre antes una tienda.
devices-pair = Emparejar una caja
devices-pair-lead = Recibes seis cifras para escribir en el dispositivo. Valen diez minutos.
devices-pair-do = Emparejar este dispositivo
devices-name = Nombre
devices-name-first = Caja 1
devices-name-hint = Para saber cuál es: Caja 2, Panadería.
devices-store = Tienda
devices-seen = Último uso
devices-code = Seis cifras
devices-code-hint = De la consola, en Ajustes, Cajas.
devices-code-make = Ver las cifras
devices-code-title = Una caja para { $store }
devices-code-lead = Escríbelo en el dispositivo o escanéalo con él. Vale diez minutos, una vez.
devices-code-where = En el dispositivo abre { $address }
devices-qr = Escanéalo con el dispositivo que será la caja
devices-pairing = Haz de este dispositivo una caja
devices-pairing-lead = Alguien con la consola abierta puede enseñarte las cifras.
devices-lock = Volver a pedir el PIN
devices-lock-hint = Una caja espera entre clientes: sigue abierta si no dices otra cosa.
devices-lock-never = Nunca
devices-lock-after = { $hours ->
    [one] Tras una hora
   *[other] Tras { $hours } horas
}
devices-saved = Guardado.
devices-unpair = Desemparejar
devices-unpair-title = ¿Desemparejar { $name }?
devices-unpair-loses = El dispositivo deja de ser caja al momento. Lo hecho en él se queda.
devices-was-unpaired = El dispositivo ya no es una caja.
devices-who = ¿Quién está en caja?
devices-nobody = Aquí nadie tiene PIN todavía
devices-nobody-why = En la consola, en Ajustes, Equipo, abre a una persona y ponle un PIN.
devices-back-as = Seguir como { $name }
devices-lock-now = Bloquear
devices-locked = Bloqueada.
devices-pin = PIN
devices-pin-lead = Tu PIN, por favor.
devices-enter = Entrar
devices-other = Otra persona
devices-clear = Borrar
refusal-devices-wrong_code = Esas cifras no existen, están usadas o tienen más de diez minutos.
refusal-devices-too_many = Una marca puede tener { $max } cajas.
error-not_found-device = Aquí no hay esa caja.
field-pairing_wrong = Esas cifras no existen, están usadas o tienen más de diez minutos. Pide otras.
field-pin_wrong = { $left ->
    [one] Ese no es el PIN. Queda un intento.
   *[other] Ese no es el PIN. Quedan { $left } intentos.
}
field-pin_locked = Demasiados intentos. Se abre otra vez { $wait }.
