//! Products for programs.

use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, ProductId, Result, StoreId,
    permission::{ManageProducts, ViewProducts},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{
    api::{self, Amount},
    words::Words,
};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, Restock},
    model::{Details, MIDDLE, Part, Product, State as ProductState},
    shelves::{Shelves, shelves},
    store::{self as rows, Which},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(restock))
}

/// So many of a product inside a bundle.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ProductPart)]
#[serde(deny_unknown_fields)]
struct InBundle {
    /// `prd_…`, no bundle itself
    product: String,
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

/// Something the shop sells.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Product)]
struct Out {
    #[schema(example = "prd_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// The shop's own; empty when it has none.
    code: String,
    name: Words,
    words: Words,
    category: String,
    price: Amount,
    /// What the price is for; empty for a piece.
    unit: String,
    place: i64,
    /// Of a bundle; else empty.
    parts: Vec<InBundle>,
    state: ProductState,
    /// What can be sold, over all stores.
    left: i64,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, product: Product, left: i64) -> Self {
        let details = product.details;
        let part =
            |part: &Part| InBundle { product: part.product.to_string(), quantity: part.quantity };
        Self {
            id: product.id.to_string(),
            code: details.code,
            name: details.name,
            words: details.words,
            category: details.category,
            price: Amount::of(shop.money(details.price)),
            unit: details.unit,
            place: details.place,
            parts: details.parts.iter().map(part).collect(),
            state: product.state,
            left,
            created_at: product.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Products)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
    /// `open` or `closed`
    #[serde(default)]
    state: Option<String>,
    /// Words of the name, the category or the code
    #[serde(default)]
    q: Option<String>,
}

const fn middle() -> i64 {
    MIDDLE
}

/// A product that is to be sold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewProduct)]
#[serde(deny_unknown_fields)]
struct New {
    /// The shop's own (SKU, barcode), which no other product has.
    #[serde(default)]
    #[schema(max_length = 40)]
    code: String,
    name: Words,
    #[serde(default)]
    words: Words,
    #[serde(default)]
    category: String,
    price: Amount,
    /// What the price is for: `500 g`; empty for a piece.
    #[serde(default)]
    #[schema(max_length = 20)]
    unit: String,
    /// Lower comes first.
    #[serde(default = "middle")]
    #[schema(minimum = 0, maximum = 9999)]
    place: i64,
    #[serde(default)]
    #[schema(max_items = 6)]
    parts: Vec<InBundle>,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = ProductChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    #[schema(max_length = 40)]
    code: Option<String>,
    name: Option<Words>,
    words: Option<Words>,
    category: Option<String>,
    price: Option<Amount>,
    #[schema(max_length = 20)]
    unit: Option<String>,
    #[schema(minimum = 0, maximum = 9999)]
    place: Option<i64>,
    #[schema(max_items = 6)]
    parts: Option<Vec<InBundle>>,
    /// `closed`: sold to nobody any more.
    state: Option<ProductState>,
}

fn parts(given: &[InBundle]) -> Result<Vec<Part>> {
    let read = |part: &InBundle| {
        let product = part.product.parse().map_err(|_| FieldError::new("parts", "choice_invalid"));
        Ok(Part { product: product?, quantity: part.quantity })
    };
    given.iter().map(read).collect()
}

impl Change {
    fn over(self, details: Details, shop: &Shop) -> Result<Details> {
        let price = self.price.map_or(Ok(details.price), |price| price.read("price", shop))?;
        Ok(Details {
            code: self.code.unwrap_or(details.code),
            unit: self.unit.unwrap_or(details.unit),
            name: self.name.unwrap_or(details.name),
            words: self.words.unwrap_or(details.words),
            category: self.category.unwrap_or(details.category),
            price,
            place: self.place.unwrap_or(details.place),
            parts: self.parts.map_or(Ok(details.parts), |given| parts(&given))?,
        })
    }
}

/// Goods for a shelf.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewProductRestock)]
#[serde(deny_unknown_fields)]
struct Goods {
    /// `sto_…`
    store: String,
    /// Below zero: taken off, at most what nobody has ordered.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pieces: i64,
    #[serde(default)]
    reason: String,
}

async fn out(app: &App, shop: &Shop, id: ProductId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let product = rows::require(&mut db, shop.org, id).await?;
    let left = shelves(&mut db, shop.org, std::slice::from_ref(&product)).await?;
    Ok(Out::of(shop, product, total(&left, id)))
}

fn total(left: &HashMap<ProductId, Shelves>, id: ProductId) -> i64 {
    left.get(&id).map_or(0, Shelves::total)
}

/// Products, in the shop's order
#[utoipa::path(
    get, path = "/api/v1/products", tag = "products", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewProducts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let which = Which { state, category: None, words: asked.q.unwrap_or_default() };
    let mut db = app.db().read().await?;
    let page = api::page(asked.limit, asked.cursor);
    let page = rows::list(&mut db, key.shop.org, &which, &page).await?;
    let left = shelves(&mut db, key.shop.org, &page.items).await?;
    let item = |product: Product| {
        let left = total(&left, product.id);
        Out::of(&key.shop, product, left)
    };
    let items = page.items.into_iter().map(item).collect();
    reply::json(&Outs { items, next_cursor: page.next_cursor })
}

