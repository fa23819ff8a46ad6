//! Compares the tables that change (accounts, lots, open reservations) with the replay.
//!
//! Each page is one statement and so one instant; it says up to which journal row that is, and the
//! replay is brought there before the page is compared.

use std::collections::{BTreeMap, HashSet};

use kernel::{Error, PostingId, Result};
use store::{Read, Row, args, sql};

use super::{
    Audit, Pass, Stop, differs,
    replay::{Holder, Wrong},
    tables,
};
use crate::{account::AccountKey, entry::Ends};

/// Rows of a page: more than the lots of one account.
const PAGE: usize = 12_000;
const _: () = assert!(PAGE > crate::MOST_LOTS + 1);
const RESERVATIONS: u32 = 500;

#[derive(Debug)]
struct Found {
    unit: String,
    floor: Option<i64>,
    balance: i64,
    held: i64,
    number: i64,
    last: i64,
    /// By end: unit, amount, held.
    lots: BTreeMap<i64, (String, i64, i64)>,
}

pub async fn compare(audit: &mut Audit, read: &mut impl Read, pass: &mut Pass) -> Result<(), Stop> {
    let begun = tables::stand(read, audit.org).await?;
    let mut after = String::new();
    loop {
        let (head, found, more) = page(audit, read, &after).await?;
        audit.advance(read, pass, head, &mut |_| ()).await?;
        for (key, found) in found {
            if pass.replay.share.has(&AccountKey::new(&key)?) {
                same(&key, pass, &found)?;
            }
            after = key;
        }
        if !more {
            break;
        }
    }
    // In order of row, so that the same books always name the same account.
    let missing = pass
        .replay
        .holders
        .iter()
        .filter(|(_, holder)| !holder.seen && holder.opened <= begun)
        .min_by_key(|(key, holder)| (holder.row, *key));
    if let Some((key, holder)) = missing {
        let wrong = wrong(&format!("account {key}"), text(holder), "none");
        return Err(differs(holder.row, wrong));
    }
    orphans(audit, read, pass).await
}

/// The rows of a page by account; whether there may be more.
async fn page(
    audit: &Audit,
    read: &mut impl Read,
    after: &str,
) -> Result<(i64, BTreeMap<String, Found>, bool)> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let rows = read
        .rows(
            sql!(
                "SELECT a.key, a.unit, a.floor, a.balance, a.held, a.number, a.last,
                        l.ends, l.unit AS lot_unit, l.amount, l.held AS lot_held,
                        COALESCE((SELECT number FROM ledger_lag WHERE org = $1),
                                 (SELECT MAX(number) FROM journal WHERE org = $1), 0) AS head
                 FROM account a LEFT JOIN lot l ON l.org = a.org AND l.account = a.key
                 WHERE a.org = $1 AND a.key > $2 ORDER BY a.key, l.ends LIMIT $3"
            ),
            args![audit.org, after, limit],
        )
        .await?;
    let mut head = 0;
    let mut list: BTreeMap<String, Found> = BTreeMap::new();
    for row in &rows {
        head = row.get("head")?;
        let key: String = row.get("key")?;
        let found = match list.entry(key) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert(found(row)?),
        };
        if let Some(ends) = row.get("ends")? {
            let lot = (row.get("lot_unit")?, row.get("amount")?, row.get("lot_held")?);
            found.lots.insert(ends, lot);
        }
    }
    let more = rows.len() == PAGE;
    if more {
        // The last account may go on beyond the page: it is read again, whole.
        list.pop_last();
        if list.is_empty() {
            return Err(Error::broken(format!("more than {PAGE} lots of one account")));
        }
    }
    Ok((head, list, more))
}

fn found(row: &Row) -> Result<Found> {
    Ok(Found {
        unit: row.get("unit")?,
        floor: row.get("floor")?,
        balance: row.get("balance")?,
        held: row.get("held")?,
        number: row.get("number")?,
        last: row.get("last")?,
        lots: BTreeMap::new(),
    })
}

