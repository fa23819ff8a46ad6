//! What a purchase is.

use std::{fmt, str::FromStr};

use kernel::{
    FieldError, Fields, MemberId, ProgramId, PurchaseId, Result, StaffId, StoreId, Time, VoucherId,
    money::LARGEST_AMOUNT, text,
};

kernel::refusals! { purchases:
    /// The store told this reference before, with another amount, number of items or customer.
    ReferenceTaken "reference_taken" 409,
    /// A till's file has told it too: it can no longer be taken back.
    Settled "settled" 409,
    /// A part of it came back: it is no mistake of typing.
    Returned "returned" 409,
}

pub const MOST_ITEMS: i64 = 1_000_000;
pub const LONGEST_REFERENCE: usize = 80;
/// Different goods of one purchase.
pub const MOST_LINES: usize = 200;
/// Vouchers that are used with one purchase.
pub const MOST_VOUCHERS: usize = 10;

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

/// Goods of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The till's name or number of it.
    pub product: Option<String>,
    pub category: Option<String>,
    pub quantity: i64,
    /// Of all pieces, in minor units.
    pub amount: i64,
}

/// Points that are offered towards a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub program: ProgramId,
    pub points: i64,
}

/// What the amount of a purchase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// What it costs anybody: member prices take off what they take.
    Apply,
    /// What is asked for: whoever told it has its own prices.
    AsTold,
    /// What it came to when it was ordered.
    Ordered(Ordered),
}

/// What was taken off an order, and used with it, under the id that its purchase gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered {
    pub purchase: PurchaseId,
    pub off: i64,
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
    /// What it was; empty when only the amount is known.
    pub lines: Vec<Line>,
    /// The member's points that pay for a part of it.
    pub points: Option<Offer>,
    /// The member's vouchers that take something off it, or bring something beside it: all of them
    /// apply, or it is refused.
    pub vouchers: Vec<VoucherId>,
    pub prices: Prices,
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
        self.check_lines(&mut fields);
        if self.points.is_some_and(|offer| offer.points < 0) {
            fields.push(FieldError::new("points", "amount_negative"));
        }
        fields.at_most("vouchers", self.vouchers.len(), MOST_VOUCHERS);
        self.vouchers.sort_unstable();
        self.vouchers.dedup();
        let of_member = self.points.is_some() || !self.vouchers.is_empty();
        if of_member && self.member.is_none() {
            fields.push(FieldError::new("member", "required"));
        }
        fields.check(self)
    }

    /// Its lines, or one of everything.
    pub fn goods(&self) -> Vec<Line> {
        if self.lines.is_empty() {
            let (quantity, amount) = (self.items.max(1), self.amount);
            return vec![Line { quantity, amount, ..Line::default() }];
        }
        self.lines.clone()
    }

    /// The lines are bounded, and make up the purchase.
    fn check_lines(&mut self, fields: &mut Fields) {
        if self.lines.is_empty() {
            return;
        }
        if self.lines.len() > MOST_LINES {
            return fields.at_most("lines", self.lines.len(), MOST_LINES);
        }
        let (mut pieces, mut amount) = (0i64, 0i64);
        for (at, line) in self.lines.iter_mut().enumerate() {
            line.check(fields, at + 1);
            pieces = pieces.saturating_add(line.quantity);
            amount = amount.saturating_add(line.amount);
        }
        if amount != self.amount {
            fields.push(FieldError::new("amount", "lines_amount").with("amount", amount));
        }
        self.items = pieces;
    }
}

impl Line {
    fn check(&mut self, fields: &mut Fields, number: usize) {
        let field = |name: &str| format!("lines.{number}.{name}");
        if !(1..=MOST_ITEMS).contains(&self.quantity) {
            let wrong = FieldError::new(field("quantity"), "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST_ITEMS));
        }
        match self.amount {
            ..0 => fields.push(FieldError::new(field("amount"), "amount_negative")),
            0..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new(field("amount"), "amount_too_large")),
        }
        for (name, slot) in [("product", &mut self.product), ("category", &mut self.category)] {
            *slot = slot.take().map(|it| text::line(&it)).filter(|it| !it.is_empty());
            if slot.as_ref().is_some_and(|it| text::count(it) > text::NAME_MAX) {
                let wrong = FieldError::new(field(name), "too_long");
                fields.push(wrong.with("max", text::NAME_MAX as i64));
            }
        }
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
    /// What came back of the amount.
    pub returned: i64,
    /// When we were told, if that was later than it was.
    pub arrived_at: Option<Time>,
    /// What vouchers took off before the amount was to be paid.
    pub taken_off: i64,
}

impl Purchase {
    /// Whether a second telling of its reference says the same.
    pub fn same(&self, new: &NewPurchase) -> bool {
        self.amount + self.taken_off == new.amount
            && self.items == new.items
            && (new.member.is_none() || self.member == new.member)
    }
}
