//! Opening, filling and closing groups.

use ::store::Tx;
use kernel::{GroupId, Result, SeriesId, StaffId, StoreId};
use web::{shops, trail};

pub use super::seats::{give_back_seat, room, take_seat};
use super::{
    model::{Group, Pick, PickHint, Place, Refusal, State, ahead},
    naming::{self, Parts},
    nearest, seats, store,
};
use crate::{
    events::{GroupClosed, GroupOpened},
    series::{
        self, CAPACITY, Series, in_range,
        spots::{self, Spot},
    },
    staff, stores,
};

/// Opens the next numbered group of a series at a store (none: of the whole org): named by the
/// pattern, seats funded, hosted by the store's host of this series, else as the group before.
pub async fn open_next(tx: &mut Tx, series: SeriesId, store: Option<StoreId>) -> Result<Group> {
    let org = tx.org();
    let series = series::require(tx, org, series).await?;
    if series.state == State::Closed {
        return Err(series::Refusal::Closed.with("name", series.name.as_str()).into());
    }
    let group = next_of(tx, &series, store).await?;
    add(tx, &group).await?;
    Ok(group)
}

/// The group that would be opened next: nothing is written yet.
pub(super) async fn next_of(tx: &mut Tx, series: &Series, store: Option<StoreId>) -> Result<Group> {
    let (org, now) = (tx.org(), tx.now());
    let brand = shops::require(tx, org).await?.name;
    let place = match store {
        Some(id) => stores::require(tx, org, id).await?.name,
        None => String::new(),
    };
    let spot = spots::find(tx, org, series.id, store).await?;
    let before = store::latest(tx, org, series.id, store).await?;
    let number = spot.map_or(0, |spot| spot.last_number) + 1;
    let host = spot.and_then(|s| s.host).or_else(|| before.as_ref().and_then(|b| b.host));
    let backup = spot.and_then(|s| s.backup).or_else(|| before.as_ref().and_then(|b| b.backup));
    let parts = Parts {
        brand: &brand,
        store: &place,
        category: &series.category,
        persona: &series.plan.persona,
        goal: &series.plan.goal,
        number,
    };
    Ok(Group {
        id: tx.id(),
        series: series.id,
        store,
        number,
        name: naming::name(&series.template, &parts),
        capacity: series.capacity,
        seated: 0,
        state: State::Open,
        place: Place::Here,
        host,
        backup,
        opened_at: now,
        closed_at: None,
        told: None,
        code_ends: None,
    })
}

/// Keeps a new group: its row, its number, its seats, the fact.
pub(super) async fn add(tx: &mut Tx, group: &Group) -> Result<()> {
    let org = tx.org();
    let spot = spots::find(tx, org, group.series, group.store).await?;
    let (host, backup) = spot.map_or((None, None), |spot| (spot.host, spot.backup));
    let spot = Spot { store: group.store, last_number: group.number, host, backup };
    spots::put(tx, group.series, &spot).await?;
    store::insert(tx, group).await?;
    seats::issue(tx, group.id, group.capacity).await?;
    tx.emit(&GroupOpened {
        group: group.id,
        series: group.series,
        store: group.store,
        number: group.number,
    })
}

/// Chooses the group that the next person joins: at the hinted store, else the nearest; there the
/// lowest number with room, so that groups fill one after the other. Opens the next one before the
/// last is full. With a store in the hint the usual case is one statement.
pub async fn pick(tx: &mut Tx, series: SeriesId, hint: PickHint) -> Result<Pick> {
    if hint.store.is_some()
        && let Some(pick) = at_store(tx, series, hint.store).await?
    {
        return Ok(pick);
    }
    let org = tx.org();
    let series = series::require(tx, org, series).await?;
    if series.state == State::Closed {
        return Err(series::Refusal::Closed.with("name", series.name.as_str()).into());
    }
    for store in candidates(tx, &series, hint).await? {
        if let Some(pick) = at_store(tx, series.id, store).await? {
            return Ok(pick);
        }
        let (here, outside) = store::standing(tx, org, series.id, store).await?;
        // Where everything lives outside, nothing of ours is opened behind its back.
        if here > 0 || outside == 0 {
            let group = open_next(tx, series.id, store).await?;
            return Ok(Pick { group, opened_next: true });
        }
    }
    Err(Refusal::Full.with("name", series.name.as_str()).into())
}

async fn at_store(tx: &mut Tx, series: SeriesId, store: Option<StoreId>) -> Result<Option<Pick>> {
    let (org, now) = (tx.org(), tx.now());
    let mut taking = store::taking(tx, org, series, (store, now)).await?.into_iter();
    let Some(group) = taking.next() else { return Ok(None) };
    let last = taking.next().is_none();
    let opened_next =
        last && group.place == Place::Here && group.free() - 1 < ahead(group.capacity);
    if opened_next {
        open_next(tx, series, store).await?;
    }
    Ok(Some(Pick { group, opened_next }))
}

