//! All statements about groups.

use kernel::{Error, GroupId, OrgId, Page, PageRequest, Result, SeriesId, StaffId, StoreId, Time};
use serde_json::Value as Json;
use store::{Read, Row, Tx, Value, any_of, args, sql};
use uuid::Uuid;

use super::model::{By, Fill, Group, Homes, Narrow, Order};
use crate::series::spots::{key_of, store_of};

pub(super) const COLUMNS: &str = "id, series, store, number, name, capacity, seated, state, place, \
    host, backup, opened_at, closed_at, told, told_at, code_ends";

pub(super) fn read(row: &Row) -> Result<Group> {
    let told: Option<i64> = row.get("told")?;
    let told_at: Option<Time> = row.get("told_at")?;
    Ok(Group {
        id: row.get("id")?,
        series: row.get("series")?,
        store: store_of(row.get("store")?),
        number: row.get("number")?,
        name: row.get("name")?,
        capacity: row.get("capacity")?,
        seated: row.get("seated")?,
        state: row.word("state")?,
        place: row.word("place")?,
        host: row.get("host")?,
        backup: row.get("backup")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
        told: told.zip(told_at),
        code_ends: row.get("code_ends")?,
    })
}

/// One group.
pub async fn find(db: &mut impl Read, org: OrgId, id: GroupId) -> Result<Option<Group>> {
    let sql = format!("SELECT {COLUMNS} FROM series_group WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: GroupId) -> Result<Group> {
    find(db, org, id).await?.ok_or(Error::NotFound("group"))
}

/// Which store each of these groups belongs to; a group that is not of this org is not in it.
pub async fn homes(db: &mut impl Read, org: OrgId, groups: &[GroupId]) -> Result<Homes> {
    if groups.is_empty() {
        return Ok(Homes::new());
    }
    let mut args = args![org];
    let wanted = any_of("id", groups.iter().copied(), &mut args);
    let sql = format!("SELECT id, store FROM series_group WHERE org = $1 AND {wanted}");
    let rows = db.rows(&sql, args).await?;
    rows.iter().map(|row| Ok((row.get("id")?, store_of(row.get("store")?)))).collect()
}

/// All groups of a series by store and number, closed ones too.
pub async fn of_series(db: &mut impl Read, org: OrgId, series: SeriesId) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group WHERE org = $1 AND series = $2
         ORDER BY store, number LIMIT 5000"
    );
    db.rows(&sql, args![org, series]).await?.iter().map(read).collect()
}

/// Everything that lists narrow by is optional, so that one statement serves them all.
fn narrowed(org: OrgId, narrow: &Narrow) -> (String, Vec<Value>) {
    let mut sql = String::from("org = $1");
    let mut args = args![org];
    let mut also = |text: &str, value: Value| {
        args.push(value);
        sql.push_str(&text.replace("$?", &format!("${}", args.len())));
    };
    let words = narrow.words.trim().to_lowercase();
    if !words.is_empty() {
        let part = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        also(" AND folded LIKE $? ESCAPE '\\'", format!("%{part}%").into());
    }
    if let Some(series) = narrow.series {
        also(" AND series = $?", series.into());
    }
    if let Some(store) = narrow.store {
        also(" AND store = $?", key_of(store).into());
    }
    if let Some(host) = narrow.host {
        also(" AND (host = $? OR backup = $?)", host.into());
    }
    if let Some(place) = narrow.place {
        also(" AND place = $?", place.word().into());
    }
    if let Some(state) = narrow.state {
        also(" AND state = $?", state.word().into());
    }
    match narrow.fill {
        Some(Fill::Empty) => sql.push_str(&format!(" AND {COUNT} = 0")),
        Some(Fill::Room) => sql.push_str(&format!(" AND {COUNT} * 100 < capacity * 95")),
        Some(Fill::Nearly) => sql.push_str(&format!(" AND {COUNT} * 100 >= capacity * 95")),
        Some(Fill::Full) => sql.push_str(&format!(" AND {COUNT} >= capacity")),
        None => {}
    }
    (sql, args)
}

/// How many are in it as far as anybody knows.
const COUNT: &str = "COALESCE(told, seated)";

