//! The page of one group, and what can be done there.

use axum::{
    extract::{Path, State as Held},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Error, Fields, GroupId, PageRequest, Permission, Result,
    permission::{ManageGroups, ViewGroups},
};
use maud::{Markup, html};
use web::{
    App, Input, Place as Drawn, Reply, Routes, Staff, Toast,
    kit::{
        Form, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Head, bar, card},
        words,
    },
    pieces, reply, t, trail,
};

use super::{
    actions,
    console::id,
    model::{Group, Place},
    outside::{self, Outside, Told},
    view,
};
use crate::{series, staff, stores};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/groups/{id}", one)
        .post("/console/groups", open)
        .post("/console/groups/{id}/hosts", hosts)
        .post("/console/groups/{id}/capacity", capacity)
        .post("/console/groups/{id}/closing", close)
        .post("/console/groups/{id}/opening", reopen)
}

/// The group, if it is of this person's remit; else it is not there.
pub(super) async fn load<P: Permission>(app: &App, staff: &Staff<P>, text: &str) -> Result<Group> {
    let group = super::require(&mut app.db().read().await?, staff.shop.org, id(text)?).await?;
    if staff.remit().covers_group(group.id, group.store) {
        Ok(group)
    } else {
        Err(Error::NotFound("group"))
    }
}

pub(super) fn kept(group: GroupId, toast: &Toast) -> Response {
    reply::see_with(&format!("/console/groups/{group}"), toast).into_response()
}

/// All that the page shows.
struct Page<'p, P> {
    staff: &'p Staff<P>,
    group: &'p Group,
    now: kernel::Time,
    series: String,
    store: String,
    people: Vec<(kernel::StaffId, String)>,
    names: std::collections::HashMap<kernel::StaffId, String>,
    outside: Option<Outside>,
    told: Vec<Told>,
    history: Vec<trail::Entry>,
    drawn: Vec<Markup>,
    typed: Input,
    wrong: Fields,
}

impl<'p, P: Permission> Page<'p, P> {
    async fn load(app: &App, staff: &'p Staff<P>, group: &'p Group) -> Result<Self> {
        let (lang, org) = (staff.lang(), staff.shop.org);
        let mut db = app.db().read().await?;
        let series = series::require(&mut db, org, group.series).await?.name;
        let store = match group.store {
            Some(id) => stores::find(&mut db, org, id).await?.map_or_else(String::new, |s| s.name),
            None => t!(lang, "groups-whole-org"),
        };
        let people = view::hosts(&mut db, org).await?;
        let names = staff::names(&mut db, org).await?;
        let outside = outside::find(&mut db, org, group.id).await?;
        let told = match outside {
            Some(_) => outside::told(&mut db, org, group.id, 8).await?,
            None => Vec::new(),
        };
        let asked = PageRequest { limit: Some("12".to_owned()), cursor: None };
        let subject = group.id.to_string();
        let history = trail::list(&mut db, org, Some(&subject), &asked).await?.items;
        drop(db);
        let drawn = pieces::draw(app, Drawn::GroupPage, &staff.viewer().about(group.id)).await?;
        let (now, typed, wrong) = (app.now(), Input::default(), Fields::default());
        Ok(Self {
            staff,
            group,
            now,
            series,
            store,
            people,
            names,
            outside,
            told,
            history,
            drawn,
            typed,
            wrong,
        })
    }
    /// A form of one number: as it was typed where that was wrong, else as it is.
    fn number(&self, field: &str, held: i64) -> Form {
        let lang = self.staff.lang();
        if self.wrong.of(field).next().is_none() {
            return Form::filled(lang, [(field, held.to_string())]);
        }
        Form::again(lang, [(field, self.typed.text(field))], self.wrong.clone())
    }
    fn may(&self, permission: &str) -> bool {
        self.staff.role.may(permission)
    }
    fn name_of(&self, id: Option<kernel::StaffId>) -> Option<&str> {
        id.and_then(|id| self.names.get(&id)).map(String::as_str)
    }

