//! `/console/wallets/{member}/refunds`: principal is paid out, and what it takes is said before.

use axum::extract::{Path, Query, State};
use kernel::{Error, Fields, Money, Result, permission::RefundWallets};
use maud::{Markup, html};
use people::members::Member;
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, format, layout,
        parts::{Button, Head, card, facts},
        words,
    },
    reply, t,
};

use super::{
    actions::{self, NewRefund, quote, refundable},
    console::{blank, visible},
    fold::Split,
    model::{Plan, Refusal, Wallet},
    store, words as said,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/wallets/{member}/refunds", ask)
        .post("/console/wallets/{member}/refunds", pay_out)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    amount: Option<String>,
}

/// Whose wallet, how much is in it, and how much of it could go.
struct Desk {
    member: Member,
    wallet: Wallet,
    plan: Plan,
    most: i64,
}

async fn desk(app: &App, staff: &Staff<RefundWallets>, id: &str) -> Result<Desk> {
    let (member, org) = (visible(app, staff, id).await?, staff.shop.org);
    let mut db = app.db().read().await?;
    let wallet = store::wallet(&mut db, org, member.id).await?;
    let most = refundable(&mut db, org, &wallet, app.now()).await?;
    Ok(Desk { plan: store::plan(&mut db, org).await?, member, wallet, most })
}

/// What paying so much out would take, or why it cannot be.
fn quoted(desk: &Desk, amount: i64) -> Result<Split> {
    let split = quote(&desk.plan, desk.wallet.balance, amount)?;
    if amount > desk.most { Err(Refusal::NotRefundable.into()) } else { Ok(split) }
}

async fn ask(
    State(app): State<App>,
    staff: Staff<RefundWallets>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let desk = desk(&app, &staff, &id).await?;
    let Some(typed) = asked.amount.as_deref() else {
        return reply::page(asking(&staff, &desk, &blank(&staff), None));
    };
    let read = match Money::parse(typed, staff.shop.currency) {
        Ok(money) => quoted(&desk, money.amount),
        Err(wrong) => Err(wrong.at("amount", typed, staff.shop.currency).into()),
    };
    match read {
        Ok(split) => reply::page(confirming(&staff, &desk, split)),
        Err(error) => again(&staff, &desk, typed, error),
    }
}

/// The form with what was typed and what was wrong, a rule's no included.
fn again(staff: &Staff<RefundWallets>, desk: &Desk, typed: &str, error: Error) -> Reply {
    let lang = staff.lang();
    let (fields, no) = match error {
        Error::Invalid(fields) => (fields, None),
        refused @ Error::Refused(_) => (Fields::default(), Some(words::error(lang, &refused))),
        other => return Err(other.into()),
    };
    let form = Form::again(lang, [("amount", typed)], fields);
    reply::wrong(asking(staff, desk, &form, no))
}

fn money(staff: &Staff<RefundWallets>, amount: i64) -> String {
    format::money(staff.lang(), staff.shop.money(amount))
}

fn page(staff: &Staff<RefundWallets>, desk: &Desk, inside: Markup) -> Markup {
    let lang = staff.lang();
    let title = t!(lang, "wallets-refund-of", name = desk.member.name.as_str());
    let back = format!("/console/members/{}", desk.member.id);
    let main = html! {
        (Head::new(title.clone()).back(&back, &desk.member.name).note(t!(lang, "wallets-members-read", rule = said::refund_rule(lang, &desk.plan))))
        (inside)
    };
    layout::console(&staff.frame(title), main)
}

fn asking(staff: &Staff<RefundWallets>, desk: &Desk, form: &Form, no: Option<String>) -> Markup {
    let (lang, balance) = (staff.lang(), desk.wallet.balance);
    let field = form
        .money("amount", t!(lang, "wallets-refund-amount"), staff.shop.currency)
        .hint(t!(lang, "wallets-refund-most", most = money(staff, desk.most)));
    let inside = html! {
        (facts([
            (t!(lang, "wallets-principal"), html! { span.num { (money(staff, balance.principal)) } }),
            (t!(lang, "wallets-bonus"), html! { span.num { (money(staff, balance.bonus)) } }),
        ]))
        form.form method="get" action={ "/console/wallets/" (desk.member.id) "/refunds" } novalidate {
            @if let Some(no) = no { p.note role="alert" { (no) } }
            (form.summary())
            (field)
            div.actions { (Button::primary(t!(lang, "wallets-look"))) }
        }
    };
    page(staff, desk, card(&t!(lang, "wallets-refund"), "", inside))
}

fn confirming(staff: &Staff<RefundWallets>, desk: &Desk, split: Split) -> Markup {
    let (lang, form) = (staff.lang(), blank(staff));
    let left = desk.wallet.balance.minus(split);
    let (out, gone) = (money(staff, split.principal), money(staff, split.bonus));
    let action = format!("/console/wallets/{}/refunds", desk.member.id);
    let fields = html! {
        (form.hidden("amount", &staff.shop.money(split.principal).plain()))
        (form.hidden("bonus", &split.bonus.to_string()))
        (facts([
            (t!(lang, "wallets-goes-out"), html! { strong.num { (out) } }),
            (t!(lang, "wallets-goes-lost"), html! { strong.num { (gone) } }),
            (t!(lang, "wallets-stays"), html! { span.num { (money(staff, left.total())) } }),
        ]))
        div.actions {
            (Button::danger(t!(lang, "wallets-refund-yes", amount = out.clone())))
            (Button::link(action.clone(), t!(lang, "wallets-other-amount")))
        }
    };
    page(
        staff,
        desk,
        card(&t!(lang, "wallets-refund"), "", form.post(&action, &staff.once(), fields)),
    )
}

async fn pay_out(
    State(app): State<App>,
    staff: Staff<RefundWallets>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let desk = desk(&app, &staff, &id).await?;
    let mut fields = Fields::default();
    let amount = input.money(&mut fields, "amount", staff.shop.currency);
    let new = NewRefund {
        member: desk.member.id,
        amount,
        shown: input.text("bonus").parse().ok(),
        store: None,
        staff: Some(staff.id()),
    };
    let once = input.once_in(staff.session.id, "wallets.refunds")?;
    let done = match fields.check(()) {
        Ok(()) => {
            let run = async |tx: &mut ::store::Tx| actions::refund(tx, new).await.map(drop);
            app.db().write_once(&staff.scope, &once, run).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => {
            let toast = Toast::good("wallets-refunded").with("amount", money(&staff, amount));
            Ok(reply::see_with(&format!("/console/members/{}", desk.member.id), &toast))
        }
        Err(error) => again(&staff, &desk, input.text("amount"), error),
    }
}
