//! The rows of programs, standings and entries.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use kernel::{
    EntryId, Error, MemberId, OrgId, Page, PageRequest, ProgramId, PurchaseId, Result, Time,
};
use serde::{Serialize, de::DeserializeOwned};
use store::{NewJob, Read, Row, Tx, Value, args, sql};

use super::{
    accounts::Whose,
    engine::{Contract, Payment, Sale, Standing, Terms, Version, What},
    model::{Entry, Known, Origin, Program},
};
use crate::tiers;

fn json<T: DeserializeOwned>(row: &Row, column: &'static str) -> Result<T> {
    serde_json::from_str(&row.get::<String>(column)?).map_err(Error::broken)
}
fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// Every program with its versions, the oldest first.
pub async fn programs(db: &mut impl Read, org: OrgId, zone: &TimeZone) -> Result<Vec<Known>> {
    let rows = db
        .rows(
            sql!(
                "SELECT p.id, p.name, p.state, p.created_at, v.since, v.terms
                 FROM points_program p JOIN points_version v ON v.org = p.org AND v.program = p.id
                 WHERE p.org = $1 ORDER BY p.created_at, p.id, v.since"
            ),
            args![org],
        )
        .await?;
    let mut ladders =
        if rows.is_empty() { HashMap::new() } else { tiers::ladders(db, org).await? };
    let mut found: Vec<(Program, Vec<Version>)> = Vec::new();
    for row in &rows {
        let version = Version { since: row.get("since")?, terms: json(row, "terms")? };
        let id: ProgramId = row.get("id")?;
        match found.last_mut() {
            Some((program, versions)) if program.id == id => versions.push(version),
            _ => {
                let program = Program {
                    id,
                    name: json(row, "name")?,
                    state: row.word("state")?,
                    created_at: row.get("created_at")?,
                };
                found.push((program, vec![version]));
            }
        }
    }
    let known = |(program, versions): (Program, Vec<Version>)| {
        let ladders = ladders.remove(&program.id).unwrap_or_default();
        let contract = Contract::new(versions, zone.clone()).with_ladders(ladders);
        Known { program, contract }
    };
    Ok(found.into_iter().map(known).collect())
}

pub async fn require(
    db: &mut impl Read,
    org: OrgId,
    zone: &TimeZone,
    id: ProgramId,
) -> Result<Known> {
    let all = programs(db, org, zone).await?;
    all.into_iter().find(|known| known.program.id == id).ok_or(Error::NotFound("program"))
}

pub(super) async fn insert(tx: &mut Tx, program: &Program) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO points_program (org, id, name, state, created_at)
             VALUES ($1, $2, $3, $4, $5)"
        ),
        args![org, program.id, text(&program.name)?, program.state.word(), program.created_at],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, program: &Program) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE points_program SET name = $3, state = $4 WHERE org = $1 AND id = $2"),
        args![org, program.id, text(&program.name)?, program.state.word()],
    )
    .await
    .map(drop)
}

/// New terms from now on; said twice in one instant, the latter count.
pub(super) async fn promise(tx: &mut Tx, program: ProgramId, terms: &Terms) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO points_version (org, program, since, terms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (org, program, since) DO UPDATE SET terms = excluded.terms"
        ),
        args![org, program, now, text(terms)?],
    )
    .await
    .map(drop)
}

/// Where somebody stands, as of the last step.
#[derive(Debug, Clone)]
pub struct Stood {
    pub whose: Whose,
    pub standing: Standing,
    /// The last end that they were told of.
    pub told_at: Option<Time>,
}

fn read_stood(row: &Row) -> Result<Stood> {
    Ok(Stood {
        whose: Whose { program: row.get("program")?, member: row.get("member")? },
        standing: json(row, "standing")?,
        told_at: row.get("told_at")?,
    })
}

