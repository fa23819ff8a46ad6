//! The order lists' rows.

use kernel::{
    Error, MemberId, OrderId, OrderListId, OrgId, Page, PageRequest, Result, scope::Remit,
};
use std::collections::HashMap;
use store::{Read, Reader, Row, Tx, any_of, args, equal, sql};
use uuid::Uuid;

use super::model::{Details, Entry, OrderList, State};

const COLUMNS: &str = "id, name, store, grp, lang, place, closes_at, ready_at, until_at, goods, \
    state, revision, wiped_at, created_at";

fn read(row: &Row) -> Result<OrderList> {
    let lang: String = row.get("lang")?;
    Ok(OrderList {
        id: row.get("id")?,
        details: Details {
            name: row.get("name")?,
            store: row.get("store")?,
            group: row.get("grp")?,
            lang: lang.parse().unwrap_or_default(),
            place: row.get("place")?,
            closes_at: row.get("closes_at")?,
            ready_at: row.get("ready_at")?,
            until_at: row.get("until_at")?,
            goods: row.json("goods")?,
        },
        state: row.word("state")?,
        revision: row.get("revision")?,
        wiped_at: row.get("wiped_at")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: OrderListId) -> Result<Option<OrderList>> {
    let sql = format!("SELECT {COLUMNS} FROM order_list WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The list, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: OrderListId) -> Result<OrderList> {
    find(db, org, id).await?.ok_or(Error::NotFound("order_list"))
}

/// The list, if it is of this part of the org.
pub async fn within(
    db: &mut impl Read,
    org: OrgId,
    (id, remit): (OrderListId, &Remit),
) -> Result<OrderList> {
    let list = require(db, org, id).await?;
    if list.is_of(remit) { Ok(list) } else { Err(Error::NotFound("order_list")) }
}

/// Lists of this part of the org, newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    (state, remit): (Option<State>, &Remit),
    page: &PageRequest,
) -> Result<Page<OrderList>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let mut values = args![org, before, limit + 1];
    let state = equal("state", state.map(State::word), &mut values);
    let mine = match remit {
        Remit::Everything => "TRUE".to_owned(),
        Remit::Stores(stores) => any_of("store", stores.iter().copied(), &mut values),
        Remit::Groups(groups) => any_of("grp", groups.iter().copied(), &mut values),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM order_list WHERE org = $1 AND id < $2 AND {state} AND {mine}
         ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, values).await?;
    let lists: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(lists?, limit, |list| list.id.uuid()))
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// Writes the row, new or changed.
pub(super) async fn put(tx: &mut Tx, list: &OrderList) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO order_list (org, id, name, store, grp, lang, place, closes_at, ready_at,
               until_at, goods, state, revision, wiped_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             ON CONFLICT (org, id) DO UPDATE SET name = excluded.name, lang = excluded.lang,
               place = excluded.place, closes_at = excluded.closes_at,
               ready_at = excluded.ready_at, until_at = excluded.until_at, goods = excluded.goods,
               state = excluded.state, revision = excluded.revision, wiped_at = excluded.wiped_at"
        ),
        args![
            org,
            list.id,
            &list.name,
            list.store,
            list.group,
            list.lang.tag(),
            &list.place,
            list.closes_at,
            list.ready_at,
            list.until_at,
            json(&list.goods)?,
            list.state.word(),
            list.revision,
            list.wiped_at,
            list.created_at,
        ],
    )
    .await
    .map(drop)
}

/// How many lines of each list became orders.
pub async fn counts(
    db: &mut impl Read,
    org: OrgId,
    lists: &[OrderListId],
) -> Result<HashMap<OrderListId, i64>> {
    if lists.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = args![org];
    let these = any_of("order_list", lists.iter().copied(), &mut values);
    let sql = format!(
        "SELECT order_list, COUNT(*) AS entries FROM order_list_entry
         WHERE org = $1 AND {these} GROUP BY order_list"
    );
    let rows = db.rows(&sql, values).await?;
    rows.iter().map(|row| Ok((row.get("order_list")?, row.get("entries")?))).collect()
}

/// What was taken from a list, by its numbers.
pub async fn entries(db: &mut impl Read, org: OrgId, list: OrderListId) -> Result<Vec<Entry>> {
    let rows = db
        .rows(
            sql!(
                "SELECT line, number, name, note, member, parts, shop_order, changed_at
                 FROM order_list_entry WHERE org = $1 AND order_list = $2
                 ORDER BY number, line LIMIT 1000"
            ),
            args![org, list],
        )
        .await?;
    let entry = |row: &Row| {
        Ok(Entry {
            line: row.get("line")?,
            number: row.get("number")?,
            name: row.get("name")?,
            note: row.get("note")?,
            member: row.get("member")?,
            parts: row.json("parts")?,
            order: row.get("shop_order")?,
            changed_at: row.get("changed_at")?,
        })
    };
    rows.iter().map(entry).collect()
}

pub(super) async fn put_entry(tx: &mut Tx, list: OrderListId, entry: &Entry) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO order_list_entry (org, order_list, line, number, name, note, member, parts,
               shop_order, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (org, order_list, line) DO UPDATE SET number = excluded.number,
               name = excluded.name, note = excluded.note, member = excluded.member,
               parts = excluded.parts, shop_order = excluded.shop_order,
               changed_at = excluded.changed_at"
        ),
        args![
            org,
            list,
            &entry.line,
            entry.number,
            &entry.name,
            &entry.note,
            entry.member,
            json(&entry.parts)?,
            entry.order,
            entry.changed_at,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn remove_entry(tx: &mut Tx, list: OrderListId, line: &str) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("DELETE FROM order_list_entry WHERE org = $1 AND order_list = $2 AND line = $3"),
        args![org, list, line],
    )
    .await
    .map(drop)
}

/// A line of a list, and the order that it became.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub list: OrderListId,
    pub line: String,
    pub order: OrderId,
}

/// Forgets what a list says of somebody: the order stays, without a name.
pub(super) async fn forget(tx: &mut Tx, one: &Line) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE order_list_entry SET line = $4, name = '', note = ''
             WHERE org = $1 AND order_list = $2 AND line = $3"
        ),
        args![org, one.list, &one.line, one.order.to_string()],
    )
    .await
    .map(drop)
}

/// On which lists somebody stands.
pub(super) async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Line>> {
    let org = tx.org();
    let sql = sql!(
        "SELECT order_list, line, shop_order FROM order_list_entry
         WHERE org = $1 AND member = $2 LIMIT 5000"
    );
    let rows = tx.rows(sql, args![org, member]).await?;
    let line = |row: &Row| {
        Ok(Line {
            list: row.get("order_list")?,
            line: row.get("line")?,
            order: row.get("shop_order")?,
        })
    };
    rows.iter().map(line).collect()
}

pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE order_list_entry SET member = $3 WHERE org = $1 AND member = $2");
    tx.run(sql, args![org, from, into]).await.map(drop)
}

pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(list) = find(db, org, OrderListId::from_uuid(*id)).await? {
            names.insert(*id, list.details.name);
        }
    }
    Ok(names)
}
