//! Which column is what: by the names that tills and spreadsheets give them, and by what a person says.

use kernel::{FieldError, Fields, Lang, Result, StoreId};
use people::stores::Store;
use serde::{Deserialize, Serialize};

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Product,
    Code,
    Name,
    NameEn,
    NameZh,
    NameEs,
    Words,
    WordsEn,
    WordsZh,
    WordsEs,
    Category,
    Price,
    Unit,
    Place,
    State,
    Bundle,
    Picture,
    Stock,
}

kernel::words!(Column {
    Product "product",
    Code "code",
    Name "name",
    NameEn "name_en",
    NameZh "name_zh",
    NameEs "name_es",
    Words "words",
    WordsEn "words_en",
    WordsZh "words_zh",
    WordsEs "words_es",
    Category "category",
    Price "price",
    Unit "unit",
    Place "place",
    State "state",
    Bundle "bundle",
    Picture "picture",
    Stock "stock",
});

impl Column {
    /// The name in one language.
    pub const fn name(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::NameEn,
            Lang::Zh => Self::NameZh,
            Lang::Es => Self::NameEs,
        }
    }
    /// What to know, in one language.
    pub const fn words(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::WordsEn,
            Lang::Zh => Self::WordsZh,
            Lang::Es => Self::WordsEs,
        }
    }
    /// Headings in three languages, folded as [`fold`] does.
    #[rustfmt::skip]
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Product => &["product", "productid"],
            Self::Code => &["code", "sku", "barcode", "ean", "upc", "plu", "itemcode", "itemnumber", "articlenumber", "productcode", "código", "codigo", "códigodebarras", "codigodebarras", "referencia", "artículo", "articulo", "编码", "商品编码", "货号", "条码", "条形码", "商品条码"],
            Self::Name => &["name", "productname", "item", "itemname", "article", "title", "nombre", "producto", "nombredelproducto", "品名", "名称", "商品", "商品名", "商品名称"],
            Self::NameEn => &["nameen", "englishname", "nombreinglés", "nombreingles", "英文名", "英文名称"],
            Self::NameZh => &["namezh", "namezhcn", "chinesename", "nombrechino", "中文名", "中文名称"],
            Self::NameEs => &["namees", "spanishname", "nombreespañol", "nombreespanol", "西班牙文名", "西班牙文名称", "西语名"],
            Self::Words => &["words", "description", "details", "descripción", "descripcion", "detalle", "说明", "描述", "商品说明"],
            Self::WordsEn => &["wordsen", "descriptionen", "英文说明"],
            Self::WordsZh => &["wordszh", "wordszhcn", "descriptionzh", "中文说明"],
            Self::WordsEs => &["wordses", "descriptiones", "西班牙文说明", "西语说明"],
            Self::Category => &["category", "group", "department", "categoría", "categoria", "familia", "sección", "seccion", "分类", "类别", "品类", "商品分类"],
            Self::Price => &["price", "unitprice", "saleprice", "retailprice", "precio", "preciodeventa", "pvp", "价格", "售价", "单价", "零售价"],
            Self::Unit => &["unit", "size", "measure", "unidad", "medida", "formato", "单位", "规格"],
            Self::Place => &["place", "order", "sort", "position", "orden", "posición", "posicion", "排序", "顺序"],
            Self::State => &["state", "status", "estado", "状态"],
            Self::Bundle => &["bundle", "bundleof", "parts", "contents", "lote", "contiene", "套装", "组成", "套装内容"],
            Self::Picture => &["picture", "image", "photo", "imagefile", "imagen", "foto", "图片", "照片", "图片文件"],
            Self::Stock => &["stock", "quantity", "onhand", "inventory", "existencias", "inventario", "cantidad", "库存", "数量", "库存数量"],
        }
    }
}

pub(super) fn fold(heading: &str) -> String {
    heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Columns of a file by what they are. A column of stock is of one store, or of the store that the
/// whole file is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    columns: Vec<(Column, Option<StoreId>, usize)>,
}

/// What a heading names: `stock` alone, or `stock Riverside`.
fn named(heading: &str, stores: &[Store]) -> Option<(Column, Option<StoreId>)> {
    let heading = fold(heading);
    if let Some(column) = Column::ALL.into_iter().find(|one| one.headings().contains(&&*heading)) {
        return Some((column, None));
    }
    let rest = Column::Stock.headings().iter().filter_map(|word| heading.strip_prefix(word));
    let mut stores = rest.filter_map(|rest| {
        let is = |store: &&Store| [&store.name, &store.code].iter().any(|name| fold(name) == rest);
        stores.iter().find(is)
    });
    stores.next().map(|store| (Column::Stock, Some(store.id)))
}

