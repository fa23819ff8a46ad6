//! What is on now across the groups, who has not opened their texts, and a group's own day.

use std::collections::{HashMap, HashSet};

use futures::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::{
    GroupId, Lang, OrgId, Permission as _, Result, SlotId, StaffId, Time,
    permission::{ManageProgrammes, PostFeed},
};
use maud::{Markup, html};
use people::{
    groups,
    playbooks::{SlotKind, Text},
};
use web::{
    App, Piece, Place, Viewer,
    kit::{
        Tone, format, icons,
        parts::{self, Button, Item, avatar, chip, sign},
    },
    t,
};

use super::{
    hosts::{open_groups, standings},
    model::{self, day_text},
    store as rows,
};
use crate::{posts, programmes, runs};

/// Rows of a piece; the rest is a tap away.
const FEW: usize = 4;

pub fn pieces() -> Vec<Piece> {
    vec![
        Piece { place: Place::TodayNow, order: 20, draw: now },
        Piece { place: Place::TodayWaits, order: 20, draw: waits },
        Piece { place: Place::GroupPage, order: 30, draw: of_group },
    ]
}

fn leads(viewer: &Viewer) -> bool {
    viewer.role.is_some_and(|role| role.may(ManageProgrammes::NAME))
}

/// A slot of today, over all groups.
#[derive(Default)]
struct On {
    groups: i64,
    done: i64,
    hosts: HashSet<StaffId>,
    looked: HashSet<StaffId>,
    due_at: Time,
    expires_at: Time,
}

impl On {
    fn when(&self, lang: Lang, (now, zone): (Time, &TimeZone)) -> String {
        if self.due_at > now {
            t!(lang, "todos-from", time = format::time(self.due_at, zone))
        } else if self.expires_at > now {
            t!(lang, "todos-left", left = format::span(lang, self.expires_at.since(now).as_secs()))
        } else {
            t!(lang, "todos-over")
        }
    }
}

fn now<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        if !leads(viewer) {
            return Ok(None);
        }
        let (lang, org, now) = (viewer.lang, viewer.shop.org, app.now());
        let day = day_text(now.date(&viewer.shop.zone));
        let mut db = app.db().read().await?;
        let todos = rows::of_day(&mut db, org, &day).await?;
        let on = model::telling(&todos, now);
        if on.is_empty() {
            return Ok(None);
        }
        let groups = open_groups(&mut db, org).await?;
        let opened = rows::opened(&mut db, org, &day).await?;
        let mut slots: HashMap<SlotId, On> = HashMap::new();
        for todo in on {
            let Some(group) = groups.get(&todo.group) else { continue };
            if !viewer.remit().covers_group(group.id, group.store) {
                continue;
            }
            let one = slots.entry(todo.slot).or_default();
            one.groups += 1;
            one.done += i64::from(!todo.is_waiting());
            one.due_at = one.due_at.max(todo.due_at);
            one.expires_at = one.expires_at.max(todo.expires_at);
            one.hosts.extend(group.host);
            one.looked.extend(group.host.filter(|host| opened.contains_key(host)));
        }
        let mut all: Vec<(SlotId, On)> = slots.into_iter().collect();
        // What is over is told with the latest first.
        all.sort_by_key(|(id, one)| {
            let ends = one.expires_at.micros();
            (if one.expires_at <= now { -ends } else { ends }, *id)
        });
        let mut items = Vec::new();
        for (id, one) in all.iter().take(FEW) {
            let Some((title, kind)) = called(&mut db, org, *id).await? else { continue };
            let note = t!(
                lang,
                "todos-on-note",
                done = one.done,
                groups = one.groups,
                looked = one.looked.len(),
                hosts = one.hosts.len()
            );
            items.push(
                Item::new(programmes::said(&title, lang))
                    .start(html! { span.sign.accent { (programmes::icon(kind)) } })
                    .note(note)
                    .aside(chip(Tone::Plain, &one.when(lang, (now, &viewer.shop.zone))))
                    .href("/console/day/hosts"),
            );
        }
        let more = all.len().saturating_sub(FEW);
        Ok((!items.is_empty()).then(|| html! {
            (parts::rows(items))
            @if more > 0 { p { a.quiet-link href="/console/day/hosts" { (t!(lang, "todos-more", count = more)) } } }
        }))
    })
}

/// What a text of the day is called, weekly or dated.
async fn called(
    db: &mut store::Reader,
    org: OrgId,
    id: SlotId,
) -> Result<Option<(Text, SlotKind)>> {
    if let Some(slot) = programmes::find(db, org, id).await? {
        return Ok(Some((slot.title, slot.kind)));
    }
    let dated = runs::find(db, org, id).await?;
    Ok(dated.map(|one| (one.said.title, one.kind)))
}

