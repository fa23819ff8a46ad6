//! All statements about posts.

use kernel::{Error, GroupId, LinkId, MemberId, OrgId, PostId, Result, SeriesId, Time};
use store::{Read, Row, Tx, Value, args, sql};

use super::model::{self, Post};
use crate::programmes;

const COLUMNS: &str = "id, code, grp, series, slot, day, kind, selling, title, text, lang, picture, \
    opened, claims, created_at";

fn read(row: &Row) -> Result<Post> {
    let kind: String = row.get("kind")?;
    let lang: String = row.get("lang")?;
    Ok(Post {
        id: row.get("id")?,
        code: row.get("code")?,
        group: row.get("grp")?,
        series: row.get("series")?,
        slot: row.get("slot")?,
        day: row.get("day")?,
        kind: programmes::kind(&kind).ok_or_else(|| Error::broken(format!("post of {kind}")))?,
        selling: row.get("selling")?,
        title: row.get("title")?,
        text: row.get("text")?,
        lang: lang.parse().unwrap_or_default(),
        picture: row.get("picture")?,
        opened: row.get("opened")?,
        claims: row.get("claims")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: PostId) -> Result<Option<Post>> {
    let sql = format!("SELECT {COLUMNS} FROM post WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: PostId) -> Result<Post> {
    find(db, org, id).await?.ok_or(Error::NotFound("post"))
}

/// By its code as typed.
pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Post>> {
    let code = model::code(code);
    if code.len() != model::CODE_LEN {
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS} FROM post WHERE org = $1 AND code = $2");
    db.row(&sql, args![org, code]).await?.as_ref().map(read).transpose()
}

/// The posts of these ids, in no order.
pub async fn of_ids(db: &mut impl Read, org: OrgId, ids: &[PostId]) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for ids in ids.chunks(200) {
        let sql = format!(
            "SELECT {COLUMNS} FROM post WHERE org = $1 AND id IN ({})",
            marks(2, ids.len())
        );
        let mut args = args![org];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            posts.push(read(&row)?);
        }
    }
    Ok(posts)
}

/// The newest posts of a group, newest first.
pub async fn last_of_group(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    limit: u32,
) -> Result<Vec<Post>> {
    let sql =
        format!("SELECT {COLUMNS} FROM post WHERE org = $1 AND grp = $2 ORDER BY id DESC LIMIT $3");
    db.rows(&sql, args![org, group, limit]).await?.iter().map(read).collect()
}

/// `$2, $3, …`: as many marks as there are values.
pub(crate) fn marks(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Which of these codes are used.
pub(super) async fn used(db: &mut impl Read, org: OrgId, codes: &[String]) -> Result<Vec<String>> {
    let mut used = Vec::new();
    for codes in codes.chunks(200) {
        let sql =
            format!("SELECT code FROM post WHERE org = $1 AND code IN ({})", marks(2, codes.len()));
        let mut args = args![org];
        args.extend(codes.iter().map(Value::from));
        for row in db.rows(&sql, args).await? {
            used.push(row.get("code")?);
        }
    }
    Ok(used)
}

pub(super) async fn insert(tx: &mut Tx, posts: &[Post]) -> Result<()> {
    let org = tx.org();
    let rows = posts.iter().map(|post| {
        args![
            org,
            post.id,
            &post.code,
            post.group,
            post.series,
            post.slot,
            &post.day,
            post.kind.word(),
            post.selling,
            &post.title,
            &post.text,
            post.lang.tag(),
            post.picture,
            0i64,
            0i64,
            post.created_at,
        ]
    });
    let columns = [
        "org",
        "id",
        "code",
        "grp",
        "series",
        "slot",
        "day",
        "kind",
        "selling",
        "title",
        "text",
        "lang",
        "picture",
        "opened",
        "claims",
        "created_at",
    ];
    tx.insert("post", &columns, rows.collect(), "").await
}

/// Takes back posts that nobody was sent.
pub(super) async fn remove(tx: &mut Tx, ids: &[PostId]) -> Result<()> {
    let org = tx.org();
    for ids in ids.chunks(200) {
        let sql = format!("DELETE FROM post WHERE org = $1 AND id IN ({})", marks(2, ids.len()));
        let mut args = args![org];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        tx.run(&sql, args).await?;
    }
    Ok(())
}

/// Notes an opening; whether it is this device's first of the day.
pub(super) async fn open(tx: &mut Tx, post: &Post, opening: &Opening) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    let new = tx
        .run(
            sql!(
                "INSERT INTO post_opening (org, post, day, device, member, grp, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (org, post, day, device) DO NOTHING"
            ),
            args![
                org,
                post.id,
                &opening.day,
                opening.device.as_slice(),
                opening.member,
                post.group,
                now
            ],
        )
        .await?;
    if new == 0 {
        return Ok(false);
    }
    tx.run(
        sql!("UPDATE post SET opened = opened + 1 WHERE org = $1 AND id = $2"),
        args![org, post.id],
    )
    .await?;
    Ok(true)
}

/// A device at a post.
#[derive(Debug, Clone)]
pub struct Opening {
    pub day: String,
    pub device: Vec<u8>,
    pub member: Option<MemberId>,
}

/// The post that a member opened last, since an instant.
pub(super) async fn opened_by(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    since: Time,
) -> Result<Option<(PostId, GroupId)>> {
    let row = db
        .row(
            sql!(
                "SELECT post, grp FROM post_opening WHERE org = $1 AND member = $2 AND at > $3
                 ORDER BY at DESC, post DESC LIMIT 1"
            ),
            args![org, member, since],
        )
        .await?;
    row.map(|row| Ok((row.get("post")?, row.get("grp")?))).transpose()
}

/// The post of a group that somebody unknown opened last, since an instant.
pub(super) async fn opened_in(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    since: Time,
) -> Result<Option<(PostId, GroupId)>> {
    let row = db
        .row(
            sql!(
                "SELECT post, grp FROM post_opening
                 WHERE org = $1 AND grp = $2 AND at > $3 AND member IS NULL
                 ORDER BY at DESC, post DESC LIMIT 1"
            ),
            args![org, group, since],
        )
        .await?;
    row.map(|row| Ok((row.get("post")?, row.get("grp")?))).transpose()
}

/// Notes an effect; whether it is the first of this person for this post.
pub(super) async fn claim(tx: &mut Tx, post: PostId, member: MemberId) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    let new = tx
        .run(
            sql!(
                "INSERT INTO post_claim (org, post, member, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (org, post, member) DO NOTHING"
            ),
            args![org, post, member, now],
        )
        .await?;
    if new == 0 {
        return Ok(false);
    }
    tx.run(
        sql!("UPDATE post SET claims = claims + 1 WHERE org = $1 AND id = $2"),
        args![org, post],
    )
    .await?;
    Ok(true)
}

