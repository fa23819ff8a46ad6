//! `/{org}/shop`: what is for sale, by category and by words, and a product's own page.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use kernel::{Error, Lang, PageRequest, ProductId, Result};
use maud::{Markup, Render as _, html};
use serde::Deserialize;
use web::{
    App, Guest, Reply, Routes, Shop, Viewer,
    kit::{
        Form, Tab, Tone, format, icons, layout, links,
        parts::{Button, Empty, Head, Item, chip, rows},
    },
    reply, t,
};

use super::{
    model::{MOST_OF_ONE, Product, State as ProductState},
    shelves::{Shelves, shelves},
    store::{self, Which},
};

/// Products of one page: with their pictures loaded as one scrolls, well under 50 KB.
const PAGE: &str = "24";
/// Fewer than these are said, so that nobody comes for the last one in vain.
const FEW: i64 = 5;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/shop", browse).get("/{org}/shop/products/{id}", show)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    cursor: String,
}

impl Asked {
    fn href(&self, shop: &Shop, category: &str, cursor: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("category", category), ("cursor", cursor)];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        links::with_query(&shop.href("/shop"), said)
    }
}

/// The way there, on the first page.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let open = Which { state: Some(ProductState::Open), ..Which::default() };
    let page = PageRequest { limit: Some("1".to_owned()), cursor: None };
    let any = store::list(&mut app.db().read().await?, shop.org, &open, &page).await?;
    let item = || {
        Item::new(t!(lang, "products-way"))
            .start(icons::STORE)
            .note(t!(lang, "products-way-why"))
            .href(shop.href("/shop"))
    };
    Ok((!any.items.is_empty()).then(|| web::kit::parts::card("", "", rows([item()]))))
}

async fn browse(State(app): State<App>, guest: Guest, Query(asked): Query<Asked>) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let mut db = app.db().read().await?;
    let category = Some(asked.category.clone()).filter(|it| !it.is_empty());
    let which = Which { state: Some(ProductState::Open), category, words: asked.q.clone() };
    let page = PageRequest { limit: Some(PAGE.to_owned()), cursor: Some(asked.cursor.clone()) };
    let found = store::list(&mut db, shop.org, &which, &page).await?;
    let left = shelves(&mut db, shop.org, &found.items).await?;
    let categories = store::categories(&mut db, shop.org).await?;
    drop(db);
    let title = t!(lang, "products-phone-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href(""), &shop.name).aside(html! {
            (Button::link(shop.href("/shop/basket"), t!(lang, "baskets-title")).icon(icons::BASKET))
            @if guest.member().is_some() { (Button::link(shop.href("/shop/orders"), t!(lang, "orders-mine"))) }
        }))
        (search(lang, shop, &asked))
        @if categories.len() > 1 { (chips(lang, shop, &asked, &categories)) }
        @if found.items.is_empty() { (nothing(lang, shop, &asked)) }
        @else { (goods(lang, shop, &found.items, &left)) }
        @if let Some(next) = &found.next_cursor {
            (Button::plain(t!(lang, "products-phone-more")).href(asked.href(shop, &asked.category, next)))
        }
    };
    reply::page(layout::phone(&guest.frame(title), Tab::Home, main))
}

fn search(lang: Lang, shop: &Shop, asked: &Asked) -> Markup {
    let label = t!(lang, "products-phone-search");
    html! {
        form.goods-search method="get" action=(shop.href("/shop")) role="search" {
            input type="search" name="q" value=(asked.q) placeholder=(label) aria-label=(label)
                maxlength="80" enterkeyhint="search";
            @if !asked.category.is_empty() { input type="hidden" name="category" value=(asked.category); }
        }
    }
}

fn chips(lang: Lang, shop: &Shop, asked: &Asked, categories: &[String]) -> Markup {
    let all = t!(lang, "products-all");
    let each = std::iter::once(("", all.as_str()))
        .chain(categories.iter().map(|one| (one.as_str(), one.as_str())));
    html! {
        nav.goods-kinds aria-label=(t!(lang, "products-category")) {
            @for (value, label) in each {
                a href=(asked.href(shop, value, ""))
                    aria-current=[(asked.category == value).then_some("page")] { (label) }
            }
        }
    }
}

