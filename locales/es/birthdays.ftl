# Cumpleaños: un regalo al año.
birthdays-nav = Cumpleaños
birthdays-title = Cumpleaños
birthdays-lead = Un regalo al año, unos días antes del día.
birthdays-none = Los cumpleaños aún no traen nada
birthdays-none-why = Los socios pueden decirte su día, sin el año. Elige un regalo, y cada cual lo encuentra entre sus vales unos días antes.
birthdays-make = Elegir un regalo
birthdays-edit = Cambiar
birthdays-plan-note = Desde ahora. Lo dado se queda.
birthdays-kept = Guardado. Quien cumple pronto recibe el suyo en una hora.
birthdays-says = { $days ->
    [0] { $gift }, el mismo día.
    [one] { $gift }, un día antes.
   *[other] { $gift }, { $days } días antes.
}
birthdays-given = Dados
birthdays-given-note = en los últimos doce meses
birthdays-coming = En los próximos { $days } días
birthdays-nobody = Nadie cuyo día conozcas.
birthdays-more = { $people ->
    [one] Y uno más.
   *[other] Y { $people } más.
}
birthdays-rules = Cómo funciona
birthdays-rule-once = Una vez en doce meses, aunque alguien cambie su día.
birthdays-rule-leap = El 29 de febrero se celebra el 28 en los demás años.
birthdays-rule-late = Quien lo dice tarde recibe el suyo si el día no ha pasado.
birthdays-gift = Regalo
birthdays-gift-hint = Vale el tiempo que diga el regalo, desde el día en que llega. Deja el regalo sin límite por persona, para que pueda repetirse.
birthdays-no-gift = Ninguno
birthdays-before = Días antes
birthdays-before-hint = De 0 a 60. Siete dejan tiempo para venir.
birthdays-of-tiers = En su lugar, para niveles
birthdays-as-everybody = Como todos
birthdays-no-gifts = Aún no hay regalo que dar
birthdays-no-gifts-why = Primero haz un regalo: qué es, cuánto te cuesta y cuántos hay.
birthdays-make-gift = Hacer un regalo
birthdays-counter = cumple el { $day }
trail-kind-birthdays = cumpleaños
trail-birthdays-planned = regalo de cumpleaños elegido
trail-field-days-before = días antes
