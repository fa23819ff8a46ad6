//! Changing a series: its words, its settings, its stores and hosts.

use axum::{
    extract::{Path, State as Held},
    response::{IntoResponse as _, Response},
};
use kernel::{Fields, SeriesId, StaffId, StoreId, permission::ManageSeries};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Choice, Form, layout,
        parts::{Button, Head, card},
    },
    reply, t,
};

use super::{
    actions,
    console::{clean, id},
    model::{Change, RULES_MAX, Rule, Series, Threshold},
    view,
};
use crate::stores;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/series/{id}/plan", plan)
        .post("/console/series/{id}/plan", keep_plan)
        .get("/console/series/{id}/settings", settings)
        .post("/console/series/{id}/settings", keep_settings)
        .get("/console/series/{id}/stores", places)
        .post("/console/series/{id}/stores", add_store)
        .post("/console/series/{id}/hosts", hosts)
}

async fn load(app: &App, staff: &Staff<ManageSeries>, text: &str) -> kernel::Result<Series> {
    super::require(&mut app.db().read().await?, staff.shop.org, id(text)?).await
}

fn kept(series: SeriesId, toast: &str) -> Response {
    reply::see_with(&format!("/console/series/{series}"), &Toast::good(toast)).into_response()
}

/// The words: promise, positioning, tone, rules.
async fn plan(Held(app): Held<App>, staff: Staff<ManageSeries>, Path(text): Path<String>) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let plan = &series.plan;
    let mut values = vec![
        ("promise", plan.promise.as_str()),
        ("positioning", plan.positioning.as_str()),
        ("voice", plan.voice.as_str()),
    ];
    values.extend(plan.rules.iter().map(|rule| ("rules", rule.text.as_str())));
    let form = Form::filled(staff.lang(), values);
    let rules: Vec<String> = plan.rules.iter().map(|rule| rule.text.clone()).collect();
    reply::page(plan_page(&staff, &series, &form, &rules))
}

fn plan_page(
    staff: &Staff<ManageSeries>,
    series: &Series,
    form: &Form,
    rules: &[String],
) -> Markup {
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "series-plan"));
    let spare = RULES_MAX.saturating_sub(rules.len()).min(2);
    let lines = rules.iter().map(String::as_str).chain(std::iter::repeat_n("", spare));
    let fields = html! {
        (form.textarea("promise", t!(lang, "series-promise"), 6).max(600).optional().hint(t!(lang, "series-promise-hint")))
        (form.textarea("positioning", t!(lang, "series-positioning"), 6).max(600).optional())
        (form.textarea("voice", t!(lang, "series-voice"), 3).max(600).optional())
        fieldset.field {
            legend { (t!(lang, "series-rules")) }
            p.hint { (t!(lang, "series-rules-hint", max = RULES_MAX)) }
            @for (at, line) in lines.enumerate() {
                label.visually-hidden for={ "rule-" (at) } { (t!(lang, "series-rule", number = at + 1)) }
                text-count data-max="600" {
                    textarea.rule-line id={ "rule-" (at) } name="rules" rows="2" maxlength="600" { "\n" (line) }
                }
            }
        }
        (Button::primary(t!(lang, "save")))
    };
    layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "series-plan")).back(&series.href(), &series.name).note(t!(lang, "series-plan-lead")))
            (form.post(&format!("{}/plan", series.href()), &staff.once(), fields))
        },
    )
}

async fn keep_plan(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "series-plan")?;
    let typed: Vec<String> = input.all("rules").map(str::to_owned).collect();
    let rules = typed.iter().enumerate().map(|(at, text)| {
        // A rule keeps its key while its words change, as long as it keeps its place.
        let old = series.plan.rules.get(at).map(|rule| rule.key.clone());
        Rule { key: old.unwrap_or_else(|| format!("own_{}", at + 1)), text: text.clone() }
    });
    let change = Change {
        promise: Some(input.text("promise").to_owned()),
        positioning: Some(input.text("positioning").to_owned()),
        voice: Some(input.text("voice").to_owned()),
        rules: Some(rules.collect()),
        ..Change::default()
    };
    let run = async |tx: &mut store::Tx| actions::change(tx, series.id, change).await.map(drop);
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(_) => Ok(kept(series.id, "series-kept")),
        Err(error) => {
            let again =
                |errors| plan_page(&staff, &series, &input.again(staff.lang(), errors), &typed);
            reply::or_form(error, again)
        }
    }
}

/// Names, seats, threshold.
async fn settings(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let hours = match series.threshold {
        Threshold::Approval { decides_after_hours, .. } => decides_after_hours,
        _ => 24,
    };
    let form = Form::filled(
        staff.lang(),
        [
            ("name", series.name.clone()),
            ("category", series.category.clone()),
            ("template", series.template.clone()),
            ("persona", series.plan.persona.clone()),
            ("goal", series.plan.goal.clone()),
            ("capacity", series.capacity.to_string()),
            ("threshold", series.threshold.word().to_owned()),
            ("question", series.threshold.question().unwrap_or_default().to_owned()),
            ("decides_after_hours", hours.to_string()),
            ("second_group", series.second_group.word().to_owned()),
        ],
    );
    reply::page(settings_page(&staff, &series, &form))
}

