//! One person of the shop: role, remit, PIN, a new password, letting go.

use axum::extract::{Path, State};
use kernel::{
    Error, Fields, Permission as _, StaffId,
    permission::{ManageStaff, ViewStaff},
};
use maud::{Markup, html};
use web::{
    App, Input, Place, Reply, Routes, Staff, Toast,
    kit::{
        Form, Tone, format, layout, live,
        parts::{self, Button, Confirm, Head, chip, facts},
    },
    pieces,
    reply::{self, see_with},
    t,
};

use crate::staff::{
    actions::{self, Change},
    asked, entry,
    model::{self, Person, Refusal},
    secrets, store as rows,
    tokens::{self, Purpose},
    view,
};
use crate::stores;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/staff/{id}", page)
        .post("/console/staff/{id}", change)
        .post("/console/staff/{id}/pin", set_pin)
        .post("/console/staff/{id}/password-link", make_link)
        .post("/console/staff/{id}/second-step", turn_off)
        .post("/console/staff/{id}/leaving", leave)
        .post("/console/staff/{id}/return", come_back)
}

fn id_of(raw: &str) -> kernel::Result<StaffId> {
    raw.parse().map_err(|_| Error::NotFound("staff"))
}

async fn load(app: &App, staff: &Staff<ManageStaff>, raw: &str) -> kernel::Result<Person> {
    rows::require(&mut app.db().read().await?, staff.shop.org, id_of(raw)?).await
}

/// As [`load`], for somebody whom the one who asks may change.
async fn load_own(app: &App, staff: &Staff<ManageStaff>, raw: &str) -> kernel::Result<Person> {
    let mut db = app.db().read().await?;
    let person = rows::require(&mut db, staff.shop.org, id_of(raw)?).await?;
    let is = (person.role, &person.remit);
    actions::check(&mut db, staff.shop.org, &asked::by(staff), is).await?;
    Ok(person)
}

async fn page(State(app): State<App>, staff: Staff<ViewStaff>, Path(raw): Path<String>) -> Reply {
    let id = id_of(&raw)?;
    let mut db = app.db().read().await?;
    let person = rows::require(&mut db, staff.shop.org, id).await?;
    let all = stores::all(&mut db, staff.shop.org).await?;
    drop(db);
    let lang = staff.lang();
    let names = all.iter().map(|store| (store.id, store.name.clone())).collect();
    let drawn = pieces::draw(&app, Place::StaffPage, &staff.viewer().about(id)).await?;
    let edit = if may_edit(&app, &staff, &person).await? {
        let choices = asked::parts(&app, &staff, asked::groups_held(&person.remit)).await?;
        Some((filled(lang, &person), choices))
    } else {
        None
    };
    let body = html! {
        (head(&app, &staff, &person, &view::remit_words(lang, &person.remit, &names)))
        @for piece in drawn { (piece) }
        @if let Some((form, choices)) = &edit { (editing(&staff, &person, form, choices)) }
    };
    reply::page(layout::console(&staff.frame(person.name.as_str()), body))
}

async fn may_edit<P>(app: &App, staff: &Staff<P>, person: &Person) -> kernel::Result<bool> {
    if !staff.role.may(ManageStaff::NAME) {
        return Ok(false);
    }
    let (by, is) = (asked::by(staff), (person.role, &person.remit));
    let checked = actions::check(&mut app.db().read().await?, staff.shop.org, &by, is).await;
    match checked {
        Err(error) if !error.is(Refusal::AboveOwn) => Err(error),
        checked => Ok(checked.is_ok()),
    }
}

fn filled(lang: kernel::Lang, person: &Person) -> Form {
    let mut values = view::remit_values(&person.remit);
    values.push(("name".into(), person.name.clone()));
    values.push(("email".into(), person.email.clone().unwrap_or_default()));
    values.push(("role".into(), person.role.name().into()));
    Form::filled(lang, values)
}

