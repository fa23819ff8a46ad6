//! The rows of plans and of the periods that were paid for.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Error, Lang, MemberId, OrgId, Page, PageRequest, PlanId, PlanTermId, Result};
use store::{Read, Reader, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::model::{Plan, Term};
use crate::gifts::State;

const COLUMNS: &str = "id, plan, state, created_at";

fn read(row: &Row) -> Result<Plan> {
    Ok(Plan {
        id: row.get("id")?,
        details: row.json("plan")?,
        state: row.word("state")?,
        created_at: row.get("created_at")?,
    })
}

pub(super) async fn find(db: &mut impl Read, org: OrgId, id: PlanId) -> Result<Option<Plan>> {
    let sql = format!("SELECT {COLUMNS} FROM plan WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The plan, or 404.
pub(super) async fn require(db: &mut impl Read, org: OrgId, id: PlanId) -> Result<Plan> {
    find(db, org, id).await?.ok_or(Error::NotFound("plan"))
}

/// The newest first.
pub(super) async fn list(
    db: &mut impl Read,
    org: OrgId,
    state: Option<State>,
    page: &PageRequest,
) -> Result<Page<Plan>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM plan WHERE org = $1 AND id < $2
         AND (CAST($3 AS TEXT) IS NULL OR state = $3) ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, before, state.map(State::word), limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |plan| plan.id.uuid()))
}

/// Whether any plan is sold.
pub(crate) async fn any(db: &mut impl Read, org: OrgId) -> Result<bool> {
    let row = db
        .row(sql!("SELECT id FROM plan WHERE org = $1 AND state = 'open' LIMIT 1"), args![org])
        .await?;
    Ok(row.is_some())
}

/// Every plan that is sold; there are few.
pub(super) async fn open(db: &mut impl Read, org: OrgId) -> Result<Vec<Plan>> {
    let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
    Ok(list(db, org, Some(State::Open), &page).await?.items)
}

pub(super) async fn insert(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let org = tx.org();
    let text = serde_json::to_string(&plan.details).map_err(Error::broken)?;
    tx.run(
        sql!("INSERT INTO plan (org, id, plan, state, created_at) VALUES ($1, $2, $3, $4, $5)"),
        args![org, plan.id, text, plan.state.word(), plan.created_at],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let org = tx.org();
    let text = serde_json::to_string(&plan.details).map_err(Error::broken)?;
    tx.run(
        sql!("UPDATE plan SET plan = $3, state = $4 WHERE org = $1 AND id = $2"),
        args![org, plan.id, text, plan.state.word()],
    )
    .await
    .map(drop)
}

const TERM: &str = "id, plan, member, anchor, number, first_day, last_day, ends, rule, store, \
    staff, renewal, bought_at, posting, refunded, refunded_at, voucher, stage, undone_at";

fn day(row: &Row, column: &'static str) -> Result<Date> {
    row.get::<String>(column)?.parse().map_err(Error::broken)
}

fn read_term(row: &Row) -> Result<Term> {
    Ok(Term {
        id: row.get("id")?,
        plan: row.get("plan")?,
        member: row.get("member")?,
        anchor: day(row, "anchor")?,
        number: row.get("number")?,
        first: day(row, "first_day")?,
        last: day(row, "last_day")?,
        ends: day(row, "ends")?,
        rule: row.json("rule")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        renewal: row.get("renewal")?,
        bought_at: row.get("bought_at")?,
        posting: row.get("posting")?,
        refunded: row.get("refunded")?,
        refunded_at: row.get("refunded_at")?,
        voucher: row.get("voucher")?,
        stage: row.word("stage")?,
        undone_at: row.get("undone_at")?,
    })
}

/// A period that was paid for, or 404.
pub(super) async fn term(db: &mut impl Read, org: OrgId, id: PlanTermId) -> Result<Term> {
    let sql = format!("SELECT {TERM} FROM plan_term WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read_term).transpose()?.ok_or(Error::NotFound("plan_term"))
}

/// Everything that a member paid for, the latest first; the last hundred.
pub(super) async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {TERM} FROM plan_term WHERE org = $1 AND member = $2 ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read_term).collect()
}

