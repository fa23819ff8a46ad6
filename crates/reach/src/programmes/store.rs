//! All statements about slots.

use kernel::{Error, OrgId, Result, SeriesId, SlotId};
use people::playbooks::{At, Day};
use store::{Read, Row, Tx, args, sql};

use super::model::{Days, NewSlot, Slot, kind};

const COLUMNS: &str = "id, series, slot_key, days, at_minute, kind, selling, expires_minutes, title, \
    texts, hint, tip, picture, ended_at";

fn read(row: &Row) -> Result<Slot> {
    let minute: i64 = row.get("at_minute")?;
    let word: String = row.get("kind")?;
    let two = |value: i64| u8::try_from(value).map_err(Error::broken);
    Ok(Slot {
        id: row.get("id")?,
        series: row.get("series")?,
        key: row.get("slot_key")?,
        days: Days::from_bits(row.get("days")?),
        at: At { hour: two(minute / 60)?, minute: two(minute % 60)? },
        kind: kind(&word).ok_or_else(|| Error::broken(format!("slot of kind {word}")))?,
        selling: row.get("selling")?,
        expires_minutes: row.get("expires_minutes")?,
        title: row.json("title")?,
        texts: row.json("texts")?,
        hint: row.json("hint")?,
        tip: row.json("tip")?,
        picture: row.get("picture")?,
        ended_at: row.get("ended_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: SlotId) -> Result<Option<Slot>> {
    let sql = format!("SELECT {COLUMNS} FROM slot WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: SlotId) -> Result<Slot> {
    find(db, org, id).await?.ok_or(Error::NotFound("slot"))
}

/// The slots that a series has now, by their times.
pub async fn of_series(db: &mut impl Read, org: OrgId, series: SeriesId) -> Result<Vec<Slot>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM slot WHERE org = $1 AND series = $2 AND ended_at IS NULL
         ORDER BY at_minute, id LIMIT 200"
    );
    db.rows(&sql, args![org, series]).await?.iter().map(read).collect()
}

/// Every slot of the org on a weekday, by series and time.
pub async fn of_day(db: &mut impl Read, org: OrgId, day: Day) -> Result<Vec<Slot>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM slot WHERE org = $1 AND ended_at IS NULL
         ORDER BY series, at_minute, id LIMIT 20000"
    );
    let rows = db.rows(&sql, args![org]).await?;
    let slots: Result<Vec<Slot>> = rows.iter().map(read).collect();
    Ok(slots?.into_iter().filter(|slot| slot.days.has(day)).collect())
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

pub async fn insert(tx: &mut Tx, series: SeriesId, id: SlotId, new: &NewSlot) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO slot (org, id, series, slot_key, days, at_minute, kind, selling,
               expires_minutes, title, texts, hint, tip, picture, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)"
        ),
        args![
            org,
            id,
            series,
            &new.key,
            new.days.bits(),
            new.at.minutes(),
            new.kind.word(),
            new.selling,
            new.expires_minutes,
            json(&new.title)?,
            json(&new.texts)?,
            json(&new.hint)?,
            json(&new.tip)?,
            new.picture,
            now,
        ],
    )
    .await
    .map(drop)
}

pub async fn update(tx: &mut Tx, id: SlotId, new: &NewSlot) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE slot SET days = $3, at_minute = $4, kind = $5, selling = $6,
               expires_minutes = $7, title = $8, texts = $9, hint = $10, tip = $11, picture = $12,
               changed_at = $13
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            id,
            new.days.bits(),
            new.at.minutes(),
            new.kind.word(),
            new.selling,
            new.expires_minutes,
            json(&new.title)?,
            json(&new.texts)?,
            json(&new.hint)?,
            json(&new.tip)?,
            new.picture,
            now,
        ],
    )
    .await
    .map(drop)
}

pub async fn end(tx: &mut Tx, id: SlotId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE slot SET ended_at = $3, changed_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}
