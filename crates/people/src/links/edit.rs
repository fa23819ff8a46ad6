//! Making a link in one step, and changing where it leads.

use axum::extract::{Path, State};
use kernel::{FieldError, Fields, Result, permission::ManageLinks};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Staff, Toast,
    kit::{
        Choice, Form, layout,
        parts::{Button, Head},
    },
    reply::{self, see_with},
    t,
};

use super::{AskPhone, Link, NewLink, SOURCES, actions, console, model::HEADLINE_MAX, store};
use crate::{
    members::{self, Known},
    series::{self, Series},
};

/// What the form offers to choose from.
struct Offer {
    known: Known,
    series: Vec<Series>,
}

async fn offer(app: &App, staff: &Staff<ManageLinks>) -> Result<Offer> {
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    let known = Known::load(&mut db, org).await?;
    let series = series::list(&mut db, org).await?;
    let series = series.into_iter().filter(|one| one.state == series::State::Open).collect();
    Ok(Offer { known, series })
}

fn read(staff: &Staff<ManageLinks>, input: &Input, now: kernel::Time) -> Result<NewLink> {
    let mut fields = Fields::default();
    let series = input.choice(&mut fields, "series");
    let source = input.text("source").to_owned();
    let ask_phone = input.text("ask_phone").parse().unwrap_or_default();
    let expires_at = match input.text("expires_on").trim() {
        "" => None,
        text => {
            let date: Option<jiff::civil::Date> = text.parse().ok();
            if date.is_none() {
                fields.push(FieldError::new("expires_on", "date_invalid"));
            }
            date.map(|date| console::end_of(date, &staff.shop.zone))
        }
    };
    let Some(series) = series else { return Err(kernel::Error::Invalid(fields)) };
    let new = NewLink {
        name: input.text("name").to_owned(),
        store: input.text("store").parse().ok(),
        group: input.text("group").parse().ok(),
        staff: input.text("staff").parse().ok(),
        tags: members::model::tags(&mut fields, input.text("tags")),
        gift: input.text("gift").parse().ok(),
        headline: input.text("headline").to_owned(),
        ask_phone,
        lang: input.text("lang").parse().ok(),
        expires_at,
        ..NewLink::plain(series, &source)
    };
    let new = new.checked(&mut fields, now);
    fields.check(new)
}

pub async fn blank(State(app): State<App>, staff: Staff<ManageLinks>) -> Reply {
    let offer = offer(&app, &staff).await?;
    let mut form = Form::new(staff.lang())
        .or_default("source", "till")
        .or_default("ask_phone", AskPhone::Optional.word());
    if let [only] = offer.series.as_slice() {
        form = form.or_default("series", only.id.to_string());
    }
    reply::page(page(&staff, &form, &offer, None))
}

pub async fn create(State(app): State<App>, staff: Staff<ManageLinks>, input: Input) -> Reply {
    match add(&app, &staff, &input).await {
        Ok(id) => Ok(see_with(&format!("/console/links/{id}"), &Toast::good("links-ready"))),
        Err(error) => {
            let offer = offer(&app, &staff).await?;
            reply::or_form(error, |fields| {
                page(&staff, &input.again(staff.lang(), fields), &offer, None)
            })
        }
    }
}

async fn add(app: &App, staff: &Staff<ManageLinks>, input: &Input) -> Result<kernel::LinkId> {
    let new = read(staff, input, app.now())?;
    let key = input.once_in(staff.session.id, "links")?;
    let done = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::create(tx, new).await.map(|link| link.id)
        })
        .await?;
    Ok(done.value.answer)
}

pub async fn filled(
    State(app): State<App>,
    staff: Staff<ManageLinks>,
    Path(link): Path<String>,
) -> Reply {
    let link =
        store::require(&mut app.db().read().await?, staff.scope.org(), console::id(&link)?).await?;
    let offer = offer(&app, &staff).await?;
    let form = Form::filled(staff.lang(), values(&staff, &link));
    reply::page(page(&staff, &form, &offer, Some(&link)))
}

