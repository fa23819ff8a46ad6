//! All statements about counters.

use kernel::{DeviceId, Error, OrgId, Result, StaffId, StoreId, Time};
use sha2::{Digest as _, Sha256};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{CODE_FOR_S, Device};

fn read(row: &Row) -> Result<Device> {
    Ok(Device {
        id: row.get("id")?,
        store: row.get("store")?,
        name: row.get("name")?,
        lock_after_h: row.get("lock_after")?,
        paired_at: row.get("paired_at")?,
        unpaired_at: row.get("unpaired_at")?,
        seen_at: row.get("session_seen_at")?,
    })
}

/// Counters that are paired now, by store and name.
pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<Device>> {
    let rows = db
        .rows(
            sql!(
                "SELECT d.id, d.store, d.name, d.lock_after, d.paired_at, d.unpaired_at,
                   s.seen_at AS session_seen_at
                 FROM device d LEFT JOIN session s
                   ON s.org = d.org AND s.kind = 'counter' AND s.subject = d.id
                 WHERE d.org = $1 AND d.unpaired_at IS NULL ORDER BY d.store, LOWER(d.name), d.id"
            ),
            args![org],
        )
        .await?;
    rows.iter().map(read).collect()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: DeviceId) -> Result<Device> {
    let row = db
        .row(
            sql!(
                "SELECT d.id, d.store, d.name, d.lock_after, d.paired_at, d.unpaired_at,
                   s.seen_at AS session_seen_at
                 FROM device d LEFT JOIN session s
                   ON s.org = d.org AND s.kind = 'counter' AND s.subject = d.id
                 WHERE d.org = $1 AND d.id = $2 AND d.unpaired_at IS NULL LIMIT 1"
            ),
            args![org, id],
        )
        .await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("device"))
}

/// Six digits are few: the hash only keeps codes out of backups and logs; ten minutes, one use and
/// the rate limit protect them.
fn fingerprint(code: &str) -> Vec<u8> {
    Sha256::digest(format!("pairing {code}").as_bytes()).to_vec()
}

/// Whether somebody waits with this code, in any brand.
pub async fn taken(db: &mut impl Read, code: &str, now: Time) -> Result<bool> {
    Ok(waiting(db, code, now).await?.is_some())
}

/// A pairing that waits for its device.
#[derive(Debug, Clone)]
pub struct Pairing {
    pub org: OrgId,
    pub id: Uuid,
    pub store: StoreId,
    pub name: String,
}

pub async fn waiting(db: &mut impl Read, code: &str, now: Time) -> Result<Option<Pairing>> {
    let row = db
        .row(
            sql!(
                "SELECT org, id, store, name FROM pairing
                 WHERE code_hash = $1 AND expires_at > $2 AND used_at IS NULL
                 ORDER BY created_at LIMIT 1"
            ),
            args![fingerprint(code), now],
        )
        .await?;
    row.map(|row| {
        Ok(Pairing {
            org: row.get("org")?,
            id: row.get("id")?,
            store: row.get("store")?,
            name: row.get("name")?,
        })
    })
    .transpose()
}

pub async fn insert_pairing(tx: &mut Tx, store: StoreId, name: &str, code: &str) -> Result<()> {
    let (org, now, id) = (tx.org(), tx.now(), tx.world().uuid());
    tx.run(sql!("DELETE FROM pairing WHERE org = $1 AND expires_at <= $2"), args![org, now])
        .await?;
    let until = now.plus(std::time::Duration::from_secs(CODE_FOR_S));
    tx.run(
        sql!(
            "INSERT INTO pairing (org, id, store, name, code_hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![org, id, store, name, fingerprint(code), now, until],
    )
    .await
    .map(drop)
}

/// Uses a pairing up; false if another device was faster.
pub async fn take_pairing(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE pairing SET used_at = $3 WHERE org = $1 AND id = $2 AND used_at IS NULL"),
        args![org, id, now],
    )
    .await
    .map(|rows| rows == 1)
}

pub async fn insert(tx: &mut Tx, id: DeviceId, store: StoreId, name: &str) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO device (org, id, store, name, paired_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $5)"
        ),
        args![org, id, store, name, now],
    )
    .await
    .map(drop)
}

pub async fn update(tx: &mut Tx, id: DeviceId, name: &str, lock_after_h: i64) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE device SET name = $3, lock_after = $4 WHERE org = $1 AND id = $2"),
        args![org, id, name, lock_after_h],
    )
    .await
    .map(drop)
}

pub async fn set_unpaired(tx: &mut Tx, id: DeviceId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE device SET unpaired_at = $3
             WHERE org = $1 AND id = $2 AND unpaired_at IS NULL"
        ),
        args![org, id, now],
    )
    .await
    .map(drop)
}

/// The counter's session locks itself; for the timer of a shop that wants it.
pub async fn lock(tx: &mut Tx, id: DeviceId, staff: StaffId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE session SET staff = NULL, role = NULL, name = ''
             WHERE org = $1 AND kind = 'counter' AND subject = $2 AND staff = $3"
        ),
        args![org, id, staff],
    )
    .await
    .map(drop)
}

/// Wrong tries so far, and until when nobody may try.
pub async fn tries(
    db: &mut impl Read,
    org: OrgId,
    id: DeviceId,
    staff: StaffId,
) -> Result<(i64, Time)> {
    let row = db
        .row(
            sql!(
                "SELECT wrong, locked_until FROM pin_try
                 WHERE org = $1 AND device = $2 AND staff = $3"
            ),
            args![org, id, staff],
        )
        .await?;
    row.map_or(Ok((0, Time::from_micros(0))), |row| {
        Ok((row.get("wrong")?, row.get("locked_until")?))
    })
}

pub async fn note_tries(
    tx: &mut Tx,
    id: DeviceId,
    staff: StaffId,
    wrong: i64,
    locked_until: Time,
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO pin_try (org, device, staff, wrong, locked_until)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, device, staff) DO UPDATE SET wrong = $4, locked_until = $5"
        ),
        args![org, id, staff, wrong, locked_until],
    )
    .await
    .map(drop)
}
