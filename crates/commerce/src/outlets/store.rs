//! The outlets' rows.

use std::collections::HashMap;

use kernel::{Error, MemberId, OrgId, OutletId, Page, PageRequest, Result};
use store::{Read, Reader, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Details, Kind, Outlet, State};

const COLUMNS: &str = "id, kind, name, store, address, words, windows, cutoff_hours, groups, keeper, \
    missed, areas, fee, free_from, state, created_at";

fn read(row: &Row) -> Result<Outlet> {
    Ok(Outlet {
        id: row.get("id")?,
        details: Details {
            kind: row.word("kind")?,
            name: row.get("name")?,
            store: row.get("store")?,
            address: row.get("address")?,
            words: row.get("words")?,
            windows: row.json("windows")?,
            cutoff_hours: row.get("cutoff_hours")?,
            groups: row.json("groups")?,
            keeper: row.get("keeper")?,
            missed: row.word("missed")?,
            areas: row.json("areas")?,
            fee: row.get("fee")?,
            free_from: row.get("free_from")?,
        },
        state: row.word("state")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: OutletId) -> Result<Option<Outlet>> {
    let sql = format!("SELECT {COLUMNS} FROM outlet WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The outlet, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: OutletId) -> Result<Outlet> {
    find(db, org, id).await?.ok_or(Error::NotFound("outlet"))
}

/// Which outlets are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    pub kind: Option<Kind>,
    pub state: Option<State>,
}

/// In the order in which they were made.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: Which,
    page: &PageRequest,
) -> Result<Page<Outlet>> {
    let limit = page.limit()?;
    let after: Uuid = page.after()?.unwrap_or(Uuid::nil());
    let sql = format!(
        "SELECT {COLUMNS} FROM outlet WHERE org = $1 AND id > $2
         AND (CAST($3 AS TEXT) IS NULL OR kind = $3) AND (CAST($4 AS TEXT) IS NULL OR state = $4)
         ORDER BY id LIMIT $5"
    );
    let (kind, state) = (which.kind.map(Kind::word), which.state.map(State::word));
    let rows = db.rows(&sql, args![org, after, kind, state, limit + 1]).await?;
    let outlets: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(outlets?, limit, |outlet| outlet.id.uuid()))
}

pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE outlet SET keeper = $3 WHERE org = $1 AND keeper = $2");
    tx.run(sql, args![org, from, into]).await.map(drop)
}

/// The points that a member looks after.
pub async fn of_keeper(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Vec<Outlet>> {
    let sql =
        format!("SELECT {COLUMNS} FROM outlet WHERE org = $1 AND keeper = $2 ORDER BY id LIMIT 20");
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(outlet) = find(db, org, OutletId::from_uuid(*id)).await? {
            names.insert(*id, outlet.details.name);
        }
    }
    Ok(names)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// Writes the row, new or changed.
pub(super) async fn put(tx: &mut Tx, outlet: &Outlet) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO outlet (org, id, kind, name, store, address, words, windows, cutoff_hours,
               groups, keeper, missed, areas, fee, free_from, state, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (org, id) DO UPDATE SET name = excluded.name, store = excluded.store,
               address = excluded.address, words = excluded.words, windows = excluded.windows,
               cutoff_hours = excluded.cutoff_hours, groups = excluded.groups,
               keeper = excluded.keeper, missed = excluded.missed, areas = excluded.areas,
               fee = excluded.fee, free_from = excluded.free_from, state = excluded.state"
        ),
        args![
            org,
            outlet.id,
            outlet.kind.word(),
            &outlet.name,
            outlet.store,
            &outlet.address,
            &outlet.words,
            json(&outlet.windows)?,
            outlet.cutoff_hours,
            json(&outlet.groups)?,
            outlet.keeper,
            outlet.missed.word(),
            json(&outlet.areas)?,
            outlet.fee,
            outlet.free_from,
            outlet.state.word(),
            outlet.created_at,
        ],
    )
    .await
    .map(drop)
}

/// Leaves what somebody kept without a keeper.
pub(super) async fn release(tx: &mut Tx, keeper: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE outlet SET keeper = NULL WHERE org = $1 AND keeper = $2"),
        args![org, keeper],
    )
    .await
    .map(drop)
}
