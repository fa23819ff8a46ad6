//! `/{org}/shop/basket`: what is in it, how many, and ordering it.

use std::collections::HashMap;

use axum::extract::{Query, State};
use kernel::{Error, Fields, ProductId, StoreId, Time, VoucherId};
use maud::{Markup, html};
use people::stores::{self, Store};
use serde::Deserialize;
use value::{
    bills::{
        Reason,
        sentences::{self, Tongue},
    },
    gifts::Gift,
    vouchers::{Voucher, taking::Worked},
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
    actions::{self, Use, Wanted},
    checkout::{Checkout, checkout},
    model::{Basket, Chosen},
    store,
};
use crate::{
    outlets::{self, Near},
    products::{MOST_OF_ONE, Shelves, shelves},
};

/// Vouchers that a basket shows.
const MOST_TICKETS: usize = 12;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/shop/basket", show)
        .post("/{org}/shop/basket", put)
        .post("/{org}/shop/basket/quantities", set)
        .post("/{org}/shop/basket/vouchers", choose)
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// Where it is to be collected, when that was chosen already.
    #[serde(default)]
    store: String,
}

async fn show(State(app): State<App>, member: Member, Query(asked): Query<Asked>) -> Reply {
    let chosen = Some(("store", asked.store)).filter(|(_, store)| !store.is_empty());
    let form = Form::filled(member.lang(), chosen);
    reply::page(page(&app, &member, &form).await?)
}

/// The basket, perhaps with what was wrong with the order.
pub async fn page(app: &App, member: &Member, form: &Form) -> kernel::Result<Markup> {
    let (lang, shop) = (member.lang(), &member.shop);
    let mut db = app.db().read().await?;
    let basket = store::load(&mut db, shop.org, member.id).await?;
    let products: Vec<_> = basket.lines.iter().map(|line| line.product.clone()).collect();
    let left = shelves(&mut db, shop.org, &products).await?;
    let mut places = stores::list(&mut db, shop.org).await?;
    places.retain(|store| store.closed_at.is_none());
    let near = outlets::near(&mut db, member, app.now()).await?;
    let first = places.iter().find(|store| whole(&basket, &left, store.id)).or(places.first());
    let chosen: Option<StoreId> = form.value("store").parse().ok();
    let chosen = chosen.filter(|chosen| places.iter().any(|store| store.id == *chosen));
    let at = chosen.or_else(|| near.own.as_ref().map(|(_, at)| *at)).or(first.map(|it| it.id));
    let at = at.unwrap_or(StoreId::from_uuid(uuid::Uuid::nil()));
    let checkout = checkout(&mut db, shop, (member.id, at), app.now()).await?;
    drop(db);
    let title = t!(lang, "baskets-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/shop"), &t!(lang, "products-phone-title")))
        @if basket.lines.is_empty() {
            (Empty::new(icons::BASKET, t!(lang, "baskets-empty"), t!(lang, "baskets-empty-why"))
                .action(shop.href("/shop"), t!(lang, "baskets-look")))
        } @else {
            (lines(member, &checkout, &left))
            (tickets(member, &checkout))
            (ordering(member, form, &Offered { checkout: &checkout, left: &left, places: &places, near: &near, at }, app.now()))
            (elsewhere(member, &near))
        }
    };
    Ok(layout::phone(&member.frame(title), Tab::Home, main))
}

/// Whether a store has all of it.
fn whole(basket: &Basket, left: &HashMap<ProductId, Shelves>, store: StoreId) -> bool {
    let has =
        |line: &Chosen| left.get(&line.product.id).is_some_and(|it| it.at(store) >= line.quantity);
    basket.lines.iter().all(has)
}

fn lines(member: &Member, checkout: &Checkout, left: &HashMap<ProductId, Shelves>) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let (basket, bill) = (&checkout.basket, &checkout.taken.bill);
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

