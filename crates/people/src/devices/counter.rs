//! On the device itself: entering the pairing code, and the PIN that says who stands there.

use axum::{
    extract::{Query, State},
    response::Response,
};
use kernel::{Error, FieldError, Fields, Scope, StaffId};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Ask, Input, Reply, Routes, Toast, fence,
    kit::{
        Form, Frame, Stands, format, icons, layout, links,
        parts::{self, Button, Empty, Head},
    },
    rates::Door,
    reply::{self, add_cookie, see_other, see_with},
    sessions::Kind,
    t,
    who::Till,
};

use super::{
    actions,
    model::{Refusal, Right, Tried},
    store as rows,
};
use crate::{staff, stores};

pub fn routes() -> Routes {
    Routes::new()
        .get("/counter/pairing", pairing_page)
        .post("/counter/pairing", pair)
        .get("/counter/pin", pin_page)
        .post("/counter/pin", enter)
        .post("/counter/locking", lock)
}

#[derive(Deserialize, Default)]
struct Coded {
    #[serde(default)]
    code: String,
}

async fn pairing_page(State(app): State<App>, ask: Ask, Query(query): Query<Coded>) -> Reply {
    let code: String = staff::digits(&query.code).chars().take(6).collect();
    let form = Form::new(ask.lang()).or_default("code", code);
    reply::page(pairing_view(&app, &ask, &form))
}

fn pairing_view(app: &App, ask: &Ask, form: &Form) -> Markup {
    let lang = ask.lang();
    let fields = html! {
        (form.number("code", t!(lang, "devices-code")).hint(t!(lang, "devices-code-hint")).autocomplete("one-time-code").max(12).large().autofocus())
        div.actions { (Button::primary(t!(lang, "devices-pair-do")).big()) }
    };
    let once = app.world().chance.code(20);
    layout::plain(
        &ask.frame().titled(t!(lang, "devices-pair")),
        html! {
            (Head::new(t!(lang, "devices-pairing")).note(t!(lang, "devices-pairing-lead")))
            (form.post("/counter/pairing", &once, fields))
        },
    )
}

