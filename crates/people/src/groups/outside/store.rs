//! All statements about outside groups.

use ::store::{Read, Tx, args, sql};
use kernel::{GroupId, OrgId, Result, StaffId, Time};

use super::{FOREVER, Told, WARN_BEFORE, WARN_PERCENT};
use crate::groups::{
    Group,
    store::{COLUMNS, read as read_group},
};

/// What there is to know about a group elsewhere, beside its [`Group`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    pub app: String,
    /// Who owns the chat in that app, as the shop calls them.
    pub owner: String,
    pub told_by: Option<StaffId>,
    pub link: Option<String>,
    /// Whether there is a picture of the code; see [`picture_of`].
    pub pictured: bool,
    /// What the code in the picture points to, if it could be read.
    pub points: Option<String>,
    pub code_at: Option<Time>,
    pub(super) secret: Vec<u8>,
}

pub async fn find(db: &mut impl Read, org: OrgId, id: GroupId) -> Result<Option<Outside>> {
    let row = db
        .row(
            sql!(
                "SELECT app, owner, told_by, link, points, code_at, secret,
                   CASE WHEN picture IS NULL THEN FALSE ELSE TRUE END AS pictured
                 FROM outside_group WHERE org = $1 AND id = $2"
            ),
            args![org, id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Outside {
        app: row.get("app")?,
        owner: row.get("owner")?,
        told_by: row.get("told_by")?,
        link: row.get("link")?,
        pictured: row.get("pictured")?,
        points: row.get("points")?,
        code_at: row.get("code_at")?,
        secret: row.get("secret")?,
    }))
}

/// The picture of the join code.
pub async fn picture_of(db: &mut impl Read, org: OrgId, id: GroupId) -> Result<Option<Vec<u8>>> {
    let row = db
        .row(sql!("SELECT picture FROM outside_group WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    row.map_or(Ok(None), |row| row.get("picture"))
}

pub(super) async fn insert(tx: &mut Tx, id: GroupId, outside: &Outside) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO outside_group (org, id, app, owner, told_by, secret)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        args![org, id, &outside.app, &outside.owner, outside.told_by, outside.secret.clone()],
    )
    .await
    .map(drop)
}

pub(super) async fn set_code(
    tx: &mut Tx,
    id: GroupId,
    code: &super::actions::NewCode,
    secret: Vec<u8>,
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let picture = code.picture.as_ref();
    tx.run(
        sql!(
            "UPDATE outside_group SET link = $3, picture = $4, points = $5, code_at = $6, secret = $7
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            id,
            code.link.clone(),
            picture.map(|picture| picture.bytes.clone()),
            picture.and_then(|picture| picture.points.clone()),
            now,
            secret,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn set_words(tx: &mut Tx, id: GroupId, app: &str, owner: &str) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE outside_group SET app = $3, owner = $4 WHERE org = $1 AND id = $2"),
        args![org, id, app, owner],
    )
    .await
    .map(drop)
}

pub(super) async fn tell(tx: &mut Tx, id: GroupId, members: i64) -> Result<()> {
    let (org, now, staff) = (tx.org(), tx.now(), tx.actor().staff());
    tx.run(
        sql!("UPDATE outside_group SET told_by = $3 WHERE org = $1 AND id = $2"),
        args![org, id, staff],
    )
    .await?;
    tx.run(
        sql!(
            "INSERT INTO outside_count (org, grp, at, members, staff) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, grp, at) DO UPDATE SET members = excluded.members"
        ),
        args![org, id, now, members, staff],
    )
    .await
    .map(drop)
}

/// The counts that were told, the latest first, at most `limit`.
pub async fn told(db: &mut impl Read, org: OrgId, id: GroupId, limit: u32) -> Result<Vec<Told>> {
    db.rows(
        sql!(
            "SELECT at, members, staff FROM outside_count WHERE org = $1 AND grp = $2
             ORDER BY at DESC LIMIT $3"
        ),
        args![org, id, limit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Told { at: row.get("at")?, members: row.get("members")?, staff: row.get("staff")? })
    })
    .collect()
}

/// The open outside groups that need somebody's hand, those whose code ends first on top.
pub async fn warnings(db: &mut impl Read, org: OrgId, now: Time) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM series_group
         WHERE org = $1 AND place = 'outside' AND state = 'open'
          AND (code_ends IS NULL OR code_ends <= $2 OR COALESCE(told, seated) * 100 >= capacity * $3)
         ORDER BY COALESCE(code_ends, $4), id LIMIT 200"
    );
    let soon = now.plus(WARN_BEFORE);
    db.rows(&sql, args![org, soon, WARN_PERCENT, FOREVER]).await?.iter().map(read_group).collect()
}
