//! `/{org}/shop/orders`: placing one, and what became of it.

use axum::extract::{Path, State};
use kernel::{Error, OrderId, PageRequest};
use maud::{Markup, html};
use people::stores;
use value::{
    codes,
    vouchers::{self, taking::With},
};
use web::{
    App, Input, Member, Reply, Routes, Toast,
    kit::{
        Tab, format, icons, layout, links,
        parts::{Confirm, Empty, Head, Item, card, rows},
        qr,
    },
    reply, t,
};

use super::{
    actions,
    model::{Line, Order, State as OrderState},
    store::{self, Which},
    view,
};
use crate::{baskets, fulfilments, outlets, payments};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/shop/orders", list)
        .post("/{org}/shop/orders", place)
        .get("/{org}/shop/orders/{id}", show)
        .post("/{org}/shop/orders/{id}/cancellation", cancel)
}

/// What the page said that the goods come to.
pub fn shown(input: &Input) -> Option<i64> {
    input.text("shown").parse().ok()
}

async fn place(State(app): State<App>, member: Member, input: Input) -> Reply {
    let once = input.once_in(member.session.id, "orders.place")?;
    let way = outlets::way(input.text("store"), None)?;
    let (id, shown) = (member.id, shown(&input));
    let run = async |tx: &mut ::store::Tx| actions::order_basket(tx, id, way, shown).await;
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let id: OrderId = written.value.answer;
            let to = member.shop.href(&format!("/shop/orders/{id}"));
            Ok(reply::see_with(&to, &Toast::good("orders-placed")))
        }
        // What is not there any more is said beside each line, and nothing is lost.
        Err(Error::Invalid(fields)) if fields.iter().all(|one| one.code == "pieces_left") => {
            let to = member.shop.href("/shop/basket");
            Ok(reply::see_with(&to, &Toast::warn("orders-not-there")))
        }
        Err(Error::Invalid(fields)) if fields.iter().any(|one| one.code == "price_risen") => {
            let (to, chosen) = (member.shop.href("/shop/basket"), input.text("store"));
            let to = links::with_query(&to, [("store", chosen)]);
            Ok(reply::see_with(&to, &Toast::warn("orders-price-risen")))
        }
        Err(Error::Invalid(fields)) => {
            let form = input.again(member.lang(), fields);
            reply::wrong(baskets::page(&app, &member, &form).await?)
        }
        Err(Error::Refused(refused)) => {
            let error = Error::Refused(refused);
            if [outlets::Refusal::Full, outlets::Refusal::NotOffered, outlets::Refusal::Closed]
                .into_iter()
                .any(|one| error.is(one))
            {
                let to = member.shop.href("/shop/points");
                return Ok(reply::see_with(&to, &Toast::warn("outlets-slot-gone")));
            }
            if error.is(vouchers::Refusal::DaysLimit) {
                let to = member.shop.href("/shop/basket");
                return Ok(reply::see_with(&to, &Toast::warn("orders-voucher-limit")));
            }
            if error.is(baskets::Refusal::Empty) {
                return Ok(reply::see_other(&member.shop.href("/shop/basket")));
            }
            Err(error.into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn list(State(app): State<App>, member: Member) -> Reply {
    let (lang, shop, now) = (member.lang(), &member.shop, app.now());
    let which = Which { member: Some(member.id), ..Which::default() };
    let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
    let orders = store::list(&mut app.db().read().await?, shop.org, &which, &page).await?.items;
    let title = t!(lang, "orders-mine");
    let item = |order: &Order| {
        Item::new(format::money(lang, shop.money(order.amount)))
            .note(t!(
                lang,
                "orders-mine-note",
                day = format::relative_day(lang, order.placed_at, now, &shop.zone),
                pieces = order.pieces
            ))
            .aside(view::state_chip(lang, order, now))
            .href(shop.href(&format!("/shop/orders/{}", order.id)))
    };
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/shop"), &t!(lang, "products-phone-title")))
        @if orders.is_empty() {
            (Empty::new(icons::BASKET, t!(lang, "orders-mine-none"), t!(lang, "orders-mine-none-why"))
                .action(shop.href("/shop"), t!(lang, "baskets-look")))
        } @else { (card("", "", rows(orders.iter().map(item)))) }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Home, main))
}