impl Columns {
    /// By the headings; of two columns that look the same the first is taken.
    pub fn guess(header: &[String], stores: &[Store]) -> Self {
        let mut all = Self::default();
        for (at, heading) in header.iter().enumerate() {
            if let Some((column, store)) = named(heading, stores)
                && all.column(column, store).is_none()
            {
                all.columns.push((column, store, at));
            }
        }
        all
    }
    /// As a person says: `price=Retail`, `stock Riverside=On hand`. Replaces a guess; an unknown
    /// field or heading is named.
    pub fn set(&mut self, header: &[String], stores: &[Store], said: &str) -> Result<()> {
        let wrong = || FieldError::new("map", "choice_invalid");
        let (field, heading) = said.split_once('=').ok_or_else(wrong)?;
        let (column, store) = named(field, stores).ok_or_else(wrong)?;
        let at = header.iter().position(|name| fold(name) == fold(heading)).ok_or_else(wrong)?;
        self.put((column, store), Some(at));
        Ok(())
    }
    pub fn put(&mut self, (column, store): (Column, Option<StoreId>), at: Option<usize>) {
        self.columns.retain(|(one, of, _)| (*one, *of) != (column, store));
        self.columns.extend(at.map(|at| (column, store, at)));
    }
    pub fn column(&self, column: Column, store: Option<StoreId>) -> Option<usize> {
        let all = self.columns.iter();
        all.clone().find(|(one, of, _)| (*one, *of) == (column, store)).map(|(_, _, at)| *at)
    }
    /// The stores that have a column of stock, and what is in it.
    pub fn stocks<'c>(
        &'c self,
        cells: &'c [String],
    ) -> impl Iterator<Item = (Option<StoreId>, &'c str)> {
        let stock = self.columns.iter().filter(|(column, _, _)| *column == Column::Stock);
        stock.map(|(_, store, at)| (*store, cells.get(*at).map_or("", |cell| cell.trim())))
    }
    /// A file of products needs a way to tell them apart, and somewhere to count them.
    pub fn check(&self, store: Option<StoreId>) -> Result<()> {
        let mut fields = Fields::default();
        let known = [Column::Product, Column::Code, Column::Name, Column::NameEn, Column::NameZh];
        let mut known = known.into_iter().chain([Column::NameEs]);
        if !known.any(|column| self.column(column, None).is_some()) {
            fields.push(FieldError::new("code", "csv_no_product"));
        }
        if self.column(Column::Stock, None).is_some() && store.is_none() {
            fields.push(FieldError::new("store", "stock_where"));
        }
        fields.check(())
    }
    /// The cell of a row; a short row has blank ends.
    pub fn cell<'c>(&self, cells: &'c [String], column: Column) -> &'c str {
        let cell = self.column(column, None).and_then(|at| cells.get(at));
        cell.map_or("", |cell| cell.trim())
    }
}

/// A spreadsheet reckons with cells that begin so, unless a mark stands before them.
const RECKONED: [char; 4] = ['=', '+', '-', '@'];

fn is_reckoned(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(RECKONED)
}

/// A cell that a spreadsheet takes as text.
pub(super) fn guarded(cell: String) -> String {
    if is_reckoned(&cell) { format!("'{cell}") } else { cell }
}

/// The text of a cell without that mark.
pub(super) fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_reckoned(cell)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn headings_of_three_languages_are_known_and_a_person_has_the_last_word() {
        for names in [
            ["SKU", "Product name", "Unit price", "On hand"],
            ["商品编码", "品名", "售价", "库存"],
            ["Código", "Producto", "Precio", "Existencias"],
        ] {
            let columns = Columns::guess(&header(&names), &[]);
            let at = [Column::Code, Column::Name, Column::Price, Column::Stock]
                .map(|column| columns.column(column, None));
            assert_eq!(at, [Some(0), Some(1), Some(2), Some(3)], "{names:?}");
        }
        let names = header(&["what", "name"]);
        let mut columns = Columns::guess(&names, &[]);
        columns.set(&names, &[], "name=What").unwrap();
        assert_eq!(columns.column(Column::Name, None), Some(0));
        for wrong in ["name", "nome=what", "name=nothing", "stock Nowhere=what"] {
            assert!(columns.set(&names, &[], wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_guarded_comes_back_as_it_was() {
        for text in ["=1+1", "-5 °C", "@home", "'=x", "''-", "'", "plain", ""] {
            assert_eq!(plain(&guarded(text.to_owned())), text);
        }
    }
}
