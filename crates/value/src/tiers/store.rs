//! The rows of ladders and of who stands where.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Error, MemberId, OrgId, Page, PageRequest, ProgramId, Result, Time};
use store::{Read, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::{
    engine::Ladder,
    model::{Given, Stands, Which},
};
use crate::points::Whose;

/// Ladders from an instant on; none: from then on there is no ladder.
pub type Versions = Vec<(Time, Option<Ladder>)>;

/// Every program's ladders, the oldest first.
pub async fn ladders(db: &mut impl Read, org: OrgId) -> Result<HashMap<ProgramId, Versions>> {
    let rows = db
        .rows(
            sql!("SELECT program, since, ladder FROM tier_ladder WHERE org = $1 ORDER BY since"),
            args![org],
        )
        .await?;
    let mut all: HashMap<ProgramId, Versions> = HashMap::new();
    for row in &rows {
        let text: String = row.get("ladder")?;
        let ladder = (!text.is_empty()).then(|| serde_json::from_str(&text)).transpose();
        let version = (row.get("since")?, ladder.map_err(Error::broken)?);
        all.entry(row.get("program")?).or_default().push(version);
    }
    Ok(all)
}

/// Another ladder from now on; said twice in one instant, the latter counts.
pub(super) async fn put(tx: &mut Tx, program: ProgramId, ladder: Option<&Ladder>) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let text = ladder.map(serde_json::to_string).transpose().map_err(Error::broken)?;
    tx.run(
        sql!(
            "INSERT INTO tier_ladder (org, program, since, ladder) VALUES ($1, $2, $3, $4)
             ON CONFLICT (org, program, since) DO UPDATE SET ladder = excluded.ladder"
        ),
        args![org, program, now, text.unwrap_or_default()],
    )
    .await
    .map(drop)
}

fn day(row: &Row, column: &'static str) -> Result<Option<Date>> {
    let text: String = row.get(column)?;
    (!text.is_empty()).then(|| text.parse().map_err(Error::broken)).transpose()
}
fn written(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
fn rank(row: &Row) -> Result<usize> {
    usize::try_from(row.get::<i64>("rank")?).map_err(Error::broken)
}

const STANDS: &str = "program, member, tier, rank, since, until, score, told";

fn read(row: &Row) -> Result<Stands> {
    Ok(Stands {
        whose: Whose { program: row.get("program")?, member: row.get("member")? },
        tier: row.get("tier")?,
        rank: rank(row)?,
        since: day(row, "since")?,
        until: day(row, "until")?,
        score: row.get("score")?,
        told: day(row, "told")?,
    })
}

fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(",")
}

/// Where some members stand, on every ladder.
pub(super) async fn of_members(
    db: &mut impl Read,
    org: OrgId,
    members: &[MemberId],
) -> Result<HashMap<Whose, Stands>> {
    let mut all = HashMap::new();
    for some in members.chunks(500) {
        let sql = format!(
            "SELECT {STANDS} FROM tier_standing WHERE org = $1 AND member IN ({})",
            marks(2, some.len())
        );
        let values = args![org].into_iter().chain(some.iter().map(|id| Value::from(*id)));
        for row in &db.rows(&sql, values.collect()).await? {
            let stands = read(row)?;
            all.insert(stands.whose, stands);
        }
    }
    Ok(all)
}

pub(super) async fn keep(tx: &mut Tx, all: &[Stands]) -> Result<()> {
    let org = tx.org();
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(all.len());
    for one in all {
        rows.push(args![
            org,
            one.whose.program,
            one.whose.member,
            one.tier,
            i64::try_from(one.rank).map_err(Error::broken)?,
            written(one.since),
            written(one.until),
            one.score,
            written(one.told),
        ]);
    }
    let columns: Vec<&str> =
        std::iter::once("org").chain(STANDS.split(", ").map(str::trim)).collect();
    let again = "ON CONFLICT (org, program, member) DO UPDATE SET tier = excluded.tier,
        rank = excluded.rank, since = excluded.since, until = excluded.until,
        score = excluded.score, told = excluded.told";
    tx.insert("tier_standing", &columns, rows, again).await
}

/// Nobody stands on a ladder that is no more.
pub(super) async fn clear(tx: &mut Tx, program: ProgramId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM tier_standing WHERE org = $1 AND program = $2"), args![org, program])
        .await
        .map(drop)
}

/// How many hold each rank; people whose rank is 0 have only begun.
pub(super) async fn counts(
    db: &mut impl Read,
    org: OrgId,
    program: ProgramId,
) -> Result<HashMap<usize, i64>> {
    let rows = db
        .rows(
            sql!(
                "SELECT rank, COUNT(*) AS people FROM tier_standing
                 WHERE org = $1 AND program = $2 GROUP BY rank"
            ),
            args![org, program],
        )
        .await?;
    rows.iter().map(|row| Ok((rank(row)?, row.get("people")?))).collect()
}

