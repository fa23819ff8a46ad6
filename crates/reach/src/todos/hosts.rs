//! How the hosts' day stands: who has opened their texts, who has brought them.

use std::collections::HashMap;

use axum::extract::{Query, State};
use kernel::{GroupId, OrgId, Result, StaffId, Time, permission::ManageProgrammes};
use maud::html;
use people::{
    groups::{self, Group, Narrow},
    staff as persons,
};
use serde::Deserialize;
use store::Read;
use web::{
    App, Reply, Routes, Staff,
    kit::{
        List, Tone, format, icons, layout,
        parts::{Empty, Head, chip},
        tables::{Column, Row, Table},
    },
    reply, t,
};

use super::{model::day_text, store as rows};

pub fn routes() -> Routes {
    Routes::new().get("/console/day/hosts", index)
}

/// One host's day in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// `None`: groups without a host.
    pub host: Option<StaffId>,
    pub name: String,
    pub groups: i64,
    pub waiting: i64,
    /// Of those that wait: how many are on now.
    pub due: i64,
    pub done: i64,
    pub opened_at: Option<Time>,
}

/// Every host with something to do today.
pub async fn standings(
    db: &mut impl Read,
    org: OrgId,
    (day, now): (&str, Time),
    remit: &kernel::scope::Remit,
) -> Result<Vec<Standing>> {
    let todos = rows::of_day(db, org, day).await?;
    if todos.is_empty() {
        return Ok(Vec::new());
    }
    let opened = rows::opened(db, org, day).await?;
    let names = persons::names(db, org).await?;
    let groups = open_groups(db, org).await?;
    let mut by_host: HashMap<Option<StaffId>, (Standing, Vec<GroupId>)> = HashMap::new();
    for todo in todos.iter().filter(|todo| todo.shows(now)) {
        let Some(group) = groups.get(&todo.group) else { continue };
        if !remit.covers_group(group.id, group.store) {
            continue;
        }
        let (standing, seen) = by_host.entry(group.host).or_insert_with(|| {
            let name = group.host.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
            let opened_at = group.host.and_then(|id| opened.get(&id).copied());
            let empty = Standing {
                host: group.host,
                name,
                groups: 0,
                waiting: 0,
                due: 0,
                done: 0,
                opened_at,
            };
            (empty, Vec::new())
        });
        if !seen.contains(&group.id) {
            seen.push(group.id);
            standing.groups += 1;
        }
        if todo.is_waiting() {
            standing.waiting += 1;
            standing.due += i64::from(todo.is_on(now));
        } else {
            standing.done += 1;
        }
    }
    let mut all: Vec<Standing> = by_host.into_values().map(|(standing, _)| standing).collect();
    // Who has not looked and has most to do comes first.
    all.sort_by(|a, b| {
        (a.opened_at.is_some(), -a.waiting, &a.name, a.host).cmp(&(
            b.opened_at.is_some(),
            -b.waiting,
            &b.name,
            b.host,
        ))
    });
    Ok(all)
}

/// Every open group of the org by its id.
pub(super) async fn open_groups(db: &mut impl Read, org: OrgId) -> Result<HashMap<GroupId, Group>> {
    let narrow = Narrow { state: Some(groups::State::Open), ..Narrow::default() };
    let mut all = HashMap::new();
    let mut cursor = None;
    // A chain has a thousand groups; ten thousand are more than a page can say anything about.
    for _ in 0..50 {
        let page = kernel::PageRequest { limit: Some("200".to_owned()), cursor };
        let found = groups::list(db, org, &narrow, groups::Order::default(), &page).await?;
        all.extend(found.items.into_iter().map(|group| (group.id, group)));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    csv: String,
}

async fn index(
    State(app): State<App>,
    staff: Staff<ManageProgrammes>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (lang, now) = (staff.lang(), app.now());
    let day = day_text(now.date(&staff.shop.zone));
    let mut db = app.db().read().await?;
    let mut all = standings(&mut db, staff.shop.org, (&day, now), staff.remit()).await?;
    drop(db);
    let words = asked.q.trim().to_lowercase();
    all.retain(|one| one.name.to_lowercase().contains(&words));
    let list = List::new(lang, "/console/day/hosts")
        .query([("q", asked.q.as_str()), ("sort", asked.sort.as_str())]);
    match list.sort() {
        ("name", falling) => order(&mut all, falling, |one| one.name.clone()),
        ("waiting", falling) => order(&mut all, falling, |one| one.waiting),
        ("done", falling) => order(&mut all, falling, |one| one.done),
        ("opened", falling) => order(&mut all, falling, |one| one.opened_at),
        _ => {}
    }
    if !asked.csv.is_empty() {
        return Ok(csv(&all));
    }
    let row = |one: &Standing| {
        let name = if one.host.is_none() { t!(lang, "todos-nobody") } else { one.name.clone() };
        let opened = match one.opened_at {
            Some(at) => chip(Tone::Good, &format::time(at, &staff.shop.zone)),
            None => chip(Tone::Warn, &t!(lang, "todos-not-opened")),
        };
        let row = match one.host {
            Some(id) => Row::new().href(format!("/console/day?host={id}")),
            None => Row::new().href("/console/day"),
        };
        row.cell(name)
            .cell(opened)
            .cell(format::number(lang, one.waiting))
            .cell(format::number(lang, one.done))
            .cell(format::number(lang, one.groups))
    };
    let table = Table::new(&list, t!(lang, "todos-hosts"))
        .columns([
            Column::new("name", t!(lang, "todos-host")).sort(),
            Column::new("opened", t!(lang, "todos-opened")).sort(),
            Column::new("waiting", t!(lang, "todos-column-waiting")).number().sort(),
            Column::new("done", t!(lang, "todos-column-done")).number().sort(),
            Column::new("groups", t!(lang, "todos-column-groups")).number(),
        ])
        .rows(all.iter().map(row))
        .filter()
        .csv("/console/day/hosts?csv=1")
        .empty(Empty::new(
            icons::TODO,
            t!(lang, "todos-hosts-none"),
            t!(lang, "todos-hosts-none-why"),
        ));
    let silent = all.iter().filter(|one| one.host.is_some() && one.opened_at.is_none()).count();
    let body = html! {
        (Head::new(t!(lang, "todos-hosts")).back("/console/day", &t!(lang, "todos-title"))
            .note(t!(lang, "todos-hosts-lead", silent = silent)))
        (table)
    };
    reply::page(layout::console(&staff.frame(t!(lang, "todos-hosts")), body))
}

fn order<K: Ord>(all: &mut [Standing], falling: bool, key: impl Fn(&Standing) -> K) {
    all.sort_by_key(key);
    if falling {
        all.reverse();
    }
}

fn csv(all: &[Standing]) -> axum::response::Response {
    use axum::{http::header, response::IntoResponse as _};
    let mut text = String::from("host,opened_at,waiting,done,groups\r\n");
    for one in all {
        // A name that begins like a formula would be run by a spreadsheet.
        let guard = if one.name.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        let name = one.name.replace('"', "\"\"");
        let opened = one.opened_at.map(|at| at.to_string()).unwrap_or_default();
        text.push_str(&format!(
            "\"{guard}{name}\",{opened},{},{},{}\r\n",
            one.waiting, one.done, one.groups
        ));
    }
    let name = "attachment; filename=\"hosts.csv\"";
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)], text)
        .into_response()
}
