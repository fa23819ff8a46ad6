//! `regulars export DIR`: every table of the brand as a CSV file, or its products as `import products`
//! takes them. Secrets stay home.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use commerce::{
    catalogues::{self, Beside, Catalogue},
    products::{self, Which},
};
use serde_json::json;
use web::Shop;

use super::{Circumstances, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Args)]
pub struct Export {
    /// A folder to write to; made if absent
    folder: PathBuf,
    /// Only these tables; all when not given
    #[arg(long, value_name = "TABLE")]
    table: Vec<String>,
    /// Only the products, as `products.csv` and `pictures/`, which `import products` takes
    #[arg(long, conflicts_with = "table")]
    products: bool,
}

impl Export {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shop = shop(house, around.org.as_deref()).await?;
        let folder = around.path(&self.folder);
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        if self.products {
            return products(house, &shop, (&folder, around.json), say).await;
        }
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

/// The catalogue, page by page, and the pictures that it names.
async fn products(
    house: &House,
    shop: &Shop,
    (folder, json): (&Path, bool),
    say: &mut dyn Say,
) -> Result<u8> {
    let stores = catalogues::open_stores(house.db(), shop.org).await?;
    let out =
        Catalogue { shop, stores: &stores, which: Which::default(), beside: Beside::Pictures };
    let drawn = folder.join("pictures");
    std::fs::create_dir_all(&drawn).with_context(|| format!("making {}", drawn.display()))?;
    let mut file = BufWriter::new(File::create(folder.join("products.csv"))?);
    file.write_all(out.head()?.as_bytes())?;
    let mut reader = house.db().read().await?;
    let (mut rows, mut pictures, mut cursor) = (0usize, 0usize, None);
    loop {
        let some = out.lines(&mut reader, cursor).await?;
        for line in &some.lines {
            file.write_all(line.as_bytes())?;
        }
        for (name, picture) in &some.pictures {
            let bytes = products::picture(&mut reader, shop.org, *picture).await?;
            std::fs::write(drawn.join(name), bytes)?;
        }
        rows += some.lines.len();
        pictures += some.pictures.len();
        cursor = some.next;
        if cursor.is_none() {
            break;
        }
    }
    file.flush()?;
    if json {
        say.out(json!({ "folder": folder, "products": rows, "pictures": pictures }).to_string());
    } else {
        say.out(format!("{}: {rows} products, {pictures} pictures", folder.display()));
    }
    Ok(0)
}
