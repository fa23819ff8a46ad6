//! The returns' rows.

use kernel::{Error, OrgId, Page, PageRequest, PurchaseId, Result, ReturnId};
use store::{Read, Row, Tx, args, sql};

use super::model::{Part, Returned};

const COLUMNS: &str =
    "id, purchase, member, store, staff, at, amount, money, points, wallet, reason";

fn read(row: &Row) -> Result<Returned> {
    Ok(Returned {
        id: row.get("id")?,
        purchase: row.get("purchase")?,
        member: row.get("member")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        at: row.get("at")?,
        amount: row.get("amount")?,
        money: row.get("money")?,
        points: row.get("points")?,
        wallet: row.get("wallet")?,
        reason: row.get("reason")?,
        parts: Vec::new(),
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: ReturnId) -> Result<Returned> {
    let sql = format!("SELECT {COLUMNS} FROM purchase_return WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    let mut found = row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("return"))?;
    let rows = db
        .rows(
            sql!(
                "SELECT line, quantity, amount FROM return_line
                 WHERE org = $1 AND id = $2 ORDER BY line"
            ),
            args![org, id],
        )
        .await?;
    for row in &rows {
        let line = usize::try_from(row.get::<i64>("line")?).unwrap_or_default();
        let (quantity, amount) = (row.get("quantity")?, row.get("amount")?);
        found.parts.push(Part { line, quantity, amount });
    }
    Ok(found)
}

/// Of one purchase, the latest first. Their parts are left out.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
    page: &PageRequest,
) -> Result<Page<Returned>> {
    let limit = page.limit()?;
    let before: uuid::Uuid = page.after()?.unwrap_or(uuid::Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM purchase_return WHERE org = $1 AND purchase = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, purchase, before, limit + 1]).await?;
    let all: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(all?, limit, |one| one.id.uuid()))
}

/// What somebody brought back, the latest first, at most ten.
pub async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    member: kernel::MemberId,
) -> Result<Vec<Returned>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM purchase_return WHERE org = $1 AND member = $2
         ORDER BY at DESC, id DESC LIMIT 10"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// What came back of a purchase so far: line (from 1), quantity, amount.
pub async fn gone(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Vec<(i64, i64, i64)>> {
    let rows = db
        .rows(
            sql!(
                "SELECT l.line, l.quantity, l.amount FROM purchase_return r
                 JOIN return_line l ON l.org = r.org AND l.id = r.id
                 WHERE r.org = $1 AND r.purchase = $2"
            ),
            args![org, purchase],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("line")?, row.get("quantity")?, row.get("amount")?)))
        .collect()
}

pub(super) async fn insert(tx: &mut Tx, returned: &Returned) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO purchase_return (org, id, purchase, member, store, staff, at, amount,
               money, points, wallet, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            org,
            returned.id,
            returned.purchase,
            returned.member,
            returned.store,
            returned.staff,
            returned.at,
            returned.amount,
            returned.money,
            returned.points,
            returned.wallet,
            &returned.reason,
        ],
    )
    .await?;
    let rows = returned.parts.iter().map(|part| {
        let line = i64::try_from(part.line).unwrap_or_default();
        args![org, returned.id, line, part.quantity, part.amount]
    });
    let columns = ["org", "id", "line", "quantity", "amount"];
    tx.insert("return_line", &columns, rows.collect(), "").await
}