fn head<P>(app: &App, staff: &Staff<P>, person: &Person, remit: &str) -> Markup {
    let lang = staff.lang();
    let role = view::role_name(lang, person.role);
    let day = |at| format::relative_day(lang, at, app.now(), &staff.shop.zone);
    let seen = person.signed_in_at.map_or_else(|| t!(lang, "staff-never"), day);
    let yes = |on: bool| if on { t!(lang, "staff-yes") } else { t!(lang, "staff-no") };
    html! {
        (Head::new(person.name.as_str()).back("/console/staff", &t!(lang, "staff-title"))
            .note(t!(lang, "staff-sentence", role = role, remit = remit)))
        @if let Some(at) = person.disabled_at {
            p { (chip(Tone::Warn, &t!(lang, "staff-left-on", day = day(at)))) }
        }
        (parts::card("", html! {}, facts([
            (t!(lang, "staff-email"), html! { (person.email.as_deref().unwrap_or("–")) }),
            (t!(lang, "staff-seen"), html! { (seen) }),
            (t!(lang, "staff-pin"), html! { (yes(person.has_pin)) }),
            (t!(lang, "staff-second"), html! { (yes(person.has_totp)) }),
            (t!(lang, "staff-since"), html! { (day(person.created_at)) }),
        ])))
    }
}

fn editing<P>(staff: &Staff<P>, person: &Person, form: &Form, choices: &view::Parts) -> Markup {
    let lang = staff.lang();
    let href = person.href();
    let fields = html! {
        (form.text("name", t!(lang, "staff-name")).max(kernel::text::NAME_MAX).autocomplete("off"))
        @if person.has_password {
            (form.email("email", t!(lang, "staff-email")).autocomplete("off"))
        } @else {
            (form.email("email", t!(lang, "staff-email")).autocomplete("off").optional())
        }
        (form.radios("role", t!(lang, "staff-role"), view::role_choices(lang, staff.role)))
        (view::remit_fields(form, choices))
        div.actions { (Button::primary(t!(lang, "save"))) }
    };
    html! {
        @if person.works() {
            (parts::card(&t!(lang, "staff-change"), html! {}, form.post(&href, &staff.once(), fields)))
            (pin_card(staff, person))
            (ways_card(staff, person))
        }
        (leaving_card(staff, person))
    }
}

fn pin_card<P>(staff: &Staff<P>, person: &Person) -> Markup {
    pin_form(staff, person, &Form::new(staff.lang()).prefixed("pin"))
}

fn pin_form<P>(staff: &Staff<P>, person: &Person, form: &Form) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.number("pin", t!(lang, "staff-pin-new")).hint(t!(lang, "staff-pin-hint")).autocomplete("off").max(6).optional())
        div.actions { (Button::plain(t!(lang, "staff-pin-set"))) }
    };
    let action = format!("{}/pin", person.href());
    parts::card(
        &t!(lang, "staff-pin"),
        html! {},
        html! {
            p { (t!(lang, "staff-pin-why")) }
            (form.post(&action, &staff.once(), fields))
        },
    )
}

fn ways_card<P>(staff: &Staff<P>, person: &Person) -> Markup {
    let lang = staff.lang();
    let (href, once) = (person.href(), staff.once());
    let plain = Form::new(lang);
    html! {
        @if person.email.is_some() {
            (parts::card(&t!(lang, "staff-forgotten"), html! {}, html! {
                p { (t!(lang, "staff-forgotten-why")) }
                (plain.post(&format!("{href}/password-link"), &once, html! {
                    div.actions { (Button::plain(t!(lang, "staff-forgotten-make"))) }
                }))
                @if person.has_totp {
                    (Confirm::new(lang, t!(lang, "staff-second-off"), t!(lang, "staff-second-off-title"))
                        .loses(t!(lang, "staff-second-off-loses", name = person.name.as_str()))
                        .post(format!("{href}/second-step"), staff.once()))
                }
            }))
        }
    }
}

