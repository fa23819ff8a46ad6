//! `/console/outlets`: the list, one of them day by day, making and changing one, and the steps of a day.

use ::store::Tx;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use kernel::{
    Error, FieldError, OutletId, PageRequest, Result,
    permission::{ManageOrders, ManageProducts, ViewOrders},
};
use people::{members, stores};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{Form, layout},
    reply, t,
};

use super::{
    actions,
    form::{self, Offers},
    model::{Kind, Outlet, State as OutletState},
    rooms, slots,
    store::{self as rows, Which},
    view,
};
use crate::{
    fulfilments,
    orders::{self, State as OrderState, journey},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/outlets", list)
        .post("/console/outlets", create)
        .get("/console/outlets/points/new", new_point)
        .get("/console/outlets/zones/new", new_zone)
        .get("/console/outlets/{id}", show)
        .post("/console/outlets/{id}", change)
        .get("/console/outlets/{id}/details", edit)
        .post("/console/outlets/{id}/readiness", pack)
        .post("/console/outlets/{id}/departure", set_out)
        .post("/console/outlets/{id}/closing", close)
        .post("/console/outlets/{id}/opening", open)
}

async fn list(State(app): State<App>, staff: Staff<ViewOrders>) -> Reply {
    let org = staff.shop.org;
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut outlets = rows::list(&mut db, org, Which::default(), &page).await?.items;
    outlets.retain(|outlet| staff.remit().spans_store(Some(outlet.store)));
    let stores = stores::list(&mut db, org).await?;
    let mut next = Vec::new();
    for outlet in &outlets {
        let slots = slots::offered(outlet, app.now(), &staff.shop.zone);
        let first = slots.into_iter().take(1).collect();
        next.push(rooms::left(&mut db, org, outlet.id, first).await?.pop());
    }
    drop(db);
    let main = view::list(&staff, &outlets, &stores, &next);
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "outlets-title")), main))
}

async fn new_point(app: State<App>, staff: Staff<ManageProducts>) -> Reply {
    new(app, staff, Kind::Point).await
}

async fn new_zone(app: State<App>, staff: Staff<ManageProducts>) -> Reply {
    new(app, staff, Kind::Zone).await
}

async fn new(State(app): State<App>, staff: Staff<ManageProducts>, kind: Kind) -> Reply {
    let offers = Offers::load(&mut app.db().read().await?, staff.shop.org).await?;
    let form = form::fresh(staff.lang(), kind, &offers.stores);
    reply::page(view::editing(&staff, &form, &offers, (kind, None)))
}

async fn create(State(app): State<App>, staff: Staff<ManageProducts>, input: Input) -> Reply {
    let once = input.once_in(staff.session.id, "outlets.open")?;
    let mut db = app.db().read().await?;
    let offers = Offers::load(&mut db, staff.shop.org).await?;
    let kind = input.text("kind").parse().unwrap_or_default();
    let made = match form::read(&mut db, &input, (&staff.shop, kind)).await {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::open(tx, details).await)
            .await
            .map(|made| made.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => {
            let id: OutletId = id;
            Ok(reply::see_with(&format!("/console/outlets/{id}"), &Toast::good("outlets-opened")))
        }
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, (kind, None))
        }),
    }
}

/// The outlet, if it is of a store of theirs.
pub(super) async fn required<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<Outlet> {
    let id: OutletId = id.parse().map_err(|_| Error::NotFound("outlet"))?;
    let outlet = rows::require(&mut app.db().read().await?, staff.shop.org, id).await?;
    let mine = staff.remit().spans_store(Some(outlet.store));
    if mine { Ok(outlet) } else { Err(Error::NotFound("outlet")) }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    day: String,
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewOrders>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let (org, zone) = (staff.shop.org, &staff.shop.zone);
    let today = app.now().date(zone);
    let day: Date = asked.day.parse().unwrap_or(today);
    let mut db = app.db().read().await?;
    let week = (0..8).filter_map(|ahead| today.checked_add(jiff::Span::new().days(ahead)).ok());
    let slots = week.flat_map(|day| slots::of_day(&outlet, day)).collect();
    let slots = rooms::left(&mut db, org, outlet.id, slots).await?;
    let parcels = super::sheet::parcels(&mut db, org, &outlet, day, app.now()).await?;
    let keeper = match outlet.keeper {
        Some(keeper) => members::names(&mut db, org, &[keeper]).await?.remove(&keeper),
        None => None,
    };
    let store = stores::find(&mut db, org, outlet.store).await?.map(|store| store.name);
    drop(db);
    let seen = view::Seen {
        outlet: &outlet,
        day,
        today,
        slots: &slots,
        parcels: &parcels,
        keeper: keeper.as_deref(),
        store: store.as_deref().unwrap_or_default(),
    };
    let main = view::one(&staff, &seen);
    reply::page(layout::console(&staff.frame(outlet.name.clone()), main))
}

