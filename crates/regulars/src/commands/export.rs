//! `regulars export DIR`: every table of the brand as a CSV file. Secrets stay home.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::json;

use super::{Circumstances, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Args)]
pub struct Export {
    /// A folder to write to; made if absent
    folder: PathBuf,
    /// Only these tables; all when not given
    #[arg(long, value_name = "TABLE")]
    table: Vec<String>,
}

impl Export {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shop = shop(house, around.org.as_deref()).await?;
        let folder = around.path(&self.folder);
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let mut reader = house.db().read().await?;
        let tables = store::export::tables(&mut reader).await?;
        if let Some(wrong) = self.table.iter().find(|t| !tables.contains(*t)) {
            bail!("no table {wrong}; there are: {}", tables.join(", "));
        }
        let wanted: Vec<_> =
            tables.iter().filter(|t| self.table.is_empty() || self.table.contains(t)).collect();
        let mut counts = serde_json::Map::new();
        for (done, table) in wanted.iter().enumerate() {
            say.progress(done as u64, wanted.len() as u64);
            let path = folder.join(format!("{table}.csv"));
            let mut file = BufWriter::new(File::create(&path)?);
            let mut export = store::export::Table::open(&mut reader, table, shop.org).await?;
            writeln!(file, "{}", export.header())?;
            let mut rows = 0u64;
            while let Some(chunk) = export.next(&mut reader).await? {
                for line in chunk {
                    writeln!(file, "{line}")?;
                    rows += 1;
                }
            }
            file.flush()?;
            counts.insert((*table).clone(), rows.into());
        }
        if around.json {
            say.out(json!({ "folder": folder, "rows": counts }).to_string());
        } else {
            let rows: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
            say.out(format!("{}: {} tables, {rows} rows", folder.display(), counts.len()));
        }
        Ok(0)
    }
}
