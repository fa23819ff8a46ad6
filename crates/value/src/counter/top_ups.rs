//! Topping a wallet up: the amount, what it brings, one big button, and taking it back.

use axum::extract::{Path, Query, State};
use kernel::{Error, Fields, Lang, Money, Result, TopUpId};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Shop,
    kit::{
        Form, Tone, format, icons, layout,
        parts::{Button, Offer, Verdict, Visitor, wedge},
    },
    reply, t,
};

use super::till::{self, Till, desk_of};
use crate::wallets::{
    self, Plan, Split,
    actions::{NewTopUp, may_top_up, may_undo, require_top_up, top_up, undo_top_up},
    fold::Deed,
    model::Act,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/top-ups", ask)
        .post("/counter/top-ups", take)
        .get("/counter/top-ups/{id}", show)
        .post("/counter/top-ups/{id}/undoing", take_back)
}

/// Whose wallet, and how much.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The code of the person's card.
    #[serde(default)]
    member: String,
    #[serde(default)]
    amount: Option<String>,
}

/// Everything that the page of a top-up knows.
struct Desk {
    member: Member,
    plan: Plan,
    balance: Split,
}

async fn desk(app: &App, till: &Till, code: &str) -> Result<Desk> {
    let (mut db, org) = (app.db().read().await?, till.shop.org);
    let code = members::model::code(code);
    let member = members::by_code(&mut db, org, &code).await?.ok_or(Error::NotFound("member"))?;
    let balance = wallets::wallet(&mut db, org, member.id).await?.balance;
    Ok(Desk { plan: wallets::plan(&mut db, org).await?, member, balance })
}

fn money(till: &Till, amount: i64) -> String {
    format::money(till.lang(), till.shop.money(amount))
}

/// The bonus that this amount would bring, or why not.
fn bonus(till: &Till, desk: &Desk, amount: i64) -> Result<i64> {
    let plain = |amount| till.shop.money(amount).plain();
    may_top_up(&desk.plan, &desk.member, desk.balance, amount, &plain)
}

/// What a way to pay money in asks for, and the page that answers it.
async fn ask(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let desk = desk(&app, &till, &asked.member).await?;
    let Some(typed) = asked.amount.as_deref() else {
        return reply::page(asking(&app, &till, &desk, &Form::new(till.lang())).await?);
    };
    let read = match Money::parse(typed, till.shop.currency) {
        Ok(money) => bonus(&till, &desk, money.amount).map(|bonus| (money.amount, bonus)),
        Err(wrong) => Err(wrong.at("amount", typed, till.shop.currency).into()),
    };
    match read {
        Ok((amount, bonus)) => {
            let brought = Split { principal: amount, bonus };
            reply::page(confirming(&app, &till, &desk, brought).await?)
        }
        Err(Error::Invalid(fields)) => {
            let form = Form::again(till.lang(), [("amount", typed)], fields);
            reply::wrong(asking(&app, &till, &desk, &form).await?)
        }
        Err(error) => Ok(till::refused(&app, &till, error, &of(&desk.member)).await?),
    }
}

/// The address of somebody's top-up.
pub fn of(member: &Member) -> String {
    format!("/counter/top-ups?member={}", member.code)
}

/// The person, what the wallet has, and the field for the amount.
async fn asking(app: &App, till: &Till, desk: &Desk, form: &Form) -> Result<Markup> {
    let lang = till.lang();
    let field = form.money("amount", t!(lang, "wallets-amount"), till.shop.currency).large();
    let picks = desk.plan.bonuses.iter().map(|bonus| bonus.from);
    let picks = picks.filter(|from| (desk.plan.least..=desk.plan.most).contains(from)).take(4);
    let inside = html! {
        @if desk.plan.state == crate::gifts::State::Closed {
            p { (t!(lang, "refusal-wallets-closed")) }
        } @else {
            form.card method="get" action="/counter/top-ups" novalidate {
                input type="hidden" name="member" value=(desk.member.code);
                (field)
                (form.summary())
                (Button::primary(t!(lang, "wallets-look")).big())
            }
            div.actions {
                @for from in picks {
                    @let bonus = desk.plan.bonus_of(from);
                    (Button::plain(t!(lang, "wallets-pick", amount = money(till, from), bonus = money(till, bonus)))
                        .href(format!("{}&amount={}", of(&desk.member), till.shop.money(from).plain())))
                }
            }
        }
        p.hint { (wallets::refund_rule(lang, &desk.plan)) }
    };
    page(app, till, desk, inside).await
}

/// What the money would bring, before anything is done.
async fn confirming(app: &App, till: &Till, desk: &Desk, brought: Split) -> Result<Markup> {
    let (lang, form) = (till.lang(), Form::new(till.lang()));
    let after = desk.balance.plus(brought);
    let fields = html! {
        (form.hidden("member", &desk.member.code))
        (form.hidden("amount", &till.shop.money(brought.principal).plain()))
        (form.hidden("bonus", &brought.bonus.to_string()))
        p.earns { span { (t!(lang, "wallets-takes")) } span.num { (money(till, brought.principal)) } }
        p.earns { span { (t!(lang, "wallets-adds")) } span.num { (money(till, brought.bonus)) } }
        p.earns { strong { (t!(lang, "wallets-then")) } strong.num { (money(till, after.total())) } }
        (Button::primary(t!(lang, "wallets-take", amount = money(till, brought.principal))).big())
        (Button::link(of(&desk.member), t!(lang, "wallets-other-amount")))
        p.once-note { (t!(lang, "counter-undo-note")) }
    };
    let inside = html! {
        div.card { (form.post("/counter/top-ups", &till.once(), fields)) }
        p.hint { (wallets::refund_rule(lang, &desk.plan)) }
    };
    page(app, till, desk, inside).await
}

