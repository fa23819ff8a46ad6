//! The week of each series, its slots, and what its feeds allow.

use axum::{
    extract::{DefaultBodyLimit, Path, Query, State},
    response::IntoResponse as _,
};
use jiff::civil::Date;
use kernel::{
    Error, Fields, Permission as _, Result, SeriesId, SlotId,
    permission::{ManageProgrammes, ReadFeed},
};
use maud::{Markup, html};
use people::{
    groups,
    playbooks::Day,
    series::{self, Series},
    staff, stores,
};
use serde::Deserialize;
use store::{Read, Tx};
use web::{
    App, Input, Nav, Reply, Routes, Staff, Toast,
    input::UPLOAD_MAX,
    kit::{
        Form, Stage, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, Item, Tabs},
    },
    reply::{self, see_with},
    t,
};

use super::{
    actions, form,
    model::{Slot, balance, said},
    store as rows, view,
};
use crate::{
    feed,
    pictures::{self, Cache},
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/programmes", index)
        .get("/console/programmes/{series}", show)
        .post("/console/programmes/{series}/adoption", adopt)
        .post("/console/programmes/{series}/voices", voices)
        .get("/console/programmes/{series}/slots/new", blank)
        .post("/console/programmes/{series}/slots", create)
        .get("/console/programmes/{series}/slots/{slot}", edit)
        .post("/console/programmes/{series}/slots/{slot}", change)
        .post("/console/programmes/{series}/slots/{slot}/ending", end)
        .get("/console/programmes/{series}/slots/{slot}/picture", picture)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

pub fn nav() -> Vec<Nav> {
    vec![Nav {
        stage: Stage::Reach,
        order: 20,
        href: "/console/programmes",
        permission: ManageProgrammes::NAME,
        label: |lang| t!(lang, "programmes-title"),
    }]
}

fn href(series: SeriesId) -> String {
    format!("/console/programmes/{series}")
}

async fn index(State(app): State<App>, staff: Staff<ManageProgrammes>) -> Reply {
    let lang = staff.lang();
    let mut db = app.db().read().await?;
    let mut items = Vec::new();
    for one in series::list(&mut db, staff.shop.org).await? {
        let slots = rows::of_series(&mut db, staff.shop.org, one.id).await?;
        let (useful, selling) = balance(&slots);
        let note = if slots.is_empty() {
            t!(lang, "programmes-none")
        } else {
            t!(lang, "programmes-balance", useful = useful, selling = selling)
        };
        items.push(Item::new(one.name.as_str()).note(note).href(href(one.id)));
    }
    let body = html! {
        (Head::new(t!(lang, "programmes-title")).note(t!(lang, "programmes-lead")))
        @if items.is_empty() {
            (Empty::new(icons::CALENDAR, t!(lang, "programmes-empty"), t!(lang, "programmes-empty-why"))
                .action("/console/series/new", t!(lang, "programmes-open-series")))
        } @else { section.card { (parts::rows(items)) } }
    };
    reply::page(layout::console(&staff.frame(t!(lang, "programmes-title")), body))
}

async fn wanted(db: &mut impl Read, staff: &Staff<ManageProgrammes>, id: &str) -> Result<Series> {
    let id: SeriesId = id.parse().map_err(|_| Error::NotFound("series"))?;
    series::require(db, staff.shop.org, id).await
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    day: String,
}

async fn show(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let lang = staff.lang();
    let now = app.now();
    let today = now.date(&staff.shop.zone);
    let mut db = app.db().read().await?;
    let series = wanted(&mut db, &staff, &id).await?;
    let all = series::list(&mut db, staff.shop.org).await?;
    let slots = rows::of_series(&mut db, staff.shop.org, series.id).await?;
    let rule = feed::rule(&mut db, staff.shop.org, series.id).await?;
    // What cannot be read as a day of the coming week is today.
    let chosen: Date = asked.day.parse().unwrap_or(today);
    let evening = evening(&mut db, &staff, &series, &slots, (chosen, now)).await?;
    drop(db);
    let (useful, selling) = balance(&slots);
    let tabs = Tabs::new(t!(lang, "programmes-title")).here(href(series.id));
    let tabs =
        all.iter().take(12).fold(tabs, |tabs, one| tabs.tab(href(one.id), one.name.as_str()));
    let body = html! {
        (Head::new(series.name.as_str()).back("/console/programmes", &t!(lang, "programmes-title"))
            .note(t!(lang, "programmes-balance", useful = useful, selling = selling)))
        @if all.len() > 1 { (tabs) }
        div.stack {
            @if slots.is_empty() {
                (parts::card(&t!(lang, "programmes-none"), "", html! {
                    p { (t!(lang, "programmes-none-why")) }
                    (view::adoption(lang, &series, &staff.once()))
                }))
            }
            (view::week(lang, &series, &slots, Day::of(today.weekday())))
            div.columns {
                section.card #evening {
                    div.card-head { h2 { (t!(lang, "programmes-evening", day = format::day(lang, chosen, today))) } }
                    (view::days(lang, &series, today, chosen)?)
                    @match &evening {
                        Some(evening) => (evening),
                        None => p.hint { (t!(lang, "programmes-no-group")) },
                    }
                }
                (voices_card(&staff, &series, &rule, Form::filled(lang, rule_values(&rule))))
            }
        }
    };
    reply::page(layout::console(&staff.frame(series.name.as_str()), body))
}

