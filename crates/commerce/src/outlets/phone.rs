//! `/{org}/shop/points` and `/{org}/shop/delivery`: where else an order can be handed over, and ordering
//! so.

use ::store::Read;
use axum::extract::{Query, State};
use jiff::civil::Date;
use kernel::{Error, MemberId, OutletId, PageRequest, Result, StoreId, Time};
use maud::{Markup, html};
use people::{members, memberships};
use serde::Deserialize;
use value::{tiers, vouchers};
use web::{
    App, Input, Member, Reply, Routes, Shop, Toast,
    kit::{
        Choice, Form, Tab, format, icons, layout, links,
        parts::{Button, Empty, Head, card},
    },
    reply, t,
};

use super::{
    model::{Free, Kind, Outlet, Refusal, State as OutletState},
    rooms,
    slots::{self, Slot},
    store::{self as rows, Which},
    view,
};
use crate::{
    baskets::{self, Checkout},
    fulfilments::{Door, Wanted, Way},
    orders,
};

/// Slots of one outlet that a phone shows.
const SLOTS: usize = 8;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/shop/points", points)
        .post("/{org}/shop/points", order_to_point)
        .get("/{org}/shop/delivery", delivery)
        .post("/{org}/shop/delivery", order_to_door)
}

/// `out_…@2026-11-30-1730`: a slot of an outlet, as a form says it.
pub fn slot_value(outlet: OutletId, slot: &Slot) -> String {
    format!("{outlet}@{}", slot.key())
}

fn read_slot(typed: &str) -> Option<(OutletId, (Date, u16))> {
    let (outlet, slot) = typed.split_once('@')?;
    Some((outlet.parse().ok()?, slots::read(slot)?))
}

/// The way that a form's choice means: a store, or a slot of an outlet.
pub fn way(typed: &str, door: Option<Door>) -> Result<Way> {
    if let Ok(store) = typed.trim().parse() {
        return Ok(Way::Store(store));
    }
    let (outlet, (day, from)) = read_slot(typed.trim()).ok_or(Error::NotFound("store"))?;
    Ok(Way::Outlet(Wanted { outlet, day, from, door }))
}

async fn open(db: &mut impl Read, org: kernel::OrgId, kind: Kind) -> Result<Vec<Outlet>> {
    let which = Which { kind: Some(kind), state: Some(OutletState::Open) };
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    Ok(rows::list(db, org, which, &page).await?.items)
}

/// Open points that a member may use, those of their own groups first.
async fn points_of(
    db: &mut impl Read,
    org: kernel::OrgId,
    member: MemberId,
) -> Result<Vec<(Outlet, Own)>> {
    let stays = memberships::open_of_member(db, org, member).await?;
    let own =
        |outlet: &Outlet| outlet.groups.iter().any(|group| stays.iter().any(|s| s.group == *group));
    let mut found = Vec::new();
    for outlet in open(db, org, Kind::Point).await? {
        match (own(&outlet), outlet.groups.is_empty()) {
            (true, _) => found.push((outlet, Own::Yes)),
            (false, true) => found.push((outlet, Own::No)),
            (false, false) => {}
        }
    }
    found.sort_by_key(|(_, own)| *own == Own::No);
    Ok(found)
}

/// Whether a point is that of the member's own group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Yes,
    No,
}

/// What a basket offers beside the stores.
#[derive(Debug, Default)]
pub struct Near {
    /// The next slot of the point of the member's group, as a form's choice, and whose shelves it is from.
    pub own: Option<(Choice, StoreId)>,
    pub points: bool,
    pub zones: bool,
}

pub async fn near(db: &mut impl Read, member: &Member, now: Time) -> Result<Near> {
    let (lang, shop) = (member.lang(), &member.shop);
    let points = points_of(db, shop.org, member.id).await?;
    let zones = !open(db, shop.org, Kind::Zone).await?.is_empty();
    let mut own = None;
    for (outlet, _) in points.iter().filter(|(_, own)| *own == Own::Yes) {
        let slots = slots::offered(outlet, now, &shop.zone);
        let free = rooms::free(db, shop.org, outlet.id, slots).await?;
        if let Some((slot, left)) = free.first() {
            let note = t!(lang, "outlets-next", slot = view::said(lang, slot), left = *left);
            let choice = Choice::new(slot_value(outlet.id, slot), &*outlet.name);
            let choice = choice.note(format!("{note} · {}", outlet.address));
            own = Some((choice, outlet.store));
            break;
        }
    }
    Ok(Near { own, points: !points.is_empty(), zones })
}

