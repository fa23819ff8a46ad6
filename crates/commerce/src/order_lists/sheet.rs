//! `/console/order-lists/{id}/sheet`: what to buy and to pack, and for whom; to print or as a file.

use std::collections::HashMap;

use ::store::Read;
use axum::extract::{Path, Query, State};
use kernel::{Lang, OrderId, OrgId, ProductId, Result, Time, permission::ViewOrderLists};
use maud::{Markup, html};
use serde::Deserialize;
use value::codes;
use web::{
    App, Reply, Routes, Staff,
    kit::{format, icons, layout, parts::Empty},
    reply, t,
};

use super::{
    console::required,
    model::{Entry, OrderList},
    store,
};
use crate::{
    files,
    orders::{self, Order, Payment, State as OrderState},
    products::{self, Product},
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/order-lists/{id}/sheet", sheet)
}

/// A line of the list with the order that it became.
pub struct Taken {
    pub entry: Entry,
    pub order: Order,
    /// Where it stands now: what is over is over before the timer says so.
    pub state: OrderState,
}

/// All lines of a list, by their numbers, and the products that are in them.
pub struct Book {
    pub taken: Vec<Taken>,
    pub products: HashMap<ProductId, Product>,
}

impl Book {
    pub async fn load(
        db: &mut impl Read,
        org: OrgId,
        (list, now): (&OrderList, Time),
    ) -> Result<Self> {
        let entries = store::entries(db, org, list.id).await?;
        let ids: Vec<OrderId> = entries.iter().map(|entry| entry.order).collect();
        let mut found = HashMap::new();
        for ids in ids.chunks(200) {
            found.extend(orders::of_ids(db, org, ids).await?);
        }
        let mut all: Vec<ProductId> = list.goods.iter().map(|offer| offer.product).collect();
        all.extend(entries.iter().flat_map(|entry| &entry.parts).map(|part| part.product));
        all.sort_unstable();
        all.dedup();
        let mut products = HashMap::new();
        for id in all {
            products.extend(products::find(db, org, id).await?.map(|product| (id, product)));
        }
        let taken = entries.into_iter().filter_map(|entry| {
            let order = found.remove(&entry.order)?;
            let state = order.state_at(now);
            Some(Taken { entry, order, state })
        });
        Ok(Self { taken: taken.collect(), products })
    }
    /// Lines whose orders were not called off.
    pub fn standing(&self) -> impl Iterator<Item = &Taken> {
        let stands =
            |one: &&Taken| !matches!(one.state, OrderState::Cancelled | OrderState::Expired);
        self.taken.iter().filter(stands)
    }
    pub fn name(&self, lang: Lang, product: ProductId) -> String {
        self.products.get(&product).map_or_else(String::new, |it| it.name.say(lang).to_owned())
    }
    /// How many of each product people want, in the order of the list.
    pub fn totals(&self, list: &OrderList) -> Vec<(ProductId, i64)> {
        let mut all: Vec<(ProductId, i64)> =
            list.goods.iter().map(|offer| (offer.product, 0)).collect();
        for part in self.standing().flat_map(|one| &one.entry.parts) {
            match all.iter_mut().find(|(product, _)| *product == part.product) {
                Some((_, sum)) => *sum += part.quantity,
                None => all.push((part.product, part.quantity)),
            }
        }
        all
    }
    pub fn goods(&self, lang: Lang, entry: &Entry) -> Vec<String> {
        let one = |part: &products::Part| {
            let quantity = t!(lang, "products-times", quantity = part.quantity);
            format!("{quantity} {}", self.name(lang, part.product))
        };
        entry.parts.iter().map(one).collect()
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// The sheet's language; the person who prints it keeps theirs.
    paper: Option<String>,
    csv: Option<String>,
}

async fn sheet(
    State(app): State<App>,
    staff: Staff<ViewOrderLists>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let lang = asked.paper.as_deref().and_then(|tag| tag.parse().ok()).unwrap_or(staff.lang());
    let mut db = app.db().read().await?;
    let book = Book::load(&mut db, staff.shop.org, (&list, app.now())).await?;
    drop(db);
    if asked.csv.is_some() {
        return Ok(file(lang, &staff, (&list, &book)));
    }
    let title = t!(lang, "order_lists-sheet-title", name = list.name.as_str());
    let mut frame = staff.frame(title.clone());
    frame.lang = lang;
    let when = format::date_time(lang, list.ready_at, &staff.shop.zone);
    let until = format::time(list.until_at, &staff.shop.zone);
    let standing = book.standing().count();
    let main = html! {
        div.picking {
            h1 { (title) }
            p { (when) "–" (until) @if !list.place.is_empty() { " · " (list.place) } }
            @if standing == 0 {
                (Empty::new(icons::GOOD, t!(lang, "order_lists-nobody"), t!(lang, "order_lists-nobody-why")))
            } @else {
                h2 { (t!(lang, "order_lists-totals")) }
                table {
                    @for (product, sum) in book.totals(&list) {
                        @if sum > 0 {
                            tr { td { "☐" } td.num { (format::number(lang, sum)) } td { (book.name(lang, product)) } }
                        }
                    }
                }
                h2 { (t!(lang, "picking-orders", count = standing)) }
                @for one in book.standing() { (section(lang, &staff, (&book, one))) }
            }
        }
    };
    reply::page(layout::print(&frame, main))
}

fn section(lang: Lang, staff: &Staff<ViewOrderLists>, (book, one): (&Book, &Taken)) -> Markup {
    let money = format::money(lang, staff.shop.money(one.order.amount));
    html! {
        section {
            p {
                "☐ " b.num { (one.entry.number) } " · " b { (one.entry.name) } " · "
                (codes::shown(&one.order.code)) " · "
                @if one.order.payment == Payment::Owed { b { (t!(lang, "outlets-take", amount = money)) } }
                @else { (orders::payment_said(lang, one.order.payment)) }
            }
            @if !one.entry.note.is_empty() { p { (one.entry.note) } }
            ul { @for goods in book.goods(lang, &one.entry) { li { "☐ " (goods) } } }
        }
    }
}

fn file(
    lang: Lang,
    staff: &Staff<ViewOrderLists>,
    (list, book): (&OrderList, &Book),
) -> axum::response::Response {
    let head = [
        "number", "name", "goods", "pieces", "amount", "payment", "state", "code", "note", "order",
    ];
    let rows = book.standing().map(|one| {
        [
            one.entry.number.to_string(),
            one.entry.name.clone(),
            book.goods(lang, &one.entry).join("; "),
            one.order.pieces.to_string(),
            staff.shop.money(one.order.amount).plain(),
            one.order.payment.to_string(),
            one.state.to_string(),
            codes::shown(&one.order.code),
            one.entry.note.clone(),
            one.order.id.to_string(),
        ]
    });
    files::csv(&format!("{}.csv", list.id), head, rows)
}
