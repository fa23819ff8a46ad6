//! The tables that are read off the journal: what was decided in some of its rows, in bulk statements.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kernel::{Error, OrgId, ReservationId, Result};
use store::{Value, args, sql};

use crate::{
    account::AccountKey,
    books::{Book, Books, Numbered},
    desk::Desk,
    entry::{Ends, Entry, Kind, Line},
};

pub const ACCOUNT: &[&str] = &["org", "key", "unit", "floor", "balance", "held", "number", "last"];
pub const POSTING: &[&str] = &[
    "org", "number", "leaf", "id", "at", "kind", "reason", "subject", "print", "original", "first",
    "lines",
];
pub const TRANSFER: &[&str] = &[
    "org",
    "ordinal",
    "number",
    "leaf",
    "place",
    "source",
    "target",
    "unit",
    "amount",
    "lots",
    "source_before",
    "target_before",
];
const LOT: &[&str] = &["org", "account", "ends", "unit", "amount", "held"];
/// Reservations that are deleted in one statement.
const AT_ONCE: usize = 256;
const RESERVATION: &[&str] = &["org", "id", "until", "number", "entry"];

/// What one journal row decided: its entries, each with its line of the row.
#[derive(Debug, Clone)]
pub struct Decided {
    pub number: i64,
    pub entries: Vec<(i64, Arc<Entry>)>,
}

/// Where something stands in the journal: the row and the line in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub number: i64,
    pub leaf: i64,
}

/// Rows to write, of one org.
#[derive(Debug)]
pub struct Tables {
    org: OrgId,
    postings: Vec<Vec<Value>>,
    transfers: Vec<Vec<Value>>,
    accounts: Vec<Vec<Value>>,
    lots: Vec<Vec<Value>>,
    /// Whether some of the lots have no rest.
    spent: bool,
    opened: BTreeMap<ReservationId, Vec<Value>>,
    ended: Vec<ReservationId>,
}

/// What these rows decided, as the tables have it. The books are as the last of them left them, and
/// note what each account's latest transfer is.
pub fn tables(org: OrgId, rows: &[Decided], books: &mut Books) -> Result<Tables> {
    let mut tables = Tables {
        org,
        postings: Vec::new(),
        transfers: Vec::new(),
        accounts: Vec::new(),
        lots: Vec::new(),
        spent: false,
        opened: BTreeMap::new(),
        ended: Vec::new(),
    };
    let mut changed: BTreeMap<&AccountKey, i64> = BTreeMap::new();
    let mut lots: BTreeSet<(&AccountKey, Ends)> = BTreeSet::new();
    for row in rows {
        for (leaf, entry) in &row.entries {
            let spot = Spot { number: row.number, leaf: *leaf };
            tables.entry(spot, entry, books)?;
            changed.extend(entry.accounts().map(|key| (key, row.number)));
            lots.extend(entry.lots());
        }
    }
    for (key, number) in changed {
        tables.accounts.push(account(org, number, key, books.existing(key)?));
    }
    for (key, ends) in lots {
        tables.lot(key, ends, books.existing(key)?);
    }
    Ok(tables)
}

impl Tables {
    fn entry(&mut self, spot: Spot, entry: &Entry, books: &mut Books) -> Result<()> {
        let mut first = 0;
        for (line, place) in moved(entry).iter().zip(0i64..) {
            let numbered = books.number(line)?;
            if place == 0 {
                first = numbered.ordinal;
            }
            self.transfers.push(transfer(self.org, spot, place, line, numbered)?);
        }
        self.postings.extend(posting(self.org, spot, entry, first));
        let Some(id) = entry.reservation() else { return Ok(()) };
        if entry.kind == Kind::Reserved {
            self.opened.insert(id, reservation(self.org, spot.number, entry)?);
        } else if self.opened.remove(&id).is_none() {
            self.ended.push(id);
        }
        Ok(())
    }

    fn lot(&mut self, key: &AccountKey, ends: Ends, book: &Book) {
        let lot = book.lots.get(&ends).copied().unwrap_or_default();
        self.spent |= lot.amount == 0;
        let unit = &book.unit;
        self.lots.push(args![self.org, key, ends.micros(), unit, lot.amount, lot.held]);
    }

    pub async fn write(self, desk: &mut impl Desk) -> Result<()> {
        let org = self.org;
        desk.insert("posting", POSTING, self.postings, "").await?;
        desk.insert("transfer", TRANSFER, self.transfers, "").await?;
        desk.insert(
            "account",
            ACCOUNT,
            self.accounts,
            "ON CONFLICT (org, key) DO UPDATE SET floor = excluded.floor, \
             balance = excluded.balance, held = excluded.held, number = excluded.number, \
             last = excluded.last",
        )
        .await?;
        desk.insert(
            "lot",
            LOT,
            self.lots,
            "ON CONFLICT (org, account, ends) DO UPDATE SET \
             amount = excluded.amount, held = excluded.held",
        )
        .await?;
        if self.spent {
            desk.run(sql!("DELETE FROM lot WHERE org = $1 AND amount = 0"), args![org]).await?;
        }
        let opened = self.opened.into_values().collect();
        desk.insert("reservation", RESERVATION, opened, "").await?;
        for some in self.ended.chunks(AT_ONCE) {
            let mut values = args![org];
            let which = store::any_of("id", some.iter().copied(), &mut values);
            desk.run(&format!("DELETE FROM reservation WHERE org = $1 AND {which}"), values)
                .await?;
        }
        Ok(())
    }
}

/// The lines that moved something; what is only meant to move is in no table.
pub fn moved(entry: &Entry) -> &[Line] {
    if entry.kind.moves() { &entry.lines } else { &[] }
}

/// The row of a posting, whose first transfer has this number; releases and lapses have none.
pub fn posting(org: OrgId, spot: Spot, entry: &Entry, first: i64) -> Option<Vec<Value>> {
    entry.has_id().then(|| {
        args![
            org,
            spot.number,
            spot.leaf,
            entry.id,
            entry.at,
            entry.kind.word(),
            entry.reason.as_ref(),
            &entry.subject,
            entry.print,
            entry.of,
            first,
            i64::try_from(moved(entry).len()).unwrap_or(i64::MAX)
        ]
    })
}

/// The row of a transfer: the how-manieth of its posting, and its number.
pub fn transfer(
    org: OrgId,
    spot: Spot,
    place: i64,
    line: &Line,
    numbered: Numbered,
) -> Result<Vec<Value>> {
    let lots = lots_text(line)?;
    let Line { from, to, unit, amount, .. } = line;
    let Numbered { ordinal, before } = numbered;
    Ok(args![
        org,
        ordinal,
        spot.number,
        spot.leaf,
        place,
        from,
        to,
        unit,
        *amount,
        lots,
        before.0,
        before.1
    ])
}

/// The lots that a line came out of and went into, as the transfer table has them.
fn lots_text(line: &Line) -> Result<Option<String>> {
    if line.out.is_empty() && line.into.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(&(&line.out, &line.into)).map(Some).map_err(Error::broken)
}

fn account(org: OrgId, number: i64, key: &AccountKey, book: &Book) -> Vec<Value> {
    let Book { unit, floor, balance, held, last, .. } = book;
    args![org, key, unit, *floor, *balance, *held, number, *last]
}

fn reservation(org: OrgId, number: i64, entry: &Entry) -> Result<Vec<Value>> {
    let text = serde_json::to_string(entry).map_err(Error::broken)?;
    let id = crate::entry::reservation_of(entry.id);
    Ok(args![org, id, entry.until(), number, text])
}
