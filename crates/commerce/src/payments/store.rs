//! The payments' rows.

use std::collections::HashMap;

use kernel::{
    Error, MemberId, OrderId, OrgId, Page, PageRequest, PayBackId, PaymentId, Result, StoreId, Time,
};
use store::{Read, Row, Tx, any_of, args, equal, sql};
use uuid::Uuid;

use super::model::{Back, Message, Payment, State, Sums};

const COLUMNS: &str = "id, shop_order, member, store, way, amount, title, back_url, told_url, state, \
    taken, theirs, place, elsewhere, trouble, said, checked, checked_at, paid_at, expires_at, \
    created_at, changed_at";

fn read(row: &Row) -> Result<Payment> {
    let place: Option<String> = row.get("place")?;
    Ok(Payment {
        id: row.get("id")?,
        order: row.get("shop_order")?,
        member: row.get("member")?,
        store: row.get("store")?,
        way: row.get("way")?,
        amount: row.get("amount")?,
        title: row.get("title")?,
        back_url: row.get("back_url")?,
        told_url: row.get("told_url")?,
        state: row.word("state")?,
        taken: row.get("taken")?,
        theirs: row.get("theirs")?,
        place: place.map(|text| serde_json::from_str(&text)).transpose().map_err(Error::broken)?,
        elsewhere: row.get("elsewhere")?,
        trouble: row.get("trouble")?,
        said: row.get("said")?,
        checked: row.get("checked")?,
        checked_at: row.get("checked_at")?,
        paid_at: row.get("paid_at")?,
        expires_at: row.get("expires_at")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Whose a payment is: a provider names it by its key alone.
pub async fn org_of(db: &mut impl Read, id: PaymentId) -> Result<Option<OrgId>> {
    let row = db.row(sql!("SELECT org FROM payment WHERE id = $1"), args![id]).await?;
    row.map(|row| row.get("org")).transpose()
}

pub async fn find(db: &mut impl Read, org: OrgId, id: PaymentId) -> Result<Option<Payment>> {
    let sql = format!("SELECT {COLUMNS} FROM payment WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The payment, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: PaymentId) -> Result<Payment> {
    find(db, org, id).await?.ok_or(Error::NotFound("payment"))
}

/// All attempts to pay an order, the newest first.
pub async fn of_order(db: &mut impl Read, org: OrgId, order: OrderId) -> Result<Vec<Payment>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM payment WHERE org = $1 AND shop_order = $2 ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, order]).await?.iter().map(read).collect()
}

/// The payments of some orders together, at most a page of orders.
pub async fn of_orders(
    db: &mut impl Read,
    org: OrgId,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Vec<Payment>>> {
    let mut found: HashMap<OrderId, Vec<Payment>> = HashMap::new();
    if orders.is_empty() {
        return Ok(found);
    }
    let mut values = args![org];
    let wanted = any_of("shop_order", orders.iter().copied(), &mut values);
    let sql = format!("SELECT {COLUMNS} FROM payment WHERE org = $1 AND {wanted} ORDER BY id DESC");
    for row in db.rows(&sql, values).await? {
        let payment = read(&row)?;
        found.entry(payment.order).or_default().push(payment);
    }
    Ok(found)
}

/// Which payments are asked for.
#[derive(Debug, Clone, Default)]
pub struct Which {
    pub state: Option<State>,
    /// Only those that somebody must look at.
    pub odd: bool,
    pub order: Option<OrderId>,
    /// Ours, or the provider's id, whole.
    pub named: Option<String>,
    pub from: Option<Time>,
    pub until: Option<Time>,
    /// Stores that the asker works for; `None` is all.
    pub within: Option<Vec<StoreId>>,
}

/// Newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: &Which,
    page: &PageRequest,
) -> Result<Page<Payment>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let named = which.named.as_deref();
    let id: Option<PaymentId> = named.and_then(|text| text.parse().ok());
    let theirs = named.filter(|_| id.is_none()).map(str::to_owned);
    let mut values = args![org, before, which.odd, which.from, which.until, limit + 1,];
    let state = equal("state", which.state.map(State::word), &mut values);
    let order = equal("shop_order", which.order, &mut values);
    let one = equal("id", id, &mut values);
    let theirs = equal("theirs", theirs, &mut values);
    let within = match &which.within {
        Some(stores) => any_of("store", stores.iter().copied(), &mut values),
        None => "TRUE".to_owned(),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM payment WHERE org = $1 AND id < $2
         AND {state} AND {order} AND {one} AND {theirs} AND {within}
         AND ($3 = FALSE OR trouble <> '')
         AND (CAST($4 AS BIGINT) IS NULL OR created_at >= $4)
         AND (CAST($5 AS BIGINT) IS NULL OR created_at < $5)
         ORDER BY id DESC LIMIT $6"
    );
    let found: Result<Vec<_>> = db.rows(&sql, values).await?.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |payment| payment.id.uuid()))
}

/// How many payments somebody must look at.
pub async fn odd(db: &mut impl Read, org: OrgId, within: Option<Vec<StoreId>>) -> Result<i64> {
    let mut values = args![org];
    let within = match within {
        Some(stores) => any_of("store", stores, &mut values),
        None => "TRUE".to_owned(),
    };
    let sql =
        format!("SELECT COUNT(*) AS odd FROM payment WHERE org = $1 AND trouble > '' AND {within}");
    let row = db.row(&sql, values).await?;
    row.map_or(Ok(0), |row| row.get("odd"))
}

