//! Somebody shows a receipt to be let in.

use ::store::Tx;
use kernel::{Error, MemberId, Result};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{model::Purchase, store};
use crate::{
    events::PurchaseClaimed,
    points::{self, Buy},
    visits::custom,
};

/// How long a receipt opens a door, in days.
const GOOD_FOR: i64 = 90;

#[derive(Debug, Deserialize)]
struct Shown {
    receipt: String,
    #[serde(default)]
    member: Option<MemberId>,
}

/// `purchases.receipt` `{ receipt, member? }`: whether it is a purchase of ours that nobody else
/// has shown: `{ known, used, purchase, amount, at, store }`. With a member it becomes theirs, so
/// that a picture of a receipt that goes round lets one person in.
pub async fn show(tx: &mut Tx, data: Json) -> Result<Json> {
    let shown: Shown = serde_json::from_value(data).map_err(Error::broken)?;
    let (org, now) = (tx.org(), tx.now());
    let found = store::by_receipt(tx, org, &shown.receipt).await?;
    let Some(purchase) = found.filter(|purchase| purchase.at.plus_days(GOOD_FOR) > now) else {
        return Ok(json!({ "known": false, "used": false }));
    };
    let used = purchase.member.is_some() && purchase.member != shown.member;
    if let (Some(member), None) = (shown.member, purchase.member) {
        let mut custom = custom::find(tx, org, member).await?;
        let before = custom.purchases;
        let first = custom.bought(purchase.amount, purchase.at);
        custom::put(tx, [(member, custom)]).await?;
        let lines = store::lines(tx, org, purchase.id).await?;
        points::buy(tx, &Buy::of(&purchase, member, before).made_of(lines, None)).await?;
        store::claim(tx, &Purchase { member: Some(member), first, ..purchase.clone() }).await?;
        tx.emit(&PurchaseClaimed { purchase: purchase.id, member, amount: purchase.amount })?;
    }
    Ok(json!({
        "known": !used,
        "used": used,
        "purchase": purchase.id,
        "amount": purchase.amount,
        "at": purchase.at,
        "store": purchase.store,
    }))
}
