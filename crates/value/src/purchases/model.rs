//! What a purchase is.

use std::{fmt, str::FromStr};

use kernel::{
    FieldError, Fields, MemberId, PurchaseId, Result, StaffId, StoreId, Time,
    money::LARGEST_AMOUNT, text,
};

kernel::refusals! { purchases:
    /// The store told this reference before, with another amount, number of items or customer.
    ReferenceTaken "reference_taken" 409,
    /// A till's file has told it too: it can no longer be taken back.
    Settled "settled" 409,
}

pub const MOST_ITEMS: i64 = 1_000_000;
pub const LONGEST_REFERENCE: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Counter,
    Api,
    Import,
}

impl Source {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Api => "api",
            Self::Import => "import",
        }
    }
}
impl FromStr for Source {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Counter, Self::Api, Self::Import]
            .into_iter()
            .find(|one| one.word() == word)
            .ok_or(())
    }
}
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A purchase that is to be recorded.
#[derive(Debug, Clone)]
pub struct NewPurchase {
    pub member: Option<MemberId>,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    /// Minor units of the org's currency.
    pub amount: i64,
    pub items: i64,
    /// None: now.
    pub at: Option<Time>,
    /// The till's own number, unique per store.
    pub reference: Option<String>,
    pub source: Source,
}

impl NewPurchase {
    /// Names every field that is out of bounds.
    pub fn checked(mut self, now: Time) -> Result<Self> {
        let mut fields = Fields::default();
        match self.amount {
            ..0 => fields.push(FieldError::new("amount", "amount_negative")),
            0..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new("amount", "amount_too_large")),
        }
        if !(0..=MOST_ITEMS).contains(&self.items) {
            let wrong = FieldError::new("items", "number_range");
            fields.push(wrong.with("min", 0).with("max", MOST_ITEMS));
        }
        // A till's clock may be a little ahead, never a day.
        if self.at.is_some_and(|at| at > now.plus_days(1) || at.micros() < 0) {
            fields.push(FieldError::new("at", "date_invalid"));
        }
        let reference = self.reference.as_deref();
        self.reference = text::optional(&mut fields, "reference", reference, LONGEST_REFERENCE);
        fields.check(self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    pub id: PurchaseId,
    pub member: Option<MemberId>,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub amount: i64,
    pub items: i64,
    pub at: Time,
    /// The local day, `2026-03-02`.
    pub day: String,
    pub reference: Option<String>,
    /// Our code for the slip: whoever shows it was the one who bought.
    pub receipt: Option<String>,
    pub source: Source,
    /// The member's first.
    pub first: bool,
    /// The id that a till's file gave the same purchase.
    pub settled: Option<PurchaseId>,
}

impl Purchase {
    /// Whether a second telling of its reference says the same.
    pub fn same(&self, new: &NewPurchase) -> bool {
        self.amount == new.amount
            && self.items == new.items
            && (new.member.is_none() || self.member == new.member)
    }
}
