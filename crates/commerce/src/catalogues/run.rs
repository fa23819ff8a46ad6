//! Bringing a file in: chunk by chunk, each in a turn of its own, so that the shop goes on selling.
//! Memory does not grow with the file, but for sixteen bytes per row by which a row is known again.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{self, BufRead, Cursor},
};

use ::store::{Db, Fate, Future, Tx};
use kernel::{Error, FieldError, Lang, OrgId, ProductId, Result, Scope, StoreId};
use people::{
    imports::{Mode, Reject, Row, Rows, Summary, Trouble, kept},
    stores,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use value::counter::blocking;
use web::{Shop, input::UPLOAD_MAX, kit::words, shops};

use super::{
    columns::Columns,
    plan::{Against, Change, Lying, Outcome, Plan, meant, plan},
    row::{Reading, Wanted},
};
use crate::products::{self, accounts};

/// Rows per turn.
const CHUNK: usize = 50;

/// What a number of pieces is that the last file said too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// The same file again: nothing is counted.
    #[default]
    Known,
    /// Somebody counted, and it is that many again.
    Fresh,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Options {
    pub mode: Mode,
    /// Where stock lies whose column names no store.
    pub store: Option<StoreId>,
    pub count: Count,
    /// Of the reasons of refused rows.
    pub lang: Lang,
}

/// A picture's file as it was found.
#[derive(Debug)]
pub enum Found {
    /// There is no folder of pictures: what rows say of them is passed over.
    NoFolder,
    Missing,
    Bytes(Vec<u8>),
}

/// A folder of pictures.
pub trait Pictures: Send + Sync {
    /// The file of this name, if it is no larger than `most` bytes; one more byte says that it is.
    fn read(&self, name: &str, most: usize) -> io::Result<Found>;
}

/// For files that come alone.
#[derive(Debug, Clone, Copy)]
pub struct NoPictures;

impl Pictures for NoPictures {
    fn read(&self, _: &str, _: usize) -> io::Result<Found> {
        Ok(Found::NoFolder)
    }
}

/// A picture that is to be kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub bytes: Vec<u8>,
    pub source: String,
}

/// A good row, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub line: u64,
    pub name: String,
    pub outcome: Outcome,
    pub changes: Vec<Change>,
}

/// What an import tells while it runs: after every chunk.
#[derive(Debug)]
pub struct Step<'s> {
    pub summary: &'s Summary,
    pub told: &'s [Told],
    pub rejects: &'s [Reject],
}

/// What is asked of a file.
pub struct Ask<'a> {
    pub columns: &'a Columns,
    pub options: &'a Options,
    pub pictures: &'a dyn Pictures,
}

/// One row on its way: read, its picture at hand.
struct Entry {
    wanted: Wanted,
    picture: Option<Kept>,
    cells: String,
}

struct Run<'a> {
    db: &'a Db,
    scope: &'a Scope,
    shop: Shop,
    ask: &'a Ask<'a>,
    /// The line on which a code, id or name stood first.
    seen: HashMap<u64, u64>,
    summary: Summary,
}

/// Brings products in. `open` gives the file from its beginning; it is read twice where it has bundles.
pub async fn products<R: BufRead + Send>(
    db: &Db,
    scope: &Scope,
    open: &(dyn Fn() -> io::Result<R> + Sync),
    ask: &Ask<'_>,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Summary> {
    ask.columns.check(ask.options.store)?;
    let shop = shops::require(&mut db.read().await?, scope.org()).await?;
    let seen = HashMap::new();
    let mut run = Run { db, scope, shop, ask, seen, summary: Summary::default() };
    if run.pass(rows(open)?, Pass::Products, progress).await? {
        run.pass(rows(open)?, Pass::Bundles, progress).await?;
    }
    Ok(run.summary)
}

fn rows<R: BufRead>(open: &(dyn Fn() -> io::Result<R> + Sync)) -> Result<Rows<R>> {
    let rows = open().and_then(Rows::open).map_err(Error::broken)?;
    rows.map_err(|trouble: Trouble| FieldError::new("file", trouble.code()).into())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Products,
    /// Rows that are made of other rows.
    Bundles,
}

