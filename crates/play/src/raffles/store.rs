//! What was signed of a raffle, and its entries.

use kernel::{Error, MemberId, OrgId, Page, PageRequest, RaffleEntryId, RaffleId, Result, Time};
use serde::{Serialize, de::DeserializeOwned};
use store::{Read, Row, Tx, args, sql};

use super::{
    model::{Entry, Out},
    sealed::Sealed,
};

const SEALED: &str = "id, draw_secret, order_secret, opening, edge, entries, entrants, tickets, \
    closing, closed_at, draws_at, drawn_at, called_off_at";
const ENTRY: &str = "id, raffle, place, member, label, number, tickets, free, bought, points, nonce, \
    shown, at, store, staff, out";

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::broken)
}
fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// The bytes that an org signs its draws with, as hexadecimal digits.
pub(super) async fn signing_secret(db: &mut impl Read, org: OrgId) -> Result<Option<String>> {
    let sql = sql!("SELECT signing_secret FROM draw_key WHERE org = $1");
    db.row(sql, args![org]).await?.map(|row| row.get("signing_secret")).transpose()
}

pub(super) async fn insert_signing_secret(tx: &mut Tx, secret: &str) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let sql = sql!("INSERT INTO draw_key (org, signing_secret, created_at) VALUES ($1, $2, $3)");
    tx.run(sql, args![org, secret, now]).await.map(drop)
}

fn read_sealed(row: &Row) -> Result<Sealed> {
    let order: Option<String> = row.get("order_secret")?;
    let closing: Option<String> = row.get("closing")?;
    Ok(Sealed {
        id: row.get("id")?,
        secret: from_json(&row.get::<String>("draw_secret")?)?,
        order: order.as_deref().map(from_json).transpose()?,
        draw: from_json(&row.get::<String>("opening")?)?,
        edge: from_json(&row.get::<String>("edge")?)?,
        entries: row.get("entries")?,
        entrants: row.get("entrants")?,
        tickets: row.get("tickets")?,
        closed: closing.as_deref().map(from_json).transpose()?,
        closed_at: row.get("closed_at")?,
        draws_at: row.get("draws_at")?,
        drawn_at: row.get("drawn_at")?,
        called_off_at: row.get("called_off_at")?,
    })
}

pub async fn sealed(db: &mut impl Read, org: OrgId, id: RaffleId) -> Result<Option<Sealed>> {
    let sql = format!("SELECT {SEALED} FROM raffle WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_sealed).transpose()
}

pub(super) async fn insert_sealed(tx: &mut Tx, sealed: &Sealed) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO raffle (org, id, draw_secret, order_secret, opening, edge, entries,
               entrants, tickets, closing)
             VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, $7)"
        ),
        args![
            org,
            sealed.id,
            json(&sealed.secret)?,
            sealed.order.as_ref().map(json).transpose()?,
            json(&sealed.draw)?,
            json(&sealed.edge)?,
            sealed.closed.as_ref().map(json).transpose()?,
        ],
    )
    .await
    .map(drop)
}

/// What changes with an entry.
pub(super) async fn set_edge(tx: &mut Tx, sealed: &Sealed) -> Result<()> {
    let org = tx.org();
    let sql = sql!(
        "UPDATE raffle SET edge = $3, entries = $4, entrants = $5, tickets = $6
         WHERE org = $1 AND id = $2"
    );
    let (entries, entrants, tickets) = (sealed.entries, sealed.entrants, sealed.tickets);
    tx.run(sql, args![org, sealed.id, json(&sealed.edge)?, entries, entrants, tickets])
        .await
        .map(drop)
}

pub(super) async fn set_closed(tx: &mut Tx, sealed: &Sealed) -> Result<()> {
    let org = tx.org();
    let sql = sql!(
        "UPDATE raffle SET closing = $3, closed_at = $4, draws_at = $5, called_off_at = $6
         WHERE org = $1 AND id = $2"
    );
    let closing = sealed.closed.as_ref().map(json).transpose()?;
    let (closed, draws, off) = (sealed.closed_at, sealed.draws_at, sealed.called_off_at);
    tx.run(sql, args![org, sealed.id, closing, closed, draws, off]).await.map(drop)
}

pub async fn proof(db: &mut impl Read, org: OrgId, id: RaffleId) -> Result<Option<String>> {
    let sql = sql!("SELECT proof FROM raffle WHERE org = $1 AND id = $2");
    db.row(sql, args![org, id]).await?.map_or(Ok(None), |row| row.get("proof"))
}

pub(super) async fn set_proof(
    tx: &mut Tx,
    id: RaffleId,
    (proof, drawn_at): (&str, Option<Time>),
) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE raffle SET proof = $3, drawn_at = $4 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, proof, drawn_at]).await.map(drop)
}