async fn pair(State(app): State<App>, ask: Ask, input: Input) -> Reply {
    app.rates().take(Door::Code, &format!("pairing {}", ask.network()), app.now())?;
    let code = staff::digits(input.text("code"));
    let waiting = rows::waiting(&mut app.db().read().await?, &code, app.now()).await?;
    let written = match waiting {
        None => Err(Refusal::WrongCode.into()),
        Some(pairing) => {
            let scope = Scope::system(pairing.org);
            let device = ask.device.as_str();
            app.db().write(&scope, async |tx| actions::pair(tx, &pairing, device).await).await
        }
    };
    match written {
        Ok(written) => {
            let mut response = see_other("/counter/pin");
            let cookie = fence::session_cookie(&app, Kind::Counter, "/counter", &written.value);
            add_cookie(&mut response, &cookie);
            Ok(response)
        }
        Err(error) if error.is(Refusal::WrongCode) => {
            let mut fields = Fields::default();
            fields.push(FieldError::new("code", "pairing_wrong"));
            reply::wrong(pairing_view(&app, &ask, &input.again(ask.lang(), fields)))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, Default)]
struct Whose {
    #[serde(default)]
    who: String,
}

type MaybeTill = Result<Till, reply::Fail>;

/// A device that is not paired is sent to where it can be.
fn unpaired(fail: reply::Fail) -> Reply {
    match fail.0 {
        Error::Unauthenticated | Error::NotFound(_) => Ok(see_other("/counter/pairing")),
        error => Err(error.into()),
    }
}

/// What the PIN page shows.
struct Faces {
    place: String,
    people: Vec<(StaffId, String)>,
}

async fn faces(app: &App, till: &Till) -> kernel::Result<Faces> {
    let org = till.shop.org;
    let mut db = app.db().read().await?;
    let device = rows::require(&mut db, org, till.session.device_id()).await?;
    let store = stores::require(&mut db, org, till.store).await?;
    let people = staff::entry::with_pin(&mut db, org, till.store).await?;
    let people = people.into_iter().map(|(id, name, ..)| (id, name)).collect();
    Ok(Faces { place: format!("{} · {}", store.name, device.name), people })
}

fn frame(till: &Till, faces: &Faces, title: String) -> Frame {
    let mut frame = till.ask.frame_in(&till.shop).titled(title);
    frame.place.clone_from(&faces.place);
    frame.stands = Some(Stands::Nobody);
    frame
}

async fn pin_page(State(app): State<App>, till: MaybeTill, Query(whose): Query<Whose>) -> Reply {
    let till = match till {
        Ok(till) => till,
        Err(fail) => return unpaired(fail),
    };
    let faces = match faces(&app, &till).await {
        Ok(faces) => faces,
        Err(error) => return unpaired(error.into()),
    };
    let chosen = faces.people.iter().find(|(id, _)| id.to_string() == whose.who);
    let lang = till.ask.lang_in(&till.shop);
    match chosen {
        Some((id, name)) => reply::page(keypad(&app, &till, &faces, (*id, name), &Form::new(lang))),
        None => reply::page(everybody(&app, &till, &faces)),
    }
}

fn everybody(app: &App, till: &Till, faces: &Faces) -> Markup {
    let lang = till.ask.lang_in(&till.shop);
    let once = app.world().chance.code(20);
    let body = html! {
        h1 { (t!(lang, "devices-who")) }
        @if faces.people.is_empty() {
            (Empty::new(icons::PEOPLE, t!(lang, "devices-nobody"), t!(lang, "devices-nobody-why")))
        } @else {
            ul.faces {
                @for (id, name) in &faces.people {
                    li {
                        a.face href=(links::with_query("/counter/pin", [("who", id.to_string().as_str())])) {
                            (parts::avatar(name)) span { (name) }
                        }
                    }
                }
            }
        }
        @if till.session.staff.is_some() {
            (Form::new(lang).post("/counter/locking", &once, html! {
                div.actions {
                    (Button::link("/counter", t!(lang, "devices-back-as", name = till.session.name.as_str())).big())
                    (Button::quiet(t!(lang, "devices-lock-now")).icon(icons::LOCK))
                }
            }))
        }
    };
    layout::counter(&frame(till, faces, t!(lang, "devices-who")), body)
}

fn keypad(app: &App, till: &Till, faces: &Faces, who: (StaffId, &str), form: &Form) -> Markup {
    let lang = till.ask.lang_in(&till.shop);
    let once = app.world().chance.code(20);
    let fields = html! {
        (form.hidden("who", &who.0.to_string()))
        pin-pad data-clear=(t!(lang, "devices-clear")) {
            (form.password("pin", t!(lang, "devices-pin")).autocomplete("off").max(6).large().autofocus())
        }
        div.actions {
            (Button::primary(t!(lang, "devices-enter")).big())
            (Button::link("/counter/pin", t!(lang, "devices-other")))
        }
    };
    let body = html! {
        header.who { (parts::avatar(who.1)) div { h1 { (who.1) } p { (t!(lang, "devices-pin-lead")) } } }
        (form.post("/counter/pin", &once, fields))
    };
    layout::counter(&frame(till, faces, who.1.to_owned()), body)
}

async fn enter(State(app): State<App>, till: MaybeTill, input: Input) -> Reply {
    let till = match till {
        Ok(till) => till,
        Err(fail) => return unpaired(fail),
    };
    app.rates().take(Door::Code, &format!("pin {}", till.session.id), app.now())?;
    let faces = faces(&app, &till).await?;
    let chosen = faces.people.iter().find(|(id, _)| id.to_string() == input.text("who"));
    // Somebody without a PIN here looks like nobody at all.
    let Some((id, name)) = chosen else { return Err(Error::NotFound("staff").into()) };
    let (org, id) = (till.shop.org, *id);
    let device = till.session.device_id();
    let pin = staff::digits(input.text("pin"));
    let hash = staff::pin_hash(&mut app.db().read().await?, org, id).await?;
    let sized = (4..=6).contains(&pin.len());
    let same = sized && staff::secrets::verify(&pin, hash.as_ref()).await?;
    let right = if same { Right::Yes } else { Right::No };
    let session = till.session.id;
    let tried = app
        .db()
        .write(&till.scope(), async |tx| actions::enter(tx, session, device, id, right).await)
        .await?
        .value;
    let lang = till.ask.lang_in(&till.shop);
    let mut fields = Fields::default();
    match tried {
        Tried::Right => return Ok(see_other("/counter")),
        Tried::Wrong { left } => {
            fields.push(FieldError::new("pin", "pin_wrong").with("left", left));
        }
        Tried::Locked { until } => {
            let wait = format::from_now(lang, until, app.now());
            fields.push(FieldError::new("pin", "pin_locked").with("wait", wait));
        }
    }
    let form = Form::again(lang, [("x", "")], fields);
    reply::wrong(keypad(&app, &till, &faces, (id, name), &form))
}

async fn lock(State(app): State<App>, till: MaybeTill) -> Result<Response, reply::Fail> {
    let till = match till {
        Ok(till) => till,
        Err(fail) => return unpaired(fail),
    };
    let session = till.session.id;
    app.db().write(&till.scope(), async |tx| actions::lock(tx, session).await).await?;
    Ok(see_with("/counter/pin", &Toast::good("devices-locked")))
}

/// Where a counter stands, in words, for its pages.
pub async fn place(
    app: &App,
    till: &web::Counter<kernel::permission::WorkCounter>,
) -> kernel::Result<String> {
    let mut db = app.db().read().await?;
    let device = rows::require(&mut db, till.shop.org, till.session.device_id()).await?;
    let store = stores::require(&mut db, till.shop.org, till.store).await?;
    Ok(format!("{} · {}", store.name, device.name))
}
