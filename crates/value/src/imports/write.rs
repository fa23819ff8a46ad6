//! One turn: some hundred rows in a few dozen statements.

use std::collections::{HashMap, HashSet};

use ::store::{Read as _, Tx, Value, args};
use kernel::{MemberId, PurchaseId, Result, StoreId, Time, VisitId};

use web::shops;

use super::{Summary, customers, rows::Row};
use crate::{
    events::PurchaseRecorded,
    points::{self, Book, Buy},
    purchases::{self, Purchase, Source},
    stamp_cards::many as stamps,
    visits::{self, Custom, custom},
};

/// Values of one statement: engines look the names of very many up slowly.
const AT_ONCE: usize = 100;

type Spot = (MemberId, StoreId, String);

/// Writes what is new of a chunk.
pub async fn chunk(tx: &mut Tx, rows: &[Row]) -> Result<Summary> {
    let known = told(tx, rows).await?;
    let fresh: Vec<Row> = rows.iter().filter(|row| !known.contains(&row.id)).cloned().collect();
    let mut summary = Summary {
        known: i64::try_from(rows.len() - fresh.len()).unwrap_or(0),
        ..Summary::default()
    };
    if fresh.is_empty() {
        return Ok(summary);
    }
    let (members, new) = customers::members(tx, &fresh).await?;
    summary.members = new;
    let ids: HashSet<MemberId> = members.values().copied().collect();
    let ids: Vec<MemberId> = ids.into_iter().collect();
    let days: HashSet<&str> = fresh.iter().map(|row| row.day.as_str()).collect();
    let (low, high) = (days.iter().min().copied(), days.iter().max().copied());
    let (low, high) = (low.unwrap_or_default(), high.unwrap_or_default());
    let mut typed = typed(tx, &ids, low, high).await?;
    let mut taps = taps(tx, &ids, low, high).await?;
    let mut customs = custom::of(tx, tx.org(), &ids).await?;
    let mut purchases = Vec::with_capacity(fresh.len());
    let mut buys = Vec::with_capacity(fresh.len());
    let shop = shops::require(tx, tx.org()).await?;
    let mut book = Book::open(tx, &ids).await?;
    for row in &fresh {
        let Some(&member) = members.get(&row.customer) else { continue };
        let spot = (member, row.store, row.day.clone());
        let same = typed.get_mut(&(spot.clone(), row.amount)).and_then(Vec::pop);
        if let Some(same) = same {
            purchases::settle(tx, same, row.id, row.reference.as_deref()).await?;
            summary.settled += 1;
            continue;
        }
        let custom = customs.entry(member).or_default();
        let before = *custom;
        let visit = taps.remove(&spot);
        let mut purchase = purchase(row, member, custom);
        let told_first = purchase.first;
        if before.first_bought_at.is_some_and(|first| row.at < first) {
            // Told later, and yet the first: the row says so, whatever was told before it.
            purchases::unfirst(tx, member).await?;
            purchase.first = true;
        }
        if let Some(visit) = visit {
            visits::complete(tx, visit, purchase.id).await?;
            summary.visits += 1;
        }
        tell(tx, &purchase, (told_first, visit))?;
        points::note_purchase(&mut book, tx, &shop, &Buy::of(&purchase, member, before.purchases))?;
        buys.push(stamps::Buy {
            member,
            store: purchase.store,
            purchase: purchase.id,
            amount: purchase.amount,
            at: purchase.at,
            day: purchase.day.clone(),
        });
        summary.purchases += 1;
        summary.items += purchase.items;
        summary.amount += purchase.amount;
        purchases.push(purchase);
    }
    purchases::insert(tx, &purchases).await?;
    book.close(tx).await?;
    custom::put(tx, customs).await?;
    stamps::stamp_all(tx, &buys).await?;
    Ok(summary)
}

fn purchase(row: &Row, member: MemberId, custom: &mut Custom) -> Purchase {
    Purchase {
        id: row.id,
        member: Some(member),
        store: row.store,
        staff: None,
        amount: row.amount,
        items: row.items,
        at: row.at,
        day: row.day.clone(),
        reference: row.reference.clone(),
        receipt: None,
        source: Source::Import,
        first: custom.bought(row.amount, row.at),
        settled: None,
        returned: 0,
        arrived_at: None,
        taken_off: 0,
    }
}