fn by_whose(rows: &[Row]) -> Result<HashMap<Whose, Stood>> {
    rows.iter().map(|row| read_stood(row).map(|stood| (stood.whose, stood))).collect()
}

/// A member's standings, by program.
pub async fn standings(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<HashMap<Whose, Stood>> {
    let sql = sql!(
        "SELECT program, member, standing, told_at FROM points_standing
         WHERE org = $1 AND member = $2"
    );
    by_whose(&db.rows(sql, args![org, member]).await?)
}

/// Standings of some members in every program; those without are left out.
pub(super) async fn standings_among(
    tx: &mut Tx,
    members: &[MemberId],
) -> Result<HashMap<Whose, Stood>> {
    let sql = "SELECT program, member, standing, told_at FROM points_standing
         WHERE org = $1 AND member";
    let members = members.iter().map(|id| Value::from(*id)).collect();
    by_whose(&tx.among(sql, members).await?)
}

/// For whom time changes something, the longest overdue first.
pub(super) async fn due(
    db: &mut impl Read,
    org: OrgId,
    now: Time,
    limit: u32,
) -> Result<Vec<Stood>> {
    let rows = db
        .rows(
            sql!(
                "SELECT program, member, standing, told_at FROM points_standing
                 WHERE org = $1 AND due_at <= $2 ORDER BY due_at, member LIMIT $3"
            ),
            args![org, now, limit],
        )
        .await?;
    rows.iter().map(read_stood).collect()
}

/// A standing that is to be kept, and when it is looked at again.
pub(super) struct Kept {
    pub stood: Stood,
    pub due_at: Option<Time>,
}

pub(super) async fn keep(tx: &mut Tx, all: &[Kept]) -> Result<()> {
    let org = tx.org();
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(all.len());
    for Kept { stood, due_at } in all {
        let standing = &stood.standing;
        rows.push(args![
            org,
            stood.whose.program,
            stood.whose.member,
            standing.now,
            standing.balance(),
            standing.waiting(),
            standing.owed,
            *due_at,
            stood.told_at,
            text(standing)?,
        ]);
    }
    let columns = [
        "org", "program", "member", "now_at", "balance", "pending", "owed", "due_at", "told_at",
        "standing",
    ];
    let again = "ON CONFLICT (org, program, member) DO UPDATE SET now_at = excluded.now_at,
        balance = excluded.balance, pending = excluded.pending, owed = excluded.owed,
        due_at = excluded.due_at, told_at = excluded.told_at, standing = excluded.standing";
    tx.insert("points_standing", &columns, rows, again).await
}

/// Everybody of a program is looked at anew: what they are measured by is another.
pub async fn look_again(tx: &mut Tx, program: ProgramId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE points_standing SET due_at = $3 WHERE org = $1 AND program = $2"),
        args![org, program, now],
    )
    .await?;
    tx.enqueue(NewJob::at(super::jobs::DUE, "hourly", now, &())?);
    Ok(())
}

pub(super) const ENTRY: &str = "at, id, kind, points, fact, flows, told, pending_until, purchase, subject, \
    note, store, staff";

pub(super) fn read_entry(row: &Row) -> Result<Entry> {
    let fact: Option<String> = row.get("fact")?;
    let what = fact.map(|text| serde_json::from_str(&text).map_err(Error::broken)).transpose()?;
    let kind: String = row.get("kind")?;
    let kind = super::engine::Kind::ALL.into_iter().find(|one| one.word() == kind);
    Ok(Entry {
        id: row.get("id")?,
        at: row.get("at")?,
        kind: kind.ok_or_else(|| Error::broken("no such kind of entry"))?,
        points: row.get("points")?,
        what,
        flows: json(row, "flows")?,
        told: json(row, "told")?,
        pending_until: row.get("pending_until")?,
        origin: Origin {
            purchase: row.get("purchase")?,
            subject: row.get("subject")?,
            note: row.get("note")?,
            store: row.get("store")?,
            staff: row.get("staff")?,
        },
    })
}