fn same(key: &str, pass: &mut Pass, found: &Found) -> Result<(), Stop> {
    let head = pass.stream.head().number;
    let Some(holder) = pass.replay.holders.get_mut(&AccountKey::new(key)?) else {
        let wrong = wrong(&format!("account {key}"), "none", format!("{found:?}"));
        return Err(differs(head, wrong));
    };
    holder.seen = true;
    let row = holder.row;
    let say = |what: &str, expected: String, found: String| {
        if expected == found {
            Ok(())
        } else {
            Err(differs(row, wrong(&format!("{what} of account {key}"), expected, found)))
        }
    };
    let floor = |floor: Option<i64>| floor.map_or("none".to_owned(), |floor| floor.to_string());
    say("unit", holder.unit.to_string(), found.unit.clone())?;
    say("floor", floor(holder.floor), floor(found.floor))?;
    say("balance", holder.balance.to_string(), found.balance.to_string())?;
    say("held", holder.held.to_string(), found.held.to_string())?;
    say("last journal row", holder.row.to_string(), found.number.to_string())?;
    say("last transfer", holder.last.to_string(), found.last.to_string())?;
    let ends: std::collections::BTreeSet<i64> =
        holder.lots.keys().map(|ends| ends.micros()).chain(found.lots.keys().copied()).collect();
    for ends in ends {
        let expected = holder.lots.get(&Ends::from_micros(ends)).map_or("none".to_owned(), |lot| {
            format!("{} {}, {} of it held", lot.0, holder.unit, lot.1)
        });
        let found = found.lots.get(&ends).map_or("none".to_owned(), |(unit, amount, held)| {
            format!("{amount} {unit}, {held} of it held")
        });
        say(&format!("lot {ends}"), expected, found)?;
    }
    Ok(())
}

async fn orphans(audit: &Audit, read: &mut impl Read, pass: &Pass) -> Result<(), Stop> {
    let row = read
        .row(
            sql!(
                "SELECT l.account, l.ends, l.amount FROM lot l WHERE l.org = $1 AND NOT EXISTS
                 (SELECT 1 FROM account a WHERE a.org = l.org AND a.key = l.account)
                 ORDER BY l.account, l.ends LIMIT 1"
            ),
            args![audit.org],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let (key, ends): (String, i64) = (row.get("account")?, row.get("ends")?);
    let amount: i64 = row.get("amount")?;
    let head = pass.stream.head().number;
    Err(differs(head, wrong(&format!("lot {ends} of account {key}"), "none", amount.to_string())))
}

pub async fn compare_reservations(
    audit: &mut Audit,
    read: &mut impl Read,
    pass: &mut Pass,
) -> Result<(), Stop> {
    let begun = tables::stand(read, audit.org).await?;
    let mut seen: HashSet<PostingId> = HashSet::new();
    let mut after = PostingId::from_uuid(uuid::Uuid::nil());
    loop {
        let rows = read
            .rows(
                sql!(
                    "SELECT id, until, number, entry,
                            COALESCE((SELECT number FROM ledger_lag WHERE org = $1),
                                     (SELECT MAX(number) FROM journal WHERE org = $1), 0) AS head
                     FROM reservation WHERE org = $1 AND id > $2 ORDER BY id LIMIT $3"
                ),
                args![audit.org, after, RESERVATIONS],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        let head = last.get("head")?;
        audit.advance(read, pass, head, &mut |_| ()).await?;
        for row in &rows {
            after = row.get("id")?;
            seen.insert(after);
            reservation(pass, after, row)?;
        }
    }
    let missing = pass
        .replay
        .reservations
        .iter()
        .filter(|(id, (row, _))| *row <= begun && !seen.contains(id))
        .min_by_key(|(id, (row, _))| (*row, **id));
    match missing {
        Some((id, (row, entry))) => {
            let expected = serde_json::to_string(entry).unwrap_or_default();
            Err(differs(*row, wrong(&format!("reservation {id}"), expected, "none")))
        }
        None => Ok(()),
    }
}

fn reservation(pass: &Pass, id: PostingId, row: &Row) -> Result<(), Stop> {
    let (until, number): (i64, i64) = (row.get("until")?, row.get("number")?);
    let found = format!("{number} {until} {}", row.get::<String>("entry")?);
    let what = format!("reservation {id}");
    match pass.replay.reservations.get(&id) {
        None => Err(differs(pass.stream.head().number, wrong(&what, "none", found))),
        Some((made, entry)) => {
            let text = serde_json::to_string(entry).unwrap_or_default();
            let expected = format!("{made} {} {text}", entry.until().micros());
            if expected == found {
                Ok(())
            } else {
                Err(differs(*made, wrong(&what, expected, found)))
            }
        }
    }
}

fn wrong(what: &str, expected: impl Into<String>, found: impl Into<String>) -> Wrong {
    Wrong { what: what.to_owned(), expected: expected.into(), found: found.into() }
}

fn text(holder: &Holder) -> String {
    format!("{} {}, {} of it held", holder.balance, holder.unit, holder.held)
}
