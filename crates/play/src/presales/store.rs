//! The rows of reservations.

use std::collections::HashMap;

use kernel::{
    Error, MemberId, OrgId, Page, PageRequest, PresaleId, PresaleReservationId, Result, Time,
    VoucherId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Fate, PaidBack, Rate, Reservation};

const COLUMNS: &str = "id, presale, member, state, early, price, points, deposit, paid, back, pickup, \
    day, at, voucher, until, ended_at, store, staff, back_at, back_store, back_staff";

fn read(row: &Row) -> Result<Reservation> {
    let paid_back = match row.get::<Option<Time>>("back_at")? {
        Some(at) => {
            Some(PaidBack { at, store: row.get("back_store")?, staff: row.get("back_staff")? })
        }
        None => None,
    };
    Ok(Reservation {
        id: row.get("id")?,
        presale: row.get("presale")?,
        member: row.get("member")?,
        fate: row.word("state")?,
        rate: if row.get::<i64>("early")? == 1 { Rate::Early } else { Rate::Regular },
        price: row.get("price")?,
        points: row.get("points")?,
        deposit: row.get("deposit")?,
        paid: row.word("paid")?,
        back: row.get("back")?,
        window: row.get("pickup")?,
        day: row.get("day")?,
        at: row.get("at")?,
        voucher: row.get("voucher")?,
        until: row.get("until")?,
        ended_at: row.get("ended_at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        paid_back,
    })
}

const fn early(rate: Rate) -> i64 {
    match rate {
        Rate::Early => 1,
        Rate::Regular => 0,
    }
}

pub(super) async fn insert(tx: &mut Tx, one: &Reservation) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO presale_reservation (org, id, presale, member, state, early, price, points,
               deposit, paid, back, pickup, day, at, until, store, staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        args![
            org,
            one.id,
            one.presale,
            one.member,
            one.fate.word(),
            early(one.rate),
            one.price,
            one.points,
            one.deposit,
            one.paid.word(),
            one.back,
            one.window,
            &one.day,
            one.at,
            one.until,
            one.store,
            one.staff,
        ],
    )
    .await
    .map(drop)
}

/// What became of it.
pub(super) async fn update(tx: &mut Tx, one: &Reservation) -> Result<()> {
    let (org, paid) = (tx.org(), one.paid_back);
    tx.run(
        sql!(
            "UPDATE presale_reservation SET state = $3, back = $4, pickup = $5, voucher = $6,
               until = $7, ended_at = $8, back_at = $9, back_store = $10, back_staff = $11
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            one.id,
            one.fate.word(),
            one.back,
            one.window,
            one.voucher,
            one.until,
            one.ended_at,
            paid.map(|paid| paid.at),
            paid.and_then(|paid| paid.store),
            paid.and_then(|paid| paid.staff),
        ],
    )
    .await
    .map(drop)
}

pub async fn find(
    db: &mut impl Read,
    org: OrgId,
    id: PresaleReservationId,
) -> Result<Option<Reservation>> {
    let sql = format!("SELECT {COLUMNS} FROM presale_reservation WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(
    db: &mut impl Read,
    org: OrgId,
    id: PresaleReservationId,
) -> Result<Reservation> {
    find(db, org, id).await?.ok_or(Error::NotFound("reservation"))
}

pub(super) async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Reservation>> {
    let sql = format!("SELECT {COLUMNS} FROM presale_reservation WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read).transpose()
}

/// Of a pre-sale, of one state or all, the latest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    (presale, fate): (PresaleId, Option<Fate>),
    page: &PageRequest,
) -> Result<Page<Reservation>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation WHERE org = $1 AND presale = $2 AND id < $3
           AND (CAST($4 AS TEXT) IS NULL OR state = $4)
         ORDER BY id DESC LIMIT $5"
    );
    let values = args![org, presale, before, fate.map(Fate::word), limit + 1];
    let found: Result<Vec<_>> = db.rows(&sql, values).await?.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

/// Those who come in a window, who reserved first before the others.
pub(super) async fn in_window(
    db: &mut impl Read,
    org: OrgId,
    (presale, window): (PresaleId, i64),
    page: &PageRequest,
) -> Result<Page<Reservation>> {
    let limit = page.limit()?;
    let after: Uuid = page.after()?.unwrap_or(Uuid::nil());
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation
         WHERE org = $1 AND presale = $2 AND pickup = $3 AND id > $4
           AND state IN ('reserved', 'held', 'collected')
         ORDER BY id LIMIT $5"
    );
    let values = args![org, presale, window, after, limit + 1];
    let found: Result<Vec<_>> = db.rows(&sql, values).await?.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

