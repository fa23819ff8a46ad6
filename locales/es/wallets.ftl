# Saldo: dinero que un socio deja en la tienda, y el extra que ella añade.
wallets-nav = Saldo
wallets-title = Saldo
wallets-lead = Dinero que los socios te han dejado. Es suyo hasta que lo gastan.
wallets-none = Nadie te ha dejado dinero todavía
wallets-none-why = Los socios ingresan en caja, tú añades un extra y pagan con un toque. Di antes cómo funciona y con qué límites.
wallets-make-first = Hacer un plan
wallets-edit = Cambiar el plan
wallets-plan = Plan
wallets-plan-why = Los socios leen las reglas en el móvil antes de ingresar. Lo que ya tienen se puede gastar, cambies lo que cambies.
wallets-kept = El plan está guardado.
wallets-members-read = Los socios leen: «{ $rule }»
wallets-word-open = abierto
wallets-word-closed = cerrado
wallets-held = Dinero ingresado
wallets-held-note = lo que debes
wallets-held-bonus = Extra sin gastar
wallets-holders = Personas con saldo
wallets-who = Quién tiene más
wallets-nobody = Ahora nadie tiene saldo.
wallets-of-it-bonus = { $bonus } es extra
wallets-csv = Todo en CSV
wallets-history = Día a día
wallets-day = Día
wallets-day-topped-up = Ingresado
wallets-day-given = Extra
wallets-day-spent = Gastado
wallets-day-refunded = Devuelto
wallets-day-held = Saldo
wallets-pays = { $amount } ingresados
wallets-gets-bonus = { $bonus } de extra
wallets-plus = + { $bonus }

wallets-state = Ingresos
wallets-state-open = Abiertos
wallets-state-open-note = Los socios pueden ingresar en caja
wallets-state-closed = Cerrados
wallets-state-closed-note = Nadie puede ingresar; lo que hay se puede gastar y devolver
wallets-bonuses = Extra
wallets-bonuses-hint = Desde tanto ingresado, tanto de más: una cantidad (10) o una parte (8%). Se aplica la mejor que encaje. Deja en blanco las filas que no uses.
wallets-from = Desde, regla { $n }
wallets-gives = Añade, regla { $n }
wallets-limits = Límites
wallets-least = Ingreso mínimo
wallets-most = Ingreso máximo
wallets-cap-named = Saldo máximo, persona conocida
wallets-cap-named-hint = Con teléfono o correo comprobado, extra incluido. En blanco: sin tope
wallets-cap-unnamed = Saldo máximo, persona no conocida
wallets-cap-unnamed-hint = Sin teléfono ni correo comprobado. En blanco: sin tope
wallets-spending = Pagar
wallets-spending-label = Qué se gasta primero
wallets-bonus-first = El extra
wallets-bonus-first-note = Lo que ingresaron dura más y se puede devolver
wallets-principal-first = Lo ingresado
wallets-principal-first-note = El extra queda para el final
wallets-refunds = Devolver
wallets-refund-days = Días tras un ingreso en que se devuelve
wallets-refund-days-hint = En blanco: en cualquier momento
wallets-forfeits = Qué pasa con el extra
wallets-proportion = Se pierde en proporción
wallets-proportion-note = Si se devuelve la mitad, se pierde la mitad del extra
wallets-whole = Se pierde entero
wallets-whole-note = Cualquier devolución acaba con todo el extra
wallets-make-lawful = Guardar dentro de la ley

wallets-law = Lo que dice la ley
wallets-law-none = No conocemos ningún tope en este país. Eso no significa que esté permitido: pregunta a quien te asesora.
wallets-law-named = Como mucho { $limit } en el saldo de una persona conocida.
wallets-law-unnamed = Como mucho { $limit } en el saldo de una persona no conocida.
wallets-law-refund = En los { $days } días tras el pago se devuelve lo ingresado sin dar motivos.
wallets-law-never-ends = No puede caducar. Aquí ningún saldo caduca.
wallets-law-advice = Normas tal como las conocemos, no un consejo legal.

wallets-rule-always-proportion = Lo que ingresaste se te devuelve cuando lo pidas; el extra se pierde en proporción.
wallets-rule-always-whole = Lo que ingresaste se te devuelve cuando lo pidas; entonces el extra se pierde entero.
wallets-rule-days-proportion = { $days ->
    [one] Lo que ingresaste se devuelve durante un día; el extra se pierde en proporción.
   *[other] Lo que ingresaste se devuelve durante { $days } días; el extra se pierde en proporción.
}
wallets-rule-days-whole = { $days ->
    [one] Lo que ingresaste se devuelve durante un día; entonces el extra se pierde entero.
   *[other] Lo que ingresaste se devuelve durante { $days } días; entonces el extra se pierde entero.
}
wallets-rule-bonus-first = Al pagar se gasta primero el extra.
wallets-rule-principal-first = Al pagar el extra se gasta al final.

