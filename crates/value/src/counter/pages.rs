//! The page itself: what was typed, who it is, and recording it.

use axum::extract::{Query, State};
use kernel::{Error, FieldError, Fields, MemberId, OperationId, Result};
use maud::{Markup, html};
use people::members;
use serde::Deserialize;
use web::{
    App, Input, Place, Reply, Routes, Viewer,
    kit::{Form, layout},
    pieces, reply, t,
};

use crate::codes;

use super::{
    actions::{Submit, perform},
    find::{Found, desk, find},
    lines,
    till::{self, Till, desk_of},
    view::{self, Marks},
};
use crate::kept;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/counter", show).post("/counter/operations", record)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let lang = till.lang();
    let found = find(&mut app.db().read().await?, &till.shop, &asked.q, app.now()).await?;
    if matches!(found, Found::Nobody)
        && let Some(code) = codes::read(&asked.q)
    {
        for finder in app.codes() {
            if let Some(to) = (finder.look)(&app, till.shop.org, &code).await? {
                return Ok(reply::see_other(&to));
            }
        }
    }
    let more = match &found {
        Found::One(member, _) => more(&app, &till, member.id).await?,
        _ => Vec::new(),
    };
    let mut db = app.db().read().await?;
    let main = match &found {
        Found::Nothing => view::waiting(lang),
        Found::Nobody => view::nobody(lang),
        Found::Several(members) => view::several(lang, members),
        Found::Returning(code, member) => {
            view::returning(lang, &till.once(), code, member.as_deref())
        }
        Found::Bought(purchase) => {
            return Ok(reply::see_other(&format!("/counter/purchases/{purchase}")));
        }
        Found::One(member, scanned) => {
            let desk =
                desk(&mut db, &till.shop, (till.store, till.staff), (**member).clone(), app.now())
                    .await?;
            let scanned = scanned.map(|id| id.to_string());
            let marks = marks(&app, &till);
            let desk = (&desk, more.as_slice());
            view::desk(&till.shop, &Form::new(lang), &marks, desk, scanned.as_deref())
        }
    };
    drop(db);
    // The page of a person has the field in its own place.
    let typed = (!matches!(found, Found::One(..))).then_some(asked.q.as_str());
    reply::page(around(&app, &till, typed, &main).await?)
}

/// What other rooms have to do with whoever stands there.
async fn more(app: &App, till: &Till, member: MemberId) -> Result<Vec<Markup>> {
    let viewer = Viewer {
        shop: till.shop.clone(),
        lang: till.lang(),
        scope: till.scope.clone(),
        role: Some(till.role),
        subject: Some(member.uuid()),
    };
    pieces::draw(app, Place::CounterDesk, &viewer).await
}

fn marks(app: &App, till: &Till) -> Marks {
    Marks { once: till.once(), kept: kept::model::fresh(&*app.world().chance) }
}

async fn around(app: &App, till: &Till, typed: Option<&str>, main: &Markup) -> Result<Markup> {
    let lang = till.lang();
    let frame = till::frame(app, till, t!(lang, "counter-title")).await?;
    let foot = till::foot(app, till).await?;
    Ok(layout::counter(
        &frame,
        html! {
            @if let Some(typed) = typed { (till::field(lang, typed)) }
            (main)
            (foot)
        },
    ))
}

/// What the form said; wrong fields are named.
fn read(till: &Till, input: &Input) -> Result<Submit> {
    let member: MemberId = input.text("member").parse().map_err(|_| Error::NotFound("member"))?;
    let only_visit = input.text("only") == "visit";
    let mut fields = Fields::default();
    let amount = if only_visit {
        None
    } else {
        input.optional_money(&mut fields, "amount", till.shop.currency)
    };
    let text = |name: &str| input.text(name).to_owned();
    let (amount, lines) = if only_visit {
        (None, Vec::new())
    } else {
        lines::read(&text, &till.shop, (amount, &mut fields))
    };
    let points = input.text("points").parse().ok().filter(|_| !only_visit);
    let from_wallet = input.ticked("wallet") && !only_visit;
    if (points.is_some() || from_wallet) && amount.is_none() && fields.is_empty() {
        fields.push(FieldError::new("amount", "required"));
    }
    let ticked = |name| input.all(name).filter(|_| !only_visit);
    let vouchers = ticked("voucher").map(str::parse).collect::<std::result::Result<_, _>>();
    let cards = ticked("card").map(str::parse).collect::<std::result::Result<_, _>>();
    fields.check(Submit {
        member,
        store: till.store,
        staff: till.staff,
        device: till.session.device_id(),
        vouchers: vouchers.map_err(|_| Error::NotFound("voucher"))?,
        cards: cards.map_err(|_| Error::NotFound("stamp_card"))?,
        amount,
        lines,
        points,
        from_wallet,
        kept: input.text("kept").parse().ok(),
    })
}

async fn record(State(app): State<App>, till: Till, input: Input) -> Reply {
    let submit = match read(&till, &input) {
        Ok(submit) => submit,
        Err(Error::Invalid(fields)) => return again(&app, &till, &input, fields).await,
        Err(other) => return Err(other.into()),
    };
    let (member, once) = (submit.member, input.once_in(till.session.id, "counter.operations")?);
    let done = app.db().write_once(&till.scope, &once, async |tx| perform(tx, submit).await).await;
    match done {
        Ok(written) => {
            let id: OperationId = written.value.answer;
            Ok(reply::see_other(&format!("/counter/operations/{id}")))
        }
        Err(Error::Invalid(fields)) => again(&app, &till, &input, fields).await,
        Err(error) => {
            let found = members::find(&mut app.db().read().await?, till.shop.org, member).await?;
            let back = found.map_or_else(|| "/counter".to_owned(), |member| desk_of(&member.code));
            Ok(till::refused(&app, &till, error, &back).await?)
        }
    }
}

/// The same page with what was typed and what was wrong.
async fn again(app: &App, till: &Till, input: &Input, fields: Fields) -> Reply {
    let member: MemberId = input.text("member").parse().map_err(|_| Error::NotFound("member"))?;
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, till.shop.org, member).await?;
    let desk = desk(&mut db, &till.shop, (till.store, till.staff), member, app.now()).await?;
    drop(db);
    let form = input.again(till.lang(), fields);
    let more = more(app, till, desk.member.id).await?;
    let main = view::desk(&till.shop, &form, &marks(app, till), (&desk, &more), None);
    reply::wrong(around(app, till, None, &main).await?)
        .map(axum::response::IntoResponse::into_response)
}