fn values(staff: &Staff<ManageLinks>, link: &Link) -> Vec<(&'static str, String)> {
    let text = |id: Option<String>| id.unwrap_or_default();
    vec![
        ("name", link.name.clone()),
        ("source", link.source.clone()),
        ("series", link.series.to_string()),
        ("store", text(link.store.map(|id| id.to_string()))),
        ("group", text(link.group.map(|id| id.to_string()))),
        ("staff", text(link.staff.map(|id| id.to_string()))),
        ("tags", link.tags.join(", ")),
        ("gift", text(link.gift.map(|id| id.to_string()))),
        ("headline", link.headline.clone()),
        ("ask_phone", link.ask_phone.word().to_owned()),
        ("lang", text(link.lang.map(|lang| lang.tag().to_owned()))),
        (
            "expires_on",
            text(link.expires_at.map(|at| {
                at.minus(std::time::Duration::from_secs(1)).date(&staff.shop.zone).to_string()
            })),
        ),
    ]
}

pub async fn change(
    State(app): State<App>,
    staff: Staff<ManageLinks>,
    Path(link): Path<String>,
    input: Input,
) -> Reply {
    let link =
        store::require(&mut app.db().read().await?, staff.scope.org(), console::id(&link)?).await?;
    match write(&app, &staff, &input, &link).await {
        Ok(()) => Ok(see_with(&link.href(), &Toast::good("links-changed"))),
        Err(error) => {
            let offer = offer(&app, &staff).await?;
            reply::or_form(error, |fields| {
                page(&staff, &input.again(staff.lang(), fields), &offer, Some(&link))
            })
        }
    }
}

async fn write(app: &App, staff: &Staff<ManageLinks>, input: &Input, link: &Link) -> Result<()> {
    let new = read(staff, input, app.now())?;
    let wanted = Link {
        name: new.name,
        source: new.source,
        series: new.series,
        store: new.store,
        group: new.group,
        staff: new.staff,
        tags: new.tags,
        gift: new.gift,
        headline: new.headline,
        ask_phone: new.ask_phone,
        lang: new.lang,
        expires_at: new.expires_at,
        ..link.clone()
    };
    let key = input.once_in(staff.session.id, "links.change")?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::change(tx, wanted).await.map(|link| link.id)
        })
        .await
        .map(drop)
}

fn page(staff: &Staff<ManageLinks>, form: &Form, offer: &Offer, link: Option<&Link>) -> Markup {
    let lang = staff.lang();
    let title = if link.is_some() { t!(lang, "links-change") } else { t!(lang, "links-new") };
    let action =
        link.map_or_else(|| "/console/links".to_owned(), |link| format!("{}/details", link.href()));
    let sources = SOURCES.iter().map(|word| Choice::new(*word, members::source(lang, word)));
    let series = offer.series.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str()));
    let phones = [AskPhone::Optional, AskPhone::Required]
        .map(|ask| Choice::new(ask.word(), t!(lang, &format!("links-phone-{}", ask.word()))));
    let fields = html! {
        (form.select("source", t!(lang, "links-source"), sources).hint(t!(lang, "links-source-hint")))
        (form.select("series", t!(lang, "links-series"), series))
        (form.text("name", t!(lang, "links-name")).max(120).optional().hint(t!(lang, "links-name-hint")))
        (form.select("store", t!(lang, "members-store"), offer.known.store_choices(lang)).optional()
            .hint(t!(lang, "links-store-hint")))
        (form.select("staff", t!(lang, "links-staff"), offer.known.staff_choices(lang)).optional()
            .hint(t!(lang, "links-staff-hint")))
        (form.text("headline", t!(lang, "links-headline")).max(HEADLINE_MAX).optional()
            .hint(t!(lang, "links-headline-hint")))
        (form.text("tags", t!(lang, "members-tags")).optional().hint(t!(lang, "links-tags-hint")))
        (form.radios("ask_phone", t!(lang, "links-phone"), phones))
        (form.select("lang", t!(lang, "links-lang"), members::edit::languages(lang)).optional())
        (form.date("expires_on", t!(lang, "links-expires")).optional())
        @for name in ["gift", "group"] {
            @if !form.value(name).is_empty() { (form.hidden(name, form.value(name))) }
        }
        (Button::primary(t!(lang, "save")))
    };
    let main = html! {
        (Head::new(title.clone()).back("/console/links", &t!(lang, "links-title")).note(t!(lang, "links-new-why")))
        div.narrow { (form.post(&action, &staff.once(), fields)) }
    };
    layout::console(&staff.frame(title), main)
}
