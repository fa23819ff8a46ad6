//! Opening, changing and closing series.

use ::store::Tx;
use kernel::{Result, SeriesId, StoreId};
use serde_json::json;
use web::trail;

use super::{
    Refusal,
    model::{Change, NewSeries, Series, State},
    spots::{self, Spot},
    store,
};
use crate::{
    events::{SeriesClosed, SeriesOpened},
    groups::{self, actions::Hosts, naming},
    playbooks, staff, stores,
};

/// What other rooms add to a series of a playbook, by the names they registered.
const ADOPT: [&str; 3] = ["gifts.adopt", "stamp_cards.adopt", "programmes.adopt"];

/// Opens a series with its first group at each store (or one national group), and lets other rooms
/// adopt the playbook's gifts, stamp card and programme.
pub async fn open(tx: &mut Tx, new: NewSeries) -> Result<SeriesId> {
    let mut new = new.check()?;
    let org = tx.org();
    new.stores.sort_unstable();
    new.stores.dedup();
    for store in &new.stores {
        stores::require(tx, org, *store).await?;
    }
    if new.stores.len() > 1 {
        new.template = naming::told_apart(&new.template);
    }
    let playbook = new.playbook.as_deref().and_then(playbooks::find);
    let series = Series {
        id: tx.id(),
        name: new.name,
        playbook: playbook.map(|playbook| playbook.id.clone()),
        version: playbook.map(|playbook| playbook.version.clone()),
        category: new.category,
        lang: new.lang,
        template: new.template,
        capacity: new.capacity,
        second_group: new.second_group,
        threshold: new.threshold,
        plan: new.plan,
        state: State::Open,
        opened_at: tx.now(),
        closed_at: None,
    };
    store::insert(tx, &series).await?;
    tx.emit(&SeriesOpened { series: series.id, playbook: series.playbook.clone() })?;
    let places: Vec<Option<StoreId>> = match new.stores.as_slice() {
        [] => vec![None],
        stores => stores.iter().copied().map(Some).collect(),
    };
    for place in &places {
        groups::actions::open_next(tx, series.id, *place).await?;
    }
    trail::note(tx, "series.opened", series.id, &(), &series.name).await?;
    adopt(tx, &series, &new.stores).await?;
    Ok(series.id)
}

async fn adopt(tx: &mut Tx, series: &Series, stores: &[StoreId]) -> Result<()> {
    let Some(playbook) = &series.playbook else { return Ok(()) };
    // One store is named; several (or none) mean the whole series.
    let store = if let [only] = stores { Some(only) } else { None };
    let data = json!({
        "series": series.id,
        "store": store,
        "playbook": playbook,
        "lang": series.lang.tag(),
    });
    for action in ADOPT {
        if tx.can_act(action) {
            tx.act(action, data.clone()).await?;
        }
    }
    Ok(())
}

/// Changes a series; what changed stands in the trail. Groups that stand keep their names and
/// seats: the change is for those that open from now on.
pub async fn change(tx: &mut Tx, id: SeriesId, change: Change) -> Result<Series> {
    let org = tx.org();
    let before = store::require(tx, org, id).await?;
    let mut after = change.apply(&before)?;
    if spots::list(tx, org, id).await?.len() > 1 {
        after.template = naming::told_apart(&after.template);
    }
    if after == before {
        return Ok(after);
    }
    store::update(tx, &after).await?;
    let (old, new) = difference(&before, &after);
    trail::note(tx, "series.changed", id, &old, &new).await?;
    Ok(after)
}

/// Only what differs, so that the trail can be read.
fn difference(before: &Series, after: &Series) -> (serde_json::Value, serde_json::Value) {
    let flat = |series: &Series| {
        json!({
            "name": series.name, "category": series.category, "template": series.template,
            "capacity": series.capacity, "second_group": series.second_group,
            "threshold": series.threshold, "positioning": series.plan.positioning,
            "promise": series.plan.promise, "persona": series.plan.persona,
            "goal": series.plan.goal, "voice": series.plan.voice, "rules": series.plan.rules,
        })
    };
    let (mut old, mut new) = (flat(before), flat(after));
    if let (Some(old), Some(new)) = (old.as_object_mut(), new.as_object_mut()) {
        let same: Vec<String> = old
            .iter()
            .filter(|(key, value)| new.get(*key) == Some(*value))
            .map(|(k, _)| k.clone())
            .collect();
        for key in same {
            old.remove(&key);
            new.remove(&key);
        }
    }
    (old, new)
}

/// Opens the series at one more store, with its first group there.
pub async fn add_store(tx: &mut Tx, id: SeriesId, at: StoreId) -> Result<groups::Group> {
    let org = tx.org();
    let mut series = store::require(tx, org, id).await?;
    let spots = spots::list(tx, org, id).await?;
    if spots.iter().any(|spot| spot.store == Some(at)) {
        return Err(Refusal::StoreThere.into());
    }
    let template = naming::told_apart(&series.template);
    if template != series.template {
        series.template = template;
        store::update(tx, &series).await?;
    }
    let group = groups::actions::open_next(tx, id, Some(at)).await?;
    trail::note(tx, "series.store_added", id, &(), &at).await?;
    Ok(group)
}

/// Who hosts the groups that open at a store from now on.
pub async fn set_hosts(tx: &mut Tx, id: SeriesId, at: Option<StoreId>, hosts: Hosts) -> Result<()> {
    let org = tx.org();
    let spot = spots::find(tx, org, id, at).await?.ok_or(kernel::Error::NotFound("series"))?;
    for person in [hosts.host, hosts.backup].into_iter().flatten() {
        staff::require(tx, org, person).await?;
    }
    let backup = hosts.backup.filter(|backup| Some(*backup) != hosts.host);
    spots::put(tx, id, &Spot { host: hosts.host, backup, ..spot }).await?;
    let before = (spot.host, spot.backup);
    trail::note(tx, "series.hosts_changed", id, &before, &(hosts.host, backup)).await
}

/// Closes the series and all its groups: nobody joins any more.
pub async fn close(tx: &mut Tx, id: SeriesId) -> Result<()> {
    let mut series = store::require(tx, tx.org(), id).await?;
    if series.state == State::Closed {
        return Ok(());
    }
    series.state = State::Closed;
    series.closed_at = Some(tx.now());
    store::update(tx, &series).await?;
    let groups = groups::actions::close_all(tx, id).await?;
    trail::note(tx, "series.closed", id, &State::Open, &json!({ "groups": groups })).await?;
    tx.emit(&SeriesClosed { series: id })
}

/// Lets the series open groups again; its closed groups stay closed until somebody reopens them.
pub async fn reopen(tx: &mut Tx, id: SeriesId) -> Result<()> {
    let mut series = store::require(tx, tx.org(), id).await?;
    if series.state == State::Open {
        return Ok(());
    }
    series.state = State::Open;
    series.closed_at = None;
    store::update(tx, &series).await?;
    trail::note(tx, "series.reopened", id, &State::Closed, &State::Open).await
}
