//! The rows of claims and of the waiting list.

use std::collections::HashMap;

use kernel::{
    FlashClaimId, FlashPlaceId, FlashSaleId, MemberId, OrgId, Page, PageRequest, Result, Time,
    VoucherId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Claim, Fate, Figures, Place, Turn};

const CLAIM: &str = "id, sale, member, voucher, state, points, day, at, until, ended_at, store, \
    staff, posted_for";
const PLACE: &str = "id, sale, member, state, until";

fn read_claim(row: &Row) -> Result<Claim> {
    Ok(Claim {
        id: row.get("id")?,
        sale: row.get("sale")?,
        member: row.get("member")?,
        voucher: row.get("voucher")?,
        fate: row.word("state")?,
        points: row.get("points")?,
        day: row.get("day")?,
        at: row.get("at")?,
        until: row.get("until")?,
        ended_at: row.get("ended_at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        posted_for: row.get("posted_for")?,
    })
}

fn read_place(row: &Row) -> Result<Place> {
    Ok(Place {
        id: row.get("id")?,
        sale: row.get("sale")?,
        member: row.get("member")?,
        turn: row.word("state")?,
        until: row.get("until")?,
    })
}

pub(super) async fn insert_claims(tx: &mut Tx, claims: &[Claim]) -> Result<()> {
    let org = tx.org();
    let row = |claim: &Claim| {
        args![
            org,
            claim.id,
            claim.sale,
            claim.member,
            claim.voucher,
            claim.fate.word(),
            claim.points,
            &claim.day,
            claim.at,
            claim.until,
            claim.store,
            claim.staff,
        ]
    };
    let columns = [
        "org", "id", "sale", "member", "voucher", "state", "points", "day", "at", "until", "store",
        "staff",
    ];
    tx.insert("flash_claim", &columns, claims.iter().map(row).collect(), "").await
}

pub(super) async fn set_fate(tx: &mut Tx, id: FlashClaimId, fate: Fate) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let ended_at = (fate != Fate::Held).then_some(now);
    tx.run(
        sql!("UPDATE flash_claim SET state = $3, ended_at = $4 WHERE org = $1 AND id = $2"),
        args![org, id, fate.word(), ended_at],
    )
    .await
    .map(drop)
}

#[cfg(test)]
pub(super) async fn claim(
    db: &mut impl Read,
    org: OrgId,
    id: FlashClaimId,
) -> Result<Option<Claim>> {
    let sql = format!("SELECT {CLAIM} FROM flash_claim WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_claim).transpose()
}

pub(super) async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Claim>> {
    let sql = format!("SELECT {CLAIM} FROM flash_claim WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read_claim).transpose()
}

/// What was not collected before an instant, the soonest first.
pub(super) async fn overdue(
    db: &mut impl Read,
    org: OrgId,
    (sale, now): (FlashSaleId, Time),
    limit: u32,
) -> Result<Vec<Claim>> {
    let sql = format!(
        "SELECT {CLAIM} FROM flash_claim
         WHERE org = $1 AND sale = $2 AND state = 'held' AND until <= $3 ORDER BY until LIMIT $4"
    );
    db.rows(&sql, args![org, sale, now, limit]).await?.iter().map(read_claim).collect()
}

/// Of a sale, the latest first.
pub async fn claims(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
    page: &PageRequest,
) -> Result<Page<Claim>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {CLAIM} FROM flash_claim WHERE org = $1 AND sale = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, sale, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_claim).collect();
    Ok(Page::cut(found?, limit, |claim| claim.id.uuid()))
}

/// What a member took of a sale, the latest first, at most twenty.
pub(super) async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
    member: MemberId,
) -> Result<Vec<Claim>> {
    let sql = format!(
        "SELECT {CLAIM} FROM flash_claim WHERE org = $1 AND member = $3 AND sale = $2
         ORDER BY id DESC LIMIT 20"
    );
    db.rows(&sql, args![org, sale, member]).await?.iter().map(read_claim).collect()
}

/// The sales that somebody ever took part in.
pub(super) async fn sales_of(tx: &mut Tx, member: MemberId) -> Result<Vec<FlashSaleId>> {
    let org = tx.org();
    let sql = sql!("SELECT DISTINCT sale FROM flash_claim WHERE org = $1 AND member = $2");
    let rows = tx.rows(sql, args![org, member]).await?;
    rows.iter().map(|row| row.get("sale")).collect()
}

/// How the queue stands for one who wants to take something now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Queue {
    pub anybody: bool,
    /// What lies aside for them, and until when.
    pub offer: Option<(FlashPlaceId, Time)>,
}

pub(super) async fn queue(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
    member: MemberId,
) -> Result<Queue> {
    let sql = format!(
        "SELECT * FROM (SELECT {PLACE} FROM flash_place
           WHERE org = $1 AND sale = $2 AND state = 'waiting' ORDER BY id LIMIT 1) AS first_one
         UNION ALL
         SELECT {PLACE} FROM flash_place
           WHERE org = $1 AND sale = $2 AND member = $3 AND state = 'offered'"
    );
    let mut queue = Queue::default();
    for row in &db.rows(&sql, args![org, sale, member]).await? {
        let place = read_place(row)?;
        match place.turn {
            Turn::Waiting => queue.anybody = true,
            _ => queue.offer = place.until.map(|until| (place.id, until)),
        }
    }
    Ok(queue)
}

