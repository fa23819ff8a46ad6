//! The rows of plans, wallets, what happened to them, and what the days brought.

use kernel::{Error, MemberId, OrgId, Page, PageRequest, Result, Time};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::{
    books::Moved,
    fold::{Deed, Split},
    model::{Act, Kind, Known, Plan, Wallet},
};

/// The shop's plan; closed when it never made one.
pub async fn plan(db: &mut impl Read, org: OrgId) -> Result<Plan> {
    let row = db
        .row(
            sql!(
                "SELECT state, bonuses, spending, forfeits, refund_days, least, most, cap_named,
                   cap_unnamed, changed_at
                 FROM wallet_plan WHERE org = $1"
            ),
            args![org],
        )
        .await?;
    row.map_or_else(
        || Ok(Plan::default()),
        |row| {
            Ok(Plan {
                state: row.word("state")?,
                bonuses: row.json("bonuses")?,
                spending: row.word("spending")?,
                forfeits: row.word("forfeits")?,
                refund_days: row.get("refund_days")?,
                least: row.get("least")?,
                most: row.get("most")?,
                cap_named: row.get("cap_named")?,
                cap_unnamed: row.get("cap_unnamed")?,
                changed_at: row.get("changed_at")?,
            })
        },
    )
}

pub(super) async fn put_plan(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO wallet_plan (org, state, bonuses, spending, forfeits, refund_days, least,
               most, cap_named, cap_unnamed, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (org) DO UPDATE SET state = excluded.state, bonuses = excluded.bonuses,
               spending = excluded.spending, forfeits = excluded.forfeits,
               refund_days = excluded.refund_days, least = excluded.least, most = excluded.most,
               cap_named = excluded.cap_named, cap_unnamed = excluded.cap_unnamed,
               changed_at = excluded.changed_at"
        ),
        args![
            org,
            plan.state.word(),
            serde_json::to_string(&plan.bonuses).map_err(Error::broken)?,
            plan.spending.word(),
            plan.forfeits.word(),
            plan.refund_days,
            plan.least,
            plan.most,
            plan.cap_named,
            plan.cap_unnamed,
            plan.changed_at,
        ],
    )
    .await
    .map(drop)
}

fn read_wallet(row: &Row) -> Result<Wallet> {
    Ok(Wallet {
        member: row.get("member")?,
        balance: Split { principal: row.get("principal")?, bonus: row.get("bonus")? },
        acts: row.get("acts")?,
        changed_at: row.get("changed_at")?,
    })
}

/// A member's wallet; empty if there never was one.
pub async fn wallet(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Wallet> {
    let row = db
        .row(
            sql!(
                "SELECT member, principal, bonus, acts, changed_at FROM wallet
                 WHERE org = $1 AND member = $2"
            ),
            args![org, member],
        )
        .await?;
    let none = Wallet { member, balance: Split::default(), acts: 0, changed_at: Time::default() };
    row.as_ref().map_or(Ok(none), read_wallet)
}

/// A member's wallet, and the most that it may hold if they are as well known as this; none: no cap.
pub(super) async fn capped(
    db: &mut impl Read,
    org: OrgId,
    (member, known): (MemberId, Known),
) -> Result<(Wallet, Option<i64>)> {
    let row = db
        .row(
            sql!(
                "SELECT p.cap_named, p.cap_unnamed, w.member, COALESCE(w.principal, 0) AS principal,
                   COALESCE(w.bonus, 0) AS bonus, COALESCE(w.acts, 0) AS acts,
                   COALESCE(w.changed_at, 0) AS changed_at
                 FROM (SELECT 1 AS one) AS o
                 LEFT JOIN wallet_plan p ON p.org = $1
                 LEFT JOIN wallet w ON w.org = $1 AND w.member = $2"
            ),
            args![org, member],
        )
        .await?;
    let none = Wallet { member, balance: Split::default(), acts: 0, changed_at: Time::default() };
    let Some(row) = row else { return Ok((none, None)) };
    let cap = match known {
        Known::Named => row.get("cap_named")?,
        Known::Unnamed => row.get("cap_unnamed")?,
    };
    let there: Option<MemberId> = row.get("member")?;
    Ok((there.map_or(Ok(none), |_| read_wallet(&row))?, cap))
}

/// Everybody who ever had one, by member.
pub async fn wallets(db: &mut impl Read, org: OrgId, page: &PageRequest) -> Result<Page<Wallet>> {
    let limit = page.limit()?;
    let after: Uuid = page.after()?.unwrap_or(Uuid::nil());
    let rows = db
        .rows(
            sql!(
                "SELECT member, principal, bonus, acts, changed_at FROM wallet
                 WHERE org = $1 AND member > $2 ORDER BY member LIMIT $3"
            ),
            args![org, after, limit + 1],
        )
        .await?;
    let wallets = rows.iter().map(read_wallet).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(wallets, limit, |wallet| wallet.member.uuid()))
}

