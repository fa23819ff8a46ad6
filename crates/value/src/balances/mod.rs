//! What a member has, and every transfer that made it so: for programs, and as a statement on the
//! member's phone, with the proof that each line stands in the shop's books.
//!
//! Invariants: an answer is read off the ledger, so that the lines of a statement add up to the
//! balances; a proof holds lines of the journal that moved something of this member's, and ids only.
//!
//! Events: none. Deliberately absent: balances in words (the wallet shows tickets, cards and money).

mod api;
mod api_proofs;
mod phone;
#[cfg(test)]
mod proof_tests;
mod proofs;
#[cfg(test)]
mod tests;

use kernel::MemberId;
use web::Slice;

/// How the keys of the accounts begin that are a member's own: vouchers that wait to be collected,
/// stamps, money, points (to spend, on the way, owed).
struct Own([String; 6]);

impl Own {
    fn of(member: MemberId) -> Self {
        let nouns = ["gifts", "stamps", "wallet", "points", "pending", "owes"];
        Self(nouns.map(|noun| format!("{noun}/{member}/")))
    }
    fn each(&self) -> &[String] {
        &self.0
    }
}

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes(),
        api: api::routes().merge(api_proofs::routes()),
        pieces: phone::pieces(),
        ..Slice::named("balances")
    }
}