/// The slots of an outlet that can be chosen.
async fn choices(
    db: &mut impl Read,
    member: &Member,
    outlet: &Outlet,
    now: Time,
) -> Result<Vec<Choice>> {
    let (lang, shop) = (member.lang(), &member.shop);
    let slots = slots::offered(outlet, now, &shop.zone);
    let free = rooms::free(db, shop.org, outlet.id, slots).await?;
    let choice = |(slot, left): &(Slot, i64)| {
        Choice::new(slot_value(outlet.id, slot), view::said(lang, slot)).note(t!(
            lang,
            "outlets-left",
            left = *left
        ))
    };
    Ok(free.iter().take(SLOTS).map(choice).collect())
}

fn framed(member: &Member, title: &str, main: Markup) -> Markup {
    let lang = member.lang();
    let main = html! {
        (Head::new(title).back(&member.shop.href("/shop/basket"), &t!(lang, "baskets-title")))
        (main)
    };
    layout::phone(&member.frame(title.to_owned()), Tab::Home, main)
}

async fn points(State(app): State<App>, member: Member) -> Reply {
    reply::page(points_page(&app, &member, &Form::new(member.lang())).await?.0)
}

/// The page, and how many outlets it has to choose from.
async fn points_page(app: &App, member: &Member, form: &Form) -> Result<(Markup, usize)> {
    let (lang, shop) = (member.lang(), &member.shop);
    let mut db = app.db().read().await?;
    let mut shown = Vec::new();
    for (outlet, _) in points_of(&mut db, shop.org, member.id).await? {
        let choices = choices(&mut db, member, &outlet, app.now()).await?;
        if !choices.is_empty() {
            let checkout = checkout(&mut db, member, outlet.store, app.now()).await?;
            shown.push((outlet, choices, checkout));
        }
    }
    drop(db);
    let empty =
        Empty::new(icons::PIN, t!(lang, "outlets-phone-none"), t!(lang, "outlets-phone-none-why"))
            .action(shop.href("/shop/basket"), t!(lang, "baskets-title"));
    let one = |(outlet, choices, checkout): &(Outlet, Vec<Choice>, Checkout)| {
        html! {
            @if !outlet.words.is_empty() { p.note { (outlet.words) } }
            p.note { (outlet.address) }
            (form.post(&shop.href("/shop/points"), &member.once(), html! {
                (form.radios("slot", t!(lang, "outlets-when"), choices.clone()))
                (sum(member, checkout, None))
                (Button::primary(t!(lang, "baskets-order")).big())
            }))
        }
    };
    let main = html! {
        @if shown.is_empty() { (empty) }
        @for point in &shown { (card(&point.0.name, "", one(point))) }
    };
    Ok((framed(member, &t!(lang, "outlets-phone-points"), main), shown.len()))
}

async fn checkout(
    db: &mut impl Read,
    member: &Member,
    store: StoreId,
    now: Time,
) -> Result<Checkout> {
    baskets::checkout(db, &member.shop, (member.id, store), now).await
}

/// What the goods come to, and how bringing them adds to it.
fn sum(member: &Member, checkout: &Checkout, fee: Option<i64>) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let money = |amount| format::money(lang, shop.money(amount));
    let goods = checkout.taken.bill.total();
    html! {
        (baskets::sums(member, checkout))
        @if let Some(fee) = fee {
            p.basket-sum {
                span { (t!(lang, "fulfilments-fee")) }
                b.num { @if fee == 0 { (t!(lang, "outlets-free")) } @else { (money(fee)) } }
            }
            @if fee > 0 {
                p.basket-sum { span { (t!(lang, "outlets-with-fee")) } b.num { (money(goods + fee)) } }
            }
        }
        input type="hidden" name="shown" value=(goods);
    }
}

