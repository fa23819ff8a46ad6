//! `/{org}/shop`: what is for sale, by category and by words, and a product's own page.

use std::collections::HashMap;

use ::store::Read;
use axum::extract::{Path, Query, State};
use kernel::{Error, Lang, PageRequest, ProductId, Result, Time};
use maud::{Markup, Render as _, html};
use people::stores::{self, Store};
use serde::Deserialize;
use value::{
    bills::{Reason, sentences::Tongue},
    prices::{self, PriceList, PriceRule},
};
use web::{
    App, Guest, Reply, Routes, Shop, Viewer,
    kit::{
        Form, Tab, Tone, format, icons, layout, links,
        parts::{Button, Empty, Head, Item, chip, rows},
    },
    reply, t, wanted,
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
    let prices = priced(&mut db, &guest, app.now()).await?;
    let places =
        if prices.rules.is_empty() { Vec::new() } else { stores::list(&mut db, shop.org).await? };
    drop(db);
    let title = t!(lang, "products-phone-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href(""), &shop.name).aside(html! {
            (Button::link(shop.href("/shop/basket"), t!(lang, "baskets-title")).icon(icons::BASKET))
            @if guest.member().is_some() { (Button::link(shop.href("/shop/orders"), t!(lang, "orders-mine"))) }
        }))
        (search(lang, shop, &asked))
        (told(lang, shop, &prices, &places))
        @if categories.len() > 1 { (chips(lang, shop, &asked, &categories)) }
        @if found.items.is_empty() { (nothing(lang, shop, &asked)) }
        @else { (goods(&guest, &prices, &found.items, &left)) }
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

/// The open prices for whoever looks.
async fn priced(db: &mut impl Read, guest: &Guest, now: Time) -> Result<PriceList> {
    let asked = prices::Asked { member: guest.member(), store: None, at: now };
    PriceList::load(db, &guest.shop, asked).await
}

/// What is cheaper, and when: those that work now first.
fn told(lang: Lang, shop: &Shop, prices: &PriceList, places: &[Store]) -> Markup {
    let mut rules: Vec<_> =
        prices.rules.iter().map(|rule| (prices.idle(rule).is_some(), rule)).collect();
    rules.retain(|(_, rule)| !matches!(prices.idle(rule), Some(Reason::Over | Reason::NotFirst)));
    rules.retain(|(_, rule)| {
        !matches!(prices.idle(rule), Some(Reason::OtherTier | Reason::OtherGroup))
    });
    rules.sort_by_key(|(idle, _)| *idle);
    let item = |(idle, rule): &(bool, &PriceRule)| {
        let said = prices::said(Tongue { lang, shop }, rule, places);
        let item = Item::new(rule.name.say(lang)).start(icons::VOUCHER).note(said);
        if *idle { item } else { item.aside(chip(Tone::Good, &t!(lang, "products-price-now"))) }
    };
    html! { @if !rules.is_empty() { (rows(rules.iter().map(item))) } }
}

/// What it costs: a member's own price beside what it costs anybody; a guest is told what members pay.
fn price(guest: &Guest, prices: &PriceList, product: &Product) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let money = |amount| format::money(lang, shop.money(amount));
    let mine = prices.piece(product.name.say(shop.lang), &product.category, product.price);
    match mine {
        None => html! { b.num { (money(product.price)) } },
        Some(mine) if guest.member().is_some() => html! {
            b.num { (money(mine)) }
            s.note aria-label=(t!(lang, "products-price-normal", price = money(product.price))) { (money(product.price)) }
        },
        Some(mine) => html! {
            b.num { (money(product.price)) }
            (chip(Tone::Accent, &t!(lang, "products-price-members", price = money(mine))))
        },
    }
}

fn goods(
    guest: &Guest,
    prices: &PriceList,
    products: &[Product],
    left: &HashMap<ProductId, Shelves>,
) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    html! {
        ul.goods {
            @for product in products {
                @let free = left.get(&product.id).map_or(0, Shelves::most);
                li.sold[free <= 0] {
                    (picture(lang, shop, product))
                    a.cover-link href=(shop.href(&format!("/shop/products/{}", product.id))) { (product.name.say(lang)) }
                    span.goods-foot {
                        (price(guest, prices, product))
                        (unit(product))
                        (stands(lang, free))
                    }
                }
            }
        }
    }
}

/// The picture, or the first letter on the shop's colour: a shelf has no gaps.
fn picture(lang: Lang, shop: &Shop, product: &Product) -> Markup {
    html! {
        span.goods-picture {
            @match product.picture {
                Some(id) => {
                    img src={ (shop.href("/product-pictures/")) (id) } alt="" width="320" height="240" loading="lazy";
                }
                None => { span aria-hidden="true" { (product.name.say(lang).chars().next().unwrap_or('·')) } }
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
    let prices = priced(&mut db, &guest, app.now()).await?;
    drop(db);
    let name = product.name.say(lang).to_owned();
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/shop"), &t!(lang, "products-phone-title")))
        article.goods-one {
            (picture(lang, shop, &product))
            p.goods-price { (price(&guest, &prices, &product)) (unit(&product)) (stands(lang, free)) }
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
        let here = shop.href(&format!("/shop/products/{}", product.id));
        return html! {
            p.note { (t!(lang, "products-phone-join-why")) }
            (Button::primary(t!(lang, "products-phone-join")).href(wanted::by_way_of(shop, &here)).big())
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
