//! `/console/payments`: all of them, those of a day beside what the providers say, and as a file.

use std::collections::HashMap;

use axum::extract::{RawQuery, State};
use jiff::{ToSpan as _, civil::Date};
use kernel::{
    PageRequest, PaymentId, Result, Time,
    permission::{RefundPayments, ViewOrders},
};
use maud::{Markup, html};
use value::codes;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, List, format, icons, layout,
        parts::{Button, Empty, Figure, Head, Tabs},
        tables::{Column, Row, Table},
    },
    reply, t,
};

use super::{
    csv, jobs,
    model::{Payment, State as PayState, Sums},
    store::{self, Which},
    view,
};
use crate::orders;

/// The longest file: more is asked for by day.
const MOST_ROWS: usize = 20_000;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/payments", list).post("/console/payments/comparisons", compare)
}

/// The first and the last instant of a day by the shop's clock.
fn span(shop: &web::Shop, day: Date) -> (Time, Time) {
    let next = day.saturating_add(1.day());
    (Time::start_of(day, &shop.zone), Time::start_of(next, &shop.zone))
}

async fn which(app: &App, staff: &Staff<ViewOrders>, asked: &List) -> Result<Which> {
    let day = asked.get("day").parse::<Date>().ok().map(|day| span(&staff.shop, day));
    let mut which = Which {
        state: asked.get("state").parse().ok(),
        odd: asked.get("state") == "odd",
        from: day.map(|day| day.0),
        until: day.map(|day| day.1),
        within: staff.remit().stores(),
        ..Which::default()
    };
    let words = asked.filter().trim();
    if words.is_empty() {
        return Ok(which);
    }
    if let Some(code) = codes::read(words) {
        let mut db = app.db().read().await?;
        if let Some(order) = orders::by_code(&mut db, staff.shop.org, &code).await? {
            which.order = Some(order.id);
            return Ok(which);
        }
    }
    which.named = Some(words.chars().take(255).collect());
    Ok(which)
}

/// A page of payments, or all of them for a file.
struct Found {
    payments: Vec<Payment>,
    sums: HashMap<PaymentId, Sums>,
    next: Option<String>,
}

async fn found(app: &App, staff: &Staff<ViewOrders>, asked: &List) -> Result<Found> {
    let org = staff.shop.org;
    let which = which(app, staff, asked).await?;
    // A day is looked at whole, so that its sums are of the day.
    let whole = asked.get("csv") == "1" || which.from.is_some();
    let limit = Some(if whole { "200" } else { "50" }.to_owned());
    let mut page = PageRequest { limit, cursor: Some(asked.get("cursor").to_owned()) };
    let mut db = app.db().read().await?;
    let (mut payments, mut sums) = (Vec::new(), HashMap::new());
    loop {
        let some = store::list(&mut db, org, &which, &page).await?;
        sums.extend(store::sums(&mut db, org, &some.items).await?);
        payments.extend(some.items);
        match some.next_cursor {
            Some(more) if whole && payments.len() < MOST_ROWS => page.cursor = Some(more),
            next => return Ok(Found { payments, sums, next }),
        }
    }
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewOrders>,
    RawQuery(query): RawQuery,
) -> Reply {
    let lang = staff.lang();
    let query = query.unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let asked = List::new(lang, "/console/payments").query(query.take(50));
    let found = found(&app, &staff, &asked).await?;
    if asked.get("csv") == "1" {
        return Ok(csv::answer(&staff.shop, &found.payments, &found.sums));
    }
    let asked = asked.next(found.next.clone());
    let main = html! {
        (Head::new(t!(lang, "payments-title")).note(t!(lang, "payments-lead")))
        (tabs(lang, &asked))
        (days(&staff, &asked, app.now()))
        @if let Ok(day) = asked.get("day").parse::<Date>() { (compared(&staff, &found, day)) }
        (table(&staff, &asked, &found, app.now()))
    };
    reply::page(layout::console(&staff.frame(t!(lang, "payments-title")), main))
}

fn tabs(lang: kernel::Lang, list: &List) -> Markup {
    let all = Tabs::new(t!(lang, "orders-state"))
        .tab(list.href("state", ""), t!(lang, "orders-all"))
        .tab(list.href("state", "odd"), t!(lang, "payments-standing-odd"));
    let shown = [
        (PayState::Open, t!(lang, "payments-standing-waiting")),
        (PayState::Paid, t!(lang, "payments-standing-paid")),
        (PayState::Closed, t!(lang, "payments-standing-closed")),
        (PayState::Failed, t!(lang, "payments-standing-failed")),
    ];
    let tabs = shown
        .into_iter()
        .fold(all, |tabs, (state, label)| tabs.tab(list.href("state", state.word()), label));
    maud::Render::render(&tabs.here(list.href("state", list.get("state"))))
}

