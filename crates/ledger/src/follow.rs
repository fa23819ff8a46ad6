//! Follows the journal: what its entries say happens to the books and then to the tables, without
//! asking whether it may. For rows whose tables were not written when somebody fell, and for all of
//! them when the tables are read off anew.

use std::sync::Arc;

use kernel::{Error, Result};

use crate::{
    account::Account,
    audit::stream::JournalRow,
    books::Books,
    desk::Desk,
    entry::{Entry, Kind, Line},
    journal::Leaf,
    load,
    project::{self, Decided},
    steps::{change_lots, set_free, step, within},
};

/// What a row of the journal decided.
pub fn decided(row: &JournalRow) -> Result<Decided> {
    let mut entries = Vec::new();
    for (leaf, line) in row.leaves() {
        if let Leaf::Entry(entry) = line.map_err(Error::broken)? {
            entries.push((leaf, Arc::from(entry)));
        }
    }
    Ok(Decided { number: row.number, entries })
}

/// Brings books and tables from before these rows to behind them.
pub async fn absorb(desk: &mut impl Desk, rows: &[Decided]) -> Result<()> {
    let entries = || rows.iter().flat_map(|row| &row.entries).map(|(_, entry)| entry);
    let keys: std::collections::BTreeSet<_> =
        entries().flat_map(|entry| entry.accounts()).cloned().collect();
    load::accounts(desk, keys).await?;
    load::ordinal(desk).await?;
    let org = desk.org();
    let tables = desk
        .books(|books| {
            entries().try_for_each(|entry| follow(books, entry))?;
            project::tables(org, rows, books)
        })
        .await??;
    tables.write(desk).await
}

fn follow(books: &mut Books, entry: &Arc<Entry>) -> Result<()> {
    entry.freed.iter().try_for_each(|hold| set_free(books, hold))?;
    for line in &entry.lines {
        let Line { from, to, unit, amount, floors, out, into, .. } = line;
        let from = Account { key: from.clone(), unit: unit.clone(), floor: floors.0 };
        let to = Account { key: to.clone(), unit: unit.clone(), floor: floors.1 };
        if entry.kind == Kind::Reserved {
            books.declare(&to)?;
            let book = books.declare(&from)?;
            let (balance, held) = (book.balance, within(&from.key, book.held, *amount)?);
            books.set_amounts(&from.key, balance, held)?;
            change_lots(books, &from.key, out, |lot, part| lot.held += part)?;
        } else {
            step(books, &from, &to, out.clone(), into.clone(), *amount)?;
        }
    }
    books.note(entry);
    Ok(())
}
