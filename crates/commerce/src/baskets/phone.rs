//! `/{org}/shop/basket`: what is in it, how many, and ordering it.

use std::collections::HashMap;

use axum::extract::State;
use kernel::{Error, Fields, ProductId, StoreId, Time};
use maud::{Markup, html};
use people::stores::{self, Store};
use value::{
    bills::Bill,
    prices::{self, PriceList},
};
use web::{
    App, Input, Member, Reply, Routes, Toast,
    kit::{
        Choice, Form, Tab, format, icons, layout,
        parts::{Button, Empty, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    actions::{self, Wanted},
    model::{Basket, Chosen},
    store,
};
use crate::{
    outlets::{self, Near},
    products::{MOST_OF_ONE, Shelves, shelves},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/shop/basket", show)
        .post("/{org}/shop/basket", put)
        .post("/{org}/shop/basket/quantities", set)
}

async fn show(State(app): State<App>, member: Member) -> Reply {
    reply::page(page(&app, &member, &Form::new(member.lang())).await?)
}

/// The basket, perhaps with what was wrong with the order.
pub async fn page(app: &App, member: &Member, form: &Form) -> kernel::Result<Markup> {
    let (lang, shop) = (member.lang(), &member.shop);
    let mut db = app.db().read().await?;
    let basket = store::load(&mut db, shop.org, member.id).await?;
    let products: Vec<_> = basket.lines.iter().map(|line| line.product.clone()).collect();
    let left = shelves(&mut db, shop.org, &products).await?;
    let asked = prices::Asked { member: Some(member.id), store: None, at: app.now() };
    let prices = PriceList::load(&mut db, shop, asked).await?;
    let bill = prices.bill(basket.lines.iter().map(|line| line.goods(shop.lang)).collect());
    let mut places = stores::list(&mut db, shop.org).await?;
    places.retain(|store| store.closed_at.is_none());
    let near = outlets::near(&mut db, member, app.now()).await?;
    drop(db);
    let title = t!(lang, "baskets-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/shop"), &t!(lang, "products-phone-title")))
        @if basket.lines.is_empty() {
            (Empty::new(icons::BASKET, t!(lang, "baskets-empty"), t!(lang, "baskets-empty-why"))
                .action(shop.href("/shop"), t!(lang, "baskets-look")))
        } @else {
            (lines(member, (&basket, &bill), &left))
            (ordering(member, form, (&basket, &bill, &left), (&places, &near), app.now()))
            (elsewhere(member, &near))
        }
    };
    Ok(layout::phone(&member.frame(title), Tab::Home, main))
}

fn lines(
    member: &Member,
    (basket, bill): (&Basket, &Bill),
    left: &HashMap<ProductId, Shelves>,
) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    html! {
        ul.basket.card {
            @for (at, line) in basket.lines.iter().enumerate() {
                @let off = bill.off_line(at);
                @let most = left.get(&line.product.id).map_or(0, Shelves::most);
                li {
                    div {
                        a href=(shop.href(&format!("/shop/products/{}", line.product.id))) { (line.product.name.say(lang)) }
                        @if most < line.quantity { p.field-error { (t!(lang, "baskets-left", left = most.max(0))) } }
                    }
                    span.num {
                        (format::money(lang, shop.money(line.amount() - off)))
                        @if off > 0 { " " s.note { (format::money(lang, shop.money(line.amount()))) } }
                    }
                    (quantity(member, line))
                }
            }
        }
    }
}

/// One less, how many, one more: three thumbs' widths, each a form of its own.
fn quantity(member: &Member, line: &Chosen) -> Markup {
    let (lang, name) = (member.lang(), line.product.name.say(member.lang()));
    let step = |to: i64, icon: web::kit::icons::Icon, label: String| {
        html! {
            form method="post" action=(member.shop.href("/shop/basket/quantities")) {
                input type="hidden" name="once" value=(member.once());
                input type="hidden" name="product" value=(line.product.id);
                input type="hidden" name="quantity" value=(to);
                button.step type="submit" aria-label=(label) disabled[to > MOST_OF_ONE] { (icon) }
            }
        }
    };
    let fewer = if line.quantity == 1 { icons::TRASH } else { icons::MINUS };
    html! {
        div.steps-of {
            (step(line.quantity - 1, fewer, t!(lang, "baskets-fewer", name = name)))
            b.num { (format::number(lang, line.quantity)) }
            (step(line.quantity + 1, icons::PLUS, t!(lang, "baskets-more", name = name)))
        }
    }
}

