//! The products' rows.

use std::collections::HashMap;

use kernel::{Error, Lang, OrgId, Page, PageRequest, PictureId, ProductId, Result, StoreId};
use store::{Read, Reader, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Details, Product, State};

const COLUMNS: &str =
    "id, code, name, words, category, price, unit, parts, place, state, picture, created_at";

fn read(row: &Row) -> Result<Product> {
    Ok(Product {
        id: row.get("id")?,
        details: Details {
            code: row.get::<Option<String>>("code")?.unwrap_or_default(),
            name: row.json("name")?,
            words: row.json("words")?,
            category: row.get("category")?,
            price: row.get("price")?,
            unit: row.get("unit")?,
            place: row.get("place")?,
            parts: row.json("parts")?,
        },
        state: row.word("state")?,
        picture: row.get("picture")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: ProductId) -> Result<Option<Product>> {
    let sql = format!("SELECT {COLUMNS} FROM product WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The product, or 404.
pub async fn require(db: &mut impl Read, org: OrgId, id: ProductId) -> Result<Product> {
    find(db, org, id).await?.ok_or(Error::NotFound("product"))
}

pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Product>> {
    let sql = format!("SELECT {COLUMNS} FROM product WHERE org = $1 AND code = $2");
    db.row(&sql, args![org, code]).await?.as_ref().map(read).transpose()
}

/// Whether products that have a code are meant too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coded {
    No,
    Either,
}

/// Products that are called exactly so in any language; of many, two.
pub async fn named(
    db: &mut impl Read,
    org: OrgId,
    name: &str,
    coded: Coded,
) -> Result<Vec<Product>> {
    let uncoded = match coded {
        Coded::No => "AND code IS NULL",
        Coded::Either => "",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM product
         WHERE org = $1 {uncoded} AND search LIKE $2 ESCAPE '!' ORDER BY id LIMIT 200"
    );
    let pattern: String = name.to_lowercase().chars().flat_map(escaped).collect();
    let rows = db.rows(&sql, args![org, format!("%{pattern}%")]).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    found.retain(|one| Lang::ALL.into_iter().any(|lang| one.name.of(lang) == name));
    found.truncate(2);
    Ok(found)
}

/// Which products are asked for.
#[derive(Debug, Clone, Default)]
pub struct Which {
    pub state: Option<State>,
    pub category: Option<String>,
    /// Words that the name or the category holds.
    pub words: String,
}

impl Which {
    /// A `LIKE` pattern of what was typed; `None` when nothing was.
    fn pattern(&self) -> Option<String> {
        let words = kernel::text::line(&self.words).to_lowercase();
        let plain: String = words.chars().take(80).flat_map(escaped).collect();
        (!plain.is_empty()).then(|| format!("%{plain}%"))
    }
}

fn escaped(c: char) -> impl Iterator<Item = char> {
    matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c])
}

/// In the shop's own order.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: &Which,
    page: &PageRequest,
) -> Result<Page<Product>> {
    let limit = page.limit()?;
    let (place, id): (i64, Uuid) = page.after()?.unwrap_or((-1, Uuid::nil()));
    let sql = format!(
        "SELECT {COLUMNS} FROM product WHERE org = $1 AND (place > $2 OR (place = $2 AND id > $3))
         AND (CAST($4 AS TEXT) IS NULL OR state = $4)
         AND (CAST($5 AS TEXT) IS NULL OR category = $5)
         AND (CAST($6 AS TEXT) IS NULL OR search LIKE $6 ESCAPE '!')
         ORDER BY place, id LIMIT $7"
    );
    let (state, category) = (which.state.map(State::word), which.category.clone());
    let args = args![org, place, id, state, category, which.pattern(), limit + 1];
    let rows = db.rows(&sql, args).await?;
    let products: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(products?, limit, |product| (product.place, product.id.uuid())))
}

