//! All statements about to-dos.

use std::collections::HashMap;

use kernel::{Error, GroupId, MessageId, OrgId, Result, SeriesId, SlotId, StaffId, Time, TodoId};
use store::{Read, Row, Tx, Value, args, sql};

use super::model::{State, Todo};
use crate::posts::marks;

const COLUMNS: &str = "id, grp, slot, day, post, series, due_at, expires_at, state, done_at, done_by, \
    message";

fn read(row: &Row) -> Result<Todo> {
    Ok(Todo {
        id: row.get("id")?,
        group: row.get("grp")?,
        slot: row.get("slot")?,
        day: row.get("day")?,
        post: row.get("post")?,
        series: row.get("series")?,
        due_at: row.get("due_at")?,
        expires_at: row.get("expires_at")?,
        state: row.word("state")?,
        done_at: row.get("done_at")?,
        done_by: row.get("done_by")?,
        message: row.get("message")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: TodoId) -> Result<Option<Todo>> {
    let sql = format!("SELECT {COLUMNS} FROM todo WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: TodoId) -> Result<Todo> {
    find(db, org, id).await?.ok_or(Error::NotFound("todo"))
}

/// All of a day, by their times: three per group at most.
pub async fn of_day(db: &mut impl Read, org: OrgId, day: &str) -> Result<Vec<Todo>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM todo WHERE org = $1 AND day = $2 ORDER BY due_at, id LIMIT 20000"
    );
    db.rows(&sql, args![org, day]).await?.iter().map(read).collect()
}

/// Those of a day for some groups, by their times.
pub async fn of_groups(
    db: &mut impl Read,
    org: OrgId,
    day: &str,
    groups: &[GroupId],
) -> Result<Vec<Todo>> {
    let mut todos = Vec::new();
    for groups in groups.chunks(200) {
        let sql = format!(
            "SELECT {COLUMNS} FROM todo WHERE org = $1 AND day = $2 AND grp IN ({})",
            marks(3, groups.len())
        );
        let mut args = args![org, day];
        args.extend(groups.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            todos.push(read(&row)?);
        }
    }
    todos.sort_by_key(|todo| (todo.due_at, todo.id));
    Ok(todos)
}

/// Those of a day for one group.
pub async fn of_group(
    db: &mut impl Read,
    org: OrgId,
    day: &str,
    group: GroupId,
) -> Result<Vec<Todo>> {
    of_groups(db, org, day, &[group]).await
}

/// Which slots the groups of a series have on a day already.
pub(super) async fn taken(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    day: &str,
) -> Result<HashMap<GroupId, Vec<SlotId>>> {
    let rows = db
        .rows(
            sql!("SELECT grp, slot FROM todo WHERE org = $1 AND day = $2 AND series = $3"),
            args![org, day, series],
        )
        .await?;
    let mut taken: HashMap<GroupId, Vec<SlotId>> = HashMap::new();
    for row in &rows {
        taken.entry(row.get("grp")?).or_default().push(row.get("slot")?);
    }
    Ok(taken)
}

/// Those of a series that wait for a later hour of the day.
pub(super) async fn ahead(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
    (day, now): (&str, Time),
) -> Result<Vec<Todo>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM todo WHERE org = $1 AND day = $2 AND series = $3
         AND state = 'waiting' AND due_at > $4"
    );
    db.rows(&sql, args![org, day, series, now]).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, todos: &[Todo]) -> Result<()> {
    let org = tx.org();
    let rows = todos.iter().map(|todo| {
        args![
            org,
            todo.id,
            todo.group,
            todo.slot,
            &todo.day,
            todo.post,
            todo.series,
            todo.due_at,
            todo.expires_at,
            todo.state.word(),
        ]
    });
    let columns =
        ["org", "id", "grp", "slot", "day", "post", "series", "due_at", "expires_at", "state"];
    tx.insert("todo", &columns, rows.collect(), "").await
}

pub(super) async fn remove(tx: &mut Tx, ids: &[TodoId]) -> Result<()> {
    let org = tx.org();
    for ids in ids.chunks(200) {
        let sql = format!("DELETE FROM todo WHERE org = $1 AND id IN ({})", marks(2, ids.len()));
        let mut args = args![org];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        tx.run(&sql, args).await?;
    }
    Ok(())
}

/// How a to-do stands from now on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub state: State,
    pub done_at: Option<Time>,
    pub done_by: Option<StaffId>,
    pub message: Option<MessageId>,
}

pub(super) async fn set(tx: &mut Tx, id: TodoId, standing: Standing) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE todo SET state = $3, done_at = $4, done_by = $5, message = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, standing.state.word(), standing.done_at, standing.done_by, standing.message],
    )
    .await
    .map(drop)
}

/// When somebody of the shop first looked at their day.
pub async fn opened(db: &mut impl Read, org: OrgId, day: &str) -> Result<HashMap<StaffId, Time>> {
    let rows = db
        .rows(sql!("SELECT staff, at FROM day_opened WHERE org = $1 AND day = $2"), args![org, day])
        .await?;
    rows.iter().map(|row| Ok((row.get("staff")?, row.get("at")?))).collect()
}

pub(super) async fn open(tx: &mut Tx, day: &str, staff: StaffId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO day_opened (org, day, staff, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (org, day, staff) DO NOTHING"
        ),
        args![org, day, staff, now],
    )
    .await
    .map(drop)
}

pub(super) fn too_late() -> Error {
    super::Refusal::TooLate.into()
}
