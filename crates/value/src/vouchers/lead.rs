//! What lower rooms ask for inside their own command.

use ::store::Tx;
use kernel::{Error, GiftId, GroupId, LinkId, MemberId, Result, SeriesId, StoreId};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    actions::{Give, give, give_of},
    model::{Voucher, Way},
};
use crate::gifts::{self, Gift};

/// What joining tells: who came in, by what way.
#[derive(Debug, Deserialize)]
struct Joined {
    member: MemberId,
    #[serde(default)]
    link: Option<LinkId>,
    #[serde(default)]
    group: Option<GroupId>,
    #[serde(default)]
    series: Option<SeriesId>,
    #[serde(default)]
    store: Option<StoreId>,
    #[serde(default)]
    gift: Option<GiftId>,
}

impl Joined {
    const fn way(&self) -> Way {
        let Self { store, group, series, link, .. } = *self;
        Way { store, group, series, link, staff: None }
    }
}

fn read(data: Json) -> Result<Joined> {
    serde_json::from_value(data).map_err(Error::broken)
}

/// `gifts.lead` `{ member, link, group, series, store, gift? }`: the welcome gift. A join never fails for
/// want of a gift: it is told `{ given: false, reason }` with `none`, `sold_out` or `already_had`.
pub async fn lead(tx: &mut Tx, data: Json) -> Result<Json> {
    let joined = read(data)?;
    if let Some(gift) = joined.gift {
        // The link names its own.
        let gift = gifts::require(tx, tx.org(), gift).await?;
        let asked =
            Give { gift: gift.id, member: joined.member, source: "join", way: joined.way() };
        return answer(give_of(tx, &gift, asked).await, Some(&gift));
    }
    let leads = gifts::leads(tx, tx.org()).await?;
    let Some(gift) = gifts::model::lead(&leads, joined.series, joined.store) else {
        return Ok(nothing("none"));
    };
    let asked = Give { gift: gift.id, member: joined.member, source: "join", way: joined.way() };
    answer(give_of(tx, gift, asked).await, Some(gift))
}

/// `gifts.give` `{ member, gift, group?, series?, store? }`: any gift, for the same answer.
pub async fn hand(tx: &mut Tx, data: Json) -> Result<Json> {
    let joined = read(data)?;
    let gift = joined.gift.ok_or_else(|| Error::broken("gifts.give names no gift"))?;
    let asked = Give { gift, member: joined.member, source: "rule", way: joined.way() };
    answer(give(tx, asked).await, None)
}

fn answer(given: Result<Voucher>, gift: Option<&Gift>) -> Result<Json> {
    match given {
        Ok(voucher) => Ok(json!({
            "given": true,
            "voucher": voucher.id,
            "code": voucher.code,
            "gift": voucher.gift,
            "name": gift.map(|gift| &gift.name),
            "expires_at": voucher.expires_at,
            "reason": null,
        })),
        Err(error) if error.is(gifts::Refusal::SoldOut) => Ok(nothing("sold_out")),
        Err(error) if error.is(gifts::Refusal::AlreadyHad) => Ok(nothing("already_had")),
        Err(error) if error.is(gifts::Refusal::Closed) => Ok(nothing("closed")),
        Err(error) => Err(error),
    }
}

fn nothing(reason: &str) -> Json {
    json!({ "given": false, "voucher": null, "code": null, "gift": null, "reason": reason })
}