/// What was started in a span of time and after this one, oldest first, with what is still open from
/// before: what a day is compared by.
pub async fn to_compare(
    db: &mut impl Read,
    org: OrgId,
    (from, until, after): (Time, Time, PaymentId),
    limit: i64,
) -> Result<Vec<Payment>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM payment WHERE org = $1 AND id > $2 AND created_at < $4
         AND (created_at >= $3 OR state IN ('starting', 'open')) ORDER BY id LIMIT $5"
    );
    db.rows(&sql, args![org, after, from, until, limit]).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, payment: &Payment) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO payment (org, id, shop_order, member, store, way, amount, title, back_url,
               told_url, state, taken, elsewhere, trouble, checked, expires_at, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, FALSE, 0, '', '', $12, $13, $13)"
        ),
        args![
            org,
            payment.id,
            payment.order,
            payment.member,
            payment.store,
            &payment.way,
            payment.amount,
            &payment.title,
            &payment.back_url,
            &payment.told_url,
            payment.state.word(),
            payment.expires_at,
            payment.created_at,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, payment: &mut Payment) -> Result<()> {
    let org = tx.org();
    payment.changed_at = tx.now();
    let place = payment.place.as_ref().map(serde_json::to_string);
    tx.run(
        sql!(
            "UPDATE payment SET state = $3, taken = $4, theirs = $5, place = $6, elsewhere = $7,
               trouble = $8, said = $9, checked = $10, checked_at = $11, paid_at = $12,
               expires_at = $13, changed_at = $14
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            payment.id,
            payment.state.word(),
            payment.taken,
            payment.theirs.clone(),
            place.transpose().map_err(Error::broken)?,
            payment.elsewhere,
            &payment.trouble,
            payment.said,
            &payment.checked,
            payment.checked_at,
            payment.paid_at,
            payment.expires_at,
            payment.changed_at,
        ],
    )
    .await
    .map(drop)
}

fn read_back(row: &Row) -> Result<Back> {
    Ok(Back {
        id: row.get("id")?,
        payment: row.get("payment")?,
        amount: row.get("amount")?,
        cause: row.word("cause")?,
        state: row.word("state")?,
        trouble: row.get("trouble")?,
        said_at: row.get("said_at")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
    })
}

const BACK: &str = "id, payment, amount, cause, state, trouble, said_at, created_at, changed_at";

pub async fn back(db: &mut impl Read, org: OrgId, id: PayBackId) -> Result<Option<Back>> {
    let sql = format!("SELECT {BACK} FROM payment_refund WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_back).transpose()
}

/// What goes back of a payment, and went, oldest first.
pub async fn backs(db: &mut impl Read, org: OrgId, payment: PaymentId) -> Result<Vec<Back>> {
    let sql =
        format!("SELECT {BACK} FROM payment_refund WHERE org = $1 AND payment = $2 ORDER BY id");
    db.rows(&sql, args![org, payment]).await?.iter().map(read_back).collect()
}

/// The same of several payments together, at most a page of them.
pub async fn backs_of(
    db: &mut impl Read,
    org: OrgId,
    payments: &[Payment],
) -> Result<HashMap<PaymentId, Vec<Back>>> {
    let mut backs: HashMap<PaymentId, Vec<Back>> = HashMap::new();
    if payments.is_empty() {
        return Ok(backs);
    }
    let mut values = args![org];
    let wanted = any_of("payment", payments.iter().map(|payment| payment.id), &mut values);
    let sql = format!("SELECT {BACK} FROM payment_refund WHERE org = $1 AND {wanted} ORDER BY id");
    for row in db.rows(&sql, values).await? {
        let back = read_back(&row)?;
        backs.entry(back.payment).or_default().push(back);
    }
    Ok(backs)
}

/// As [`backs_of`], added up.
pub async fn sums(
    db: &mut impl Read,
    org: OrgId,
    payments: &[Payment],
) -> Result<HashMap<PaymentId, Sums>> {
    let backs = backs_of(db, org, payments).await?;
    Ok(backs.iter().map(|(id, backs)| (*id, Sums::of(backs))).collect())
}

pub(super) async fn insert_back(tx: &mut Tx, back: &Back) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO payment_refund (org, id, payment, amount, cause, state, trouble, said_at,
               created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"
        ),
        args![
            org,
            back.id,
            back.payment,
            back.amount,
            back.cause.word(),
            back.state.word(),
            &back.trouble,
            back.said_at,
            back.created_at,
        ],
    )
    .await
    .map(drop)
}

pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE payment SET member = $3 WHERE org = $1 AND member = $2");
    tx.run(sql, args![org, from, into]).await.map(drop)
}

pub(super) async fn update_back(tx: &mut Tx, back: &Back) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE payment_refund SET state = $3, trouble = $4, said_at = $5, changed_at = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, back.id, back.state.word(), &back.trouble, back.said_at, now],
    )
    .await
    .map(drop)
}

/// Notes a message of the provider's; `false` when it was there before.
pub(super) async fn hear(
    tx: &mut Tx,
    (way, payment): (&str, PaymentId),
    message: &Message,
) -> Result<bool> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO payment_message (org, way, event, payment, said, at, heard_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org, way, event) DO NOTHING"
        ),
        args![org, way, &message.event, payment, &message.said, message.at, message.heard_at],
    )
    .await
    .map(|rows| rows > 0)
}

/// What the provider told of a payment by itself, oldest first.
pub async fn messages(db: &mut impl Read, org: OrgId, payment: PaymentId) -> Result<Vec<Message>> {
    let rows = db
        .rows(
            sql!(
                "SELECT event, said, at, heard_at FROM payment_message
                 WHERE org = $1 AND payment = $2 ORDER BY heard_at, event LIMIT 200"
            ),
            args![org, payment],
        )
        .await?;
    let message = |row: &Row| {
        Ok(Message {
            event: row.get("event")?,
            said: row.get("said")?,
            at: row.get("at")?,
            heard_at: row.get("heard_at")?,
        })
    };
    rows.iter().map(message).collect()
}