fn waits<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let (lang, org, now) = (viewer.lang, viewer.shop.org, app.now());
        let day = day_text(now.date(&viewer.shop.zone));
        let mut db = app.db().read().await?;
        if !leads(viewer) {
            return own(&mut db, app, viewer, &day).await;
        }
        let all = standings(&mut db, org, (&day, now), viewer.remit()).await?;
        let silent: Vec<_> = all
            .iter()
            .filter(|one| one.host.is_some() && one.opened_at.is_none() && one.due > 0)
            .collect();
        let item = |one: &&super::hosts::Standing| {
            let href = one.host.map(|id| format!("/console/day?host={id}")).unwrap_or_default();
            Item::new(one.name.as_str())
                .start(avatar(&one.name))
                .note(t!(lang, "todos-not-opened-note", count = one.due))
                .aside(chip(Tone::Warn, &t!(lang, "todos-not-opened")))
                .href(href)
        };
        let more = silent.len().saturating_sub(FEW);
        Ok((!silent.is_empty()).then(|| html! {
            (parts::rows(silent.iter().take(FEW).map(item)))
            @if more > 0 { p { a.quiet-link href="/console/day/hosts" { (t!(lang, "todos-more-hosts", count = more)) } } }
        }))
    })
}

/// For somebody who hosts: how many texts wait for them.
async fn own(
    db: &mut store::Reader,
    app: &App,
    viewer: &Viewer,
    day: &str,
) -> Result<Option<Markup>> {
    let (lang, now) = (viewer.lang, app.now());
    let Some(me) = viewer.scope.actor().staff() else { return Ok(None) };
    if !viewer.role.is_some_and(|role| role.may(PostFeed::NAME)) {
        return Ok(None);
    }
    let mine: Vec<GroupId> =
        groups::of_host(db, viewer.shop.org, me).await?.iter().map(|group| group.id).collect();
    let todos = rows::of_groups(db, viewer.shop.org, day, &mine).await?;
    let waiting = todos.iter().filter(|todo| todo.is_waiting() && todo.is_on(now)).count();
    Ok((waiting > 0).then(|| {
        parts::rows([Item::new(t!(lang, "todos-title"))
            .start(sign(Tone::Accent))
            .note(t!(lang, "todos-waiting", count = waiting))
            .href("/console/day")])
    }))
}

/// The group's own three things of the day.
fn of_group<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let (lang, org, now) = (viewer.lang, viewer.shop.org, app.now());
        let Some(id) = viewer.subject.map(GroupId::from_uuid) else { return Ok(None) };
        if !viewer.role.is_some_and(|role| role.may(PostFeed::NAME)) {
            return Ok(None);
        }
        let day = day_text(now.date(&viewer.shop.zone));
        let mut db = app.db().read().await?;
        let group = groups::require(&mut db, org, id).await?;
        let todos = rows::of_group(&mut db, org, &day, id).await?;
        let ids: Vec<_> = todos.iter().map(|todo| todo.post).collect();
        let posts = posts::of_ids(&mut db, org, &ids).await?;
        let mut items = Vec::new();
        for todo in todos.iter().filter(|todo| todo.shows(now)) {
            let Some(post) = posts.iter().find(|post| post.id == todo.post) else { continue };
            let (tone, word) = match (todo.is_waiting(), todo.is_on(now)) {
                (false, _) => (Tone::Good, t!(lang, "todos-chip-done")),
                (true, true) => (Tone::Accent, t!(lang, "todos-chip-now")),
                (true, false) => (Tone::Plain, t!(lang, "todos-chip-later")),
            };
            let seen = t!(lang, "todos-seen", opened = post.opened, came = post.claims);
            items.push(
                Item::new(post.title.as_str())
                    .start(html! { span.num { (format::time(todo.due_at, &viewer.shop.zone)) } })
                    .note(seen)
                    .aside(chip(tone, &word))
                    .href(viewer.shop.href(&post.path())),
            );
        }
        let href = match group.host {
            Some(host) if leads(viewer) => format!("/console/day?host={host}"),
            _ => "/console/day".to_owned(),
        };
        let inside = html! {
            @if items.is_empty() { p { (t!(lang, "todos-group-none")) } } @else { (parts::rows(items)) }
            div.actions { (Button::link(href, t!(lang, "todos-open-day")).icon(icons::TODO)) }
        };
        Ok(Some(parts::card(&t!(lang, "todos-group-title"), "", inside)))
    })
}