/// Everything that some members paid for under plans with a tier.
pub(super) async fn with_tiers(
    db: &mut impl Read,
    org: OrgId,
    members: &[MemberId],
) -> Result<Vec<Term>> {
    let mut all = Vec::new();
    for some in members.chunks(500) {
        let marks: Vec<_> = (2..some.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT {TERM} FROM plan_term WHERE org = $1 AND member IN ({}) AND undone_at IS NULL",
            marks.join(",")
        );
        let values = args![org].into_iter().chain(some.iter().map(|id| Value::from(*id))).collect();
        for row in db.rows(&sql, values).await? {
            let term = read_term(&row)?;
            all.extend(Some(term).filter(|term| term.rule.tier.is_some()));
        }
    }
    Ok(all)
}

/// What one record paid for is the other's.
pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE plan_term SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}

/// Which periods are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    pub plan: Option<PlanId>,
    pub member: Option<MemberId>,
}

/// The latest first.
pub(super) async fn terms(
    db: &mut impl Read,
    org: OrgId,
    which: Which,
    page: &PageRequest,
) -> Result<Page<Term>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {TERM} FROM plan_term WHERE org = $1 AND id < $2
         AND (CAST($3 AS UUID) IS NULL OR plan = $3) AND (CAST($4 AS UUID) IS NULL OR member = $4)
         ORDER BY id DESC LIMIT $5"
    );
    let rows = db.rows(&sql, args![org, before, which.plan, which.member, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_term).collect();
    Ok(Page::cut(found?, limit, |term| term.id.uuid()))
}

/// Periods for which something is due by a day.
pub(super) async fn due(
    db: &mut impl Read,
    org: OrgId,
    today: Date,
    limit: u32,
) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {TERM} FROM plan_term WHERE org = $1 AND due > '' AND due <= $2
         ORDER BY due, id LIMIT $3"
    );
    db.rows(&sql, args![org, today.to_string(), limit]).await?.iter().map(read_term).collect()
}

fn due_of(term: &Term) -> String {
    term.due().map_or_else(String::new, |day| day.to_string())
}

pub(super) async fn insert_term(tx: &mut Tx, term: &Term) -> Result<()> {
    let org = tx.org();
    let row = args![
        org,
        term.id,
        term.plan,
        term.member,
        term.anchor.to_string(),
        term.number,
        term.first.to_string(),
        term.last.to_string(),
        term.ends.to_string(),
        serde_json::to_string(&term.rule).map_err(Error::broken)?,
        term.store,
        term.staff,
        term.renewal,
        term.bought_at,
        term.posting,
        term.refunded,
        term.refunded_at,
        term.voucher,
        term.stage.word(),
        term.undone_at,
        due_of(term),
    ];
    let columns: Vec<&str> = std::iter::once("org")
        .chain(TERM.split(", ").map(str::trim))
        .chain(std::iter::once("due"))
        .collect();
    tx.insert("plan_term", &columns, vec![row], "").await
}

/// What may change of a period after it was bought.
pub(super) async fn update_term(tx: &mut Tx, term: &Term) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE plan_term SET ends = $3, refunded = $4, refunded_at = $5, voucher = $6,
               stage = $7, undone_at = $8, due = $9
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            term.id,
            term.ends.to_string(),
            term.refunded,
            term.refunded_at,
            term.voucher,
            term.stage.word(),
            term.undone_at,
            due_of(term),
        ],
    )
    .await
    .map(drop)
}

/// How many people a plan has on a day, and how many periods were sold, first ones and renewals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub members: i64,
    pub sold: i64,
    pub renewals: i64,
}

pub(super) async fn counts(
    db: &mut impl Read,
    org: OrgId,
    (plan, today): (PlanId, Date),
) -> Result<Counts> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(DISTINCT CASE WHEN first_day <= $3 AND ends >= $3 THEN member END) AS members,
                   COUNT(*) AS sold,
                   COUNT(CASE WHEN renewal = TRUE THEN 1 END) AS renewals
                 FROM plan_term WHERE org = $1 AND plan = $2 AND undone_at IS NULL"
            ),
            args![org, plan, today.to_string()],
        )
        .await?;
    let Some(row) = row else { return Ok(Counts::default()) };
    Ok(Counts {
        members: row.get("members")?,
        sold: row.get("sold")?,
        renewals: row.get("renewals")?,
    })
}

/// What plans are called.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(plan) = find(db, org, PlanId::from_uuid(*id)).await? {
            names.insert(*id, plan.name.say(lang).to_owned());
        }
    }
    Ok(names)
}
