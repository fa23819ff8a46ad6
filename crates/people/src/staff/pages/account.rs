//! One's own account: password, second step, where one is signed in.

use axum::extract::{Path, State};
use kernel::{Error, FieldError, Fields, SessionId, permission::UseConsole};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, Tone, format, icons, layout, live,
        parts::{self, Button, Confirm, Head, Item, chip},
        qr,
    },
    rates::Door,
    reply::{self, see_with},
    sessions::{self, Kind, Session},
    t,
};

use crate::staff::{
    actions, entry, model,
    model::{Person, Refusal},
    secrets, store as rows, totp, view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/account", page)
        .post("/console/account/password", password)
        .get("/console/account/second-step", second)
        .post("/console/account/second-step", turn_on)
        .post("/console/account/second-step/removal", turn_off)
        .post("/console/account/recovery-codes", new_codes)
        .post("/console/account/sessions/{id}/closing", close)
        .post("/console/account/sessions/closing", close_others)
}

struct Seen {
    person: Person,
    sessions: Vec<Session>,
    codes: i64,
}

async fn look(app: &App, staff: &Staff<UseConsole>) -> kernel::Result<Seen> {
    let (org, id) = (staff.shop.org, staff.id());
    let mut db = app.db().read().await?;
    Ok(Seen {
        person: rows::require(&mut db, org, id).await?,
        sessions: sessions::list(&mut db, org, Kind::Staff, id.uuid(), app.now()).await?,
        codes: entry::codes_left(&mut db, org, id).await?,
    })
}

async fn page(State(app): State<App>, staff: Staff<UseConsole>) -> Reply {
    let seen = look(&app, &staff).await?;
    reply::page(draw(&app, &staff, &seen, &Form::new(staff.lang())))
}

fn draw(app: &App, staff: &Staff<UseConsole>, seen: &Seen, form: &Form) -> Markup {
    let lang = staff.lang();
    let person = &seen.person;
    let frame = staff.frame(t!(lang, "staff-account"));
    let body = html! {
        (Head::new(person.name.as_str()).note(t!(lang, "staff-account-lead",
            role = view::role_name(lang, person.role), email = person.email.as_deref().unwrap_or("–"))))
        (second_card(staff, seen))
        (password_card(staff, form))
        (sessions_card(app, staff, seen))
        (parts::card(&t!(lang, "language"), html! {}, html! {
            p { (t!(lang, "staff-language-why")) }
            (layout::languages(&frame))
        }))
    };
    layout::console(&frame, body)
}

fn password_card(staff: &Staff<UseConsole>, form: &Form) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.password("password", t!(lang, "staff-password-current")).autocomplete("current-password"))
        (form.password("new_password", t!(lang, "staff-password-new")).hint(t!(lang, "staff-password-hint")).autocomplete("new-password"))
        div.actions { (Button::plain(t!(lang, "staff-password-change"))) }
    };
    parts::card(
        &t!(lang, "staff-password"),
        html! {},
        form.post("/console/account/password", &staff.once(), fields),
    )
}

fn second_card(staff: &Staff<UseConsole>, seen: &Seen) -> Markup {
    let lang = staff.lang();
    let ask = Form::new(lang).prefixed("off");
    let codes = Form::new(lang).prefixed("codes");
    parts::card(
        &t!(lang, "staff-second"),
        html! {
            @if seen.person.has_totp { (chip(Tone::Good, &t!(lang, "staff-second-is-on"))) }
            @else { (chip(Tone::Plain, &t!(lang, "staff-second-is-off"))) }
        },
        html! {
            @if seen.person.has_totp {
                p { (t!(lang, "staff-codes-left", codes = seen.codes)) }
                (codes.post("/console/account/recovery-codes", &staff.once(), html! {
                    (codes.password("password", t!(lang, "staff-password-current")).autocomplete("current-password"))
                    div.actions { (Button::plain(t!(lang, "staff-codes-new"))) }
                }))
                (Confirm::new(lang, t!(lang, "staff-second-off"), t!(lang, "staff-second-off-own"))
                    .loses(t!(lang, "staff-second-off-own-loses"))
                    .post("/console/account/second-step/removal", staff.once())
                    .fields(ask.password("password", t!(lang, "staff-password-current")).autocomplete("current-password")))
            } @else {
                p { (t!(lang, "staff-second-why")) }
                (Button::link("/console/account/second-step", t!(lang, "staff-second-set-up")))
            }
        },
    )
}