async fn evening(
    db: &mut impl Read,
    staff: &Staff<ManageProgrammes>,
    series: &Series,
    slots: &[Slot],
    (date, _now): (Date, kernel::Time),
) -> Result<Option<Markup>> {
    let org = staff.shop.org;
    let all = groups::of_series(db, org, series.id).await?;
    let Some(group) = all.iter().find(|group| group.is_open()) else { return Ok(None) };
    let store = match group.store {
        Some(id) => stores::require(db, org, id).await?.name,
        None => String::new(),
    };
    let host = match group.host {
        Some(id) => staff::find(db, org, id).await?.map_or(String::new(), |person| person.name),
        None => String::new(),
    };
    let evening =
        view::Evening { shop: &staff.shop, series, group, store: &store, host: &host, slots, date };
    Ok(Some(view::evening(staff.lang(), &evening)))
}

fn rule_values(rule: &feed::Rule) -> Vec<(&'static str, String)> {
    let mut values = vec![("welcome", rule.welcome.clone())];
    if rule.members_write {
        values.push(("members_write", "on".to_owned()));
    }
    values
}

fn voices_card(
    staff: &Staff<ManageProgrammes>,
    series: &Series,
    _: &feed::Rule,
    form: Form,
) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.checkbox("members_write", t!(lang, "programmes-members-write")).hint(t!(lang, "programmes-members-write-hint")))
        (form.textarea("welcome", t!(lang, "programmes-welcome"), 4).max(feed::WELCOME_MAX).optional()
            .hint(t!(lang, "programmes-welcome-hint")).placeholder(t!(lang, "feed-welcome", name = "{name}", group = "{group}")))
        (Button::plain(t!(lang, "save")))
    };
    let action = format!("{}/voices", href(series.id));
    parts::card(&t!(lang, "programmes-voices"), "", form.post(&action, &staff.once(), fields))
}

async fn voices(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let series = wanted(&mut app.db().read().await?, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "programmes.voices")?;
    let rule = feed::Rule {
        members_write: input.ticked("members_write"),
        welcome: input.text("welcome").to_owned(),
    };
    let done = app
        .db()
        .write_once(&staff.scope, &once, async |tx| {
            feed::actions::set_rule(tx, series.id, rule.clone()).await
        })
        .await;
    match done {
        Ok(_) => Ok(see_with(&href(series.id), &Toast::good("programmes-saved"))),
        Err(error) => {
            let lang = staff.lang();
            reply::or_form(error, |fields| {
                let card = voices_card(&staff, &series, &rule, input.again(lang, fields));
                let head = Head::new(series.name.as_str())
                    .back(&href(series.id), &t!(lang, "programmes-title"));
                layout::console(&staff.frame(series.name.as_str()), html! { (head) (card) })
            })
        }
    }
}

async fn adopt(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let series = wanted(&mut app.db().read().await?, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "programmes.adoption")?;
    let playbook = input.text("playbook").to_owned();
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::adopt(tx, series.id, &playbook).await)
        .await?;
    Ok(see_with(&href(series.id), &Toast::good("programmes-adopted")))
}

/// The page around a slot's form.
fn slot_page(
    staff: &Staff<ManageProgrammes>,
    series: &Series,
    slot: Option<&Slot>,
    form: &Form,
) -> Markup {
    let lang = staff.lang();
    let title = match slot {
        Some(slot) => said(&slot.title, series.lang).to_owned(),
        None => t!(lang, "programmes-new-slot"),
    };
    let action = match slot {
        Some(slot) => format!("{}/slots/{}", href(series.id), slot.id),
        None => format!("{}/slots", href(series.id)),
    };
    let texts = slot.map_or(0, |slot| slot.texts.len());
    let fields = form::fields(form, series.lang, texts, slot.and_then(|slot| slot.picture));
    let body = html! {
        (Head::new(title.as_str()).back(&href(series.id), series.name.as_str())
            .note(t!(lang, "programmes-places")))
        div.columns {
            div { (form.post_files(&action, &staff.once(), fields)) }
            @if let Some(slot) = slot {
                div.stack {
                    @if slot.picture.is_some() {
                        img.said-picture src={ (action) "/picture" } alt=(t!(lang, "programmes-picture"));
                    }
                    (Confirm::new(lang, t!(lang, "programmes-end"), t!(lang, "programmes-end-title"))
                        .loses(t!(lang, "programmes-end-loses"))
                        .post(format!("{action}/ending"), staff.once()))
                }
            }
        }
    };
    layout::console(&staff.frame(title), body)
}

