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

use ::store::Read;
use kernel::{MemberId, OrgId, Result};
use people::members::merging;
use web::Slice;

/// How the keys of the accounts begin that are a member's own: vouchers that wait to be collected,
/// stamps, money, points (to spend, on the way, owed).
struct Own(Vec<String>);

impl Own {
    /// With those of the records that were merged into it: the way that things came is told whole.
    async fn of(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Self> {
        let names = merging::names_of(db, org, member).await?;
        Ok(Self(names.into_iter().flat_map(Self::under).collect()))
    }
    fn under(member: MemberId) -> [String; 6] {
        let nouns = ["gifts", "stamps", "wallet", "points", "pending", "owes"];
        nouns.map(|noun| format!("{noun}/{member}/"))
    }
    fn each(&self) -> &[String] {
        &self.0
    }
}

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes(),
        api: || api::routes().merge(api_proofs::routes()),
        pieces: phone::pieces(),
        ..Slice::named("balances")
    }
}
