//! What can come back of a purchase, and what it is worth.

use kernel::{
    FieldError, Fields, MemberId, PurchaseId, Result, ReturnId, StaffId, StoreId, Time, text,
};

use crate::purchases::{Line, MOST_LINES, Purchase};

kernel::refusals! { returns:
    /// Everything of it came back before.
    NothingLeft "nothing_left" 409,
}

pub const LONGEST_REASON: usize = 200;

/// A line of a purchase, and what came back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub line: Line,
    pub gone_quantity: i64,
    pub gone_amount: i64,
    /// Only an amount is known: any part of it may come back.
    pub by_amount: bool,
}

impl Open {
    pub const fn quantity(&self) -> i64 {
        self.line.quantity - self.gone_quantity
    }
    pub const fn amount(&self) -> i64 {
        self.line.amount - self.gone_amount
    }
    pub const fn is_gone(&self) -> bool {
        self.quantity() <= 0 && self.amount() <= 0
    }
    /// What so many more pieces had cost. The parts of a line that cannot be divided evenly add up to
    /// the whole, in whatever portions they come back.
    pub fn worth(&self, pieces: i64) -> i64 {
        let of = i128::from(self.line.quantity.max(1));
        let share = |pieces: i64| {
            i64::try_from(i128::from(self.line.amount) * i128::from(pieces) / of).unwrap_or(0)
        };
        share(self.gone_quantity + pieces) - share(self.gone_quantity)
    }
}

/// The lines of a purchase, after what came back before. `gone`: line (from 1), quantity, amount.
pub fn opened(purchase: &Purchase, lines: Vec<Line>, gone: &[(i64, i64, i64)]) -> Vec<Open> {
    let by_amount = lines.is_empty();
    let lines = if by_amount {
        let (quantity, amount) = (purchase.items, purchase.amount);
        vec![Line { quantity, amount, ..Line::default() }]
    } else {
        lines
    };
    let of = |(line, number): (Line, i64)| {
        let mine = gone.iter().filter(|gone| gone.0 == number);
        let (quantity, amount) = mine.fold((0, 0), |sum, gone| (sum.0 + gone.1, sum.1 + gone.2));
        Open { line, gone_quantity: quantity, gone_amount: amount, by_amount }
    };
    lines.into_iter().zip(1..).map(of).collect()
}

/// What somebody brings back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Pieces of a line, numbered from 1.
    pub pieces: Vec<(usize, i64)>,
    /// Of a purchase of which only the amount is known, in minor units.
    pub amount: Option<i64>,
}

/// A part that comes back: which line (from 1), how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub line: usize,
    pub quantity: i64,
    pub amount: i64,
}

impl Wanted {
    /// The parts, if they are there. Names every field that is out of bounds.
    pub fn parts(&self, open: &[Open]) -> Result<Vec<Part>> {
        if open.iter().all(Open::is_gone) {
            return Err(Refusal::NothingLeft.into());
        }
        let mut fields = Fields::default();
        fields.at_most("lines", self.pieces.len(), MOST_LINES);
        let mut parts: Vec<Part> = Vec::new();
        match (open, self.amount) {
            ([only], amount) if only.by_amount => {
                let amount = amount.unwrap_or(0);
                // What vouchers paid whole comes back for nothing.
                let least = only.amount().min(1);
                if !(least..=only.amount()).contains(&amount) {
                    let wrong = FieldError::new("amount", "return_amount");
                    fields.push(wrong.with("left", only.amount()));
                }
                // The pieces are gone with the last of the amount.
                let quantity = if amount == only.amount() { only.quantity() } else { 0 };
                parts.push(Part { line: 1, quantity, amount });
            }
            _ => {
                for (line, pieces) in self.pieces.iter().filter(|(_, pieces)| *pieces != 0) {
                    let of = line.checked_sub(1).and_then(|at| open.get(at));
                    let left = of.map_or(0, Open::quantity);
                    let again = parts.iter().any(|part| part.line == *line);
                    match of.filter(|_| (1..=left).contains(pieces) && !again) {
                        Some(of) => {
                            let (quantity, amount) = (*pieces, of.worth(*pieces));
                            parts.push(Part { line: *line, quantity, amount });
                        }
                        None => {
                            let wrong = FieldError::new(format!("lines.{line}"), "number_range");
                            fields.push(wrong.with("min", 0).with("max", left));
                        }
                    }
                }
                if parts.is_empty() && fields.is_empty() {
                    fields.push(FieldError::new("lines", "return_nothing"));
                }
            }
        }
        parts.sort_by_key(|part| part.line);
        fields.check(parts)
    }
}

/// A return that is to be taken.
#[derive(Debug, Clone)]
pub struct NewReturn {
    pub purchase: PurchaseId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub wanted: Wanted,
    pub reason: String,
}

/// A reason in a person's words; it may be left out.
pub fn reason(typed: &str) -> Result<String> {
    let mut fields = Fields::default();
    let reason = text::optional(&mut fields, "reason", Some(typed), LONGEST_REASON);
    fields.check(reason.unwrap_or_default())
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    pub id: ReturnId,
    pub purchase: PurchaseId,
    /// Whose purchase it was.
    pub member: Option<MemberId>,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub at: Time,
    /// What the goods had cost.
    pub amount: i64,
    /// What the till pays out for them.
    pub money: i64,
    /// Points that had paid for them and are given back.
    pub points: i64,
    /// What goes back into the buyer's wallet.
    pub wallet: i64,
    pub reason: String,
    pub parts: Vec<Part>,
}
