purchases-of-member = Compras
purchases-line = { $items ->
    [one] un artículo, { $store }
   *[other] { $items } artículos, { $store }
}
purchases-spent = Gastado
purchases-count = Compras
purchases-last-here = Última vez
purchases-never-here = todavía no
purchases-none = Nada comprado aún, que la caja nos haya dicho.
refusal-purchases-reference_taken = La caja ya dio este número con otro importe, otros artículos u otro cliente.
refusal-purchases-settled = El archivo de la caja ya trae esta compra: aquí no se puede deshacer.
field-column_missing = El archivo no tiene la columna «{ $column }».
field-file_without_head = El archivo no tiene una primera línea legible con los nombres de sus columnas.
error-not_found-purchase = Esa compra no existe.
