//! A fair with something to reserve, for tests.

use std::time::Duration;

use ::store::Tx;
use kernel::{GiftId, MemberId, PresaleId, PresaleReservationId, Result};
use value::{bills::Whom, words::Words};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    model::{After, Early, Figures, Presale, Reservation, Terms, Window},
    reservations::{self, Reserved, Reserving},
    store,
};
use crate::{
    activities::{Limits, Plan},
    group_buys::support::priced,
    testing::Fair,
};

/// Ten pieces at 50.00, the first three at 40.00, 8.00 ahead, half of it back after a day. It closes after two
/// days, the goods are there a day later, and two windows of a day follow.
pub fn draft(fair: &Fair, gift: GiftId) -> Draft {
    let at = |hours: u64| fair.now().plus(Duration::from_secs(hours * 3600));
    let plan = Plan {
        name: Words { en: "First mangoes".into(), ..Words::default() },
        whom: Whom::Members,
        opens_at: fair.now(),
        closes_at: at(48),
        cost: None,
        limits: Limits { per_member: 1, per_day: None },
        budget: None,
    };
    let window =
        |from: u64, store| Window { from: at(from), until: at(from + 24), store, capacity: 6 };
    let terms = Terms {
        gift,
        pieces: 10,
        price: 5_000,
        early: Some(Early { pieces: 3, price: 4_000 }),
        deposit: 800,
        cancel_by: at(24),
        back_days: 0,
        after: After::Half,
        ready_at: at(72),
        windows: vec![window(72, None), window(96, Some(fair.store))],
        samples: None,
        called_off: None,
    };
    Draft { plan, terms }
}

/// An open one.
pub async fn presale(fair: &Fair, with: impl FnOnce(&mut Draft)) -> PresaleId {
    let gift = priced(fair, 50).await;
    let mut draft = draft(fair, gift);
    with(&mut draft);
    opened(fair, draft).await.unwrap()
}

pub async fn opened(fair: &Fair, draft: Draft) -> Result<PresaleId> {
    fair.turn(async |tx| {
        let id = actions::create(tx, &fair.shop, draft).await?;
        actions::open(tx, &fair.shop, id).await?;
        Ok(id)
    })
    .await
}

pub async fn reserve_as(fair: &Fair, presale: PresaleId, who: Reserving) -> Result<Reserved> {
    let run = async |tx: &mut Tx| reservations::reserve(tx, &fair.shop, presale, who).await;
    fair.turn(run).await
}

pub async fn reserve(
    fair: &Fair,
    presale: PresaleId,
    (member, window): (MemberId, i64),
) -> Result<Reserved> {
    reserve_as(fair, presale, Reserving::of(member, window)).await
}

pub async fn cancel(
    fair: &Fair,
    id: PresaleReservationId,
    member: MemberId,
) -> Result<Reservation> {
    fair.turn(async |tx| reservations::cancel(tx, (id, member)).await).await
}

pub async fn move_to(
    fair: &Fair,
    (id, member): (PresaleReservationId, MemberId),
    window: i64,
) -> Result<Reservation> {
    fair.turn(async |tx| reservations::change_window(tx, (id, member), window).await).await
}

pub async fn read_presale(fair: &Fair, id: PresaleId) -> Presale {
    let mut db = fair.ground.db.read().await.unwrap();
    crate::activities::require(&mut db, fair.org, id).await.unwrap()
}

pub async fn read_one(fair: &Fair, id: PresaleReservationId) -> Reservation {
    let mut db = fair.ground.db.read().await.unwrap();
    store::require(&mut db, fair.org, id).await.unwrap()
}

pub async fn read_shown(fair: &Fair, id: PresaleId) -> Shown {
    let mut db = fair.ground.db.read().await.unwrap();
    asked::require(&mut db, fair.org, id).await.unwrap()
}

pub async fn figures(fair: &Fair, id: PresaleId) -> Figures {
    let mut db = fair.ground.db.read().await.unwrap();
    let shown = asked::require(&mut db, fair.org, id).await.unwrap();
    asked::figures(&mut db, fair.org, &shown).await.unwrap()
}
