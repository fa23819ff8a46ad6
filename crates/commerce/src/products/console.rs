//! `/console/products`: the list, a product, making and changing one, its shelves, opening and closing.

use ::store::Read;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use kernel::{
    Error, FieldError, Fields, PageRequest, ProductId, Result,
    permission::{ManageProducts, ViewProducts},
};
use people::stores;
use value::counter::blocking;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    input::UPLOAD_MAX,
    kit::{Form, List, layout},
    reply, t,
};

use super::{
    actions::{self, Restock},
    form::{self, Offers},
    model::{MOST_PIECES, Refusal, State as ProductState},
    pictures,
    shelves::{Shelves, shelves},
    store::{self as rows, Picture, Which},
    view,
};

pub fn routes(routes: Routes) -> Routes {
    let large = Routes::new()
        .post("/console/products/{id}/picture", picture)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (64 << 10)));
    routes
        .get("/console/products", list)
        .get("/console/products/new", new)
        .post("/console/products", create)
        .get("/console/products/{id}", show)
        .post("/console/products/{id}", change)
        .get("/console/products/{id}/details", edit)
        .post("/console/products/{id}/stock", stock)
        .post("/console/products/{id}/closing", close)
        .post("/console/products/{id}/opening", open)
        .get("/{org}/product-pictures/{id}", pictures::show)
        .merge(large)
}

/// The query of an address, as typed.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(50).collect()
}

fn product_id(text: &str) -> Result<ProductId> {
    text.parse().map_err(|_| Error::NotFound("product"))
}

async fn offers(db: &mut impl Read, org: kernel::OrgId) -> Result<Offers> {
    let open = Which { state: Some(ProductState::Open), ..Which::default() };
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut products = rows::list(db, org, &open, &page).await?.items;
    products.retain(|product| !product.is_bundle());
    let categories = rows::categories(db, org).await?;
    Ok(Offers { stores: stores::list(db, org).await?, categories, products })
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewProducts>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let asked = List::new(lang, "/console/products").query(pairs(query.as_deref()));
    let category = Some(asked.get("category")).filter(|it| !it.is_empty()).map(str::to_owned);
    let which = Which {
        state: asked.get("state").parse().ok(),
        category,
        words: asked.filter().to_owned(),
    };
    let mut db = app.db().read().await?;
    let page =
        PageRequest { limit: Some("50".to_owned()), cursor: Some(asked.get("cursor").to_owned()) };
    let mut found = rows::list(&mut db, org, &which, &page).await?;
    let left = shelves(&mut db, org, &found.items).await?;
    let categories = rows::categories(&mut db, org).await?;
    let asked = asked.next(found.next_cursor.take());
    let main = view::list(&staff, &asked, &categories, (&found.items, &left));
    reply::page(layout::console(&staff.frame(t!(lang, "products-title")), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageProducts>) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org).await?;
    reply::page(view::editing(&staff, &form::fresh(staff.lang()), &offers, None))
}

async fn create(State(app): State<App>, staff: Staff<ManageProducts>, input: Input) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org).await?;
    let once = input.once_in(staff.session.id, "products.create")?;
    let made = match form::read(&input, &staff.shop) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::create(tx, details).await)
            .await
            .map(|made| made.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(reply::see_with(
            &format!("/console/products/{id}"),
            &Toast::good("products-created"),
        )),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, None)
        }),
    }
}

async fn show(State(app): State<App>, staff: Staff<ViewProducts>, Path(id): Path<String>) -> Reply {
    page(&app, &staff, product_id(&id)?, &Form::new(staff.lang())).await.and_then(reply::page)
}

/// A product's page; the form is the shelf's, perhaps with what was wrong.
async fn page<P>(
    app: &App,
    staff: &Staff<P>,
    id: ProductId,
    form: &Form,
) -> std::result::Result<maud::Markup, reply::Fail> {
    let (org, lang) = (staff.shop.org, staff.lang());
    let mut db = app.db().read().await?;
    let product = rows::require(&mut db, org, id).await?;
    let left = shelves(&mut db, org, std::slice::from_ref(&product)).await?;
    let left: Shelves = left.get(&id).cloned().unwrap_or_default();
    let offers = offers(&mut db, org).await?;
    let mut parts = Vec::new();
    for part in &product.parts {
        parts.push((rows::require(&mut db, org, part.product).await?, part.quantity));
    }
    drop(db);
    let main = view::one(staff, &product, &parts, (&left, &offers, form));
    Ok(layout::console(&staff.frame(product.name.say(lang)), main))
}

