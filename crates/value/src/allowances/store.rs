//! The rows of allowances, of what was given, and of which member an employee is.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{
    AllowanceId, Error, GivingId, MemberId, OrgId, Page, PageRequest, Result, StaffId, StoreId,
};
use store::{Read, Reader, Row, Tx, any_of, args, equal, sql};
use uuid::Uuid;

use super::model::{Allowance, Giving};

const COLUMNS: &str = "id, allowance, state, created_at";

fn read(row: &Row) -> Result<Allowance> {
    Ok(Allowance {
        id: row.get("id")?,
        details: row.json("allowance")?,
        state: row.word("state")?,
        created_at: row.get("created_at")?,
    })
}

pub(super) async fn find(
    db: &mut impl Read,
    org: OrgId,
    id: AllowanceId,
) -> Result<Option<Allowance>> {
    let sql = format!("SELECT {COLUMNS} FROM allowance WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The allowance, or 404.
pub(super) async fn require(db: &mut impl Read, org: OrgId, id: AllowanceId) -> Result<Allowance> {
    find(db, org, id).await?.ok_or(Error::NotFound("allowance"))
}

/// The newest first.
pub(super) async fn list(
    db: &mut impl Read,
    org: OrgId,
    page: &PageRequest,
) -> Result<Page<Allowance>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM allowance WHERE org = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, args![org, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

/// Every open one, the oldest first; there are few.
pub(super) async fn open(db: &mut impl Read, org: OrgId) -> Result<Vec<Allowance>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM allowance WHERE org = $1 AND state = 'open' ORDER BY id LIMIT 200"
    );
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, one: &Allowance) -> Result<()> {
    let org = tx.org();
    let text = serde_json::to_string(&one.details).map_err(Error::broken)?;
    tx.run(
        sql!(
            "INSERT INTO allowance (org, id, allowance, state, created_at)
             VALUES ($1, $2, $3, $4, $5)"
        ),
        args![org, one.id, text, one.state.word(), one.created_at],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, one: &Allowance) -> Result<()> {
    let org = tx.org();
    let text = serde_json::to_string(&one.details).map_err(Error::broken)?;
    tx.run(
        sql!("UPDATE allowance SET allowance = $3, state = $4 WHERE org = $1 AND id = $2"),
        args![org, one.id, text, one.state.word()],
    )
    .await
    .map(drop)
}

const GIVING: &str = "id, allowance, staff, member, gift, voucher, redemption, store, period, \
    amount, cost, reason, at, posting, undone_at";

fn read_giving(row: &Row) -> Result<Giving> {
    let period: String = row.get("period")?;
    Ok(Giving {
        id: row.get("id")?,
        allowance: row.get("allowance")?,
        staff: row.get("staff")?,
        member: row.get("member")?,
        gift: row.get("gift")?,
        voucher: row.get("voucher")?,
        redemption: row.get("redemption")?,
        store: row.get("store")?,
        period: period.parse().map_err(Error::broken)?,
        amount: row.get("amount")?,
        cost: row.get("cost")?,
        reason: row.get("reason")?,
        at: row.get("at")?,
        posting: row.get("posting")?,
        undone_at: row.get("undone_at")?,
    })
}

/// What was given, or 404.
pub(super) async fn giving(db: &mut impl Read, org: OrgId, id: GivingId) -> Result<Giving> {
    let sql = format!("SELECT {GIVING} FROM giving WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read_giving).transpose()?.ok_or(Error::NotFound("giving"))
}

/// Which givings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Which {
    pub allowance: Option<AllowanceId>,
    pub staff: Option<StaffId>,
    pub member: Option<MemberId>,
    /// Stores that the asker works for; `None` is all.
    pub within: Option<Vec<StoreId>>,
}

/// The latest first.
pub(super) async fn givings(
    db: &mut impl Read,
    org: OrgId,
    which: &Which,
    page: &PageRequest,
) -> Result<Page<Giving>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let mut values = args![org, before, limit + 1];
    let allowance = equal("allowance", which.allowance, &mut values);
    let staff = equal("staff", which.staff, &mut values);
    let member = equal("member", which.member, &mut values);
    let within = match &which.within {
        Some(stores) => any_of("store", stores.iter().copied(), &mut values),
        None => "TRUE".to_owned(),
    };
    let sql = format!(
        "SELECT {GIVING} FROM giving WHERE org = $1 AND id < $2
         AND {allowance} AND {staff} AND {member} AND {within} ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, values).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_giving).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

pub(super) async fn insert_giving(tx: &mut Tx, one: &Giving) -> Result<()> {
    let org = tx.org();
    let row = args![
        org,
        one.id,
        one.allowance,
        one.staff,
        one.member,
        one.gift,
        one.voucher,
        one.redemption,
        one.store,
        one.period.to_string(),
        one.amount,
        one.cost,
        &one.reason,
        one.at,
        one.posting,
        one.undone_at,
    ];
    let columns: Vec<&str> =
        std::iter::once("org").chain(GIVING.split(", ").map(str::trim)).collect();
    tx.insert("giving", &columns, vec![row], "").await
}

pub(super) async fn mark_undone(tx: &mut Tx, id: GivingId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(sql!("UPDATE giving SET undone_at = $3 WHERE org = $1 AND id = $2"), args![org, id, now])
        .await
        .map(drop)
}

/// How many each employee gave from an allowance in the period that begins on this day.
pub(super) async fn counts(
    db: &mut impl Read,
    org: OrgId,
    (allowance, period): (AllowanceId, Date),
) -> Result<HashMap<StaffId, i64>> {
    let rows = db
        .rows(
            sql!(
                "SELECT staff, COUNT(*) AS pieces FROM giving
                 WHERE org = $1 AND allowance = $2 AND period = $3 AND undone_at IS NULL
                 GROUP BY staff"
            ),
            args![org, allowance, period.to_string()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("staff")?, row.get("pieces")?))).collect()
}

