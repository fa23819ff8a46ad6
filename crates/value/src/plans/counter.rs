//! `/counter/plans`: selling a period at the counter, and taking the sale back.

use axum::extract::{Path, Query, State};
use kernel::{Error, PlanId, PlanTermId, Result};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, Tone, format, icons, layout,
        parts::{Button, Empty, Item, Verdict, Visitor, card, rows},
    },
    reply, t,
};

use super::{
    actions::{NewTerm, buy, undo},
    console::names,
    engine::next,
    model::Plan,
    reading::{Held, held},
    sentences::{self, Names},
    store,
};
use crate::counter::till::{self, Till, desk_of};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/plans", ask)
        .post("/counter/plans", take)
        .get("/counter/plans/{id}", show)
        .post("/counter/plans/{id}/undoing", take_back)
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// The code of the person's card.
    #[serde(default)]
    member: String,
}

/// The address of somebody's membership.
pub fn of(member: &Member) -> String {
    format!("/counter/plans?member={}", member.code)
}

struct Desk {
    member: Member,
    held: Held,
    plans: Vec<Plan>,
    names: Names,
}

async fn desk(app: &App, till: &Till, code: &str) -> Result<Desk> {
    let (mut db, org) = (app.db().read().await?, till.shop.org);
    let member = members::by_code(&mut db, org, code).await?.ok_or(Error::NotFound("member"))?;
    let held = held(&mut db, &till.shop, (member.id, app.now())).await?;
    let plans = store::open(&mut db, org).await?;
    Ok(Desk { member, held, plans, names: names(&mut db, org).await? })
}

async fn ask(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let desk = desk(&app, &till, &asked.member).await?;
    let lang = till.lang();
    let frame = till::frame(&app, &till, t!(lang, "plans-counter")).await?;
    let today = app.now().date(&till.shop.zone);
    let stands = sentences::stands(lang, desk.held.state, desk.held.until);
    let main = html! {
        div.counter-form.stack {
            (Visitor::new(desk.member.name.clone(), stands))
            @if desk.plans.is_empty() {
                (Empty::new(icons::WALLET, t!(lang, "plans-none"), t!(lang, "plans-counter-none")))
            }
            @for plan in &desk.plans { (offered(&till, &desk, plan, today)) }
            p.hint { (t!(lang, "plans-by-hand")) }
            (Button::link(desk_of(&desk.member.code), t!(lang, "counter-new-back")))
        }
    };
    reply::page(layout::counter(&frame, main))
}

/// What it gives, from when to when, what comes back, and one button.
fn offered(till: &Till, desk: &Desk, plan: &Plan, today: jiff::civil::Date) -> Markup {
    let (lang, shop) = (till.lang(), &till.shop);
    let next = next(&desk.held.terms, plan, today);
    let day = |day| format::date_with_year(lang, day);
    let amount = format::money(lang, shop.money(plan.price));
    let form = Form::new(lang);
    let gives = sentences::gives(lang, plan, &desk.names);
    card(
        plan.name.say(lang),
        html! { span.note { (sentences::price(lang, shop, plan)) } },
        html! {
            (rows(gives.into_iter().map(|one| Item::new(one).start(icons::CHECK))))
            p { (t!(lang, "plans-from-to", first = day(next.first), last = day(next.last))) }
            p.hint { (sentences::back(lang, plan)) }
            (form.post("/counter/plans", &till.once(), html! {
                (form.hidden("member", &desk.member.code))
                (form.hidden("plan", &plan.id.to_string()))
                (form.hidden("price", &plan.price.to_string()))
                (Button::primary(if next.renewal { t!(lang, "plans-renew", amount = amount) } else { t!(lang, "plans-buy", amount = amount) }).big())
            }))
            p.once-note { (t!(lang, "counter-undo-note")) }
        },
    )
}

async fn take(State(app): State<App>, till: Till, input: Input) -> Reply {
    let desk = desk(&app, &till, input.text("member")).await?;
    let plan: PlanId = input.text("plan").parse().map_err(|_| Error::NotFound("plan"))?;
    let new = NewTerm {
        plan,
        member: desk.member.id,
        shown: input.text("price").parse().ok(),
        store: Some(till.store),
        staff: Some(till.staff),
    };
    let once = input.once_in(till.session.id, "counter.plans")?;
    let done = app
        .db()
        .write_once(&till.scope, &once, async |tx| buy(tx, new).await.map(|term| term.id))
        .await;
    match done {
        Ok(written) => {
            let id: PlanTermId = written.value.answer;
            Ok(reply::see_other(&format!("/counter/plans/{id}")))
        }
        Err(error) => Ok(till::refused(&app, &till, error, &of(&desk.member)).await?),
    }
}

async fn show(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let id: PlanTermId = id.parse().map_err(|_| Error::NotFound("plan_term"))?;
    let mut db = app.db().read().await?;
    let term = store::term(&mut db, till.shop.org, id).await?;
    if term.store != Some(till.store) {
        return Err(Error::NotFound("plan_term").into());
    }
    let member = members::find(&mut db, till.shop.org, term.member).await?;
    drop(db);
    let (name, code) = member.map_or_else(Default::default, |one| (one.name, one.code));
    let (tone, word) = match term.undone_at {
        Some(_) => (Tone::Warn, t!(lang, "counter-undone")),
        None => (Tone::Good, t!(lang, "plans-taken")),
    };
    let text = t!(
        lang,
        "plans-did",
        name = name,
        plan = term.rule.name.say(lang),
        amount = format::money(lang, till.shop.money(term.rule.price)),
        last = format::date_with_year(lang, term.last)
    );
    let frame = till::frame(&app, &till, word.clone()).await?;
    let next = if code.is_empty() { "/counter".to_owned() } else { desk_of(&code) };
    let inside = html! {
        div.stack {
            (Button::plain(t!(lang, "counter-next")).href(next).big())
            @if term.may_undo(app.now()) {
                form method="post" action={ "/counter/plans/" (term.id) "/undoing" } {
                    input type="hidden" name="once" value=(till.once());
                    (Button::plain(t!(lang, "counter-undo")).icon(icons::UNDO))
                }
            }
        }
    };
    reply::page(layout::counter(&frame, Verdict::new(tone, word, text).then(inside)))
}

async fn take_back(
    State(app): State<App>,
    till: Till,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id: PlanTermId = id.parse().map_err(|_| Error::NotFound("plan_term"))?;
    let once = input.once_in(till.session.id, "counter.plans.undoing")?;
    let at = Some(till.store);
    let run = async |tx: &mut ::store::Tx| {
        let org = tx.org();
        if store::term(tx, org, id).await?.store != at {
            return Err(Error::NotFound("plan_term"));
        }
        undo(tx, id).await.map(drop)
    };
    match app.db().write_once(&till.scope, &once, run).await {
        Ok(_) => Ok(reply::see_other(&format!("/counter/plans/{id}"))),
        Err(error) => Ok(till::refused(&app, &till, error, "/counter").await?),
    }
}
