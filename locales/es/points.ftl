refusal-points-not_enough = Es más de lo que hay: se pueden gastar { $have }.
refusal-points-too_many_programs = Una marca tiene como mucho { $max } programas de puntos. Cambia uno de los que ya hay.
refusal-points-no_worth = Estos puntos no pagan nada en caja. Primero dales un valor en el programa.
refusal-points-same_member = Elige a otra persona: estos puntos ya son suyos.
refusal-points-erased = Los datos de este miembro se borraron.
field-when_unreadable = No es una condición que se pueda leer. Una que sí: amount >= 50.0 && weekday == 3
field-when_unknown = Aquí no se conoce { $name }. Se conocen amount, items, store, weekday, hour, day, month, first, source, categories, products y points.
field-when_no_answer = Una condición tiene que dar sí o no. Los importes llevan punto: amount >= 50.0
field-too_many = Como mucho { $max }.
field-lines_amount = Las líneas suman { $amount } en la unidad mínima de la moneda; el importe tiene que ser el mismo.
