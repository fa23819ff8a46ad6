//! Loads into the books what moves need, in few statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{PostingId, ReservationId, Result, Time};
use store::{
    Row, Value, args,
    planted::{self, Fault},
    sql,
};

use crate::{
    account::{AccountKey, Unit},
    books::{Book, Known, Lot},
    desk::Desk,
    entry::{Ends, Entry, Kind, Line, Part, posting_of},
    posting::{Fingerprint, Move},
    till,
};

/// Overdue reservations ended in one sweep, and in one statement of it.
const SWEEP: usize = 4096;
const SWEEP_PAGE: u32 = 256;

/// Ends what ran out of time, and has everything in the books that these moves need.
pub async fn load<'m>(
    desk: &mut impl Desk,
    now: Time,
    moves: impl IntoIterator<Item = &'m Move>,
) -> Result<()> {
    let moves: Vec<&Move> = moves.into_iter().collect();
    sweep(desk, now).await?;
    postings(desk, &moves).await?;
    let mut keys: Vec<AccountKey> = Vec::new();
    for asked in &moves {
        match asked {
            Move::Post(posting) | Move::Reserve(posting, _) => keys.extend(posting.keys().cloned()),
            Move::Reverse(reversal) => keys.extend(original(desk, reversal.of).await?),
            Move::Take(_) | Move::Release(_) => {}
        }
    }
    keys.extend(reservations(desk, &moves).await?);
    accounts(desk, keys).await
}

async fn postings(desk: &mut impl Desk, moves: &[&Move]) -> Result<()> {
    let mut ids: Vec<PostingId> = Vec::with_capacity(moves.len());
    for asked in moves {
        ids.extend(asked.id());
        match asked {
            Move::Reverse(reversal) => ids.push(reversal.of),
            Move::Release(id) => ids.push(posting_of(*id)),
            Move::Post(_) | Move::Reserve(..) | Move::Take(_) => {}
        }
    }
    let ids: Vec<PostingId> = desk
        .books(move |books| ids.into_iter().filter(|id| !books.knows_posting(*id)).collect())
        .await?;
    if ids.is_empty() {
        return Ok(());
    }
    let sql = "SELECT id, kind, at, print FROM posting WHERE org = $1 AND id";
    let rows = desk.among(sql, ids.iter().map(|id| Value::from(*id)).collect()).await?;
    let found = rows.iter().map(known).collect::<Result<HashMap<_, _>>>()?;
    let mut found = planted::unless(Fault::PostingForgotten, found);
    desk.books(move |books| {
        for id in ids {
            books.load_posting(id, found.remove(&id));
        }
    })
    .await
}

fn known(row: &Row) -> Result<(PostingId, Known)> {
    let mut print = Fingerprint::default();
    let bytes: Vec<u8> = row.get("print")?;
    print.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    Ok((row.get("id")?, Known { print, kind: row.word("kind")?, at: row.get("at")?, entry: None }))
}

/// Has the original of a reversal in the books; the accounts it moved.
async fn original(desk: &mut impl Desk, id: PostingId) -> Result<Vec<AccountKey>> {
    let org = desk.org();
    if !desk.books(|books| books.knows_reversal(id)).await? {
        let row = desk
            .row(
                sql!(
                    "SELECT id FROM posting
                     WHERE org = $1 AND original = $2 AND kind = 'reversed'"
                ),
                args![org, id],
            )
            .await?;
        let by = row.map(|row| row.get("id")).transpose()?;
        desk.books(|books| books.load_reversal(id, by)).await?;
    }
    let known = desk.books(move |books| books.posting(id).map(Option::<&Known>::cloned)).await??;
    let Some(known) = known.filter(|known| known.kind.moves()) else { return Ok(Vec::new()) };
    if let Some(entry) = known.entry {
        return Ok(entry.accounts().cloned().collect());
    }
    let rows = desk
        .rows(
            sql!(
                "SELECT t.source, t.target, t.unit, t.amount, t.lots
                 FROM posting p JOIN transfer t
                   ON t.org = p.org AND t.ordinal >= p.first AND t.ordinal < p.first + p.lines
                 WHERE p.org = $1 AND p.id = $2 ORDER BY t.ordinal"
            ),
            args![org, id],
        )
        .await?;
    let lines = rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    let mut entry = till::blank(known.kind, id, known.at, known.print);
    entry.lines = lines;
    let keys = entry.accounts().cloned().collect();
    desk.books(move |books| books.load_entry(entry)).await?;
    Ok(keys)
}

fn line(row: &Row) -> Result<Line> {
    let lots: Option<String> = row.get("lots")?;
    let lots: Option<(Vec<Part>, Vec<Part>)> =
        lots.map(|text| serde_json::from_str(&text).map_err(kernel::Error::broken)).transpose()?;
    let (out, into) = lots.unwrap_or_default();
    Ok(Line {
        from: AccountKey::new(&row.get::<String>("source")?)?,
        to: AccountKey::new(&row.get::<String>("target")?)?,
        unit: Unit::new(&row.get::<String>("unit")?)?,
        amount: row.get("amount")?,
        floors: (None, None),
        out,
        into,
        // How the lots were picked does not matter to a reversal.
        named: false,
    })
}

