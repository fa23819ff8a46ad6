//! The catalogue as a file that can be brought in again.

use std::collections::HashMap;

use ::store::Read;
use kernel::{Lang, PageRequest, PictureId, ProductId, Result, StoreId};
use people::stores::Store;
use web::Shop;

use super::columns::{Column, guarded};
use crate::products::{self, Product, Shelves, Which};

/// What stands before the columns of stock.
const HEAD: [Column; 15] = [
    Column::Product,
    Column::Code,
    Column::NameEn,
    Column::NameZh,
    Column::NameEs,
    Column::Category,
    Column::Price,
    Column::Unit,
    Column::Place,
    Column::State,
    Column::Bundle,
    Column::Picture,
    Column::WordsEn,
    Column::WordsZh,
    Column::WordsEs,
];

/// Some lines of the file, and where the next ones begin.
#[derive(Debug)]
pub struct Lines {
    pub lines: Vec<String>,
    /// Pictures that the lines name, each with its file.
    pub pictures: Vec<(String, PictureId)>,
    pub next: Option<String>,
}

/// Whether pictures are written beside the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    Nothing,
    Pictures,
}

/// A catalogue on its way out.
#[derive(Debug)]
pub struct Catalogue<'c> {
    pub shop: &'c Shop,
    pub stores: &'c [Store],
    pub which: Which,
    pub beside: Beside,
}

impl Catalogue<'_> {
    pub fn head(&self) -> Result<String> {
        let stock = self.stores.iter().map(|store| format!("stock {}", store.name));
        line(HEAD.map(|column| column.word().to_owned()).into_iter().chain(stock))
    }

    /// The lines of one page of products.
    pub async fn lines(&self, db: &mut impl Read, cursor: Option<String>) -> Result<Lines> {
        let page = PageRequest { limit: Some("200".to_owned()), cursor };
        let found = products::list(db, self.shop.org, &self.which, &page).await?;
        let ids: Vec<ProductId> = found.items.iter().map(|product| product.id).collect();
        let lying = products::lying(db, self.shop.org, &ids).await?;
        let (mut lines, mut pictures) = (Vec::new(), Vec::new());
        for product in &found.items {
            let mut cells = self.cells(db, product).await?;
            let picture = product.picture.filter(|_| self.beside == Beside::Pictures);
            let named = picture.map(|picture| (format!("{}.jpg", product.id), picture));
            let at = HEAD.iter().position(|column| *column == Column::Picture);
            if let (Some((name, _)), Some(slot)) = (&named, at.and_then(|at| cells.get_mut(at))) {
                slot.clone_from(name);
            }
            pictures.extend(named);
            cells.extend(self.stores.iter().map(|store| pieces(product, &lying, store.id)));
            lines.push(line(cells)?);
        }
        Ok(Lines { lines, pictures, next: found.next_cursor })
    }

    async fn cells(&self, db: &mut impl Read, product: &Product) -> Result<Vec<String>> {
        let parts = bundle(db, self.shop, product).await?;
        let own = |column| match column {
            Column::Product => product.id.to_string(),
            Column::Code => guarded(product.code.clone()),
            Column::NameEn => guarded(product.name.of(Lang::En).to_owned()),
            Column::NameZh => guarded(product.name.of(Lang::Zh).to_owned()),
            Column::NameEs => guarded(product.name.of(Lang::Es).to_owned()),
            Column::WordsEn => guarded(product.words.of(Lang::En).to_owned()),
            Column::WordsZh => guarded(product.words.of(Lang::Zh).to_owned()),
            Column::WordsEs => guarded(product.words.of(Lang::Es).to_owned()),
            Column::Category => guarded(product.category.clone()),
            Column::Price => self.shop.money(product.price).plain(),
            Column::Unit => guarded(product.unit.clone()),
            Column::Place => product.place.to_string(),
            Column::State => product.state.to_string(),
            Column::Bundle => parts.clone(),
            Column::Name | Column::Words | Column::Picture | Column::Stock => String::new(),
        };
        Ok(HEAD.into_iter().map(own).collect())
    }
}

fn pieces(product: &Product, lying: &HashMap<ProductId, Shelves>, at: StoreId) -> String {
    if product.is_bundle() {
        return String::new();
    }
    lying.get(&product.id).map_or(0, |shelves| shelves.at(at)).to_string()
}

/// The parts by their codes; one without a code by its id.
async fn bundle(db: &mut impl Read, shop: &Shop, product: &Product) -> Result<String> {
    let mut parts = Vec::new();
    for part in &product.parts {
        let known = products::require(db, shop.org, part.product).await?;
        let spoken = known.details.code;
        let code = if spoken.is_empty() { part.product.to_string() } else { spoken };
        parts.push(format!("{code} x {}", part.quantity));
    }
    Ok(guarded(parts.join("; ")))
}

fn line(cells: impl IntoIterator<Item = String>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.into_iter().collect::<Vec<_>>()).map_err(kernel::Error::broken)?;
    let bytes = writer.into_inner().map_err(kernel::Error::broken)?;
    String::from_utf8(bytes).map_err(kernel::Error::broken)
}
