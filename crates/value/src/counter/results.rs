//! What an operation did, filling the screen; and taking it back.

use axum::extract::{Path, State};
use kernel::{Error, OperationId};
use web::{
    App, Input, Reply, Routes,
    kit::{Tone, parts::Verdict},
    reply, t,
};

use super::{
    actions::undo,
    store,
    till::{self, Till, said},
};
use crate::codes;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/counter/operations/{id}", show).post("/counter/undos", take_back)
}

async fn show(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let id: OperationId = id.parse().map_err(|_| Error::NotFound("operation"))?;
    let operation = store::require(&mut app.db().read().await?, till.shop.org, id).await?;
    if operation.store != till.store {
        return Err(Error::NotFound("operation").into());
    }
    let (name, code) = till::name_of(&app, &operation, &till.shop).await?;
    let done = &operation.done;
    let (tone, word) = match operation.undone_at {
        Some(_) => (Tone::Warn, t!(lang, "counter-undone")),
        None if !done.handed.is_empty() => (Tone::Good, t!(lang, "counter-given")),
        None if done.stamps.iter().any(|stamp| stamp.voucher.is_some()) => {
            (Tone::Good, t!(lang, "counter-full"))
        }
        None if !done.stamps.is_empty() => (Tone::Good, t!(lang, "counter-stamped")),
        None if done.purchase.is_some() => (Tone::Good, t!(lang, "counter-recorded")),
        None => (Tone::Good, t!(lang, "counter-welcome")),
    };
    let mut text = t!(lang, "counter-did", name = name, what = said(lang, &till.shop, done));
    if let Some(gift) = done.filled.first() {
        text.push(' ');
        text.push_str(&t!(lang, "counter-filled-gift", gift = gift.say(lang)));
    }
    if let Some(receipt) = &done.receipt {
        text.push(' ');
        text.push_str(&t!(lang, "counter-receipt", code = codes::shown(receipt)));
    }
    let next = if operation.undone_at.is_some() { till::desk_of(&code) } else { "/counter".into() };
    let frame = till::frame(&app, &till, word.clone()).await?;
    reply::page(till::verdict(&frame, Verdict::new(tone, word, text), &next))
}

async fn take_back(State(app): State<App>, till: Till, input: Input) -> Reply {
    let id: OperationId =
        input.text("operation").parse().map_err(|_| Error::NotFound("operation"))?;
    let once = input.once_in(till.session.id, "counter.undos")?;
    let at = till.store;
    let undone = app
        .db()
        .write_once(&till.scope, &once, async |tx| undo(tx, id, at).await.map(|_| ()))
        .await;
    match undone {
        Ok(_) => Ok(reply::see_other(&format!("/counter/operations/{id}"))),
        Err(error) => Ok(till::refused(&app, &till, error, "/counter").await?),
    }
}