/// The join link that posts of a series lead to.
pub(super) async fn way(
    db: &mut impl Read,
    org: OrgId,
    series: SeriesId,
) -> Result<Option<LinkId>> {
    let row = db
        .row(sql!("SELECT link FROM post_way WHERE org = $1 AND series = $2"), args![org, series])
        .await?;
    row.map(|row| row.get("link")).transpose()
}

/// Whether this link is the one of a series' posts.
pub(super) async fn is_way(db: &mut impl Read, org: OrgId, link: LinkId) -> Result<bool> {
    let row = db
        .row(sql!("SELECT series FROM post_way WHERE org = $1 AND link = $2"), args![org, link])
        .await?;
    Ok(row.is_some())
}

pub(super) async fn set_way(tx: &mut Tx, series: SeriesId, link: LinkId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO post_way (org, series, link) VALUES ($1, $2, $3)
             ON CONFLICT (org, series) DO UPDATE SET link = excluded.link"
        ),
        args![org, series, link],
    )
    .await
    .map(drop)
}

/// What one opened and did, the other did; an effect of both on one post is one.
pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("UPDATE post_opening SET member = $3 WHERE org = $1 AND member = $2"),
        sql!(
            "UPDATE post SET claims = claims - 1 WHERE org = $1
             AND id IN (SELECT post FROM post_claim WHERE org = $1 AND member = $2)
             AND id IN (SELECT post FROM post_claim WHERE org = $1 AND member = $3)"
        ),
        sql!(
            "INSERT INTO post_claim (org, post, member, at)
             SELECT org, post, CAST($3 AS UUID), at FROM post_claim WHERE org = $1 AND member = $2
             ON CONFLICT (org, post, member) DO NOTHING"
        ),
    ] {
        tx.run(sql, args![org, from, into]).await?;
    }
    tx.run(sql!("DELETE FROM post_claim WHERE org = $1 AND member = $2"), args![org, from])
        .await
        .map(drop)
}

/// Takes a person off what was opened, and out of what came of it; the sums stay.
pub(super) async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE post_opening SET member = NULL WHERE org = $1 AND member = $2"),
        args![org, member],
    )
    .await?;
    tx.run(sql!("DELETE FROM post_claim WHERE org = $1 AND member = $2"), args![org, member])
        .await
        .map(drop)
}
