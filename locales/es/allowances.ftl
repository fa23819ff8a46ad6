# Asignaciones: lo que el personal puede regalar por su cuenta.
allowances-nav = Asignaciones
allowances-title = Asignaciones
allowances-lead = Lo que tu gente puede regalar por su cuenta, cada cual por semana o por mes: un toque en el mostrador, sin preguntar.
allowances-name = Nombre
allowances-name-hint = Como lo lee quien atiende: Detalles de caja
allowances-budget = Se cuenta
allowances-budget-pieces = por regalos
allowances-budget-pieces-note = Cinco por semana, los que sean
allowances-budget-worth = por lo que le cuestan a la tienda
allowances-budget-worth-note = Regalos por 50,00 a la semana
allowances-pieces = Cuántos
allowances-amount = Por cuánto valor
allowances-period = En
allowances-week = una semana, desde el lunes
allowances-month = un mes
allowances-gifts = Regalos
allowances-gifts-hint = Ninguno marcado: todos los que están abiertos
allowances-staff = Quién puede regalar
allowances-staff-hint = Nadie marcado: todos los que atienden un mostrador
allowances-every-gift = todos los regalos
allowances-everybody = todos los del mostrador
allowances-each = Cada cual puede regalar
allowances-so-many = { $pieces ->
    [one] un regalo
   *[other] { $pieces } regalos
}
allowances-a-week = { $amount } por semana
allowances-a-month = { $amount } por mes
allowances-given-now = Regalado en este periodo
allowances-state-closed = cerrada
allowances-none = Aún no hay asignaciones
allowances-none-why = Una espera larga, un mal día, un cumpleaños que nadie sabía: quien está en el mostrador lo ve primero. Di cuánto puede regalar sin preguntar.
allowances-make = Nueva asignación
allowances-make-first = Crear la primera asignación
allowances-edit = Cambiar
allowances-edit-title = Cambiar { $name }
allowances-what = La asignación
allowances-people = A quién le queda cuánto
allowances-sentence = { $given ->
    [0] Aún no se ha regalado nada en este periodo. El siguiente empieza el { $until }.
    [one] Un regalo en este periodo. El siguiente empieza el { $until }.
   *[other] { $given } regalos en este periodo. El siguiente empieza el { $until }.
}
allowances-sentence-closed = Está cerrada: nadie regala de ella.
allowances-person-gave = { $pieces ->
    [0] aún no ha regalado nada
    [one] ha hecho un regalo
   *[other] ha hecho { $pieces } regalos
}
allowances-left = quedan { $left }
allowances-left-until = quedan { $left }; completa de nuevo el { $day }
allowances-close = Cerrar
allowances-close-title = ¿Cerrar esta asignación?
allowances-close-loses = Nadie podrá regalar de ella. Lo regalado queda regalado.
allowances-open = Abrir de nuevo
allowances-created = Ya se puede regalar de ella.
allowances-changed = Cambiada.
allowances-opened = Se puede regalar de ella otra vez.
allowances-closed = Nadie regala ya de ella.
allowances-givings = Quién regaló qué
allowances-givings-lead = Cada regalo que alguien hizo por su cuenta, y a quién.
allowances-no-givings = Aún no se ha regalado nada
allowances-no-givings-why = Aquí estará lo que tu gente regale en el mostrador.
allowances-at = Cuándo
allowances-who = Quién
allowances-whom = A quién
allowances-gift = Regalo
allowances-reason = Por qué
allowances-cost = Coste, { $currency }
allowances-undone = deshecho
allowances-way = Regalar de tu asignación
allowances-give = Regalar algo
allowances-give-lead = De tu asignación, para { $name }. Un toque y queda entregado.
allowances-give-none = No hay nada que puedas regalar
allowances-give-none-why = Las asignaciones las crea un encargado en la consola, en Valor.
allowances-no-gift = Ninguno de sus regalos está abierto.
allowances-used-up = Por ahora está agotada.
allowances-later = Como vale, para recoger más tarde
allowances-ticket = En su teléfono
allowances-did-give = { $gift } para { $name }, de tu asignación.
allowances-did-ticket = { $gift } espera a { $name } como vale.
allowances-did-undo = Se retiró { $gift } para { $name }. Tu asignación lo tiene otra vez.
allowances-own = Su propia tarjeta de socio
allowances-own-is = Es { $name }.
allowances-own-code = Código de la tarjeta
allowances-own-hint = M- y ocho caracteres. Nadie se regala a sí mismo de una asignación. En blanco: no se sabe
allowances-own-back = Volver a la persona
allowances-own-kept = Guardado.
field-member_code = Nadie tiene una tarjeta con este código.
refusal-allowances-used_up = Queda muy poco de esta asignación. Vuelve a estar completa en el próximo periodo.
refusal-allowances-not_yours = Esta asignación está cerrada o no es tuya.
refusal-allowances-other_gift = Esta asignación no tiene este regalo.
refusal-allowances-yourself = Nadie se regala a sí mismo. Pídeselo a un compañero.
refusal-allowances-too_late = Se regaló hace más de diez minutos.
refusal-allowances-already_undone = Ya se había deshecho.
refusal-allowances-collected = Mientras tanto se recogió. Deshaz eso primero.
refusal-allowances-other_measure = Esta asignación cuenta otra cosa. Ciérrala y crea otra.
error-not_found-allowance = No existe esa asignación.
error-not_found-giving = No existe ese regalo hecho.
trail-kind-allowances = asignaciones
trail-allowances-created = asignación creada
trail-allowances-changed = asignación cambiada
trail-allowances-state-changed = asignación abierta o cerrada
trail-allowances-own-changed = tarjeta de socio de un empleado cambiada
