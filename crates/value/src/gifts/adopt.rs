//! The gifts of a playbook.

use ::store::Tx;
use kernel::{Error, Result, SeriesId, StoreId};
use people::playbooks::{Gift as Planned, GiftKind, Playbook, Text};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use web::shops;

use super::{
    actions::{NewGift, create},
    model::{Details, Kind},
    store,
};
use crate::{bills::Terms, words::Words};

#[derive(Debug, Deserialize)]
struct Adopt {
    series: SeriesId,
    #[serde(default)]
    store: Option<StoreId>,
    playbook: String,
}

/// `gifts.adopt` `{ series, store, playbook }`: the playbook's gifts with their first stock. Twice
/// is once; a currency that the playbook gives no prices for begins at zero, to be filled in.
pub async fn adopt(tx: &mut Tx, data: Json) -> Result<Json> {
    let adopt: Adopt = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(playbook) = people::playbooks::find(&adopt.playbook) else {
        return Ok(json!({ "gifts": [] }));
    };
    let org = tx.org();
    let currency = shops::require(tx, org).await?.currency;
    let mut made = Vec::new();
    for planned in &playbook.gifts {
        let series = Some(adopt.series.uuid());
        if store::by_key(tx, org, series, &planned.key).await?.is_some() {
            continue;
        }
        let details = Details {
            kind: kind(playbook, planned),
            name: words(&planned.name),
            packing: words(&planned.packing),
            cost: planned.cost.amount(currency).unwrap_or(0),
            perceived: planned.perceived.amount(currency).unwrap_or(0),
            per_member: u32::try_from(planned.per_member).unwrap_or(1),
            valid_days: u32::try_from(planned.valid_days).ok().filter(|days| *days > 0),
            stores: adopt.store.into_iter().collect(),
            returns: true,
            series: Some(adopt.series),
            terms: Terms::default(),
        };
        let playbook_key = Some(planned.key.clone());
        made.push(create(tx, NewGift { details, stock: planned.stock, playbook_key }).await?);
    }
    Ok(json!({ "gifts": made }))
}

/// The gift of the stamp card is given by the stamps, whatever else it may be called.
fn kind(playbook: &Playbook, planned: &Planned) -> Kind {
    match planned.kind {
        _ if playbook.stamp_card.gift == planned.key => Kind::Stamp,
        GiftKind::Lead => Kind::Lead,
        GiftKind::Raffle => Kind::Raffle,
        GiftKind::Reward => Kind::Reward,
    }
}

/// A playbook's words as ours.
pub fn words(text: &Text) -> Words {
    Words { en: text.en.clone(), zh: text.zh.clone(), es: text.es.clone() }
}
