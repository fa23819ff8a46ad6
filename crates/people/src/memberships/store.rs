//! All SQL of memberships.

use kernel::{Error, GroupId, MemberId, MembershipId, OrgId, Page, PageRequest, Result};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::{Membership, Why};

const COLUMNS: &str =
    "id, member, grp, series, store, link, source, staff, joined_at, left_at, left_why";

fn read(row: &Row) -> Result<Membership> {
    let why: Option<String> = row.get("left_why")?;
    Ok(Membership {
        id: row.get("id")?,
        member: row.get("member")?,
        group: row.get("grp")?,
        series: row.get("series")?,
        store: row.get("store")?,
        link: row.get("link")?,
        source: row.get("source")?,
        staff: row.get("staff")?,
        joined_at: row.get("joined_at")?,
        left_at: row.get("left_at")?,
        left_why: why.and_then(|word| word.parse().ok()),
    })
}

pub async fn insert(tx: &mut Tx, stay: &Membership) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO membership (org, id, member, grp, series, store, link, source, staff,
               joined_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            stay.id,
            stay.member,
            stay.group,
            stay.series,
            stay.store,
            stay.link,
            &stay.source,
            stay.staff,
            stay.joined_at,
        ],
    )
    .await
    .map(drop)
}

pub async fn find(db: &mut impl Read, org: OrgId, id: MembershipId) -> Result<Option<Membership>> {
    let sql = format!("SELECT {COLUMNS} FROM membership WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: MembershipId) -> Result<Membership> {
    find(db, org, id).await?.ok_or(Error::NotFound("membership"))
}

/// All stays of a member, newest first; a lifetime of them fits.
pub async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Membership>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership WHERE org = $1 AND member = $2
         ORDER BY id DESC LIMIT 500"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// Where a member is now, oldest first.
pub async fn open_of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Membership>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership
         WHERE org = $1 AND member = $2 AND left_at IS NULL ORDER BY id LIMIT 200"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// The open stay of a member in a group.
pub async fn current(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    group: GroupId,
) -> Result<Option<Membership>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership
         WHERE org = $1 AND member = $2 AND grp = $3 AND left_at IS NULL"
    );
    db.row(&sql, args![org, member, group]).await?.as_ref().map(read).transpose()
}

/// Who is in a group now, newest first.
pub async fn of_group(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    page: &PageRequest,
) -> Result<Page<Membership>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM membership
         WHERE org = $1 AND grp = $2 AND id < $3 AND left_at IS NULL
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, group, before, limit + 1]).await?;
    let stays: Result<Vec<Membership>> = rows.iter().map(read).collect();
    Ok(Page::cut(stays?, limit, |stay| stay.id.uuid()))
}

/// How many are in a group now.
pub async fn count_of_group(db: &mut impl Read, org: OrgId, group: GroupId) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS members FROM membership
                 WHERE org = $1 AND grp = $2 AND left_at IS NULL"
            ),
            args![org, group],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("members"))
}

/// A page of all stays of the org, newest first, for the API.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    group: Option<GroupId>,
    page: &PageRequest,
) -> Result<Page<Membership>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let rows = match group {
        Some(group) => {
            let sql = format!(
                "SELECT {COLUMNS} FROM membership WHERE org = $1 AND grp = $2 AND id < $3
                 ORDER BY id DESC LIMIT $4"
            );
            db.rows(&sql, args![org, group, before, limit + 1]).await?
        }
        None => {
            let sql = format!(
                "SELECT {COLUMNS} FROM membership WHERE org = $1 AND id < $2
                 ORDER BY id DESC LIMIT $3"
            );
            db.rows(&sql, args![org, before, limit + 1]).await?
        }
    };
    let stays: Result<Vec<Membership>> = rows.iter().map(read).collect();
    Ok(Page::cut(stays?, limit, |stay| stay.id.uuid()))
}

/// Ends an open stay; `false` when it had ended.
pub async fn end(tx: &mut Tx, id: MembershipId, why: Why) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE membership SET left_at = $3, left_why = $4
             WHERE org = $1 AND id = $2 AND left_at IS NULL"
        ),
        args![org, id, now, why.word()],
    )
    .await
    .map(|rows| rows > 0)
}