/// One's own order; anybody else's is not there.
async fn mine(app: &App, member: &Member, id: &str) -> kernel::Result<Order> {
    let id: OrderId = id.parse().map_err(|_| Error::NotFound("order"))?;
    let order = store::require(&mut app.db().read().await?, member.shop.org, id).await?;
    if order.member == Some(member.id) { Ok(order) } else { Err(Error::NotFound("order")) }
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let (lang, shop, now) = (member.lang(), &member.shop, app.now());
    let order = mine(&app, &member, &id).await?;
    let mut db = app.db().read().await?;
    let lines = store::lines(&mut db, shop.org, order.id).await?;
    let with = store::with(&mut db, shop.org, &order).await?;
    let place = stores::find(&mut db, shop.org, order.store).await?;
    let way = fulfilments::find(&mut db, shop.org, order.id).await?;
    let outlet = match &way {
        Some(way) => outlets::find(&mut db, shop.org, way.outlet).await?,
        None => None,
    };
    drop(db);
    let state = order.state_at(now);
    let title = match state {
        OrderState::Ready => t!(lang, "orders-phone-ready"),
        OrderState::Placed | OrderState::Reserved | OrderState::Paid => {
            t!(lang, "orders-phone-held")
        }
        OrderState::OnTheWay => t!(lang, "orders-phone-on-the-way"),
        OrderState::Failed => t!(lang, "orders-phone-failed"),
        OrderState::Missed => t!(lang, "orders-phone-missed"),
        OrderState::Collected => t!(lang, "orders-phone-collected"),
        OrderState::Cancelled => t!(lang, "orders-phone-cancelled"),
        OrderState::Expired => t!(lang, "orders-phone-expired"),
        OrderState::Returned => t!(lang, "orders-phone-returned"),
    };
    let pieces =
        web::pieces::draw(&app, web::Place::OrderPhone, &member.viewer().about(order.id)).await?;
    let online = payments::paid(&mut app.db().read().await?, shop.org, order.id).await?.is_some();
    let may_leave = order.state.may_leave() || order.state == OrderState::Paid && online;
    let loses =
        if online { t!(lang, "payments-leave-loses") } else { t!(lang, "orders-leave-loses") };
    let in_store = place.map(|place| Item::new(place.name).start(icons::PIN).note(place.address));
    let where_to = match &way {
        Some(way) if state != OrderState::Missed => {
            Some(fulfilments::item(lang, way, outlet.as_ref()))
        }
        _ => in_store,
    };
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/shop/orders"), &t!(lang, "orders-mine")))
        @if state.is_open() { (pass(lang, &order)?) }
        @if let Some(until) = view::until(lang, shop, &order, now) { p.note { (until) } }
        @if !order.reason.is_empty() { p.note { (t!(lang, "orders-reason-said", reason = order.reason.as_str())) } }
        @for piece in &pieces { (piece) }
        @if let Some(item) = where_to { (card("", "", rows([item]))) }
        (content(&member, &order, (&lines, &with)))
        @if may_leave && state.is_open() {
            (Confirm::new(lang, t!(lang, "orders-leave"), t!(lang, "orders-leave-title"))
                .loses(loses)
                .post(shop.href(&format!("/shop/orders/{}/cancellation", order.id)), member.once()))
        }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Home, main))
}

/// What the cashier scans: black on white, in every light.
fn pass(lang: kernel::Lang, order: &Order) -> kernel::Result<Markup> {
    let picture = qr::svg(&order.code, &t!(lang, "orders-qr"))?;
    Ok(html! {
        div.order-pass {
            (picture)
            span.code { (codes::shown(&order.code)) }
            p { (t!(lang, "orders-qr-why")) }
        }
    })
}

fn content(member: &Member, order: &Order, inside: (&[Line], &[With])) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    card(
        &t!(lang, "orders-what"),
        html! { span.note { (view::payment(lang, order.payment)) } },
        view::lines(lang, shop, order, inside),
    )
}

async fn cancel(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let order = mine(&app, &member, &id).await?;
    let once = input.once_in(member.session.id, "orders.cancel")?;
    app.db()
        .write_once(&member.scope(), &once, async |tx| actions::leave(tx, order.id).await)
        .await?;
    let to = member.shop.href(&format!("/shop/orders/{}", order.id));
    Ok(reply::see_with(&to, &Toast::good("orders-cancelled")))
}
