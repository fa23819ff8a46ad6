//! Opening, changing and closing stores.

use kernel::{Result, StoreId};
use serde_json::Value as Json;
use store::Tx;
use web::trail;

use super::{
    model::{self, NewStore, Refusal, STORES_MAX, Store},
    store as rows,
};
use crate::events::StoreOpened;

/// Opens a store; without a code of its own it gets the next free `S1`, `S2` …
pub async fn open(tx: &mut Tx, new: NewStore) -> Result<StoreId> {
    let new = new.check()?;
    let org = tx.org();
    let others = rows::all(tx, org).await?;
    if others.len() >= STORES_MAX {
        return Err(Refusal::TooMany.with("max", STORES_MAX as i64).into());
    }
    let code = match &new.code {
        Some(code) if others.iter().any(|store| store.code == *code) => {
            return Err(model::code_taken());
        }
        Some(code) => code.clone(),
        None => free_code(&others),
    };
    let id = tx.id();
    rows::insert(tx, id, &code, &new).await?;
    trail::note(tx, "stores.opened", id, &Json::Null, &noted(&code, &new)).await?;
    tx.emit(&StoreOpened { store: id })?;
    Ok(id)
}

fn free_code(others: &[Store]) -> String {
    let mut number = others.len() + 1;
    loop {
        let code = format!("S{number}");
        if !others.iter().any(|store| store.code == code) {
            return code;
        }
        number += 1;
    }
}

fn noted(code: &str, new: &NewStore) -> NewStore {
    NewStore { code: Some(code.to_owned()), ..new.clone() }
}

fn as_new(store: &Store) -> NewStore {
    NewStore {
        name: store.name.clone(),
        address: store.address.clone(),
        lat: store.lat,
        lon: store.lon,
        hours: store.hours.clone(),
        code: Some(store.code.clone()),
    }
}

/// Changes what a store says about itself.
pub async fn change(tx: &mut Tx, id: StoreId, new: NewStore) -> Result<Store> {
    let new = new.check()?;
    let org = tx.org();
    let before = rows::require(tx, org, id).await?;
    let code = new.code.clone().unwrap_or_else(|| before.code.clone());
    if rows::by_code(tx, org, &code).await?.is_some_and(|other| other.id != id) {
        return Err(model::code_taken());
    }
    rows::update(tx, id, &code, &new).await?;
    trail::note(tx, "stores.changed", id, &as_new(&before), &noted(&code, &new)).await?;
    rows::require(tx, org, id).await
}

/// Closes a store for good: it leaves all lists, its counters stop, its history stays.
pub async fn close(tx: &mut Tx, id: StoreId) -> Result<()> {
    let before = rows::require(tx, tx.org(), id).await?;
    if !before.works() {
        return Ok(());
    }
    let now = tx.now();
    rows::set_closed(tx, id, Some(now)).await?;
    crate::devices::actions::unpair_store(tx, id).await?;
    trail::note(tx, "stores.closed", id, &Json::Null, &Json::Null).await
}

/// Opens a closed store again.
pub async fn reopen(tx: &mut Tx, id: StoreId) -> Result<()> {
    let before = rows::require(tx, tx.org(), id).await?;
    if before.works() {
        return Ok(());
    }
    rows::set_closed(tx, id, None).await?;
    trail::note(tx, "stores.reopened", id, &Json::Null, &Json::Null).await
}

/// People of staff who work for this store alone or among others: whom its closing touches.
pub async fn people_of(
    db: &mut impl store::Read,
    org: kernel::OrgId,
    store: StoreId,
) -> Result<i64> {
    let people = crate::staff::of_store(db, org, store).await?;
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}