impl Run<'_> {
    /// Reads the file once; says whether there are rows for the other pass.
    async fn pass<R: BufRead + Send>(
        &mut self,
        mut rows: Rows<R>,
        pass: Pass,
        progress: &mut (dyn FnMut(Step<'_>) + Send),
    ) -> Result<bool> {
        let mut others = false;
        loop {
            let (mut entries, mut rejects, mut end) = (Vec::new(), Vec::new(), false);
            while entries.len() < CHUNK && rejects.len() < CHUNK {
                let Some(row) = rows.next_row().map_err(Error::broken)? else {
                    end = true;
                    break;
                };
                let reading = self.reading();
                let bundle = reading.is_bundle(&row);
                if bundle != (pass == Pass::Bundles) {
                    others |= bundle;
                    continue;
                }
                self.summary.rows += 1;
                match self.entry(row).await {
                    Ok(entry) => entries.push(entry),
                    Err(Stop::Row(reject)) => rejects.push(reject),
                    Err(Stop::Import(error)) => return Err(error),
                }
            }
            let told = self.chunk(entries, &mut rejects).await?;
            for one in &told {
                match one.outcome {
                    Outcome::Added => self.summary.added += 1,
                    Outcome::Updated => self.summary.updated += 1,
                    Outcome::Same => self.summary.same += 1,
                }
            }
            self.summary.rejected += rejects.len() as u64;
            rejects.sort_by_key(|one| one.line);
            progress(Step { summary: &self.summary, told: &told, rejects: &rejects });
            if end {
                return Ok(others);
            }
        }
    }

    fn reading(&self) -> Reading<'_> {
        Reading { shop: &self.shop, columns: self.ask.columns, store: self.ask.options.store }
    }

    async fn entry(&mut self, row: Row) -> Result<Entry, Stop> {
        let (line, cells) = match row {
            Row::Good { line, cells } => (line, cells),
            Row::Bad { line, reason, start } => {
                return Err(Stop::Row(Reject { line, reason: reason.word().into(), row: start }));
            }
        };
        let short: String = cells.join(",").chars().take(500).collect();
        let read = async {
            let wanted = self.reading().read(line, &cells)?;
            self.once(&wanted)?;
            let picture = self.picture(&wanted).await?;
            Ok(Entry { wanted, picture, cells: short.clone() })
        };
        read.await.map_err(|error| self.stop(error, line, &short))
    }

    /// Each product stands in a file once: of two rows, which one would be right?
    fn once(&mut self, wanted: &Wanted) -> Result<()> {
        let key = match (&wanted.code, wanted.product) {
            (Some(code), _) => code_key(code),
            (None, Some(id)) => key(&id.to_string()),
            (None, None) => key(&format!("\n{}", wanted.called())),
        };
        match self.seen.entry(key) {
            std::collections::hash_map::Entry::Occupied(first) => {
                let line = i64::try_from(*first.get()).unwrap_or(i64::MAX);
                Err(FieldError::new("code", "row_twice").with("line", line).into())
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(wanted.line);
                Ok(())
            }
        }
    }

    /// The picture that the row names, made small, if it is another than the product has.
    async fn picture(&self, wanted: &Wanted) -> Result<Option<Kept>> {
        let Some(name) = &wanted.picture else { return Ok(None) };
        let found = self.ask.pictures.read(name, UPLOAD_MAX).map_err(Error::broken)?;
        let bytes = match found {
            Found::NoFolder => return Ok(None),
            Found::Missing => {
                let wrong = FieldError::new("picture", "picture_missing");
                return Err(wrong.with("name", name.clone()).into());
            }
            Found::Bytes(bytes) => bytes,
        };
        if bytes.len() > UPLOAD_MAX {
            let most = i64::try_from(UPLOAD_MAX >> 20).unwrap_or(i64::MAX);
            return Err(FieldError::new("picture", "file_too_large").with("max", most).into());
        }
        let source = digest(&bytes);
        if self.shows(wanted, &source).await? {
            return Ok(None);
        }
        let bytes = blocking(move || value::gifts::kept_picture(&bytes)).await??;
        Ok(Some(Kept { bytes, source }))
    }

    /// Whether the product's picture is of that file, or is that file as it was written out.
    async fn shows(&self, wanted: &Wanted, source: &str) -> Result<bool> {
        let mut db = self.db.read().await?;
        let org = self.scope.org();
        let product = meant(&mut db, &self.shop, wanted).await?;
        let Some(picture) = product.and_then(|product| product.picture) else { return Ok(false) };
        if products::picture_source(&mut db, org, picture).await?.as_deref() == Some(source) {
            return Ok(true);
        }
        Ok(digest(&products::picture(&mut db, org, picture).await?) == source)
    }

    fn against<'s>(&'s self, in_file: &'s (dyn Fn(&str) -> bool + Sync)) -> Against<'s> {
        Against { shop: &self.shop, count: self.ask.options.count, in_file }
    }

    fn stop(&self, error: Error, line: u64, row: &str) -> Stop {
        let lang = self.ask.options.lang;
        let reason = match &error {
            Error::Invalid(fields) => fields
                .iter()
                .map(|one| format!("{}: {}", one.field, words::field_error(lang, one)))
                .collect::<Vec<_>>()
                .join(" "),
            Error::Refused(_) => words::error(lang, &error),
            _ => return Stop::Import(error),
        };
        Stop::Row(Reject { line, reason, row: row.to_owned() })
    }

    async fn chunk(&self, entries: Vec<Entry>, rejects: &mut Vec<Reject>) -> Result<Vec<Told>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut told = Vec::new();
        let mut take = |done: Result<Told>, line, cells: &str| match done {
            Ok(one) => {
                told.push(one);
                Ok(())
            }
            Err(error) => match self.stop(error, line, cells) {
                Stop::Row(reject) => {
                    rejects.push(reject);
                    Ok(())
                }
                Stop::Import(error) => Err(error),
            },
        };
        match self.ask.options.mode {
            Mode::Write => {
                let write = async |tx: &mut Tx| {
                    for Entry { wanted, picture, cells } in entries {
                        let (line, done) = (wanted.line, self.bring(tx, wanted, picture).await);
                        take(done, line, &cells)?;
                    }
                    Ok(())
                };
                self.db.write(self.scope, write).await?;
            }
            Mode::Try => {
                for Entry { wanted, picture, cells } in entries {
                    let (line, done) = (wanted.line, self.attempt(wanted, picture).await);
                    take(done, line, &cells)?;
                }
            }
        }
        Ok(told)
    }

    async fn bring(&self, tx: &mut Tx, wanted: Wanted, picture: Option<Kept>) -> Result<Told> {
        let mut plan = plan(tx, &self.against(&|_| false), &wanted, picture).await?;
        for count in plan.counts.clone() {
            let mut now = Lying { all: 0, free: 0 };
            if let Some(product) = &plan.product {
                let shelf = accounts::shelf(product.id, count.0)?;
                let balance = ledger::balance(tx, &shelf.key).await?;
                now = Lying { all: balance.balance, free: balance.free() };
            }
            plan.weigh(count, now)?;
        }
        let told = told(&wanted, &plan);
        plan.apply(tx).await?;
        Ok(told)
    }

    async fn attempt(&self, wanted: Wanted, picture: Option<Kept>) -> Result<Told> {
        let mut db = self.db.read().await?;
        let org = self.scope.org();
        let in_file = |code: &str| self.seen.contains_key(&code_key(code));
        let mut plan = plan(&mut db, &self.against(&in_file), &wanted, picture).await?;
        let none = products::Shelves::default();
        let (mut all, mut free) = (none.clone(), none);
        if let Some(product) = plan.product.as_ref().filter(|_| !plan.counts.is_empty()) {
            let of = |mut found: HashMap<ProductId, products::Shelves>| {
                found.remove(&product.id).unwrap_or_default()
            };
            all = of(products::lying(&mut db, org, &[product.id]).await?);
            free = of(products::shelves(&mut db, org, std::slice::from_ref(product)).await?);
        }
        for count in plan.counts.clone() {
            plan.weigh(count, Lying { all: all.at(count.0), free: free.at(count.0) })?;
        }
        Ok(told(&wanted, &plan))
    }
}

