//! Outside groups at the desk and on the host's phone: adopting one, counting, changing the code.

use axum::{
    extract::{DefaultBodyLimit, Path, State as Held},
    http::header,
    response::IntoResponse as _,
};
use jiff::{civil::Date, tz::TimeZone};
use kernel::{
    Error, FieldError, Fields, Lang, Permission, Result, StaffId, Time,
    permission::{HostGroups, ManageGroups},
};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    input::UPLOAD_MAX,
    kit::{
        Choice, Form, format, icons, layout,
        parts::{Button, Head},
    },
    reply, t,
};

use super::{
    model::{Group, Place},
    outside::{
        self, APPS, LIMIT,
        actions::{self, NewCode, NewOutside},
    },
    page::{again, kept, load},
    view,
};
use crate::{series, stores};

pub fn routes() -> Routes {
    let uploads = Routes::new()
        .get("/console/groups/adoption", fresh)
        .post("/console/groups/adoption", adopt)
        .get("/console/groups/{id}/code", code)
        .post("/console/groups/{id}/code", replace)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX));
    uploads.get("/console/groups/{id}/code.png", picture).post("/console/groups/{id}/counts", tell)
}

/// What the form lets one choose from.
struct Choices {
    series: Vec<Choice>,
    stores: Vec<Choice>,
    people: Vec<(StaffId, String)>,
}

async fn choices(app: &App, staff: &Staff<ManageGroups>) -> Result<Choices> {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let mut db = app.db().read().await?;
    let series = series::list(&mut db, org).await?;
    let series = series.iter().filter(|one| one.state == series::State::Open);
    let stores = stores::list(&mut db, org).await?;
    let mine = stores.iter().filter(|store| staff.remit().spans_store(Some(store.id)));
    let nation = Choice::new("none", t!(lang, "groups-whole-org"));
    Ok(Choices {
        series: series.map(|one| Choice::new(one.id.to_string(), one.name.as_str())).collect(),
        stores: mine
            .map(|store| Choice::new(store.id.to_string(), store.name.as_str()))
            .chain([nation])
            .collect(),
        people: view::hosts(&mut db, org).await?,
    })
}

async fn fresh(Held(app): Held<App>, staff: Staff<ManageGroups>) -> Reply {
    let choices = choices(&app, &staff).await?;
    let mut form = Form::filled(staff.lang(), [("limit", "500"), ("members", "")]);
    if let [only] = choices.series.as_slice() {
        form = form.or_default("series", only.value.as_str());
    }
    reply::page(adoption(&staff, &form, &choices))
}

fn adoption(staff: &Staff<ManageGroups>, form: &Form, choices: &Choices) -> Markup {
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "groups-adopt"));
    let apps: Vec<&str> = APPS.iter().map(|(name, _)| *name).collect();
    let fields = html! {
        (form.text("name", t!(lang, "groups-outside-name")).max(60).hint(t!(lang, "groups-outside-name-hint")))
        div.two-fields {
            (form.text("app", t!(lang, "groups-app")).max(40).hint(format::list(lang, &apps)))
            (form.number("limit", t!(lang, "groups-limit")).hint(t!(lang, "groups-limit-hint")))
        }
        (form.number("members", t!(lang, "groups-members-now")).hint(t!(lang, "groups-members-now-hint")))
        div.two-fields {
            (form.select("series", t!(lang, "groups-series"), choices.series.clone()))
            (form.select("store", t!(lang, "groups-store"), choices.stores.clone()))
        }
        div.two-fields {
            (form.text("owner", t!(lang, "groups-owner")).max(60).optional().hint(t!(lang, "groups-owner-hint")))
            (view::host_field(form, "host", &choices.people))
        }
        (code_fields(form))
        (Button::primary(t!(lang, "groups-adopt")))
    };
    layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "groups-adopt")).back("/console/groups", &t!(lang, "groups-title")).note(t!(lang, "groups-adopt-lead")))
            @if choices.series.is_empty() {
                p.notice.warn { (icons::WARN) span { (t!(lang, "groups-adopt-no-series")) " " a href="/console/series/new" { (t!(lang, "series-new")) } } }
            }
            (form.post_files("/console/groups/adoption", &staff.once(), fields))
        },
    )
}

/// Picture or link, and when it ends.
fn code_fields(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.file("picture", t!(lang, "groups-code"), "image/png,image/jpeg,image/webp").optional().hint(t!(lang, "groups-code-hint")))
        (form.text("link", t!(lang, "groups-code-link")).max(500).optional())
        (form.date("ends", t!(lang, "groups-code-ends-on")).optional().hint(t!(lang, "groups-code-ends-hint")))
    }
}