/// What the member has for these goods: each is used or kept for another time, with one tap.
fn tickets(member: &Member, checkout: &Checkout) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let tongue = Tongue { lang, shop };
    let told: Vec<_> = checkout.best.told().into_iter().take(MOST_TICKETS).collect();
    let line = |(voucher, gift, best): &(&Voucher, &Gift, &Reason)| {
        let why = checkout.taken.bill.reason(voucher.id.uuid());
        let note = match why {
            None => t!(lang, "baskets-voucher-kept"),
            Some(why) => {
                let other = match why {
                    Reason::NotWith { other } => checkout.taken.name(*other, lang),
                    _ => "",
                };
                sentences::reason(tongue, why, other)
            }
        };
        let choice = match why {
            None => Some((Use::Now, t!(lang, "baskets-voucher-use"))),
            Some(_) if best.taken() || why.is_some_and(Reason::taken) => {
                Some((Use::Later, t!(lang, "baskets-voucher-keep")))
            }
            Some(_) => None,
        };
        html! {
            li {
                div { (gift.name.say(lang)) p.note { (note) } }
                @if let Some((when, label)) = choice {
                    form method="post" action=(shop.href("/shop/basket/vouchers")) {
                        input type="hidden" name="once" value=(member.once());
                        input type="hidden" name="voucher" value=(voucher.id);
                        input type="hidden" name="use" value=(when.word());
                        button.button type="submit" { (label) }
                    }
                }
            }
        }
    };
    html! {
        @if !told.is_empty() {
            (card(&t!(lang, "baskets-vouchers"), "", html! { ul.basket.basket-tickets { @for one in &told { (line(one)) } } }))
        }
    }
}

/// What there is to order, and where it can be collected.
struct Offered<'a> {
    checkout: &'a Checkout,
    left: &'a HashMap<ProductId, Shelves>,
    places: &'a [Store],
    near: &'a Near,
    /// Whose prices are shown.
    at: StoreId,
}

/// Where it is collected, what it comes to, and the one button.
fn ordering(member: &Member, form: &Form, offered: &Offered<'_>, now: Time) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let Offered { checkout, left, places, near, at } = *offered;
    let (basket, bill) = (&checkout.basket, &checkout.taken.bill);
    let choice = |store: &Store| {
        let note = if whole(basket, left, store.id) {
            store.address.clone()
        } else {
            t!(lang, "baskets-not-all-there")
        };
        Choice::new(store.id.to_string(), store.name.clone()).note(note)
    };
    let own = near.own.as_ref().map(|(own, _)| own);
    let chosen = own.map_or_else(|| at.to_string(), |own| own.value.clone());
    let ways: Vec<Choice> = own.cloned().into_iter().chain(places.iter().map(choice)).collect();
    let form = form.clone().or_default("store", chosen.clone());
    let until = crate::orders::held_until(now);
    let until = format::date_with_weekday(lang, until.date(&shop.zone));
    form.post(
        &shop.href("/shop/orders"),
        &member.once(),
        html! {
            @if ways.len() > 1 { (form.radios("store", t!(lang, "baskets-store"), ways)) }
            @else { (form.hidden("store", &chosen)) }
            (sums(member, checkout))
            input type="hidden" name="shown" value=(bill.total());
            (Button::primary(t!(lang, "baskets-order")).big())
            p.note { (t!(lang, "baskets-order-why", day = until)) }
        },
    )
}

/// What is taken off, by what, and what is left to pay for the goods.
pub fn sums(member: &Member, checkout: &Checkout) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let money = |amount: i64| format::money(lang, shop.money(amount));
    let Worked { bill, .. } = &checkout.taken;
    let off = |told: &[&Reason]| -> i64 {
        told.iter().map(|why| if let Reason::Applies { off } = why { *off } else { 0 }).sum()
    };
    let prices: Vec<&Reason> =
        checkout.taken.told_prices().into_iter().map(|(_, why)| why).collect();
    let tickets: Vec<&Reason> = checkout.taken.told().into_iter().map(|(.., why)| why).collect();
    let line = |label: String, off: i64| {
        html! { @if off > 0 { p.basket-sum { span { (label) } span.num { (money(-off)) } } } }
    };
    html! {
        (line(t!(lang, "baskets-member-prices"), off(&prices)))
        (line(t!(lang, "baskets-vouchers"), off(&tickets)))
        p.basket-sum {
            span { (t!(lang, "baskets-sum", pieces = checkout.basket.pieces())) }
            b.num { (money(bill.total())) }
        }
    }
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

/// One of the member's vouchers: for these goods, or for another time.
async fn choose(State(app): State<App>, member: Member, input: Input) -> Reply {
    let once = input.once_in(member.session.id, "baskets.choose")?;
    let voucher: VoucherId =
        input.text("voucher").parse().map_err(|_| Error::NotFound("voucher"))?;
    let when: Use = input.text("use").parse().map_err(|()| Error::Malformed("baskets.use"))?;
    let run = async |tx: &mut ::store::Tx| actions::choose(tx, member.id, voucher, when).await;
    app.db().write_once(&member.scope(), &once, run).await?;
    Ok(reply::see_other(&member.shop.href("/shop/basket")))
}