fn within(narrow: &Narrow, sql: &mut String, args: &mut Vec<Value>) {
    if let Some(only) = &narrow.only {
        sql.push_str(" AND ");
        sql.push_str(&any_of("id", only.iter().copied(), args));
    }
    if let Some(stores) = &narrow.stores {
        let keys = stores.iter().map(|id| id.uuid()).chain([Uuid::nil()]);
        sql.push_str(" AND ");
        sql.push_str(&any_of("store", keys, args));
    }
}

/// One page of the groups, in an order.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    narrow: &Narrow,
    order: Order,
    page: &PageRequest,
) -> Result<Page<Group>> {
    let limit = page.limit()?;
    rows(db, org, narrow, order, (page.after()?, limit)).await
}

/// As [`list`], up to `limit` rows: for files.
pub async fn rows(
    db: &mut impl Read,
    org: OrgId,
    narrow: &Narrow,
    order: Order,
    (after, limit): (Option<(Json, Uuid)>, u32),
) -> Result<Page<Group>> {
    let key = match order.by {
        By::Name => "folded".to_owned(),
        By::Members => COUNT.to_owned(),
        By::Fullness => format!("({COUNT} * 1000 / capacity)"),
        By::Opened => "opened_at".to_owned(),
    };
    let (mut filter, mut args) = narrowed(org, narrow);
    within(narrow, &mut filter, &mut args);
    let (mark, way) = if order.falling { ("<", "DESC") } else { (">", "ASC") };
    if let Some((after, id)) = after {
        let after = match (order.by, &after) {
            (By::Name, Json::String(text)) => Value::from(text.as_str()),
            (By::Members | By::Fullness | By::Opened, Json::Number(number)) => {
                Value::from(number.as_i64().unwrap_or_default())
            }
            _ => return Err(kernel::FieldError::new("cursor", "cursor_invalid").into()),
        };
        args.push(after);
        args.push(id.into());
        filter.push_str(&format!(" AND ({key}, id) {mark} (${}, ${})", args.len() - 1, args.len()));
    }
    args.push(i64::from(limit).saturating_add(1).into());
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group WHERE {filter}
         ORDER BY {key} {way}, id {way} LIMIT ${}",
        args.len()
    );
    let rows = db.rows(&sql, args).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(rows, limit, |group| {
        let key: Json = match order.by {
            By::Name => group.name.to_lowercase().into(),
            By::Members => group.count().into(),
            By::Fullness => (group.count() * 1000 / group.capacity.max(1)).into(),
            By::Opened => group.opened_at.micros().into(),
        };
        (key, group.id.uuid())
    }))
}

/// Numbers over many groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub groups: i64,
    pub members: i64,
    pub seats: i64,
    pub outside: i64,
}

/// How many open groups, people and seats there are.
pub async fn sums(db: &mut impl Read, org: OrgId, narrow: &Narrow) -> Result<Sums> {
    let (mut filter, mut args) = narrowed(org, narrow);
    within(narrow, &mut filter, &mut args);
    let sql = format!(
        "SELECT COUNT(*) AS groups, CAST(COALESCE(SUM({COUNT}), 0) AS BIGINT) AS members,
           CAST(COALESCE(SUM(capacity), 0) AS BIGINT) AS seats,
           CAST(COALESCE(SUM(CASE WHEN place = 'outside' THEN 1 ELSE 0 END), 0) AS BIGINT) AS outside
         FROM series_group WHERE {filter} AND state = 'open'"
    );
    let Some(row) = db.row(&sql, args).await? else { return Ok(Sums::default()) };
    Ok(Sums {
        groups: row.get("groups")?,
        members: row.get("members")?,
        seats: row.get("seats")?,
        outside: row.get("outside")?,
    })
}

/// The groups of this store that let people in, the lowest number first: the one to fill and the
/// one behind it.
pub(super) async fn taking(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    (store, now): (Option<StoreId>, Time),
) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group
         WHERE org = $1 AND series = $2 AND store = $3 AND takes = TRUE
          AND (place = 'here' OR code_ends > $4)
         ORDER BY number LIMIT 2"
    );
    db.rows(&sql, args![org, series, key_of(store), now]).await?.iter().map(read).collect()
}

