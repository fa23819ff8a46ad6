//! Its list, its page, and what the page follows.

use std::time::Duration;

use ::store::{EventRow, Reader};
use axum::extract::{Path, RawQuery, State};
use kernel::{
    PageRequest, Permission as _, Result, Time,
    permission::{ManageActivities, ViewActivities},
};
use maud::{Markup, html};
use web::{
    App, Reply, Staff,
    kit::{
        List, layout,
        parts::{Button, Empty, Head},
        tables::{Column, Row, Table},
    },
    live, reply, t,
};

use super::{Asked, Desk, at, id, load, pairs, said};
use crate::activities::{self, Activity, Life};

pub async fn list<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = listed::<K>(&mut db, &staff, query.as_deref()).await?;
    let mut lines = Vec::new();
    for one in found {
        let line = K::line(&mut db, staff.shop.org, one.clone()).await?;
        lines.push((one, line));
    }
    drop(db);
    let main = table(&staff, &asked, &lines, app.now());
    reply::page(layout::console(&staff.frame(said::<K>(staff.lang(), "title")), main))
}

fn table<K: Desk>(
    staff: &Staff<ViewActivities>,
    list: &List,
    lines: &[(Activity<K>, K::Line)],
    now: Time,
) -> Markup {
    let lang = staff.lang();
    let said = |place| said::<K>(lang, place);
    let row = |(one, line): &(Activity<K>, K::Line)| {
        let row = Row::new().href(at(one.id)).cell(one.plan.name.say(lang));
        let row = row.cell(K::standing(lang, (one, line), now));
        let row = K::cells(staff, row, line);
        if matches!(one.life, Life::Settled | Life::Archived) { row.faint() } else { row }
    };
    let new = format!("{}/new", K::PATH);
    let empty = Empty::new(K::ICON, said("none"), said("none-why")).action_for::<ManageActivities>(
        staff.role,
        new.clone(),
        said("make-first"),
    );
    let first = [
        Column::new("name", t!(lang, "activities-name")),
        Column::new("state", t!(lang, "activities-state")),
    ];
    let table = Table::new(list, said("title"))
        .columns(first.into_iter().chain(K::columns(lang)))
        .rows(lines.iter().map(row))
        .filter()
        .empty(empty);
    let on = lines.iter().filter(|(one, line)| K::is_on((one, line), now)).count();
    let make = staff.role.may(ManageActivities::NAME) && !lines.is_empty();
    html! {
        (Head::new(said("title")).note(t!(lang, &format!("{}-lead", K::SLICE), on = on))
            .aside(html! { @if make { (Button::primary(said("make")).href(new)) } }))
        (table)
    }
}

/// A page of the list, as it was asked for: of one state or all, and by a part of the name.
async fn listed<D: Desk>(
    db: &mut Reader,
    staff: &Staff<impl Sized>,
    query: Option<&str>,
) -> Result<(List, Vec<Activity<D>>)> {
    let lang = staff.lang();
    let asked = List::new(lang, D::PATH).query(pairs(query));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let life: Option<Life> = asked.get("state").parse().ok();
    let found = activities::list::<D>(db, staff.shop.org, life, &page).await?;
    let wanted = asked.filter().to_lowercase();
    let mut all = found.items;
    all.retain(|one| one.plan.name.say(lang).to_lowercase().contains(&wanted));
    Ok((asked.next(found.next_cursor), all))
}

pub async fn show<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let activity = load::<K>(&app, staff.shop.org, &text).await?;
    let asked = Asked { query: query.as_deref(), wrong: None };
    reply::page(K::one(&app, &staff, activity, asked).await?)
}

pub async fn figures<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let mut db = app.db().read().await?;
    let activity = activities::require::<K>(&mut db, staff.shop.org, id(&text)?).await?;
    reply::page(K::figures(&mut db, &staff, activity).await?)
}

/// Tells an open page that something of it happened, at most once a second.
pub async fn follow<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let org = staff.shop.org;
    let id = load::<K>(&app, org, &text).await?.id.to_string();
    let touches = move |event: &EventRow| {
        let kind = event.kind.strip_prefix(K::SLICE);
        kind.is_some_and(|rest| rest.starts_with('.'))
            && event.data.get(K::SUBJECT).is_some_and(|it| *it == *id)
    };
    let pick = move |events: &[EventRow]| events.iter().any(&touches).then(String::new);
    Ok(live::follow_calmly(&app, org, Duration::from_secs(1), pick))
}