/// Who holds most, largest first, for a page that shows a handful.
pub async fn largest(db: &mut impl Read, org: OrgId, count: i64) -> Result<Vec<Wallet>> {
    let rows = db
        .rows(
            sql!(
                "SELECT member, principal, bonus, acts, changed_at FROM wallet
                 WHERE org = $1 AND principal + bonus > 0
                 ORDER BY principal + bonus DESC, member LIMIT $2"
            ),
            args![org, count],
        )
        .await?;
    rows.iter().map(read_wallet).collect()
}

/// How many hold something.
pub async fn holders(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db
        .row(
            sql!("SELECT COUNT(*) AS n FROM wallet WHERE org = $1 AND principal + bonus > 0"),
            args![org],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

pub(super) async fn put_wallet(tx: &mut Tx, wallet: &Wallet) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO wallet (org, member, acts, principal, bonus, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (org, member) DO UPDATE SET acts = excluded.acts,
               principal = excluded.principal, bonus = excluded.bonus,
               changed_at = excluded.changed_at"
        ),
        args![
            org,
            wallet.member,
            wallet.acts,
            wallet.balance.principal,
            wallet.balance.bonus,
            wallet.changed_at,
        ],
    )
    .await
    .map(drop)
}

const ACT: &str = "id, member, number, kind, at, amount, granted, rule, principal, bonus, store, \
    staff, undone_at, purse";

fn read_act(row: &Row) -> Result<Act> {
    let undone_at: Option<Time> = row.get("undone_at")?;
    let amount: i64 = row.get("amount")?;
    let deed = match row.word("kind")? {
        Kind::TopUp => Deed::TopUp(Split { principal: amount, bonus: row.get("granted")? }),
        Kind::Gift => Deed::Gift(row.get("granted")?),
        Kind::Payment => Deed::Payment(amount, row.word("rule")?),
        Kind::Deposit => Deed::Deposit(amount, row.word("rule")?),
        Kind::Refund => Deed::Refund(amount, row.word("rule")?),
        Kind::Joined => Deed::Joined(row.get::<String>("rule")?.parse().map_err(Error::broken)?),
    };
    Ok(Act {
        id: row.get("id")?,
        member: row.get("member")?,
        number: row.get("number")?,
        at: row.get("at")?,
        deed,
        split: Split { principal: row.get("principal")?, bonus: row.get("bonus")? },
        store: row.get("store")?,
        staff: row.get("staff")?,
        undone_at,
        purse: row.get("purse")?,
    })
}

/// One act of a kind: a payment by its purchase.
pub(super) async fn act(
    db: &mut impl Read,
    org: OrgId,
    kind: Kind,
    id: Uuid,
) -> Result<Option<Act>> {
    let sql = format!("SELECT {ACT} FROM wallet_act WHERE org = $1 AND id = $2 AND kind = $3");
    db.row(&sql, args![org, id, kind.word()]).await?.as_ref().map(read_act).transpose()
}

/// Everything that happened to a member's wallet, in its order.
pub(super) async fn acts(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Vec<Act>> {
    let sql =
        format!("SELECT {ACT} FROM wallet_act WHERE org = $1 AND member = $2 ORDER BY number");
    db.rows(&sql, args![org, member]).await?.iter().map(read_act).collect()
}

/// Of a member or of everybody, the latest first.
#[derive(Debug, Clone, Copy)]
pub struct Which {
    pub kind: Kind,
    pub member: Option<MemberId>,
}

pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: Which,
    page: &PageRequest,
) -> Result<Page<Act>> {
    let limit = page.limit()?;
    let (at, id): (i64, Uuid) = page.after()?.unwrap_or((i64::MAX, Uuid::max()));
    let sql = format!(
        "SELECT {ACT} FROM wallet_act WHERE org = $1 AND kind = $2
         AND (at < $3 OR (at = $3 AND id < $4)) AND (CAST($5 AS UUID) IS NULL OR member = $5)
         ORDER BY at DESC, id DESC LIMIT $6"
    );
    let values = args![org, which.kind.word(), at, id, which.member, limit + 1];
    let rows = db.rows(&sql, values).await?;
    let acts = rows.iter().map(read_act).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(acts, limit, |act| (act.at.micros(), act.id)))
}