/// Has the reservations asked for in the books; the accounts they hold of and go to.
async fn reservations(desk: &mut impl Desk, moves: &[&Move]) -> Result<Vec<AccountKey>> {
    let ids: BTreeSet<ReservationId> =
        moves.iter().filter_map(|asked| till::reservation_asked(asked)).collect();
    let mut keys = Vec::new();
    for id in ids {
        if !desk.books(|books| books.knows_reservation(id)).await? {
            let row = desk
                .row(
                    sql!("SELECT entry FROM reservation WHERE org = $1 AND id = $2"),
                    args![desk.org(), id],
                )
                .await?;
            let entry: Option<Entry> = row.map(|row| row.json("entry")).transpose()?;
            desk.books(move |books| books.load_reservation(id, entry)).await?;
        }
        if let Some(entry) = desk.books(move |books| books.reservation(id)).await?? {
            keys.extend(entry.accounts().cloned());
        }
    }
    Ok(keys)
}

/// Has these accounts in the books, with their lots.
pub async fn accounts(
    desk: &mut impl Desk,
    keys: impl IntoIterator<Item = AccountKey> + Send,
) -> Result<()> {
    let keys: Vec<AccountKey> = keys.into_iter().collect();
    // Most are known, so that they are sorted out before they are sorted.
    let keys: BTreeSet<AccountKey> =
        desk.books(move |books| keys.into_iter().filter(|key| !books.knows(key)).collect()).await?;
    if keys.is_empty() {
        return Ok(());
    }
    let sql = "SELECT key, unit, floor, balance, held, last FROM account WHERE org = $1 AND key";
    let rows = desk.among(sql, keys.iter().map(Value::from).collect()).await?;
    let mut found = rows.iter().map(book).collect::<Result<BTreeMap<_, _>>>()?;
    lots(desk, &mut found).await?;
    desk.books(move |books| {
        for key in keys {
            let book = found.remove(&key);
            books.load(key, book);
        }
    })
    .await
}

fn book(row: &Row) -> Result<(AccountKey, Book)> {
    let unit = Unit::new(&row.get::<String>("unit")?)?;
    let mut book = Book::new(unit, row.get("floor")?);
    book.balance = row.get("balance")?;
    book.held = row.get("held")?;
    book.last = row.get("last")?;
    Ok((AccountKey::new(&row.get::<String>("key")?)?, book))
}

async fn lots(desk: &mut impl Desk, found: &mut BTreeMap<AccountKey, Book>) -> Result<()> {
    let keepers = found.iter().filter(|(_, book)| book.keeps_lots());
    let keepers: Vec<Value> = keepers.map(|(key, _)| key.into()).collect();
    if keepers.is_empty() {
        return Ok(());
    }
    let sql = "SELECT account, ends, amount, held FROM lot WHERE org = $1 AND account";
    let rows = desk.among(sql, keepers).await?;
    for row in rows {
        let key = AccountKey::new(&row.get::<String>("account")?)?;
        let lot = Lot { amount: row.get("amount")?, held: row.get("held")? };
        if let Some(book) = found.get_mut(&key) {
            book.lots.insert(Ends::from_micros(row.get("ends")?), lot);
        }
    }
    Ok(())
}

/// Has the number of the last transfer in the books.
pub async fn ordinal(desk: &mut impl Desk) -> Result<()> {
    if desk.books(|books| books.knows_ordinal()).await? {
        return Ok(());
    }
    let sql = sql!("SELECT COALESCE(MAX(ordinal), 0) AS last FROM transfer WHERE org = $1");
    let row = desk.row(sql, args![desk.org()]).await?;
    let last = row.map_or(Ok(0), |row| row.get("last"))?;
    desk.books(move |books| books.load_ordinal(last)).await
}

/// Ends reservations that ran out of time, if the next of them is due.
pub async fn sweep(desk: &mut impl Desk, now: Time) -> Result<()> {
    let org = desk.org();
    let next = desk.books(|books| books.next_lapse()).await?;
    if next.is_some_and(|next| next > now.micros()) {
        return Ok(());
    }
    let mut after = (i64::MIN, ReservationId::from_uuid(uuid::Uuid::nil()));
    for _ in 0..SWEEP / SWEEP_PAGE as usize {
        let rows = desk
            .rows(
                sql!(
                    "SELECT id, until, entry FROM reservation
                     WHERE org = $1 AND until <= $2 AND (until, id) > ($3, $4)
                     ORDER BY until, id LIMIT $5"
                ),
                args![org, now, after.0, after.1, SWEEP_PAGE],
            )
            .await?;
        let mut keys = BTreeSet::new();
        for row in &rows {
            let (id, entry): (ReservationId, Entry) = (row.get("id")?, row.json("entry")?);
            after = (row.get("until")?, id);
            keys.extend(entry.accounts().cloned());
            desk.books(move |books| books.load_reservation(id, Some(entry))).await?;
        }
        accounts(desk, keys).await?;
        if rows.len() < SWEEP_PAGE as usize {
            return end_sweep(desk, now).await;
        }
    }
    // More than one sweep may end: the rest is due at the next command.
    desk.books(move |books| till::lapse(books, now)).await?.map(drop)
}

async fn end_sweep(desk: &mut impl Desk, now: Time) -> Result<()> {
    let org = desk.org();
    let row = desk
        .row(
            sql!("SELECT MIN(until) AS until FROM reservation WHERE org = $1 AND until > $2"),
            args![org, now],
        )
        .await?;
    let stored: Option<i64> = row.map(|row| row.get("until")).transpose()?.flatten();
    desk.books(move |books| {
        till::lapse(books, now)?;
        let next = stored.unwrap_or(i64::MAX).min(books.soonest_lapse());
        books.set_next_lapse(next);
        Ok(())
    })
    .await?
}

impl std::str::FromStr for Kind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [
            Self::Posted,
            Self::Reserved,
            Self::Taken,
            Self::Released,
            Self::Lapsed,
            Self::Reversed,
            Self::Expired,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or(())
    }
}
