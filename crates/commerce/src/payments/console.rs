//! `/console/payments/{id}`: one payment, what the provider told, what went back, and what to do where it
//! does not add up.

use axum::extract::{Path, State};
use kernel::{
    Error, Fields, PaymentId, Permission as _, Result,
    permission::{RefundPayments, ViewOrders},
};
use maud::{Markup, html};
use value::codes;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, format, icons, layout,
        parts::{self, Button, Figure, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    actions,
    model::{Back, Message, Payment, REASON_MAX, Sums, WRONG_AMOUNT},
    store, view,
};
use crate::orders;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/payments/{id}", show)
        .post("/console/payments/{id}/refunds", refund)
        .post("/console/payments/{id}/resolution", resolve)
}

/// A payment with all that its page shows.
struct Seen {
    payment: Payment,
    backs: Vec<Back>,
    messages: Vec<Message>,
    code: String,
}

/// The payment, if it is of a store of theirs.
async fn required<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<Seen> {
    let id: PaymentId = id.parse().map_err(|_| Error::NotFound("payment"))?;
    let (mut db, org) = (app.db().read().await?, staff.shop.org);
    let payment = store::require(&mut db, org, id).await?;
    if !staff.remit().spans_store(Some(payment.store)) {
        return Err(Error::NotFound("payment"));
    }
    let backs = store::backs(&mut db, org, id).await?;
    let messages = store::messages(&mut db, org, id).await?;
    let code = orders::require(&mut db, org, payment.order).await?.code;
    Ok(Seen { payment, backs, messages, code })
}

async fn show(State(app): State<App>, staff: Staff<ViewOrders>, Path(id): Path<String>) -> Reply {
    let seen = required(&app, &staff, &id).await?;
    let form = Form::new(staff.lang());
    reply::page(page(&app, &staff, (&seen, &form)))
}

fn page<P>(app: &App, staff: &Staff<P>, (seen, form): (&Seen, &Form)) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let Seen { payment, backs, messages, code } = seen;
    let sums = Sums::of(backs);
    let standing = payment.standing(sums, app.now());
    let at = |time| format::date_time(lang, time, &shop.zone);
    let money = |amount: i64| format::money(lang, shop.money(amount));
    let paid = payment
        .paid_at
        .map_or_else(String::new, |time| t!(lang, "payments-paid-at", at = at(time)));
    let asked = match payment.checked_at {
        Some(time) => t!(lang, "payments-asked-at", at = at(time)),
        None => String::new(),
    };
    let title = money(payment.amount);
    let mine = staff.role.may(RefundPayments::NAME);
    let main = html! {
        (Head::new(title.clone()).back("/console/payments", &t!(lang, "payments-title"))
            .note(t!(lang, "payments-sentence", way = view::way(lang, &payment.way), at = at(payment.created_at)))
            .aside(view::standing_chip(lang, standing)))
        @if !payment.trouble.is_empty() { (trouble(staff, seen, form)) }
        div.figures {
            (Figure::new(t!(lang, "orders-amount"), money(payment.amount)).note(paid))
            (Figure::new(t!(lang, "payments-back"), money(sums.total() + payment.elsewhere)))
            (Figure::new(t!(lang, "payments-theirs"), theirs(lang, &payment.checked)).note(asked))
        }
        div.columns {
            div {
                (card(&t!(lang, "payments-back"), "", html! {
                    @if backs.is_empty() { p.nothing { (t!(lang, "payments-back-none")) } }
                    (rows(backs.iter().map(|one| view::back(lang, shop, one))))
                }))
                @if mine && payment.left(sums) > 0 && payment.trouble != WRONG_AMOUNT { (giving_back(staff, seen, form)) }
            }
            div {
                (card(&t!(lang, "payments-order"), "", rows([Item::new(codes::shown(code)).start(icons::PACKAGE)
                    .href(format!("/console/orders/{}", payment.order))])))
                (card(&t!(lang, "payments-provider"), "", html! {
                    p { code { (payment.theirs.as_deref().unwrap_or("–")) } }
                    p { code { (payment.id) } }
                    (rows(messages.iter().map(|one| Item::new(theirs(lang, &one.said)).note(at(one.heard_at)))))
                }))
            }
        }
        (parts::history(&staff.viewer(), payment.id))
    };
    layout::console(&staff.frame(title), main)
}

