//! `/console/order-lists`: the lists, opening and changing one, what the chat wrote, and what becomes of it.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, OrderListId, PageRequest, Result,
    permission::{KeepOrderLists, ViewOrderLists},
};
use people::{groups, stores};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{List, layout},
    reply, t,
};

use super::{
    actions::{self, Confirmation},
    asked::{self, Paste, Reader},
    form::{self, Offers},
    model::{OrderList, Refusal, State as ListState},
    reading_view,
    sheet::Book,
    store as rows, view,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/order-lists", list)
        .post("/console/order-lists", create)
        .get("/console/order-lists/new", new)
        .get("/console/order-lists/{id}", show)
        .post("/console/order-lists/{id}", change)
        .get("/console/order-lists/{id}/details", edit)
        .post("/console/order-lists/{id}/readings", read)
        .post("/console/order-lists/{id}/confirmations", confirm)
        .post("/console/order-lists/{id}/withdrawals", withdraw)
        .post("/console/order-lists/{id}/closing", close)
        .post("/console/order-lists/{id}/opening", open)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewOrderLists>,
    RawQuery(query): RawQuery,
) -> Reply {
    let query = query.unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let asked = List::new(staff.lang(), "/console/order-lists").query(query.take(20));
    let cursor = Some(asked.get("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let mut db = app.db().read().await?;
    let found = rows::list(&mut db, staff.shop.org, (None, staff.remit()), &page).await?;
    let ids: Vec<OrderListId> = found.items.iter().map(|list| list.id).collect();
    let counts = rows::counts(&mut db, staff.shop.org, &ids).await?;
    let count = |list: OrderList| (counts.get(&list.id).copied().unwrap_or(0), list);
    let lists: Vec<(i64, OrderList)> = found.items.into_iter().map(count).collect();
    let places = stores::list(&mut db, staff.shop.org).await?;
    drop(db);
    let main = view::list(&staff, &lists, (&places, &asked.next(found.next_cursor)), app.now());
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "order_lists-title")), main))
}

/// The list, if it is of theirs.
pub(super) async fn required<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<OrderList> {
    let id: OrderListId = id.parse().map_err(|_| Error::NotFound("order_list"))?;
    rows::within(&mut app.db().read().await?, staff.shop.org, (id, staff.remit())).await
}

async fn offers(
    app: &App,
    staff: &Staff<KeepOrderLists>,
    of: Option<&OrderList>,
) -> Result<Offers> {
    Offers::load(&mut app.db().read().await?, staff.shop.org, (staff.remit(), of)).await
}

async fn new(State(app): State<App>, staff: Staff<KeepOrderLists>) -> Reply {
    let offers = offers(&app, &staff, None).await?;
    let form = form::fresh(staff.lang(), &staff.shop, (&offers, app.now()));
    reply::page(view::editing(&staff, &form, (&offers, None)))
}

async fn edit(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let offers = offers(&app, &staff, Some(&list)).await?;
    let form = form::filled(staff.lang(), &staff.shop, (&list.details, &offers));
    reply::page(view::editing(&staff, &form, (&offers, Some(&list))))
}

async fn create(State(app): State<App>, staff: Staff<KeepOrderLists>, input: Input) -> Reply {
    let once = input.once_in(staff.session.id, "order_lists.open")?;
    let offers = offers(&app, &staff, None).await?;
    let made = match form::read(&input, &staff.shop, (&offers, None, staff.remit()), app.now()) {
        Ok(details) => {
            let run = async |tx: &mut Tx| actions::open(tx, details).await;
            app.db().write_once(&staff.scope, &once, run).await.map(|made| made.value.answer)
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(reply::see_with(&at(id), &Toast::good("order_lists-opened"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), (&offers, None))
        }),
    }
}

fn at(id: OrderListId) -> String {
    format!("/console/order-lists/{id}")
}

async fn change(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "order_lists.change")?;
    let offers = offers(&app, &staff, Some(&list)).await?;
    let done =
        match form::read(&input, &staff.shop, (&offers, Some(&list), staff.remit()), app.now()) {
            Ok(details) => {
                let run = async |tx: &mut Tx| actions::change(tx, list.id, details).await;
                app.db().write_once(&staff.scope, &once, run).await.map(drop)
            }
            Err(error) => Err(error),
        };
    match done {
        Ok(()) => Ok(reply::see_with(&list.href(), &Toast::good("order_lists-changed"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), (&offers, Some(&list)))
        }),
    }
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewOrderLists>,
    Path(id): Path<String>,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    reply::page(whole(&app, &staff, &list, &web::kit::Form::new(staff.lang())).await?)
}