fn told(wanted: &Wanted, plan: &Plan) -> Told {
    let known = plan.product.as_ref().map(|product| product.name.clone());
    let name = match wanted.called() {
        "" => known.map(|name| name.say(Lang::En).to_owned()).unwrap_or_default(),
        name => name.to_owned(),
    };
    Told { line: wanted.line, name, outcome: plan.outcome(), changes: plan.changes.clone() }
}

/// What ends a row, or everything.
enum Stop {
    Row(Reject),
    Import(Error),
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key(text: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    hash.finish()
}

fn code_key(code: &str) -> u64 {
    key(&format!("code {code}"))
}

/// Files of products that wait for a yes.
#[derive(Debug, Clone, Copy)]
pub struct Files;

impl kept::Kind for Files {
    const WORD: &'static str = "products";
    const JOB: &'static str = "imports.products";
    type Mapping = Columns;
    type Options = Options;
    type Summary = Summary;
}

/// The background job. Started again after a kill it finds its first rows done and goes on.
pub fn kept(db: &Db, org: OrgId, data: serde_json::Value) -> Future<'_, Fate> {
    Box::pin(async move {
        let Some(begun) = kept::begun::<Files>(db, org, &data).await? else {
            return Ok(Fate::Done);
        };
        let mut refused = Vec::new();
        let (columns, options) = (&begun.kept.mapping, &begun.kept.options);
        let ask = Ask { columns, options, pictures: &NoPictures };
        let open = || Ok(Cursor::new(begun.file.as_slice()));
        let done = products(db, &begun.scope, &open, &ask, &mut |step| {
            if step.summary.rejected <= kept::REJECTS_MAX {
                refused.extend_from_slice(step.rejects);
            }
        })
        .await;
        match done {
            Ok(summary) => begun.end(db, &summary, &refused).await,
            // A store that closed meanwhile: the file is over, and says that nothing went in.
            Err(Error::Invalid(_)) => begun.end(db, &Summary::default(), &refused).await,
            Err(error) => Err(error),
        }
    })
}

/// The stores that a file can name, in the shop's order.
pub async fn open_stores(db: &Db, org: OrgId) -> Result<Vec<stores::Store>> {
    let mut all = stores::list(&mut db.read().await?, org).await?;
    all.retain(|store| store.closed_at.is_none());
    Ok(all)
}