/// A page of who stands where, the highest first.
pub(super) async fn list(
    db: &mut impl Read,
    org: OrgId,
    (program, which): (ProgramId, &Which),
    page: &PageRequest,
) -> Result<Page<Stands>> {
    let limit = page.limit()?;
    let (rank, score, member): (i64, i64, Uuid) =
        page.after()?.unwrap_or((i64::MAX, i64::MAX, Uuid::max()));
    let mut values = args![org, program, rank, score, member, limit + 1];
    let mut only = String::new();
    if let Some(rank) = which.rank {
        values.push(i64::try_from(rank).map_err(Error::broken)?.into());
        only.push_str(&format!(" AND rank = ${}", values.len()));
    }
    if let Some(members) = &which.members {
        if members.is_empty() {
            return Ok(Page::cut(Vec::new(), limit, |_: &Stands| ()));
        }
        only.push_str(&format!(" AND member IN ({})", marks(values.len() + 1, members.len())));
        values.extend(members.iter().map(|id| Value::from(*id)));
    }
    let sql = format!(
        "SELECT {STANDS} FROM tier_standing WHERE org = $1 AND program = $2
          AND (rank < $3 OR (rank = $3 AND (score < $4 OR (score = $4 AND member < $5)))) {only}
         ORDER BY rank DESC, score DESC, member DESC LIMIT $6"
    );
    let rows: Result<Vec<Stands>> = db.rows(&sql, values).await?.iter().map(read).collect();
    let place = |one: &Stands| (one.rank, one.score, one.whose.member.uuid());
    Ok(Page::cut(rows?, limit, place))
}

/// The gifts that tiers brought a member.
pub(super) async fn gifts(db: &mut impl Read, org: OrgId, whose: Whose) -> Result<Vec<Given>> {
    let rows = db
        .rows(
            sql!(
                "SELECT tier, entered, voucher FROM tier_gift
                 WHERE org = $1 AND program = $2 AND member = $3 ORDER BY entered"
            ),
            args![org, whose.program, whose.member],
        )
        .await?;
    let given = |row: &Row| {
        Ok(Given {
            whose,
            tier: row.get("tier")?,
            entered: day(row, "entered")?.ok_or_else(|| Error::broken("a gift of no day"))?,
            voucher: row.get("voucher")?,
        })
    };
    rows.iter().map(given).collect()
}

pub(super) async fn give(tx: &mut Tx, given: &Given) -> Result<()> {
    let (org, whose) = (tx.org(), given.whose);
    tx.run(
        sql!(
            "INSERT INTO tier_gift (org, program, member, tier, entered, voucher)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        args![
            org,
            whose.program,
            whose.member,
            given.tier,
            given.entered.to_string(),
            given.voucher
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn take_back(tx: &mut Tx, given: &Given) -> Result<()> {
    let (org, whose) = (tx.org(), given.whose);
    tx.run(
        sql!(
            "DELETE FROM tier_gift
             WHERE org = $1 AND program = $2 AND member = $3 AND tier = $4 AND entered = $5"
        ),
        args![org, whose.program, whose.member, given.tier, given.entered.to_string()],
    )
    .await
    .map(drop)
}

/// Nobody stands under the old name; what tiers gave it, they gave the one it became.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO tier_gift (org, program, member, tier, entered, voucher)
             SELECT org, program, CAST($3 AS UUID), tier, entered, voucher FROM tier_gift
             WHERE org = $1 AND member = $2
             ON CONFLICT (org, program, member, tier, entered) DO NOTHING"
        ),
        args![org, from, into],
    )
    .await?;
    for sql in [
        sql!("DELETE FROM tier_gift WHERE org = $1 AND member = $2"),
        sql!("DELETE FROM tier_standing WHERE org = $1 AND member = $2"),
    ] {
        tx.run(sql, args![org, from]).await?;
    }
    Ok(())
}

/// The vouchers that tiers gave a member, hidden from what settles them until they are put back.
pub(crate) async fn set_aside(tx: &mut Tx, member: MemberId) -> Result<Vec<Given>> {
    let org = tx.org();
    let rows = tx
        .rows(
            sql!(
                "SELECT program, tier, entered, voucher FROM tier_gift
                 WHERE org = $1 AND member = $2 AND voucher IS NOT NULL"
            ),
            args![org, member],
        )
        .await?;
    let given = |row: &Row| {
        Ok(Given {
            whose: Whose { program: row.get("program")?, member },
            tier: row.get("tier")?,
            entered: day(row, "entered")?.ok_or_else(|| Error::broken("a gift of no day"))?,
            voucher: row.get("voucher")?,
        })
    };
    let aside = rows.iter().map(given).collect::<Result<Vec<_>>>()?;
    tx.run(
        sql!("UPDATE tier_gift SET voucher = NULL WHERE org = $1 AND member = $2"),
        args![org, member],
    )
    .await?;
    Ok(aside)
}

/// Puts back what was set aside, where the tier is one that was reached.
pub(crate) async fn put_back(tx: &mut Tx, aside: &[Given]) -> Result<()> {
    let org = tx.org();
    for given in aside {
        let Given { whose, tier, entered, voucher } = given;
        tx.run(
            sql!(
                "UPDATE tier_gift SET voucher = $6 WHERE org = $1 AND program = $2 AND member = $3
                 AND tier = $4 AND entered = $5"
            ),
            args![org, whose.program, whose.member, *tier, entered.to_string(), *voucher],
        )
        .await?;
    }
    Ok(())
}