/// Where it is collected, what it comes to, and the one button.
fn ordering(
    member: &Member,
    form: &Form,
    (basket, bill, left): (&Basket, &Bill, &HashMap<ProductId, Shelves>),
    (places, near): (&[Store], &Near),
    now: Time,
) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let whole = |store: StoreId| {
        let has = |line: &Chosen| {
            left.get(&line.product.id).is_some_and(|it| it.at(store) >= line.quantity)
        };
        basket.lines.iter().all(has)
    };
    let choice = |store: &Store| {
        let note =
            if whole(store.id) { store.address.clone() } else { t!(lang, "baskets-not-all-there") };
        Choice::new(store.id.to_string(), store.name.clone()).note(note)
    };
    let first = places.iter().find(|store| whole(store.id)).or_else(|| places.first());
    let chosen = first.map_or_else(String::new, |store| store.id.to_string());
    let chosen = near.own.as_ref().map_or(chosen, |own| own.value.clone());
    let ways: Vec<Choice> = near.own.iter().cloned().chain(places.iter().map(choice)).collect();
    let form = form.clone().or_default("store", chosen.clone());
    let until = crate::orders::held_until(now);
    let until = format::relative_day(lang, until, now, &shop.zone);
    form.post(
        &shop.href("/shop/orders"),
        &member.once(),
        html! {
            @if ways.len() > 1 { (form.radios("store", t!(lang, "baskets-store"), ways)) }
            @else { (form.hidden("store", &chosen)) }
            @if bill.off > 0 {
                p.basket-sum {
                    span { (t!(lang, "baskets-member-prices")) }
                    span.num { (format::money(lang, shop.money(-bill.off))) }
                }
            }
            p.basket-sum {
                span { (t!(lang, "baskets-sum", pieces = basket.pieces())) }
                b.num { (format::money(lang, shop.money(bill.total()))) }
            }
            (Button::primary(t!(lang, "baskets-order")).big())
            p.note { (t!(lang, "baskets-order-why", day = until)) }
        },
    )
}

/// Where else it can be handed over.
fn elsewhere(member: &Member, near: &Near) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let way = |icon, title: String, to: &str| Item::new(title).start(icon).href(shop.href(to));
    let points =
        near.points.then(|| way(icons::PIN, t!(lang, "outlets-phone-points"), "/shop/points"));
    let zones = near
        .zones
        .then(|| way(icons::JOURNEY, t!(lang, "outlets-phone-delivery"), "/shop/delivery"));
    let ways: Vec<Item> = points.into_iter().chain(zones).collect();
    html! { @if !ways.is_empty() { (card("", "", rows(ways))) } }
}

/// What the form asks for.
fn asked(member: &Member, input: &Input, least: i64) -> kernel::Result<Wanted> {
    let product: ProductId =
        input.text("product").parse().map_err(|_| Error::NotFound("product"))?;
    let mut fields = Fields::default();
    let quantity = input.number(&mut fields, "quantity", least..=MOST_OF_ONE);
    fields.check(Wanted { member: member.id, product, quantity })
}

/// From a product's page: so many more of it.
async fn put(State(app): State<App>, member: Member, input: Input) -> Reply {
    let once = input.once_in(member.session.id, "baskets.put")?;
    let wanted = asked(&member, &input, 1)?;
    app.db().write_once(&member.scope(), &once, async |tx| actions::add(tx, wanted).await).await?;
    Ok(reply::see_with(&member.shop.href("/shop/basket"), &Toast::good("baskets-added")))
}

/// From the basket itself: so many of it.
async fn set(State(app): State<App>, member: Member, input: Input) -> Reply {
    let once = input.once_in(member.session.id, "baskets.set")?;
    let wanted = asked(&member, &input, 0)?;
    app.db().write_once(&member.scope(), &once, async |tx| actions::set(tx, wanted).await).await?;
    Ok(reply::see_other(&member.shop.href("/shop/basket")))
}