/// Open groups of a store of the series: how many here, how many outside.
pub(super) async fn standing(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    store: Option<StoreId>,
) -> Result<(i64, i64)> {
    let rows = db
        .rows(
            sql!(
                "SELECT place, COUNT(*) AS groups FROM series_group
                 WHERE org = $1 AND series = $2 AND store = $3 AND state = 'open' GROUP BY place"
            ),
            args![org, series, key_of(store)],
        )
        .await?;
    let mut counts = (0, 0);
    for row in &rows {
        match row.get::<String>("place")?.as_str() {
            "here" => counts.0 = row.get("groups")?,
            _ => counts.1 = row.get("groups")?,
        }
    }
    Ok(counts)
}

/// The group opened last at a store of the series.
pub(super) async fn latest(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    store: Option<StoreId>,
) -> Result<Option<Group>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group WHERE org = $1 AND series = $2 AND store = $3
         ORDER BY number DESC LIMIT 1"
    );
    db.row(&sql, args![org, series, key_of(store)]).await?.as_ref().map(read).transpose()
}

pub(super) async fn insert(tx: &mut Tx, group: &Group) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO series_group (org, id, series, store, number, name, folded, capacity,
               seated, takes, state, place, host, backup, opened_at, told, told_at, code_ends)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        ),
        args![
            org,
            group.id,
            group.series,
            key_of(group.store),
            group.number,
            &group.name,
            group.name.to_lowercase(),
            group.capacity,
            group.seated,
            group.lets_in(),
            group.state.word(),
            group.place.word(),
            group.host,
            group.backup,
            group.opened_at,
            group.told.map(|(members, _)| members),
            group.told.map(|(_, at)| at),
            group.code_ends,
        ],
    )
    .await
    .map(drop)
}

/// Writes what may change about a group, and whether it lets people in.
pub(super) async fn update(tx: &mut Tx, group: &Group) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE series_group SET name = $3, folded = $4, capacity = $5, takes = $6, state = $7,
               host = $8, backup = $9, closed_at = $10, told = $11, told_at = $12, code_ends = $13
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            group.id,
            &group.name,
            group.name.to_lowercase(),
            group.capacity,
            group.lets_in(),
            group.state.word(),
            group.host,
            group.backup,
            group.closed_at,
            group.told.map(|(members, _)| members),
            group.told.map(|(_, at)| at),
            group.code_ends,
        ],
    )
    .await
    .map(drop)
}

/// Notes how many sit in an open group, as the ledger says; false if it is closed or not there.
pub(super) async fn seat(tx: &mut Tx, group: GroupId, seated: i64) -> Result<bool> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE series_group SET seated = $3, takes = (capacity > $3 AND
               (place = 'here' OR (code_ends IS NOT NULL AND capacity > COALESCE(told, 0))))
             WHERE org = $1 AND id = $2 AND state = 'open'"
        ),
        args![org, group, seated],
    )
    .await
    .map(|rows| rows > 0)
}

/// As [`seat`], in whatever state the group is.
pub(super) async fn unseat(tx: &mut Tx, group: GroupId, seated: i64) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE series_group SET seated = $3, takes = (state = 'open' AND capacity > $3 AND
               (place = 'here' OR (code_ends IS NOT NULL AND capacity > COALESCE(told, 0))))
             WHERE org = $1 AND id = $2"
        ),
        args![org, group, seated],
    )
    .await
    .map(drop)
}

/// Closes every open group of a series; how many that were.
pub(super) async fn close_all(tx: &mut Tx, series: SeriesId) -> Result<u64> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE series_group SET state = 'closed', takes = FALSE, closed_at = $3
             WHERE org = $1 AND series = $2 AND state = 'open'"
        ),
        args![org, series, now],
    )
    .await
}

/// The groups that a person hosts or stands in for, open ones.
pub async fn of_host(db: &mut impl Read, org: OrgId, staff: StaffId) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group
         WHERE org = $1 AND (host = $2 OR backup = $2) AND state = 'open'
         ORDER BY folded, id LIMIT 500"
    );
    db.rows(&sql, args![org, staff]).await?.iter().map(read).collect()
}
