//! The list of groups.

use std::collections::HashMap;

use axum::{
    extract::{Query, State as Held},
    http::header,
    response::IntoResponse as _,
};
use kernel::{
    Error, GroupId, Lang, PageRequest, Result, StaffId, StoreId,
    permission::{ManageSeries, ViewGroups},
    scope::Remit,
};
use maud::{Markup, html};
use web::{
    App, Reply, Routes, Staff,
    kit::{
        Choice, Form, List, format, icons, layout,
        parts::{Button, Empty, Head},
        tables::{Column, Row, Table},
    },
    reply, t,
};

use super::{
    model::{Fill, Group, Narrow, Order, Place, State},
    outside, view,
};
use crate::{series, series::Series, staff, stores, stores::Store};

/// The largest file: a chain's groups many times over.
const CSV_ROWS: u32 = 20_000;

pub fn routes() -> Routes {
    Routes::new().get("/console/groups", list)
}

/// An id from a path; anything else is a page that is not there.
pub(crate) fn id(text: &str) -> Result<GroupId> {
    text.parse().map_err(|_| Error::NotFound("group"))
}

/// What a person of staff sees of the groups.
pub fn within(remit: &Remit) -> Narrow {
    match remit {
        Remit::Everything => Narrow::default(),
        Remit::Stores(stores) => Narrow { stores: Some(stores.clone()), ..Narrow::default() },
        Remit::Groups(groups) => Narrow { only: Some(groups.clone()), ..Narrow::default() },
    }
}

/// Names that the list needs: loaded once for all rows.
struct Names {
    series: Vec<Series>,
    stores: Vec<Store>,
    staff: HashMap<StaffId, String>,
}

impl Names {
    fn series(&self, group: &Group) -> &str {
        self.series.iter().find(|one| one.id == group.series).map_or("", |one| &one.name)
    }
    fn store(&self, lang: Lang, group: &Group) -> String {
        match group.store {
            None => t!(lang, "groups-whole-org"),
            Some(id) => {
                let store = self.stores.iter().find(|one| one.id == id);
                store.map_or_else(String::new, |one| one.name.clone())
            }
        }
    }
    fn person(&self, id: Option<StaffId>) -> &str {
        id.and_then(|id| self.staff.get(&id)).map_or("", String::as_str)
    }
}

/// The query as a list understands it; words it does not know narrow nothing.
fn narrow(staff: &Staff<ViewGroups>, list: &List) -> Narrow {
    let store = match list.get("store") {
        "" => None,
        "none" => Some(None),
        text => text.parse::<StoreId>().ok().map(Some),
    };
    let state = match list.get("state") {
        "closed" => Some(State::Closed),
        "all" => None,
        _ => Some(State::Open),
    };
    Narrow {
        words: list.filter().chars().take(200).collect(),
        series: list.get("series").parse().ok(),
        store,
        host: list.get("host").parse().ok(),
        place: list.get("place").parse().ok(),
        fill: list.get("fill").parse().ok(),
        state,
        ..within(staff.remit())
    }
}

async fn list(
    Held(app): Held<App>,
    staff: Staff<ViewGroups>,
    Query(query): Query<Vec<(String, String)>>,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let list = List::new(lang, "/console/groups").query(query);
    let narrow = narrow(&staff, &list);
    let order = Order::parse(list.sort());
    let mut db = app.db().read().await?;
    let names = Names {
        series: series::list(&mut db, org).await?,
        stores: stores::all(&mut db, org).await?,
        staff: staff::names(&mut db, org).await?,
    };
    if !list.get("csv").is_empty() {
        let rows = super::rows(&mut db, org, &narrow, order, (None, CSV_ROWS)).await?;
        return csv_file(lang, &names, &rows.items);
    }
    let page = PageRequest { limit: None, cursor: Some(list.get("cursor").to_owned()) };
    let found = super::list(&mut db, org, &narrow, order, &page).await?;
    let sums = super::sums(&mut db, org, &narrow).await?;
    let list = list.next(found.next_cursor);
    let now = app.now();
    let rows = found.items.iter().map(|group| {
        let row = Row::new()
            .href(group.href())
            .cell(&group.name)
            .cell(view::chips(lang, group, now))
            .cell(names.series(group))
            .cell(names.store(lang, group))
            .cell(names.person(group.host))
            .cell(format::number(lang, group.count()))
            .cell(view::fill(lang, group));
        if group.is_open() { row } else { row.faint() }
    });
    let manages = staff.role.may("groups.manage");
    let table = Table::new(&list, t!(lang, "groups-title"))
        .columns(columns(lang))
        .rows(rows)
        .filter()
        .tools(tools(&list, &names))
        .csv(list.href("csv", "1"))
        .empty(empty(lang, &staff, &list));
    let lead = t!(
        lang,
        "groups-lead",
        groups = sums.groups,
        members = sums.members,
        free = (sums.seats - sums.members).max(0)
    );
    let head = Head::new(t!(lang, "groups-title"));
    let head = if sums.groups > 0 { head.note(lead) } else { head };
    let adopt = Button::link("/console/groups/adoption", t!(lang, "groups-adopt"));
    let head = if manages { head.aside(adopt) } else { head };
    let frame = staff.frame(t!(lang, "groups-title"));
    reply::page(layout::console(&frame, html! { (head) (table) }))
}

