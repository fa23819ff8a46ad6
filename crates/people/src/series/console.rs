//! The series of an org, and the page of each.

use axum::{
    extract::{Path, State as Held},
    response::IntoResponse as _,
};
use kernel::{
    Fields, SeriesId,
    permission::{ManageSeries, ViewGroups},
};
use maud::{Markup, html};
use web::{
    App, Input, Place, Reply, Routes, Staff, Toast,
    kit::{
        List, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, bar, card},
        tables::{Column, Row, Table},
    },
    pieces, reply, t,
};

use super::{
    actions,
    model::{Series, State},
    view,
};
use crate::groups::{self, Group};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/series", list)
        .get("/console/series/{id}", one)
        .post("/console/series/{id}/closing", close)
        .post("/console/series/{id}/opening", reopen)
}

/// An id from a path; anything else is a page that is not there.
pub(super) fn id(text: &str) -> kernel::Result<SeriesId> {
    text.parse().map_err(|_| kernel::Error::NotFound("series"))
}

async fn list(Held(app): Held<App>, staff: Staff<ViewGroups>) -> Reply {
    let lang = staff.lang();
    let mut db = app.db().read().await?;
    let all = super::list(&mut db, staff.shop.org).await?;
    let mut rows = Vec::new();
    for series in &all {
        let narrow = groups::Narrow { series: Some(series.id), ..groups::within(staff.remit()) };
        let sums = groups::sums(&mut db, staff.shop.org, &narrow).await?;
        let row = Row::new()
            .href(series.href())
            .cell(&series.name)
            .cell(view::state_chip(lang, series.state))
            .cell(format::number(lang, sums.groups))
            .cell(format::number(lang, sums.members))
            .cell(fill(lang, sums.members, sums.seats));
        rows.push(if series.state == State::Closed { row.faint() } else { row });
    }
    let manages = staff.role.may("series.manage");
    let head = Head::new(t!(lang, "series-title")).note(t!(lang, "series-lead"));
    let new = Button::primary(t!(lang, "series-new")).href("/console/series/new").icon(icons::PLUS);
    let head = if manages && !all.is_empty() { head.aside(new) } else { head };
    let empty =
        Empty::new(icons::GROUPS, t!(lang, "series-empty"), t!(lang, "series-empty-why"))
            .action_for::<ManageSeries>(staff.role, "/console/series/new", t!(lang, "series-new"));
    let list = List::new(lang, "/console/series");
    let table = Table::new(&list, t!(lang, "series-title"))
        .columns([
            Column::new("name", t!(lang, "series-name")),
            Column::new("state", t!(lang, "series-state")),
            Column::new("groups", t!(lang, "series-groups")).number(),
            Column::new("members", t!(lang, "series-members")).number(),
            Column::new("fill", t!(lang, "series-fill")),
        ])
        .rows(rows)
        .empty(empty);
    let frame = staff.frame(t!(lang, "series-title"));
    reply::page(layout::console(&frame, html! { (head) (table) }))
}

#[expect(clippy::cast_precision_loss, reason = "a picture of a ratio")]
fn fill(lang: kernel::Lang, members: i64, seats: i64) -> Markup {
    let ratio = if seats > 0 { members as f64 / seats as f64 } else { 0.0 };
    bar(ratio, Tone::Accent, &t!(lang, "series-fill-words", members = members, seats = seats))
}

async fn one(Held(app): Held<App>, staff: Staff<ViewGroups>, Path(text): Path<String>) -> Reply {
    let series_id = id(&text)?;
    let mut db = app.db().read().await?;
    let series = super::require(&mut db, staff.shop.org, series_id).await?;
    let mine: Vec<Group> = groups::of_series(&mut db, staff.shop.org, series.id)
        .await?
        .into_iter()
        .filter(|group| staff.remit().covers_group(group.id, group.store))
        .collect();
    drop(db);
    let drawn = pieces::draw(&app, Place::SeriesPage, &staff.viewer().about(series.id)).await?;
    let frame = staff.frame(series.name.as_str());
    let page = Page { staff: &staff, series: &series, groups: &mine };
    reply::page(layout::console(
        &frame,
        html! {
            (page.head())
            div.columns {
                div { (page.groups()) @for piece in drawn { (piece) } }
                div { (page.promise()) (page.settings()) (page.rules()) @if page.manages() { (page.danger()) } }
            }
        },
    ))
}

struct Page<'p> {
    staff: &'p Staff<ViewGroups>,
    series: &'p Series,
    groups: &'p [Group],
}

