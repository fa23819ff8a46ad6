//! Parts of a pre-sale's terms, as programs say them.

use kernel::{FieldError, Result, StoreId, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use value::api::Amount;
use web::Shop;

use super::model::{Early, Window};

/// The first so many pieces are cheaper.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleEarly)]
#[serde(deny_unknown_fields)]
pub(super) struct AtEarly {
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: i64,
    /// With the deposit.
    price: Amount,
}

impl AtEarly {
    pub fn of(shop: &Shop, early: Early) -> Self {
        Self { pieces: early.pieces, price: Amount::of(shop.money(early.price)) }
    }
    pub fn read(self, shop: &Shop) -> Result<Early> {
        Ok(Early { pieces: self.pieces, price: self.price.read("early_price", shop)? })
    }
}

/// When and where the goods are picked up.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleWindow)]
#[serde(deny_unknown_fields)]
pub(super) struct AtWindow {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    until: String,
    /// `str_…`; any store when it is left out.
    #[serde(default)]
    store: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    capacity: i64,
}

impl AtWindow {
    pub fn read(self) -> Result<Window> {
        let store: Option<StoreId> = match self.store.as_deref() {
            None | Some("") => None,
            Some(text) => {
                let wrong = |_| FieldError::new("windows", "window_store");
                Some(text.parse().map_err(wrong)?)
            }
        };
        Ok(Window {
            from: instant("windows", &self.from)?,
            until: instant("windows", &self.until)?,
            store,
            capacity: self.capacity,
        })
    }
}

pub(super) fn instant(field: &'static str, text: &str) -> Result<Time> {
    Time::parse(text).ok_or_else(|| FieldError::new(field, "instant_invalid").into())
}