/// One product
#[utoipa::path(
    get, path = "/api/v1/products/{id}", tag = "products", security(("key" = [])),
    params(("id" = String, Path, description = "prd_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewProducts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("product", &id)?).await?)
}

/// Puts a product up for sale
#[utoipa::path(
    post, path = "/api/v1/products", tag = "products", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageProducts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "products")?;
    let new = body.value;
    let details = Details {
        price: new.price.read("price", &key.shop)?,
        parts: parts(&new.parts)?,
        code: new.code,
        unit: new.unit,
        name: new.name,
        words: new.words,
        category: new.category,
        place: new.place,
    };
    let made = app.write(&key.scope, once, async |tx| actions::create(tx, details).await).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// Changes what is said about a product, or opens and closes it. Orders stay as they were placed
#[utoipa::path(
    patch, path = "/api/v1/products/{id}", tag = "products", request_body = Change, security(("key" = [])),
    params(("id" = String, Path, description = "prd_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageProducts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (ProductId, _) = (api::at("product", &id)?, key.shop.org);
    let (state, wanted) = (body.value.state, body.value);
    let done = app.db().write(&key.scope, async |tx| {
        let product = rows::require(tx, org, id).await?;
        actions::change(tx, id, wanted.over(product.details, &key.shop)?).await?;
        if let Some(state) = state {
            actions::set_state(tx, id, state).await?;
        }
        let product = rows::require(tx, org, id).await?;
        let left = shelves(tx, org, std::slice::from_ref(&product)).await?;
        Ok(Out::of(&key.shop, product, total(&left, id)))
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// Puts goods on a shelf, or takes them off
#[utoipa::path(
    post, path = "/api/v1/products/{id}/restocks", tag = "products", request_body = Goods, security(("key" = [])),
    params(("id" = String, Path, description = "prd_…"),
        ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn restock(
    key: Key<ManageProducts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Goods>,
) -> Reply {
    let product: ProductId = api::at("product", &id)?;
    let once = api::once(&key, &body, &format!("products/{product}/restocks"))?;
    let store: StoreId = api::id("store", Some(&body.value.store))?
        .ok_or_else(|| FieldError::new("store", "required"))?;
    let Goods { pieces, reason, .. } = body.value;
    let asked = Restock { product, store, pieces, reason };
    let done = app.write(&key.scope, once, async |tx| actions::restock(tx, asked).await).await?;
    api::created(out(&app, &key.shop, product).await?, done.position)
}
