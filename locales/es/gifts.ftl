# Regalos: lo que la tienda da.
gifts-nav = Regalos
gifts-title = Regalos
gifts-lead = Qué regalas, cuántos quedan y qué compró desde entonces quien recibió uno.
gifts-none = Aún no hay regalos
gifts-none-why = Un detalle trae gente: cuatro huevos, un café, un manojo de hierbas. Les espera en la caja con su nombre.
gifts-make = Nuevo regalo
gifts-make-first = Crear el primer regalo
gifts-name = Nombre
gifts-name-hint = Como lo dirías en el mostrador: media docena de huevos
gifts-name-in = Nombre ({ $lang })
gifts-kind = Para qué es
gifts-kind-lead = Regalo de bienvenida
gifts-kind-lead-note = Una vez, para quien se une
gifts-kind-raffle = Premio
gifts-kind-raffle-note = Para sorteos y juegos del grupo
gifts-kind-reward = Gracias por traer a alguien
gifts-kind-reward-note = Para quien trae a un amigo
gifts-kind-stamp = Tarjeta completa
gifts-kind-stamp-note = Por volver una y otra vez
gifts-cost = Lo que te cuesta uno
gifts-cost-hint = Compra y envoltorio
gifts-perceived = Precio en caja
gifts-perceived-hint = Lo que pagaría un cliente
gifts-stock = Cuántos tienes
gifts-stock-hint = Nunca se dan más de los que hay
gifts-per-member = Cuántos por persona
gifts-per-member-hint = 0: sin límite
gifts-no-limit = sin límite
gifts-valid-days = Días para recogerlo
gifts-valid-days-hint = En blanco: no caduca
gifts-days = { $days ->
    [one] un día
   *[other] { $days } días
}
gifts-always = no caduca
gifts-returns = Lo que nadie recoge vuelve al estante
gifts-more = Envoltorio, tiendas, otros idiomas
gifts-packing = Envoltorio
gifts-packing-hint = Para quien lo prepara: cómo va y dónde está
gifts-packing-in = Envoltorio ({ $lang })
gifts-stores = Tiendas
gifts-stores-hint = Sin marcar ninguna: en todas
gifts-everywhere = todas las tiendas
gifts-series = Solo para la gente de
gifts-series-all = todas las comunidades
gifts-left = Quedan
gifts-given = Dados
gifts-redeemed = Recogidos
gifts-cost-so-far = Coste, { $currency }
gifts-bought = Compras desde entonces, { $currency }
gifts-cost-total = Coste hasta hoy
gifts-bought-total = Compras desde entonces
gifts-bought-note = de quien recibió uno
gifts-sold-out = agotado
gifts-state-closed = cerrado
gifts-sentence = { $left } en el estante, { $given } dados.
gifts-sentence-out = No queda nada en el estante. A quien se une se le dice.
gifts-sentence-closed = Cerrado: ya no se da a nadie. Los { $given } dados antes siguen valiendo.
gifts-what = El regalo
gifts-shelf = El estante
gifts-edit = Editar
gifts-edit-title = Editar: { $name }
gifts-back = Volver
gifts-pieces = Unidades
gifts-pieces-hint = Para poner en el estante o retirar de él
gifts-restock = Poner en el estante
gifts-take-back = Retirar
gifts-picture = Foto
gifts-picture-hint = JPEG, PNG o WebP, 8 MB como mucho; con luz de día y nada más
gifts-picture-save = Usar esta foto
gifts-close = Cerrar este regalo
gifts-close-title = ¿No darlo a nadie más?
gifts-close-loses = Lo ya dado sigue valiendo y se puede recoger. Quien se una no recibe nada, salvo que haya otro regalo de bienvenida.
gifts-open = Volver a darlo
gifts-preview = En el móvil
gifts-preview-title = Tus vales
gifts-preview-name = Media docena de huevos
gifts-preview-days = { $days ->
    [one] Recógelo en un día
   *[other] Recógelo en { $days } días
}
gifts-created = { $name } está en el estante.
gifts-changed = Guardado.
gifts-restocked = { $pieces } más en el estante.
gifts-taken-back = { $pieces } retirados del estante.
gifts-closed = Cerrado. Lo dado sigue valiendo.
gifts-opened = Se vuelve a dar.
gifts-pictured = La foto ya se usa.
gifts-picture-unreadable = Ese archivo no es una foto que podamos leer. JPEG, PNG o WebP, por favor.
field-picture_unreadable = Ese archivo no es una foto que podamos leer. JPEG, PNG o WebP, por favor.
field-pieces_left = { $left ->
    [0] No queda ninguno.
    [one] Solo queda uno.
   *[other] Solo quedan { $left }.
}
error-not_found-gift = Ese regalo no existe.
refusal-gifts-sold_out = Agotado. No queda nada de este regalo.
refusal-gifts-already_had = Esta persona ya ha tenido todos los que le corresponden.
refusal-gifts-closed = Este regalo está cerrado: ya no se da a nadie.
refusal-gifts-not_that_many = { $left ->
    [0] No queda nada que retirar.
    [one] Solo queda uno. Lo ya dado no se puede retirar.
   *[other] Solo quedan { $left }. Lo ya dado no se puede retirar.
}
refusal-gifts-terms_given = Ya hay gente con vales de este regalo, y lo prometido se queda. Haz otro regalo con otras condiciones.
terms-title = Qué hace
terms-lead = Elige uno. El teléfono de al lado muestra cómo lo lee un socio y cuánto costaría una compra.
terms-kind = El vale da
terms-thing = Una cosa
terms-thing-note = Se entrega en el mostrador: media docena de huevos
terms-amount = Dinero menos
terms-amount-note = 10,00 menos desde 30,00
terms-percent = Un porcentaje menos
terms-percent-note = 15 % menos, como máximo 20,00
terms-free-item = Piezas gratis
terms-free-item-note = Un café gratis, si se compra
terms-buy-get = Compra y llévate
terms-buy-get-note = Compra dos, la tercera más barata es gratis
terms-price = Un precio propio
terms-price-note = Huevos a 6,00 en vez de 8,00
terms-off = Menos
terms-percent-off = Por ciento menos
terms-most = Como máximo
terms-pieces = Piezas gratis
terms-buy = Compra
terms-get = Gratis
terms-times = Cuántas veces en una compra
terms-each = Precio de una pieza
terms-when = Cuándo vale
terms-least = Desde cuánto
terms-least-hint = Lo que cuestan los artículos antes de descontar nada
terms-categories = Solo estas categorías
terms-goods-hint = Los nombres de tu caja, separados por comas. En blanco: todo
terms-products = Solo estos productos
terms-weekdays = Días de la semana
terms-weekdays-hint = Ninguno marcado: todos los días
terms-from = Primer día
terms-until = Último día
terms-first = Solo con la primera compra de alguien
terms-limits = Cuántas veces
terms-uses = Usos de un vale
terms-uses-hint = Más de uno lo convierte en tarjeta: 10 % menos, diez veces
terms-per-day = Como máximo al día, en todas las tiendas
terms-per-store = Como máximo al día en una tienda
terms-together = Junto con otros
terms-goes = Va
terms-goes-others = con otros, no con un segundo de su clase
terms-goes-alone = con ningún otro
terms-goes-all = con otros y con los de su clase
terms-base = Un porcentaje es
terms-base-left = de lo que otros han dejado
terms-base-original = del precio antes de otros
terms-order = Orden
terms-order-hint = De varios, primero el número más bajo
terms-example = Una compra de { $before } costaría { $after }.
terms-example-thing = Se entrega con una compra desde { $least }.
