//! All SQL of links.

use kernel::{Error, LinkId, OrgId, Page, PageRequest, Result, StaffId};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::{AskPhone, Link, model};

const COLUMNS: &str = "id, code, name, source, series, store, grp, staff, tags, gift, headline, \
    ask_phone, lang, created_at, expires_at, closed_at, scans, joins";

fn read(row: &Row) -> Result<Link> {
    let lang: Option<String> = row.get("lang")?;
    Ok(Link {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        source: row.get("source")?,
        series: row.get("series")?,
        store: row.get("store")?,
        group: row.get("grp")?,
        staff: row.get("staff")?,
        tags: row.json("tags")?,
        gift: row.get("gift")?,
        headline: row.get("headline")?,
        ask_phone: row.word::<AskPhone>("ask_phone")?,
        lang: lang.and_then(|tag| tag.parse().ok()),
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        closed_at: row.get("closed_at")?,
        scans: row.get("scans")?,
        joins: row.get("joins")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: LinkId) -> Result<Option<Link>> {
    let sql = format!("SELECT {COLUMNS} FROM link WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: LinkId) -> Result<Link> {
    find(db, org, id).await?.ok_or(Error::NotFound("link"))
}

/// By its code as typed or scanned.
pub async fn find_by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Link>> {
    let sql = format!("SELECT {COLUMNS} FROM link WHERE org = $1 AND code = $2");
    db.row(&sql, args![org, model::code(code)]).await?.as_ref().map(read).transpose()
}

/// The personal links of somebody of the shop.
pub async fn of_staff(db: &mut impl Read, org: OrgId, staff: StaffId) -> Result<Vec<Link>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM link WHERE org = $1 AND staff = $2 ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, staff]).await?.iter().map(read).collect()
}

/// Newest first; `words` are the beginning of a name or a whole code.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    words: &str,
    page: &PageRequest,
) -> Result<Page<Link>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    // An org has some hundreds of links: the few that match are picked from the index of the org.
    let like = format!("%{}%", words.to_lowercase().replace(['%', '_', '\\'], " "));
    let sql = format!(
        "SELECT {COLUMNS} FROM link
         WHERE org = $1 AND id < $2 AND (LOWER(name) LIKE $3 OR code = $4 OR source LIKE $3)
         ORDER BY id DESC LIMIT $5"
    );
    let args = args![org, before, like, model::code(words), limit + 1];
    let links: Result<Vec<Link>> = db.rows(&sql, args).await?.iter().map(read).collect();
    Ok(Page::cut(links?, limit, |link| link.id.uuid()))
}

/// Adds the link; `false` when the code was used before.
pub async fn insert(tx: &mut Tx, link: &Link) -> Result<bool> {
    let org = tx.org();
    let rows = tx
        .run(
            sql!(
                "INSERT INTO link (org, id, code, name, source, series, store, grp, staff, tags,
                   gift, headline, ask_phone, lang, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                 ON CONFLICT (org, code) DO NOTHING"
            ),
            args![
                org,
                link.id,
                &link.code,
                &link.name,
                &link.source,
                link.series,
                link.store,
                link.group,
                link.staff,
                serde_json::to_string(&link.tags).map_err(Error::broken)?,
                link.gift,
                &link.headline,
                link.ask_phone.word(),
                link.lang.map(kernel::Lang::tag),
                link.created_at,
                link.expires_at,
            ],
        )
        .await?;
    Ok(rows > 0)
}

/// Writes what may change: where a printed code leads, never the code.
pub async fn update(tx: &mut Tx, link: &Link) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE link SET name = $3, source = $4, store = $5, grp = $6, staff = $7, tags = $8,
               gift = $9, headline = $10, ask_phone = $11, lang = $12, expires_at = $13,
               closed_at = $14, series = $15
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            link.id,
            &link.name,
            &link.source,
            link.store,
            link.group,
            link.staff,
            serde_json::to_string(&link.tags).map_err(Error::broken)?,
            link.gift,
            &link.headline,
            link.ask_phone.word(),
            link.lang.map(kernel::Lang::tag),
            link.expires_at,
            link.closed_at,
            link.series,
        ],
    )
    .await
    .map(drop)
}

pub async fn count_scan(tx: &mut Tx, id: LinkId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("UPDATE link SET scans = scans + 1 WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(drop)
}

pub async fn count_join(tx: &mut Tx, id: LinkId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("UPDATE link SET joins = joins + 1 WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(drop)
}
