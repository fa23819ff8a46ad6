//! Throws the tables away and reads them off the journal again.

use kernel::{Error, Result};
use store::{Tx, Value, args, sql};

use super::stream::{JournalRow, Stream};
use crate::{
    follow,
    hot::Ledger,
    journal::{EventLeaf, Leaf},
    project::Decided,
};

/// Transfers that are taken in at once, about, so that memory stays bounded.
const AT_ONCE: usize = 20_000;
const EVENT: &[&str] = &["org", "number", "at", "kind", "actor", "data"];

/// Rebuilds the org's accounts, postings, transfers, lots, reservations and events, in one turn.
/// Refused as busy while postings of the same commit are on their way, and as broken when the
/// journal is not in order: then there is nothing to rebuild from. A large org needs a turn longer
/// than the store's default; the command line opens it so.
pub async fn rebuild(tx: &mut Tx) -> Result<i64> {
    if tx.hot::<Ledger, _>(|ledger| !ledger.books().decided().is_empty()).await? {
        return Err(Error::BUSY);
    }
    clear(tx).await?;
    let mark = tx
        .hot::<Ledger, _>(|ledger| {
            let mark = ledger.books().mark();
            ledger.forget();
            mark
        })
        .await?;
    let mut stream = Stream::new(tx.org());
    let (mut rows, mut lines) = (Vec::new(), 0);
    while let Some(row) = stream.next(tx).await? {
        let row = row?;
        events(tx, &row).await?;
        let decided = follow::decided(&row)?;
        lines += decided.entries.iter().map(|(_, entry)| entry.lines.len() + 1).sum::<usize>();
        rows.push(decided);
        if lines > AT_ONCE {
            absorb(tx, &rows, mark).await?;
            (rows, lines) = (Vec::new(), 0);
        }
    }
    absorb(tx, &rows, mark).await?;
    Ok(stream.head().number)
}

async fn absorb(tx: &mut Tx, rows: &[Decided], mark: usize) -> Result<()> {
    follow::absorb(tx, rows).await?;
    tx.hot::<Ledger, _>(|ledger| ledger.books().forget_since(mark)).await
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

async fn events(tx: &mut Tx, row: &JournalRow) -> Result<()> {
    let mut events = Vec::new();
    for (_, line) in row.leaves() {
        if let Leaf::Event(event) = line.map_err(Error::broken)? {
            events.push(event_row(tx.org(), &event));
        }
    }
    tx.insert("event", EVENT, events, "").await
}

fn event_row(org: kernel::OrgId, event: &EventLeaf<'_>) -> Vec<Value> {
    let EventLeaf { event, at, kind, actor, data } = event;
    args![org, *event, *at, kind.as_ref(), actor.get(), data.get()]
}
