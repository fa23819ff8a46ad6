//! What was typed or scanned, and what an operation did.

use kernel::{
    DeviceId, MemberId, OperationId, PurchaseId, RedemptionId, StaffId, StoreId, Time, VisitId,
};
use serde::{Deserialize, Serialize};

use crate::{codes, stamp_cards::Stamped, vouchers::model::UNDO_FOR, wallets::Paid, words::Words};

kernel::refusals! { counter:
    /// It was taken back before.
    AlreadyUndone "already_undone" 409,
    /// Ten minutes have passed.
    TooLate "too_late" 409,
    /// The ticket or card that was ticked is another person's.
    NotTheirs "not_theirs" 409,
}

/// What the one field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Nothing,
    /// The code of a ticket, without prefix and hyphens.
    Ticket(String),
    /// Six characters that a returning member's phone shows.
    Return(String),
    /// A card, a phone number, an e-mail address or the beginning of a name.
    Words(String),
}

/// Tells by the look of it. A scanned address counts by its last part.
pub fn typed(raw: &str) -> Typed {
    let text: String = kernel::text::line(raw).chars().take(200).collect();
    let last = match text.split_once("://") {
        Some((_, rest)) => rest.split('?').next().unwrap_or(rest).rsplit('/').next().unwrap_or(""),
        None => text.as_str(),
    };
    if last.is_empty() {
        return Typed::Nothing;
    }
    let card = last.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case("M-"));
    if !card && let Some(code) = codes::read(last) {
        return Typed::Ticket(code);
    }
    // As a phone shows it (`R-9RW7XF`), or as it is read aloud; a name of six letters is none.
    let scanned = last.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case("R-"));
    let shown = if scanned { last.get(2..).unwrap_or_default() } else { last };
    let bare: String = shown.chars().filter(|c| !matches!(c, '-' | '·' | ' ')).collect();
    let told = scanned || bare.chars().any(|c| c.is_ascii_digit()) || bare == bare.to_uppercase();
    if !card && bare.len() == 6 && told && bare.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Typed::Return(bare.to_uppercase());
    }
    Typed::Words(last.to_owned())
}

/// A collected gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub redemption: RedemptionId,
    pub name: Words,
}

/// What an operation did, for its answer page and its undoing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The day's visit, when this tap was its first.
    pub visit: Option<VisitId>,
    pub purchase: Option<PurchaseId>,
    /// What was to be paid, in minor units.
    pub amount: Option<i64>,
    /// What vouchers took off before, and their names.
    #[serde(default)]
    pub taken_off: i64,
    #[serde(default)]
    pub used: Vec<Words>,
    /// Our code for the slip.
    pub receipt: Option<String>,
    pub handed: Vec<Handed>,
    pub stamps: Vec<Stamped>,
    /// Names of gifts that a full card gave, in the order of `stamps`.
    pub filled: Vec<Words>,
    /// What it did to the member's points, by program.
    #[serde(default)]
    pub points: Vec<Counted>,
    /// What of the purchase the wallet paid.
    pub wallet: Option<Paid>,
}

/// Points of one program that an operation gave and took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub unit: Words,
    pub earned: i64,
    /// Points that paid, and what they were worth in minor units.
    pub paid: i64,
    pub worth: i64,
}

impl Done {
    /// Nothing but being here.
    pub fn only_visit(&self) -> bool {
        self.purchase.is_none() && self.handed.is_empty() && self.stamps.is_empty()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    pub id: OperationId,
    pub store: StoreId,
    pub staff: StaffId,
    pub device: DeviceId,
    pub member: MemberId,
    pub at: Time,
    pub done: Done,
    pub undone_at: Option<Time>,
}

impl Operation {
    /// Whether it can be taken back now.
    pub fn may_undo(&self, now: Time) -> Result<(), Refusal> {
        if self.undone_at.is_some() {
            Err(Refusal::AlreadyUndone)
        } else if now.since(self.at) > UNDO_FOR {
            Err(Refusal::TooLate)
        } else {
            Ok(())
        }
    }
}
