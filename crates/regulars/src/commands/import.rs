//! `regulars import members|purchases|products FILE.csv`.

mod products;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context as _, Result, anyhow};
use clap::{Args, Subcommand};
use kernel::{FieldError, Lang, StoreId};
use people::imports as people_in;
use serde_json::json;
use value::imports::{Mapping, Options, Reject, Summary, Watch};
use web::Shop;

use super::{Circumstances, scope, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Subcommand)]
pub enum Import {
    /// People: whoever is known is completed, never overwritten; consents are noted as not asked
    Members(From),
    /// Purchases: unknown customers become members by their number
    Purchases(From),
    /// Products: known by their code, else by their name; what a file leaves out stays
    Products(Products),
}

#[derive(Debug, Args)]
pub struct Products {
    #[command(flatten)]
    from: From,
    /// The folder of the pictures that the file names
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// The numbers of stock are freshly counted, also those that the last file said too
    #[arg(long)]
    counted: bool,
}

#[derive(Debug, Args)]
pub struct From {
    file: PathBuf,
    /// The store, by its name, code or id: of rows that do not say, or the home of new members
    #[arg(long)]
    store: Option<String>,
    /// Which column a field is in, where the heading does not say so: `amount=total`
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Read and check everything, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// A file on its way in.
struct Run<'r> {
    house: &'r House,
    around: &'r Circumstances,
    shop: Shop,
    store: Option<StoreId>,
    from: &'r From,
    path: PathBuf,
}

/// What came of it.
struct Done {
    summary: serde_json::Value,
    line: String,
    rejects: Option<PathBuf>,
    rejected: u64,
}

impl Import {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shop = shop(house, around.org.as_deref()).await?;
        let (Self::Members(from) | Self::Purchases(from) | Self::Products(Products { from, .. })) =
            &self;
        let store = match &from.store {
            Some(named) => Some(store_named(house, &shop, named).await?),
            None => None,
        };
        let path = around.path(&from.file);
        let run = Run { house, around, shop, store, from, path };
        let done = match &self {
            Self::Members(_) => run.members(say).await?,
            Self::Purchases(_) => run.purchases(say).await?,
            Self::Products(asked) => run.products(asked, say).await?,
        };
        house.db().settle().await?;
        done.tell(run.around.json, say);
        Ok(0)
    }
}

impl Done {
    fn tell(self, json: bool, say: &mut dyn Say) {
        if json {
            say.out(json!({ "summary": self.summary, "rejects": self.rejects }).to_string());
        } else {
            say.out(self.line);
        }
        if let Some(rejects) = self.rejects {
            let count = self.rejected;
            say.trouble(format!("{count} lines were not taken; see {}", rejects.display()));
        }
    }
}

fn told(error: kernel::Error) -> anyhow::Error {
    anyhow!("{}", super::told(Lang::En, &error))
}

impl Run<'_> {
    /// The file and how long it is.
    fn open(&self) -> Result<(File, u64)> {
        let file =
            File::open(&self.path).with_context(|| format!("reading {}", self.path.display()))?;
        let size = file.metadata()?.len();
        Ok((file, size))
    }

    async fn purchases(&self, say: &mut dyn Say) -> Result<Done> {
        let mapping = Mapping::parse(self.from.map.iter().map(String::as_str)).map_err(told)?;
        let (file, size) = self.open()?;
        let mut watcher = Watcher { size, say, rejects: Rejects::beside(&self.path) };
        let options = Options { store: self.store, dry: self.from.dry_run };
        let summary = value::imports::purchases(
            self.house.db(),
            &scope(&self.shop),
            BufReader::new(file),
            &mapping,
            &options,
            &mut watcher,
        )
        .await
        .map_err(told)?;
        Ok(Done {
            summary: serde_json::to_value(summary)?,
            line: line(&summary, &self.shop, self.from.dry_run),
            rejects: watcher.rejects.end()?,
            rejected: u64::try_from(summary.rejects).unwrap_or(0),
        })
    }

    async fn members(&self, say: &mut dyn Say) -> Result<Done> {
        let (file, size) = self.open()?;
        let read = Arc::new(AtomicU64::new(0));
        let rows = people_in::Rows::open(BufReader::new(Counted { file, read: read.clone() }))?
            .map_err(|trouble| told(FieldError::new("file", trouble.code()).into()))?;
        let mapping = self.mapping(&rows)?;
        let mode = if self.from.dry_run { people_in::Mode::Try } else { people_in::Mode::Write };
        let options = people_in::Options { mode, store: self.store, lang: Lang::En };
        let mut rejects = Rejects::beside(&self.path);
        let mut progress = |step: people_in::Step<'_>| {
            say.progress(read.load(Ordering::Relaxed), size);
            for one in step.rejects {
                rejects.keep(one.line, &one.reason, &one.row);
            }
        };
        let summary = people_in::members(
            self.house.db(),
            &scope(&self.shop),
            rows,
            (&mapping, &options),
            &mut progress,
        )
        .await
        .map_err(told)?;
        Ok(Done {
            summary: serde_json::to_value(summary)?,
            line: members_line(&summary, mode),
            rejects: rejects.end()?,
            rejected: summary.rejected,
        })
    }

    /// By the headings, and by what was said; what fits no heading is told with those there are.
    fn mapping<R: BufRead>(&self, rows: &people_in::Rows<R>) -> Result<people_in::Mapping> {
        let header = rows.header();
        let mut mapping = people_in::Mapping::guess(header);
        for said in &self.from.map {
            mapping.set(header, said).map_err(|_| {
                let fields = people_in::Field::ALL.map(people_in::Field::word).join(", ");
                let columns = header.join(", ");
                anyhow!("--map {said}: the fields are {fields}; the columns are {columns}")
            })?;
        }
        Ok(mapping)
    }
}