fn leaving_card<P>(staff: &Staff<P>, person: &Person) -> Markup {
    let lang = staff.lang();
    let href = person.href();
    html! {
        @if !person.works() {
            (parts::card(&t!(lang, "staff-back"), html! {}, Form::new(lang).post(&format!("{href}/return"), &staff.once(), html! {
                div.actions { (Button::plain(t!(lang, "staff-back-do"))) }
            })))
        } @else if person.id != staff.id() {
            (Confirm::new(lang, t!(lang, "staff-leave"), t!(lang, "staff-leave-title", name = person.name.as_str()))
                .loses(t!(lang, "staff-leave-loses"))
                .people(1)
                .post(format!("{href}/leaving"), staff.once()))
        }
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let person = load(&app, &staff, &raw).await?;
    let choices = asked::parts(&app, &staff, &asked::groups_named(&input)).await?;
    let mut fields = Fields::default();
    let (role, remit) =
        (asked::role(&input, &mut fields), asked::remit(&input, &mut fields, &choices));
    let lang = staff.lang();
    let again = |fields| {
        let body = html! {
            (Head::new(person.name.as_str()).back("/console/staff", &t!(lang, "staff-title")))
            (editing(&staff, &person, &input.again(lang, fields), &choices))
        };
        layout::console(&staff.frame(person.name.as_str()), body)
    };
    if let Err(error) = fields.check(()) {
        return reply::or_form(error, again);
    }
    let change = Change {
        name: input.text("name").to_owned(),
        email: Some(input.text("email").to_owned()),
        role,
        remit,
    };
    let by = asked::by(&staff);
    let key = input.once_in(staff.session.id, &format!("staff.change {}", person.id))?;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::change(tx, &by, person.id, change.clone()).await.map(drop)
        })
        .await;
    match written {
        Ok(_) => Ok(see_with(&person.href(), &Toast::good("staff-saved"))),
        Err(error) => {
            let error = asked::at_field(error, Refusal::LastOwner, "role", "last_owner");
            reply::or_form(asked::at_field(error, Refusal::AboveOwn, "role", "above_own"), again)
        }
    }
}

async fn set_pin(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let person = load_own(&app, &staff, &raw).await?;
    let mut fields = Fields::default();
    let typed = input.text("pin");
    let pin = (!typed.trim().is_empty()).then(|| model::pin(&mut fields, "pin", typed));
    if let Err(error) = fields.check(()) {
        let lang = staff.lang();
        return reply::or_form(error, |fields| {
            let form = Form::again(lang, [("pin", "")], fields).prefixed("pin");
            let body = html! {
                (Head::new(person.name.as_str()).back(&person.href(), &person.name))
                (pin_form(&staff, &person, &form))
            };
            layout::console(&staff.frame(person.name.as_str()), body)
        });
    }
    let hash = match &pin {
        Some(pin) => Some(secrets::hash(app.world(), pin).await?),
        None => None,
    };
    let key = input.once_in(staff.session.id, &format!("staff.pin {}", person.id))?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::set_pin(tx, person.id, hash.clone()).await
        })
        .await?;
    let word = if hash.is_some() { "staff-pin-was-set" } else { "staff-pin-was-removed" };
    Ok(see_with(&person.href(), &Toast::good(word)))
}

async fn make_link(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let person = load_own(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("staff.link {}", person.id))?;
    let mut token = None;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            if !person.works() || person.email.is_none() {
                return Err(Error::NotFound("staff"));
            }
            token = Some(tokens::make(tx, person.id, Purpose::Reset).await?);
            web::trail::note(tx, "staff.password_link_made", person.id, &(), &()).await
        })
        .await?;
    let Some(token) = token else {
        return Ok(see_with(&person.href(), &Toast::warn("staff-shown-once")));
    };
    let (lang, link) = (staff.lang(), app.url(&format!("/password/{token}")));
    reply::page(layout::console(
        &staff.frame(t!(lang, "staff-forgotten")),
        html! {
            (Head::new(t!(lang, "staff-link-title", name = person.name.as_str())).back(&person.href(), &person.name).note(t!(lang, "staff-link-lead")))
            (parts::card("", html! {}, html! { (live::copy(&link, &t!(lang, "staff-copy"), &t!(lang, "staff-copied"))) }))
        },
    ))
}

async fn turn_off(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let person = load_own(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("staff.second {}", person.id))?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| entry::turn_off(tx, person.id).await)
        .await?;
    Ok(see_with(&person.href(), &Toast::good("staff-second-was-off")))
}

async fn leave(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let id = id_of(&raw)?;
    let key = input.once_in(staff.session.id, &format!("staff.leave {id}"))?;
    let by = asked::by(&staff);
    app.db().write_once(&staff.scope, &key, async |tx| actions::disable(tx, &by, id).await).await?;
    Ok(see_with("/console/staff", &Toast::good("staff-has-left")))
}

async fn come_back(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let id = id_of(&raw)?;
    let key = input.once_in(staff.session.id, &format!("staff.return {id}"))?;
    let by = asked::by(&staff);
    app.db().write_once(&staff.scope, &key, async |tx| actions::enable(tx, &by, id).await).await?;
    Ok(see_with(&format!("/console/staff/{id}"), &Toast::good("staff-is-back")))
}