/// One day beside the next, with a field for any other.
fn days(staff: &Staff<ViewOrders>, list: &List, now: Time) -> Markup {
    let lang = staff.lang();
    let today = now.date(&staff.shop.zone);
    let yesterday = today.saturating_sub(1.day());
    let shown = list.get("day").to_owned();
    html! {
        form.pay-days method="get" action="/console/payments" {
            (Button::link(list.href("day", &today.to_string()), t!(lang, "payments-today-link")))
            (Button::link(list.href("day", &yesterday.to_string()), t!(lang, "payments-yesterday")))
            label { span { (t!(lang, "payments-day")) } input type="date" name="day" value=(shown); }
            (Button::plain(t!(lang, "payments-show-day")))
            @if !shown.is_empty() { (Button::link(list.href("day", ""), t!(lang, "payments-all-days"))) }
        }
    }
}

/// A day's sums, ours and theirs, and the button that asks them again.
fn compared(staff: &Staff<ViewOrders>, found: &Found, day: Date) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let money = |amount: i64| format::money(lang, shop.money(amount));
    let ours: i64 = found.payments.iter().map(|one| kept(one, found)).sum();
    let asked = found.payments.iter().filter(|one| !one.checked.is_empty()).count();
    let theirs: i64 = found.payments.iter().filter_map(said).sum();
    let unknown = found.payments.iter().filter(|one| said(one).is_none()).count();
    let odd = found.payments.iter().filter(|one| !one.trouble.is_empty()).count();
    let of = t!(lang, "payments-asked-of", asked = asked, of = found.payments.len());
    let form = Form::new(lang).prefixed("compare");
    html! {
        div.figures {
            (Figure::new(t!(lang, "payments-ours"), money(ours)))
            (Figure::new(t!(lang, "payments-theirs"), if asked == 0 { "–".to_owned() } else { money(theirs) }).note(of))
            (Figure::new(t!(lang, "payments-differences"), format::number(lang, odd as i64))
                .note(t!(lang, "payments-not-said", count = unknown)))
        }
        @if staff.viewer().may(<RefundPayments as kernel::Permission>::NAME) {
            div.pay-days {
                (form.post("/console/payments/comparisons", &staff.once(), html! {
                    input type="hidden" name="day" value=(day);
                    (Button::plain(t!(lang, "payments-compare")).icon(icons::REPEAT))
                }))
            }
        }
    }
}

/// What of a payment is here by our books: paid, less what went back.
fn kept(payment: &Payment, found: &Found) -> i64 {
    match payment.state {
        PayState::Paid => {
            let done = found.sums.get(&payment.id).map_or(0, |sums| sums.done);
            payment.amount - payment.elsewhere - done
        }
        _ => 0,
    }
}

/// The same as the provider said it; none while they have not.
fn said(payment: &Payment) -> Option<i64> {
    match payment.checked.split_once(' ').unwrap_or((&payment.checked, "")) {
        ("paid", _) => Some(payment.amount),
        ("refunded", amount) => Some(payment.amount - amount.parse().unwrap_or(payment.amount)),
        ("waiting" | "closed" | "failed", _) => Some(0),
        _ => None,
    }
}

fn table(staff: &Staff<ViewOrders>, list: &List, found: &Found, now: Time) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let rows = found.payments.iter().map(|payment| {
        let sums = found.sums.get(&payment.id).copied().unwrap_or_default();
        let back = sums.total() + payment.elsewhere;
        let theirs = match said(payment) {
            Some(amount) => format::amount(lang, shop.money(amount)),
            None => "–".to_owned(),
        };
        Row::new()
            .href(format!("/console/payments/{}", payment.id))
            .cell(format::date_time(lang, payment.created_at, &shop.zone))
            .cell(view::way(lang, &payment.way))
            .cell(view::standing_chip(lang, payment.standing(sums, now)))
            .cell(format::amount(lang, shop.money(payment.amount)))
            .cell(if back == 0 { String::new() } else { format::amount(lang, shop.money(back)) })
            .cell(theirs)
    });
    let empty = Empty::new(icons::WALLET, t!(lang, "payments-none"), t!(lang, "payments-none-why"));
    let render = Table::new(list, t!(lang, "payments-title"))
        .columns([
            Column::new("at", t!(lang, "payments-at")),
            Column::new("way", t!(lang, "payments-way")),
            Column::new("state", t!(lang, "orders-state")),
            Column::new("amount", t!(lang, "orders-amount-in", currency = shop.currency.code()))
                .number(),
            Column::new("back", t!(lang, "payments-back")).number(),
            Column::new("theirs", t!(lang, "payments-theirs")).number(),
        ])
        .rows(rows)
        .filter()
        .csv(list.href("csv", "1"))
        .empty(empty);
    maud::Render::render(&render)
}

async fn compare(State(app): State<App>, staff: Staff<RefundPayments>, input: Input) -> Reply {
    let once = input.once_in(staff.session.id, "payments.compare")?;
    let Ok(day) = input.text("day").parse::<Date>() else {
        return Ok(reply::see_other("/console/payments"));
    };
    let span = span(&staff.shop, day);
    let run = async |tx: &mut ::store::Tx| jobs::compare_now(tx, span);
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/payments?day={day}");
    Ok(reply::see_with(&to, &Toast::good("payments-comparing")))
}