/// The code of a form. A day ends when the next one begins at the shop.
async fn code_typed(input: &Input, zone: &TimeZone, errors: &mut Fields) -> NewCode {
    let mut code = NewCode { link: Some(input.text("link").to_owned()), ..NewCode::default() };
    match input.text("ends").trim() {
        "" => {}
        text => match text.parse::<Date>().ok().and_then(|day| day.tomorrow().ok()) {
            Some(next) => code.ends = Some(Time::start_of(next, zone)),
            None => errors.push(FieldError::new("ends", "date_invalid")),
        },
    }
    if let Some((_, bytes)) = input.file("picture") {
        match outside::read_picture("picture", bytes.to_vec()).await {
            Ok(picture) => code.picture = Some(picture),
            Err(Error::Invalid(wrong)) => wrong.iter().for_each(|error| errors.push(error.clone())),
            Err(_) => errors.push(FieldError::new("picture", "picture_invalid")),
        }
    }
    code
}

async fn adopt(Held(app): Held<App>, staff: Staff<ManageGroups>, input: Input) -> Reply {
    let key = input.once_in(staff.session.id, "groups-adoption")?;
    let mut errors = Fields::default();
    let code = code_typed(&input, &staff.shop.zone, &mut errors).await;
    let limit = input.number(&mut errors, "limit", LIMIT);
    let members = input.number(&mut errors, "members", 0..=limit.max(2));
    let series = input.choice(&mut errors, "series");
    let store = match input.text("store") {
        "none" => None,
        _ => input.choice(&mut errors, "store"),
    };
    if !staff.remit().spans_store(store) {
        return Err(Error::NotFound("store").into());
    }
    let host = view::hosts_typed(&input)?.host;
    let name = input.text("name").to_owned();
    let run = async |tx: &mut ::store::Tx| {
        let Some(series) = series else { return Err(Error::Invalid(errors)) };
        errors.check(())?;
        let (app, owner) = (input.text("app").to_owned(), input.text("owner").to_owned());
        let new = NewOutside { series, store, name, app, owner, host, members, limit, code };
        actions::adopt(tx, new).await
    };
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(done) => Ok(kept(done.value.answer, &Toast::good("groups-adopted"))),
        Err(Error::Invalid(errors)) => {
            let choices = choices(&app, &staff).await?;
            reply::wrong(adoption(&staff, &input.again(staff.lang(), errors), &choices))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page for a new code.
async fn code(Held(app): Held<App>, staff: Staff<HostGroups>, Path(text): Path<String>) -> Reply {
    let group = outside_one(&app, &staff, &text).await?;
    reply::page(code_page(&staff, &group, &Form::new(staff.lang())))
}

async fn outside_one<P: Permission>(app: &App, staff: &Staff<P>, text: &str) -> Result<Group> {
    let group = load(app, staff, text).await?;
    match group.place {
        Place::Outside => Ok(group),
        Place::Here => Err(Error::NotFound("group")),
    }
}

fn code_page(staff: &Staff<HostGroups>, group: &Group, form: &Form) -> Markup {
    let lang: Lang = staff.lang();
    let frame = staff.frame(t!(lang, "groups-code-replace"));
    let fields = html! { (code_fields(form)) (Button::primary(t!(lang, "groups-code-replace"))) };
    layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "groups-code-replace")).back(&group.href(), &group.name).note(t!(lang, "groups-code-replace-lead")))
            (form.post_files(&format!("{}/code", group.href()), &staff.once(), fields))
        },
    )
}

async fn replace(
    Held(app): Held<App>,
    staff: Staff<HostGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = outside_one(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-code")?;
    let mut errors = Fields::default();
    let code = code_typed(&input, &staff.shop.zone, &mut errors).await;
    let run = async |tx: &mut ::store::Tx| {
        errors.check(())?;
        actions::replace_code(tx, group.id, code).await
    };
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(_) => Ok(kept(group.id, &Toast::good("groups-code-replaced"))),
        Err(error) => reply::or_form(error, |wrong| {
            code_page(&staff, &group, &input.again(staff.lang(), wrong))
        }),
    }
}

/// The picture for staff.
async fn picture(
    Held(app): Held<App>,
    staff: Staff<HostGroups>,
    Path(text): Path<String>,
) -> Reply {
    let group = outside_one(&app, &staff, &text).await?;
    let mut db = app.db().read().await?;
    let bytes = outside::picture_of(&mut db, staff.shop.org, group.id).await?;
    let bytes = bytes.ok_or(Error::NotFound("group"))?;
    let kind = outside::Picture::content_type(&bytes);
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// The host's tap: one more, one less, or the number itself.
async fn tell(
    Held(app): Held<App>,
    staff: Staff<HostGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = outside_one(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-counts")?;
    let typed = input.text("members").trim().parse::<i64>().unwrap_or(-1);
    let step = input.text("step").parse::<i64>().unwrap_or(0).clamp(-1, 1);
    // Below nobody there is nobody; a number that is none stays wrong.
    let members = if typed >= 0 { typed.saturating_add(step).max(0) } else { typed };
    let run = async |tx: &mut ::store::Tx| actions::tell(tx, group.id, members).await;
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(_) => {
            let toast = Toast::good("groups-counted").with("members", members);
            Ok(kept(group.id, &toast))
        }
        Err(error) => again(&app, &staff, &group, input, error).await,
    }
}
