//! The stamp card of a playbook.

use ::store::Tx;
use kernel::{Error, Id, Result, SeriesId, Time};
use people::playbooks;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    actions::create,
    model::{Each, StampCard},
    store,
};
use crate::gifts::{self, State, adopt::words};

#[derive(Debug, Deserialize)]
struct Adopt {
    series: SeriesId,
    playbook: String,
}

/// `stamp_cards.adopt` `{ series, store, playbook }`: after `gifts.adopt`, whose gift it needs.
pub async fn adopt(tx: &mut Tx, data: Json) -> Result<Json> {
    let adopt: Adopt = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(playbook) = playbooks::find(&adopt.playbook) else {
        return Ok(json!({ "card": null }));
    };
    let (plan, org, series) = (&playbook.stamp_card, tx.org(), Some(adopt.series));
    let gift = gifts::by_key(tx, org, series.map(Id::uuid), &plan.gift).await?;
    let known = store::list(tx, org).await?;
    let there = known.iter().any(|card| card.series == series && card.state == State::Open);
    let (Some(gift), false) = (gift, there) else { return Ok(json!({ "card": null })) };
    let card = StampCard {
        id: Id::from_uuid(uuid::Uuid::nil()),
        series,
        name: words(&plan.title),
        needs: plan.stamps,
        each: match plan.each {
            playbooks::Each::Purchase => Each::Purchase,
            playbooks::Each::Visit => Each::Visit,
        },
        least: 0,
        gift: gift.id,
        state: State::Open,
        created_at: Time::default(),
    };
    let id = create(tx, card).await?;
    Ok(json!({ "card": id }))
}
