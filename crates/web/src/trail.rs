//! Who changed what, before and after. Written in the transaction of the change, never changed.

use kernel::{Actor, Error, OrgId, Page, PageRequest, Result, Time, TrailId};
use serde::Serialize;
use serde_json::Value as Json;
use store::{Read, Tx, args, sql};
use uuid::Uuid;

/// One change. `what` is the permission-like word `stores.changed`, `subject` the id it is about.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub id: TrailId,
    pub at: Time,
    pub actor: kernel::Actor,
    pub what: String,
    pub subject: String,
    pub before: Json,
    pub after: Json,
}

/// Notes a change. Secrets never go in; personal data only as far as the change is about it, and it
/// is erased with the person.
pub async fn note(
    tx: &mut Tx,
    what: &str,
    subject: impl std::fmt::Display,
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<()> {
    let actor = tx.actor();
    note_as(tx, actor, (what, subject), before, after).await
}

/// As [`note`] by somebody who has only just shown who they are.
pub async fn note_as(
    tx: &mut Tx,
    actor: Actor,
    (what, subject): (&str, impl std::fmt::Display),
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<()> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id::<kernel::kinds::Trail>());
    let json = |text: serde_json::Result<String>| text.map_err(Error::broken);
    tx.run(
        sql!(
            "INSERT INTO trail (org, id, at, actor, what, subject, before, after)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            org,
            id,
            now,
            json(serde_json::to_string(&actor))?,
            what,
            subject.to_string(),
            json(serde_json::to_string(before))?,
            json(serde_json::to_string(after))?,
        ],
    )
    .await
    .map(drop)
}

/// Newest first; of one subject if given.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    subject: Option<&str>,
    page: &PageRequest,
) -> Result<Page<Entry>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let rows = db
        .rows(
            sql!(
                "SELECT id, at, actor, what, subject, before, after FROM trail
                 WHERE org = $1 AND id < $2 AND (CAST($3 AS TEXT) IS NULL OR subject = $3)
                 ORDER BY id DESC LIMIT $4"
            ),
            args![org, before, subject.map(str::to_owned), limit + 1],
        )
        .await?;
    let entries: Result<Vec<Entry>> = rows
        .iter()
        .map(|row| {
            Ok(Entry {
                id: row.get("id")?,
                at: row.get("at")?,
                actor: row.json("actor")?,
                what: row.get("what")?,
                subject: row.get("subject")?,
                before: row.json("before")?,
                after: row.json("after")?,
            })
        })
        .collect();
    Ok(Page::cut(entries?, limit, |entry| entry.id.uuid()))
}
