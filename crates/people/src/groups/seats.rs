//! Seats are ledger accounts: a full group is a floor.
//!
//! The unit is `seat/grp_…`; the mint issues as many as the capacity into the pool, and joining
//! moves one from the pool to those taken.

use ::store::Tx;
use kernel::{GroupId, Result};
use ledger::{Account, AccountKey, Posting, Unit};

use super::{model::Refusal, store};

fn key(group: GroupId, noun: &'static str) -> Result<AccountKey> {
    AccountKey::of("seat", &[&group, &noun])
}
fn mint(group: GroupId) -> Result<Account> {
    Ok(Account::issuing(key(group, "mint")?, Unit::of("seat", &[&group])?))
}
fn pool(group: GroupId) -> Result<Account> {
    Ok(Account::holding(key(group, "pool")?, Unit::of("seat", &[&group])?))
}
fn taken(group: GroupId) -> Result<Account> {
    Ok(Account::holding(key(group, "taken")?, Unit::of("seat", &[&group])?))
}

/// Moves one seat from those free to the person who joins. Refused with `groups.full` when none is
/// left and `groups.closed` when nobody is let in any more.
pub async fn take_seat(tx: &mut Tx, group: GroupId) -> Result<()> {
    let pool = pool(group)?;
    let posting = Posting::new(tx.id(), "seats.taken", &group);
    let posting = posting.transfer(pool.clone(), taken(group)?, 1);
    match ledger::post(tx, posting).await {
        Ok(_) => {}
        Err(error) if ledger::error_at(&error, &pool.key) => {
            let group = store::require(tx, tx.org(), group).await?;
            let why = if group.is_open() { Refusal::Full } else { Refusal::Closed };
            return Err(why.with("name", group.name.as_str()).into());
        }
        Err(error) => return Err(error),
    }
    let seated = seated(tx, group).await?;
    if store::seat(tx, group, seated).await? {
        return Ok(());
    }
    let group = store::require(tx, tx.org(), group).await?;
    Err(Refusal::Closed.with("name", group.name.as_str()).into())
}

/// The seat of somebody who left is free again, in a closed group too.
pub async fn give_back_seat(tx: &mut Tx, group: GroupId) -> Result<()> {
    let posting = Posting::new(tx.id(), "seats.given_back", &group);
    let posting = posting.transfer(taken(group)?, pool(group)?, 1);
    ledger::post(tx, posting).await?;
    let seated = seated(tx, group).await?;
    store::unseat(tx, group, seated).await
}

/// How many seats are taken, uncommitted neighbours included.
async fn seated(tx: &mut Tx, group: GroupId) -> Result<i64> {
    Ok(ledger::balance(tx, &key(group, "taken")?).await?.balance)
}

/// Seats that are left.
pub async fn room(tx: &mut Tx, group: GroupId) -> Result<i64> {
    Ok(ledger::balance(tx, &key(group, "pool")?).await?.above(0))
}

/// Issues `more` seats, or takes free ones back when it is below zero. Refused when that many are
/// not free.
pub(super) async fn issue(tx: &mut Tx, group: GroupId, more: i64) -> Result<()> {
    let (mint, pool) = (mint(group)?, pool(group)?);
    let posting = Posting::new(tx.id(), "seats.issued", &group);
    let posting = match more {
        0 => return Ok(()),
        1.. => posting.transfer(mint, pool.clone(), more),
        _ => posting.transfer(pool.clone(), mint, -more),
    };
    match ledger::post(tx, posting).await {
        Err(error) if ledger::error_at(&error, &pool.key) => {
            let seated = seated(tx, group).await?;
            Err(Refusal::Seated.with("seated", seated).into())
        }
        other => other.map(drop),
    }
}
