//! On the counter itself: the page for when the network is away, the worker that shows it, and telling
//! what was kept.

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::IntoResponse as _,
};
use kernel::{Error, FieldError, KeptId, Lang, Money, Result, StampCardId, Time};
use people::stores;
use serde::{Deserialize, Serialize};
use web::{
    App, Body, Reply, Routes,
    kit::{assets, words},
    reply,
    who::Till,
};

use super::{
    actions::{Took, take},
    model::{MOST, MOST_CARDS, NewKept, Refusal},
    passes, view,
};
use crate::purchases::Source;

pub fn routes() -> Routes {
    Routes::new()
        .get("/counter/offline", show)
        .get("/counter/worker.js", worker)
        .post("/counter/kept", tell)
}

/// The device has this page before it needs it, so it says nothing of anybody.
async fn show(State(app): State<App>, till: Till) -> Reply {
    let lang = till.lang();
    let store = stores::find(&mut app.db().read().await?, till.shop.org, till.store).await?;
    let mut frame = till.ask.frame_in(&till.shop).titled(web::t!(lang, "kept-title"));
    frame.place = store.map_or_else(String::new, |store| store.name);
    reply::page(view::page(&frame, &till.shop))
}

/// A worker's address is its name, so it is served without a hash; it may answer for `/counter` itself.
async fn worker() -> Reply {
    let script = assets::href("offline.js").trim_start_matches("/assets/");
    let script = assets::find(script).ok_or(Error::NotFound("page"))?;
    let headers = [
        (header::CONTENT_TYPE, script.content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("service-worker-allowed"), "/counter"),
    ];
    Ok((headers, script.body).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Telling {
    operations: Vec<Told>,
}

/// An operation as a device keeps it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: KeptId,
    #[serde(default)]
    who: String,
    /// As typed; empty for a visit.
    #[serde(default)]
    amount: String,
    /// Milliseconds since 1970, by the device's clock.
    at: i64,
    #[serde(default)]
    cards: Option<Vec<StampCardId>>,
    #[serde(default)]
    pass: String,
}

#[derive(Debug, Serialize)]
struct Answers {
    items: Vec<Answer>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: String,
    /// `done`, `already` or `refused`.
    state: &'static str,
    code: Option<&'static str>,
    /// Why not, in the device's language.
    why: Option<String>,
}

/// Each is decided by itself. What broke is nobody's refusal: then nothing is answered, and the device
/// tells all of it again.
async fn tell(State(app): State<App>, till: Till, body: Body<Telling>) -> Reply {
    let told = body.value.operations;
    if told.len() > MOST {
        return Err(FieldError::new("operations", "too_many").with("max", MOST as i64).into());
    }
    let mut items = Vec::with_capacity(told.len());
    for one in told {
        let id = one.id.to_string();
        let took = take_one(&app, &till, one).await;
        items.push(answered(till.lang(), id, took)?);
    }
    reply::json(&Answers { items })
}

async fn take_one(app: &App, till: &Till, told: Told) -> Result<Took> {
    let at = Time::from_micros(told.at.saturating_mul(1000));
    let here = (till.shop.org, till.session.id);
    let pass = passes::read(&mut app.db().read().await?, here, &told.pass).await?;
    let pass = pass.filter(|pass| at <= pass.until()).ok_or(Refusal::NoPass)?;
    if told.cards.as_ref().is_some_and(|cards| cards.len() > MOST_CARDS) {
        return Err(FieldError::new("cards", "too_many").with("max", MOST_CARDS as i64).into());
    }
    let new = NewKept {
        id: told.id,
        store: till.store,
        staff: Some(pass.staff),
        device: Some(till.session.device_id()),
        amount: amount(till, &told.amount)?,
        who: told.who,
        at,
        cards: told.cards,
        source: Source::Counter,
    };
    let scope = till.scope_of(pass.staff);
    Ok(app.db().write(&scope, async |tx| take(tx, new).await).await?.value)
}

fn amount(till: &Till, typed: &str) -> Result<Option<i64>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let currency = till.shop.currency;
    let money = Money::parse(typed, currency);
    let money = money.map_err(|wrong| wrong.at("amount", typed, currency))?;
    Ok(Some(money.amount))
}

fn answered(lang: Lang, id: String, took: Result<Took>) -> Result<Answer> {
    let no = |error: &Error, why: String| Answer {
        id: id.clone(),
        state: "refused",
        code: Some(error.code()),
        why: Some(why),
    };
    match took {
        Ok(Took { before: true, .. }) => Ok(Answer { id, state: "already", code: None, why: None }),
        Ok(Took { .. }) => Ok(Answer { id, state: "done", code: None, why: None }),
        Err(error) => match &error {
            Error::Invalid(fields) => {
                let why = fields.iter().map(|field| words::field_error(lang, field));
                Ok(no(&error, why.collect::<Vec<_>>().join(" ")))
            }
            Error::Refused(_) | Error::NotFound(_) | Error::Malformed(_) => {
                Ok(no(&error, words::error(lang, &error)))
            }
            _ => Err(error),
        },
    }
}