async fn blank(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let series = wanted(&mut app.db().read().await?, &staff, &id).await?;
    let values = [
        ("days", asked.day.as_str()),
        ("at", "18:00"),
        ("expires_minutes", "120"),
        ("kind", "tip"),
    ];
    let form = Form::filled(staff.lang(), values);
    reply::page(slot_page(&staff, &series, None, &form))
}

async fn create(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let series = wanted(&mut app.db().read().await?, &staff, &id).await?;
    match save(&app, &staff, &series, None, &input).await {
        Ok(()) => Ok(see_with(&href(series.id), &Toast::good("programmes-saved"))),
        Err(error) => again(&staff, &series, None, &input, error),
    }
}

fn again(
    staff: &Staff<ManageProgrammes>,
    series: &Series,
    slot: Option<&Slot>,
    input: &Input,
    error: Error,
) -> Reply {
    let fields: Fields = form::errors(error)?;
    reply::wrong(slot_page(staff, series, slot, &input.again(staff.lang(), fields)))
}

async fn save(
    app: &App,
    staff: &Staff<ManageProgrammes>,
    series: &Series,
    slot: Option<&Slot>,
    input: &Input,
) -> Result<()> {
    let once = input.once_in(staff.session.id, "programmes.slot")?;
    let new = form::read(input, slot.and_then(|slot| slot.picture))?;
    let drawn = form::picture(input).await?;
    let (series, slot) = (series.id, slot.map(|slot| slot.id));
    let keep = async |tx: &mut Tx| -> Result<()> {
        let mut new = new;
        if let Some(bytes) = drawn {
            new.picture = Some(pictures::keep(tx, bytes).await?);
        }
        match slot {
            Some(id) => actions::change(tx, id, new).await,
            None => actions::add(tx, series, new).await.map(drop),
        }
    };
    app.db().write_once(&staff.scope, &once, keep).await.map(drop)
}

/// A slot of this series that has not ended.
async fn standing(
    db: &mut impl Read,
    series: &Series,
    org: kernel::OrgId,
    id: &str,
) -> Result<Slot> {
    let id: SlotId = id.parse().map_err(|_| Error::NotFound("slot"))?;
    let slot = rows::require(db, org, id).await?;
    if slot.series == series.id && slot.ended_at.is_none() {
        Ok(slot)
    } else {
        Err(Error::NotFound("slot"))
    }
}

async fn edit(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path((id, slot)): Path<(String, String)>,
) -> Reply {
    let mut db = app.db().read().await?;
    let series = wanted(&mut db, &staff, &id).await?;
    let slot = standing(&mut db, &series, staff.shop.org, &slot).await?;
    let form = form::filled(staff.lang(), &slot);
    reply::page(slot_page(&staff, &series, Some(&slot), &form))
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path((id, slot)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let (series, slot) = {
        let mut db = app.db().read().await?;
        let series = wanted(&mut db, &staff, &id).await?;
        let slot = standing(&mut db, &series, staff.shop.org, &slot).await?;
        (series, slot)
    };
    match save(&app, &staff, &series, Some(&slot), &input).await {
        Ok(()) => Ok(see_with(&href(series.id), &Toast::good("programmes-saved"))),
        Err(error) => again(&staff, &series, Some(&slot), &input, error),
    }
}

async fn end(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Path((id, slot)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let series = wanted(&mut app.db().read().await?, &staff, &id).await?;
    let slot: SlotId = slot.parse().map_err(|_| Error::NotFound("slot"))?;
    let once = input.once_in(staff.session.id, "programmes.ending")?;
    app.db().write_once(&staff.scope, &once, async |tx| actions::end(tx, slot).await).await?;
    Ok(see_with(&href(series.id), &Toast::good("programmes-ended")))
}

async fn picture(
    State(app): State<App>,
    staff: Staff<ReadFeed>,
    Path((_, slot)): Path<(String, String)>,
) -> Reply {
    let slot: SlotId = slot.parse().map_err(|_| Error::NotFound("slot"))?;
    let mut db = app.db().read().await?;
    let slot = rows::require(&mut db, staff.shop.org, slot).await?;
    let id = slot.picture.ok_or(Error::NotFound("page"))?;
    let bytes =
        pictures::find(&mut db, staff.shop.org, id).await?.ok_or(Error::NotFound("page"))?;
    Ok(pictures::answer(bytes, Cache::Private).into_response())
}