/// The whole history, the oldest first.
pub(super) async fn history(db: &mut impl Read, org: OrgId, whose: Whose) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {ENTRY} FROM points_entry WHERE org = $1 AND program = $2 AND member = $3
         ORDER BY at, id"
    );
    let rows = db.rows(&sql, args![org, whose.program, whose.member]).await?;
    rows.iter().map(read_entry).collect()
}

/// A page of somebody's history, the latest first.
pub async fn entries(
    db: &mut impl Read,
    org: OrgId,
    whose: Whose,
    page: &PageRequest,
) -> Result<Page<Entry>> {
    let limit = page.limit()?;
    let (at, id): (i64, uuid::Uuid) = page.after()?.unwrap_or((i64::MAX, uuid::Uuid::max()));
    let sql = format!(
        "SELECT {ENTRY} FROM points_entry WHERE org = $1 AND program = $2 AND member = $3
         AND (at < $4 OR (at = $4 AND id < $5)) AND points <> 0
         ORDER BY at DESC, id DESC LIMIT $6"
    );
    let rows = db.rows(&sql, args![org, whose.program, whose.member, at, id, limit + 1]).await?;
    let entries: Result<Vec<_>> = rows.iter().map(read_entry).collect();
    Ok(Page::cut(entries?, limit, |entry| (entry.at.micros(), entry.id.uuid())))
}

/// Which programs know a purchase, and whose it was there.
pub(super) async fn of_purchase(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Vec<Whose>> {
    let rows = db
        .rows(
            sql!(
                "SELECT DISTINCT program, member FROM points_entry
                 WHERE org = $1 AND purchase = $2 ORDER BY program, member"
            ),
            args![org, purchase],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(Whose { program: row.get("program")?, member: row.get("member")? }))
        .collect()
}

/// Whether somebody earned by an event of this kind before.
pub(super) async fn heard(tx: &mut Tx, whose: Whose, kind: &str) -> Result<bool> {
    let org = tx.org();
    let row = tx
        .row(
            sql!(
                "SELECT id FROM points_entry
                 WHERE org = $1 AND program = $2 AND member = $3 AND subject = $4 LIMIT 1"
            ),
            args![org, whose.program, whose.member, kind],
        )
        .await?;
    Ok(row.is_some())
}

/// What a purchase led to, in every program.
pub(super) async fn entries_of(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Vec<(ProgramId, Entry)>> {
    let sql = format!("SELECT program, {ENTRY} FROM points_entry WHERE org = $1 AND purchase = $2");
    let rows = db.rows(&sql, args![org, purchase]).await?;
    let entries: Result<Vec<(ProgramId, Entry)>> =
        rows.iter().map(|row| Ok((row.get("program")?, read_entry(row)?))).collect();
    let mut entries = entries?;
    // Sorted here: asked for in this order, SQLite walks through everybody's entries.
    entries.sort_unstable_by_key(|(_, entry)| entry.id);
    Ok(entries)
}

/// What points paid of a purchase: the sale as its payment knows it.
pub async fn payment_of(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Option<Sale>> {
    let sql = format!(
        "SELECT {ENTRY} FROM points_entry WHERE org = $1 AND purchase = $2 AND kind = 'spent'"
    );
    let row = db.row(&sql, args![org, purchase]).await?;
    Ok(match row.as_ref().map(read_entry).transpose()?.and_then(|entry| entry.what) {
        Some(What::Spent(Payment::Purchase(sale))) => Some(sale),
        _ => None,
    })
}

pub(super) async fn append(tx: &mut Tx, all: &[(Whose, Entry)]) -> Result<()> {
    let org = tx.org();
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(all.len());
    for (whose, entry) in all {
        let Origin { purchase, subject, note, store, staff } = entry.origin.clone();
        rows.push(args![
            org,
            whose.program,
            whose.member,
            entry.at,
            entry.id,
            entry.kind.word(),
            entry.points,
            entry.what.as_ref().map(text).transpose()?,
            text(&entry.flows)?,
            text(&entry.told)?,
            entry.pending_until,
            purchase,
            subject,
            note,
            store,
            staff,
        ]);
    }
    let columns: Vec<_> =
        ["org", "program", "member"].into_iter().chain(ENTRY.split(", ").map(str::trim)).collect();
    tx.insert("points_entry", &columns, rows, "").await
}

/// Takes rows out that are written anew, or whose fact is no more.
pub(super) async fn strike(tx: &mut Tx, whose: Whose, ids: &[EntryId]) -> Result<()> {
    let org = tx.org();
    for some in ids.chunks(500) {
        let marks: Vec<_> = (4..some.len() + 4).map(|n| format!("${n}")).collect();
        let sql = format!(
            "DELETE FROM points_entry WHERE org = $1 AND program = $2 AND member = $3
             AND id IN ({})",
            marks.join(",")
        );
        let values = args![org, whose.program, whose.member]
            .into_iter()
            .chain(some.iter().map(|id| Value::from(*id)))
            .collect();
        tx.run(&sql, values).await?;
    }
    Ok(())
}

/// Nothing is kept of somebody who is another name of somebody else.
pub(super) async fn forget(tx: &mut Tx, whose: Whose) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("DELETE FROM points_entry WHERE org = $1 AND program = $2 AND member = $3"),
        sql!("DELETE FROM points_standing WHERE org = $1 AND program = $2 AND member = $3"),
    ] {
        tx.run(sql, args![org, whose.program, whose.member]).await?;
    }
    Ok(())
}

/// How a program stands as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// People who have some, or will.
    pub people: i64,
    pub balance: i64,
    pub pending: i64,
    pub owed: i64,
}

