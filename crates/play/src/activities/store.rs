//! The row of an activity.

use std::collections::HashMap;

use kernel::{Error, Id, Lang, OrgId, Page, PageRequest, Result, Time};
use store::{Read, Reader, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Activity, Life, Sort};

const COLUMNS: &str = "id, state, plan, terms, due_at, created_at";

fn read<S: Sort>(row: &Row) -> Result<Activity<S>> {
    let json = |column: &'static str| row.get::<String>(column);
    Ok(Activity {
        id: row.get("id")?,
        plan: serde_json::from_str(&json("plan")?).map_err(Error::broken)?,
        terms: serde_json::from_str(&json("terms")?).map_err(Error::broken)?,
        life: row.word("state")?,
        due_at: row.get("due_at")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find<S: Sort>(
    db: &mut impl Read,
    org: OrgId,
    id: Id<S>,
) -> Result<Option<Activity<S>>> {
    let sql = format!("SELECT {COLUMNS} FROM activity WHERE org = $1 AND id = $2 AND kind = $3");
    db.row(&sql, args![org, id, S::WORD]).await?.as_ref().map(read).transpose()
}

pub async fn require<S: Sort>(db: &mut impl Read, org: OrgId, id: Id<S>) -> Result<Activity<S>> {
    find(db, org, id).await?.ok_or(Error::NotFound("activity"))
}

/// Of one state or of all but the archive, the latest first.
pub async fn list<S: Sort>(
    db: &mut impl Read,
    org: OrgId,
    life: Option<Life>,
    page: &PageRequest,
) -> Result<Page<Activity<S>>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM activity WHERE org = $1 AND kind = $2 AND id < $3
           AND ((CAST($4 AS TEXT) IS NULL AND state <> 'archived') OR state = $4)
         ORDER BY id DESC LIMIT $5"
    );
    let rows = db.rows(&sql, args![org, S::WORD, before, life.map(Life::word), limit + 1]).await?;
    let found: Result<Vec<Activity<S>>> = rows.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |activity| activity.id.uuid()))
}

/// What members see: announced or open, at most fifty, the soonest opening first.
pub async fn told<S: Sort>(db: &mut impl Read, org: OrgId) -> Result<Vec<Activity<S>>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM activity
         WHERE org = $1 AND state IN ('scheduled', 'open') AND kind = $2
         ORDER BY opens_at, id LIMIT 50"
    );
    db.rows(&sql, args![org, S::WORD]).await?.iter().map(read).collect()
}

/// Whether anything is announced or open, of whatever kind, or a closed raffle waits for its draw or tells
/// who won.
pub(super) async fn anything(tx: &mut Tx) -> Result<bool> {
    let org = tx.org();
    let sql = sql!(
        "SELECT id FROM activity WHERE org = $1 AND (state IN ('scheduled', 'open')
           OR (state = 'closed' AND kind = 'raffle')) LIMIT 1"
    );
    Ok(tx.row(sql, args![org]).await?.is_some())
}

pub async fn insert<S: Sort>(tx: &mut Tx, activity: &Activity<S>) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO activity (org, id, kind, state, plan, terms, opens_at, closes_at, due_at,
               created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            activity.id,
            S::WORD,
            activity.life.word(),
            json(&activity.plan)?,
            json(&activity.terms)?,
            activity.plan.opens_at,
            activity.plan.closes_at,
            activity.due_at,
            activity.created_at,
        ],
    )
    .await
    .map(drop)
}

pub async fn update<S: Sort>(tx: &mut Tx, activity: &Activity<S>) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE activity SET state = $3, plan = $4, terms = $5, opens_at = $6, closes_at = $7,
               due_at = $8
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            activity.id,
            activity.life.word(),
            json(&activity.plan)?,
            json(&activity.terms)?,
            activity.plan.opens_at,
            activity.plan.closes_at,
            activity.due_at,
        ],
    )
    .await
    .map(drop)
}

pub async fn set_due(tx: &mut Tx, id: Uuid, due_at: Option<Time>) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE activity SET due_at = $3 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, due_at]).await.map(drop)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// What activities are called.
pub async fn names<S: Sort>(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(found) = find::<S>(db, org, Id::from_uuid(*id)).await? {
            names.insert(*id, found.plan.name.say(lang).to_owned());
        }
    }
    Ok(names)
}
