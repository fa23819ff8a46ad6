//! All statements about messages.

use std::collections::HashMap;

use kernel::{Error, GroupId, MemberId, MessageId, OrgId, Page, Result, SeriesId, StaffId, Time};
use store::{Read, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::model::{Author, Message, Removed, Rule};
use crate::posts::marks;

const COLUMNS: &str = "id, grp, at, author, who, text, card, picture, post, removed_at, removed";

fn read(row: &Row) -> Result<Message> {
    let who: Option<Uuid> = row.get("who")?;
    let word: String = row.get("author")?;
    let author = match (word.as_str(), who) {
        ("staff", Some(id)) => Author::Staff(StaffId::from_uuid(id)),
        ("member", Some(id)) => Author::Member(MemberId::from_uuid(id)),
        _ => Author::Assistant,
    };
    let card: Option<String> = row.get("card")?;
    let removed_at: Option<Time> = row.get("removed_at")?;
    let reason: Option<String> = row.get("removed")?;
    Ok(Message {
        id: row.get("id")?,
        group: row.get("grp")?,
        at: row.get("at")?,
        author,
        text: row.get("text")?,
        card: card.map(|json| serde_json::from_str(&json)).transpose().map_err(Error::broken)?,
        picture: row.get("picture")?,
        post: row.get("post")?,
        removed: removed_at.map(|at| Removed { at, reason: reason.unwrap_or_default() }),
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: MessageId) -> Result<Option<Message>> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: MessageId) -> Result<Message> {
    find(db, org, id).await?.ok_or(Error::NotFound("message"))
}

/// A page of a group's messages, newest first; `before` is the oldest that was seen.
pub async fn page(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    before: Option<MessageId>,
    limit: u32,
) -> Result<Page<Message>> {
    let before = before.map_or(Uuid::max(), kernel::Id::uuid);
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE org = $1 AND grp = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, group, before, limit + 1]).await?;
    let messages: Result<Vec<Message>> = rows.iter().map(read).collect();
    Ok(Page::cut(messages?, limit, |message| message.id.uuid()))
}

/// The newest message of a group.
pub(super) async fn last(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
) -> Result<Option<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE org = $1 AND grp = $2 ORDER BY id DESC LIMIT 1"
    );
    db.row(&sql, args![org, group]).await?.as_ref().map(read).transpose()
}

pub(super) async fn insert(tx: &mut Tx, message: &Message) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO message (org, id, grp, at, author, who, text, card, picture, post)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            message.id,
            message.group,
            message.at,
            message.author.word(),
            message.author.id(),
            &message.text,
            card(message)?,
            message.picture,
            message.post,
        ],
    )
    .await
    .map(drop)
}

fn card(message: &Message) -> Result<Option<String>> {
    message.card.as_ref().map(serde_json::to_string).transpose().map_err(Error::broken)
}

/// Writes the card anew: a welcome that says one more name.
pub(super) async fn update_card(tx: &mut Tx, message: &Message) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE message SET card = $3 WHERE org = $1 AND id = $2"),
        args![org, message.id, card(message)?],
    )
    .await
    .map(drop)
}

/// How a message goes: `reason` is empty when its author took it back, and then its words go too.
pub(super) async fn remove(tx: &mut Tx, id: MessageId, reason: &str) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let by = serde_json::to_string(&tx.actor()).map_err(Error::broken)?;
    tx.run(
        sql!(
            "UPDATE message SET removed_at = $3, removed_by = $4, removed = $5,
               text = CASE WHEN $5 = '' THEN '' ELSE text END,
               picture = CASE WHEN $5 = '' THEN NULL ELSE picture END
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, now, by, reason],
    )
    .await
    .map(drop)
}

/// Takes out the words of somebody who was erased, and their pictures.
pub(super) async fn erase(tx: &mut Tx, member: MemberId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "DELETE FROM reach_picture WHERE org = $1 AND id IN
               (SELECT picture FROM message WHERE org = $1 AND who = $2 AND author = 'member')"
        ),
        args![org, member],
    )
    .await?;
    tx.run(
        sql!(
            "UPDATE message SET text = '', card = NULL, picture = NULL,
               removed_at = COALESCE(removed_at, $3), removed = COALESCE(removed, '')
             WHERE org = $1 AND who = $2 AND author = 'member'"
        ),
        args![org, member, now],
    )
    .await?;
    tx.run(sql!("DELETE FROM feed_read WHERE org = $1 AND reader = $2"), args![org, member])
        .await
        .map(drop)
}

