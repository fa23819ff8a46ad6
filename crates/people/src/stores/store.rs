//! All statements about stores.

use kernel::{Error, OrgId, Result, StoreId, Time};
use store::{Read, Row, Tx, args, sql};

use super::model::{NewStore, Store};

const COLUMNS: &str = "id, code, name, address, lat, lon, hours, created_at, closed_at";

fn read(row: &Row) -> Result<Store> {
    Ok(Store {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        address: row.get("address")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        hours: row.json("hours")?,
        created_at: row.get("created_at")?,
        closed_at: row.get("closed_at")?,
    })
}

/// Every store that is not closed for good, by name. A chain has a few hundred.
pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<Store>> {
    let all = all(db, org).await?;
    Ok(all.into_iter().filter(Store::works).collect())
}

/// Closed ones too.
pub async fn all(db: &mut impl Read, org: OrgId) -> Result<Vec<Store>> {
    let sql = format!("SELECT {COLUMNS} FROM store WHERE org = $1 ORDER BY LOWER(name), id");
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

pub async fn find(db: &mut impl Read, org: OrgId, id: StoreId) -> Result<Option<Store>> {
    let sql = format!("SELECT {COLUMNS} FROM store WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: StoreId) -> Result<Store> {
    find(db, org, id).await?.ok_or(Error::NotFound("store"))
}

/// By the code that files from tills use, whatever its case.
pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Store>> {
    let sql = format!("SELECT {COLUMNS} FROM store WHERE org = $1 AND code = $2");
    let code = code.trim().to_uppercase();
    db.row(&sql, args![org, code]).await?.as_ref().map(read).transpose()
}

pub async fn insert(tx: &mut Tx, id: StoreId, code: &str, new: &NewStore) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO store (org, id, code, name, address, lat, lon, hours, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![
            org,
            id,
            code,
            &new.name,
            &new.address,
            new.lat,
            new.lon,
            serde_json::to_string(&new.hours).map_err(Error::broken)?,
            now,
        ],
    )
    .await
    .map(drop)
}

pub async fn update(tx: &mut Tx, id: StoreId, code: &str, new: &NewStore) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE store SET code = $3, name = $4, address = $5, lat = $6, lon = $7, hours = $8
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            id,
            code,
            &new.name,
            &new.address,
            new.lat,
            new.lon,
            serde_json::to_string(&new.hours).map_err(Error::broken)?,
        ],
    )
    .await
    .map(drop)
}

pub async fn set_closed(tx: &mut Tx, id: StoreId, closed_at: Option<Time>) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE store SET closed_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, closed_at],
    )
    .await
    .map(drop)
}