/// The categories of what is for sale, in the order of what comes first in them.
pub async fn categories(db: &mut impl Read, org: OrgId) -> Result<Vec<String>> {
    let rows = db
        .rows(
            sql!(
                "SELECT category, MIN(place) AS first FROM product
                 WHERE org = $1 AND state = 'open' AND category <> ''
                 GROUP BY category ORDER BY first, category LIMIT 40"
            ),
            args![org],
        )
        .await?;
    rows.iter().map(|row| row.get("category")).collect()
}

/// Whether any bundle holds it.
pub async fn is_part(tx: &mut Tx, id: ProductId) -> Result<bool> {
    let (org, pattern) = (tx.org(), format!("%{id}%"));
    let row = tx
        .row(
            sql!("SELECT id FROM product WHERE org = $1 AND parts LIKE $2 LIMIT 1"),
            args![org, pattern],
        )
        .await?;
    Ok(row.is_some())
}

/// What products are called, for pages that show their ids.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(product) = find(db, org, ProductId::from_uuid(*id)).await? {
            names.insert(*id, product.name.say(lang).to_owned());
        }
    }
    Ok(names)
}

pub(super) async fn insert(tx: &mut Tx, product: &Product) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO product (org, id, name, words, category, price, parts, place, state, picture,
               search, created_at, code, unit)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            org,
            product.id,
            json(&product.name)?,
            json(&product.words)?,
            &product.category,
            product.price,
            json(&product.parts)?,
            product.place,
            product.state.word(),
            product.picture,
            product.search(),
            product.created_at,
            code(product),
            &product.unit,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, product: &Product) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE product SET name = $3, words = $4, category = $5, price = $6, parts = $7,
               place = $8, state = $9, picture = $10, search = $11, code = $12, unit = $13
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            product.id,
            json(&product.name)?,
            json(&product.words)?,
            &product.category,
            product.price,
            json(&product.parts)?,
            product.place,
            product.state.word(),
            product.picture,
            product.search(),
            code(product),
            &product.unit,
        ],
    )
    .await
    .map(drop)
}

/// None for products without: many may have none, and no two the same.
fn code(product: &Product) -> Option<String> {
    Some(product.code.clone()).filter(|code| !code.is_empty())
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}

/// A picture as it is kept.
#[derive(Debug, Clone)]
pub struct Picture {
    pub bytes: Vec<u8>,
    /// The SHA-256 of the file that it was made from, when it came with others.
    pub source: Option<String>,
}

pub(super) async fn insert_picture(tx: &mut Tx, id: PictureId, picture: Picture) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO product_picture (org, id, bytes, source, created_at)
             VALUES ($1, $2, $3, $4, $5)"
        ),
        args![org, id, picture.bytes, picture.source, now],
    )
    .await
    .map(drop)
}

pub async fn picture(db: &mut impl Read, org: OrgId, id: PictureId) -> Result<Vec<u8>> {
    let row = db
        .row(sql!("SELECT bytes FROM product_picture WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    row.ok_or(Error::NotFound("picture"))?.get("bytes")
}

/// Of what file a product's picture was made.
pub async fn picture_source(
    db: &mut impl Read,
    org: OrgId,
    id: PictureId,
) -> Result<Option<String>> {
    let row = db
        .row(sql!("SELECT source FROM product_picture WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    row.map_or(Ok(None), |row| row.get("source"))
}

/// What the last file said lies there.
pub async fn counted(
    db: &mut impl Read,
    org: OrgId,
    (product, at): (ProductId, StoreId),
) -> Result<Option<i64>> {
    let row = db
        .row(
            sql!(
                "SELECT pieces FROM product_count
                 WHERE org = $1 AND product = $2 AND store = $3"
            ),
            args![org, product, at],
        )
        .await?;
    row.map(|row| row.get("pieces")).transpose()
}

pub(super) async fn note_count(
    tx: &mut Tx,
    (product, at): (ProductId, StoreId),
    pieces: i64,
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO product_count (org, product, store, pieces, counted_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, product, store) DO UPDATE SET pieces = excluded.pieces,
               counted_at = excluded.counted_at"
        ),
        args![org, product, at, pieces, now],
    )
    .await
    .map(drop)
}
