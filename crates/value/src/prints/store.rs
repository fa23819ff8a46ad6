//! The rows of batches and their codes.

use kernel::{Error, GiftId, OrgId, Page, PageRequest, PrintId, Result, VoucherId};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Batch, Figures, State};

const COLUMNS: &str = "id, gift, pieces, made, note, state, secret, staff, created_at";

fn read(row: &Row) -> Result<Batch> {
    Ok(Batch {
        id: row.get("id")?,
        gift: row.get("gift")?,
        pieces: row.get("pieces")?,
        made: row.get("made")?,
        note: row.get("note")?,
        state: row.word("state")?,
        secret: row.get("secret")?,
        staff: row.get("staff")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: PrintId) -> Result<Batch> {
    let sql = format!("SELECT {COLUMNS} FROM print_batch WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("print"))
}

/// A gift's batches, the latest first, at most a hundred.
pub(super) async fn of_gift(db: &mut impl Read, org: OrgId, gift: GiftId) -> Result<Vec<Batch>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM print_batch WHERE org = $1 AND gift = $2 ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, gift]).await?.iter().map(read).collect()
}

/// Batches of a gift or of all, the latest first.
pub(super) async fn list(
    db: &mut impl Read,
    org: OrgId,
    gift: Option<GiftId>,
    page: &PageRequest,
) -> Result<Page<Batch>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM print_batch WHERE org = $1 AND id < $2
         AND (CAST($3 AS UUID) IS NULL OR gift = $3) ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, before, gift, limit + 1]).await?;
    let batches: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(batches?, limit, |batch| batch.id.uuid()))
}

/// Whether the shop ever printed any: phones without such a shop need no field for it.
pub async fn any(db: &mut impl Read, org: OrgId) -> Result<bool> {
    let sql = sql!("SELECT id FROM print_batch WHERE org = $1 AND state <> 'void' LIMIT 1");
    Ok(db.row(sql, args![org]).await?.is_some())
}

pub(super) async fn figures(db: &mut impl Read, org: OrgId, id: PrintId) -> Result<Figures> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS taken,
                   CAST(COALESCE(SUM(CASE WHEN v.state = 'redeemed' THEN 1 ELSE 0 END), 0) AS BIGINT)
                     AS used
                 FROM print_code c JOIN voucher v ON v.org = c.org AND v.id = c.voucher
                 WHERE c.org = $1 AND c.batch = $2"
            ),
            args![org, id],
        )
        .await?;
    row.map_or(Ok(Figures::default()), |row| {
        Ok(Figures { taken: row.get("taken")?, used: row.get("used")? })
    })
}

pub(super) async fn insert(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO print_batch (org, id, gift, pieces, made, note, state, secret, staff,
               created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            batch.id,
            batch.gift,
            batch.pieces,
            batch.made,
            &batch.note,
            batch.state.word(),
            batch.secret.clone(),
            batch.staff,
            batch.created_at,
        ],
    )
    .await
    .map(drop)
}

/// Hashes of codes, with their numbers.
pub(super) async fn insert_codes(
    tx: &mut Tx,
    batch: PrintId,
    codes: &[(i64, String)],
) -> Result<()> {
    let org = tx.org();
    let rows = codes.iter().map(|(number, hash)| args![org, hash, batch, *number]);
    let columns = ["org", "hash", "batch", "number"];
    tx.insert("print_code", &columns, rows.collect(), "").await
}

pub(super) async fn set_made(tx: &mut Tx, id: PrintId, (made, state): (i64, State)) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE print_batch SET made = $3, state = $4 WHERE org = $1 AND id = $2"),
        args![org, id, made, state.word()],
    )
    .await
    .map(drop)
}

pub(super) async fn forget_secret(tx: &mut Tx, id: PrintId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("UPDATE print_batch SET secret = NULL WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(drop)
}

/// One slip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slip {
    pub batch: PrintId,
    pub voucher: Option<VoucherId>,
}

pub(super) async fn slip(db: &mut impl Read, org: OrgId, hash: &str) -> Result<Option<Slip>> {
    let sql = sql!("SELECT batch, voucher FROM print_code WHERE org = $1 AND hash = $2");
    let row = db.row(sql, args![org, hash]).await?;
    row.map(|row| Ok(Slip { batch: row.get("batch")?, voucher: row.get("voucher")? })).transpose()
}

pub(super) async fn mark_taken(tx: &mut Tx, hash: &str, voucher: VoucherId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE print_code SET voucher = $3, taken_at = $4
             WHERE org = $1 AND hash = $2 AND voucher IS NULL"
        ),
        args![org, hash, voucher, now],
    )
    .await
    .map(drop)
}
