//! The hourly job: whoever's birthday comes near gets the gift, once in twelve months.

use std::time::Duration;

use ::store::{NewJob, Tx};
use jiff::civil::Date;
use kernel::{MemberId, Result, TierId, VoucherId};
use people::members::{self, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use web::{Shop, shops};

use super::{
    model::{Given, Plan, kept_on, next, too_soon},
    store,
};
use crate::{
    gifts, tiers,
    vouchers::{self, Give, model::Way},
};

pub const GIVE: &str = "birthdays.give";
pub const EVERY: Duration = Duration::from_secs(3600);
/// Members of one turn.
const CHUNK: u32 = 200;
/// By what way such a voucher comes.
pub const SOURCE: &str = "birthday";

/// Where the last turn stopped.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stopped {
    after: Option<MemberId>,
}

/// A chunk, and the next one at once while there is more; then again in an hour.
pub async fn run(tx: &mut Tx, data: Json) -> Result<()> {
    let from: Stopped = serde_json::from_value(data).unwrap_or_default();
    let after = pass(tx, from.after).await?;
    let next = if after.is_none() { tx.now().plus(EVERY) } else { tx.now() };
    tx.enqueue(NewJob::at(GIVE, "hourly", next, &Stopped { after })?);
    Ok(())
}

/// Gives what is due to a chunk of those whose birthday is near; the last of them, while there may be
/// more.
pub async fn pass(tx: &mut Tx, after: Option<MemberId>) -> Result<Option<MemberId>> {
    let plan = store::plan(tx, tx.org()).await?;
    if !plan.gives() {
        return Ok(None);
    }
    let shop = shops::require(tx, tx.org()).await?;
    let today = tx.now().date(&shop.zone);
    let days = kept_on(&plan.due(today));
    let born = members::born_on(tx, shop.org, &days, (after, CHUNK)).await?;
    let ids: Vec<MemberId> = born.iter().map(|member| member.id).collect();
    let had = store::latest(tx, shop.org, &ids).await?;
    for member in &born {
        if had.get(&member.id).is_none_or(|old| !too_soon(old.given_on, today)) {
            give(tx, (&shop, &plan), member, today).await?;
        }
    }
    Ok(if born.len() == CHUNK as usize { ids.last().copied() } else { None })
}

/// Gives one member theirs.
async fn give(
    tx: &mut Tx,
    (shop, plan): (&Shop, &Plan),
    member: &Member,
    today: Date,
) -> Result<()> {
    let Some(birthday) = member.birthday.and_then(|born| next(born, today)) else {
        return Ok(());
    };
    let held =
        if plan.tiers.is_empty() { Vec::new() } else { tiers_of(tx, shop, member.id).await? };
    let Some(gift) = plan.gift_for(&held) else { return Ok(()) };
    let wanted = Give { gift, member: member.id, source: SOURCE, way: Way::default() };
    let voucher: Option<VoucherId> = match vouchers::give(tx, wanted).await {
        Ok(voucher) => Some(voucher.id),
        Err(error) if error.is(gifts::Refusal::AlreadyHad) => None,
        // There may be more of them before the day is over.
        Err(error) if error.is(gifts::Refusal::SoldOut) || error.is(gifts::Refusal::Closed) => {
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    store::note(tx, &Given { member: member.id, given_on: today, birthday, voucher }).await
}

/// The tiers that a member holds, the highest first.
async fn tiers_of(tx: &mut Tx, shop: &Shop, member: MemberId) -> Result<Vec<TierId>> {
    let now = tx.now();
    let mut held = Vec::new();
    for holding in tiers::holdings(tx, shop, now, member).await? {
        let rank = holding.rank();
        held.extend(holding.ladder.tier(rank).and_then(|tier| tier.id).map(|tier| (rank, tier)));
    }
    held.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    Ok(held.into_iter().map(|(_, tier)| tier).collect())
}
