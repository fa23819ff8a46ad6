//! `/{org}/return/links/{key}`: the page behind a link that came by e-mail.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use maud::html;
use web::{
    App, Guest, Reply, Routes, fence,
    kit::{
        Form, icons, layout,
        parts::{Button, Empty, Head},
    },
    rates::Door as Rate,
    reply::{self, add_cookie},
    sessions::Kind,
    t, wanted,
};

use super::opened::{self, Done, Purpose};

pub fn routes() -> Routes {
    Routes::new().get("/{org}/return/links/{key}", ask).post("/{org}/return/links/{key}", open)
}

/// The words of a purpose.
const fn words(purpose: Purpose) -> [&'static str; 3] {
    match purpose {
        Purpose::Return => ["joining-link-title", "joining-link-why", "joining-answer-do"],
        Purpose::Confirm => ["joining-confirm-title", "joining-confirm-why", "joining-confirm-do"],
    }
}

/// Looks and asks for a tap; nothing is used up by looking.
async fn ask(
    State(app): State<App>,
    guest: Guest,
    Path((_, key)): Path<(String, String)>,
) -> Reply {
    app.rates().take(Rate::Code, &guest.ask.network(), app.now())?;
    let mut db = app.db().read().await?;
    let Some(link) = opened::look(&mut db, guest.shop.org, &key, app.now()).await? else {
        return over(&guest);
    };
    let lang = guest.lang();
    let [title, why, does] = words(link.purpose);
    let title = t!(lang, title);
    let path = guest.shop.href(&format!("/return/links/{key}"));
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, why)))
        (Form::new(lang).post(&path, &guest.once(), Button::primary(t!(lang, does)).big()))
    };
    reply::page(layout::plain(&guest.frame(title), main))
}

async fn open(
    State(app): State<App>,
    guest: Guest,
    Path((_, key)): Path<(String, String)>,
) -> Reply {
    app.rates().take(Rate::Code, &guest.ask.network(), app.now())?;
    let device = guest.ask.device.clone();
    let done = app
        .db()
        .write(&guest.scope(), async |tx| opened::open(tx, &key, &device).await)
        .await?
        .value;
    match done {
        None => over(&guest),
        Some(Done::Back(token)) => {
            let home = guest.shop.href("");
            let mut response = wanted::go_on(&guest);
            add_cookie(&mut response, &fence::session_cookie(&app, Kind::Member, &home, &token));
            Ok(response)
        }
        Some(Done::Confirmed) => {
            let lang = guest.lang();
            let (title, why) = (t!(lang, "joining-confirmed"), t!(lang, "joining-confirmed-why"));
            let empty = Empty::new(icons::GOOD, title, why)
                .action(guest.shop.href(""), t!(lang, "joining-home"));
            reply::page(layout::alone(guest.frame(""), empty))
        }
    }
}

/// Used, late, or mangled on its way: what to do instead.
fn over(guest: &Guest) -> Reply {
    let lang = guest.lang();
    let (title, why) = (t!(lang, "joining-link-over"), t!(lang, "joining-link-over-why"));
    let empty = Empty::new(icons::QR, title, why)
        .action(guest.shop.href("/return"), t!(lang, "joining-link-again"));
    Ok((StatusCode::NOT_FOUND, layout::alone(guest.frame(""), empty)).into_response())
}
