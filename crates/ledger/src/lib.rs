//! The ledger: every limit is a balance, every gift is a transfer.
//!
//! Stock, seats, stamps, stored value, allowances, budgets are accounts in a unit; each has a floor
//! it may not go under, and "sold out", "one per person", "group full" are one refusal: the floor.
//! Other rooms build a [`Posting`] and call [`post`]; what is hot is handed in as a [`Post`].
//!
//! Invariants. For every unit the sum over all accounts is zero at every instant. No transfer takes
//! what is free of an account under its floor. A posting's transfers all happen or none; the same id
//! with the same content has one effect. A release or a lapse is never refused. The open lots of
//! a holder add up to its balance. One journal row per commit, one chain of hashes per org; every
//! other table is read off the journal.
//!
//! Events: none of its own; it seals everybody's events and keys into the journal.
//!
//! Deliberately absent: personal data (keys and subjects are ids and words), corrections in place
//! (they are reversing postings), negative balances in units with lots, currencies' exchange,
//! reasons that the ledger would understand.

mod account;
mod audit;
mod books;
mod chain;
mod commands;
mod desk;
mod entry;
mod follow;
mod hot;
mod journal;
mod load;
mod merkle;
mod posting;
mod project;
mod proof;
mod reads;
mod steps;
mod till;

use kernel::{Error, error::Arg};
use store::{JobHandler, Migration, Registry, migration};

pub use account::{Account, AccountKey, LONGEST_KEY, LONGEST_UNIT, Unit};
pub use audit::{
    Difference, Progress, Report, UnitTotal, audit, audit_in_passes, rebuild::rebuild,
};
pub use chain::{Links, MOST_LINKS, Seal, Span, head, links, seal};
pub use commands::{
    Balance, balance, decide, decide_all, decide_each, expire_lots, expire_reservations, post,
    post_all, release, reserve, reverse, take,
};
pub use entry::{Ends, Kind};
pub use hot::{Ledger, MOST_MOVES, Post};
pub use posting::{LARGEST_BALANCE, MOST_TRANSFERS, Move, Posting, Reversal, Take, Transfer};
pub use proof::{Flaw, Proof, Proven, proof, proofs_under};
pub use reads::{
    AccountRow, EndRow, LotRow, MOST_PREFIXES, StatementLine, accounts_under, balance_of,
    find_account, liability, lots_by_end, lots_of, statement, statement_under,
};
pub use steps::MOST_LOTS;
pub use till::{Posted, expired_account};

kernel::refusals! { ledger:
    /// The account named in `account` would go under its floor.
    Floor "floor" 409,
    /// The account named in `account` would hold more than [`LARGEST_BALANCE`], either way.
    Overflow "overflow" 409,
    /// An amount is not above zero, is too large, or is not what was reserved.
    Amount "amount" 422,
    /// Both sides of a transfer count the same thing, and an account counts one thing for good.
    UnitMismatch "unit_mismatch" 409,
    SameAccount "same_account" 422,
    /// The posting's id was used before with other content.
    Conflict "conflict" 409,
    /// There is no such open reservation.
    NotReserved "not_reserved" 409,
    AlreadyReversed "already_reversed" 409,
    /// The reservation ran out of time.
    Expired "expired" 409,
    /// None, or more than [`MOST_TRANSFERS`].
    TooManyTransfers "too_many_transfers" 422,
    /// The account named in `account` would keep more than [`MOST_LOTS`] lots.
    TooManyLots "too_many_lots" 409,
}

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[migration!("0002_ledger"), migration!("0042_passbooks")];

/// The job that ends reservations in the quiet hours.
pub const EXPIRE_RESERVATIONS: &str = "ledger.expire_reservations";

/// Hands the store this room's memory and job. The ledger comes first: it decides the posts.
pub fn register(registry: &mut Registry) {
    registry.hot(|org, world| Box::new(Ledger::new(org, world)));
    registry.lag("ledger_lag");
    registry.job(EXPIRE_RESERVATIONS, JobHandler::Turn(|tx, _| Box::pin(expire_reservations(tx))));
}

/// Whether the floor of this account said no, so that a slice can say it in its own words: sold
/// out, one per person, group full.
pub fn error_at(error: &Error, key: &AccountKey) -> bool {
    let Error::Refused(refused) = error else { return false };
    error.is(Refusal::Floor)
        && refused
            .args
            .iter()
            .any(|(name, value)| *name == "account" && *value == Arg::Text(key.to_string()))
}

#[cfg(test)]
mod tests;
