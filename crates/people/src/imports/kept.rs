//! Files that wait for a yes, and their run in the background.

use std::io::Cursor;

use kernel::{Error, ImportId, Lang, OrgId, Result, Scope, StaffId, Time};
use serde_json::Value as Json;
use store::{Db, Fate, Future, NewJob, Read, Row, Tx, args, sql};

use super::{Mapping, Options, Refusal, Reject, Rows, Summary, run as runs};

/// Runs a kept file.
pub const JOB: &str = "imports.members";
/// Bytes of a part: small enough for one statement.
const PART: usize = 256 << 10;
/// Refused rows that are kept to be downloaded.
const REJECTS_MAX: u64 = 10_000;

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: ImportId,
    pub file_name: String,
    /// `new`, `running`, `done`.
    pub state: String,
    pub mapping: Mapping,
    pub options: Options,
    pub summary: Summary,
    pub made_at: Time,
}

fn read(row: &Row) -> Result<Kept> {
    Ok(Kept {
        id: row.get("id")?,
        file_name: row.get("file_name")?,
        state: row.get("state")?,
        mapping: row.json("mapping")?,
        options: row.json("options")?,
        summary: row.json("summary")?,
        made_at: row.get("made_at")?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// Keeps a file for later.
pub async fn keep(
    tx: &mut Tx,
    (file_name, bytes): (&str, &[u8]),
    mapping: &Mapping,
    staff: Option<StaffId>,
) -> Result<ImportId> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id());
    tx.run(
        sql!(
            "INSERT INTO import (org, id, kind, file_name, state, mapping, options, summary, size,
               staff, made_at, changed_at)
             VALUES ($1, $2, 'members', $3, 'new', $4, $5, $6, $7, $8, $9, $9)"
        ),
        args![
            org,
            id,
            file_name.chars().take(200).collect::<String>(),
            json(mapping)?,
            json(&Options::default())?,
            json(&Summary::default())?,
            i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            staff,
            now
        ],
    )
    .await?;
    for (number, part) in bytes.chunks(PART).enumerate() {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        tx.run(
            sql!("INSERT INTO import_part (org, import, number, data) VALUES ($1, $2, $3, $4)"),
            args![org, id, number, part],
        )
        .await?;
    }
    Ok(id)
}

pub async fn require(db: &mut impl Read, org: OrgId, id: ImportId) -> Result<Kept> {
    let row = db
        .row(
            sql!(
                "SELECT id, file_name, state, mapping, options, summary, made_at FROM import
                 WHERE org = $1 AND id = $2 AND kind = 'members'"
            ),
            args![org, id],
        )
        .await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("import"))
}

/// The newest files.
pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<Kept>> {
    db.rows(
        sql!(
            "SELECT id, file_name, state, mapping, options, summary, made_at FROM import
             WHERE org = $1 AND kind = 'members' ORDER BY id DESC LIMIT 20"
        ),
        args![org],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

pub async fn bytes(db: &mut impl Read, org: OrgId, id: ImportId) -> Result<Vec<u8>> {
    let rows = db
        .rows(
            sql!("SELECT data FROM import_part WHERE org = $1 AND import = $2 ORDER BY number"),
            args![org, id],
        )
        .await?;
    let mut all = Vec::new();
    for row in rows {
        all.extend(row.get::<Vec<u8>>("data")?);
    }
    Ok(all)
}

/// The yes: the file runs in the background. A second yes is refused.
pub async fn start(tx: &mut Tx, id: ImportId, mapping: &Mapping, options: &Options) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let rows = tx
        .run(
            sql!(
                "UPDATE import SET state = 'running', mapping = $3, options = $4, changed_at = $5
                 WHERE org = $1 AND id = $2 AND state = 'new'"
            ),
            args![org, id, json(mapping)?, json(options)?, now],
        )
        .await?;
    if rows == 0 {
        return Err(Refusal::Running.into());
    }
    tx.enqueue(NewJob::now(JOB, &serde_json::json!({ "import": id }))?);
    Ok(())
}

async fn note(tx: &mut Tx, id: ImportId, summary: &Summary, state: &str) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE import SET summary = $3, state = $4, changed_at = $5
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, json(summary)?, state, now],
    )
    .await
    .map(drop)
}

async fn keep_rejects(tx: &mut Tx, id: ImportId, rejects: &[Reject]) -> Result<()> {
    let org = tx.org();
    let line = |line: u64| i64::try_from(line).unwrap_or(i64::MAX);
    let rows =
        rejects.iter().map(|one| args![org, id, line(one.line), &one.reason, &one.row]).collect();
    let columns = ["org", "import", "line", "reason", "row"];
    tx.insert("import_reject", &columns, rows, "ON CONFLICT DO NOTHING").await
}

/// The refused rows, in the order of the file.
pub async fn rejects(db: &mut impl Read, org: OrgId, id: ImportId) -> Result<Vec<Reject>> {
    let rows = db
        .rows(
            sql!(
                "SELECT line, reason, row FROM import_reject
                 WHERE org = $1 AND import = $2 ORDER BY line LIMIT 10000"
            ),
            args![org, id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Reject {
                line: u64::try_from(row.get::<i64>("line")?).unwrap_or(0),
                reason: row.get("reason")?,
                row: row.get("row")?,
            })
        })
        .collect()
}

/// The background job. Started again after a kill it finds its first rows done and goes on.
pub fn run(db: &Db, org: OrgId, data: Json) -> Future<'_, Fate> {
    Box::pin(async move {
        let id: ImportId = data
            .get("import")
            .and_then(Json::as_str)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Error::broken("an import without its file"))?;
        let scope = Scope::system(org);
        let (kept, file) = {
            let mut reader = db.read().await?;
            (require(&mut reader, org, id).await?, bytes(&mut reader, org, id).await?)
        };
        if kept.state != "running" {
            return Ok(Fate::Done);
        }
        let Ok(rows) = Rows::open(Cursor::new(file)).map_err(Error::broken)? else {
            return db
                .write(&scope, async |tx| note(tx, id, &Summary::default(), "done").await)
                .await
                .map(|_| Fate::Done);
        };
        let mut refused = Vec::new();
        let summary =
            runs::members(db, &scope, rows, (&kept.mapping, &kept.options), &mut |step| {
                if step.summary.rejected <= REJECTS_MAX {
                    refused.extend_from_slice(step.rejects);
                }
            })
            .await?;
        db.write(&scope, async |tx| {
            keep_rejects(tx, id, &refused).await?;
            // The file has done its work; what is kept of it are counts and refused rows.
            tx.run(sql!("DELETE FROM import_part WHERE org = $1 AND import = $2"), args![org, id])
                .await?;
            note(tx, id, &summary, "done").await
        })
        .await
        .map(|_| Fate::Done)
    })
}

/// The language of the reasons that a person will read.
pub fn options(lang: Lang, store: Option<kernel::StoreId>) -> Options {
    Options { store, lang, ..Options::default() }
}