    fn render(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let frame = self.staff.frame(group.name.as_str());
        let head = Head::new(group.name.as_str())
            .back("/console/groups", &t!(lang, "groups-title"))
            .note(self.sentence());
        layout::console(
            &frame,
            html! {
                (head)
                (view::warnings(lang, group, self.now))
                div.columns {
                    div {
                        (self.seats())
                        @if let Some(outside) = &self.outside { (self.count(outside)) (self.code(outside)) }
                        @for piece in &self.drawn { (piece) }
                    }
                    div {
                        (self.hosts())
                        (self.about())
                        @if self.may("groups.manage") { (self.capacity()) }
                        (self.past())
                        @if self.may("groups.manage") { (self.danger()) }
                    }
                }
            },
        )
    }

    /// The one thing to know about this group today.
    fn sentence(&self) -> String {
        let (lang, group) = (self.staff.lang(), self.group);
        if !group.is_open() {
            return t!(lang, "groups-is-closed", members = group.count());
        }
        if group.host.is_none() {
            return t!(lang, "groups-is-hostless", members = group.count());
        }
        if group.free() == 0 {
            return t!(lang, "groups-is-full", members = group.count());
        }
        t!(lang, "groups-is-open", members = group.count(), free = group.free())
    }

    fn seats(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let words = t!(lang, "groups-fill", members = group.count(), seats = group.capacity);
        let members = html! {
            @if self.may("members.view") {
                a.quiet-link href={ "/console/members?group=" (group.id) } { (t!(lang, "groups-see-members")) }
            }
        };
        card(
            &t!(lang, "groups-seats"),
            members,
            html! {
                p.seats-number { b.num { (format::number(lang, group.count())) } " / " span.num { (format::number(lang, group.capacity)) } }
                (bar(group.fullness(), view::fill_tone(group), &words))
                @if group.place == Place::Outside {
                    p.hint { (t!(lang, "groups-known", members = group.seated)) }
                } @else {
                    p.hint { (t!(lang, "groups-next-opens", seats = super::ahead(group.capacity))) }
                }
            },
        )
    }