fn columns(lang: Lang) -> [Column; 7] {
    [
        Column::new("name", t!(lang, "groups-name")).sort().wide(),
        Column::new("state", t!(lang, "groups-state")),
        Column::new("series", t!(lang, "groups-series")),
        Column::new("store", t!(lang, "groups-store")),
        Column::new("host", t!(lang, "groups-host")),
        Column::new("members", t!(lang, "groups-members")).number().sort(),
        Column::new("fullness", t!(lang, "groups-fullness")).sort(),
    ]
}

fn empty(lang: Lang, staff: &Staff<ViewGroups>, list: &List) -> Empty {
    let choices = ["q", "series", "store", "host", "fill", "place", "state"];
    let narrowed = choices.iter().any(|name| !list.get(name).is_empty());
    if narrowed {
        return Empty::new(
            icons::FILTER,
            t!(lang, "groups-none-so"),
            t!(lang, "groups-none-so-why"),
        )
        .action("/console/groups", t!(lang, "groups-show-all"));
    }
    Empty::new(icons::GROUPS, t!(lang, "groups-empty"), t!(lang, "groups-empty-why"))
        .action_for::<ManageSeries>(staff.role, "/console/series/new", t!(lang, "series-new"))
}

/// Chooses by series, store, host, fullness, place and state.
fn tools(list: &List, names: &Names) -> Markup {
    let lang = list.lang;
    let pairs = list.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let form = Form::filled(lang, pairs).prefixed("-by");
    let any = || Choice::new("", t!(lang, "groups-any"));
    let with = |choices: Vec<Choice>| std::iter::once(any()).chain(choices).collect::<Vec<_>>();
    let series =
        names.series.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str())).collect();
    let mut places: Vec<Choice> =
        names.stores.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str())).collect();
    places.push(Choice::new("none", t!(lang, "groups-whole-org")));
    let mut people: Vec<_> = names.staff.iter().collect();
    people.sort_by(|a, b| a.1.cmp(b.1));
    let people = people.into_iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let fills = Fill::ALL.map(|fill| {
        let key = format!("groups-fill-{}", fill.word());
        Choice::new(fill.word(), web::kit::words::say(lang, &key, vec![]))
    });
    let kinds = [
        Choice::new("here", t!(lang, "groups-place-here")),
        Choice::new("outside", t!(lang, "groups-place-outside")),
    ];
    let states = vec![
        Choice::new("", t!(lang, "groups-state-open")),
        Choice::new("closed", t!(lang, "groups-state-closed")),
        Choice::new("all", t!(lang, "groups-state-all")),
    ];
    html! {
        details.narrow open[["series", "store", "host", "fill", "place", "state"].iter().any(|name| !list.get(name).is_empty())] {
            summary { (icons::FILTER) (t!(lang, "groups-narrow")) }
            form.narrow-form method="get" action=(list.path) {
                (form.hidden("q", list.filter()))
                (form.hidden("sort", list.get("sort")))
                (form.select("series", t!(lang, "groups-series"), with(series)).optional())
                (form.select("store", t!(lang, "groups-store"), with(places)).optional())
                (form.select("host", t!(lang, "groups-host"), with(people.collect())).optional())
                (form.select("fill", t!(lang, "groups-fullness"), with(fills.to_vec())).optional())
                (form.select("place", t!(lang, "groups-place"), with(kinds.to_vec())).optional())
                (form.select("state", t!(lang, "groups-state"), states).optional())
                (Button::plain(t!(lang, "groups-narrow")))
            }
        }
    }
}

/// A cell that a spreadsheet would run as a formula gets a mark before it.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn csv_file(lang: Lang, names: &Names, groups: &[Group]) -> Reply {
    let mut file = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
    let broken = |error: csv::Error| Error::broken(error);
    let head = [
        "id",
        "name",
        "series",
        "store",
        "number",
        "place",
        "state",
        "host",
        "backup",
        "members",
        "capacity",
        "told_at",
        "code_expires_at",
        "opened_at",
    ];
    file.write_record(head).map_err(broken)?;
    for group in groups {
        let at = |time: Option<kernel::Time>| time.map_or_else(String::new, |t| t.to_string());
        file.write_record([
            group.id.to_string(),
            plain(&group.name),
            plain(names.series(group)),
            plain(&names.store(lang, group)),
            group.number.to_string(),
            group.place.word().to_owned(),
            group.state.word().to_owned(),
            plain(names.person(group.host)),
            plain(names.person(group.backup)),
            group.count().to_string(),
            group.capacity.to_string(),
            at(group.told.filter(|_| group.place == Place::Outside).map(|(_, at)| at)),
            at(group.code_ends.filter(|ends| *ends != outside::FOREVER)),
            group.opened_at.to_string(),
        ])
        .map_err(broken)?;
    }
    let bytes = file.into_inner().map_err(|error| Error::broken(error.error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"groups.csv\""),
    ];
    Ok((headers, bytes).into_response())
}