/// The stores of a series, the best for this person first; the national group after those with a
/// place near by.
async fn candidates(tx: &mut Tx, series: &Series, hint: PickHint) -> Result<Vec<Option<StoreId>>> {
    let org = tx.org();
    let spots = spots::list(tx, org, series.id).await?;
    let stores = stores::list(tx, org).await?;
    let place = |id: StoreId| {
        stores.iter().find(|store| store.id == id).and_then(|store| store.lat.zip(store.lon))
    };
    // A store that is closed for good has no groups to join.
    let known = |spot: &&Spot| spot.store.is_none_or(|id| stores.iter().any(|s| s.id == id));
    let mut all: Vec<_> = spots
        .iter()
        .filter(known)
        .map(|spot| nearest::Spot { store: spot.store, at: spot.store.and_then(place) })
        .collect();
    nearest::sort(&mut all, hint.near.or_else(|| hint.store.and_then(place)));
    // The hinted store was asked already and had nothing: it comes first all the same, because it
    // may open its next group.
    if let Some(at) = all.iter().position(|spot| hint.store.is_some() && spot.store == hint.store) {
        let spot = all.remove(at);
        all.insert(0, spot);
    }
    Ok(all.into_iter().map(|spot| spot.store).collect())
}

/// Lets nobody in any more. Who is in stays in the shop's books; the group goes quiet.
pub async fn close(tx: &mut Tx, id: GroupId) -> Result<()> {
    let mut group = store::require(tx, tx.org(), id).await?;
    if !group.is_open() {
        return Ok(());
    }
    let before = group.state;
    group.state = State::Closed;
    group.closed_at = Some(tx.now());
    store::update(tx, &group).await?;
    trail::note(tx, "groups.closed", id, &before, &group.state).await?;
    tx.emit(&GroupClosed { group: id })
}

/// Lets people in again, as long as its series does.
pub async fn reopen(tx: &mut Tx, id: GroupId) -> Result<()> {
    let org = tx.org();
    let mut group = store::require(tx, org, id).await?;
    if group.is_open() {
        return Ok(());
    }
    let series = series::require(tx, org, group.series).await?;
    if series.state == State::Closed {
        return Err(series::Refusal::Closed.with("name", series.name.as_str()).into());
    }
    group.state = State::Open;
    group.closed_at = None;
    store::update(tx, &group).await?;
    trail::note(tx, "groups.reopened", id, &State::Closed, &State::Open).await
}

/// Who answers in the group, and who stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hosts {
    pub host: Option<StaffId>,
    pub backup: Option<StaffId>,
}

pub async fn set_host(tx: &mut Tx, id: GroupId, hosts: Hosts) -> Result<()> {
    let org = tx.org();
    let mut group = store::require(tx, org, id).await?;
    for person in [hosts.host, hosts.backup].into_iter().flatten() {
        staff::require(tx, org, person).await?;
    }
    let before = (group.host, group.backup);
    // One person twice is one person: a backup is somebody else.
    let backup = hosts.backup.filter(|backup| Some(*backup) != hosts.host);
    (group.host, group.backup) = (hosts.host, backup);
    if before == (group.host, group.backup) {
        return Ok(());
    }
    store::update(tx, &group).await?;
    trail::note(tx, "groups.host_changed", id, &before, &(group.host, group.backup)).await
}

/// Changes the number of seats, never below who sits there.
pub async fn set_capacity(tx: &mut Tx, id: GroupId, capacity: i64) -> Result<()> {
    let mut group = store::require(tx, tx.org(), id).await?;
    let mut fields = kernel::Fields::default();
    let range = match group.place {
        Place::Here => CAPACITY,
        Place::Outside => super::outside::LIMIT,
    };
    in_range(&mut fields, "capacity", capacity, range);
    fields.check(())?;
    let before = group.capacity;
    if before == capacity {
        return Ok(());
    }
    seats::issue(tx, id, capacity - before).await?;
    group.capacity = capacity;
    store::update(tx, &group).await?;
    trail::note(tx, "groups.capacity_changed", id, &before, &capacity).await
}

/// Closes all groups of a series that closes.
pub(crate) async fn close_all(tx: &mut Tx, series: SeriesId) -> Result<u64> {
    let open: Vec<GroupId> = store::of_series(tx, tx.org(), series)
        .await?
        .into_iter()
        .filter(Group::is_open)
        .map(|group| group.id)
        .collect();
    for &group in &open {
        tx.emit(&GroupClosed { group })?;
    }
    store::close_all(tx, series).await
}
