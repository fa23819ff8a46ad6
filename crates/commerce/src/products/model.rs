//! What a product is, and what may be said about one.

use kernel::{FieldError, Fields, PictureId, ProductId, Result, Time, money::LARGEST_AMOUNT, text};
use serde::{Deserialize, Serialize};
use value::words::Words;

kernel::refusals! { products:
    /// Less lies on the shelf than was asked for; `left` says how much.
    NotThatMany "not_that_many" 409,
    /// It is not for sale any more.
    Closed "closed" 409,
    /// A bundle has no shelf: its parts have.
    Bundle "bundle" 409,
}

pub const WORDS_MAX: usize = 1000;
pub const CATEGORY_MAX: usize = 60;
pub const CODE_MAX: usize = 40;
pub const UNIT_MAX: usize = 20;
/// Where a product stands in the list when nobody says.
pub const MIDDLE: i64 = 100;
/// Different parts of one bundle.
pub const MOST_PARTS: usize = 6;
/// Pieces of a product in one basket, and of a part in one bundle.
pub const MOST_OF_ONE: i64 = 99;
/// Pieces that one restocking brings or takes.
pub const MOST_PIECES: i64 = 1_000_000;
pub const LAST_PLACE: i64 = 9_999;
pub const REASON_MAX: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProductState)]
pub enum State {
    Open,
    /// Sold to nobody any more.
    Closed,
}
kernel::words!(State { Open "open", Closed "closed" });

/// So many of a product, in a bundle or an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub product: ProductId,
    pub quantity: i64,
}

/// What a shopkeeper says about a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Details {
    /// The shop's own, as on the shelf or in the till (SKU, barcode); empty for none.
    pub code: String,
    pub name: Words,
    /// What somebody wants to know before buying it.
    pub words: Words,
    /// The shop's own word, as the till has it; empty for none.
    pub category: String,
    /// What one costs, in minor units.
    pub price: i64,
    /// What the price is for, in the shop's own word: "500 g", "a dozen"; empty for a piece.
    pub unit: String,
    /// Lower comes first on the phone.
    pub place: i64,
    /// What a bundle is made of; empty for a product with a shelf of its own.
    pub parts: Vec<Part>,
}

impl Details {
    /// Cleans the words and names every field that is out of bounds.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            *slot =
                text::optional(&mut fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
        }
        if self.name.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        for slot in [&mut self.words.en, &mut self.words.zh, &mut self.words.es] {
            *slot = text::body(&mut fields, "words", slot, WORDS_MAX);
        }
        self.category = text::optional(&mut fields, "category", Some(&self.category), CATEGORY_MAX)
            .unwrap_or_default();
        self.code =
            text::optional(&mut fields, "code", Some(&self.code), CODE_MAX).unwrap_or_default();
        self.unit =
            text::optional(&mut fields, "unit", Some(&self.unit), UNIT_MAX).unwrap_or_default();
        match self.price {
            ..0 => fields.push(FieldError::new("price", "amount_negative")),
            0..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new("price", "amount_too_large")),
        }
        within(&mut fields, "place", self.place, 0..=LAST_PLACE);
        fields.at_most("parts", self.parts.len(), MOST_PARTS);
        for (at, part) in self.parts.iter().enumerate() {
            within(&mut fields, format!("parts.{}", at + 1), part.quantity, 1..=MOST_OF_ONE);
            if self.parts.iter().take(at).any(|other| other.product == part.product) {
                fields.push(FieldError::new("parts", "choice_invalid"));
            }
        }
        fields.check(self)
    }
    pub const fn is_bundle(&self) -> bool {
        !self.parts.is_empty()
    }
    /// What a search looks through.
    pub fn search(&self) -> String {
        [&self.name.en, &self.name.zh, &self.name.es, &self.category, &self.code]
            .map(|text| text.to_lowercase())
            .join("\n")
    }
}

fn within(
    fields: &mut Fields,
    field: impl Into<std::borrow::Cow<'static, str>>,
    value: i64,
    range: std::ops::RangeInclusive<i64>,
) {
    if !range.contains(&value) {
        let wrong = FieldError::new(field, "number_range");
        fields.push(wrong.with("min", *range.start()).with("max", *range.end()));
    }
}

/// A number of pieces that a person may bring or take.
pub fn pieces(pieces: i64) -> Result<i64> {
    let mut fields = Fields::default();
    within(&mut fields, "pieces", pieces, 1..=MOST_PIECES);
    fields.check(pieces)
}

/// A product as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub details: Details,
    pub state: State,
    pub picture: Option<PictureId>,
    pub created_at: Time,
}

impl std::ops::Deref for Product {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

impl Product {
    /// What leaves the shelves when so many are sold.
    pub fn made_of(&self, quantity: i64) -> Vec<Part> {
        if !self.is_bundle() {
            return vec![Part { product: self.id, quantity }];
        }
        let part = |part: &Part| Part { quantity: part.quantity * quantity, ..*part };
        self.parts.iter().map(part).collect()
    }
}
