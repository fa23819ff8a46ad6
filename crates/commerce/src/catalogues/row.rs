//! One row of a file, read and not yet compared with anything.

use kernel::{FieldError, Fields, Lang, Money, ProductId, Result, StoreId};
use people::imports::Row;
use web::Shop;

use super::columns::{Column, Columns, plain};
use crate::products::{self, State};

/// So many parts of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    pub code: String,
    pub quantity: i64,
}

/// What a row says; what it does not say is `None`.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub line: u64,
    pub product: Option<ProductId>,
    pub code: Option<String>,
    /// By language, as `Lang::ALL`.
    pub names: [Option<String>; 3],
    pub words: [Option<String>; 3],
    pub category: Option<String>,
    pub price: Option<i64>,
    pub unit: Option<String>,
    pub place: Option<i64>,
    pub state: Option<State>,
    pub parts: Option<Vec<PartOf>>,
    pub picture: Option<String>,
    pub stock: Vec<(StoreId, i64)>,
}

impl Wanted {
    /// What it is called, for a person who looks for the row.
    pub fn called(&self) -> &str {
        let name = self.names.iter().flatten().find(|name| !name.is_empty());
        name.or(self.code.as_ref()).map_or("", String::as_str)
    }
}

/// How the rows of one file are read.
pub struct Reading<'r> {
    pub shop: &'r Shop,
    pub columns: &'r Columns,
    /// Where stock lies whose column names no store.
    pub store: Option<StoreId>,
}

impl Reading<'_> {
    /// Whether the row is of a bundle, which is read when the others are in.
    pub fn is_bundle(&self, row: &Row) -> bool {
        matches!(row, Row::Good { cells, .. } if !self.columns.cell(cells, Column::Bundle).is_empty())
    }

    pub fn read(&self, line: u64, cells: &[String]) -> Result<Wanted> {
        let mut fields = Fields::default();
        let cell = |column| self.columns.cell(cells, column);
        let text = |column| said(cell(column));
        let mut wanted = Wanted { line, ..Wanted::default() };
        wanted.product = cell(Column::Product).parse().ok();
        wanted.code =
            Some(plain(cell(Column::Code))).filter(|code| !code.is_empty()).map(str::to_owned);
        for ((lang, name), words) in
            Lang::ALL.into_iter().zip(&mut wanted.names).zip(&mut wanted.words)
        {
            let own = lang == self.shop.lang;
            let bare = |column| if own { text(column) } else { None };
            *name = text(Column::name(lang)).or_else(|| bare(Column::Name));
            *words = text(Column::words(lang)).or_else(|| bare(Column::Words));
        }
        wanted.category = text(Column::Category);
        wanted.unit = text(Column::Unit);
        wanted.price = match cell(Column::Price) {
            "" => None,
            typed => match Money::parse(typed, self.shop.currency) {
                Ok(money) => Some(money.amount),
                Err(error) => {
                    fields.push(error.at("price", typed, self.shop.currency));
                    None
                }
            },
        };
        wanted.place = number(&mut fields, "place", cell(Column::Place), (0, products::LAST_PLACE));
        wanted.state = match cell(Column::State) {
            "" => None,
            typed => {
                let state = state(typed);
                if state.is_none() {
                    fields.push(FieldError::new("state", "product_state"));
                }
                state
            }
        };
        wanted.parts = parts(&mut fields, cell(Column::Bundle));
        wanted.picture = picture(&mut fields, cell(Column::Picture));
        for (store, typed) in self.columns.stocks(cells) {
            let pieces = number(&mut fields, "stock", typed, (0, products::MOST_PIECES));
            if let (Some(store), Some(pieces)) = (store.or(self.store), pieces) {
                wanted.stock.push((store, pieces));
            }
        }
        fields.check(wanted)
    }
}

/// Nothing said, or said to be nothing.
fn said(cell: &str) -> Option<String> {
    match cell {
        "" => None,
        "-" | "–" | "—" => Some(String::new()),
        text => Some(plain(text).to_owned()),
    }
}

fn state(typed: &str) -> Option<State> {
    match typed.to_lowercase().as_str() {
        "open" | "on sale" | "active" | "在售" | "上架" | "en venta" | "activo" => {
            Some(State::Open)
        }
        "closed" | "off sale" | "inactive" | "下架" | "停售" | "retirado" | "inactivo" => {
            Some(State::Closed)
        }
        _ => None,
    }
}

