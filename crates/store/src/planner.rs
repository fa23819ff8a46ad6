//! What `SQLite`'s planner cannot guess: that an org is no choice at all.
//!
//! Nearly every index of ours begins with the org, and as a rule the org has all rows. Untold, the planner
//! takes any first column for one that leaves ten rows, and walks through all of a shop's purchases to
//! save sorting three. `PostgreSQL` counts for itself. The figures are the same for every shop and
//! however many rows it has, so that a statement is planned tomorrow as it was tested today.

use kernel::Result;

use crate::{
    args,
    conn::{Conn, Engine},
    row::Row,
};

/// So many rows a table is taken to have.
const ROWS: u32 = 1_000_000;
/// Of a part of the rows that an index picks by itself.
const FEW: u32 = 1_000;
/// How many rows are left by the second column of an index, the third, and so on.
const LEFT: [u32; 4] = [100, 10, 5, 2];

const INDEXES: &str =
    "SELECT t.name AS tbl, i.name AS idx, i.\"unique\" AS once, i.partial AS part,
       (SELECT COUNT(*) FROM pragma_index_info(i.name)) AS width
     FROM sqlite_schema t JOIN pragma_index_list(t.name) i
     WHERE t.type = 'table'
       AND (SELECT name FROM pragma_index_info(i.name) WHERE seqno = 0) = 'org'
     ORDER BY i.name";

/// Tells it, where it was not told so yet. Before other connections are opened: each reads it once.
pub async fn tell(conn: &mut Conn) -> Result<()> {
    if conn.engine() != Engine::Sqlite {
        return Ok(());
    }
    let rows = conn.rows(INDEXES, args![]).await?;
    let wanted: Result<Vec<(String, String, String)>> =
        rows.iter().map(|row| Ok((row.get("tbl")?, row.get("idx")?, figures(row)?))).collect();
    let wanted = wanted?;
    // Makes the table for them, and looks at next to nothing.
    conn.script("PRAGMA analysis_limit = 1").await?;
    let there = "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat1'";
    let there = conn.row(there, args![]).await?;
    if there.is_none() {
        conn.script("ANALYZE").await?;
    }
    let told = "SELECT tbl, COALESCE(idx, '') AS idx, stat FROM sqlite_stat1 ORDER BY idx";
    let told = conn.rows(told, args![]).await?;
    let told: Result<Vec<(String, String, String)>> =
        told.iter().map(|row| Ok((row.get("tbl")?, row.get("idx")?, row.get("stat")?))).collect();
    // Samples of one day's rows, where somebody's ANALYZE took some, count for more than figures.
    let samples = "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat4'";
    let samples = match conn.row(samples, args![]).await? {
        Some(_) => conn.row("SELECT tbl FROM sqlite_stat4 LIMIT 1", args![]).await?,
        None => None,
    };
    if wanted == told? && samples.is_none() {
        return Ok(());
    }
    if samples.is_some() {
        conn.script("DELETE FROM sqlite_stat4").await?;
    }
    conn.script("BEGIN; DELETE FROM sqlite_stat1").await?;
    let rows = wanted.into_iter().map(|(tbl, idx, stat)| args![tbl, idx, stat]).collect();
    conn.insert("sqlite_stat1", &["tbl", "idx", "stat"], rows, "").await?;
    // This one reads it again.
    conn.script("COMMIT; ANALYZE sqlite_schema").await
}

/// The rows, then how many of them are left by the first column, the first two, and so on.
fn figures(row: &Row) -> Result<String> {
    let (width, once, part): (i64, i64, i64) =
        (row.get("width")?, row.get("once")?, row.get("part")?);
    let rows = if part == 1 { FEW } else { ROWS };
    let mut all = vec![rows, rows];
    all.extend((1..width).zip(LEFT.iter().chain(std::iter::repeat(&2))).map(|(_, left)| *left));
    if once == 1
        && width > 1
        && let Some(last) = all.last_mut()
    {
        *last = 1;
    }
    Ok(all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Migration, Read as _, Registry, testing::ground};

    const SALES: Migration = Migration {
        name: "9000_sales",
        sql: "CREATE TABLE sale (org UUID NOT NULL, id UUID NOT NULL, buyer UUID NOT NULL,
                at BIGINT NOT NULL, PRIMARY KEY (org, id));
              CREATE INDEX sale_at ON sale (org, at, id);
              CREATE INDEX sale_buyer ON sale (org, buyer);",
    };

    #[tokio::test]
    async fn a_buyers_sales_are_found_by_the_buyer_in_whatever_order() {
        let ground = ground(Engine::Sqlite, &[SALES], Registry::default()).await;
        let mut db = ground.db.read().await.unwrap();
        let sql =
            "EXPLAIN QUERY PLAN SELECT id FROM sale WHERE org = $1 AND buyer = $2 ORDER BY at";
        let plan = db.rows(sql, args![]).await.unwrap();
        let step: String = plan[0].get("detail").unwrap();
        assert!(step.contains("sale_buyer (org=? AND buyer=?)"), "{step}");
        let all =
            db.rows("SELECT idx, stat FROM sqlite_stat1 ORDER BY idx", args![]).await.unwrap();
        let told: Vec<(String, String)> =
            all.iter().map(|row| (row.get("idx").unwrap(), row.get("stat").unwrap())).collect();
        for (idx, stat) in [
            ("sale_at", "1000000 1000000 100 10"),
            ("sale_buyer", "1000000 1000000 100"),
            ("sqlite_autoindex_sale_1", "1000000 1000000 1"),
        ] {
            assert!(told.contains(&(idx.into(), stat.into())), "{idx} in {told:?}");
        }
    }

    #[tokio::test]
    async fn figures_that_somebody_else_wrote_are_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let place = crate::Place::File(folder.path().join("regulars.db"));
        let config = crate::Config { place, limits: crate::testing::PATIENT, durable: false };
        let opener = crate::db::Opener { config };
        let mut conn = opener.writer().await.unwrap();
        crate::migrate::migrate(&mut conn, &[SALES], kernel::Time::default()).await.unwrap();
        let stat = "SELECT stat FROM sqlite_stat1 WHERE idx = 'sale_buyer'";
        let sale = "INSERT INTO sale (org, id, buyer, at) VALUES (x'01', x'02', x'03', 4)";
        conn.run(sale, args![]).await.unwrap();
        let analyze = Some("PRAGMA analysis_limit = 0; ANALYZE");
        for spoil in [None, Some("DELETE FROM sqlite_stat1"), analyze, None] {
            if let Some(spoil) = spoil {
                conn.script(spoil).await.unwrap();
            }
            tell(&mut conn).await.unwrap();
            let row = conn.row(stat, args![]).await.unwrap().unwrap();
            assert_eq!(row.get::<String>("stat").unwrap(), "1000000 1000000 100", "{spoil:?}");
            let there = "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat4'";
            if conn.row(there, args![]).await.unwrap().is_some() {
                let sample = conn.row("SELECT tbl FROM sqlite_stat4 LIMIT 1", args![]).await;
                assert!(sample.unwrap().is_none(), "{spoil:?}");
            }
        }
    }
}
