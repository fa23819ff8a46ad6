//! Opening, changing and closing an outlet.

use ::store::{EventRow, Future, Tx};
use kernel::{FieldError, Fields, OutletId, Result};
use people::{events::MemberErased, groups, members, stores};
use web::trail;

use super::{
    model::{Details, Kind, Outlet, State},
    store,
};
use crate::events::{OutletClosed, OutletOpened};

pub async fn open(tx: &mut Tx, details: Details) -> Result<OutletId> {
    let details = details.checked()?;
    is_ours(tx, &details).await?;
    let outlet = Outlet { id: tx.id(), details, state: State::Open, created_at: tx.now() };
    store::put(tx, &outlet).await?;
    trail::note(tx, "outlets.opened", outlet.id, &(), &outlet.details).await?;
    tx.emit(&OutletOpened { outlet: outlet.id, store: outlet.store })?;
    Ok(outlet.id)
}

/// Its store is open, its groups and keeper are this shop's.
async fn is_ours(tx: &mut Tx, details: &Details) -> Result<()> {
    let org = tx.org();
    let mut fields = Fields::default();
    let wrong = |name: &'static str| FieldError::new(name, "choice_invalid");
    if stores::find(tx, org, details.store).await?.is_none_or(|store| !store.works()) {
        fields.push(wrong("store"));
    }
    for group in &details.groups {
        if groups::find(tx, org, *group).await?.is_none() {
            fields.push(wrong("groups"));
            break;
        }
    }
    if let Some(keeper) = details.keeper
        && members::find(tx, org, keeper).await?.is_none_or(|it| it.erased_at.is_some())
    {
        fields.push(wrong("keeper"));
    }
    fields.check(())
}

/// Changes what is said about it. What was ordered stays as it was, in its slot.
pub async fn change(tx: &mut Tx, id: OutletId, details: Details) -> Result<()> {
    let mut outlet = store::require(tx, tx.org(), id).await?;
    let kind: Kind = outlet.kind;
    let details = Details { kind, ..details }.checked()?;
    if outlet.details == details {
        return Ok(());
    }
    is_ours(tx, &details).await?;
    trail::note(tx, "outlets.changed", id, &outlet.details, &details).await?;
    outlet.details = details;
    store::put(tx, &outlet).await
}

/// Opens it again, or closes it. What was ordered there stays good.
pub async fn set_state(tx: &mut Tx, id: OutletId, state: State) -> Result<()> {
    let mut outlet = store::require(tx, tx.org(), id).await?;
    if outlet.state == state {
        return Ok(());
    }
    trail::note(tx, "outlets.state_changed", id, &outlet.state, &state).await?;
    outlet.state = state;
    store::put(tx, &outlet).await?;
    let (outlet, store) = (id, outlet.store);
    match state {
        State::Open => tx.emit(&OutletOpened { outlet, store }),
        State::Closed => tx.emit(&OutletClosed { outlet, store }),
    }
}

/// Somebody was erased: their points are looked after by nobody.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(gone) => store::release(tx, gone.member).await,
            None => Ok(()),
        }
    })
}
