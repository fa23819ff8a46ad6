//! The gifts' rows.

use std::collections::HashMap;

use kernel::{Error, GiftId, Lang, OrgId, Page, PageRequest, PictureId, Result};
use store::{Read, Reader, Row, Tx, args, sql};
use uuid::Uuid;

use super::{
    accounts,
    model::{Details, Gift, State, Stock},
};

const COLUMNS: &str = "id, kind, name, packing, cost, perceived, per_member, valid_days, stores, \
    returns, state, picture, series, terms, playbook_key, created_at";

fn read(row: &Row) -> Result<Gift> {
    Ok(Gift {
        id: row.get("id")?,
        details: Details {
            kind: row.word("kind")?,
            name: row.json("name")?,
            packing: row.json("packing")?,
            cost: row.get("cost")?,
            perceived: row.get("perceived")?,
            per_member: u32::try_from(row.get::<i64>("per_member")?).unwrap_or_default(),
            valid_days: row
                .get::<Option<i64>>("valid_days")?
                .and_then(|days| u32::try_from(days).ok()),
            stores: row.json("stores")?,
            returns: row.get("returns")?,
            series: row.get("series")?,
            terms: row.json("terms")?,
        },
        state: row.word("state")?,
        picture: row.get("picture")?,
        playbook_key: row.get("playbook_key")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: GiftId) -> Result<Option<Gift>> {
    let sql = format!("SELECT {COLUMNS} FROM gift WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The gift, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: GiftId) -> Result<Gift> {
    find(db, org, id).await?.ok_or(Error::NotFound("gift"))
}

/// The open lead gifts: a handful.
pub(crate) async fn leads(db: &mut impl Read, org: OrgId) -> Result<Vec<Gift>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM gift WHERE org = $1 AND kind = 'lead' AND state = 'open'
         ORDER BY id DESC LIMIT 200"
    );
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

/// The gifts of this playbook key that a series adopted: so that adopting twice makes one.
pub(crate) async fn by_key(
    db: &mut impl Read,
    org: OrgId,
    series: Option<Uuid>,
    key: &str,
) -> Result<Option<Gift>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM gift WHERE org = $1 AND playbook_key = $2
         AND (series = $3 OR (series IS NULL AND CAST($3 AS UUID) IS NULL)) LIMIT 1"
    );
    db.row(&sql, args![org, key, series]).await?.as_ref().map(read).transpose()
}

/// Newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    state: Option<State>,
    page: &PageRequest,
) -> Result<Page<Gift>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM gift WHERE org = $1 AND id < $2
         AND (CAST($3 AS TEXT) IS NULL OR state = $3) ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, before, state.map(State::word), limit + 1]).await?;
    let gifts: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(gifts?, limit, |gift| gift.id.uuid()))
}

/// What gifts are called, for pages that show their ids.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(gift) = find(db, org, GiftId::from_uuid(*id)).await? {
            names.insert(*id, gift.name.say(lang).to_owned());
        }
    }
    Ok(names)
}

pub(super) async fn insert(tx: &mut Tx, gift: &Gift) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO gift (org, id, kind, name, packing, cost, perceived, per_member, valid_days,
               stores, returns, state, picture, series, playbook_key, created_at, terms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        ),
        args![
            org,
            gift.id,
            gift.kind.word(),
            json(&gift.name)?,
            json(&gift.packing)?,
            gift.cost,
            gift.perceived,
            gift.per_member,
            gift.valid_days,
            json(&gift.stores)?,
            gift.returns,
            gift.state.word(),
            gift.picture,
            gift.series,
            gift.playbook_key.clone(),
            gift.created_at,
            json(&gift.terms)?,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, gift: &Gift) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE gift SET kind = $3, name = $4, packing = $5, cost = $6, perceived = $7,
               per_member = $8, valid_days = $9, stores = $10, returns = $11, state = $12,
               picture = $13, series = $14, terms = $15
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            gift.id,
            gift.kind.word(),
            json(&gift.name)?,
            json(&gift.packing)?,
            gift.cost,
            gift.perceived,
            gift.per_member,
            gift.valid_days,
            json(&gift.stores)?,
            gift.returns,
            gift.state.word(),
            gift.picture,
            gift.series,
            json(&gift.terms)?,
        ],
    )
    .await
    .map(drop)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

pub(super) async fn insert_picture(tx: &mut Tx, id: PictureId, bytes: Vec<u8>) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("INSERT INTO gift_picture (org, id, bytes, created_at) VALUES ($1, $2, $3, $4)"),
        args![org, id, bytes, now],
    )
    .await
    .map(drop)
}

pub(super) async fn picture(db: &mut impl Read, org: OrgId, id: PictureId) -> Result<Vec<u8>> {
    let row = db
        .row(sql!("SELECT bytes FROM gift_picture WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    row.ok_or(Error::NotFound("picture"))?.get("bytes")
}

/// The stock of each of these gifts. What was given, redeemed and is left is read off the ledger's
/// accounts; what it cost and brought is summed from vouchers and purchases.
pub async fn stocks(
    db: &mut impl Read,
    org: OrgId,
    gifts: &[Gift],
) -> Result<HashMap<GiftId, Stock>> {
    let mut stocks = HashMap::new();
    for gift in gifts {
        let mut stock = Stock {
            left: ledger::balance_of(db, org, &accounts::stock(gift.id)?.key).await?,
            given: ledger::balance_of(db, org, &accounts::claimed(gift.id)?.key).await?,
            redeemed: ledger::balance_of(db, org, &accounts::redeemed(gift.id)?.key).await?,
            ..Stock::default()
        };
        if stock.given > 0 {
            (stock.cost, stock.bought) = earned(db, org, gift.id).await?;
        }
        stocks.insert(gift.id, stock);
    }
    Ok(stocks)
}

async fn earned(db: &mut impl Read, org: OrgId, gift: GiftId) -> Result<(i64, i64)> {
    let row = db
        .row(
            sql!(
                "SELECT
                   (SELECT CAST(COALESCE(SUM(cost), 0) AS BIGINT) FROM redemption
                    WHERE org = $1 AND gift = $2 AND undone_at IS NULL) AS cost,
                   (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT)
                    FROM (SELECT member, MIN(issued_at) AS since FROM voucher
                          WHERE org = $1 AND gift = $2 AND state <> 'withdrawn'
                          GROUP BY member) AS v
                    CROSS JOIN purchase p
                    WHERE p.org = $1 AND p.member = v.member AND p.at >= v.since)
                   AS bought"
            ),
            args![org, gift],
        )
        .await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get("cost")?, row.get("bought")?)))
}
