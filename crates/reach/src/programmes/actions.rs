//! Adopting, changing and ending slots.

use kernel::{Error, FieldError, Fields, Result, SeriesId, SlotId};
use people::{
    playbooks::{self, Playbook},
    series,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::{Future, Tx};
use web::trail;

use super::{
    model::{NewSlot, Refusal, Slot},
    store as rows,
};
use crate::{events::ProgrammeAdopted, todos};

#[derive(Deserialize)]
struct Adopt {
    series: SeriesId,
    playbook: String,
}

/// The action `programmes.adopt`, which a series calls when it opens.
pub fn adopt_by_name(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let wanted: Adopt = serde_json::from_value(data).map_err(Error::broken)?;
        let slots = adopt(tx, wanted.series, &wanted.playbook).await?;
        Ok(json!({ "slots": slots }))
    })
}

/// Copies the week of a playbook into a series that has none; how many slots that were.
pub async fn adopt(tx: &mut Tx, series: SeriesId, playbook: &str) -> Result<usize> {
    let org = tx.org();
    series::require(tx, org, series).await?;
    let playbook = playbooks::find(playbook)
        .ok_or_else(|| Error::from(FieldError::new("playbook", "choice_invalid")))?;
    if !rows::of_series(tx, org, series).await?.is_empty() {
        return Err(Refusal::Adopted.into());
    }
    copy(tx, series, playbook).await?;
    tx.emit(&ProgrammeAdopted {
        series,
        playbook: playbook.id.clone(),
        slots: i64::try_from(playbook.slots.len()).unwrap_or(i64::MAX),
    })?;
    trail::note(tx, "programmes.adopted", series, &(), &playbook.id).await?;
    todos::actions::refresh(tx, series).await?;
    Ok(playbook.slots.len())
}

async fn copy(tx: &mut Tx, series: SeriesId, playbook: &Playbook) -> Result<()> {
    for slot in &playbook.slots {
        let id = tx.id();
        rows::insert(tx, series, id, &NewSlot::of(slot)).await?;
    }
    Ok(())
}

/// Adds a slot to the week.
pub async fn add(tx: &mut Tx, series: SeriesId, new: NewSlot) -> Result<SlotId> {
    let org = tx.org();
    let plan = series::require(tx, org, series).await?;
    let others = rows::of_series(tx, org, series).await?;
    let mut fields = Fields::default();
    let mut new = new.checked(&mut fields, plan.lang, &others);
    fields.check(())?;
    let id: SlotId = tx.id();
    new.key = format!("own_{}", id.bare().to_lowercase());
    rows::insert(tx, series, id, &new).await?;
    trail::note(tx, "programmes.slot_added", id, &(), &noted(&new)).await?;
    todos::actions::refresh(tx, series).await?;
    Ok(id)
}

/// Changes a slot. What is due later today is made anew; what was sent or is due stays as it was.
pub async fn change(tx: &mut Tx, id: SlotId, new: NewSlot) -> Result<()> {
    let org = tx.org();
    let before = standing(tx, id).await?;
    let plan = series::require(tx, org, before.series).await?;
    let mut others = rows::of_series(tx, org, before.series).await?;
    others.retain(|other| other.id != id);
    let mut fields = Fields::default();
    let new = new.checked(&mut fields, plan.lang, &others);
    fields.check(())?;
    rows::update(tx, id, &new).await?;
    trail::note(tx, "programmes.slot_changed", id, &noted(&as_new(&before)), &noted(&new)).await?;
    todos::actions::refresh(tx, before.series).await
}

/// Takes a slot out of the week.
pub async fn end(tx: &mut Tx, id: SlotId) -> Result<SeriesId> {
    let before = standing(tx, id).await?;
    rows::end(tx, id).await?;
    trail::note(tx, "programmes.slot_ended", id, &noted(&as_new(&before)), &()).await?;
    todos::actions::refresh(tx, before.series).await?;
    Ok(before.series)
}

async fn standing(tx: &mut Tx, id: SlotId) -> Result<Slot> {
    let org = tx.org();
    let slot = rows::require(tx, org, id).await?;
    if slot.ended_at.is_some() { Err(Refusal::Ended.into()) } else { Ok(slot) }
}

fn as_new(slot: &Slot) -> NewSlot {
    NewSlot {
        key: slot.key.clone(),
        days: slot.days,
        at: slot.at,
        kind: slot.kind,
        selling: slot.selling,
        expires_minutes: slot.expires_minutes,
        title: slot.title.clone(),
        texts: slot.texts.clone(),
        hint: slot.hint.clone(),
        tip: slot.tip.clone(),
        picture: slot.picture,
    }
}

fn noted(slot: &NewSlot) -> Json {
    json!({
        "days": slot.days.iter().map(super::model::day_word).collect::<Vec<_>>(),
        "at": slot.at.to_string(),
        "kind": slot.kind.word(),
        "selling": slot.selling,
        "expires_minutes": slot.expires_minutes,
        "title": slot.title,
        "texts": slot.texts,
    })
}