/// A file that tells how much of it was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

fn members_line(summary: &people_in::Summary, mode: people_in::Mode) -> String {
    let people_in::Summary { rows, added, updated, same, rejected } = summary;
    match mode {
        people_in::Mode::Try => format!(
            "{rows} rows: {added} people would be new, {updated} completed, {same} stay as they \
             are; {rejected} rows are not good; nothing was changed"
        ),
        people_in::Mode::Write => format!(
            "{rows} rows: {added} new members, {updated} completed, {same} known as they are; \
             {rejected} lines not taken"
        ),
    }
}

fn line(summary: &Summary, shop: &Shop, dry_run: bool) -> String {
    let Summary { rows, purchases, known, settled, members, items, amount, rejects, .. } = summary;
    if dry_run {
        return format!("{rows} rows are good, {rejects} are not; nothing was changed");
    }
    let money = web::kit::format::money(Lang::En, shop.money(*amount));
    format!(
        "{rows} rows: {purchases} new purchases ({items} items, {money}) of which \
         {settled} were typed at the counter before; {known} known from an earlier run; \
         {members} new members; {rejects} lines not taken"
    )
}

/// The lines that were not taken, in a file beside the given one.
struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    trouble: Option<io::Error>,
}

impl Rejects {
    fn beside(file: &Path) -> Self {
        Self { path: file.with_extension("rejects.csv"), file: None, trouble: None }
    }
    fn keep(&mut self, line: u64, reason: &str, row: &str) {
        if let Err(error) = self.write(line, reason, row) {
            self.trouble.get_or_insert(error);
        }
    }
    fn write(&mut self, line: u64, reason: &str, row: &str) -> io::Result<()> {
        if self.file.is_none() {
            let mut file = BufWriter::new(File::create(&self.path)?);
            writeln!(file, "line,reason,row")?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let plain = !reason.contains([',', '"', '\n', '\r']);
        let reason = if plain { reason.to_owned() } else { quoted(reason) };
        writeln!(file, "{line},{reason},{}", quoted(row))
    }
    /// The file of rejects, if there are any; one of an earlier run would only mislead.
    fn end(self) -> Result<Option<PathBuf>> {
        let writing = || format!("writing {}", self.path.display());
        if let Some(error) = self.trouble {
            return Err(error).with_context(writing);
        }
        if let Some(mut file) = self.file {
            file.flush().with_context(writing)?;
            return Ok(Some(self.path));
        }
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(writing)
            }
            _ => Ok(None),
        }
    }
}

/// Shows the progress and keeps the lines that were not taken.
struct Watcher<'s> {
    size: u64,
    say: &'s mut dyn Say,
    rejects: Rejects,
}

impl Watcher<'_> {
    /// Reading a line takes about a hundredth of writing what it says.
    fn progress(&mut self, read: u64, written: u64) {
        self.say.progress(read + written * 100, self.size * 101);
    }
}

impl Watch for Watcher<'_> {
    fn read(&mut self, bytes: u64) {
        self.progress(bytes, 0);
    }
    fn moved(&mut self, summary: &Summary) -> ControlFlow<()> {
        self.progress(self.size, summary.bytes);
        if self.rejects.trouble.is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
    fn rejected(&mut self, reject: Reject) {
        self.rejects.keep(reject.line, reject.reason, &reject.row);
    }
}

async fn store_named(house: &House, shop: &Shop, named: &str) -> Result<kernel::StoreId> {
    let stores = people::stores::list(&mut house.db().read().await?, shop.org).await?;
    let found = stores
        .iter()
        .find(|store| store.name == named || store.code == named || store.id.to_string() == named);
    found.map(|store| store.id).with_context(|| {
        let names: Vec<_> = stores.iter().map(|store| store.name.as_str()).collect();
        format!("no store {named}; there are: {}", names.join(", "))
    })
}
