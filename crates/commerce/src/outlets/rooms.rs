//! The room of slots, as accounts: what is free, what is taken. A full slot is a floor.

use std::collections::HashMap;

use ::store::{Read, Tx};
use kernel::{OrgId, OutletId, PageRequest, Result};
use ledger::{Account, AccountKey, Posting, Unit};

use super::{
    model::{Outlet, Refusal},
    slots::Slot,
};

fn unit(outlet: OutletId) -> Result<Unit> {
    Unit::of("slot", &[&outlet])
}
/// Where room comes from.
fn mint(outlet: OutletId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("slot", &[&outlet, &"mint"])?, unit(outlet)?))
}
fn of(outlet: OutletId, slot: &str, noun: &'static str) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("slot", &[&outlet, &slot, &noun])?, unit(outlet)?))
}

/// Moves one room of the slot to an order. Refused with `outlets.full` when none is free.
pub async fn take(tx: &mut Tx, outlet: &Outlet, slot: &Slot) -> Result<()> {
    let (id, key) = (outlet.id, slot.key());
    let (free, taken) = (of(id, &key, "free")?, of(id, &key, "taken")?);
    let has = ledger::balance(tx, &free.key).await?.balance;
    let used = ledger::balance(tx, &taken.key).await?.balance;
    // What the window has now, against what was issued when the slot was asked for last.
    let more = slot.room - has - used;
    let less = (-more).min(has);
    let issue = Posting::new(tx.id(), "slots.issued", &id);
    if more > 0 {
        ledger::post(tx, issue.transfer(mint(id)?, free.clone(), more)).await?;
    } else if less > 0 {
        ledger::post(tx, issue.transfer(free.clone(), mint(id)?, less)).await?;
    }
    let posting = Posting::new(tx.id(), "slots.taken", &id).transfer(free.clone(), taken, 1);
    match ledger::post(tx, posting).await {
        Err(error) if ledger::error_at(&error, &free.key) => {
            Err(Refusal::Full.with("name", outlet.name.as_str()).into())
        }
        other => other.map(drop),
    }
}

/// The room of an order that was called off is free again.
pub async fn give_back(tx: &mut Tx, outlet: OutletId, slot: &str) -> Result<()> {
    let (free, taken) = (of(outlet, slot, "free")?, of(outlet, slot, "taken")?);
    let posting = Posting::new(tx.id(), "slots.given_back", &outlet).transfer(taken, free, 1);
    ledger::post(tx, posting).await.map(drop)
}

/// What is taken of the slots of an outlet from a day on, by slot.
async fn taken(
    db: &mut impl Read,
    org: OrgId,
    outlet: OutletId,
    slots: &[Slot],
) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    let mut days: Vec<_> = slots.iter().map(|slot| slot.day).collect();
    days.sort_unstable();
    days.dedup();
    for some in days.chunks(ledger::MOST_PREFIXES) {
        let prefixes: Vec<String> =
            some.iter().map(|day| format!("slot/{outlet}/{day}-")).collect();
        let mut page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        loop {
            let rows = ledger::accounts_under(db, org, &prefixes, &page).await?;
            for row in &rows.items {
                let mut parts = row.key.as_str().split('/').skip(2);
                if let (Some(slot), Some("taken")) = (parts.next(), parts.next()) {
                    found.insert(slot.to_owned(), row.balance);
                }
            }
            match rows.next_cursor {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
    }
    Ok(found)
}

/// The slots, each with how many orders it still has room for.
pub async fn left(
    db: &mut impl Read,
    org: OrgId,
    outlet: OutletId,
    slots: Vec<Slot>,
) -> Result<Vec<(Slot, i64)>> {
    let taken = taken(db, org, outlet, &slots).await?;
    let of = |slot: Slot| {
        let used = taken.get(&slot.key()).copied().unwrap_or(0);
        (slot, (slot.room - used).max(0))
    };
    Ok(slots.into_iter().map(of).collect())
}

/// As [`left`], without those that are full.
pub async fn free(
    db: &mut impl Read,
    org: OrgId,
    outlet: OutletId,
    slots: Vec<Slot>,
) -> Result<Vec<(Slot, i64)>> {
    let mut all = left(db, org, outlet, slots).await?;
    all.retain(|(_, left)| *left > 0);
    Ok(all)
}