fn sessions_card(app: &App, staff: &Staff<UseConsole>, seen: &Seen) -> Markup {
    let lang = staff.lang();
    let items = seen.sessions.iter().map(|session| {
        let when = format::from_now(lang, session.seen_at, app.now());
        let name = if session.device.is_empty() { t!(lang, "staff-some-device") } else { session.device.clone() };
        let here = session.id == staff.session.id;
        Item::new(name).start(icons::SMARTPHONE).note(when).aside(html! {
            @if here { (chip(Tone::Good, &t!(lang, "staff-this-device"))) }
            @else {
                form method="post" action=(format!("/console/account/sessions/{}/closing", session.id)) {
                    input type="hidden" name="once" value=(staff.once());
                    (Button::quiet(t!(lang, "sign-out")))
                }
            }
        })
    });
    parts::card(
        &t!(lang, "staff-sessions"),
        html! {},
        html! {
            (parts::rows(items))
            @if seen.sessions.len() > 1 {
                (Form::new(lang).post("/console/account/sessions/closing", &staff.once(), html! {
                    div.actions { (Button::plain(t!(lang, "staff-sessions-close"))) }
                }))
            }
        },
    )
}

/// The current password, for what an open session alone may not do.
async fn confirmed(app: &App, staff: &Staff<UseConsole>, input: &Input) -> kernel::Result<()> {
    app.rates().take(Door::SignIn, &format!("confirm {}", staff.id()), app.now())?;
    let hash = rows::password_hash(&mut app.db().read().await?, staff.shop.org, staff.id()).await?;
    if secrets::verify(input.text("password"), hash.as_ref()).await? {
        return Ok(());
    }
    Err(FieldError::new("password", "password_wrong").into())
}

async fn again(app: &App, staff: &Staff<UseConsole>, error: Error) -> Reply {
    let seen = look(app, staff).await?;
    reply::or_form(error, |fields| {
        draw(app, staff, &seen, &Form::again(staff.lang(), [("x", "")], fields))
    })
}

async fn password(State(app): State<App>, staff: Staff<UseConsole>, input: Input) -> Reply {
    let mut fields = Fields::default();
    model::check_password(&mut fields, "new_password", input.text("new_password"));
    if let Err(error) = fields.check(()) {
        return again(&app, &staff, error).await;
    }
    if let Err(error) = confirmed(&app, &staff, &input).await {
        return again(&app, &staff, error).await;
    }
    let hash = secrets::hash(app.world(), input.text("new_password")).await?;
    let (id, session) = (staff.id(), staff.session.id);
    app.db()
        .write(&staff.scope, async |tx| actions::set_password(tx, id, &hash, Some(session)).await)
        .await?;
    Ok(see_with("/console/account", &Toast::good("staff-password-changed")))
}

async fn second(State(app): State<App>, staff: Staff<UseConsole>) -> Reply {
    let secret = totp::base32(&app.world().chance.bytes::<{ totp::SECRET_LEN }>());
    reply::page(second_view(&staff, &secret, &Form::new(staff.lang()))?)
}

/// The secret travels in the form until the app has shown that it has it: nothing is kept before.
fn second_view(staff: &Staff<UseConsole>, secret: &str, form: &Form) -> kernel::Result<Markup> {
    let lang = staff.lang();
    let bytes = totp::from_base32(secret).ok_or(Error::Malformed("form.unreadable"))?;
    let uri = totp::uri(&staff.shop.name, &staff.session.name, &bytes);
    let picture = qr::svg(&uri, &t!(lang, "staff-second-qr"))?;
    let spaced: Vec<String> = secret
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect();
    let fields = html! {
        (form.hidden("secret", secret))
        (form.text("code", t!(lang, "staff-code")).hint(t!(lang, "staff-second-code-hint")).autocomplete("one-time-code").max(8).large())
        div.actions { (Button::primary(t!(lang, "staff-second-on"))) }
    };
    Ok(layout::console(
        &staff.frame(t!(lang, "staff-second")),
        html! {
            (Head::new(t!(lang, "staff-second-set-up")).back("/console/account", &t!(lang, "staff-account")).note(t!(lang, "staff-second-lead")))
            (parts::card("", html! {}, html! {
                (picture)
                p { (t!(lang, "staff-second-typed")) }
                (live::copy(&spaced.join(" "), &t!(lang, "staff-copy"), &t!(lang, "staff-copied")))
                (form.post("/console/account/second-step", &staff.once(), fields))
            }))
        },
    ))
}