/// Whether anybody waits for a piece, or has one offered.
pub(super) async fn anybody_waits(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
) -> Result<bool> {
    let sql = sql!(
        "SELECT id FROM flash_place
         WHERE org = $1 AND sale = $2 AND state IN ('waiting', 'offered') LIMIT 1"
    );
    Ok(db.row(sql, args![org, sale]).await?.is_some())
}

pub(super) async fn insert_place(tx: &mut Tx, place: &Place) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO flash_place (org, id, sale, member, state, at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        args![org, place.id, place.sale, place.member, place.turn.word(), now],
    )
    .await
    .map(drop)
}

pub(super) async fn set_turn(
    tx: &mut Tx,
    id: FlashPlaceId,
    (turn, until): (Turn, Option<Time>),
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let ended_at = (turn != Turn::Offered).then_some(now);
    tx.run(
        sql!(
            "UPDATE flash_place SET state = $3, until = $4, ended_at = $5
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, turn.word(), until, ended_at],
    )
    .await
    .map(drop)
}

/// A member's open place.
pub(super) async fn place_of(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
    member: MemberId,
) -> Result<Option<Place>> {
    let sql = format!(
        "SELECT {PLACE} FROM flash_place
         WHERE org = $1 AND sale = $2 AND member = $3 AND state IN ('waiting', 'offered')"
    );
    db.row(&sql, args![org, sale, member]).await?.as_ref().map(read_place).transpose()
}

/// A member's open places in all sales.
pub(super) async fn places_of(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Place>> {
    let sql = format!(
        "SELECT {PLACE} FROM flash_place
         WHERE org = $1 AND member = $2 AND state IN ('waiting', 'offered') ORDER BY id LIMIT 100"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read_place).collect()
}

/// The first places of a list, in its order.
pub(super) async fn places(
    db: &mut impl Read,
    org: OrgId,
    (sale, turn): (FlashSaleId, Turn),
    limit: i64,
) -> Result<Vec<Place>> {
    let sql = format!(
        "SELECT {PLACE} FROM flash_place WHERE org = $1 AND sale = $2 AND state = $3
         ORDER BY id LIMIT $4"
    );
    db.rows(&sql, args![org, sale, turn.word(), limit]).await?.iter().map(read_place).collect()
}

/// How many stand before a place.
pub(super) async fn before(db: &mut impl Read, org: OrgId, place: &Place) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS places FROM flash_place
         WHERE org = $1 AND sale = $2 AND state = 'waiting' AND id < $3"
    );
    db.row(sql, args![org, place.sale, place.id]).await?.map_or(Ok(0), |row| row.get("places"))
}

/// Everybody who still waits is told that it is over; how many it were.
pub(super) async fn end_waiting(tx: &mut Tx, sale: FlashSaleId) -> Result<u64> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE flash_place SET state = 'over', until = NULL, ended_at = $3
             WHERE org = $1 AND sale = $2 AND state IN ('waiting', 'offered')"
        ),
        args![org, sale, now],
    )
    .await
}

/// The soonest end of a hold or an offer.
pub(super) async fn soonest(
    db: &mut impl Read,
    org: OrgId,
    sale: FlashSaleId,
) -> Result<Option<Time>> {
    let sql = sql!(
        "SELECT MIN(until) AS until FROM (
           SELECT MIN(until) AS until FROM flash_claim
             WHERE org = $1 AND sale = $2 AND state = 'held'
           UNION ALL
           SELECT MIN(until) AS until FROM flash_place
             WHERE org = $1 AND sale = $2 AND state = 'offered') AS ends"
    );
    db.row(sql, args![org, sale]).await?.map_or(Ok(None), |row| row.get("until"))
}

/// How often each fate and turn is there, of some sales.
pub(super) async fn counted(db: &mut impl Read, org: OrgId, sale: FlashSaleId) -> Result<Figures> {
    let sql = sql!(
        "SELECT 'claim' AS sort, state, COUNT(*) AS n FROM flash_claim
           WHERE org = $1 AND sale = $2 GROUP BY state
         UNION ALL
         SELECT 'place' AS sort, state, COUNT(*) AS n FROM flash_place
           WHERE org = $1 AND sale = $2 AND state = 'waiting' GROUP BY state"
    );
    let mut of = HashMap::new();
    for row in &db.rows(sql, args![org, sale]).await? {
        of.insert(row.get::<String>("state")?, row.get::<i64>("n")?);
    }
    let n = |word: &str| of.get(word).copied().unwrap_or(0);
    Ok(Figures {
        left: 0,
        offered: 0,
        held: n(Fate::Held.word()),
        collected: n(Fate::Collected.word()),
        lapsed: n(Fate::Lapsed.word()),
        withdrawn: n(Fate::Withdrawn.word()),
        waiting: n(Turn::Waiting.word()),
    })
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE flash_claim SET posted_for = COALESCE(posted_for, member), member = $3
             WHERE org = $1 AND member = $2"
        ),
        args![org, from, into],
    )
    .await?;
    tx.run(
        sql!("UPDATE flash_place SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
