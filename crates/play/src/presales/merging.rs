//! Reservations of two records that became one: nothing is taken away, and what was reserved counts together,
//! even where that is more than one person may.

use ::store::Tx;
use kernel::{Result, kinds};
use ledger::Posting;
use people::members::merging::Merging;
use value::visits::day_of;
use web::shops;

use super::{samples, store};
use crate::activities::accounts::{self, Whose};

/// The tickets themselves are told of by vouchers, so that there is no line more.
pub async fn merge(tx: &mut Tx, Merging { into, from, .. }: &Merging) -> Result<()> {
    let (into, from) = (*into, *from);
    let shop = shops::require(tx, tx.org()).await?;
    let day = day_of(tx.now(), &shop.zone);
    for presale in store::presales_of(tx, from).await? {
        let theirs = Whose::<kinds::Presale> { activity: presale, member: from };
        let posting = Posting::new(tx.id(), "presales.carried", &presale);
        accounts::carry(tx, posting, accounts::both(theirs, into, &day)?).await?;
    }
    samples::merging::merge(tx, (from, into)).await?;
    store::hand_over(tx, from, into).await
}