fn settings_page(staff: &Staff<ManageSeries>, series: &Series, form: &Form) -> Markup {
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "series-settings"));
    let fields = html! {
        (form.text("name", t!(lang, "series-name")).max(60))
        (form.text("category", t!(lang, "series-category")).max(60).hint(t!(lang, "series-category-hint")))
        (view::naming(form))
        (view::settings(form))
        (Button::primary(t!(lang, "save")))
    };
    layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "series-settings")).back(&series.href(), &series.name).note(t!(lang, "series-settings-lead")))
            (form.post(&format!("{}/settings", series.href()), &staff.once(), fields))
        },
    )
}

async fn keep_settings(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "series-settings")?;
    let mut errors = Fields::default();
    let question = input.text("question").to_owned();
    let threshold = match input.text("threshold") {
        "none" => Some(Threshold::None),
        "purchase" => Some(Threshold::Purchase),
        "question" => Some(Threshold::Question { question }),
        "approval" => Some(Threshold::Approval {
            question: Some(question),
            decides_after_hours: input.number(&mut errors, "decides_after_hours", super::HOURS),
        }),
        _ => {
            errors.push(kernel::FieldError::new("threshold", "choice_invalid"));
            None
        }
    };
    let own = |name: &str| Some(input.text(name).to_owned());
    let change = Change {
        name: own("name"),
        category: own("category"),
        template: own("template"),
        persona: own("persona"),
        goal: own("goal"),
        capacity: Some(input.number(&mut errors, "capacity", super::CAPACITY)),
        second_group: input.choice(&mut errors, "second_group"),
        threshold,
        ..Change::default()
    };
    let run = async |tx: &mut store::Tx| {
        errors.check(())?;
        actions::change(tx, series.id, change).await.map(drop)
    };
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(_) => Ok(kept(series.id, "series-kept")),
        Err(error) => {
            let again = |errors| settings_page(&staff, &series, &input.again(staff.lang(), errors));
            reply::or_form(error, again)
        }
    }
}

/// Where it opens groups, and who hosts there.
async fn places(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    reply::page(places_page(&app, &staff, &series, clean()).await?)
}

async fn places_page(
    app: &App,
    staff: &Staff<ManageSeries>,
    series: &Series,
    errors: Fields,
) -> kernel::Result<Markup> {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let mut db = app.db().read().await?;
    let spots = super::spots::list(&mut db, org, series.id).await?;
    let all = stores::list(&mut db, org).await?;
    let hosts = crate::groups::hosts(&mut db, org).await?;
    let name = |store: Option<StoreId>| match store {
        None => t!(lang, "series-where-nation"),
        Some(id) => all.iter().find(|s| s.id == id).map_or_else(String::new, |s| s.name.clone()),
    };
    let free: Vec<Choice> = all
        .iter()
        .filter(|store| !spots.iter().any(|spot| spot.store == Some(store.id)))
        .map(|store| Choice::new(store.id.to_string(), store.name.as_str()))
        .collect();
    let form = Form::again(lang, Vec::<(String, String)>::new(), errors).prefixed("-new");
    let frame = staff.frame(t!(lang, "series-stores-hosts"));
    Ok(layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "series-stores-hosts")).back(&series.href(), &series.name).note(t!(lang, "series-hosts-lead")))
            div.stack {
                @for spot in &spots {
                    @let word = |id: Option<StaffId>| id.map_or_else(String::new, |id| id.to_string());
                    @let filled = Form::filled(lang, [("host", word(spot.host)), ("backup", word(spot.backup))]);
                    (card(&name(spot.store), html! { (t!(lang, "series-last-number", number = spot.last_number)) }, filled.post(
                        &format!("{}/hosts", series.href()), &staff.once(), html! {
                            (filled.hidden("store", &word_of(spot.store)))
                            div.two-fields {
                                (crate::groups::host_field(&filled, "host", &hosts))
                                (crate::groups::host_field(&filled, "backup", &hosts))
                            }
                            (Button::plain(t!(lang, "save")))
                        })))
                }
                @if !free.is_empty() {
                    (card(&t!(lang, "series-add-store"), html! {}, form.post(&format!("{}/stores", series.href()), &staff.once(), html! {
                        (form.select("store", t!(lang, "series-store"), free))
                        (Button::primary(t!(lang, "series-add-store")))
                    })))
                }
            }
        },
    ))
}

fn word_of(store: Option<StoreId>) -> String {
    store.map_or_else(String::new, |id| id.to_string())
}

async fn add_store(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "series-stores")?;
    let mut errors = Fields::default();
    let Some(store) = input.choice::<StoreId>(&mut errors, "store") else {
        return reply::wrong(places_page(&app, &staff, &series, errors).await?);
    };
    let run = async |tx: &mut store::Tx| Ok(actions::add_store(tx, series.id, store).await?.name);
    let done = app.db().write_once(&staff.scope, &key, run).await?;
    let toast = Toast::good("groups-opened").with("name", done.value.answer);
    Ok(reply::see_with(&format!("{}/stores", series.href()), &toast).into_response())
}

async fn hosts(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let series = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "series-hosts")?;
    let store = match input.text("store") {
        "" => None,
        text => Some(text.parse().map_err(|_| kernel::Error::NotFound("store"))?),
    };
    let hosts = crate::groups::hosts_typed(&input)?;
    let run = async |tx: &mut store::Tx| actions::set_hosts(tx, series.id, store, hosts).await;
    app.db().write_once(&staff.scope, &key, run).await?;
    let to = format!("{}/stores", series.href());
    Ok(reply::see_with(&to, &Toast::good("series-kept")).into_response())
}
