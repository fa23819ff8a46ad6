//! What a member has, and every transfer that made it so, as programs see it.
//!
//! Invariants: an answer is read off the ledger, so that the lines of a statement add up to the
//! balances.
//!
//! Events: none. Deliberately absent: pages (the wallet and the member's page show the same in words).

mod api;
#[cfg(test)]
mod tests;

use kernel::MemberId;
use web::Slice;

/// How the keys of the accounts begin that are a member's own.
struct Own {
    /// Vouchers that wait to be collected.
    gifts: String,
    stamps: String,
}

impl Own {
    fn of(member: MemberId) -> Self {
        Self { gifts: format!("gifts/{member}/"), stamps: format!("stamps/{member}/") }
    }
    fn each(&self) -> [&str; 2] {
        [&self.gifts, &self.stamps]
    }
}

pub fn slice() -> Slice {
    Slice { api: api::routes(), ..Slice::named("balances") }
}
