//! What others did to a winner's voucher and to a member, and purchases that give a ticket.

use ::store::{Event as _, EventRow, Future, Tx};
use kernel::{MemberId, PurchaseId, StoreId, VoucherId};
use people::events::MemberErased;
use value::events::{
    PurchaseClaimed, PurchaseRecorded, PurchaseWithdrawn, RedemptionUndone, VoucherRedeemed,
    VoucherWithdrawn,
};
use web::shops;

use super::{
    drawing,
    entering::{self, Giving},
    jobs,
    model::{Fate, Out, Raffle},
    store, store_picks,
};
use crate::activities::{self, Life, Phase};

pub const VOUCHERS: &[&str] =
    &[VoucherRedeemed::KIND, RedemptionUndone::KIND, VoucherWithdrawn::KIND];
pub const PURCHASES: &[&str] =
    &[PurchaseRecorded::KIND, PurchaseClaimed::KIND, PurchaseWithdrawn::KIND];

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
        let Some(mut pick) = store_picks::by_voucher(tx, tx.org(), voucher).await? else {
            return Ok(());
        };
        // What is over is over, however late the rest is heard.
        if pick.fate == fate || !matches!(pick.fate, Fate::Held | Fate::Collected) {
            return Ok(());
        }
        let raffle: Raffle = activities::require(tx, tx.org(), pick.raffle).await?;
        let id = raffle.id;
        if fate == Fate::Withdrawn {
            drawing::came_back(tx, &raffle, (pick, fate)).await?;
        } else {
            pick.fate = fate;
            store_picks::update_pick(tx, &pick).await?;
        }
        jobs::after_event(tx, id).await
    })
}

/// Somebody was erased: before the closing their tickets stop counting. Their label stays in the log.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<MemberErased>() else { return Ok(()) };
        for id in store::raffles_of(tx, gone.member).await? {
            let raffle: Option<Raffle> = activities::find(tx, tx.org(), id).await?;
            if raffle.is_some_and(|raffle| matches!(raffle.life, Life::Scheduled | Life::Open)) {
                store::put_out(tx, (id, gone.member), Out::Withdrawn).await?;
            }
        }
        Ok(())
    })
}

/// What was bought, by whom.
struct Bought {
    purchase: PurchaseId,
    member: MemberId,
    amount: i64,
    store: Option<StoreId>,
}

fn bought(event: &EventRow) -> Option<Bought> {
    if event.kind == PurchaseClaimed::KIND {
        let told = event.read::<PurchaseClaimed>()?;
        let PurchaseClaimed { purchase, member, amount } = told;
        return Some(Bought { purchase, member, amount, store: None });
    }
    let told = event.read::<PurchaseRecorded>()?;
    // What is imported was bought in another time.
    let member = told.member.filter(|_| told.source != "import")?;
    Some(Bought { purchase: told.purchase, member, amount: told.amount, store: Some(told.store) })
}

/// A purchase gives a ticket of each raffle that says so; withdrawn, it takes what was not put in.
pub fn purchase<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        if let Some(gone) = event.read::<PurchaseWithdrawn>() {
            return entering::take_back(tx, gone.purchase).await;
        }
        let Some(bought) = bought(event) else { return Ok(()) };
        let (org, now) = (tx.org(), tx.now());
        let told: Vec<Raffle> = activities::told(tx, org).await?;
        for raffle in told {
            let least = raffle.terms.per_purchase.filter(|least| bought.amount >= *least);
            if raffle.phase(now) != Phase::On || least.is_none() {
                continue;
            }
            let shop = shops::require(tx, org).await?;
            let Bought { purchase, member, store, .. } = bought;
            let giving = Giving {
                raffle: raffle.id,
                member,
                tickets: 1,
                purchase: Some(purchase),
                store,
                staff: None,
            };
            match entering::give(tx, &shop, giving).await {
                // It is for others, or they work here: no ticket, and nothing is wrong.
                Ok(()) | Err(kernel::Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    })
}
