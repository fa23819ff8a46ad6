//! `/console/orders/picking`: what to take from the shelves of one store, and for whom; a sheet to print.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use kernel::{
    MemberId, OrderId, PageRequest, ProductId, StoreId,
    permission::{ManageOrders, ViewOrders},
};
use maud::{Markup, html};
use people::{members, stores};
use serde::Deserialize;
use value::{codes, vouchers::taking::With};
use web::{
    App, Reply, Routes, Staff,
    kit::{
        format, icons, layout,
        parts::{Empty, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    model::{Line, Order, State as OrderState, goods},
    store::{self, Which},
};
use crate::{fulfilments, products};

/// Orders of one sheet; the next ones are on the next, when these are packed.
const SHEET: &str = "60";

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/orders/picking", choose).get("/console/orders/picking/sheet", sheet)
}

async fn choose(State(app): State<App>, staff: Staff<ViewOrders>) -> Reply {
    let lang = staff.lang();
    let places = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    let mine = places.iter().filter(|store| staff.remit().spans_store(Some(store.id)));
    let items: Vec<Item> = mine
        .map(|store| {
            Item::new(store.name.clone())
                .start(icons::STORE)
                .href(format!("/console/orders/picking/sheet?store={}", store.id))
        })
        .collect();
    let title = t!(lang, "picking-title");
    let main = html! {
        (Head::new(title.clone()).back("/console/orders", &t!(lang, "orders-title")).note(t!(lang, "picking-lead")))
        (card("", "", rows(items)))
    };
    reply::page(layout::console(&staff.frame(title), main))
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    store: String,
    /// The sheet's language; the person who prints it keeps theirs.
    paper: Option<String>,
}

/// An order with what is in it and whose it is.
struct Packing {
    order: Order,
    lines: Vec<Line>,
    /// What is handed over beside the goods.
    things: Vec<With>,
    name: String,
}

async fn sheet(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Query(asked): Query<Asked>,
) -> Reply {
    let org = staff.shop.org;
    let lang = asked.paper.as_deref().and_then(|tag| tag.parse().ok()).unwrap_or(staff.lang());
    let at: StoreId = asked.store.parse().map_err(|_| kernel::Error::NotFound("store"))?;
    let mut db = app.db().read().await?;
    let place = stores::require(&mut db, org, at).await?;
    if !staff.remit().spans_store(Some(at)) {
        return Err(kernel::Error::NotFound("store").into());
    }
    let page = PageRequest { limit: Some(SHEET.to_owned()), cursor: None };
    let mut orders = Vec::new();
    for state in [OrderState::Paid, OrderState::Reserved] {
        let which = Which { state: Some(state), store: Some(at), ..Which::default() };
        orders.extend(store::list(&mut db, org, &which, &page).await?.items);
    }
    orders.retain(|order| order.state_at(app.now()).is_open());
    // What goes to a point or a door stands in the sheet of that day.
    let all: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let elsewhere = fulfilments::of_orders(&mut db, org, &all).await?;
    orders.retain(|order| !elsewhere.contains_key(&order.id));
    orders.sort_by_key(|order| order.id);
    let people: Vec<MemberId> = orders.iter().filter_map(|order| order.member).collect();
    let names = members::names(&mut db, org, &people).await?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut lines = store::lines_of(&mut db, org, &ids).await?;
    let mut packing = Vec::new();
    for order in orders {
        let lines = lines.remove(&order.id).unwrap_or_default();
        let name = order.name(&names);
        let mut things = store::with(&mut db, org, &order).await?;
        things.retain(|with| with.off == 0);
        packing.push(Packing { order, lines, things, name });
    }
    let all: Vec<Line> = packing.iter().flat_map(|one| one.lines.clone()).collect();
    let mut shelf: BTreeMap<(String, String, ProductId), i64> = BTreeMap::new();
    for part in goods(&all) {
        let product = products::require(&mut db, org, part.product).await?;
        let name = product.name.say(lang).to_owned();
        shelf.insert((product.details.category, name, part.product), part.quantity);
    }
    drop(db);
    let mut frame = staff.frame(t!(lang, "picking-sheet", store = place.name.as_str()));
    frame.lang = lang;
    let now = format::date_time(lang, app.now(), &staff.shop.zone);
    let main = html! {
        div.picking {
            h1 { (t!(lang, "picking-sheet", store = place.name.as_str())) }
            p { (now) }
            @if packing.is_empty() {
                (Empty::new(icons::GOOD, t!(lang, "picking-none"), t!(lang, "picking-none-why")))
            } @else {
                h2 { (t!(lang, "picking-shelf")) }
                table {
                    @for ((category, name, _), quantity) in &shelf {
                        tr { td { "☐" } td.num { (format::number(lang, *quantity)) } td { (name) } td { (category) } }
                    }
                }
                h2 { (t!(lang, "picking-orders", count = packing.len())) }
                @for one in &packing { (parcel(lang, one)) }
            }
        }
    };
    reply::page(layout::print(&frame, main))
}

fn parcel(lang: kernel::Lang, one: &Packing) -> Markup {
    html! {
        section {
            p { b.num { (codes::shown(&one.order.code)) } " · " (one.name) }
            ul {
                @for line in &one.lines {
                    li { "☐ " (t!(lang, "products-times", quantity = line.quantity)) " " (line.name.say(lang)) }
                }
                @for thing in &one.things { li { "☐ " (thing.name.say(lang)) } }
            }
        }
    }
}
