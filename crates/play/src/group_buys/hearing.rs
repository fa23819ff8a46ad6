//! What others did to a place's ticket, and to a member.

use ::store::{Event as _, EventRow, Future, Tx};
use kernel::VoucherId;
use people::events::MemberErased;
use value::events::{RedemptionUndone, VoucherRedeemed, VoucherWithdrawn};

use super::{
    jobs,
    model::{Fate, GroupBuy, Seat},
    outcome, store, teams,
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
        let Some(seat) = store::by_voucher(tx, tx.org(), voucher).await? else { return Ok(()) };
        // What is over is over, however late the rest is heard.
        if seat.fate == fate || !matches!(seat.fate, Fate::Held | Fate::Collected) {
            return Ok(());
        }
        let mut buy: GroupBuy = activities::require(tx, tx.org(), seat.buy).await?;
        match fate {
            Fate::Withdrawn => outcome::ticket_ended(tx, &buy, (seat, fate)).await?,
            _ => {
                let ended_at = (fate == Fate::Collected).then(|| tx.now());
                store::update_seat(tx, &Seat { fate, ended_at, ..seat }).await?;
            }
        }
        jobs::plan_next(tx, &mut buy).await
    })
}

/// Somebody was erased: nobody sits in an open team under that name any more.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<MemberErased>() else { return Ok(()) };
        let now = tx.now();
        for seat in store::open_of_member(tx, tx.org(), gone.member).await? {
            let mut team = store::team(tx, tx.org(), seat.team).await?;
            if !team.is_on(now) {
                // Whoever decides it looks after that.
                continue;
            }
            let mut buy: GroupBuy = activities::require(tx, tx.org(), seat.buy).await?;
            teams::step_out(tx, &buy, (&mut team, seat)).await?;
            jobs::plan_next(tx, &mut buy).await?;
        }
        Ok(())
    })
}