/// A provider's word, in the reader's language.
fn theirs(lang: kernel::Lang, word: &str) -> String {
    match word.split_once(' ').unwrap_or((word, "")) {
        ("paid", _) => t!(lang, "payments-said-paid"),
        ("refunded", _) => t!(lang, "payments-said-refunded"),
        ("waiting", _) => t!(lang, "payments-said-waiting"),
        ("closed", _) => t!(lang, "payments-said-closed"),
        ("failed", _) => t!(lang, "payments-said-failed"),
        ("refund", "done") => t!(lang, "payments-said-refund-done"),
        ("refund", "failed") => t!(lang, "payments-said-refund-failed"),
        ("refund", _) => t!(lang, "payments-said-refund-waiting"),
        _ => t!(lang, "payments-said-nothing"),
    }
}

/// What does not add up, what to do, and the way to say that it was done.
fn trouble<P>(staff: &Staff<P>, seen: &Seen, form: &Form) -> Markup {
    let (lang, payment) = (staff.lang(), &seen.payment);
    let (what, advice) = view::trouble(lang, &payment.trouble);
    let said = payment.said.map(|said| format::money(lang, staff.shop.money(said)));
    let form = form.clone().prefixed("resolve");
    card(
        &what,
        view::standing_chip(lang, super::Standing::Odd),
        html! {
            @if let Some(said) = said { p { (t!(lang, "payments-said-amount", amount = said)) } }
            p { (advice) }
            @if staff.role.may(RefundPayments::NAME) {
                (form.post(&format!("/console/payments/{}/resolution", payment.id), &staff.once(), html! {
                    (form.text("reason", t!(lang, "payments-resolve-what")).max(REASON_MAX))
                    (Button::plain(t!(lang, "payments-resolve")))
                }))
            }
        },
    )
}

fn giving_back<P>(staff: &Staff<P>, seen: &Seen, form: &Form) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let left = format::money(lang, shop.money(seen.payment.left(Sums::of(&seen.backs))));
    let form = form.clone().prefixed("refund");
    card(
        &t!(lang, "payments-give-back"),
        "",
        html! {
            (form.post(&format!("/console/payments/{}/refunds", seen.payment.id), &staff.once(), html! {
                (form.summary())
                (form.money("amount", t!(lang, "orders-amount"), shop.currency)
                    .hint(t!(lang, "payments-left", amount = left)))
                (form.text("reason", t!(lang, "orders-reason")).max(REASON_MAX)
                    .hint(t!(lang, "payments-reason-hint")))
                (Button::danger(t!(lang, "payments-give-back")))
            }))
        },
    )
}

async fn refund(
    State(app): State<App>,
    staff: Staff<RefundPayments>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let seen = required(&app, &staff, &id).await?;
    let id = seen.payment.id;
    let once = input.once_in(staff.session.id, "payments.refund")?;
    let mut fields = Fields::default();
    let amount = input.money(&mut fields, "amount", staff.shop.currency);
    let reason = input.text("reason").to_owned();
    let checked = fields.check(());
    let run = async |tx: &mut ::store::Tx| actions::refund(tx, id, amount, &reason).await;
    let done = match checked {
        Ok(()) => app.db().write_once(&staff.scope, &once, run).await.map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let to = format!("/console/payments/{id}");
            Ok(reply::see_with(&to, &Toast::good("payments-giving-back")))
        }
        Err(error) => reply::or_form(error, |fields| {
            page(&app, &staff, (&seen, &input.again(staff.lang(), fields)))
        }),
    }
}

async fn resolve(
    State(app): State<App>,
    staff: Staff<RefundPayments>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let seen = required(&app, &staff, &id).await?;
    let id = seen.payment.id;
    let once = input.once_in(staff.session.id, "payments.resolve")?;
    let reason = input.text("reason").to_owned();
    let run = async |tx: &mut ::store::Tx| actions::resolve(tx, id, &reason).await;
    match app.db().write_once(&staff.scope, &once, run).await {
        Ok(_) => {
            let to = format!("/console/payments/{id}");
            Ok(reply::see_with(&to, &Toast::good("payments-resolved")))
        }
        Err(error) => reply::or_form(error, |fields| {
            page(&app, &staff, (&seen, &input.again(staff.lang(), fields)))
        }),
    }
}
