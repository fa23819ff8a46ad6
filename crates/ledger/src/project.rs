//! The tables that are read off the journal: what was decided in one commit, in bulk statements.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kernel::{Error, OrgId, Result};
use store::{Conn, Value, args};

use crate::{
    account::AccountKey,
    books::{Book, Books},
    entry::{Ends, Entry, Kind, Line},
};

pub const ACCOUNT: &[&str] = &["org", "key", "unit", "floor", "balance", "held", "number"];
pub const POSTING: &[&str] =
    &["org", "id", "number", "leaf", "at", "kind", "reason", "subject", "print", "original"];
pub const TRANSFER: &[&str] =
    &["org", "number", "leaf", "place", "posting", "source", "target", "unit", "amount", "lots"];
pub const LOT: &[&str] = &["org", "account", "ends", "unit", "amount", "held"];
pub const RESERVATION: &[&str] = &["org", "id", "until", "number", "entry"];

pub async fn write(
    conn: &mut Conn,
    org: OrgId,
    number: i64,
    entries: &[Arc<Entry>],
    books: &Books,
) -> Result<()> {
    let mut postings = Vec::new();
    let mut transfers = Vec::new();
    for (entry, leaf) in entries.iter().zip(1i64..) {
        postings.extend(posting(org, number, leaf, entry));
        transfers.extend(lines(org, number, leaf, entry)?);
    }
    conn.insert("posting", POSTING, postings, "").await?;
    conn.insert("transfer", TRANSFER, transfers, "").await?;
    accounts(conn, org, number, entries, books).await?;
    lots(conn, org, entries, books).await?;
    reservations(conn, org, number, entries).await
}

/// The row of a posting; releases and lapses have none of their own.
pub fn posting(org: OrgId, number: i64, leaf: i64, entry: &Entry) -> Option<Vec<Value>> {
    entry.has_id().then(|| {
        args![
            org,
            entry.id,
            number,
            leaf,
            entry.at,
            entry.kind.word(),
            entry.reason.as_ref(),
            &entry.subject,
            entry.print,
            entry.of
        ]
    })
}

/// The rows of what moved; what is only meant to move has none.
pub fn lines(org: OrgId, number: i64, leaf: i64, entry: &Entry) -> Result<Vec<Vec<Value>>> {
    let lines = if entry.kind.moves() { entry.lines.as_slice() } else { &[] };
    let row = |(line, place): (&Line, i64)| {
        let lots = lots_text(line)?;
        let Line { from, to, unit, amount, .. } = line;
        Ok(args![
            org,
            number,
            leaf,
            place,
            entry.id,
            from.as_str(),
            to.as_str(),
            unit.as_str(),
            *amount,
            lots
        ])
    };
    lines.iter().zip(0i64..).map(row).collect()
}

/// The lots that a line came out of and went into, as the transfer table has them.
pub fn lots_text(line: &Line) -> Result<Option<String>> {
    if line.out.is_empty() && line.into.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(&(&line.out, &line.into)).map(Some).map_err(Error::broken)
}

pub fn account(org: OrgId, number: i64, key: &AccountKey, book: &Book) -> Vec<Value> {
    args![org, key.as_str(), book.unit.as_str(), book.floor, book.balance, book.held, number]
}

async fn accounts(
    conn: &mut Conn,
    org: OrgId,
    number: i64,
    entries: &[Arc<Entry>],
    books: &Books,
) -> Result<()> {
    let keys: BTreeSet<&AccountKey> = entries.iter().flat_map(|entry| entry.accounts()).collect();
    let mut rows = Vec::with_capacity(keys.len());
    for key in keys {
        rows.push(account(org, number, key, books.existing(key)?));
    }
    conn.insert(
        "account",
        ACCOUNT,
        rows,
        "ON CONFLICT (org, key) DO UPDATE SET floor = excluded.floor, \
         balance = excluded.balance, held = excluded.held, number = excluded.number",
    )
    .await
}

async fn lots(conn: &mut Conn, org: OrgId, entries: &[Arc<Entry>], books: &Books) -> Result<()> {
    let mut changed: BTreeSet<(&AccountKey, Ends)> = BTreeSet::new();
    for entry in entries {
        for line in &entry.lines {
            changed.extend(line.out.iter().map(|part| (&line.from, part.0)));
            changed.extend(line.into.iter().map(|part| (&line.to, part.0)));
        }
        for hold in &entry.freed {
            changed.extend(hold.parts.iter().map(|part| (&hold.account, part.0)));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(changed.len());
    for (key, ends) in changed {
        let book = books.existing(key)?;
        let lot = book.lots.get(&ends).copied().unwrap_or_default();
        rows.push(args![
            org,
            key.as_str(),
            ends.micros(),
            book.unit.as_str(),
            lot.amount,
            lot.held
        ]);
    }
    conn.insert(
        "lot",
        LOT,
        rows,
        "ON CONFLICT (org, account, ends) DO UPDATE SET \
         amount = excluded.amount, held = excluded.held",
    )
    .await?;
    conn.run(store::sql!("DELETE FROM lot WHERE org = $1 AND amount = 0"), args![org])
        .await
        .map(drop)
}

async fn reservations(
    conn: &mut Conn,
    org: OrgId,
    number: i64,
    entries: &[Arc<Entry>],
) -> Result<()> {
    let mut open = BTreeMap::new();
    let mut ended = Vec::new();
    for entry in entries {
        let Some(id) = entry.reservation() else { continue };
        if entry.kind == Kind::Reserved {
            open.insert(id, reservation(org, number, entry)?);
        } else if open.remove(&id).is_none() {
            ended.push(id);
        }
    }
    conn.insert("reservation", RESERVATION, open.into_values().collect(), "").await?;
    for id in ended {
        conn.run(store::sql!("DELETE FROM reservation WHERE org = $1 AND id = $2"), args![org, id])
            .await?;
    }
    Ok(())
}

pub fn reservation(org: OrgId, number: i64, entry: &Entry) -> Result<Vec<Value>> {
    let text = serde_json::to_string(entry).map_err(Error::broken)?;
    let id = crate::entry::reservation_of(entry.id);
    Ok(args![org, id, entry.until(), number, text])
}
