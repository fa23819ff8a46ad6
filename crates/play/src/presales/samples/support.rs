//! A pre-sale of which something can be tried, for tests.

use std::time::Duration;

use ::store::Tx;
use kernel::{GiftId, MemberId, PresaleId, RedemptionId, Result, VoucherId};
use value::{
    gifts::{self, actions::NewGift},
    vouchers,
    words::Words,
};

use super::{
    Samples, Taking, Tasters,
    actions::{self, Taken},
};
use crate::{
    group_buys::support::priced,
    presales::{
        actions::Draft,
        support::{draft, opened},
    },
    testing::{Fair, beans},
};

/// Cups to try, so many of which lie on the shelf; each costs the shop 2.00.
pub async fn cups(fair: &Fair, stock: i64) -> GiftId {
    let mut details = beans();
    details.name = Words { en: "A cup to try".into(), ..Words::default() };
    details.cost = 200;
    let new = NewGift { details, stock, playbook_key: None };
    fair.turn(async |tx| gifts::create(tx, new).await).await.unwrap()
}

/// Three of them, free, for everybody as long as one can reserve; each waits for a day.
pub fn three(fair: &Fair, gift: GiftId) -> Samples {
    Samples {
        gift,
        pieces: 3,
        whom: Tasters::Everybody,
        cost: None,
        from: fair.now(),
        until: fair.now().plus(Duration::from_hours(48)),
        hold_hours: 24,
    }
}

/// An open pre-sale with them, of ten cups on the shelf.
pub async fn tasting(fair: &Fair, with: impl FnOnce(&mut Samples)) -> (PresaleId, GiftId) {
    let (gift, cup) = (priced(fair, 50).await, cups(fair, 10).await);
    let draft = planned(fair, (gift, cup), with);
    (opened(fair, draft).await.unwrap(), cup)
}

pub fn planned(
    fair: &Fair,
    (gift, cup): (GiftId, GiftId),
    with: impl FnOnce(&mut Samples),
) -> Draft {
    let mut draft = draft(fair, gift);
    let mut samples = three(fair, cup);
    with(&mut samples);
    draft.terms.samples = Some(samples);
    draft
}

pub async fn take(fair: &Fair, presale: PresaleId, member: MemberId) -> Result<Taken> {
    let run = async |tx: &mut Tx| actions::take(tx, &fair.shop, presale, Taking::of(member)).await;
    fair.turn(run).await
}

/// It is in their hands.
pub async fn fetch(fair: &Fair, voucher: VoucherId) -> RedemptionId {
    let redeem = vouchers::Redeem { voucher, store: Some(fair.store), staff: None };
    let done = fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
    fair.settle().await;
    done.id
}