/// Up to which message somebody has read a group.
pub async fn read_up_to(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    reader: Uuid,
) -> Result<Option<MessageId>> {
    let row = db
        .row(
            sql!("SELECT message FROM feed_read WHERE org = $1 AND grp = $2 AND reader = $3"),
            args![org, group, reader],
        )
        .await?;
    row.map(|row| row.get("message")).transpose()
}

pub(super) async fn mark_read(
    tx: &mut Tx,
    group: GroupId,
    reader: Uuid,
    message: MessageId,
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO feed_read (org, grp, reader, message, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, grp, reader) DO UPDATE SET message = excluded.message, at = excluded.at
             WHERE feed_read.message < excluded.message"
        ),
        args![org, group, reader, message, now],
    )
    .await
    .map(drop)
}

/// Messages of people that a reader has not seen, by group; at most a hundred are counted in each.
pub async fn unread(
    db: &mut impl Read,
    org: OrgId,
    groups: &[GroupId],
    reader: Uuid,
) -> Result<HashMap<GroupId, i64>> {
    let mut counts = HashMap::new();
    for groups in groups.chunks(200) {
        let sql = format!(
            "SELECT m.grp AS grp, COUNT(*) AS unread FROM message m
             LEFT JOIN feed_read r ON r.org = m.org AND r.grp = m.grp AND r.reader = $2
             WHERE m.org = $1 AND m.author <> 'assistant' AND m.removed_at IS NULL
              AND (m.who IS NULL OR m.who <> $2) AND (r.message IS NULL OR m.id > r.message)
              AND m.grp IN ({}) GROUP BY m.grp",
            marks(3, groups.len())
        );
        let mut args = args![org, reader];
        args.extend(groups.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            counts.insert(row.get("grp")?, row.get("unread")?);
        }
    }
    Ok(counts)
}

/// What a series says about its feeds.
pub async fn rule(db: &mut impl Read, org: OrgId, series: SeriesId) -> Result<Rule> {
    let row = db
        .row(
            sql!("SELECT members_write, welcome FROM feed_rule WHERE org = $1 AND series = $2"),
            args![org, series],
        )
        .await?;
    row.map_or(Ok(Rule::default()), |row| {
        Ok(Rule { members_write: row.get("members_write")?, welcome: row.get("welcome")? })
    })
}

pub(super) async fn set_rule(tx: &mut Tx, series: SeriesId, rule: &Rule) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO feed_rule (org, series, members_write, welcome) VALUES ($1, $2, $3, $4)
             ON CONFLICT (org, series) DO UPDATE SET members_write = excluded.members_write,
               welcome = excluded.welcome"
        ),
        args![org, series, rule.members_write, &rule.welcome],
    )
    .await
    .map(drop)
}

/// Whether a picture stands in a group's feed.
pub(super) async fn shows_picture(
    db: &mut impl Read,
    org: OrgId,
    group: GroupId,
    picture: kernel::PictureId,
) -> Result<bool> {
    let row = db
        .row(
            sql!(
                "SELECT id FROM message WHERE org = $1 AND picture = $2 AND grp = $3
                 AND removed_at IS NULL LIMIT 1"
            ),
            args![org, picture, group],
        )
        .await?;
    Ok(row.is_some())
}

/// What one said, the other said; who read further has read.
pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE message SET who = $3 WHERE org = $1 AND who = $2 AND author = 'member'"),
        args![org, from, into],
    )
    .await?;
    tx.run(
        sql!(
            "INSERT INTO feed_read (org, grp, reader, message, at)
             SELECT org, grp, CAST($3 AS UUID), message, at FROM feed_read
             WHERE org = $1 AND reader = $2
             ON CONFLICT (org, grp, reader) DO UPDATE SET
               message = CASE WHEN excluded.at > feed_read.at THEN excluded.message
                         ELSE feed_read.message END,
               at = CASE WHEN excluded.at > feed_read.at THEN excluded.at ELSE feed_read.at END"
        ),
        args![org, from, into],
    )
    .await?;
    tx.run(sql!("DELETE FROM feed_read WHERE org = $1 AND reader = $2"), args![org, from])
        .await
        .map(drop)
}