fn nothing(lang: Lang, shop: &Shop, asked: &Asked) -> Markup {
    if !asked.q.is_empty() || !asked.category.is_empty() {
        Empty::new(
            icons::SEARCH,
            t!(lang, "products-phone-nothing"),
            t!(lang, "products-phone-nothing-why"),
        )
        .action(shop.href("/shop"), t!(lang, "products-phone-all"))
        .render()
    } else {
        Empty::new(
            icons::STORE,
            t!(lang, "products-phone-none"),
            t!(lang, "products-phone-none-why"),
        )
        .render()
    }
}

fn goods(
    lang: Lang,
    shop: &Shop,
    products: &[Product],
    left: &HashMap<ProductId, Shelves>,
) -> Markup {
    html! {
        ul.goods {
            @for product in products {
                @let free = left.get(&product.id).map_or(0, Shelves::most);
                li.sold[free <= 0] {
                    (picture(shop, product))
                    a.cover-link href=(shop.href(&format!("/shop/products/{}", product.id))) { (product.name.say(lang)) }
                    span.goods-foot {
                        b.num { (format::money(lang, shop.money(product.price))) }
                        (unit(product))
                        (stands(lang, free))
                    }
                }
            }
        }
    }
}

/// The picture, or the first letter on the shop's colour: a shelf has no gaps.
fn picture(shop: &Shop, product: &Product) -> Markup {
    html! {
        span.goods-picture {
            @match product.picture {
                Some(id) => {
                    img src={ (shop.href("/product-pictures/")) (id) } alt="" width="320" height="240" loading="lazy";
                }
                None => { span aria-hidden="true" { (product.name.say(shop.lang).chars().next().unwrap_or('·')) } }
            }
        }
    }
}

fn stands(lang: Lang, free: i64) -> Markup {
    html! {
        @if free <= 0 { (chip(Tone::Plain, &t!(lang, "products-sold-out"))) }
        @else if free < FEW { (chip(Tone::Warn, &t!(lang, "products-phone-few", left = free))) }
    }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let id: ProductId = id.parse().map_err(|_| Error::NotFound("product"))?;
    let mut db = app.db().read().await?;
    let product = store::require(&mut db, shop.org, id).await?;
    let left = shelves(&mut db, shop.org, std::slice::from_ref(&product)).await?;
    let free = left.get(&id).map_or(0, Shelves::most);
    let mut parts = Vec::new();
    for part in &product.parts {
        parts.push((store::require(&mut db, shop.org, part.product).await?, part.quantity));
    }
    drop(db);
    let name = product.name.say(lang).to_owned();
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/shop"), &t!(lang, "products-phone-title")))
        article.goods-one {
            (picture(shop, &product))
            p.goods-price { b.num { (format::money(lang, shop.money(product.price))) } (unit(&product)) (stands(lang, free)) }
            @if !product.words.is_empty() { p.goods-words { (product.words.say(lang)) } }
            @if !parts.is_empty() {
                h2 { (t!(lang, "products-phone-inside")) }
                (rows(parts.iter().map(|(part, quantity)| Item::new(part.name.say(lang))
                    .aside(t!(lang, "products-times", quantity = *quantity)))))
            }
        }
        (buying(&guest, &product, free))
    };
    reply::page(layout::phone(&guest.frame(name), Tab::Home, main))
}

fn buying(guest: &Guest, product: &Product, free: i64) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    if product.state == ProductState::Closed {
        return html! { p.note { (t!(lang, "products-phone-closed")) } };
    }
    if free <= 0 {
        return html! { p.note { (t!(lang, "products-phone-out")) } };
    }
    if guest.member().is_none() {
        return html! {
            p.note { (t!(lang, "products-phone-join-why")) }
            (Button::primary(t!(lang, "products-phone-join")).href(shop.href("")).big())
        };
    }
    let form = Form::filled(lang, [("quantity", "1")]);
    form.post(
        &shop.href("/shop/basket"),
        &guest.once(),
        html! {
            (form.hidden("product", &product.id.to_string()))
            (form.number("quantity", t!(lang, "products-phone-quantity", most = free.min(MOST_OF_ONE))))
            (Button::primary(t!(lang, "products-phone-add")).big())
        },
    )
}

/// What the price is for.
fn unit(product: &Product) -> Markup {
    html! { @if !product.unit.is_empty() { span.hint { "/ " (product.unit) } } }
}
