balances-statement = Movimientos
balances-statement-why = Cada vale y cada sello que llegó o se fue, lo más reciente primero.
balances-none = Aún no hay movimientos
balances-none-why = Aquí verás regalos, vales y sellos, cada uno con su día y su motivo.
balances-older = Anteriores
balances-given = Recibiste { $name }
balances-redeemed = Recogiste { $name }
balances-redemption-undone = { $name } volvió: en caja lo deshicieron
balances-withdrawn = La tienda retiró { $name }
balances-expired = { $name } caducó
balances-stamped = Un sello en { $name }
balances-filled = { $name } se llenó y se convirtió en un regalo
balances-unstamped = Se retiró un sello de { $name }
balances-carried = { $name }: de una ficha tuya a la otra
balances-unfilled = Volvieron los sellos de { $name }
balances-stamps = { $count ->
    [one] sello
   *[other] sellos
}
balances-tickets = { $count ->
    [one] vale
   *[other] vales
}
balances-proof = Compruébalo tú
balances-proof-way = Comprueba tú estos movimientos
balances-proof-why = La tienda lleva libros en los que nada se cambia sin que se note. Aquí tu propio navegador calcula si tus movimientos están en ellos.
balances-proof-by-hand = Con JavaScript tu navegador comprueba solo estos movimientos. Sin él, llévate el archivo de abajo: todo lo que contiene se puede calcular a mano.
balances-proof-checking = Calculando…
balances-proof-fits = { $lines ->
    [0] Los libros encajan hasta la última fila.
    [one] Tu movimiento está en los libros, y encajan hasta la última fila.
   *[other] Tus { $lines } movimientos están en los libros, y encajan hasta la última fila.
}
balances-proof-noted = { $lines ->
    [0] Los libros encajan hasta la última fila. La fila { $row } sigue como se anotó.
    [one] Tu movimiento está en los libros, y encajan hasta la última fila. La fila { $row } sigue como se anotó.
   *[other] Tus { $lines } movimientos están en los libros, y encajan hasta la última fila. La fila { $row } sigue como se anotó.
}
balances-proof-far = { $lines ->
    [0] De lo anotado a la última fila hay un buen trecho: { $rows } filas, unos { $size } KB.
    [one] Tu movimiento está en su fila de los libros. De ahí a la última hay un buen trecho: { $rows } filas, unos { $size } KB.
   *[other] Tus { $lines } movimientos están en sus filas de los libros. De ahí a la última hay un buen trecho: { $rows } filas, unos { $size } KB.
}
balances-proof-walk = Comprobar todo el trecho
balances-proof-wrong = Algo no cuadra: mira los movimientos marcados. Guarda el archivo de abajo y pregunta en la tienda.
balances-proof-broken = Tus movimientos cuadran, pero los libros no encajan en la fila { $row }. Guarda el archivo de abajo y pregunta en la tienda.
balances-proof-lost = La fila { $row } no es la que se anotó. Si la nota está bien, los libros cambiaron, quizá al volver a una copia de seguridad: guárdala con el archivo de abajo y pregunta en la tienda.
balances-proof-forget = Olvidar lo que anotó este navegador
balances-proof-unsure = Ahora no se ha podido comprobar. Vuelve a cargar la página en un minuto.
balances-proof-insecure = Los navegadores solo hacen este cálculo con una conexión segura (https). Usa el archivo de abajo.
balances-proof-right = comprobado
balances-proof-off = no cuadra
balances-proof-row = Fila { $row }
balances-proof-head = La última fila de los libros
balances-proof-head-why = Con ella puedes exigir a la tienda que todo lo anterior siga igual, incluso dentro de años. Este navegador la recuerda en cuanto todo está comprobado; anotada o impresa, la guardas sin él.
balances-proof-books = Anotarla o imprimirla
balances-proof-file = Las pruebas en un archivo
balances-proof-meaning = Qué demuestra esto y qué no
balances-proof-meaning-yes = Si cuadra, cada uno de estos movimientos está en los libros tal como lo lees aquí. Nadie puede cambiar su día o su cantidad sin que todas las filas siguientes cambien de huella, y quien anotó una de esas filas lo vería.
balances-proof-meaning-not = No descubre lo que nunca se escribió, ni sabe nada de antes de que alguien anotara una fila por primera vez. La comprobación misma viene de la tienda: si prefieres no fiarte, lleva el archivo a otro programa o calcúlalo a mano.
balances-proof-meaning-hand = Cómo se hace está en la documentación de regulars, en «The ledger». El archivo contiene tus movimientos con identificadores y cantidades, sin el nombre ni el número de nadie.
