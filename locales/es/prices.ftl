# Precios de socio: qué cuesta menos, y cuándo.
prices-nav = Precios de socio
prices-title = Precios de socio
prices-lead = Lo que a los socios les cuesta menos, todos los días o algunos. Se descuenta solo, en el mostrador y en la tienda del teléfono.
prices-sentence = { $open ->
    [one] Hay un precio abierto; { $today ->
        [0] ahora no vale.
       *[other] ahora vale.
    }
   *[other] Hay { $open } precios abiertos; { $today ->
        [0] ahora no vale ninguno.
        [one] ahora vale uno.
       *[other] ahora valen { $today }.
    }
}
prices-name = Nombre
prices-name-hint = Tal como se anuncia: Miércoles, día del socio
prices-name-in = Nombre en { $lang }
prices-other-languages = Nombre en otros idiomas
prices-takes = Qué descuenta
prices-takes-lead = Elige uno y di de qué y cuándo. El teléfono de al lado enseña cómo se entera un socio y cuánto se paga hoy.
prices-kind = Los socios tienen
prices-hours-from = Desde (hora)
prices-hours-until = Hasta (hora)
prices-stores = Tiendas
prices-stores-hint = Ninguna marcada: todas
prices-everywhere = todas las tiendas
prices-whom = Para quién
prices-whom-which = Es para
prices-whom-members = todos los socios
prices-whom-tiers = quienes tienen estos niveles
prices-whom-tiers-note = Marca cada nivel que lo tiene; uno más alto no lo tiene por sí solo
prices-whom-series = quienes están en grupos de estas series
prices-whom-groups = quienes están en estos grupos
prices-state = Estado
prices-state-now = ahora
prices-state-waits = otros días u horas
prices-state-over = terminado
prices-state-closed = cerrado
prices-purchases = Compras
prices-off = Descontado
prices-off-in = Descontado, { $currency }
prices-none = Aún no hay precios de socio
prices-none-why = Un día del socio a mitad de semana es la razón más fácil para volver, y nadie tiene que llevar un vale.
prices-make = Nuevo precio
prices-make-first = Crear el primer precio
prices-edit = Cambiar
prices-edit-title = Cambiar { $name }
prices-what = La regla
prices-today-title = Hoy
prices-today = Una compra de { $before } cuesta hoy { $after }.
prices-today-others = Junto con: { $names }
prices-today-not = Ahora no descuenta nada.
prices-sentence-closed = Está cerrado y no descuenta nada.
prices-preview = Cómo se enteran los socios
prices-preview-not-yet = Rellena el formulario: aquí se verá lo que ven los socios.
prices-close = Cerrar
prices-close-title = ¿Cerrar este precio?
prices-close-loses = Ya no descontará nada. Lo comprado conserva su precio.
prices-open = Abrir de nuevo
prices-created = El precio vale desde ahora.
prices-changed = Cambiado. Lo comprado antes conserva su precio.
prices-opened = Vale de nuevo.
prices-closed = Ya no descuenta nada.
prices-phone-today = Hoy para ti
prices-phone-members = Hoy los socios pagan menos
refusal-prices-too_many = Ya hay { $most } precios abiertos. Cierra uno que no haga falta.
error-not_found-price_rule = No existe ese precio.
field-hours_before_from = Las horas terminan antes de empezar.
field-price_no_limit = Un precio de socio no tiene límites de este tipo. Déjalo fuera.
field-price_of_what = Di qué productos o categorías cuestan esto.
trail-kind-prices = precios de socio
trail-prices-created = precio de socio creado
trail-prices-changed = precio de socio cambiado
trail-prices-state-changed = precio de socio abierto o cerrado
