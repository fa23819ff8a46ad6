//! `/{org}/return`: a member on a device that does not know them.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use kernel::{Error, FieldError, Result};
use maud::{Markup, html};
use store::Tx;
use web::{
    App, Guest, Input, Reply, Routes, fence,
    kit::{
        Form, layout,
        parts::{Button, Head},
    },
    rates::Door as Rate,
    reply::{self, add_cookie, see_other},
    sessions::{self, Kind},
    t, wanted,
};

use super::{letters, returns, view};
use crate::members::{self, proof};

pub fn routes() -> Routes {
    Routes::new()
        .get("/{org}/return", ask)
        .post("/{org}/return", begin)
        .post("/{org}/return/code", code)
        .post("/{org}/return/message", message)
        .get("/{org}/return/answer", asked)
        .post("/{org}/return/answer", answer)
        .get("/{org}/return/codes/{code}", shown)
}

fn page(app: &App, guest: &Guest, form: &Form) -> Markup {
    let lang = guest.lang();
    let counter = if proof::sending(app.db().registry()).is_empty() {
        "joining-return-counter-only"
    } else {
        "joining-return-counter"
    };
    let title = t!(lang, "joining-return-title");
    let fields = html! {
        (form.text("who", t!(lang, "joining-return-who")).max(254).hint(t!(lang, "joining-return-hint")).autofocus())
        (Button::primary(t!(lang, "joining-return-do")).big())
    };
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "joining-return-why")))
        (form.post(&guest.shop.href("/return"), &guest.once(), fields))
        p.hint { (t!(lang, counter)) }
    };
    layout::plain(&guest.frame(title), main)
}

async fn ask(State(app): State<App>, guest: Guest) -> Reply {
    if guest.member().is_some() {
        return Ok(wanted::go_on(&guest));
    }
    reply::page(page(&app, &guest, &Form::new(guest.lang())))
}

async fn begin(State(app): State<App>, guest: Guest, input: Input) -> Reply {
    let who = kernel::text::line(input.text("who"));
    app.rates().take(Rate::Code, &guest.device_key(), app.now())?;
    if who.is_empty() || who.len() > 300 {
        let mut fields = kernel::Fields::default();
        fields.push(FieldError::new("who", "required"));
        return reply::wrong(page(&app, &guest, &input.again(guest.lang(), fields)));
    }
    app.rates().take(Rate::Code, &format!("{}/{who}", guest.shop.slug), app.now())?;
    let (org, country) = (guest.shop.org, guest.shop.country.clone());
    let device = guest.ask.device.clone();
    // Outside the turn: reading a number by the world's numbering plans takes its time.
    let member = returns::recognize(&mut app.db().read().await?, org, &who, &country).await?;
    let begin = async |tx: &mut Tx| returns::begin(tx, member.as_ref(), &device).await;
    let begun = app.db().write(&guest.scope(), begin).await?.value;
    let mut response = see_other(&guest.shop.href(&format!("/return/codes/{}", begun.code)));
    if let Some(token) = begun.token {
        let cookie = fence::session_cookie(&app, Kind::Member, &guest.shop.href(""), &token);
        add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// The device's session, which must be there and unproven.
fn device(guest: &Guest) -> Result<&sessions::Session> {
    guest.session.as_ref().ok_or(Error::Unauthenticated)
}

/// A fresh code for a device that has a session already.
async fn code(State(app): State<App>, guest: Guest) -> Reply {
    let session = device(&guest)?;
    app.rates().take(Rate::Code, &guest.device_key(), app.now())?;
    let member = Some(session.member()).filter(|id| !id.uuid().is_nil());
    let id = session.id;
    let code =
        app.db().write(&guest.scope(), async |tx| returns::show(tx, id, member).await).await?.value;
    Ok(see_other(&guest.shop.href(&format!("/return/codes/{code}"))))
}

/// Shows the code and looks every few seconds whether the counter has said yes.
async fn shown(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    if guest.member().is_some() {
        return Ok(wanted::go_on(&guest));
    }
    device(&guest)?;
    let code = members::model::code(&code);
    if code.len() != returns::CODE_LEN {
        return Err(Error::NotFound("page").into());
    }
    let mut main = view::shown(&guest, &code)?;
    if !proof::sending(app.db().registry()).is_empty() {
        main = html! { (main) (messages(&app, &guest)) };
    }
    let mut response = main.into_response();
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("4"));
    Ok(response)
}

/// Buttons for the ways by message that this shop has; the same for everybody.
fn messages(app: &App, guest: &Guest) -> Markup {
    let lang = guest.lang();
    let form = Form::new(lang);
    html! {
        @for way in proof::sending(app.db().registry()) {
            (form.post(&guest.shop.href("/return/message"), &guest.once(), html! {
                (form.hidden("way", way.word()))
                (Button::quiet(t!(lang, &format!("joining-by-{}", way.word()))))
            }))
        }
    }
}

async fn message(State(app): State<App>, guest: Guest, input: Input) -> Reply {
    let session = device(&guest)?;
    app.rates().take(Rate::Code, &guest.device_key(), app.now())?;
    let way: proof::Way =
        input.text("way").parse().map_err(|()| FieldError::new("way", "choice_invalid"))?;
    app.rates().take(Rate::Code, &guest.ask.network(), app.now())?;
    let (id, subject) = (session.id, session.member());
    // Who was sent enough is sent no more; the page says the same, for it must not tell that there
    // is such a person.
    let answer = see_other(&guest.shop.href("/return/answer"));
    if app.rates().take(Rate::Send, &subject.to_string(), app.now()).is_err() {
        return Ok(answer);
    }
    let wording = letters::Wording { lang: guest.lang(), base: app.url(&guest.shop.href("")) };
    app.db()
        .write(&guest.scope(), async |tx| {
            let org = tx.org();
            let member = members::find(tx, org, subject).await?;
            returns::send(tx, way, id, member.as_ref(), &wording).await
        })
        .await?;
    Ok(answer)
}

fn answer_page(guest: &Guest, form: &Form) -> Markup {
    let lang = guest.lang();
    let title = t!(lang, "joining-answer-title");
    let fields = html! {
        (form.text("code", t!(lang, "joining-answer-code")).max(12).autocomplete("one-time-code").large().autofocus())
        (Button::primary(t!(lang, "joining-answer-do")).big())
    };
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "joining-answer-why")))
        (form.post(&guest.shop.href("/return/answer"), &guest.once(), fields))
        // Said to everybody, whether or not anything was sent: it tells nothing about anybody.
        p.hint { (t!(lang, "joining-answer-none")) }
        (Form::new(lang).post(&guest.shop.href("/return/code"), &guest.once(), Button::quiet(t!(lang, "joining-answer-back"))))
    };
    layout::plain(&guest.frame(title), main)
}

async fn asked(guest: Guest) -> Reply {
    device(&guest)?;
    reply::page(answer_page(&guest, &Form::new(guest.lang())))
}

async fn answer(State(app): State<App>, guest: Guest, input: Input) -> Reply {
    let session = device(&guest)?.id;
    app.rates().take(Rate::Code, &guest.device_key(), app.now())?;
    let typed: String = input.text("code").chars().take(40).collect();
    let proven = app
        .db()
        .write(&guest.scope(), async |tx| returns::answer(tx, session, &typed).await)
        .await?
        .value;
    if proven.is_some() {
        return Ok(wanted::go_on(&guest));
    }
    let mut fields = kernel::Fields::default();
    fields.push(FieldError::new("code", "return_code_wrong"));
    reply::wrong(answer_page(&guest, &input.again(guest.lang(), fields)))
}