    /// The count of an outside group: told, never guessed, one tap to keep it right.
    fn count(&self, outside: &Outside) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let told = group.told.map_or(0, |(members, _)| members);
        let form = self.number("members", told);
        let who = self.name_of(outside.told_by);
        card(
            &t!(lang, "groups-count"),
            html! { (outside.app) },
            html! {
                p.told { (view::told_words(lang, group, who, self.now)) }
                p.hint { (t!(lang, "groups-unknown")) }
                @if self.may("groups.host") && group.is_open() {
                    (form.post(&format!("{}/counts", group.href()), &self.staff.once(), html! {
                        div.counter-taps {
                            button.button.plain.big type="submit" name="step" value="-1" aria-label=(t!(lang, "groups-one-less")) { (icons::MINUS) }
                            (form.number("members", t!(lang, "groups-members")).large())
                            button.button.plain.big type="submit" name="step" value="1" aria-label=(t!(lang, "groups-one-more")) { (icons::PLUS) }
                        }
                        (Button::primary(t!(lang, "groups-count-keep")).value("step", "0"))
                    }))
                }
                @if self.told.len() > 1 {
                    details { summary { (t!(lang, "groups-counts-before")) }
                        ul.plain-list { @for one in &self.told {
                            li { span.num { (format::number(lang, one.members)) } span {
                                (format::date_time(lang, one.at, &self.staff.shop.zone))
                                @if let Some(name) = self.name_of(one.staff) { " · " (name) }
                            } }
                        } }
                    }
                }
            },
        )
    }

    fn code(&self, outside: &Outside) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let ends = match group.code_ends {
            None => t!(lang, "groups-warn-no-code"),
            Some(ends) if ends == outside::FOREVER => t!(lang, "groups-code-forever"),
            Some(ends) => t!(
                lang,
                "groups-code-ends",
                when = format::date_time(lang, ends, &self.staff.shop.zone)
            ),
        };
        card(
            &t!(lang, "groups-code"),
            html! {},
            html! {
                p { (ends) }
                @if outside.pictured {
                    @if self.may("groups.host") {
                        img.join-code src={ (group.href()) "/code.png" } alt=(t!(lang, "groups-code-picture", name = group.name.as_str())) width="240" loading="lazy";
                    }
                    @match &outside.points {
                        Some(points) => p.hint { (t!(lang, "groups-code-points")) " " code { (points) } },
                        None => p class={ "hint " (Tone::Warn.class()) } { (t!(lang, "groups-code-unread")) },
                    }
                }
                @if let Some(link) = &outside.link { p { code { (link) } } }
                @if self.may("groups.host") {
                    p { (Button::link(format!("{}/code", group.href()), t!(lang, "groups-code-replace")).icon(icons::QR)) }
                }
            },
        )
    }

    fn hosts(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let word = |id: Option<kernel::StaffId>| id.map_or("none".to_owned(), |id| id.to_string());
        let form = Form::filled(lang, [("host", word(group.host)), ("backup", word(group.backup))]);
        card(
            &t!(lang, "groups-hosts"),
            html! {},
            html! {
                @match self.name_of(group.host) {
                    Some(name) => p.person { (parts::avatar(name)) span { strong { (name) } small { (t!(lang, "groups-host")) } } },
                    None => p class={ "notice " (Tone::Warn.class()) } { (icons::WARN) span { (t!(lang, "groups-no-host")) } },
                }
                @if let Some(name) = self.name_of(group.backup) {
                    p.person { (parts::avatar(name)) span { strong { (name) } small { (t!(lang, "groups-backup")) } } }
                }
                @if self.may("groups.manage") {
                    details { summary { (t!(lang, "groups-hosts-change")) }
                        (form.post(&format!("{}/hosts", group.href()), &self.staff.once(), html! {
                            (view::host_field(&form, "host", &self.people))
                            (view::host_field(&form, "backup", &self.people))
                            (Button::plain(t!(lang, "save")))
                        }))
                    }
                }
            },
        )
    }

    fn about(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let mut facts = vec![
            (
                t!(lang, "groups-series"),
                html! { a href={ "/console/series/" (group.series) } { (self.series) } },
            ),
            (t!(lang, "groups-store"), html! { (self.store) }),
            (t!(lang, "groups-number"), html! { (group.number.to_string()) }),
            (
                t!(lang, "groups-since"),
                html! { (format::date_with_year(lang, group.opened_at.date(&self.staff.shop.zone))) },
            ),
        ];
        if let Some(outside) = &self.outside {
            facts.push((t!(lang, "groups-app"), html! { (outside.app) }));
            let owner = if outside.owner.is_empty() {
                t!(lang, "groups-unknown-word")
            } else {
                outside.owner.clone()
            };
            facts.push((t!(lang, "groups-owner"), html! { (owner) }));
        }
        card(&t!(lang, "groups-about"), html! {}, parts::facts(facts))
    }

    fn capacity(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        let form = self.number("capacity", group.capacity);
        html! {
            details.card { summary { (t!(lang, "groups-capacity-change")) }
                (form.post(&format!("{}/capacity", group.href()), &self.staff.once(), html! {
                    (form.number("capacity", t!(lang, "groups-capacity")).hint(t!(lang, "groups-capacity-hint", seated = group.seated)))
                    (Button::plain(t!(lang, "save")))
                }))
            }
        }
    }

    fn past(&self) -> Markup {
        let lang = self.staff.lang();
        card(
            &t!(lang, "groups-history"),
            html! {},
            html! {
                ul.plain-list {
                    @for entry in &self.history {
                        @let did = words::say(lang, &format!("groups-did-{}", entry.what.rsplit('.').next().unwrap_or_default().replace('_', "-")), vec![]);
                        li { time { (format::date_time(lang, entry.at, &self.staff.shop.zone)) } span {
                            (did) @if let Some(name) = self.name_of(entry.actor.staff()) { " · " (name) }
                        } }
                    }
                    li { time { (format::date_time(lang, self.group.opened_at, &self.staff.shop.zone)) } span { (t!(lang, "groups-did-opened")) } }
                }
            },
        )
    }

    fn danger(&self) -> Markup {
        let (lang, group) = (self.staff.lang(), self.group);
        if !group.is_open() {
            let inside = Button::plain(t!(lang, "groups-reopen"));
            return Form::new(lang).post(
                &format!("{}/opening", group.href()),
                &self.staff.once(),
                inside,
            );
        }
        let confirm = Confirm::new(
            lang,
            t!(lang, "groups-close"),
            t!(lang, "groups-close-title", name = group.name.as_str()),
        )
        .loses(t!(lang, "groups-close-loses"))
        .people(group.count())
        .post(format!("{}/closing", group.href()), self.staff.once());
        html! { div { (confirm) } }
    }
}