async fn order_to_point(State(app): State<App>, member: Member, input: Input) -> Reply {
    let chosen = way(input.text("slot"), None);
    match place(&app, &member, &input, chosen).await {
        Ok(reply) => Ok(reply),
        Err(Error::Invalid(fields)) => {
            let form = input.again(member.lang(), fields);
            match points_page(&app, &member, &form).await? {
                (_, 0) => Ok(gone(&member.shop.href("/shop/points"))),
                (page, _) => reply::wrong(page),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// There is nothing left to choose from where somebody chose.
fn gone(to: &str) -> axum::response::Response {
    reply::see_with(to, &Toast::warn("outlets-slot-gone"))
}

/// Orders the basket so. What is full or past meanwhile is said where another can be chosen.
async fn place(
    app: &App,
    member: &Member,
    input: &Input,
    way: Result<Way>,
) -> Result<axum::response::Response> {
    let once = input.once_in(member.session.id, "orders.place")?;
    let id = member.id;
    let wrong = |code| Error::from(kernel::FieldError::new("slot", code));
    let way = way.map_err(|_| wrong("choice_invalid"))?;
    let shown = orders::shown(input);
    let run = async |tx: &mut ::store::Tx| orders::actions::order_basket(tx, id, way, shown).await;
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let order: kernel::OrderId = written.value.answer;
            let to = member.shop.href(&format!("/shop/orders/{order}"));
            Ok(reply::see_with(&to, &Toast::good("orders-placed")))
        }
        Err(Error::Invalid(fields)) if fields.iter().all(|one| one.code == "pieces_left") => {
            let to = member.shop.href("/shop/basket");
            Ok(reply::see_with(&to, &Toast::warn("orders-not-there")))
        }
        Err(Error::Invalid(fields)) if fields.iter().any(|one| one.code == "price_risen") => {
            let to = member.shop.href("/shop/basket");
            Ok(reply::see_with(&to, &Toast::warn("orders-price-risen")))
        }
        Err(error) if error.is(vouchers::Refusal::DaysLimit) => {
            let to = member.shop.href("/shop/basket");
            Ok(reply::see_with(&to, &Toast::warn("orders-voucher-limit")))
        }
        Err(error) if error.is(Refusal::Full) => Err(wrong("slot_full")),
        Err(error) if error.is(Refusal::NotOffered) || error.is(Refusal::Closed) => {
            Err(wrong("slot_over"))
        }
        Err(error) if error.is(Refusal::Outside) => {
            Err(kernel::FieldError::new("postcode", "outside").into())
        }
        Err(error) if error.is(baskets::Refusal::Empty) => {
            Ok(reply::see_other(&member.shop.href("/shop/basket")))
        }
        Err(error) => Err(error),
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    postcode: String,
}

async fn delivery(State(app): State<App>, member: Member, Query(asked): Query<Asked>) -> Reply {
    let found = members::find(&mut app.db().read().await?, member.shop.org, member.id).await?;
    let phone = found.as_ref().and_then(|it| it.phone.as_ref()).map(|it| it.as_str().to_owned());
    let values = [
        ("postcode", asked.postcode.clone()),
        ("name", found.map(|it| it.name).unwrap_or_default()),
        ("phone", phone.unwrap_or_default()),
    ];
    let form = Form::filled(member.lang(), values);
    reply::page(delivery_page(&app, &member, &form, &asked.postcode).await?.0)
}

/// The zone that a postal code lies in: the one whose area says most of it.
async fn zone(db: &mut impl Read, shop: &Shop, postcode: &str) -> Result<Option<Outlet>> {
    let zones = open(db, shop.org, Kind::Zone).await?;
    let covered = zones.into_iter().filter_map(|zone| Some((zone.covers(postcode)?, zone)));
    Ok(covered.max_by_key(|(much, _)| *much).map(|(_, zone)| zone))
}

/// The page, and how many slots it has to choose from.
async fn delivery_page(
    app: &App,
    member: &Member,
    form: &Form,
    postcode: &str,
) -> Result<(Markup, usize)> {
    let (lang, shop) = (member.lang(), &member.shop);
    let title = t!(lang, "outlets-phone-delivery");
    let ask = html! {
        form.stack method="get" action=(shop.href("/shop/delivery")) {
            (form.text("postcode", t!(lang, "outlets-postcode")).max(40).hint(t!(lang, "outlets-postcode-hint")))
            (Button::plain(t!(lang, "outlets-postcode-look")))
        }
    };
    if postcode.trim().is_empty() {
        return Ok((framed(member, &title, card("", "", ask)), 0));
    }
    let mut db = app.db().read().await?;
    let Some(outlet) = zone(&mut db, shop, postcode).await? else {
        let main = html! {
            (card("", "", ask))
            (Empty::new(icons::JOURNEY, t!(lang, "outlets-phone-outside"), t!(lang, "outlets-phone-outside-why"))
                .action(shop.href("/shop/basket"), t!(lang, "baskets-title")))
        };
        return Ok((framed(member, &title, main), 0));
    };
    let choices = choices(&mut db, member, &outlet, app.now()).await?;
    let checkout = checkout(&mut db, member, outlet.store, app.now()).await?;
    let of = tiers::privileges(&mut db, shop, app.now(), member.id).await?;
    drop(db);
    let free = if of.free_delivery { Free::ByTier } else { Free::No };
    let many = choices.len();
    let fee = outlet.fee_of(checkout.taken.bill.total(), free);
    let main = if choices.is_empty() {
        let (none, why) = (t!(lang, "outlets-phone-full"), t!(lang, "outlets-phone-full-why"));
        html! { (Empty::new(icons::CLOCK, none, why).action(shop.href("/shop/basket"), t!(lang, "baskets-title"))) }
    } else {
        let fields = html! {
            (form.text("postcode", t!(lang, "outlets-postcode")).max(40))
            (form.textarea("address", t!(lang, "outlets-door-address"), 2).max(300))
            (form.text("name", t!(lang, "outlets-door-name")).max(80))
            (form.phone("phone", t!(lang, "outlets-door-phone"), &shop.country).hint(t!(lang, "outlets-door-phone-hint")))
            (form.textarea("note", t!(lang, "outlets-door-note"), 2).max(200).optional())
            (form.radios("slot", t!(lang, "outlets-when"), choices))
            @if !outlet.words.is_empty() { p.note { (outlet.words) } }
            (sum(member, &checkout, Some(fee)))
            @if let Some(least) = outlet.free_from.filter(|_| fee > 0) {
                p.note { (t!(lang, "outlets-free-from-said", amount = format::money(lang, shop.money(least)))) }
            }
            (Button::primary(t!(lang, "baskets-order")).big())
            p.note { (t!(lang, "outlets-door-kept", days = crate::fulfilments::WIPED_AFTER_DAYS)) }
        };
        card("", "", form.post(&shop.href("/shop/delivery"), &member.once(), fields))
    };
    Ok((framed(member, &title, main), many))
}

/// The door that a form says.
pub fn door(input: &Input) -> Door {
    let text = |name| input.text(name).to_owned();
    Door {
        name: text("name"),
        phone: text("phone"),
        postcode: text("postcode"),
        address: text("address"),
        note: text("note"),
    }
}

async fn order_to_door(State(app): State<App>, member: Member, input: Input) -> Reply {
    let door = door(&input);
    let checked = door.clone().checked(&member.shop.country);
    let way = way(input.text("slot"), Some(door));
    let done = match checked {
        Ok(_) => place(&app, &member, &input, way).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(reply) => Ok(reply),
        Err(Error::Invalid(fields)) => {
            let typed = input.text("postcode").to_owned();
            let form = input.again(member.lang(), fields);
            match delivery_page(&app, &member, &form, &typed).await? {
                (_, 0) => {
                    let to = member.shop.href("/shop/delivery");
                    Ok(gone(&links::with_query(&to, [("postcode", typed.as_str())])))
                }
                (page, _) => reply::wrong(page),
            }
        }
        Err(error) => Err(error.into()),
    }
}
