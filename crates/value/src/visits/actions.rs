//! Noting and taking back a visit.

use ::store::Tx;
use kernel::{Result, VisitId};
use web::shops;

use super::{
    custom,
    model::{NewVisit, Visit, day_of},
    store,
};
use crate::{
    events::{VisitRecorded, VisitWithdrawn},
    points, purchases,
};

/// A noted visit, and whether this tap was the day's first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub visit: Visit,
    pub fresh: bool,
}

/// Notes that somebody is here. A second tap on the same local day is the same visit.
pub async fn record(tx: &mut Tx, new: NewVisit) -> Result<Noted> {
    let (org, now) = (tx.org(), tx.now());
    let day = day_of(now, &shops::require(tx, org).await?.zone);
    if let Some(visit) = store::of_day(tx, org, new.member, new.store, &day).await? {
        return Ok(Noted { visit, fresh: false });
    }
    let bought = purchases::of_day(tx, org, new.member, new.store, &day).await?;
    let visit = Visit {
        id: tx.id(),
        member: new.member,
        store: new.store,
        day,
        at: now,
        staff: new.staff,
        purchase: bought,
    };
    store::insert(tx, &visit).await?;
    points::visited(tx, new.member, (visit.id, new.store)).await?;
    let mut custom = custom::find(tx, org, new.member).await?;
    custom.visits += 1;
    custom.here(now);
    custom::put(tx, [(new.member, custom)]).await?;
    tx.emit(&VisitRecorded {
        visit: visit.id,
        member: visit.member,
        store: visit.store,
        staff: visit.staff,
        at: now,
        day: visit.day.clone(),
        bought: bought.is_some(),
    })?;
    Ok(Noted { visit, fresh: true })
}

/// Takes a visit back, as if it had not been tapped.
pub async fn withdraw(tx: &mut Tx, id: VisitId) -> Result<()> {
    let visit = store::require(tx, tx.org(), id).await?;
    store::delete(tx, id).await?;
    points::unvisit(tx, visit.member, id).await?;
    custom::recount(tx, visit.member).await?;
    tx.emit(&VisitWithdrawn { visit: id, member: visit.member, store: visit.store })
}
