//! The orders' rows.

use std::collections::HashMap;

use kernel::{Error, MemberId, OrderId, OrgId, Page, PageRequest, PurchaseId, Result, StoreId};
use store::{Read, Reader, Row, Tx, any_of, args, equal, sql};
use uuid::Uuid;
use value::vouchers::taking::{self, With};

use super::model::{Line, Order, State};

const COLUMNS: &str = "id, code, member, buyer, store, state, payment, amount, pieces, held, held_until, \
    purchase, bill, vouchers, reason, placed_at, changed_at";

fn read(row: &Row) -> Result<Order> {
    Ok(Order {
        id: row.get("id")?,
        code: row.get("code")?,
        member: row.get("member")?,
        buyer: row.get("buyer")?,
        store: row.get("store")?,
        state: row.word("state")?,
        payment: row.word("payment")?,
        amount: row.get("amount")?,
        pieces: row.get("pieces")?,
        held: row.get("held")?,
        held_until: row.get("held_until")?,
        purchase: row.get("purchase")?,
        bill: row.get("bill")?,
        vouchers: row.json("vouchers")?,
        reason: row.get("reason")?,
        placed_at: row.get("placed_at")?,
        changed_at: row.get("changed_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: OrderId) -> Result<Option<Order>> {
    let sql = format!("SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The order, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: OrderId) -> Result<Order> {
    find(db, org, id).await?.ok_or(Error::NotFound("order"))
}

pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Order>> {
    let sql = format!("SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND code = $2");
    db.row(&sql, args![org, code]).await?.as_ref().map(read).transpose()
}

pub async fn by_purchase(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Option<Order>> {
    let sql = format!("SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND purchase = $2");
    db.row(&sql, args![org, purchase]).await?.as_ref().map(read).transpose()
}

/// Some orders by their ids, at most a page of them.
pub async fn of_ids(
    db: &mut impl Read,
    org: OrgId,
    ids: &[OrderId],
) -> Result<HashMap<OrderId, Order>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = args![org];
    let wanted = any_of("id", ids.iter().copied(), &mut values);
    let sql = format!("SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND {wanted}");
    let rows = db.rows(&sql, values).await?;
    rows.iter().map(|row| read(row).map(|order| (order.id, order))).collect()
}

/// What a member still waits for, the newest first.
pub async fn open_of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Order>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND member = $2
         AND state IN ('placed', 'reserved', 'paid', 'ready', 'on_the_way', 'failed', 'missed')
         ORDER BY id DESC LIMIT 200"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// Which orders are asked for.
#[derive(Debug, Clone, Default)]
pub struct Which {
    pub state: Option<State>,
    pub store: Option<StoreId>,
    pub member: Option<MemberId>,
    /// The whole code of one.
    pub code: Option<String>,
    /// Stores that the asker works for; `None` is all.
    pub within: Option<Vec<StoreId>>,
}

/// Newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: &Which,
    page: &PageRequest,
) -> Result<Page<Order>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let mut values = args![org, before, limit + 1];
    let state = equal("state", which.state.map(State::word), &mut values);
    let store = equal("store", which.store, &mut values);
    let member = equal("member", which.member, &mut values);
    let code = equal("code", which.code.as_deref(), &mut values);
    let within = match &which.within {
        Some(stores) => any_of("store", stores.iter().copied(), &mut values),
        None => "TRUE".to_owned(),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM shop_order WHERE org = $1 AND id < $2
         AND {state} AND {store} AND {member} AND {code} AND {within}
         ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, values).await?;
    let orders: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(orders?, limit, |order| order.id.uuid()))
}

/// What waits at these stores, or all: how many orders to pack, and how many packed ones to be
/// collected.
pub async fn waiting(
    db: &mut impl Read,
    org: OrgId,
    within: Option<Vec<StoreId>>,
) -> Result<(i64, i64)> {
    let mut values = args![org];
    let within = match within {
        Some(stores) => any_of("store", stores, &mut values),
        None => "TRUE".to_owned(),
    };
    let count = |state: &str| {
        format!(
            "(SELECT COUNT(*) FROM shop_order WHERE org = $1 AND state = '{state}' AND {within})"
        )
    };
    let (reserved, paid, ready) = (count("reserved"), count("paid"), count("ready"));
    let sql = format!("SELECT {reserved} + {paid} AS packing, {ready} AS ready");
    let row = db.row(&sql, values).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get("packing")?, row.get("ready")?)))
}

