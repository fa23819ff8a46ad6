//! The fulfilments' rows.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Error, MemberId, OrderId, OrgId, OutletId, Result};
use store::{Read, Row, Tx, any_of, args, sql};

use super::model::{Door, Fulfilment};
use crate::outlets::{Kind, Slot, slots};

const COLUMNS: &str = "shop_order, member, outlet, kind, day, from_min, until_min, ends_at, holds, fee, \
    attempts, name, phone, postcode, address, note, wiped_at";

/// Rows of one day that a sheet shows.
const MOST: i64 = 2_000;

fn minute(row: &Row, name: &str) -> Result<u16> {
    u16::try_from(row.get::<i64>(name)?).map_err(Error::broken)
}

fn read(row: &Row) -> Result<Fulfilment> {
    let kind: Kind = row.word("kind")?;
    let wiped: Option<kernel::Time> = row.get("wiped_at")?;
    let door = Door {
        name: row.get("name")?,
        phone: row.get("phone")?,
        postcode: row.get("postcode")?,
        address: row.get("address")?,
        note: row.get("note")?,
    };
    Ok(Fulfilment {
        order: row.get("shop_order")?,
        member: row.get("member")?,
        outlet: row.get("outlet")?,
        kind,
        day: row.word("day")?,
        from: minute(row, "from_min")?,
        until: minute(row, "until_min")?,
        ends_at: row.get("ends_at")?,
        holds: row.get("holds")?,
        fee: row.get("fee")?,
        attempts: row.get("attempts")?,
        door: Some(door).filter(|_| kind == Kind::Zone && wiped.is_none()),
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, order: OrderId) -> Result<Option<Fulfilment>> {
    let sql = format!("SELECT {COLUMNS} FROM order_fulfilment WHERE org = $1 AND shop_order = $2");
    db.row(&sql, args![org, order]).await?.as_ref().map(read).transpose()
}

/// Whether the order had a room in a slot and has it no more.
pub async fn gave_up(db: &mut impl Read, org: OrgId, order: OrderId) -> Result<bool> {
    Ok(find(db, org, order).await?.is_some_and(|one| !one.holds))
}

pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE order_fulfilment SET member = $3 WHERE org = $1 AND member = $2");
    tx.run(sql, args![org, from, into]).await.map(drop)
}

/// Those of some orders, at most a page of them.
pub async fn of_orders(
    db: &mut impl Read,
    org: OrgId,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Fulfilment>> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = args![org];
    let wanted = any_of("shop_order", orders.iter().copied(), &mut values);
    let sql = format!("SELECT {COLUMNS} FROM order_fulfilment WHERE org = $1 AND {wanted}");
    let rows = db.rows(&sql, values).await?;
    rows.iter().map(|row| read(row).map(|one| (one.order, one))).collect()
}

/// All of one day, in the order of their slots and areas.
pub async fn of_day(
    db: &mut impl Read,
    org: OrgId,
    outlet: OutletId,
    day: Date,
) -> Result<Vec<Fulfilment>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM order_fulfilment WHERE org = $1 AND outlet = $2 AND day = $3
         ORDER BY from_min, postcode, shop_order LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, outlet, day.to_string(), MOST]).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn insert(tx: &mut Tx, one: &Fulfilment) -> Result<()> {
    let org = tx.org();
    let door = one.door.clone().unwrap_or_default();
    tx.run(
        sql!(
            "INSERT INTO order_fulfilment (org, shop_order, member, outlet, kind, day, from_min,
               until_min, ends_at, holds, fee, attempts, name, phone, postcode, address, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        args![
            org,
            one.order,
            one.member,
            one.outlet,
            one.kind.word(),
            one.day.to_string(),
            i64::from(one.from),
            i64::from(one.until),
            one.ends_at,
            one.holds,
            one.fee,
            one.attempts,
            door.name,
            door.phone,
            door.postcode,
            door.address,
            door.note,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, one: &Fulfilment) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE order_fulfilment SET holds = $3, attempts = $4
             WHERE org = $1 AND shop_order = $2"
        ),
        args![org, one.order, one.holds, one.attempts],
    )
    .await
    .map(drop)
}

const WIPED: &str = "UPDATE order_fulfilment SET name = '', phone = '', postcode = '', address = '', \
    note = '', wiped_at = $3";

/// Forgets the door of an order.
pub(super) async fn wipe(tx: &mut Tx, order: OrderId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let sql = format!("{WIPED} WHERE org = $1 AND shop_order = $2 AND wiped_at IS NULL");
    tx.run(&sql, args![org, order, now]).await.map(drop)
}

/// Forgets every door of a member.
pub(super) async fn wipe_all(tx: &mut Tx, member: MemberId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let sql = format!("{WIPED} WHERE org = $1 AND member = $2 AND wiped_at IS NULL");
    tx.run(&sql, args![org, member, now]).await.map(drop)
}

impl Fulfilment {
    /// The slot as accounts name it.
    pub fn slot(&self) -> String {
        slots::key(self.day, self.from)
    }
    /// The slot as it was booked.
    pub const fn as_slot(&self) -> Slot {
        Slot { day: self.day, from: self.from, until: self.until, room: 0 }
    }
}
