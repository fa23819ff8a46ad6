//! All statements about dated posts.

use std::collections::HashSet;

use kernel::{Error, GroupId, OrgId, Result, SlotId};
use store::{Read, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::model::Dated;
use crate::{posts::marks, programmes};

const COLUMNS: &str = "id, activity, moment, day, due_at, expires_at, kind, selling, said, page, whom, \
    ended_at";

fn read(row: &Row) -> Result<Dated> {
    let kind: String = row.get("kind")?;
    Ok(Dated {
        id: row.get("id")?,
        activity: row.get("activity")?,
        moment: row.get("moment")?,
        day: row.get("day")?,
        due_at: row.get("due_at")?,
        expires_at: row.get("expires_at")?,
        kind: programmes::kind(&kind).ok_or_else(|| Error::broken(format!("post of {kind}")))?,
        selling: row.get("selling")?,
        said: row.json("said")?,
        page: row.get("page")?,
        whom: row.json("whom")?,
        ended_at: row.get("ended_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: SlotId) -> Result<Option<Dated>> {
    let sql = format!("SELECT {COLUMNS} FROM dated_post WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// Those of these ids, in no order; weekly slots are not among them.
pub async fn of_ids(db: &mut impl Read, org: OrgId, ids: &[SlotId]) -> Result<Vec<Dated>> {
    let mut all = Vec::new();
    for ids in ids.chunks(200) {
        let sql = format!(
            "SELECT {COLUMNS} FROM dated_post WHERE org = $1 AND id IN ({})",
            marks(2, ids.len())
        );
        let mut args = args![org];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            all.push(read(&row)?);
        }
    }
    Ok(all)
}

/// Everything that an activity ever brought, by its times.
pub async fn of_activity(db: &mut impl Read, org: OrgId, activity: Uuid) -> Result<Vec<Dated>> {
    let sql = format!("SELECT {COLUMNS} FROM dated_post WHERE org = $1 AND activity = $2");
    let rows = db.rows(&sql, args![org, activity]).await?;
    let mut all = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|one| (one.due_at, one.id));
    Ok(all)
}

/// What is to go out on a day, by its times.
pub async fn of_day(db: &mut impl Read, org: OrgId, day: &str) -> Result<Vec<Dated>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM dated_post
         WHERE org = $1 AND day = $2 AND ended_at IS NULL ORDER BY due_at, id LIMIT 500"
    );
    db.rows(&sql, args![org, day]).await?.iter().map(read).collect()
}

/// Which of them went out to which groups on another day than this.
pub(crate) async fn went_out(
    db: &mut impl Read,
    org: OrgId,
    (ids, day): (&[SlotId], &str),
) -> Result<HashSet<(GroupId, SlotId)>> {
    let mut all = HashSet::new();
    for ids in ids.chunks(200) {
        let sql = format!(
            "SELECT todo.grp, todo.slot FROM todo
             JOIN post ON post.org = todo.org AND post.id = todo.post
             WHERE todo.org = $1 AND todo.day <> $2 AND todo.slot IN ({})
               AND (todo.state <> 'waiting' OR post.opened > 0)",
            marks(3, ids.len())
        );
        let mut args = args![org, day];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            all.insert((row.get("grp")?, row.get("slot")?));
        }
    }
    Ok(all)
}

/// How many groups have a moment on their day, how many of them were served, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub groups: i64,
    pub done: i64,
    pub opened: i64,
    pub came: i64,
}

pub(super) async fn standing(db: &mut impl Read, org: OrgId, id: SlotId) -> Result<Standing> {
    let sql = sql!(
        "SELECT COUNT(*) AS groups_n,
           COALESCE(SUM(CASE WHEN todo.state <> 'waiting' THEN 1 ELSE 0 END), 0) AS done_n,
           CAST(COALESCE(SUM(post.opened), 0) AS BIGINT) AS opened_n,
           CAST(COALESCE(SUM(post.claims), 0) AS BIGINT) AS came_n
         FROM todo JOIN post ON post.org = todo.org AND post.id = todo.post
         WHERE todo.org = $1 AND todo.slot = $2"
    );
    let Some(row) = db.row(sql, args![org, id]).await? else { return Ok(Standing::default()) };
    Ok(Standing {
        groups: row.get("groups_n")?,
        done: row.get("done_n")?,
        opened: row.get("opened_n")?,
        came: row.get("came_n")?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// Writes it, or puts it in the place of what the moment was before.
pub(super) async fn keep(tx: &mut Tx, one: &Dated) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO dated_post (org, id, activity, moment, day, due_at, expires_at, kind, selling,
               said, page, whom, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (org, id) DO UPDATE SET day = $5, due_at = $6, expires_at = $7, kind = $8,
               selling = $9, said = $10, page = $11, whom = $12, ended_at = $13"
        ),
        args![
            org,
            one.id,
            one.activity,
            &one.moment,
            &one.day,
            one.due_at,
            one.expires_at,
            one.kind.word(),
            one.selling,
            json(&one.said)?,
            &one.page,
            json(&one.whom)?,
            one.ended_at,
        ],
    )
    .await
    .map(drop)
}
