//! `regulars import members|purchases FILE.csv`.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow};
use clap::{Args, Subcommand};
use kernel::Lang;
use serde_json::json;
use value::imports::{Mapping, Options, Reject, Summary, Watch};
use web::Shop;

use super::{Circumstances, scope, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Purchases: unknown customers become members by their number
    Purchases(From),
}

#[derive(Debug, Args)]
pub struct From {
    file: PathBuf,
    /// The store, by its name, code or id, for rows that do not say
    #[arg(long)]
    store: Option<String>,
    /// Which column a field is in, where the heading does not say so: `amount=total`
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Read and check everything, change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shop = shop(house, around.org.as_deref()).await?;
        let Self::Purchases(from) = self;
        let store = match &from.store {
            Some(named) => Some(store_named(house, &shop, named).await?),
            None => None,
        };
        let told = |error| anyhow!("{}", super::told(Lang::En, &error));
        let mapping = Mapping::parse(from.map.iter().map(String::as_str)).map_err(told)?;
        let file = around.path(&from.file);
        let opened = File::open(&file).with_context(|| format!("reading {}", file.display()))?;
        let mut watcher = Watcher::new(&file, opened.metadata()?.len(), say);
        let options = Options { store, dry: from.dry_run };
        let summary = value::imports::purchases(
            house.db(),
            &scope(&shop),
            BufReader::new(opened),
            &mapping,
            &options,
            &mut watcher,
        )
        .await
        .map_err(told)?;
        let rejects = watcher.end()?;
        house.db().settle().await?;
        if around.json {
            say.out(json!({ "summary": summary, "rejects": rejects }).to_string());
        } else {
            say.out(line(&summary, &shop, from.dry_run));
        }
        if let Some(rejects) = rejects {
            let count = summary.rejects;
            say.trouble(format!("{count} lines were not taken; see {}", rejects.display()));
        }
        Ok(0)
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

/// Shows the progress and keeps the lines that were not taken, in a file beside the given one.
struct Watcher<'s> {
    size: u64,
    say: &'s mut dyn Say,
    path: PathBuf,
    file: Option<BufWriter<File>>,
    trouble: Option<io::Error>,
}

impl<'s> Watcher<'s> {
    fn new(file: &Path, size: u64, say: &'s mut dyn Say) -> Self {
        let path = file.with_extension("rejects.csv");
        Self { size, say, path, file: None, trouble: None }
    }
    fn keep(&mut self, reject: &Reject) -> io::Result<()> {
        if self.file.is_none() {
            let mut file = BufWriter::new(File::create(&self.path)?);
            writeln!(file, "line,reason,row")?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let row = reject.row.replace('"', "\"\"");
        writeln!(file, "{},{},\"{row}\"", reject.line, reject.reason)
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

impl Watch for Watcher<'_> {
    fn moved(&mut self, summary: &Summary) -> ControlFlow<()> {
        self.say.progress(summary.bytes, self.size);
        if self.trouble.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
    fn rejected(&mut self, reject: Reject) {
        if let Err(error) = self.keep(&reject) {
            self.trouble.get_or_insert(error);
        }
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
