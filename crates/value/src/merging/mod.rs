//! What two records that become one have of value: each slice puts its own together, here in their order.
//!
//! Invariants: nothing of value is made or lost but by transfers; what was given is never taken away;
//! points are those of one history.
//!
//! Events: those of the slices. Deliberately absent: a way back (`docs/decisions/0008-merging.md`).

use ::store::Tx;
use kernel::{Error, Result};
use people::members::merging::{Line, Merging, names_of};
use serde_json::Value as Json;
use web::Slice;

use crate::{
    allowances, birthdays, counter, imports, kept, plans,
    points::{self, merging::Found},
    purchases, stamp_cards, tiers, visits,
    visits::custom,
    vouchers, wallets,
};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.action("merge.value", |tx, data| Box::pin(merge(tx, data)));
        },
        ..Slice::named("merging")
    }
}

/// `merge.value`: what was done, as lines.
async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging: Merging = serde_json::from_value(data).map_err(Error::broken)?;
    let lines = put_together(tx, merging).await?;
    serde_json::to_value(lines).map_err(Error::broken)
}

async fn put_together(tx: &mut Tx, merging: Merging) -> Result<Vec<Line>> {
    let Merging { into, from, .. } = merging;
    let org = tx.org();
    let mut lines = purchases::merging::lines(tx, merging).await?;
    purchases::hand_over(tx, from, into).await?;
    let dropped = visits::hand_over(tx, from, into).await?;
    custom::recount(tx, into).await?;
    kept::hand_over(tx, from, into).await?;
    counter::hand_over(tx, from, into).await?;
    allowances::hand_over(tx, from, into).await?;
    imports::hand_over(tx, from, into).await?;
    birthdays::hand_over(tx, from, into).await?;
    lines.extend(vouchers::merging::merge(tx, merging).await?);
    lines.extend(stamp_cards::merging::merge(tx, merging).await?);
    let mut names = names_of(tx, org, into).await?;
    names.extend(names_of(tx, org, from).await?);
    let bought_at = custom::find(tx, org, into).await?.first_bought_at;
    tiers::hand_over(tx, from, into).await?;
    // What a tier gave stays, whether or not the one history would have led there.
    let aside = tiers::set_aside(tx, into).await?;
    lines.extend(points::merging::merge(tx, merging, &Found { names, dropped, bought_at }).await?);
    tiers::put_back(tx, &aside).await?;
    lines.extend(wallets::merging::merge(tx, merging).await?);
    lines.extend(plans::merging::merge(tx, merging).await?);
    Ok(lines)
}
