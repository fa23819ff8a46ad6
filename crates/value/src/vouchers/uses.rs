//! How often a voucher may be used, and how many of a kind are taken on one day.
//!
//! A voucher that is used once is a piece that goes from the member's hand to `redeemed`. A card is
//! that too, with its last use; until then each use is one of an allowance of its own. The days'
//! limits are allowances of the day. All of them are floors: nothing is counted beside the ledger.

use ::store::{Read, Tx};
use kernel::{Error, OrgId, PostingId, Result, StoreId, VoucherId};
use ledger::{Account, Posting};
use web::shops;

use super::{
    model::{Redemption, Refusal, State, Voucher},
    store::{self, Standing},
};
use crate::{
    gifts::{Gift, accounts},
    visits::day_of,
};

/// One more use of a voucher.
#[derive(Debug)]
pub struct Used<'v> {
    voucher: &'v Voucher,
    gift: &'v Gift,
    /// Which it is, from 0: one that was given back is free again.
    pub number: i64,
    /// How many stand before it.
    before: i64,
}

impl<'v> Used<'v> {
    pub async fn of(tx: &mut Tx, voucher: &'v Voucher, gift: &'v Gift) -> Result<Self> {
        let mut used = Self { voucher, gift, number: 0, before: 0 };
        if gift.terms.uses > 1 {
            for stands in store::standing(tx, tx.org(), Standing::Voucher(voucher.id)).await? {
                used.before += 1;
                if stands.use_number == used.number {
                    used.number += 1;
                }
            }
        }
        Ok(used)
    }
    pub fn is_last(&self) -> bool {
        self.before + 1 >= i64::from(self.gift.terms.uses)
    }

    /// Moves what is used, within the limits of the day.
    pub async fn post(&self, tx: &mut Tx, id: PostingId, store: Option<StoreId>) -> Result<()> {
        let (voucher, terms) = (self.voucher, &self.gift.terms);
        let is_card = terms.uses > 1;
        let (from, to) = if is_card {
            (accounts::uses(voucher.id, terms.uses)?, accounts::used(voucher.id)?)
        } else {
            (accounts::held(voucher.member, voucher.gift)?, accounts::redeemed(voucher.gift)?)
        };
        let mut posting = Posting::new(id, "vouchers.redeemed", &voucher.id).transfer(from, to, 1);
        let day = day_of(tx.now(), &shops::require(tx, tx.org()).await?.zone);
        let mut limits: Vec<Account> = Vec::new();
        if let Some(limit) = terms.per_day {
            limits.push(accounts::daily(voucher.gift, (&day, None), limit)?);
        }
        if let Some(limit) = terms.per_store.filter(|_| store.is_some()) {
            limits.push(accounts::daily(voucher.gift, (&day, store), limit)?);
        }
        for limit in &limits {
            posting = posting.transfer(limit.clone(), accounts::taken(voucher.gift)?, 1);
        }
        ledger::post(tx, posting).await.map_err(|error| {
            if limits.iter().any(|limit| ledger::error_at(&error, &limit.key)) {
                Refusal::DaysLimit.into()
            } else {
                error
            }
        })?;
        if is_card && self.is_last() {
            let piece = Posting::new(tx.id(), "vouchers.used_up", &voucher.id).transfer(
                accounts::held(voucher.member, voucher.gift)?,
                accounts::redeemed(voucher.gift)?,
                1,
            );
            ledger::post(tx, piece).await?;
        }
        Ok(())
    }
}

/// A use is given back: the piece of a card that was used up is in the member's hand again. What was
/// over meanwhile stays over.
pub async fn give_back(tx: &mut Tx, redemption: &Redemption) -> Result<()> {
    let voucher = store::require(tx, tx.org(), redemption.voucher).await?;
    if voucher.state != State::Redeemed {
        return Ok(());
    }
    let gift = crate::gifts::require(tx, tx.org(), voucher.gift).await?;
    if gift.terms.uses > 1 {
        let piece = Posting::new(tx.id(), "vouchers.use_back", &voucher.id).transfer(
            accounts::redeemed(voucher.gift)?,
            accounts::held(voucher.member, voucher.gift)?,
            1,
        );
        ledger::post(tx, piece).await?;
    }
    store::set_state(tx, voucher.id, State::Issued, None).await
}

/// How often it may still be used.
pub async fn left(
    db: &mut impl Read,
    org: OrgId,
    (voucher, gift): (VoucherId, &Gift),
) -> Result<i64> {
    if gift.terms.uses == 1 {
        return Ok(1);
    }
    let account = accounts::uses(voucher, gift.terms.uses)?;
    let made = ledger::balance_of(db, org, &account.key).await?;
    i64::from(gift.terms.uses).checked_add(made).ok_or_else(|| Error::broken("uses without end"))
}