pub async fn totals(db: &mut impl Read, org: OrgId, program: ProgramId) -> Result<Totals> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(CASE WHEN balance > 0 OR pending > 0 THEN 1 END) AS people,
                        CAST(COALESCE(SUM(balance), 0) AS BIGINT) AS balance,
                        CAST(COALESCE(SUM(pending), 0) AS BIGINT) AS pending,
                        CAST(COALESCE(SUM(owed), 0) AS BIGINT) AS owed
                 FROM points_standing WHERE org = $1 AND program = $2"
            ),
            args![org, program],
        )
        .await?;
    row.map_or_else(
        || Ok(Totals::default()),
        |row| {
            Ok(Totals {
                people: row.get("people")?,
                balance: row.get("balance")?,
                pending: row.get("pending")?,
                owed: row.get("owed")?,
            })
        },
    )
}

/// Who has the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub member: MemberId,
    pub balance: i64,
    pub pending: i64,
    pub owed: i64,
}

pub async fn holders(
    db: &mut impl Read,
    org: OrgId,
    program: ProgramId,
    page: &PageRequest,
) -> Result<Page<Holder>> {
    let limit = page.limit()?;
    let (balance, member): (i64, uuid::Uuid) =
        page.after()?.unwrap_or((i64::MAX, uuid::Uuid::max()));
    let rows = db
        .rows(
            sql!(
                "SELECT member, balance, pending, owed FROM points_standing
                 WHERE org = $1 AND program = $2
                  AND (balance < $3 OR (balance = $3 AND member < $4))
                 ORDER BY balance DESC, member DESC LIMIT $5"
            ),
            args![org, program, balance, member, limit + 1],
        )
        .await?;
    let holders: Result<Vec<_>> = rows
        .iter()
        .map(|row| {
            Ok(Holder {
                member: row.get("member")?,
                balance: row.get("balance")?,
                pending: row.get("pending")?,
                owed: row.get("owed")?,
            })
        })
        .collect();
    Ok(Page::cut(holders?, limit, |holder| (holder.balance, holder.member.uuid())))
}
