//! Files that wait for a yes, and their run in the background: of people here, of other kinds elsewhere.

use std::{fmt::Debug, io::Cursor};

use kernel::{Error, ImportId, Lang, OrgId, Result, Scope, StaffId, Time};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use store::{Db, Fate, Future, NewJob, Read, Row, Tx, args, sql};

use super::{Mapping, Options, Refusal, Reject, Rows, Summary, run as runs};

/// What files of one kind come with; each kind is kept, run and read on its own.
pub trait Kind: Send + Sync {
    const WORD: &'static str;
    /// The job that runs a kept file.
    const JOB: &'static str;
    /// Which column is what.
    type Mapping: Plain;
    /// What else a person says about a file.
    type Options: Plain;
    type Summary: Plain;
}

/// Data that is kept as JSON.
pub trait Plain: Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync {}
impl<T: Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync> Plain for T {}

/// Files of people.
#[derive(Debug, Clone, Copy)]
pub struct Members;

impl Kind for Members {
    const WORD: &'static str = "members";
    const JOB: &'static str = "imports.members";
    type Mapping = Mapping;
    type Options = Options;
    type Summary = Summary;
}

/// Bytes of a part: small enough for one statement.
const PART: usize = 256 << 10;
/// Refused rows that are kept to be downloaded.
pub const REJECTS_MAX: u64 = 10_000;

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct Kept<K: Kind> {
    pub id: ImportId,
    pub file_name: String,
    /// `new`, `running`, `done`.
    pub state: String,
    pub mapping: K::Mapping,
    pub options: K::Options,
    pub summary: K::Summary,
    pub made_at: Time,
}

fn read<K: Kind>(row: &Row) -> Result<Kept<K>> {
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
pub async fn keep<K: Kind>(
    tx: &mut Tx,
    (file_name, bytes): (&str, &[u8]),
    mapping: &K::Mapping,
    staff: Option<StaffId>,
) -> Result<ImportId> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id());
    tx.run(
        sql!(
            "INSERT INTO import (org, id, kind, file_name, state, mapping, options, summary, size,
               staff, made_at, changed_at)
             VALUES ($1, $2, $3, $4, 'new', $5, $6, $7, $8, $9, $10, $10)"
        ),
        args![
            org,
            id,
            K::WORD,
            file_name.chars().take(200).collect::<String>(),
            json(mapping)?,
            json(&K::Options::default())?,
            json(&K::Summary::default())?,
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

pub async fn require<K: Kind>(db: &mut impl Read, org: OrgId, id: ImportId) -> Result<Kept<K>> {
    let row = db
        .row(
            sql!(
                "SELECT id, file_name, state, mapping, options, summary, made_at FROM import
                 WHERE org = $1 AND id = $2 AND kind = $3"
            ),
            args![org, id, K::WORD],
        )
        .await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("import"))
}

/// The newest files.
pub async fn list<K: Kind>(db: &mut impl Read, org: OrgId) -> Result<Vec<Kept<K>>> {
    db.rows(
        sql!(
            "SELECT id, file_name, state, mapping, options, summary, made_at FROM import
             WHERE org = $1 AND kind = $2 ORDER BY id DESC LIMIT 20"
        ),
        args![org, K::WORD],
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
pub async fn start<K: Kind>(
    tx: &mut Tx,
    id: ImportId,
    mapping: &K::Mapping,
    options: &K::Options,
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let rows = tx
        .run(
            sql!(
                "UPDATE import SET state = 'running', mapping = $3, options = $4, changed_at = $5
                 WHERE org = $1 AND id = $2 AND kind = $6 AND state = 'new'"
            ),
            args![org, id, json(mapping)?, json(options)?, now, K::WORD],
        )
        .await?;
    if rows == 0 {
        return Err(Refusal::Running.into());
    }
    tx.enqueue(NewJob::now(K::JOB, &serde_json::json!({ "import": id }))?);
    Ok(())
}

async fn note(tx: &mut Tx, id: ImportId, summary: &impl Plain) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE import SET summary = $3, state = 'done', changed_at = $4
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, json(summary)?, now],
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

/// A file whose turn has come.
#[derive(Debug)]
pub struct Begun<K: Kind> {
    pub id: ImportId,
    pub scope: Scope,
    pub kept: Kept<K>,
    pub file: Vec<u8>,
}

/// The file that a job is about, if it still runs.
pub async fn begun<K: Kind>(db: &Db, org: OrgId, data: &Json) -> Result<Option<Begun<K>>> {
    let id: ImportId = data
        .get("import")
        .and_then(Json::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::broken("an import without its file"))?;
    let mut reader = db.read().await?;
    let kept = require::<K>(&mut reader, org, id).await?;
    let file = bytes(&mut reader, org, id).await?;
    let running = kept.state == "running";
    Ok(running.then(|| Begun { id, scope: Scope::system(org), kept, file }))
}

impl<K: Kind> Begun<K> {
    /// What is kept of a file that has done its work are counts and refused rows.
    pub async fn end(&self, db: &Db, summary: &K::Summary, refused: &[Reject]) -> Result<Fate> {
        let id = self.id;
        db.write(&self.scope, async |tx| {
            let most = usize::try_from(REJECTS_MAX).unwrap_or(usize::MAX);
            keep_rejects(tx, id, refused.get(..most).unwrap_or(refused)).await?;
            let org = tx.org();
            tx.run(sql!("DELETE FROM import_part WHERE org = $1 AND import = $2"), args![org, id])
                .await?;
            note(tx, id, summary).await
        })
        .await
        .map(|_| Fate::Done)
    }
}

/// The background job. Started again after a kill it finds its first rows done and goes on.
pub fn run(db: &Db, org: OrgId, data: Json) -> Future<'_, Fate> {
    Box::pin(async move {
        let Some(begun) = begun::<Members>(db, org, &data).await? else { return Ok(Fate::Done) };
        let Ok(rows) = Rows::open(Cursor::new(&begun.file)).map_err(Error::broken)? else {
            return begun.end(db, &Summary::default(), &[]).await;
        };
        let mut refused = Vec::new();
        let said = (&begun.kept.mapping, &begun.kept.options);
        let summary = runs::members(db, &begun.scope, rows, said, &mut |step| {
            if step.summary.rejected <= REJECTS_MAX {
                refused.extend_from_slice(step.rejects);
            }
        })
        .await?;
        begun.end(db, &summary, &refused).await
    })
}

/// The language of the reasons that a person will read.
pub fn options(lang: Lang, store: Option<kernel::StoreId>) -> Options {
    Options { store, lang, ..Options::default() }
}