/// A whole number; spreadsheets write `12.0` for twelve.
fn number(
    fields: &mut Fields,
    field: &'static str,
    typed: &str,
    (least, most): (i64, i64),
) -> Option<i64> {
    if typed.is_empty() {
        return None;
    }
    let whole = match typed.split_once(['.', ',']) {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|digit| digit == b'0') => whole,
        _ => typed,
    };
    let found = whole.parse().ok().filter(|number| (least..=most).contains(number));
    if found.is_none() {
        let wrong = FieldError::new(field, "number_range");
        fields.push(wrong.with("min", least).with("max", most));
    }
    found
}

/// `A12 x 2; B3`: codes, each with how many.
fn parts(fields: &mut Fields, typed: &str) -> Option<Vec<PartOf>> {
    if typed.is_empty() {
        return None;
    }
    let mut parts: Vec<PartOf> = Vec::new();
    let wrong = || FieldError::new("bundle", "bundle_written");
    for one in typed.split([';', '；']).map(str::trim).filter(|one| !one.is_empty()) {
        let (code, quantity) = match one.rsplit_once([' ', '*', '×']) {
            Some((code, count)) => match count.trim_start_matches(['x', 'X']).parse() {
                Ok(quantity) => (code.trim_end_matches([' ', 'x', 'X', '*', '×']), quantity),
                Err(_) => (one, 1),
            },
            None => (one, 1),
        };
        if code.is_empty() || !(1..=products::MOST_OF_ONE).contains(&quantity) {
            fields.push(wrong());
            return None;
        }
        parts.push(PartOf { code: code.to_owned(), quantity });
    }
    if parts.is_empty() || parts.len() > products::MOST_PARTS {
        fields.push(wrong());
        return None;
    }
    Some(parts)
}

/// The name of a file in the folder of pictures, and nothing that leads out of it.
fn picture(fields: &mut Fields, typed: &str) -> Option<String> {
    if typed.is_empty() {
        return None;
    }
    if typed.contains(['/', '\\', '\0']) || typed.starts_with('.') || typed.len() > 200 {
        fields.push(FieldError::new("picture", "picture_name"));
        return None;
    }
    Some(typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_written_as_people_write_them() {
        let table: [(&str, Option<&str>); 10] = [
            ("A12", Some("A12 1")),
            ("A12 x 2; B3", Some("A12 2, B3 1")),
            ("A12*2；B3×10", Some("A12 2, B3 10")),
            ("A12 x2", Some("A12 2")),
            ("big box", Some("big box 1")),
            ("A12 x 0", None),
            ("A12 x 100", None),
            ("; ;", None),
            (" x 2", None),
            ("a;b;c;d;e;f;g", None),
        ];
        for (typed, expected) in table {
            let mut fields = Fields::default();
            let said = |part: &PartOf| format!("{} {}", part.code, part.quantity);
            let found = parts(&mut fields, typed.trim())
                .map(|all| all.iter().map(said).collect::<Vec<_>>().join(", "));
            assert_eq!(found.as_deref(), expected, "{typed}");
            assert_eq!(fields.check(()).is_ok(), expected.is_some(), "{typed}");
        }
    }

    #[test]
    fn a_picture_never_leads_out_of_its_folder() {
        for (typed, good) in [
            ("pears.jpg", true),
            ("梨 2.PNG", true),
            ("../pears.jpg", false),
            ("a/pears.jpg", false),
            ("c:\\pears.jpg", false),
            (".hidden", false),
        ] {
            let mut fields = Fields::default();
            assert_eq!(picture(&mut fields, typed).is_some(), good, "{typed}");
            assert_eq!(fields.check(()).is_ok(), good, "{typed}");
        }
    }

    #[test]
    fn numbers_are_whole_and_within_bounds() {
        let table = [
            ("", None, true),
            ("12", Some(12), true),
            ("12.0", Some(12), true),
            ("12,00", Some(12), true),
            ("12.5", None, false),
            ("-1", None, false),
            ("1e3", None, false),
            ("12.", None, false),
            ("99999999999999999999", None, false),
        ];
        for (typed, expected, good) in table {
            let mut fields = Fields::default();
            assert_eq!(number(&mut fields, "stock", typed, (0, 1000)), expected, "{typed}");
            assert_eq!(fields.check(()).is_ok(), good, "{typed}");
        }
    }
}
