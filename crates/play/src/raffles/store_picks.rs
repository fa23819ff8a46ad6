//! The picks of a draw, and tickets that were given.

use kernel::{
    MemberId, OrgId, Page, PageRequest, PurchaseId, RaffleGrantId, RaffleId, Result, StaffId,
    StoreId, Time, VoucherId,
};
use store::{Read, Row, Tx, args, sql};

use super::model::{Fate, Figures, Pick, Why};

const PICK: &str =
    "id, raffle, number, prize, entry, member, state, voucher, until, at, ended_at, why";

fn read_pick(row: &Row) -> Result<Pick> {
    let why: Option<String> = row.get("why")?;
    Ok(Pick {
        id: row.get("id")?,
        raffle: row.get("raffle")?,
        number: row.get("number")?,
        prize: row.get("prize")?,
        entry: row.get("entry")?,
        member: row.get("member")?,
        fate: row.word("state")?,
        voucher: row.get("voucher")?,
        until: row.get("until")?,
        at: row.get("at")?,
        ended_at: row.get("ended_at")?,
        why: why.and_then(|word: String| word.parse::<Why>().ok()),
    })
}

pub(super) async fn insert_pick(tx: &mut Tx, pick: &Pick) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO raffle_pick (org, id, raffle, number, prize, entry, member, state, voucher,
               until, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        args![
            org,
            pick.id,
            pick.raffle,
            pick.number,
            pick.prize,
            pick.entry,
            pick.member,
            pick.fate.word(),
            pick.voucher,
            pick.until,
            pick.at,
        ],
    )
    .await
    .map(drop)
}

/// What became of a pick.
pub(super) async fn update_pick(tx: &mut Tx, pick: &Pick) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let ended_at = (!matches!(pick.fate, Fate::Held | Fate::Due)).then_some(now);
    let sql = sql!(
        "UPDATE raffle_pick SET state = $3, voucher = $4, until = $5, ended_at = $6, why = $7
         WHERE org = $1 AND id = $2"
    );
    let why = pick.why.map(Why::word);
    let state = pick.fate.word();
    tx.run(sql, args![org, pick.id, state, pick.voucher, pick.until, ended_at, why]).await.map(drop)
}

pub(super) async fn pick(
    db: &mut impl Read,
    org: OrgId,
    (raffle, number): (RaffleId, i64),
) -> Result<Option<Pick>> {
    let sql =
        format!("SELECT {PICK} FROM raffle_pick WHERE org = $1 AND raffle = $2 AND number = $3");
    db.row(&sql, args![org, raffle, number]).await?.as_ref().map(read_pick).transpose()
}