impl Page<'_> {
    fn manages(&self) -> bool {
        self.staff.role.may("series.manage")
    }
    fn edit(&self, part: &str) -> Markup {
        let lang = self.staff.lang();
        html! {
            @if self.manages() {
                a.quiet-link href={ (self.series.href()) "/" (part) } { (icons::EDIT) (t!(lang, "series-change")) }
            }
        }
    }
    fn head(&self) -> Markup {
        let (lang, series) = (self.staff.lang(), self.series);
        let open: Vec<_> = self.groups.iter().filter(|group| group.is_open()).collect();
        let members: i64 = open.iter().map(|group| group.count()).sum();
        let seats: i64 = open.iter().map(|group| group.capacity).sum();
        let note = if series.state == State::Closed {
            t!(lang, "series-closed-note")
        } else {
            t!(
                lang,
                "series-note",
                members = members,
                groups = open.len(),
                free = (seats - members).max(0)
            )
        };
        let head = Head::new(series.name.as_str())
            .back("/console/series", &t!(lang, "series-title"))
            .note(note);
        html! { (head) p.playbook-chips { (view::state_chip(lang, series.state)) } }
    }
    fn groups(&self) -> Markup {
        let lang = self.staff.lang();
        let items = self.groups.iter().map(|group| {
            let tone = if group.free() == 0 { Tone::Warn } else { Tone::Accent };
            let words =
                t!(lang, "series-fill-words", members = group.count(), seats = group.capacity);
            let item = parts::Item::new(group.name.as_str()).href(group.href()).note(words.clone());
            let item = item.under(bar(group.fullness(), tone, &words));
            if group.is_open() { item } else { item.aside(view::state_chip(lang, group.state)) }
        });
        let aside = html! {
            a.quiet-link href={ "/console/groups?series=" (self.series.id) } { (t!(lang, "series-all-groups")) }
        };
        card(
            &t!(lang, "series-groups"),
            aside,
            html! {
                (parts::rows(items))
                @if self.manages() { p { (Button::link(format!("{}/stores", self.series.href()), t!(lang, "series-stores-hosts"))) } }
            },
        )
    }
    fn promise(&self) -> Markup {
        let (lang, plan) = (self.staff.lang(), &self.series.plan);
        card(
            &t!(lang, "series-promise"),
            self.edit("plan"),
            html! {
                @if plan.promise.is_empty() { p.hint { (t!(lang, "series-promise-none")) } }
                @else { p.promise { (plan.promise) } }
                @if !plan.positioning.is_empty() { h3 { (t!(lang, "series-positioning")) } p { (plan.positioning) } }
                @if !plan.voice.is_empty() { h3 { (t!(lang, "series-voice")) } p { (plan.voice) } }
            },
        )
    }
    fn settings(&self) -> Markup {
        let (lang, series) = (self.staff.lang(), self.series);
        let second = match series.second_group {
            super::SecondGroup::Refuse => t!(lang, "series-second-refuse"),
            super::SecondGroup::Move => t!(lang, "series-second-move"),
        };
        let mut facts = vec![
            (t!(lang, "series-category"), html! { (series.category) }),
            (t!(lang, "series-template"), html! { code { (series.template) } }),
            (t!(lang, "series-capacity"), html! { (format::number(lang, series.capacity)) }),
            (
                t!(lang, "series-threshold"),
                html! { (view::threshold_words(lang, &series.threshold)) },
            ),
            (t!(lang, "series-second"), html! { (second) }),
            (t!(lang, "series-lang"), html! { (series.lang.own_name()) }),
        ];
        if let Some(book) = &series.playbook {
            let version = series.version.as_deref().unwrap_or_default();
            let link = html! { a href={ "/console/playbooks/" (book) } { (book) " " (version) } };
            facts.push((t!(lang, "series-playbook"), link));
        }
        card(&t!(lang, "series-settings"), self.edit("settings"), parts::facts(facts))
    }
    fn rules(&self) -> Markup {
        let (lang, rules) = (self.staff.lang(), &self.series.plan.rules);
        card(
            &t!(lang, "series-rules"),
            self.edit("plan"),
            html! {
                @if rules.is_empty() { p.hint { (t!(lang, "series-rules-none")) } }
                @else { ol.house-rules { @for rule in rules { li { (rule.text) } } } }
            },
        )
    }
    fn danger(&self) -> Markup {
        let (lang, series) = (self.staff.lang(), self.series);
        if series.state == State::Closed {
            let form = web::kit::Form::new(lang);
            let inside = Button::plain(t!(lang, "series-reopen"));
            return form.post(&format!("{}/opening", series.href()), &self.staff.once(), inside);
        }
        let open = self.groups.iter().filter(|group| group.is_open());
        let people: i64 = open.map(Group::count).sum();
        let confirm = Confirm::new(
            lang,
            t!(lang, "series-close"),
            t!(lang, "series-close-title", name = series.name.as_str()),
        )
        .loses(t!(lang, "series-close-loses"))
        .people(people)
        .post(format!("{}/closing", series.href()), self.staff.once());
        html! { div { (confirm) } }
    }
}

async fn close(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let (series, key) = (id(&text)?, input.once_in(staff.session.id, "series-closing")?);
    app.db().write_once(&staff.scope, &key, async |tx| actions::close(tx, series).await).await?;
    let to = format!("/console/series/{series}");
    Ok(reply::see_with(&to, &Toast::good("series-closed-toast")).into_response())
}

async fn reopen(
    Held(app): Held<App>,
    staff: Staff<ManageSeries>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let (series, key) = (id(&text)?, input.once_in(staff.session.id, "series-opening")?);
    app.db().write_once(&staff.scope, &key, async |tx| actions::reopen(tx, series).await).await?;
    let to = format!("/console/series/{series}");
    Ok(reply::see_with(&to, &Toast::good("series-reopened-toast")).into_response())
}

/// No field was wrong.
pub(super) fn clean() -> Fields {
    Fields::default()
}
