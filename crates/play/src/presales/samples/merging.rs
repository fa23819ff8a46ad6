//! Samples of two records that became one: nothing is taken away, and what was taken counts together.

use ::store::Tx;
use kernel::{MemberId, Result};
use ledger::Posting;

use super::{accounts, store};
use crate::activities::accounts::carry;

pub async fn merge(tx: &mut Tx, (from, into): (MemberId, MemberId)) -> Result<()> {
    for presale in store::presales_of(tx, from).await? {
        let each = (accounts::allowance(presale, from)?, accounts::allowance(presale, into)?);
        let posting = Posting::new(tx.id(), "presales.samples_carried", &presale);
        carry(tx, posting, [each]).await?;
    }
    store::hand_over(tx, from, into).await
}
