//! `/console/outlets/{id}/sheet`: what one day needs, to print or as a file: sums for the shelves, then
//! each order by its slot; of a zone also by area, with where to ring.

use std::collections::BTreeMap;

use ::store::Read;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use kernel::{Lang, MemberId, OrderId, OrgId, Result, Time, permission::ManageOrders};
use maud::{Markup, html};
use people::members;
use serde::Deserialize;
use value::{codes, vouchers::taking::With};
use web::{
    App, Reply, Routes, Staff,
    kit::{format, icons, layout, parts::Empty},
    reply, t,
};

use super::{
    console::required,
    model::{Kind, Outlet},
    slots::times,
};
use crate::{
    files,
    fulfilments::{self, Fulfilment},
    orders::{self, Line, Order, Payment, State as OrderState, goods},
    products,
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/outlets/{id}/sheet", sheet)
}

/// An order on its way to an outlet.
pub struct Parcel {
    pub way: Fulfilment,
    pub order: Order,
    /// Where it stands now: what is over is over before the timer says so.
    pub state: OrderState,
    pub lines: Vec<Line>,
    /// What is handed over beside the goods.
    pub things: Vec<With>,
    pub name: String,
}

impl Parcel {
    pub fn goods(&self, lang: Lang) -> Vec<String> {
        let one = |line: &Line| {
            let quantity = t!(lang, "products-times", quantity = line.quantity);
            format!("{quantity} {}", line.name.say(lang))
        };
        let things = self.things.iter().map(|thing| thing.name.say(lang).to_owned());
        self.lines.iter().map(one).chain(things).collect()
    }
}

/// The orders of one day of an outlet that were not called off, in the order of their slots and areas; of
/// a point by their codes.
pub async fn parcels(
    db: &mut impl Read,
    org: OrgId,
    outlet: &Outlet,
    day: Date,
    now: Time,
) -> Result<Vec<Parcel>> {
    let mut parcels = Vec::new();
    let ways = fulfilments::of_day(db, org, outlet.id, day).await?;
    for ways in ways.chunks(200) {
        let ids: Vec<OrderId> = ways.iter().map(|way| way.order).collect();
        let mut found = orders::of_ids(db, org, &ids).await?;
        let mut lines = orders::lines_of(db, org, &ids).await?;
        let people: Vec<MemberId> = ways.iter().map(|way| way.member).collect();
        let names = members::names(db, org, &people).await?;
        for way in ways {
            let Some(order) = found.remove(&way.order) else { continue };
            let state = order.state_at(now);
            if matches!(state, OrderState::Cancelled | OrderState::Expired) {
                continue;
            }
            let lines = lines.remove(&way.order).unwrap_or_default();
            let name = names.get(&way.member).cloned().unwrap_or_default();
            let mut things = orders::with(db, org, &order).await?;
            things.retain(|with| with.off == 0);
            parcels.push(Parcel { way: way.clone(), order, state, lines, things, name });
        }
    }
    if outlet.kind == Kind::Point {
        parcels.sort_by(|a, b| (a.way.from, &a.order.code).cmp(&(b.way.from, &b.order.code)));
    }
    Ok(parcels)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    day: String,
    /// The sheet's language; the person who prints it keeps theirs.
    paper: Option<String>,
    csv: Option<String>,
}

async fn sheet(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let lang = asked.paper.as_deref().and_then(|tag| tag.parse().ok()).unwrap_or(staff.lang());
    let day: Date = asked.day.parse().unwrap_or_else(|_| app.now().date(&staff.shop.zone));
    let mut db = app.db().read().await?;
    let mut parcels = parcels(&mut db, staff.shop.org, &outlet, day, app.now()).await?;
    parcels.retain(|parcel| parcel.state.is_open());
    if asked.csv.is_some() {
        return Ok(file(lang, &staff, &parcels, day));
    }
    // What is packed was taken from the shelves already.
    let to_pack = parcels.iter().filter(|parcel| !parcel.state.is_packed());
    let all: Vec<Line> = to_pack.flat_map(|parcel| parcel.lines.clone()).collect();
    let mut shelf: BTreeMap<(String, String), i64> = BTreeMap::new();
    for part in goods(&all) {
        let product = products::require(&mut db, staff.shop.org, part.product).await?;
        let name = product.name.say(lang).to_owned();
        *shelf.entry((product.details.category, name)).or_default() += part.quantity;
    }
    drop(db);
    let day_said = format::date_with_weekday(lang, day);
    let title = t!(lang, "outlets-sheet-title", name = outlet.name.as_str(), day = day_said);
    let mut frame = staff.frame(title.clone());
    frame.lang = lang;
    let main = html! {
        div.picking {
            h1 { (title) }
            @if parcels.is_empty() {
                (Empty::new(icons::GOOD, t!(lang, "outlets-nothing"), t!(lang, "outlets-nothing-why")))
            }
            @if !shelf.is_empty() {
                h2 { (t!(lang, "picking-shelf")) }
                table {
                    @for ((category, name), quantity) in &shelf {
                        tr { td { "☐" } td.num { (format::number(lang, *quantity)) } td { (name) } td { (category) } }
                    }
                }
            }
            @if !parcels.is_empty() { h2 { (t!(lang, "picking-orders", count = parcels.len())) } }
            @for parcel in &parcels { (section(lang, &staff, parcel)) }
        }
    };
    reply::page(layout::print(&frame, main))
}

fn section(lang: Lang, staff: &Staff<ManageOrders>, parcel: &Parcel) -> Markup {
    let money = format::money(lang, staff.shop.money(parcel.order.amount));
    html! {
        section {
            p {
                "☐ " b.num { (codes::shown(&parcel.order.code)) } " · " (parcel.name) " · "
                (times(parcel.way.from, parcel.way.until)) " · "
                @if parcel.order.payment == Payment::Owed { b { (t!(lang, "outlets-take", amount = money)) } }
                @else { (orders::payment_said(lang, parcel.order.payment)) }
            }
            @if let Some(door) = &parcel.way.door { p { (fulfilments::line_of(door)) } }
            ul { @for one in parcel.goods(lang) { li { "☐ " (one) } } }
        }
    }
}

fn file(
    lang: Lang,
    staff: &Staff<ManageOrders>,
    parcels: &[Parcel],
    day: Date,
) -> axum::response::Response {
    let head = [
        "code", "slot", "state", "payment", "amount", "pieces", "goods", "member", "name", "phone",
        "postcode", "address", "note",
    ];
    let rows = parcels.iter().map(|parcel| {
        let door = parcel.way.door.clone().unwrap_or_default();
        let name = if door.name.is_empty() { parcel.name.clone() } else { door.name };
        // A number of the country's code begins with +, which a spreadsheet would reckon with.
        let phone = door.phone.replacen('+', "00", 1);
        [
            codes::shown(&parcel.order.code),
            times(parcel.way.from, parcel.way.until),
            parcel.state.to_string(),
            parcel.order.payment.to_string(),
            staff.shop.money(parcel.order.amount).plain(),
            parcel.order.pieces.to_string(),
            parcel.goods(lang).join("; "),
            parcel.way.member.to_string(),
            name,
            phone,
            door.postcode,
            door.address,
            door.note,
        ]
    });
    files::csv(&format!("orders-{day}.csv"), head, rows)
}