/// Why it was given may name the person, who is erased.
pub(super) async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("UPDATE giving SET reason = '' WHERE org = $1 AND member = $2"),
        sql!("DELETE FROM own_member WHERE org = $1 AND member = $2"),
    ] {
        tx.run(sql, args![org, member]).await?;
    }
    Ok(())
}

/// What one record was given, and which employee it is of, is the other's.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for sql in [
        sql!("UPDATE giving SET member = $3 WHERE org = $1 AND member = $2"),
        sql!("UPDATE own_member SET member = $3 WHERE org = $1 AND member = $2"),
    ] {
        tx.run(sql, args![org, from, into]).await?;
    }
    Ok(())
}

/// Which member an employee is, as somebody said.
pub(super) async fn own(
    db: &mut impl Read,
    org: OrgId,
    staff: StaffId,
) -> Result<Option<MemberId>> {
    let row = db
        .row(sql!("SELECT member FROM own_member WHERE org = $1 AND staff = $2"), args![org, staff])
        .await?;
    row.map(|row| row.get("member")).transpose()
}

/// The members that employees are, as far as anybody said.
pub async fn own_members(db: &mut impl Read, org: OrgId) -> Result<Vec<MemberId>> {
    let sql = sql!("SELECT member FROM own_member WHERE org = $1 ORDER BY staff");
    db.rows(sql, args![org]).await?.iter().map(|row| row.get("member")).collect()
}

/// Whether somebody of the shop is this member.
pub async fn is_own(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<bool> {
    let sql = sql!("SELECT staff FROM own_member WHERE org = $1 AND member = $2 LIMIT 1");
    Ok(db.row(sql, args![org, member]).await?.is_some())
}

pub(super) async fn put_own(tx: &mut Tx, staff: StaffId, member: Option<MemberId>) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM own_member WHERE org = $1 AND staff = $2"), args![org, staff]).await?;
    if let Some(member) = member {
        tx.run(
            sql!("INSERT INTO own_member (org, staff, member) VALUES ($1, $2, $3)"),
            args![org, staff, member],
        )
        .await?;
    }
    Ok(())
}

/// What allowances are called.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(one) = find(db, org, AllowanceId::from_uuid(*id)).await? {
            names.insert(*id, one.details.name);
        }
    }
    Ok(names)
}