wallets-yours = Tu saldo aquí
wallets-principal = Ingresado
wallets-principal-note = tuyo, se devuelve si lo pides
wallets-bonus = Extra
wallets-bonus-note = para gastar aquí
wallets-where-plain = Ingresa en caja.
wallets-where = Ingresa en caja. Esto añade la tienda:

wallets-top-up = Ingresar saldo
wallets-amount = Cuánto se ingresa
wallets-look = Siguiente
wallets-pick = { $amount } + { $bonus }
wallets-takes = Cobrar al cliente
wallets-adds = Extra
wallets-then = Saldo después
wallets-take = { $amount } cobrados
wallets-other-amount = Otra cantidad
wallets-has = { $amount } de saldo
wallets-topped-up = Ingresado
wallets-did = { $name }: { $amount } ingresados, { $bonus } de extra. Saldo ahora: { $total }.
wallets-pay = Pagar con el saldo
wallets-pay-has = tiene { $amount }
wallets-paid-whole = { $whole } (todo del saldo, nada que cobrar)
wallets-paid-part = { $whole } ({ $paid } del saldo, { $due } por cobrar)

wallets-refund = Devolver
wallets-refund-of = Devolver a { $name }
wallets-refund-amount = Cuánto se devuelve
wallets-refund-most = Como mucho { $most }
wallets-goes-out = Se devuelve
wallets-goes-lost = Extra que se pierde
wallets-stays = Saldo que queda
wallets-refund-yes = Devolver { $amount }
wallets-refunded = Se han devuelto { $amount }.

wallets-line-topped-up = Ingresaste
wallets-line-given = Extra por ingresar
wallets-line-undone = Se deshizo el ingreso
wallets-line-undone-bonus = Se deshizo su extra
wallets-line-paid = Pago de una compra
wallets-line-paid-bonus = Pago de una compra, con extra
wallets-line-repaid = Vuelta de una compra
wallets-line-repaid-bonus = Vuelta de una compra, en extra
wallets-line-deposited = Pago por adelantado
wallets-line-deposited-bonus = Pago por adelantado, con extra
wallets-line-deposit-back = Vuelta de un pago por adelantado
wallets-line-deposit-back-bonus = Vuelta de un pago por adelantado, en extra
wallets-line-refunded = Devuelto a ti
wallets-line-forfeited = Extra perdido con la devolución
wallets-line-other = Saldo
wallets-line-joined = De una ficha tuya a la otra

field-wallet_amount_above_zero = Tiene que ser más que cero.
field-wallet_amount_range = De { $min } a { $max }.
field-wallet_most_below_least = No puede ser menos que el mínimo.
field-wallet_bonuses_too_many = Como mucho { $max } reglas.
field-wallet_bonus_invalid = Cada regla necesita una cantidad mayor que cero desde la que se aplica, y añade una cantidad o una parte de hasta el 100%.
field-wallet_gives_invalid = Una cantidad como 10, o una parte como 8%, hasta 100%.
field-wallet_law_cap = La ley permite como mucho { $limit } ({ $law }). Pon { $limit } o menos.
field-wallet_law_currency = La ley pone un tope ({ $law }) y cuenta en { $limit }; en otra moneda no se puede abrir. Déjalo cerrado o usa { $limit }.
field-wallet_law_days = La ley da { $limit } días ({ $law }). Pon { $limit } o más, o déjalo en blanco.
refusal-wallets-closed = La tienda no admite ingresos ahora. Lo que hay se puede gastar.
refusal-wallets-not_enough = No hay tanto saldo.
refusal-wallets-over_cap = El saldo puede llegar a { $cap }, extra incluido. Caben { $room }.
refusal-wallets-spent_since = Lo que trajo este ingreso ya se gastó. Primero devuelve los artículos, o devuelve lo que queda.
refusal-wallets-already_undone = Ya se había deshecho. No pasó nada más.
refusal-wallets-too_late = Han pasado diez minutos. Devuelve el dinero en su lugar.
refusal-wallets-not_refundable = Ya pasaron los días en que se devuelve.
refusal-wallets-changed_since = El extra ya no es el que se mostró. Míralo otra vez.
error-not_found-top_up = Ese ingreso no existe.
trail-kind-wallets = saldo
trail-wallets-planned = plan de saldo cambiado