pub async fn lines(db: &mut impl Read, org: OrgId, order: OrderId) -> Result<Vec<Line>> {
    Ok(lines_of(db, org, &[order]).await?.remove(&order).unwrap_or_default())
}

/// The lines of some orders together, at most a page of them.
pub async fn lines_of(
    db: &mut impl Read,
    org: OrgId,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Vec<Line>>> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = args![org];
    let wanted = any_of("shop_order", orders.iter().copied(), &mut values);
    let sql = format!(
        "SELECT shop_order, product, name, category, quantity, amount, taken_off, parts
         FROM shop_order_line
         WHERE org = $1 AND {wanted} ORDER BY shop_order, number"
    );
    let mut lines: HashMap<OrderId, Vec<Line>> = HashMap::new();
    for row in db.rows(&sql, values).await? {
        let line = Line {
            product: row.get("product")?,
            name: row.json("name")?,
            category: row.get("category")?,
            quantity: row.get("quantity")?,
            amount: row.get("amount")?,
            taken_off: row.get("taken_off")?,
            parts: row.json("parts")?,
        };
        lines.entry(row.get("shop_order")?).or_default().push(line);
    }
    Ok(lines)
}

pub(super) async fn insert(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO shop_order (org, id, code, member, buyer, store, state, payment, amount,
               pieces, held, held_until, purchase, bill, vouchers, reason, placed_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        ),
        args![
            org,
            order.id,
            &order.code,
            order.member,
            &order.buyer,
            order.store,
            order.state.word(),
            order.payment.word(),
            order.amount,
            order.pieces,
            order.held,
            order.held_until,
            order.purchase,
            order.bill,
            text(&order.vouchers)?,
            &order.reason,
            order.placed_at,
            order.changed_at,
        ],
    )
    .await?;
    let mut rows = Vec::with_capacity(lines.len());
    for (line, number) in lines.iter().zip(1i64..) {
        rows.push(args![
            org,
            order.id,
            number,
            line.product,
            text(&line.name)?,
            &line.category,
            line.quantity,
            line.amount,
            line.taken_off,
            text(&line.parts)?,
        ]);
    }
    let columns = [
        "org",
        "shop_order",
        "number",
        "product",
        "name",
        "category",
        "quantity",
        "amount",
        "taken_off",
        "parts",
    ];
    tx.insert("shop_order_line", &columns, rows, "").await
}

pub(super) async fn update(tx: &mut Tx, order: &Order) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE shop_order SET state = $3, payment = $4, held = $5, held_until = $6,
               purchase = $7, reason = $8, changed_at = $9
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            order.id,
            order.state.word(),
            order.payment.word(),
            order.held,
            order.held_until,
            order.purchase,
            &order.reason,
            order.changed_at,
        ],
    )
    .await
    .map(drop)
}

/// Forgets the name that an order is held under.
pub(super) async fn forget(tx: &mut Tx, id: OrderId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE shop_order SET buyer = '' WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id]).await.map(drop)
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// The vouchers that are used with an order.
pub async fn with(db: &mut impl Read, org: OrgId, order: &Order) -> Result<Vec<With>> {
    match order.bill.filter(|_| !order.vouchers.is_empty()) {
        Some(bill) => taking::with(db, org, bill).await,
        None => Ok(Vec::new()),
    }
}

/// Orders are named by the code that people read out.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(order) = find(db, org, OrderId::from_uuid(*id)).await? {
            names.insert(*id, value::codes::shown(&order.code));
        }
    }
    Ok(names)
}

/// How many a member ever placed.
pub(super) async fn count_of(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let org = tx.org();
    let sql = sql!("SELECT COUNT(*) AS orders FROM shop_order WHERE org = $1 AND member = $2");
    tx.row(sql, args![org, member]).await?.map_or(Ok(0), |row| row.get("orders"))
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE shop_order SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