pub(super) async fn insert_act(tx: &mut Tx, act: &Act) -> Result<()> {
    let org = tx.org();
    let (amount, granted, rule) = match act.deed {
        Deed::TopUp(brought) => (brought.principal, brought.bonus, String::new()),
        Deed::Gift(bonus) => (0, bonus, String::new()),
        Deed::Payment(amount, spending) | Deed::Deposit(amount, spending) => {
            (amount, 0, spending.to_string())
        }
        Deed::Refund(amount, forfeits) => (amount, 0, forfeits.to_string()),
        Deed::Joined(purse) => (0, 0, purse.to_string()),
    };
    tx.run(
        sql!(
            "INSERT INTO wallet_act (org, id, member, number, kind, at, amount, granted, rule,
               principal, bonus, store, staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        args![
            org,
            act.id,
            act.member,
            act.number,
            act.kind().word(),
            act.at,
            amount,
            granted,
            rule,
            act.split.principal,
            act.split.bonus,
            act.store,
            act.staff,
        ],
    )
    .await
    .map(drop)
}

/// What a replay found: the split anew, a payment's amount, whether a top-up was taken back.
pub(super) async fn update_act(tx: &mut Tx, act: &Act) -> Result<()> {
    let org = tx.org();
    let paid = match act.deed {
        Deed::Payment(amount, _) | Deed::Deposit(amount, _) => Some(amount),
        Deed::TopUp(_) | Deed::Gift(_) | Deed::Refund(..) | Deed::Joined(_) => None,
    };
    tx.run(
        sql!(
            "UPDATE wallet_act SET principal = $3, bonus = $4, amount = COALESCE($5, amount),
               undone_at = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, act.id, act.split.principal, act.split.bonus, paid, act.undone_at],
    )
    .await
    .map(drop)
}

/// The acts of one wallet come behind those of the other, out of the purses that they were of.
pub(super) async fn hand_over(tx: &mut Tx, from: &Wallet, into: &Wallet) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE wallet_act SET purse = COALESCE(purse, member), number = number + $4, member = $3
             WHERE org = $1 AND member = $2"
        ),
        args![org, from.member, into.member, into.acts],
    )
    .await?;
    tx.run(sql!("DELETE FROM wallet WHERE org = $1 AND member = $2"), args![org, from.member])
        .await
        .map(drop)
}

/// What was topped up and paid out since an instant, principal only.
pub(super) async fn moved_since(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    since: Time,
) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'top_up' THEN amount ELSE -amount END), 0)
                   AS BIGINT) AS moved
                 FROM wallet_act WHERE org = $1 AND member = $2 AND at >= $3
                  AND undone_at IS NULL AND kind NOT IN ('payment', 'deposit')"
            ),
            args![org, member, since],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("moved"))
}

/// What one local day brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub day: String,
    pub moved: Moved,
}

pub(super) async fn add_to_day(tx: &mut Tx, day: &str, moved: Moved) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO wallet_day (org, day, topped_up, given, spent, spent_bonus, refunded,
               forfeited)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (org, day) DO UPDATE SET
               topped_up = wallet_day.topped_up + excluded.topped_up,
               given = wallet_day.given + excluded.given,
               spent = wallet_day.spent + excluded.spent,
               spent_bonus = wallet_day.spent_bonus + excluded.spent_bonus,
               refunded = wallet_day.refunded + excluded.refunded,
               forfeited = wallet_day.forfeited + excluded.forfeited"
        ),
        args![
            org,
            day,
            moved.topped_up,
            moved.given,
            moved.spent,
            moved.spent_bonus,
            moved.refunded,
            moved.forfeited,
        ],
    )
    .await
    .map(drop)
}

/// The last days on which something moved, the latest first.
pub async fn days(db: &mut impl Read, org: OrgId, count: i64) -> Result<Vec<Day>> {
    let rows = db
        .rows(
            sql!(
                "SELECT day, topped_up, given, spent, spent_bonus, refunded, forfeited
                 FROM wallet_day WHERE org = $1 ORDER BY day DESC LIMIT $2"
            ),
            args![org, count],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Day {
            day: row.get("day")?,
            moved: Moved {
                topped_up: row.get("topped_up")?,
                given: row.get("given")?,
                spent: row.get("spent")?,
                spent_bonus: row.get("spent_bonus")?,
                refunded: row.get("refunded")?,
                forfeited: row.get("forfeited")?,
            },
        })
    };
    rows.iter().map(read).collect()
}