async fn page(app: &App, till: &Till, desk: &Desk, inside: Markup) -> Result<Markup> {
    let lang = till.lang();
    let frame = till::frame(app, till, t!(lang, "wallets-top-up")).await?;
    let has = t!(lang, "wallets-has", amount = money(till, desk.balance.total()));
    Ok(layout::counter(
        &frame,
        html! {
            div.counter-form.stack {
                (Visitor::new(desk.member.name.clone(), has))
                (inside)
                (Button::link(desk_of(&desk.member.code), t!(lang, "counter-new-back")))
            }
        },
    ))
}

async fn take(State(app): State<App>, till: Till, input: Input) -> Reply {
    let desk = desk(&app, &till, input.text("member")).await?;
    let mut fields = Fields::default();
    let amount = input.money(&mut fields, "amount", till.shop.currency);
    let new = NewTopUp {
        member: desk.member.id,
        amount,
        shown: input.text("bonus").parse().ok(),
        store: Some(till.store),
        staff: Some(till.staff),
    };
    let once = input.once_in(till.session.id, "counter.top_ups")?;
    let done = match fields.check(()) {
        Ok(()) => {
            let run = async |tx: &mut ::store::Tx| {
                top_up(tx, new).await.map(|act| TopUpId::from_uuid(act.id))
            };
            app.db().write_once(&till.scope, &once, run).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(written) => Ok(reply::see_other(&format!("/counter/top-ups/{}", written.value.answer))),
        Err(Error::Invalid(fields)) => {
            let form = input.again(till.lang(), fields);
            reply::wrong(asking(&app, &till, &desk, &form).await?)
        }
        Err(error) => Ok(till::refused(&app, &till, error, &of(&desk.member)).await?),
    }
}

/// A top-up of this store; another's is not there.
async fn found(app: &App, till: &Till, id: &str) -> Result<(TopUpId, Act)> {
    let id: TopUpId = id.parse().map_err(|_| Error::NotFound("top_up"))?;
    let act = require_top_up(&mut app.db().read().await?, till.shop.org, id).await?;
    if act.store == Some(till.store) { Ok((id, act)) } else { Err(Error::NotFound("top_up")) }
}

async fn show(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let (id, act) = found(&app, &till, &id).await?;
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, till.shop.org, act.member).await?;
    let balance = wallets::wallet(&mut db, till.shop.org, act.member).await?.balance;
    drop(db);
    let Deed::TopUp(brought) = act.deed else { return Err(Error::NotFound("top_up").into()) };
    let (tone, word) = match act.undone_at {
        Some(_) => (Tone::Warn, t!(lang, "counter-undone")),
        None => (Tone::Good, t!(lang, "wallets-topped-up")),
    };
    let text = t!(
        lang,
        "wallets-did",
        name = member.name.as_str(),
        amount = money(&till, brought.principal),
        bonus = money(&till, brought.bonus),
        total = money(&till, balance.total()),
    );
    let frame = till::frame(&app, &till, word.clone()).await?;
    let next = html! {
        div.stack {
            (Button::plain(t!(lang, "counter-next")).href("/counter").big())
            @if may_undo(&act, app.now()).is_ok() {
                form method="post" action={ "/counter/top-ups/" (id) "/undoing" } {
                    input type="hidden" name="once" value=(till.once());
                    (Button::plain(t!(lang, "counter-undo")).icon(icons::UNDO))
                }
            }
        }
    };
    reply::page(layout::counter(
        &frame,
        html! {
            (wedge("/counter", &t!(lang, "counter-field"), ""))
            (Verdict::new(tone, word, text).then(next))
        },
    ))
}

async fn take_back(
    State(app): State<App>,
    till: Till,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (id, act) = found(&app, &till, &id).await?;
    let once = input.once_in(till.session.id, "counter.top_ups.undoing")?;
    let at = Some(till.store);
    let run = async |tx: &mut ::store::Tx| undo_top_up(tx, id, at).await.map(drop);
    match app.db().write_once(&till.scope, &once, run).await {
        Ok(_) => Ok(reply::see_other(&format!("/counter/top-ups/{id}"))),
        Err(error) => {
            let mut db = app.db().read().await?;
            let member = members::find(&mut db, till.shop.org, act.member).await?;
            drop(db);
            let back = member.map_or_else(|| "/counter".into(), |one| desk_of(&one.code));
            Ok(till::refused(&app, &till, error, &back).await?)
        }
    }
}

/// The wallet's line among what applies: never ticked by itself, because whose money it is says so.
pub fn offer(form: &Form, shop: &Shop, balance: Split) -> Option<Offer> {
    let lang = form.lang;
    (balance.total() > 0).then(|| {
        let has = format::money(lang, shop.money(balance.total()));
        let offer = Offer::new("wallet", "on", t!(lang, "wallets-pay")).aside(t!(
            lang,
            "wallets-pay-has",
            amount = has
        ));
        if form.has("wallet", "on") { offer.checked() } else { offer }
    })
}

/// "38.50 (12.00 from the wallet, 26.50 to collect)".
pub fn paid_said(lang: Lang, shop: &Shop, (whole, paid): (i64, i64)) -> String {
    let money = |amount| format::amount(lang, shop.money(amount));
    match whole - paid {
        ..=0 => t!(lang, "wallets-paid-whole", whole = money(whole)),
        due => {
            t!(
                lang,
                "wallets-paid-part",
                whole = money(whole),
                paid = money(paid),
                due = money(due)
            )
        }
    }
}