async fn one(Held(app): Held<App>, staff: Staff<ViewGroups>, Path(text): Path<String>) -> Reply {
    let group = load(&app, &staff, &text).await?;
    reply::page(Page::load(&app, &staff, &group).await?.render())
}

/// The page once more, with what was wrong beside its field.
pub(super) async fn again<P: Permission>(
    app: &App,
    staff: &Staff<P>,
    group: &Group,
    input: Input,
    error: Error,
) -> Reply {
    match error {
        Error::Invalid(wrong) => {
            let mut page = Page::load(app, staff, group).await?;
            (page.typed, page.wrong) = (input, wrong);
            reply::wrong(page.render())
        }
        other => Err(other.into()),
    }
}

/// Opens the next group by hand.
async fn open(Held(app): Held<App>, staff: Staff<ManageGroups>, input: Input) -> Reply {
    let key = input.once_in(staff.session.id, "groups")?;
    let series = input.text("series").parse().map_err(|_| Error::NotFound("series"))?;
    let store = match input.text("store") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound("store"))?),
    };
    if !staff.remit().spans_store(store) {
        return Err(Error::NotFound("store").into());
    }
    let run = async |tx: &mut ::store::Tx| {
        let group = actions::open_next(tx, series, store).await?;
        trail::note(tx, "groups.opened_by_hand", group.id, &(), &group.name).await?;
        Ok((group.id, group.name))
    };
    let done = app.db().write_once(&staff.scope, &key, run).await?;
    let (group, name) = done.value.answer;
    Ok(kept(group, &Toast::good("groups-opened").with("name", name)))
}

async fn hosts(
    Held(app): Held<App>,
    staff: Staff<ManageGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-hosts")?;
    let hosts = view::hosts_typed(&input)?;
    let run = async |tx: &mut ::store::Tx| actions::set_host(tx, group.id, hosts).await;
    app.db().write_once(&staff.scope, &key, run).await?;
    Ok(kept(group.id, &Toast::good("groups-kept")))
}

async fn capacity(
    Held(app): Held<App>,
    staff: Staff<ManageGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-capacity")?;
    let capacity = input.text("capacity").trim().parse().unwrap_or(-1);
    let run = async |tx: &mut ::store::Tx| actions::set_capacity(tx, group.id, capacity).await;
    match app.db().write_once(&staff.scope, &key, run).await {
        Ok(_) => Ok(kept(group.id, &Toast::good("groups-kept"))),
        Err(error) => again(&app, &staff, &group, input, error).await,
    }
}

async fn close(
    Held(app): Held<App>,
    staff: Staff<ManageGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-closing")?;
    let run = async |tx: &mut ::store::Tx| actions::close(tx, group.id).await;
    app.db().write_once(&staff.scope, &key, run).await?;
    Ok(kept(group.id, &Toast::good("groups-closed-toast")))
}

async fn reopen(
    Held(app): Held<App>,
    staff: Staff<ManageGroups>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let group = load(&app, &staff, &text).await?;
    let key = input.once_in(staff.session.id, "groups-opening")?;
    let run = async |tx: &mut ::store::Tx| actions::reopen(tx, group.id).await;
    app.db().write_once(&staff.scope, &key, run).await?;
    Ok(kept(group.id, &Toast::good("groups-reopened-toast")))
}
