//! The page behind a join link: one short form, one turn.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{Error, Fields, Result};
use maud::Markup;
use store::Tx;
use web::{
    App, Guest, Input, Reply, Routes, fence,
    kit::Form,
    rates::Door as Rate,
    reply::{self, add_cookie, see_other},
    sessions,
};

use super::{
    actions,
    doors::{self, Door, Shut},
    model::{Join, Joined, Refusal, To, Who},
    view,
};
use crate::{
    links::AskPhone,
    members::{self, ConsentKind, ConsentState, NewMember},
    memberships,
};

pub fn routes() -> Routes {
    Routes::new().get("/{org}/j/{code}", show).post("/{org}/j/{code}", join)
}

fn shut(guest: &Guest, why: Shut) -> Reply {
    let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::NOT_FOUND);
    Ok((status, doors::shut(guest, why)).into_response())
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let link = match doors::link(&app, &guest, &code).await? {
        Ok(link) => link,
        Err(why) => return shut(&guest, why),
    };
    let guest = speak(guest, link.lang);
    let door = match doors::open(&app, &guest, link).await? {
        Ok(door) => door,
        Err(why) => return shut(&guest, why),
    };
    if let Some(stay) = inside(&app, &guest, &door).await? {
        return reply::page(view::inside(&guest, &stay));
    }
    let form = Form::new(guest.lang());
    reply::page(page(&app, &guest, &door, &form).await?)
}

/// Paper in one language opens in it, for those whose phone does not say otherwise.
fn speak(mut guest: Guest, lang: Option<kernel::Lang>) -> Guest {
    guest.ask.chosen = guest.ask.chosen.or(lang);
    guest
}

/// Where a member of this device is already, if it is in this series.
async fn inside(app: &App, guest: &Guest, door: &Door) -> Result<Option<crate::groups::Group>> {
    let Some(member) = guest.member() else { return Ok(None) };
    let mut db = app.db().read().await?;
    let org = guest.shop.org;
    let stays = memberships::open_of_member(&mut db, org, member).await?;
    let elsewhere = door.link.group.is_some() || door.link.store.is_some();
    let stay = stays.into_iter().find(|stay| {
        stay.series == door.series.id
            && (!elsewhere || door.group.as_ref().is_some_and(|group| group.id == stay.group))
    });
    match stay {
        Some(stay) => crate::groups::find(&mut db, org, stay.group).await,
        None => Ok(None),
    }
}

async fn page(app: &App, guest: &Guest, door: &Door, form: &Form) -> Result<Markup> {
    let known = match guest.member() {
        Some(id) => members::find(&mut app.db().read().await?, guest.shop.org, id).await?,
        None => None,
    };
    Ok(view::form(&view::Sheet { guest, door, form, known: known.as_ref() }))
}

async fn join(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let link = match doors::link(&app, &guest, &code).await? {
        Ok(link) => link,
        Err(why) => return shut(&guest, why),
    };
    let guest = speak(guest, link.lang);
    let now = app.now();
    app.rates().take(Rate::Join, &guest.ask.network(), now)?;
    app.rates().take(Rate::Link, &link.id.to_string(), now)?;
    match enter(&app, &guest, &input, link.clone()).await {
        Ok((joined, token)) => welcome(&app, &guest, &joined, token),
        Err(error) if error.is(Refusal::SecondGroup) => {
            Ok((StatusCode::CONFLICT, view::second(&guest, &error)).into_response())
        }
        Err(error) if error.is(crate::groups::Refusal::Full) => shut(&guest, Shut::Full),
        Err(error) => {
            let Error::Invalid(fields) = error else { return Err(error.into()) };
            let series =
                crate::series::require(&mut app.db().read().await?, guest.shop.org, link.series)
                    .await?;
            let door = Door { link, series, group: None };
            reply::wrong(page(&app, &guest, &door, &input.again(guest.lang(), fields)).await?)
        }
    }
}

/// What was typed, as a wish.
fn wish(guest: &Guest, input: &Input, link: crate::links::Link) -> Result<Join> {
    let mut fields = Fields::default();
    let who = match guest.member() {
        Some(member) => Who::Known(member),
        None => {
            let new = NewMember::read(&mut fields, members::typed(input, &guest.shop.country));
            if link.ask_phone == AskPhone::Required && input.text("phone").trim().is_empty() {
                fields.push(kernel::FieldError::new("phone", "required"));
            }
            if !input.ticked("membership") {
                fields.push(kernel::FieldError::new("membership", "agree_first"));
            }
            let messages =
                if input.ticked("messages") { ConsentState::Given } else { ConsentState::NotAsked };
            let agreed =
                [(ConsentKind::Membership, ConsentState::Given), (ConsentKind::Messages, messages)];
            // Tags, notes and birthday are no fields of this form: what was sent for them is not
            // the person's to set here.
            let new = NewMember { tags: Vec::new(), notes: String::new(), ..new };
            let new = NewMember { lang: Some(guest.lang()), ..new };
            Who::Typed(new.agreed("join", &agreed))
        }
    };
    fields.check(Join {
        near: doors::near(input),
        answer: input.text("answer").to_owned(),
        receipt: input.text("receipt").to_owned(),
        ..Join::new(who, To::Link(Box::new(link)))
    })
}

/// Joins in one turn, with the device's session; a form sent twice finds its first answer and gets
/// a session of its own.
async fn enter(
    app: &App,
    guest: &Guest,
    input: &Input,
    link: crate::links::Link,
) -> Result<(Joined, Option<String>)> {
    let key = input.once(&guest.shop.slug, &format!("join/{}", link.code))?;
    let wish = wish(guest, input, link)?;
    let device = guest.ask.device.clone();
    let fresh = guest.member().is_none();
    let mut token = None;
    let done = app
        .db()
        .write_once(&guest.scope(), &key, async |tx| {
            let joined = actions::join(tx, wish).await?;
            if fresh {
                token = Some(session(tx, &joined, &device).await?);
            }
            Ok(joined)
        })
        .await?
        .value;
    let joined = done.answer;
    if fresh && done.repeated {
        let again = async |tx: &mut Tx| session(tx, &joined, &device).await;
        token = Some(app.db().write(&guest.scope(), again).await?.value);
    }
    Ok((joined, token))
}

async fn session(tx: &mut Tx, joined: &Joined, device: &str) -> Result<String> {
    let claimed = sessions::Opening::member(joined.member, device);
    let opening = if joined.proven { claimed.proven() } else { claimed };
    sessions::open(tx, opening).await
}

/// To the page after joining, with the device's cookie. It reads the same whether or not the number
/// was known.
fn welcome(app: &App, guest: &Guest, joined: &Joined, token: Option<String>) -> Reply {
    let place = match (joined.membership, joined.application) {
        (Some(id), _) => format!("/welcome/{id}"),
        (None, Some(id)) => format!("/applications/{id}"),
        (None, None) => String::new(),
    };
    let mut response = see_other(&guest.shop.href(&place));
    if let Some(token) = token {
        let cookie =
            fence::session_cookie(app, sessions::Kind::Member, &guest.shop.href(""), &token);
        add_cookie(&mut response, &cookie);
    }
    Ok(response)
}
