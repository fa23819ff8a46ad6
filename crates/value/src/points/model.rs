//! A program and what may be said about one.

use kernel::{
    EntryId, FieldError, Fields, MemberId, ProgramId, PurchaseId, Result, StaffId, StoreId, Time,
    text,
};
use serde::Serialize;

use super::engine::{Contract, Flow, Kind, Terms, Told, What};
use crate::{gifts::State, words::Words};

kernel::refusals! { points:
    /// The member has fewer; `have` says how many can be spent.
    NotEnough "not_enough" 409,
    /// The shop keeps as many programs as it may; `max` says how many.
    TooMany "too_many_programs" 409,
    /// They pay for nothing at the till.
    NoWorth "no_worth" 409,
    /// The other member is the same one.
    SameMember "same_member" 422,
    /// The member was erased.
    Erased "erased" 410,
}

/// Programs of one org.
pub const MOST_PROGRAMS: usize = 5;
pub const LONGEST_NOTE: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Program {
    pub id: ProgramId,
    pub name: Words,
    /// A closed program gives nothing any more; what was earned stays good.
    pub state: State,
    pub created_at: Time,
}

/// A program with everything that it promised.
#[derive(Debug)]
pub struct Known {
    pub program: Program,
    pub contract: Contract,
}

impl Known {
    /// What it promises now.
    pub fn terms(&self, now: Time) -> Result<&Terms> {
        self.contract.terms(now).ok_or_else(|| kernel::Error::broken("a program without terms"))
    }
    pub fn is_open(&self) -> bool {
        self.program.state == State::Open
    }
}

/// A name that a person gave.
pub fn named(mut name: Words) -> Result<Words> {
    let mut fields = Fields::default();
    for slot in [&mut name.en, &mut name.zh, &mut name.es] {
        *slot = text::optional(&mut fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
    }
    if name.is_empty() {
        fields.push(FieldError::new("name", "required"));
    }
    fields.check(name)
}

/// By what way something happened, beside what the fold needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub purchase: Option<PurchaseId>,
    /// The id of what it was about: a gift, the other member.
    pub subject: Option<String>,
    /// A person's words.
    pub note: String,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// A row of a member's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub at: Time,
    pub kind: Kind,
    pub points: i64,
    /// None where time led to it.
    pub what: Option<What>,
    pub flows: Vec<Flow>,
    pub told: Vec<Told>,
    pub pending_until: Option<Time>,
    pub origin: Origin,
}

/// Something that happened to a member.
#[derive(Debug, Clone)]
pub struct Act {
    pub member: MemberId,
    pub at: Time,
    pub what: What,
    pub origin: Origin,
}