fn tell(tx: &mut Tx, purchase: &Purchase, (first, visit): (bool, Option<VisitId>)) -> Result<()> {
    tx.emit(&PurchaseRecorded {
        purchase: purchase.id,
        member: purchase.member,
        store: purchase.store,
        staff: None,
        amount: purchase.amount,
        items: purchase.items,
        first,
        at: purchase.at,
        source: purchase.source.to_string(),
        visit,
    })
}

fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(",")
}

/// The rows that an earlier run wrote: as purchases of their own, by settling what the counter had
/// typed, or by a program that told the same reference.
async fn told(tx: &mut Tx, rows: &[Row]) -> Result<HashSet<PurchaseId>> {
    let org = tx.org();
    let mut known = HashSet::new();
    for some in rows.chunks(AT_ONCE) {
        let ids = marks(2, some.len());
        for sql in [
            format!("SELECT id FROM purchase WHERE org = $1 AND id IN ({ids})"),
            format!("SELECT settled AS id FROM purchase WHERE org = $1 AND settled IN ({ids})"),
        ] {
            let ids = some.iter().map(|row| Value::from(row.id));
            for row in tx.rows(&sql, args![org].into_iter().chain(ids).collect()).await? {
                known.insert(row.get::<PurchaseId>("id")?);
            }
        }
    }
    let named: Vec<&Row> =
        rows.iter().filter(|row| row.reference.is_some() && !known.contains(&row.id)).collect();
    if named.is_empty() {
        return Ok(known);
    }
    let mut references: HashSet<(StoreId, String)> = HashSet::new();
    for some in named.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT store, reference FROM purchase WHERE org = $1 AND reference IN ({})",
            marks(2, some.len())
        );
        let texts = some.iter().map(|row| Value::from(row.reference.as_deref()));
        for row in tx.rows(&sql, args![org].into_iter().chain(texts).collect()).await? {
            references.insert((row.get("store")?, row.get("reference")?));
        }
    }
    let there = |row: &&&Row| {
        row.reference.as_ref().is_some_and(|it| references.contains(&(row.store, it.clone())))
    };
    known.extend(named.iter().filter(there).map(|row| row.id));
    Ok(known)
}

/// What the counter typed for these members on these days and no file has told yet.
async fn typed(
    tx: &mut Tx,
    members: &[MemberId],
    low: &str,
    high: &str,
) -> Result<HashMap<(Spot, i64), Vec<PurchaseId>>> {
    let sql = format!(
        "SELECT id, member, store, day, amount, at FROM purchase
         WHERE org = $1 AND day >= $2 AND day <= $3 AND source = 'counter' AND settled IS NULL
         AND reference IS NULL AND member IN ({})",
        marks(4, members.len())
    );
    // The latest first, so that the earliest is taken first. Sorted here: asked for in this order,
    // SQLite walks through all purchases by their time instead of through these members'.
    let mut rows = Vec::new();
    for row in tx.rows(&sql, between(tx, members, low, high)).await? {
        rows.push(((row.get::<Time>("at")?, row.get::<PurchaseId>("id")?), row));
    }
    rows.sort_unstable_by_key(|(place, _)| std::cmp::Reverse(*place));
    let mut found: HashMap<(Spot, i64), Vec<PurchaseId>> = HashMap::new();
    for ((_, id), row) in rows {
        let spot = (row.get("member")?, row.get("store")?, row.get("day")?);
        found.entry((spot, row.get("amount")?)).or_default().push(id);
    }
    Ok(found)
}

/// The one-tap visits of these members on these days that nothing was bought at yet.
async fn taps(
    tx: &mut Tx,
    members: &[MemberId],
    low: &str,
    high: &str,
) -> Result<HashMap<Spot, VisitId>> {
    let sql = format!(
        "SELECT id, member, store, day FROM visit
         WHERE org = $1 AND day >= $2 AND day <= $3 AND purchase IS NULL AND member IN ({})",
        marks(4, members.len())
    );
    let rows = tx.rows(&sql, between(tx, members, low, high)).await?;
    rows.iter()
        .map(|row| {
            let spot = (row.get("member")?, row.get("store")?, row.get("day")?);
            Ok((spot, row.get("id")?))
        })
        .collect()
}

fn between(tx: &Tx, members: &[MemberId], low: &str, high: &str) -> Vec<Value> {
    let ids = members.iter().map(|member| Value::from(*member));
    args![tx.org(), low, high].into_iter().chain(ids).collect()
}
