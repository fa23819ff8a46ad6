//! Products and their pictures.

use std::{
    fs::File,
    io::{self, BufReader, Read as _},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Result, anyhow};
use commerce::catalogues::{
    self, Ask, Column, Columns, Count, Found, NoPictures, Options, Pictures,
};
use kernel::{FieldError, Lang};
use people::{
    imports::{Mode, Rows, Summary},
    stores::Store,
};

use super::{Counted, Done, Products, Rejects, Run, told};
use crate::{commands::scope, say::Say};

/// A folder of pictures, of which only what lies in it itself is read.
struct Folder(PathBuf);

impl Pictures for Folder {
    fn read(&self, name: &str, most: usize) -> io::Result<Found> {
        let file = match File::open(self.0.join(name)) {
            Ok(file) if file.metadata()?.is_file() => file,
            Ok(_) => return Ok(Found::Missing),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(most as u64 + 1).read_to_end(&mut bytes)?;
        Ok(Found::Bytes(bytes))
    }
}

impl Run<'_> {
    pub(super) async fn products(&self, asked: &Products, say: &mut dyn Say) -> Result<Done> {
        let (_, size) = self.open()?;
        let read = Arc::new(AtomicU64::new(0));
        let open = || {
            let file = File::open(&self.path)?;
            Ok(BufReader::new(Counted { file, read: read.clone() }))
        };
        let rows = Rows::open(open()?)?
            .map_err(|trouble| told(FieldError::new("file", trouble.code()).into()))?;
        let stores = catalogues::open_stores(self.house.db(), self.shop.org).await?;
        let columns = self.columns(rows.header(), &stores)?;
        let options = Options {
            mode: if self.from.dry_run { Mode::Try } else { Mode::Write },
            store: self.store.or(if let [only] = &*stores { Some(only.id) } else { None }),
            count: if asked.counted { Count::Fresh } else { Count::Known },
            lang: Lang::En,
        };
        let folder = asked.pictures.as_ref().map(|folder| Folder(self.around.path(folder)));
        if let Some(Folder(path)) = folder.as_ref().filter(|folder| !folder.0.is_dir()) {
            return Err(anyhow!("{} is no folder", path.display()));
        }
        let pictures: &dyn Pictures = folder.as_ref().map_or(&NoPictures, |folder| folder);
        let ask = Ask { columns: &columns, options: &options, pictures };
        read.store(0, Ordering::Relaxed);
        let mut rejects = Rejects::beside(&self.path);
        let mut progress = |step: catalogues::Step<'_>| {
            // A file with bundles is read twice.
            let done = read.load(Ordering::Relaxed);
            say.progress(done, if done > size { 2 * size } else { size });
            for one in step.rejects {
                rejects.keep(one.line, &one.reason, &one.row);
            }
        };
        let (db, scope) = (self.house.db(), scope(&self.shop));
        let summary =
            catalogues::products(db, &scope, &open, &ask, &mut progress).await.map_err(told)?;
        Ok(Done {
            summary: serde_json::to_value(summary)?,
            line: line(&summary, options.mode),
            rejects: rejects.end()?,
            rejected: summary.rejected,
        })
    }

    /// By the headings, and by what was said; what fits no heading is told with those there are.
    fn columns(&self, header: &[String], stores: &[Store]) -> Result<Columns> {
        let mut columns = Columns::guess(header, stores);
        for said in &self.from.map {
            columns.set(header, stores, said).map_err(|_| {
                let mut fields = Column::ALL.map(Column::word).map(str::to_owned).to_vec();
                fields.extend(stores.iter().map(|store| format!("stock {}", store.name)));
                let (fields, columns) = (fields.join(", "), header.join(", "));
                anyhow!("--map {said}: the fields are {fields}; the columns are {columns}")
            })?;
        }
        Ok(columns)
    }
}

fn line(summary: &Summary, mode: Mode) -> String {
    let Summary { rows, added, updated, same, rejected } = summary;
    match mode {
        Mode::Try => format!(
            "{rows} rows: {added} products would be new, {updated} changed, {same} stay as they are; \
             {rejected} rows are not good; nothing was changed"
        ),
        Mode::Write => format!(
            "{rows} rows: {added} new products, {updated} changed, {same} known as they are; \
             {rejected} lines not taken"
        ),
    }
}
