//! Taking goods back at the counter: what comes back, what it comes to, done.

use axum::extract::{Path, Query, State};
use kernel::{Error, Fields, PurchaseId, Result, ReturnId, permission::ReturnPurchases};
use maud::Markup;
use people::members;
use web::{
    App, Counter, Input, Reply, Routes,
    kit::{Form, Tone, layout, parts::Verdict},
    reply, t,
};

use super::{
    actions::{Sold, open, preview, take},
    model::{NewReturn, Wanted},
    store,
    view::{self, Asked},
};
use crate::counter::till;

type Till = Counter<ReturnPurchases>;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/purchases/{id}", ask)
        .post("/counter/returns", confirm)
        .get("/counter/returns/{id}", done)
}

type Typed = Vec<(String, String)>;

fn value<'t>(typed: &'t Typed, name: &str) -> &'t str {
    typed.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}

/// What was typed: pieces of lines, or an amount. None when nothing was typed yet.
fn wanted(till: &Till, sold: &Sold, typed: &Typed) -> Result<Option<Wanted>> {
    let mut fields = Fields::default();
    let mut wanted = Wanted::default();
    let by_amount = sold.lines.iter().any(|line| line.by_amount);
    if by_amount {
        let amount = value(typed, "amount");
        if amount.is_empty() {
            return Ok(None);
        }
        match kernel::Money::parse(amount, till.shop.currency) {
            Ok(money) => wanted.amount = Some(money.amount),
            Err(error) => fields.push(error.at("amount", amount, till.shop.currency)),
        }
        return fields.check(Some(wanted));
    }
    for line in 1..=sold.lines.len() {
        let name = format!("lines.{line}");
        match value(typed, &name) {
            "" => {}
            pieces => wanted.pieces.push((line, pieces.parse().unwrap_or(-1))),
        }
    }
    Ok((!wanted.pieces.is_empty()).then_some(wanted))
}

async fn ask(
    State(app): State<App>,
    till: Till,
    Path(id): Path<String>,
    Query(typed): Query<Typed>,
) -> Reply {
    let lang = till.lang();
    let id: PurchaseId = id.parse().map_err(|_| Error::NotFound("purchase"))?;
    let mut db = app.db().read().await?;
    let sold = open(&mut db, till.shop.org, id).await?;
    let buyer = match sold.purchase.member {
        Some(member) => members::find(&mut db, till.shop.org, member).await?,
        None => None,
    };
    let mut form = Form::filled(lang, typed.clone());
    let mut outcome = None;
    match wanted(&till, &sold, &typed) {
        Ok(None) => {}
        Ok(Some(wanted)) => match preview(&mut db, &till.shop, &sold, (&wanted, app.now())).await {
            Ok(found) => outcome = Some(found),
            Err(Error::Invalid(fields)) => form = Form::again(lang, typed.clone(), fields),
            Err(error) => return Err(error.into()),
        },
        Err(Error::Invalid(fields)) => form = Form::again(lang, typed.clone(), fields),
        Err(error) => return Err(error.into()),
    }
    drop(db);
    let money = by_itself(&app, &till, id).await?;
    let frame = till::frame(&app, &till, t!(lang, "returns-title")).await?;
    let once = till.once();
    let asked = Asked {
        shop: &till.shop,
        sold: &sold,
        buyer: buyer.as_ref(),
        outcome: outcome.as_ref(),
        typed: &typed,
        money: &money,
        now: app.now(),
    };
    reply::page(layout::counter(&frame, view::ask(&form, &once, &asked)))
}

/// How the money goes back where it does not come out of the till.
async fn by_itself(app: &App, till: &Till, purchase: PurchaseId) -> Result<Vec<Markup>> {
    let viewer = till.viewer().about(purchase);
    web::pieces::draw(app, web::Place::ReturnMoney, &viewer).await
}

async fn confirm(State(app): State<App>, till: Till, input: Input) -> Reply {
    let id: PurchaseId = input.text("purchase").parse().map_err(|_| Error::NotFound("purchase"))?;
    let back = format!("/counter/purchases/{id}");
    let sold = open(&mut app.db().read().await?, till.shop.org, id).await?;
    let lines = (1..=sold.lines.len()).map(|line| format!("lines.{line}"));
    let typed: Typed = std::iter::once("amount".to_owned())
        .chain(lines)
        .map(|name| (name.clone(), input.text(&name).to_owned()))
        .collect();
    let wanted = match wanted(&till, &sold, &typed) {
        Ok(wanted) => wanted.unwrap_or_default(),
        Err(error) => return Ok(till::refused(&app, &till, error, &back).await?),
    };
    let once = input.once_in(till.session.id, "returns.take")?;
    let new = NewReturn {
        purchase: id,
        store: till.store,
        staff: Some(till.staff),
        wanted,
        reason: input.text("reason").to_owned(),
    };
    let taken = app
        .db()
        .write_once(&till.scope, &once, async |tx| take(tx, new).await.map(|done| done.id))
        .await;
    match taken {
        Ok(written) => {
            let id: ReturnId = written.value.answer;
            Ok(reply::see_other(&format!("/counter/returns/{id}")))
        }
        Err(error) => Ok(till::refused(&app, &till, error, &back).await?),
    }
}

async fn done(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let id: ReturnId = id.parse().map_err(|_| Error::NotFound("return"))?;
    let returned = store::require(&mut app.db().read().await?, till.shop.org, id).await?;
    let money = by_itself(&app, &till, returned.purchase).await?;
    let text = view::done(lang, &till.shop, &returned, &money);
    let frame = till::frame(&app, &till, t!(lang, "returns-done")).await?;
    let verdict = Verdict::new(Tone::Good, t!(lang, "returns-done"), text);
    reply::page(till::verdict(&frame, verdict, "/counter"))
}
