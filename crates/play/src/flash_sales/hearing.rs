//! What others did to a claim's voucher, and to a member.

use ::store::{Event as _, EventRow, Future, Tx};
use kernel::VoucherId;
use people::events::MemberErased;
use value::events::{RedemptionUndone, VoucherRedeemed, VoucherWithdrawn};

use super::{
    claims, jobs,
    model::{Fate, FlashSale},
    store, waiting,
};
use crate::activities;

pub const KINDS: &[&str] = &[VoucherRedeemed::KIND, RedemptionUndone::KIND, VoucherWithdrawn::KIND];

/// A voucher was collected, given back to its member, or withdrawn.
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
        let Some(claim) = store::by_voucher(tx, tx.org(), voucher).await? else { return Ok(()) };
        // What is over is over, however late the rest is heard.
        if claim.fate == fate || matches!(claim.fate, Fate::Lapsed | Fate::Withdrawn) {
            return Ok(());
        }
        let mut sale: FlashSale = activities::require(tx, tx.org(), claim.sale).await?;
        match fate {
            Fate::Withdrawn => claims::came_back(tx, &sale, &claim, fate).await?,
            _ => store::set_fate(tx, claim.id, fate).await?,
        }
        jobs::plan_next(tx, &mut sale).await
    })
}

/// Somebody was erased: nobody waits under that name any more.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<MemberErased>() else { return Ok(()) };
        for place in store::places_of(tx, tx.org(), gone.member).await? {
            waiting::leave(tx, place.sale, gone.member).await?;
        }
        Ok(())
    })
}
