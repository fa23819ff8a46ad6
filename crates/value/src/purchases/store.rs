//! The purchases' rows.

use kernel::{Error, MemberId, OrgId, Page, PageRequest, PurchaseId, Result, StoreId};
use store::{Read, Row, Tx, Value, args, equal, sql};
use uuid::Uuid;

use super::model::{Line, Purchase};

const COLUMNS: &str = "id, member, store, staff, amount, items, at, day, reference, receipt, \
    source, first, settled, returned, arrived_at, taken_off";

fn read(row: &Row) -> Result<Purchase> {
    Ok(Purchase {
        id: row.get("id")?,
        member: row.get("member")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        amount: row.get("amount")?,
        items: row.get("items")?,
        at: row.get("at")?,
        day: row.get("day")?,
        reference: row.get("reference")?,
        receipt: row.get("receipt")?,
        source: row.word("source")?,
        first: row.get("first")?,
        settled: row.get("settled")?,
        returned: row.get("returned")?,
        arrived_at: row.get("arrived_at")?,
        taken_off: row.get("taken_off")?,
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: PurchaseId) -> Result<Purchase> {
    let sql = format!("SELECT {COLUMNS} FROM purchase WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("purchase"))
}

pub(super) async fn by_reference(
    db: &mut impl Read,
    org: OrgId,
    store: StoreId,
    reference: &str,
) -> Result<Option<Purchase>> {
    let sql =
        format!("SELECT {COLUMNS} FROM purchase WHERE org = $1 AND store = $2 AND reference = $3");
    db.row(&sql, args![org, store, reference]).await?.as_ref().map(read).transpose()
}

/// By the code on the slip, in any way of writing.
pub async fn by_receipt(db: &mut impl Read, org: OrgId, typed: &str) -> Result<Option<Purchase>> {
    let Some(code) = crate::codes::read(typed) else { return Ok(None) };
    let sql = format!("SELECT {COLUMNS} FROM purchase WHERE org = $1 AND receipt = $2");
    db.row(&sql, args![org, code]).await?.as_ref().map(read).transpose()
}

/// The last purchase of a member in a store on a local day.
pub(crate) async fn of_day(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    store: StoreId,
    day: &str,
) -> Result<Option<PurchaseId>> {
    let row = db
        .row(
            sql!(
                "SELECT id FROM purchase WHERE org = $1 AND member = $2 AND store = $3 AND day = $4
                 ORDER BY at DESC, id DESC LIMIT 1"
            ),
            args![org, member, store, day],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// Which purchases a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    pub member: Option<MemberId>,
    pub store: Option<StoreId>,
}

/// The latest first, by when they were made.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: Which,
    page: &PageRequest,
) -> Result<Page<Purchase>> {
    let limit = page.limit()?;
    let (at, id): (i64, Uuid) = page.after()?.unwrap_or((i64::MAX, Uuid::max()));
    let mut values = args![org, at, id, limit + 1];
    let member = equal("member", which.member, &mut values);
    let store = equal("store", which.store, &mut values);
    let sql = format!(
        "SELECT {COLUMNS} FROM purchase WHERE org = $1 AND (at < $2 OR (at = $2 AND id < $3))
         AND {member} AND {store} ORDER BY at DESC, id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, values).await?;
    let purchases: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(purchases?, limit, |purchase| (purchase.at.micros(), purchase.id.uuid())))
}

/// Many rows in few statements.
pub(crate) async fn insert(tx: &mut Tx, purchases: &[Purchase]) -> Result<()> {
    let org = tx.org();
    let rows: Vec<Vec<Value>> = purchases
        .iter()
        .map(|purchase| {
            args![
                org,
                purchase.id,
                purchase.member,
                purchase.store,
                purchase.staff,
                purchase.amount,
                purchase.items,
                purchase.at,
                &purchase.day,
                purchase.reference.clone(),
                purchase.receipt.clone(),
                purchase.source.word(),
                purchase.first,
                purchase.settled,
                purchase.returned,
                purchase.arrived_at,
                purchase.taken_off,
            ]
        })
        .collect();
    let columns: Vec<_> = ["org"].into_iter().chain(COLUMNS.split(", ").map(str::trim)).collect();
    tx.insert("purchase", &columns, rows, "").await
}

pub(super) async fn insert_lines(tx: &mut Tx, id: PurchaseId, lines: &[Line]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let org = tx.org();
    let rows = lines.iter().zip(1i64..).map(|(line, number)| {
        let (product, category) = (line.product.clone(), line.category.clone());
        args![org, id, number, product, category, line.quantity, line.amount]
    });
    let columns = ["org", "purchase", "line", "product", "category", "quantity", "amount"];
    tx.insert("purchase_line", &columns, rows.collect(), "").await
}

/// What a purchase was, in the order of its lines; empty when only the amount is known.
pub async fn lines(db: &mut impl Read, org: OrgId, id: PurchaseId) -> Result<Vec<Line>> {
    let rows = db
        .rows(
            sql!(
                "SELECT product, category, quantity, amount FROM purchase_line
                 WHERE org = $1 AND purchase = $2 ORDER BY line"
            ),
            args![org, id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                product: row.get("product")?,
                category: row.get("category")?,
                quantity: row.get("quantity")?,
                amount: row.get("amount")?,
            })
        })
        .collect()
}

/// More of it came back.
pub(crate) async fn count_returned(tx: &mut Tx, id: PurchaseId, amount: i64) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE purchase SET returned = returned + $3 WHERE org = $1 AND id = $2"),
        args![org, id, amount],
    )
    .await
    .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, id: PurchaseId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("DELETE FROM purchase_line WHERE org = $1 AND purchase = $2"),
        sql!("DELETE FROM purchase WHERE org = $1 AND id = $2"),
    ] {
        tx.run(sql, args![org, id]).await?;
    }
    Ok(())
}

/// An earlier purchase of the member came to light: the one that was the first is not.
pub(crate) async fn unfirst(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE purchase SET first = FALSE WHERE org = $1 AND member = $2 AND first = TRUE"),
        args![org, member],
    )
    .await
    .map(drop)
}

pub(super) async fn claim(tx: &mut Tx, claimed: &Purchase) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE purchase SET member = $3, first = $4
             WHERE org = $1 AND id = $2 AND member IS NULL"
        ),
        args![org, claimed.id, claimed.member, claimed.first],
    )
    .await
    .map(drop)
}

/// A till's file told what the counter had typed.
pub(crate) async fn settle(
    tx: &mut Tx,
    id: PurchaseId,
    told: PurchaseId,
    reference: Option<&str>,
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE purchase SET settled = $3, reference = COALESCE(reference, $4)
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, told, reference.map(str::to_owned)],
    )
    .await
    .map(drop)
}

/// What one record bought, the other bought. Which was the first is looked up anew.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("UPDATE purchase SET member = $3 WHERE org = $1 AND member = $2"),
        sql!("UPDATE purchase_return SET member = $3 WHERE org = $1 AND member = $2"),
    ] {
        tx.run(sql, args![org, from, into]).await?;
    }
    tx.run(
        sql!(
            "UPDATE purchase SET first = (id = (SELECT id FROM purchase WHERE org = $1
               AND member = $2 ORDER BY at, id LIMIT 1))
             WHERE org = $1 AND member = $2"
        ),
        args![org, into],
    )
    .await
    .map(drop)
}
