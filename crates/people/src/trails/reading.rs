//! Reading the trail; `web::trail` writes it.

use kernel::{OrgId, Page, PageRequest, Result, StaffId};
use store::{Read, args, sql};
use uuid::Uuid;
use web::trail::Entry;

/// How the trail is narrowed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The id of the thing that was changed.
    pub subject: Option<String>,
    pub person: Option<StaffId>,
    /// The beginning of the word for what was done: `stores`, `stores.closed`.
    pub what: Option<String>,
}

/// Newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Entry>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let person = filter.person.map(|id| format!("%\"{id}\"%"));
    let what = filter.what.as_ref().map(|what| {
        let plain: String =
            what.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')).collect();
        format!("{}%", plain.replace('_', "!_"))
    });
    let rows = db
        .rows(
            sql!(
                "SELECT id, at, actor, what, subject, before, after FROM trail
                 WHERE org = $1 AND id < $2
                   AND (CAST($3 AS TEXT) IS NULL OR subject = $3)
                   AND (CAST($4 AS TEXT) IS NULL OR actor LIKE $4)
                   AND (CAST($5 AS TEXT) IS NULL OR what LIKE $5 ESCAPE '!')
                 ORDER BY id DESC LIMIT $6"
            ),
            args![org, before, filter.subject.clone(), person, what, limit + 1],
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
