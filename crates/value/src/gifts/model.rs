//! What a gift is, and what may be said about one.

use kernel::{
    FieldError, Fields, GiftId, PictureId, Result, SeriesId, StoreId, Time, money::LARGEST_AMOUNT,
    text,
};
use serde::{Deserialize, Serialize};

use crate::{bills::Terms, words::Words};

kernel::refusals! { gifts:
    /// Nothing is left to give.
    SoldOut "sold_out" 409,
    /// The member has had as many as one may have.
    AlreadyHad "already_had" 409,
    Closed "closed" 409,
    /// More was to be taken back than lies there; `left` says how many.
    NotThatMany "not_that_many" 409,
    /// People have vouchers of it: what was promised stays. Another gift can promise something else.
    TermsGiven "terms_given" 409,
}

/// What a gift is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GiftKind)]
pub enum Kind {
    /// Come in: given once, at joining.
    Lead,
    /// Stay lively: a prize.
    Raffle,
    /// Bring a friend.
    Reward,
    /// For a full stamp card.
    Stamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GiftState)]
pub enum State {
    Open,
    /// Given to nobody any more; what was given stays good.
    Closed,
}

kernel::words!(Kind { Lead "lead", Raffle "raffle", Reward "reward", Stamp "stamp" });
kernel::words!(State { Open "open", Closed "closed" });

/// A gift as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    pub id: GiftId,
    pub details: Details,
    pub state: State,
    pub picture: Option<PictureId>,
    /// Its name in the playbook it came from.
    pub playbook_key: Option<String>,
    pub created_at: Time,
}

impl std::ops::Deref for Gift {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

/// What a shopkeeper says about a gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    pub kind: Kind,
    pub name: Words,
    /// How it is packed and handed over, for whoever prepares it.
    pub packing: Words,
    /// What one costs the shop, in minor units.
    pub cost: i64,
    /// What it would cost at the till.
    pub perceived: i64,
    /// How many one member may have; 0 for no limit.
    pub per_member: u32,
    /// Days until it must be collected; none: it stays good.
    pub valid_days: Option<u32>,
    /// Where it is handed over; empty for every store.
    pub stores: Vec<StoreId>,
    /// Whether what nobody collected goes back to the stock.
    pub returns: bool,
    /// Whose lead gift it is; none for every series.
    pub series: Option<SeriesId>,
    /// What a voucher of it takes off a purchase, and when.
    pub terms: Terms,
}

/// The most pieces that one posting brings or takes.
pub const MOST_PIECES: i64 = 1_000_000;
pub const MOST_DAYS: u32 = 1095;
pub const MOST_EACH: u32 = 1000;
pub const PACKING_MAX: usize = 500;

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
        for slot in [&mut self.packing.en, &mut self.packing.zh, &mut self.packing.es] {
            *slot = text::body(&mut fields, "packing", slot, PACKING_MAX);
        }
        for (field, amount) in [("cost", self.cost), ("perceived", self.perceived)] {
            match amount {
                ..0 => fields.push(FieldError::new(field, "amount_negative")),
                0..=LARGEST_AMOUNT => {}
                _ => fields.push(FieldError::new(field, "amount_too_large")),
            }
        }
        within(&mut fields, "per_member", self.per_member, 0, MOST_EACH);
        if let Some(days) = self.valid_days {
            within(&mut fields, "valid_days", days, 1, MOST_DAYS);
        }
        if self.stores.len() > 1000 {
            fields.push(FieldError::new("stores", "choice_invalid"));
        }
        self.terms.check(&mut fields);
        fields.check(self)
    }
    /// Whether it is handed over there. A gift without stores is handed over everywhere.
    pub fn valid_at(&self, store: Option<StoreId>) -> bool {
        self.stores.is_empty() || store.is_some_and(|store| self.stores.contains(&store))
    }
}

fn within(fields: &mut Fields, field: &'static str, value: u32, min: u32, max: u32) {
    if !(min..=max).contains(&value) {
        fields.push(
            FieldError::new(field, "number_range")
                .with("min", i64::from(min))
                .with("max", i64::from(max)),
        );
    }
}

/// A number of pieces that a person may bring or take.
pub fn pieces(field: &'static str, pieces: i64) -> Result<i64> {
    if (1..=MOST_PIECES).contains(&pieces) {
        return Ok(pieces);
    }
    Err(FieldError::new(field, "number_range").with("min", 1).with("max", MOST_PIECES).into())
}

/// What became of a gift's pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stock {
    pub left: i64,
    /// Vouchers ever given, whatever became of them.
    pub given: i64,
    pub redeemed: i64,
    /// What the redeemed ones cost.
    pub cost: i64,
    /// What the people who have one bought since they got it.
    pub bought: i64,
}

/// The lead gift for somebody who joins: that of the series before that of every series, and of two
/// the newer.
pub fn lead<'g>(
    gifts: impl IntoIterator<Item = &'g Gift>,
    series: Option<SeriesId>,
    store: Option<StoreId>,
) -> Option<&'g Gift> {
    gifts
        .into_iter()
        .filter(|gift| gift.kind == Kind::Lead && gift.state == State::Open)
        .filter(|gift| gift.series.is_none() || gift.series == series)
        .filter(|gift| store.is_none() || gift.valid_at(store))
        .max_by_key(|gift| (gift.series.is_some(), gift.created_at, gift.id))
}
