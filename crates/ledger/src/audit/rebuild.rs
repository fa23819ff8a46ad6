//! Throws the tables away and reads them off the journal again.

use kernel::{Error, Result};
use store::{Read as _, Tx, Value, args, sql};

use super::{
    Pass,
    replay::{Replay, Share},
    stream::Stream,
};
use crate::{
    entry::Ends,
    hot::Ledger,
    journal::{EventLeaf, Leaf},
    project,
};

/// Accounts of one share, about: one pass over the journal for each.
const SHARE: i64 = 200_000;
const EVENT: &[&str] = &["org", "number", "at", "kind", "actor", "data"];

/// Rebuilds the org's accounts, postings, transfers, lots, reservations and events, in one turn.
/// Refused as busy while postings of the same commit are on their way, and as broken when the
/// journal is not in order: then there is nothing to rebuild from. A large org needs a turn longer
/// than the store's default; the command line opens it so.
pub async fn rebuild(tx: &mut Tx) -> Result<i64> {
    let org = tx.org();
    if tx.hot::<Ledger, _>(|ledger| !ledger.books().decided().is_empty()).await? {
        return Err(Error::BUSY);
    }
    let accounts = tx
        .row(sql!("SELECT COUNT(*) AS accounts FROM account WHERE org = $1"), args![org])
        .await?
        .map_or(Ok(0), |row| row.get::<i64>("accounts"))?;
    let count = u64::try_from(accounts / SHARE + 1).unwrap_or(1);
    clear(tx).await?;
    let mut rows = 0;
    for index in 0..count {
        let share = Share { index, count };
        let mut pass = Pass { stream: Stream::new(org), replay: Replay::new(share) };
        replay(tx, &mut pass).await?;
        write(tx, &pass.replay).await?;
        rows = pass.stream.head().number;
    }
    tx.hot::<Ledger, _>(Ledger::forget).await?;
    Ok(rows)
}

async fn clear(tx: &mut Tx) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM account WHERE org = $1"), args![org]).await?;
    tx.run(sql!("DELETE FROM posting WHERE org = $1"), args![org]).await?;
    tx.run(sql!("DELETE FROM transfer WHERE org = $1"), args![org]).await?;
    tx.run(sql!("DELETE FROM lot WHERE org = $1"), args![org]).await?;
    tx.run(sql!("DELETE FROM reservation WHERE org = $1"), args![org]).await?;
    tx.run(sql!("DELETE FROM event WHERE org = $1"), args![org]).await.map(drop)
}

/// Streams the journal into the replay and, with the first share, into the tables that only grow.
async fn replay(tx: &mut Tx, pass: &mut Pass) -> Result<()> {
    let org = tx.org();
    let first = pass.replay.share.index == 0;
    while let Some(row) = pass.stream.next(tx).await? {
        let row = row?;
        let (mut postings, mut transfers, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for (leaf, line) in row.leaves() {
            match line.map_err(Error::broken)? {
                Leaf::Entry(entry) => {
                    pass.replay.apply(row.number, &entry)?;
                    if first {
                        postings.extend(project::posting(org, row.number, leaf, &entry));
                        transfers.extend(project::lines(org, row.number, leaf, &entry)?);
                    }
                }
                Leaf::Event(event) if first => events.push(event_row(org, &event)),
                _ => {}
            }
        }
        tx.insert("posting", project::POSTING, postings, "").await?;
        tx.insert("transfer", project::TRANSFER, transfers, "").await?;
        tx.insert("event", EVENT, events, "").await?;
    }
    Ok(())
}

fn event_row(org: kernel::OrgId, event: &EventLeaf<'_>) -> Vec<Value> {
    let EventLeaf { event, at, kind, actor, data } = event;
    args![org, *event, *at, kind.as_ref(), actor.get(), data.get()]
}

async fn write(tx: &mut Tx, replay: &Replay) -> Result<()> {
    let org = tx.org();
    let (mut accounts, mut lots) = (Vec::new(), Vec::new());
    for (key, holder) in &replay.holders {
        let (key, unit) = (key.as_str(), holder.unit.as_str());
        accounts.push(args![org, key, unit, holder.floor, holder.balance, holder.held, holder.row]);
        let lot =
            |(ends, lot): (&Ends, &(i64, i64))| args![org, key, ends.micros(), unit, lot.0, lot.1];
        lots.extend(holder.lots.iter().map(lot));
    }
    tx.insert("account", project::ACCOUNT, accounts, "").await?;
    tx.insert("lot", project::LOT, lots, "").await?;
    let reservations = replay
        .reservations
        .values()
        .map(|(row, entry)| project::reservation(org, *row, entry))
        .collect::<Result<Vec<_>>>()?;
    tx.insert("reservation", project::RESERVATION, reservations, "").await
}