async fn turn_on(State(app): State<App>, staff: Staff<UseConsole>, input: Input) -> Reply {
    app.rates().take(Door::SignIn, &format!("confirm {}", staff.id()), app.now())?;
    let secret = input.text("secret").to_owned();
    let bytes = totp::from_base32(&secret).ok_or(Error::Malformed("form.unreadable"))?;
    let id = staff.id();
    let written = app
        .db()
        .write(&staff.scope, async |tx| entry::turn_on(tx, id, &bytes, input.text("code")).await)
        .await;
    match written {
        Ok(written) => reply::page(codes_view(&staff, &written.value)),
        Err(error) if error.is(Refusal::WrongCode) => {
            let mut fields = Fields::default();
            fields.push(FieldError::new("code", "code_wrong"));
            reply::wrong(second_view(
                &staff,
                &secret,
                &Form::again(staff.lang(), [("x", "")], fields),
            )?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shown by the answer to the form itself: a second page would have to keep them somewhere.
fn codes_view(staff: &Staff<UseConsole>, codes: &[String]) -> Markup {
    let lang = staff.lang();
    let grouped = |code: &String| {
        let four: Vec<String> =
            code.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        four.join("-")
    };
    let all: Vec<String> = codes.iter().map(grouped).collect();
    layout::console(
        &staff.frame(t!(lang, "staff-codes")),
        html! {
            (Head::new(t!(lang, "staff-codes")).back("/console/account", &t!(lang, "staff-account")).note(t!(lang, "staff-codes-lead")))
            (parts::card("", html! {}, html! {
                ol.codes { @for code in &all { li { code { (code) } } } }
                (live::copy(&all.join("\n"), &t!(lang, "staff-copy-all"), &t!(lang, "staff-copied")))
            }))
            (Button::primary(t!(lang, "staff-codes-kept")).href("/console/account"))
        },
    )
}

async fn turn_off(State(app): State<App>, staff: Staff<UseConsole>, input: Input) -> Reply {
    if let Err(error) = confirmed(&app, &staff, &input).await {
        return again(&app, &staff, error).await;
    }
    let id = staff.id();
    app.db().write(&staff.scope, async |tx| entry::turn_off(tx, id).await).await?;
    Ok(see_with("/console/account", &Toast::good("staff-second-was-off")))
}

async fn new_codes(State(app): State<App>, staff: Staff<UseConsole>, input: Input) -> Reply {
    if let Err(error) = confirmed(&app, &staff, &input).await {
        return again(&app, &staff, error).await;
    }
    let seen = look(&app, &staff).await?;
    if !seen.person.has_totp {
        return Ok(see_with("/console/account", &Toast::warn("staff-second-first")));
    }
    let id = staff.id();
    let codes = app.db().write(&staff.scope, async |tx| entry::new_codes(tx, id).await).await?;
    reply::page(codes_view(&staff, &codes.value))
}

async fn close(
    State(app): State<App>,
    staff: Staff<UseConsole>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let id: SessionId = raw.parse().map_err(|_| Error::NotFound("session"))?;
    // Only one's own: another person's session looks like none.
    let seen = look(&app, &staff).await?;
    if !seen.sessions.iter().any(|session| session.id == id) {
        return Err(Error::NotFound("session").into());
    }
    let key = input.once_in(staff.session.id, &format!("account.close {id}"))?;
    app.db().write_once(&staff.scope, &key, async |tx| sessions::close(tx, id).await).await?;
    Ok(see_with("/console/account", &Toast::good("staff-session-closed")))
}

async fn close_others(State(app): State<App>, staff: Staff<UseConsole>, input: Input) -> Reply {
    let key = input.once_in(staff.session.id, "account.close_others")?;
    let (id, session) = (staff.id(), staff.session.id);
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            sessions::close_others(tx, Kind::Staff, id.uuid(), Some(session)).await
        })
        .await?;
    Ok(see_with("/console/account", &Toast::good("staff-sessions-closed")))
}
