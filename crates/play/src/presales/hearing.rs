//! What others did to a reservation's ticket, and to a member.

use ::store::{Event as _, EventRow, Future, Tx};
use kernel::{Result, Time, VoucherId};
use people::events::MemberErased;
use value::events::{RedemptionUndone, VoucherRedeemed, VoucherWithdrawn};

use super::{
    jobs,
    model::{Fate, Presale},
    outcome, samples, store,
};
use crate::activities;

pub const KINDS: &[&str] = &[VoucherRedeemed::KIND, RedemptionUndone::KIND, VoucherWithdrawn::KIND];

/// A ticket was collected, given back to its member, or withdrawn.
pub fn voucher<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let told: Option<(VoucherId, Fate)> = match event.kind.as_str() {
            VoucherRedeemed::KIND => {
                event.read::<VoucherRedeemed>().map(|told| (told.voucher, Fate::Collected))
            }
            RedemptionUndone::KIND => {
                event.read::<RedemptionUndone>().map(|told| (told.voucher, Fate::Held))
            }
            _ => event.read::<VoucherWithdrawn>().map(|told| (told.voucher, Fate::Withdrawn)),
        };
        let Some((voucher, fate)) = told else { return Ok(()) };
        let Some(one) = store::by_voucher(tx, tx.org(), voucher).await? else {
            return sample(tx, voucher, (fate, event.at)).await;
        };
        let mut presale: Presale = activities::require(tx, tx.org(), one.presale).await?;
        match (one.fate, fate) {
            (Fate::Held | Fate::Due, Fate::Collected) => outcome::collect(tx, one).await?,
            (Fate::Collected, Fate::Held) => outcome::uncollect(tx, one).await?,
            (Fate::Held | Fate::Due, Fate::Withdrawn) => {
                outcome::give_back(tx, &presale, (one, fate)).await.map(drop)?;
            }
            // What is over is over, however late the rest is heard.
            _ => return Ok(()),
        }
        jobs::plan_next(tx, &mut presale).await
    })
}

/// It may be the voucher of a sample.
async fn sample(tx: &mut Tx, voucher: VoucherId, (fate, at): (Fate, Time)) -> Result<()> {
    let fate = match fate {
        Fate::Collected => samples::model::Fate::Collected,
        Fate::Held => samples::model::Fate::Held,
        _ => samples::model::Fate::Withdrawn,
    };
    samples::actions::heard(tx, voucher, (fate, at)).await
}

/// Somebody was erased: what they reserved and is not there yet is free again.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<MemberErased>() else { return Ok(()) };
        for one in store::waiting_of(tx, tx.org(), gone.member).await? {
            if one.fate == Fate::Reserved {
                let mut presale: Presale = activities::require(tx, tx.org(), one.presale).await?;
                outcome::give_back(tx, &presale, (one, Fate::Cancelled)).await?;
                jobs::plan_next(tx, &mut presale).await?;
            }
        }
        Ok(())
    })
}