/// Its page, with what was pasted last.
async fn whole<P>(
    app: &App,
    staff: &Staff<P>,
    list: &OrderList,
    form: &web::kit::Form,
) -> Result<maud::Markup> {
    let mut db = app.db().read().await?;
    let book = Book::load(&mut db, staff.shop.org, (list, app.now())).await?;
    let place = stores::find(&mut db, staff.shop.org, list.store).await?;
    let group = match list.group {
        Some(group) => groups::find(&mut db, staff.shop.org, group).await?,
        None => None,
    };
    drop(db);
    let place = place.map_or_else(String::new, |place| place.name);
    let group = group.map(|group| group.name);
    let seen = view::Seen { list, book: &book, place: &place, group: group.as_deref(), form };
    let main = view::one(staff, &seen, app.now());
    Ok(layout::console(&staff.frame(list.name.clone()), main))
}

/// Reads what was pasted, and shows it. Nothing is written.
async fn read(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    if list.state != ListState::Open {
        return Err(Refusal::Closed.into());
    }
    let reader = Reader::new(&staff.shop, staff.remit());
    let found = asked::paste(&mut app.db().read().await?, reader, (&list, &input)).await;
    match found {
        Ok(paste) => reply::page(look(&app, &staff, (&list, &paste), None).await?),
        Err(Error::Invalid(fields)) => {
            let form = input.again(staff.lang(), fields);
            reply::wrong(whole(&app, &staff, &list, &form).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn look(
    app: &App,
    staff: &Staff<KeepOrderLists>,
    (list, paste): (&OrderList, &Paste),
    outcome: Option<reading_view::Outcome>,
) -> Result<maud::Markup> {
    let mut db = app.db().read().await?;
    let book = Book::load(&mut db, staff.shop.org, (list, app.now())).await?;
    drop(db);
    let main = reading_view::page(staff, &reading_view::Seen { list, paste, book: &book, outcome });
    Ok(layout::console(&staff.frame(list.name.clone()), main))
}

/// Makes orders of what a host looked at. What could not be made is shown with why.
async fn confirm(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "order_lists.confirm")?;
    let reader = Reader::new(&staff.shop, staff.remit());
    let found = asked::paste(&mut app.db().read().await?, reader, (&list, &input)).await;
    let paste = match found {
        Ok(paste) => paste,
        Err(Error::Invalid(fields)) => {
            let form = input.again(staff.lang(), fields);
            return reply::wrong(whole(&app, &staff, &list, &form).await?);
        }
        Err(error) => return Err(error.into()),
    };
    if !paste.wrong.is_empty() {
        return reply::wrong(look(&app, &staff, (&list, &paste), None).await?);
    }
    let told = paste.told(input.text("seen").parse().ok());
    let run = async |tx: &mut Tx| actions::confirm(tx, list.id, told).await;
    let done = app.db().write_once(&staff.scope, &once, run).await;
    let outcome = match done.map(|done| done.value.answer) {
        Ok(taken) if taken.short.is_empty() && taken.kept.is_empty() && taken.left == 0 => {
            let toast = Toast::good("order_lists-taken").with("made", taken.made);
            let toast = toast.with("changed", taken.changed).with("withdrawn", taken.withdrawn);
            return Ok(reply::see_with(&list.href(), &toast));
        }
        Ok(taken) => reading_view::Outcome::Taken(taken),
        Err(error) if error.is(Refusal::MovedOn) => reading_view::Outcome::MovedOn,
        Err(error) => return Err(error.into()),
    };
    let list = required(&app, &staff, &id).await?;
    let paste = asked::paste(&mut app.db().read().await?, reader, (&list, &input)).await?;
    reply::wrong(look(&app, &staff, (&list, &paste), Some(outcome)).await?)
}

/// Somebody's order is off, says the host.
async fn withdraw(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "order_lists.withdraw")?;
    let told = Confirmation { off: vec![input.text("name").to_owned()], ..Confirmation::default() };
    let run = async |tx: &mut Tx| actions::confirm(tx, list.id, told).await;
    let done = app.db().write_once(&staff.scope, &once, run).await?.value.answer;
    let key = if done.kept.is_empty() { "order_lists-withdrawn" } else { "order_lists-kept" };
    let toast = if done.kept.is_empty() { Toast::good(key) } else { Toast::warn(key) };
    Ok(reply::see_with(&list.href(), &toast))
}

async fn close(
    app: State<App>,
    staff: Staff<KeepOrderLists>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, (input, ListState::Closed)).await
}

async fn open(
    app: State<App>,
    staff: Staff<KeepOrderLists>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, (input, ListState::Open)).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<KeepOrderLists>,
    Path(id): Path<String>,
    (input, state): (Input, ListState),
) -> Reply {
    let list = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "order_lists.state")?;
    let run = async |tx: &mut Tx| actions::set_state(tx, list.id, state).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let key = match state {
        ListState::Open => "order_lists-opened",
        ListState::Closed => "order_lists-closed",
    };
    Ok(reply::see_with(&list.href(), &Toast::good(key)))
}