async fn edit(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
) -> Reply {
    let mut db = app.db().read().await?;
    let product = rows::require(&mut db, staff.shop.org, product_id(&id)?).await?;
    let offers = offers(&mut db, staff.shop.org).await?;
    let form = form::filled(staff.lang(), &staff.shop, &product.details);
    reply::page(view::editing(&staff, &form, &offers, Some(&product)))
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = product_id(&id)?;
    let mut db = app.db().read().await?;
    let product = rows::require(&mut db, staff.shop.org, id).await?;
    let offers = offers(&mut db, staff.shop.org).await?;
    drop(db);
    let once = input.once_in(staff.session.id, "products.change")?;
    let done = match form::read(&input, &staff.shop) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::change(tx, id, details).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(
            &format!("/console/products/{id}"),
            &Toast::good("products-changed"),
        )),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, Some(&product))
        }),
    }
}

async fn stock(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = product_id(&id)?;
    let back = input.text("way") == "back";
    let mut fields = Fields::default();
    let pieces = input.number(&mut fields, "pieces", 1..=MOST_PIECES);
    let store = input.text("store").parse().ok();
    if store.is_none() {
        fields.push(FieldError::new("store", "choice_invalid"));
    }
    let once = input.once_in(staff.session.id, "products.stock")?;
    let reason = input.text("reason").to_owned();
    let signed = if back { -pieces } else { pieces };
    let done = match (fields.check(()), store) {
        (Ok(()), Some(store)) => {
            let asked = Restock { product: id, store, pieces: signed, reason };
            app.db()
                .write_once(&staff.scope, &once, async |tx| actions::restock(tx, asked).await)
                .await
                .map(drop)
        }
        (Ok(()), None) => Err(Error::NotFound("store")),
        (Err(error), _) => Err(error),
    };
    let wrong = match done {
        Ok(()) => {
            let key = if back { "products-taken-off" } else { "products-restocked" };
            let toast = Toast::good(key).with("pieces", pieces);
            return Ok(reply::see_with(&format!("/console/products/{id}"), &toast));
        }
        // Not so many lie there: the field says it, and what was typed stays.
        Err(Error::Refused(refused)) if Error::from(refused.clone()).is(Refusal::NotThatMany) => {
            let mut wrong = FieldError::new("pieces", "pieces_left");
            wrong.args = refused.args;
            let mut fields = Fields::default();
            fields.push(wrong);
            fields
        }
        Err(Error::Invalid(fields)) => fields,
        Err(error) => return Err(error.into()),
    };
    let form = input.again(staff.lang(), wrong);
    page(&app, &staff, id, &form).await.and_then(reply::wrong)
}

async fn close(
    app: State<App>,
    staff: Staff<ManageProducts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, ProductState::Closed).await
}

async fn open(
    app: State<App>,
    staff: Staff<ManageProducts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, ProductState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
    state: ProductState,
) -> Reply {
    let id = product_id(&id)?;
    let once = input.once_in(staff.session.id, "products.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, id, state).await)
        .await?;
    let key = match state {
        ProductState::Open => "products-opened",
        ProductState::Closed => "products-closed",
    };
    Ok(reply::see_with(&format!("/console/products/{id}"), &Toast::good(key)))
}

async fn picture(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = product_id(&id)?;
    let once = input.once_in(staff.session.id, "products.picture")?;
    let kept = match input.file("picture") {
        Some((_, bytes)) => {
            let bytes = bytes.clone();
            blocking(move || value::gifts::kept_picture(&bytes)).await?.map(Some)
        }
        None => Ok(None),
    };
    let to = format!("/console/products/{id}");
    let kept = match kept {
        Ok(bytes) => bytes.map(|bytes| Picture { bytes, source: None }),
        Err(Error::Invalid(_)) => {
            return Ok(reply::see_with(&to, &Toast::warn("products-picture-unreadable")));
        }
        Err(other) => return Err(other.into()),
    };
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::picture(tx, id, kept).await)
        .await?;
    Ok(reply::see_with(&to, &Toast::good("products-pictured")))
}
