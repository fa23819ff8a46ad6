//! Where a series opens groups: the last number given there, and who hosts.

use kernel::{OrgId, Result, SeriesId, StaffId, StoreId};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

/// A store as a key: sixteen zero bytes for the whole org.
pub(crate) const fn key_of(store: Option<StoreId>) -> Uuid {
    match store {
        Some(store) => store.uuid(),
        None => Uuid::nil(),
    }
}

pub(crate) fn store_of(key: Uuid) -> Option<StoreId> {
    (!key.is_nil()).then(|| StoreId::from_uuid(key))
}

/// Where a series opens groups, and who hosts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub store: Option<StoreId>,
    pub last_number: i64,
    pub host: Option<StaffId>,
    pub backup: Option<StaffId>,
}

fn read(row: &Row) -> Result<Spot> {
    Ok(Spot {
        store: store_of(row.get("store")?),
        last_number: row.get("last_number")?,
        host: row.get("host")?,
        backup: row.get("backup")?,
    })
}

/// All places of a series.
pub async fn list(db: &mut impl Read, org: OrgId, series: SeriesId) -> Result<Vec<Spot>> {
    db.rows(
        sql!(
            "SELECT store, last_number, host, backup FROM series_store
             WHERE org = $1 AND series = $2 ORDER BY store LIMIT 1000"
        ),
        args![org, series],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

pub async fn find(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    store: Option<StoreId>,
) -> Result<Option<Spot>> {
    db.row(
        sql!(
            "SELECT store, last_number, host, backup FROM series_store
             WHERE org = $1 AND series = $2 AND store = $3"
        ),
        args![org, series, key_of(store)],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

pub async fn put(tx: &mut Tx, series: SeriesId, spot: &Spot) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO series_store (org, series, store, last_number, host, backup)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (org, series, store) DO UPDATE SET
               last_number = excluded.last_number, host = excluded.host, backup = excluded.backup"
        ),
        args![org, series, key_of(spot.store), spot.last_number, spot.host, spot.backup],
    )
    .await
    .map(drop)
}