async fn edit(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let mut db = app.db().read().await?;
    let offers = Offers::load(&mut db, staff.shop.org).await?;
    let keeper = match outlet.keeper {
        Some(keeper) => members::find(&mut db, staff.shop.org, keeper).await?,
        None => None,
    };
    let keeper = keeper.map(|it| it.phone.map_or(it.code, |phone| phone.as_str().to_owned()));
    let form = form::filled(staff.lang(), &staff.shop, &outlet, keeper);
    reply::page(view::editing(&staff, &form, &offers, (outlet.kind, Some(&outlet))))
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "outlets.change")?;
    let mut db = app.db().read().await?;
    let offers = Offers::load(&mut db, staff.shop.org).await?;
    let done = match form::read(&mut db, &input, (&staff.shop, outlet.kind)).await {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                actions::change(tx, outlet.id, details).await
            })
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let to = format!("/console/outlets/{}", outlet.id);
            Ok(reply::see_with(&to, &Toast::good("outlets-changed")))
        }
        Err(error) => reply::or_form(error, |fields| {
            let form: Form = input.again(staff.lang(), fields);
            view::editing(&staff, &form, &offers, (outlet.kind, Some(&outlet)))
        }),
    }
}

async fn close(
    app: State<App>,
    staff: Staff<ManageProducts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, OutletState::Closed).await
}

async fn open(
    app: State<App>,
    staff: Staff<ManageProducts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, OutletState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
    state: OutletState,
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "outlets.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, outlet.id, state).await)
        .await?;
    let key = match state {
        OutletState::Open => "outlets-opened",
        OutletState::Closed => "outlets-closed",
    };
    Ok(reply::see_with(&format!("/console/outlets/{}", outlet.id), &Toast::good(key)))
}

/// Orders that one tap moves: a turn is short, and a larger slot takes another tap.
const AT_ONCE: i64 = 60;

/// What a whole slot goes through at once.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pack,
    SetOut,
}

async fn pack(
    app: State<App>,
    staff: Staff<ManageOrders>,
    id: Path<String>,
    input: Input,
) -> Reply {
    step(app, staff, id, (input, Step::Pack)).await
}

async fn set_out(
    app: State<App>,
    staff: Staff<ManageOrders>,
    id: Path<String>,
    input: Input,
) -> Reply {
    step(app, staff, id, (input, Step::SetOut)).await
}

/// Takes every order of a slot that can go so far one step on.
async fn step(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    (input, step): (Input, Step),
) -> Reply {
    let outlet = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "outlets.step")?;
    let wrong = || FieldError::new("slot", "choice_invalid");
    let (day, from) = slots::read(input.text("slot")).ok_or_else(wrong)?;
    let run = async |tx: &mut Tx| {
        let org = tx.org();
        let mut moved = 0i64;
        for one in fulfilments::of_day(tx, org, outlet.id, day).await? {
            let order = orders::require(tx, org, one.order).await?;
            let state = order.state_at(tx.now());
            let due = one.from == from;
            match step {
                Step::Pack if due && matches!(state, OrderState::Reserved | OrderState::Paid) => {
                    orders::actions::prepare(tx, order.id).await?;
                }
                Step::SetOut if due && matches!(state, OrderState::Ready | OrderState::Failed) => {
                    journey::set_out(tx, order.id).await?;
                }
                _ => continue,
            }
            moved += 1;
            if moved == AT_ONCE {
                break;
            }
        }
        Ok(moved)
    };
    let moved = app.db().write_once(&staff.scope, &once, run).await?.value.answer;
    let key = match step {
        Step::Pack => "outlets-packed",
        Step::SetOut => "outlets-set-out",
    };
    let to = format!("/console/outlets/{}?day={day}", outlet.id);
    Ok(reply::see_with(&to, &Toast::good(key).with("count", moved)))
}