fn read_entry(row: &Row) -> Result<Entry> {
    let out: Option<String> = row.get("out")?;
    Ok(Entry {
        id: row.get("id")?,
        raffle: row.get("raffle")?,
        place: row.get("place")?,
        member: row.get("member")?,
        label: row.get("label")?,
        number: row.get("number")?,
        tickets: row.get("tickets")?,
        free: row.get("free")?,
        bought: row.get("bought")?,
        points: row.get("points")?,
        nonce: row.get("nonce")?,
        shown: row.get("shown")?,
        at: row.get("at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        out: out.and_then(|word| word.parse().ok()),
    })
}

pub(super) async fn insert_entry(tx: &mut Tx, entry: &Entry, receipt: &str) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO raffle_entry (org, id, raffle, place, member, label, number, tickets, free,
               bought, points, nonce, shown, receipt, at, store, staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        args![
            org,
            entry.id,
            entry.raffle,
            entry.place,
            entry.member,
            &entry.label,
            entry.number,
            entry.tickets,
            entry.free,
            entry.bought,
            entry.points,
            entry.nonce.as_deref(),
            entry.shown.as_deref(),
            receipt,
            entry.at,
            entry.store,
            entry.staff,
        ],
    )
    .await
    .map(drop)
}

pub async fn entry(db: &mut impl Read, org: OrgId, id: RaffleEntryId) -> Result<Option<Entry>> {
    let sql = format!("SELECT {ENTRY} FROM raffle_entry WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_entry).transpose()
}

/// What was signed for an entry.
pub async fn receipt(db: &mut impl Read, org: OrgId, id: RaffleEntryId) -> Result<String> {
    let sql = sql!("SELECT receipt FROM raffle_entry WHERE org = $1 AND id = $2");
    let row = db.row(sql, args![org, id]).await?.ok_or(Error::NotFound("raffle_entry"))?;
    row.get("receipt")
}

/// The log, in its order, from a place on.
pub async fn log(
    db: &mut impl Read,
    org: OrgId,
    (raffle, from): (RaffleId, i64),
    limit: i64,
) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM raffle_entry WHERE org = $1 AND raffle = $2 AND place >= $3
         ORDER BY place LIMIT $4"
    );
    db.rows(&sql, args![org, raffle, from, limit]).await?.iter().map(read_entry).collect()
}

/// Of a raffle, the latest first.
pub async fn entries(
    db: &mut impl Read,
    org: OrgId,
    raffle: RaffleId,
    page: &PageRequest,
) -> Result<Page<Entry>> {
    let limit = page.limit()?;
    let before: i64 = page.after()?.unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {ENTRY} FROM raffle_entry WHERE org = $1 AND raffle = $2 AND place < $3
         ORDER BY place DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, raffle, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_entry).collect();
    Ok(Page::cut(found?, limit, |entry| entry.place))
}

/// What a member put into a raffle, the latest first, at most fifty times.
pub async fn entries_of(
    db: &mut impl Read,
    org: OrgId,
    (raffle, member): (RaffleId, MemberId),
) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM raffle_entry WHERE org = $1 AND member = $3 AND raffle = $2
         ORDER BY id DESC LIMIT 50"
    );
    db.rows(&sql, args![org, raffle, member]).await?.iter().map(read_entry).collect()
}

/// The raffles that somebody ever took part in, or had tickets of.
pub(super) async fn raffles_of(tx: &mut Tx, member: MemberId) -> Result<Vec<RaffleId>> {
    let org = tx.org();
    let sql = sql!(
        "SELECT DISTINCT raffle FROM raffle_entry WHERE org = $1 AND member = $2
         UNION SELECT DISTINCT raffle FROM raffle_grant WHERE org = $1 AND member = $2"
    );
    tx.rows(sql, args![org, member]).await?.iter().map(|row| row.get("raffle")).collect()
}

/// Somebody's tickets of a raffle do not count, from now on.
pub(super) async fn put_out(
    tx: &mut Tx,
    (raffle, member): (RaffleId, MemberId),
    out: Out,
) -> Result<u64> {
    let org = tx.org();
    let sql = sql!(
        "UPDATE raffle_entry SET out = $4
         WHERE org = $1 AND member = $3 AND raffle = $2 AND out IS NULL"
    );
    tx.run(sql, args![org, raffle, member, out.word()]).await
}

pub(super) async fn show_nonce(tx: &mut Tx, id: RaffleEntryId, nonce: &str) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE raffle_entry SET shown = $3 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, nonce]).await.map(drop)
}

/// Entries that cost points which did not go back yet.
pub(super) async fn unrefunded(
    db: &mut impl Read,
    org: OrgId,
    raffle: RaffleId,
    limit: i64,
) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM raffle_entry WHERE org = $1 AND raffle = $2 AND place >= 0
           AND points > 0 AND (out IS NULL OR out <> 'refunded')
         ORDER BY place LIMIT $3"
    );
    db.rows(&sql, args![org, raffle, limit]).await?.iter().map(read_entry).collect()
}

pub(super) async fn set_out(tx: &mut Tx, id: RaffleEntryId, out: Out) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE raffle_entry SET out = $3 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, out.word()]).await.map(drop)
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("UPDATE raffle_entry SET member = $3 WHERE org = $1 AND member = $2"),
        sql!("UPDATE raffle_pick SET member = $3 WHERE org = $1 AND member = $2"),
        sql!("UPDATE raffle_grant SET member = $3 WHERE org = $1 AND member = $2"),
    ] {
        tx.run(sql, args![org, from, into]).await?;
    }
    Ok(())
}