pub(super) async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Pick>> {
    let sql = format!("SELECT {PICK} FROM raffle_pick WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read_pick).transpose()
}

/// In the order of the draw.
pub async fn picks(
    db: &mut impl Read,
    org: OrgId,
    raffle: RaffleId,
    page: &PageRequest,
) -> Result<Page<Pick>> {
    let limit = page.limit()?;
    let after: i64 = page.after()?.unwrap_or(-1);
    let sql = format!(
        "SELECT {PICK} FROM raffle_pick WHERE org = $1 AND raffle = $2 AND number > $3
         ORDER BY number LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, raffle, after, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_pick).collect();
    Ok(Page::cut(found?, limit, |pick| pick.number))
}

/// What a member won in a raffle, at most fifty.
pub async fn picks_of(
    db: &mut impl Read,
    org: OrgId,
    (raffle, member): (RaffleId, MemberId),
) -> Result<Vec<Pick>> {
    let sql = format!(
        "SELECT {PICK} FROM raffle_pick WHERE org = $1 AND member = $3 AND raffle = $2
         ORDER BY id DESC LIMIT 50"
    );
    db.rows(&sql, args![org, raffle, member]).await?.iter().map(read_pick).collect()
}

/// Picks of one state; of those that are held, the ones whose time is over.
pub(super) async fn picks_in(
    db: &mut impl Read,
    org: OrgId,
    (raffle, fate): (RaffleId, Fate),
    (now, limit): (Time, u32),
) -> Result<Vec<Pick>> {
    let sql = format!(
        "SELECT {PICK} FROM raffle_pick WHERE org = $1 AND raffle = $2 AND state = $3
           AND (until IS NULL OR until <= $4)
         ORDER BY number LIMIT $5"
    );
    db.rows(&sql, args![org, raffle, fate.word(), now, limit])
        .await?
        .iter()
        .map(read_pick)
        .collect()
}

/// The soonest end of what waits to be collected.
pub(super) async fn soonest(
    db: &mut impl Read,
    org: OrgId,
    raffle: RaffleId,
) -> Result<Option<Time>> {
    let sql = sql!(
        "SELECT MIN(until) AS until FROM raffle_pick
         WHERE org = $1 AND raffle = $2 AND state = 'held'"
    );
    db.row(sql, args![org, raffle]).await?.map_or(Ok(None), |row| row.get("until"))
}

/// How often each fate is there.
pub(super) async fn counted(db: &mut impl Read, org: OrgId, raffle: RaffleId) -> Result<Figures> {
    let sql = sql!(
        "SELECT state, COUNT(*) AS n FROM raffle_pick WHERE org = $1 AND raffle = $2 GROUP BY state"
    );
    let mut figures = Figures::default();
    for row in &db.rows(sql, args![org, raffle]).await? {
        let n: i64 = row.get("n")?;
        match row.word("state")? {
            Fate::Due | Fate::Held => figures.held += n,
            Fate::Collected => figures.collected += n,
            Fate::Lapsed => figures.lapsed += n,
            Fate::Withdrawn => figures.withdrawn += n,
            Fate::Passed => figures.passed += n,
        }
    }
    Ok(figures)
}

/// Tickets that somebody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: RaffleGrantId,
    pub raffle: RaffleId,
    pub member: MemberId,
    pub tickets: i64,
    pub source: &'static str,
    pub purchase: Option<PurchaseId>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// `false` when that purchase gave its ticket before.
pub(super) async fn insert_grant(tx: &mut Tx, grant: &Grant) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    let Grant { id, raffle, member, tickets, source, purchase, store, staff } = grant.clone();
    let rows = tx
        .run(
            sql!(
                "INSERT INTO raffle_grant (org, id, raffle, member, tickets, source, purchase, at,
                   store, staff)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
            ),
            args![org, id, raffle, member, tickets, source, purchase, now, store, staff],
        )
        .await?;
    Ok(rows > 0)
}

/// Whom a purchase gave a ticket, of which raffle.
pub(super) async fn granted_for(
    tx: &mut Tx,
    purchase: PurchaseId,
) -> Result<Vec<(RaffleGrantId, RaffleId, MemberId)>> {
    let org = tx.org();
    let sql = sql!(
        "SELECT id, raffle, member FROM raffle_grant
         WHERE org = $1 AND purchase = $2 AND undone_at IS NULL"
    );
    let rows = tx.rows(sql, args![org, purchase]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("raffle")?, row.get("member")?))).collect()
}

/// What somebody was given for joining and was not taken back: of which raffle, and when.
pub(super) async fn joined(
    tx: &mut Tx,
    member: MemberId,
) -> Result<Vec<(RaffleGrantId, RaffleId, Time)>> {
    let org = tx.org();
    let sql = sql!(
        "SELECT id, raffle, at FROM raffle_grant
         WHERE org = $1 AND member = $2 AND source = 'joining' AND undone_at IS NULL"
    );
    let rows = tx.rows(sql, args![org, member]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("raffle")?, row.get("at")?))).collect()
}

pub(super) async fn undo_grant(tx: &mut Tx, id: RaffleGrantId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let sql = sql!("UPDATE raffle_grant SET undone_at = $3 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, now]).await.map(drop)
}
