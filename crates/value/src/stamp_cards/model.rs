//! What a stamp card is, and what earns a stamp.

use std::{fmt, str::FromStr};

use kernel::{
    FieldError, Fields, GiftId, MemberId, PostingId, PurchaseId, Result, SeriesId, StampCardId,
    StoreId, Time, VoucherId, money::LARGEST_AMOUNT, text,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{gifts::State, words::Words};

kernel::refusals! { stamp_cards:
    /// The series (or the shop) has one that is open.
    OneIsOpen "one_is_open" 409,
}

/// What earns a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StampEach)]
pub enum Each {
    /// Being here: one a day.
    Visit,
    Purchase,
}

impl Each {
    pub const ALL: [Self; 2] = [Self::Visit, Self::Purchase];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Purchase => "purchase",
        }
    }
}
impl FromStr for Each {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or(())
    }
}
impl fmt::Display for Each {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StampCard {
    pub id: StampCardId,
    /// Whose card it is; none for everybody's.
    pub series: Option<SeriesId>,
    pub name: Words,
    /// Stamps of a full card.
    pub needs: i64,
    pub each: Each,
    /// The smallest purchase that earns one, in minor units.
    pub least: i64,
    pub gift: GiftId,
    pub state: State,
    pub created_at: Time,
}

pub const FEWEST: i64 = 2;
pub const MOST: i64 = 50;

impl StampCard {
    /// Names every field that is out of bounds.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            *slot =
                text::optional(&mut fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
        }
        if self.name.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        if !(FEWEST..=MOST).contains(&self.needs) {
            let wrong = FieldError::new("needs", "number_range");
            fields.push(wrong.with("min", FEWEST).with("max", MOST));
        }
        match self.least {
            ..0 => fields.push(FieldError::new("least", "amount_negative")),
            0..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new("least", "amount_too_large")),
        }
        fields.check(self)
    }
}

/// What a stamp is for: the mark that makes it the only one.
#[derive(Debug, Clone)]
pub enum Mark {
    Day(String),
    Purchase(PurchaseId, i64),
}

impl Mark {
    pub fn text(&self) -> String {
        match self {
            Self::Day(day) => day.clone(),
            Self::Purchase(id, _) => id.to_string(),
        }
    }
    /// Whether this earns a stamp on that card.
    pub fn earns(&self, card: &StampCard) -> bool {
        match (self, card.each) {
            (Self::Day(_), Each::Visit) => true,
            (Self::Purchase(_, amount), Each::Purchase) => *amount >= card.least,
            _ => false,
        }
    }
}

/// A stamp as it lies in the card's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub card: StampCardId,
    pub member: MemberId,
    pub mark: String,
    pub at: Time,
    pub store: Option<StoreId>,
    /// How often this mark was stamped: an undone stamp may be earned again.
    pub times: i64,
    pub undone: bool,
    pub posting: PostingId,
    /// The transfer that took the full card, when this stamp filled it, and the gift's voucher.
    pub fill: Option<PostingId>,
    pub voucher: Option<VoucherId>,
    /// Whose accounts the two name, where it is a record that was merged since.
    pub posted_for: Option<MemberId>,
}

/// The stamp's posting: the same for the same member, card, mark and time of stamping, so that two
/// tills at once stamp once.
pub fn posting_of(card: StampCardId, member: MemberId, mark: &str, times: i64) -> PostingId {
    let whole: [u8; 32] =
        Sha256::digest(format!("stamp\n{card}\n{member}\n{mark}\n{times}").as_bytes()).into();
    let mut half = [0; 16];
    half.copy_from_slice(whole.split_at(16).0);
    PostingId::from_uuid(uuid::Builder::from_custom_bytes(half).into_uuid())
}