/// A member's, the latest first, at most twenty: of one pre-sale, or of all.
pub(super) async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    (member, presale): (MemberId, Option<PresaleId>),
) -> Result<Vec<Reservation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation
         WHERE org = $1 AND member = $2 AND (CAST($3 AS UUID) IS NULL OR presale = $3)
         ORDER BY id DESC LIMIT 20"
    );
    db.rows(&sql, args![org, member, presale]).await?.iter().map(read).collect()
}

/// Whether a member waits for a piece of a pre-sale.
pub(super) async fn waits(
    db: &mut impl Read,
    org: OrgId,
    (presale, member): (PresaleId, MemberId),
) -> Result<bool> {
    let sql = sql!(
        "SELECT id FROM presale_reservation WHERE org = $1 AND member = $2 AND presale = $3
           AND state IN ('reserved', 'held') LIMIT 1"
    );
    Ok(db.row(sql, args![org, member, presale]).await?.is_some())
}

/// What a member waits for, in the order of its end; and cash that is owed to them.
pub(super) async fn waiting_of(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Reservation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation WHERE org = $1 AND member = $2
           AND (state IN ('reserved', 'held')
             OR (paid = 'cash' AND back > 0 AND ended_at IS NOT NULL AND back_at IS NULL))
         ORDER BY until, id LIMIT 1000"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// The pre-sales that somebody ever took part in.
pub(super) async fn presales_of(tx: &mut Tx, member: MemberId) -> Result<Vec<PresaleId>> {
    let org = tx.org();
    let sql =
        sql!("SELECT DISTINCT presale FROM presale_reservation WHERE org = $1 AND member = $2");
    tx.rows(sql, args![org, member]).await?.iter().map(|row| row.get("presale")).collect()
}

/// The first of one state, whose end is soonest.
pub(super) async fn first(
    db: &mut impl Read,
    org: OrgId,
    (presale, fate): (PresaleId, Fate),
    limit: u32,
) -> Result<Vec<Reservation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation WHERE org = $1 AND presale = $2 AND state = $3
         ORDER BY until LIMIT $4"
    );
    let values = args![org, presale, fate.word(), limit];
    db.rows(&sql, values).await?.iter().map(read).collect()
}

/// What was not collected before an instant, the soonest first.
pub(super) async fn overdue(
    db: &mut impl Read,
    org: OrgId,
    (presale, now): (PresaleId, Time),
    limit: u32,
) -> Result<Vec<Reservation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_reservation
         WHERE org = $1 AND presale = $2 AND state = 'held' AND until <= $3 ORDER BY until LIMIT $4"
    );
    db.rows(&sql, args![org, presale, now, limit]).await?.iter().map(read).collect()
}

/// Everybody who waits for a piece has everything back, soon.
pub(super) async fn mark_due(tx: &mut Tx, presale: PresaleId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE presale_reservation SET state = 'due'
             WHERE org = $1 AND presale = $2 AND state IN ('reserved', 'held')"
        ),
        args![org, presale],
    )
    .await
    .map(drop)
}

/// Who reserved dearer pays no more than this, or than what they paid ahead already.
pub(super) async fn cheaper(
    tx: &mut Tx,
    presale: PresaleId,
    (rate, price): (Rate, i64),
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE presale_reservation
               SET price = CASE WHEN deposit > $4 THEN deposit ELSE $4 END
             WHERE org = $1 AND presale = $2 AND early = $3 AND state = 'reserved' AND price > $4"
        ),
        args![org, presale, early(rate), price],
    )
    .await
    .map(drop)
}

/// A window ends then.
pub(super) async fn extend(
    tx: &mut Tx,
    presale: PresaleId,
    (window, until): (i64, Time),
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE presale_reservation SET until = $4
             WHERE org = $1 AND presale = $2 AND pickup = $3 AND state = 'reserved'"
        ),
        args![org, presale, window, until],
    )
    .await
    .map(drop)
}

/// How many there are of each state, what was paid ahead for them, and how much of it went back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub many: i64,
    pub deposit: i64,
    pub back: i64,
}

pub(super) async fn counted(
    db: &mut impl Read,
    org: OrgId,
    presale: PresaleId,
) -> Result<HashMap<Fate, Sum>> {
    let sql = sql!(
        "SELECT state, COUNT(*) AS n, CAST(SUM(deposit) AS BIGINT) AS deposit,
           CAST(SUM(back) AS BIGINT) AS back
         FROM presale_reservation WHERE org = $1 AND presale = $2 GROUP BY state"
    );
    let mut of = HashMap::new();
    for row in &db.rows(sql, args![org, presale]).await? {
        let (many, deposit, back) = (row.get("n")?, row.get("deposit")?, row.get("back")?);
        of.insert(row.word("state")?, Sum { many, deposit, back });
    }
    Ok(of)
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE presale_reservation SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
