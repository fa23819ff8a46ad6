//! Noting and taking back a visit.

use ::store::Tx;
use kernel::{Result, Time, VisitId};
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

/// Notes that somebody is (or was) here. A second tap on the same local day is the same visit, and
/// the day's visit is when the first of them was, in whatever order we hear of them.
pub async fn record(tx: &mut Tx, new: NewVisit) -> Result<Noted> {
    let (org, now) = (tx.org(), tx.now());
    let at = new.at.unwrap_or(now);
    let day = day_of(at, &shops::require(tx, org).await?.zone);
    if let Some(visit) = store::of_day(tx, org, new.member, new.store, &day).await? {
        let visit = if at < visit.at { begin_at(tx, visit, at).await? } else { visit };
        return Ok(Noted { visit, fresh: false });
    }
    let bought = purchases::of_day(tx, org, new.member, new.store, &day).await?;
    let visit = Visit {
        id: tx.id(),
        member: new.member,
        store: new.store,
        day,
        at,
        staff: new.staff,
        purchase: bought,
        arrived_at: new.at.map(|_| now),
    };
    store::insert(tx, &visit).await?;
    points::visited(tx, &visit).await?;
    let mut custom = custom::find(tx, org, new.member).await?;
    custom.visits += 1;
    custom.here(at);
    custom::put(tx, [(new.member, custom)]).await?;
    tx.emit(&VisitRecorded {
        visit: visit.id,
        member: visit.member,
        store: visit.store,
        staff: visit.staff,
        at,
        day: visit.day.clone(),
        bought: bought.is_some(),
    })?;
    Ok(Noted { visit, fresh: true })
}

/// A tap of the same day that was earlier: the visit is as if it had been heard of first.
async fn begin_at(tx: &mut Tx, visit: Visit, at: Time) -> Result<Visit> {
    store::begin_at(tx, visit.id, at).await?;
    let visit = Visit { at, arrived_at: Some(tx.now()), ..visit };
    points::unvisited(tx, visit.member, visit.id).await?;
    points::visited(tx, &visit).await?;
    custom::recount(tx, visit.member).await?;
    Ok(visit)
}

/// Takes a visit back, as if it had not been tapped.
pub async fn withdraw(tx: &mut Tx, id: VisitId) -> Result<()> {
    let visit = store::require(tx, tx.org(), id).await?;
    store::delete(tx, id).await?;
    points::unvisited(tx, visit.member, id).await?;
    custom::recount(tx, visit.member).await?;
    tx.emit(&VisitWithdrawn { visit: id, member: visit.member, store: visit.store })
}
