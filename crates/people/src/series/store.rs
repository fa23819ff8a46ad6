//! All statements about series.

use kernel::{Error, OrgId, Page, PageRequest, Result, SeriesId};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::Series;

const COLUMNS: &str = "id, name, playbook, version, category, lang, template, capacity, \
    second_group, threshold, plan, state, opened_at, closed_at";

fn read(row: &Row) -> Result<Series> {
    Ok(Series {
        id: row.get("id")?,
        name: row.get("name")?,
        playbook: row.get("playbook")?,
        version: row.get("version")?,
        category: row.get("category")?,
        lang: row.word("lang")?,
        template: row.get("template")?,
        capacity: row.get("capacity")?,
        second_group: row.word("second_group")?,
        threshold: row.json("threshold")?,
        plan: row.json("plan")?,
        state: row.word("state")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: SeriesId) -> Result<Option<Series>> {
    let sql = format!("SELECT {COLUMNS} FROM series WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: SeriesId) -> Result<Series> {
    find(db, org, id).await?.ok_or(Error::NotFound("series"))
}

/// Every series, open ones first, then by name; an org has a few dozen at most.
pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<Series>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series WHERE org = $1 ORDER BY state DESC, folded, id LIMIT 500"
    );
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

/// In the order of opening, for programs.
pub async fn page(db: &mut impl Read, org: OrgId, page: &PageRequest) -> Result<Page<Series>> {
    let limit = page.limit()?;
    let after: Uuid = page.after()?.unwrap_or(Uuid::nil());
    let sql =
        format!("SELECT {COLUMNS} FROM series WHERE org = $1 AND id > $2 ORDER BY id LIMIT $3");
    let rows = db.rows(&sql, args![org, after, limit + 1]).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(rows, limit, |series| series.id.uuid()))
}

pub async fn insert(tx: &mut Tx, series: &Series) -> Result<()> {
    let org = tx.org();
    let json = |text: serde_json::Result<String>| text.map_err(Error::broken);
    tx.run(
        sql!(
            "INSERT INTO series (org, id, name, folded, playbook, version, category, lang, template,
               capacity, second_group, threshold, plan, state, opened_at, closed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        args![
            org,
            series.id,
            &series.name,
            series.name.to_lowercase(),
            series.playbook.clone(),
            series.version.clone(),
            &series.category,
            series.lang.tag(),
            &series.template,
            series.capacity,
            series.second_group.word(),
            json(serde_json::to_string(&series.threshold))?,
            json(serde_json::to_string(&series.plan))?,
            series.state.word(),
            series.opened_at,
            series.closed_at,
        ],
    )
    .await
    .map(drop)
}

pub async fn update(tx: &mut Tx, series: &Series) -> Result<()> {
    let org = tx.org();
    let json = |text: serde_json::Result<String>| text.map_err(Error::broken);
    tx.run(
        sql!(
            "UPDATE series SET name = $3, folded = $4, category = $5, template = $6, capacity = $7,
               second_group = $8, threshold = $9, plan = $10, state = $11, closed_at = $12
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            series.id,
            &series.name,
            series.name.to_lowercase(),
            &series.category,
            &series.template,
            series.capacity,
            series.second_group.word(),
            json(serde_json::to_string(&series.threshold))?,
            json(serde_json::to_string(&series.plan))?,
            series.state.word(),
            series.closed_at,
        ],
    )
    .await
    .map(drop)
}
