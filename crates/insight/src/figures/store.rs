//! Reading sums and the facts behind them.

use std::collections::HashMap;

use kernel::{OrgId, Page, PageRequest, Result};
use store::{Read, Value, any_of, args};
use uuid::Uuid;

use super::{
    Filter,
    model::{Line, Sum, Sums},
};
use crate::facts::{
    model::{By, Day, Fact, Kind},
    read_fact,
};

/// How many of a breakdown's lines are shown; the rest is in the CSV.
pub const LINES_MAX: usize = 200;

/// Sums lie by kind, then by day: with every kind named only the days that are asked for are read.
fn all_kinds(args: &mut Vec<Value>) -> String {
    any_of("kind", Kind::ALL.iter().map(|kind| kind.word()), args)
}

/// All kinds at once.
pub async fn sums(db: &mut impl Read, org: OrgId, filter: &Filter) -> Result<Sums> {
    let mut args = args![org, filter.from.0, filter.to.0];
    let kinds = all_kinds(&mut args);
    let dimensions = filter.dimensions(&mut args);
    let sql = format!(
        "SELECT kind, CAST(SUM(pieces) AS BIGINT) AS pieces, CAST(SUM(amount) AS BIGINT) AS amount
         FROM fact_day_sum WHERE org = $1 AND {kinds} AND day BETWEEN $2 AND $3{dimensions}
         GROUP BY kind"
    );
    let mut sums = Sums::default();
    for row in db.rows(&sql, args).await? {
        let sum = Sum { count: row.get("pieces")?, amount: row.get("amount")? };
        sums.0.insert(row.word("kind")?, sum);
    }
    Ok(sums)
}

const fn column(by: By) -> &'static str {
    match by {
        By::Day => "day",
        By::Store => "store",
        By::Group => "grp",
        By::Source => "source",
        By::Link => "link",
        By::Staff => "staff",
        By::Gift => "gift",
    }
}

/// All kinds, one line per thing; the most joins first, then the most purchases.
pub async fn breakdown(
    db: &mut impl Read,
    org: OrgId,
    by: By,
    filter: &Filter,
) -> Result<Vec<Line>> {
    let mut args = args![org, filter.from.0, filter.to.0];
    let kinds = all_kinds(&mut args);
    let dimensions = filter.dimensions(&mut args);
    let column = column(by);
    let sql = format!(
        "SELECT {column} AS key, kind, CAST(SUM(pieces) AS BIGINT) AS pieces,
           CAST(SUM(amount) AS BIGINT) AS amount
         FROM fact_day_sum WHERE org = $1 AND {kinds} AND day BETWEEN $2 AND $3{dimensions}
         GROUP BY {column}, kind"
    );
    let mut lines: HashMap<String, Sums> = HashMap::new();
    for row in db.rows(&sql, args).await? {
        let key = match by {
            By::Source => row.get::<String>("key")?,
            By::Day => row.get::<i64>("key")?.to_string(),
            _ => row.get::<Uuid>("key")?.to_string(),
        };
        let sum = Sum { count: row.get("pieces")?, amount: row.get("amount")? };
        lines.entry(key).or_default().0.insert(row.word("kind")?, sum);
    }
    let mut lines: Vec<Line> = lines.into_iter().map(|(key, sums)| Line { key, sums }).collect();
    let weight =
        |line: &Line| (line.sums.of(Kind::Join).count, line.sums.of(Kind::Purchase).amount);
    lines.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.key.cmp(&b.key)));
    Ok(lines)
}

/// Daily counts of one kind.
pub async fn by_day(
    db: &mut impl Read,
    org: OrgId,
    kind: Kind,
    filter: &Filter,
) -> Result<HashMap<Day, i64>> {
    let mut args = args![org, filter.from.0, filter.to.0, kind.word()];
    let dimensions = filter.dimensions(&mut args);
    let sql = format!(
        "SELECT day, CAST(SUM(pieces) AS BIGINT) AS pieces FROM fact_day_sum
         WHERE org = $1 AND day BETWEEN $2 AND $3 AND kind = $4{dimensions} GROUP BY day"
    );
    let rows = db.rows(&sql, args).await?;
    rows.iter().map(|row| Ok((Day(row.get("day")?), row.get("pieces")?))).collect()
}

/// People who did something since a day, and people in all.
#[derive(Debug, Clone, Copy)]
pub struct People {
    pub active: i64,
    pub all: i64,
}

pub async fn people(db: &mut impl Read, org: OrgId, filter: &Filter) -> Result<People> {
    let mut args = args![org, filter.from.0];
    let dimensions = filter.dimensions(&mut args);
    let sql = format!(
        "SELECT
           (SELECT COUNT(*) FROM person_stage
            WHERE org = $1 AND last_seen >= $2 AND took_part IS NOT NULL{dimensions}) AS active,
           (SELECT COUNT(*) FROM person_stage WHERE org = $1{dimensions}) AS everybody"
    );
    let row = db.row(&sql, args).await?;
    row.map_or(Ok(People { active: 0, all: 0 }), |row| {
        Ok(People { active: row.get("active")?, all: row.get("everybody")? })
    })
}

/// The facts behind a figure, newest first.
pub async fn facts(
    db: &mut impl Read,
    org: OrgId,
    kind: Kind,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Fact>> {
    let limit = page.limit()?;
    let (day, number): (i64, i64) = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let mut args = args![org, filter.from.0, filter.to.0, kind.word(), day, number, limit + 1];
    let dimensions = filter.dimensions(&mut args);
    let sql = format!(
        "SELECT number, kind, at, day, member, store, grp, link, staff, gift, source, amount, pieces
         FROM fact WHERE org = $1 AND day BETWEEN $2 AND $3 AND kind = $4
           AND (day, number) < ($5, $6){dimensions}
         ORDER BY day DESC, number DESC LIMIT $7"
    );
    let rows: Result<Vec<Fact>> = db.rows(&sql, args).await?.iter().map(read_fact).collect();
    Ok(Page::cut(rows?, limit, |fact| (fact.day.0, fact.number)))
}
