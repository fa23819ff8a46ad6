//! Vouchers of two records that became one: nothing is taken away, and what was given of a gift counts
//! together, even where that is more than one person may have.
//!
//! A posting of before names the accounts of the record that was merged. Whoever takes such a posting back
//! carries one piece there first, or from there afterwards.

use ::store::Tx;
use kernel::{GiftId, MemberId, Result};
use ledger::{Account, Posting};
use people::members::merging::{Line, Merging};
use uuid::Uuid;
use web::t;

use super::store;
use crate::gifts::accounts;

pub(crate) async fn merge(tx: &mut Tx, merging: Merging) -> Result<Option<Line>> {
    let Merging { into, from, lang } = merging;
    let (mine, theirs) = (store::count_open(tx, into).await?, store::count_open(tx, from).await?);
    for gift in store::gifts_of(tx, from).await? {
        let pieces = accounts::held(from, gift)?;
        let n = ledger::balance(tx, &pieces.key).await?.balance;
        carry(tx, into, (pieces, accounts::held(into, gift)?), n).await?;
        let (had, has) = (accounts::allowance(from, gift, 0)?, accounts::allowance(into, gift, 0)?);
        let claims = -ledger::balance(tx, &had.key).await?.balance;
        carry(tx, into, (has, had), claims).await?;
    }
    store::hand_over(tx, from, into).await?;
    Ok((mine + theirs > 0).then(|| {
        let told = [mine, theirs, mine + theirs].map(|count| count.to_string());
        Line::new(t!(lang, "merging-vouchers"), told)
    }))
}

/// So many go over, if it is any.
async fn carry(
    tx: &mut Tx,
    about: MemberId,
    (from, to): (Account, Account),
    amount: i64,
) -> Result<()> {
    if amount <= 0 {
        return Ok(());
    }
    let posting = Posting::new(tx.id(), "vouchers.carried", &about);
    ledger::post(tx, posting.transfer(from, to, amount)).await.map(drop)
}

/// Whose accounts a posting named, when they are another record's than whose it is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elsewhere {
    gift: GiftId,
    member: MemberId,
    named: MemberId,
}

impl Elsewhere {
    pub async fn of(
        tx: &mut Tx,
        (table, id): (&'static str, Uuid),
        (gift, member): (GiftId, MemberId),
    ) -> Result<Option<Self>> {
        let named = store::posted_for(tx, table, id).await?.filter(|named| *named != member);
        Ok(named.map(|named| Self { gift, member, named }))
    }
    /// The piece is where the posting will look for it.
    pub async fn lend(self, tx: &mut Tx) -> Result<()> {
        let here = accounts::held(self.member, self.gift)?;
        carry(tx, self.member, (here, accounts::held(self.named, self.gift)?), 1).await
    }
    /// The piece that the posting gave back is the member's.
    pub async fn fetch(self, tx: &mut Tx) -> Result<()> {
        let there = accounts::held(self.named, self.gift)?;
        carry(tx, self.member, (there, accounts::held(self.member, self.gift)?), 1).await
    }
    /// So is the claim.
    pub async fn fetch_claim(self, tx: &mut Tx) -> Result<()> {
        let there = accounts::allowance(self.named, self.gift, 0)?;
        let here = accounts::allowance(self.member, self.gift, 0)?;
        carry(tx, self.member, (there, here), 1).await
    }
}
