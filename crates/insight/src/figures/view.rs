//! How figures look.

use std::collections::{HashMap, HashSet};

use kernel::{Lang, MemberId, Page, Result, permission::ViewFigures};
use maud::{Markup, Render as _, html};
use uuid::Uuid;
use web::{
    App, Staff,
    kit::{
        Frame, List, format, icons, layout, links,
        parts::{Empty, Figure, Head, Tabs},
        tables::{Column, Row, Table},
        words,
    },
    names, t,
};

use super::{
    Filter,
    filter::Asked,
    model::{Line, Sum, Sums},
    store::LINES_MAX,
};
use crate::facts::model::{By, Fact, Kind};

pub(super) struct Shown<'s> {
    pub by: By,
    pub asked: &'s Asked,
    pub filter: &'s Filter,
    pub names: &'s HashMap<String, String>,
}

const fn prefix(by: By) -> Option<&'static str> {
    match by {
        By::Store => Some("sto"),
        By::Group => Some("grp"),
        By::Link => Some("lnk"),
        By::Staff => Some("stf"),
        By::Gift => Some("gft"),
        By::Source | By::Day => None,
    }
}

/// The word for a source; one that no language knows is shown as it is.
pub fn source(lang: Lang, word: &str) -> String {
    if word.is_empty() {
        return t!(lang, "figures-source-none");
    }
    words::find(lang, &format!("source-{word}"), Vec::new()).unwrap_or_else(|| word.to_owned())
}

/// What a breakdown's keys are called.
pub(super) async fn names(
    app: &App,
    staff: &Staff<ViewFigures>,
    by: By,
    lines: &[Line],
) -> Result<HashMap<String, String>> {
    let lang = staff.lang();
    let none = t!(lang, "figures-none-of-it");
    let Some(prefix) = prefix(by) else {
        return Ok(lines.iter().map(|line| (line.key.clone(), source(lang, &line.key))).collect());
    };
    let ids: Vec<Uuid> = lines.iter().filter_map(|line| line.key.parse().ok()).collect();
    let found = names::find(app, prefix, staff.shop.org, lang, &ids).await?;
    let name = |key: &str| {
        let id: Uuid = key.parse().unwrap_or_default();
        if id.is_nil() {
            none.clone()
        } else {
            found.get(&id).cloned().unwrap_or_else(|| t!(lang, "figures-gone"))
        }
    };
    Ok(lines.iter().map(|line| (line.key.clone(), name(&line.key))).collect())
}

/// The key as the filter's parameter takes it.
fn parameter(by: By, key: &str) -> String {
    match (prefix(by), key.parse::<Uuid>()) {
        (Some(prefix), Ok(id)) if !id.is_nil() => {
            let bare = kernel::Id::<kernel::kinds::Job>::from_uuid(id).bare();
            format!("{prefix}_{bare}")
        }
        (Some(_), _) => String::new(),
        (None, _) => key.to_owned(),
    }
}

const COLUMNS: [Kind; 6] = [
    Kind::Join,
    Kind::TookPart,
    Kind::Received,
    Kind::FirstPurchase,
    Kind::Redemption,
    Kind::Purchase,
];

pub fn kind_label(lang: Lang, kind: Kind) -> String {
    words::say(lang, &format!("figures-kind-{}", kind.word().replace('_', "-")), Vec::new())
}

pub(super) fn breakdown(
    staff: &Staff<ViewFigures>,
    shown: &Shown<'_>,
    lines: &[Line],
    total: &Sums,
) -> Markup {
    let lang = staff.lang();
    let frame: Frame = staff.frame(t!(lang, "figures-title"));
    let list = List::new(lang, "/console/figures");
    let query = |but: &[(&str, &str)]| shown.asked.query(but);
    let mut columns = vec![Column::new("name", by_label(lang, shown.by))];
    columns.extend(COLUMNS.map(|kind| Column::new(kind.word(), kind_label(lang, kind)).number()));
    columns.push(Column::new("bought", t!(lang, "figures-bought")).number());
    columns.push(Column::new("cost", t!(lang, "figures-cost")).number());
    let money = |amount| format::money(lang, staff.shop.money(amount));
    let rows = lines.iter().take(LINES_MAX).map(|line| {
        let key = parameter(shown.by, &line.key);
        let name = shown.names.get(&line.key).map_or("", String::as_str);
        let mut row = Row::new().cell(name);
        for kind in COLUMNS {
            let sum = line.sums.of(kind);
            row = row.cell(opening(
                kind,
                &query(&[(shown.by.word(), &key)]),
                &format::number(lang, sum.count),
            ));
        }
        row.cell(money(line.sums.of(Kind::Purchase).amount))
            .cell(money(line.sums.of(Kind::Redemption).amount))
    });
    let empty =
        Empty::new(icons::INSIGHT, t!(lang, "figures-empty"), t!(lang, "figures-empty-why"))
            .action("/console/links", t!(lang, "figures-empty-do"));
    let table = Table::new(&list, t!(lang, "figures-caption"))
        .columns(columns)
        .rows(rows)
        .empty(empty)
        .csv(format!("/console/figures{}", query(&[("by", shown.by.word()), ("csv", "1")])));
    layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "figures-title")).note(period(lang, shown.filter)))
            (days(lang, shown))
            (dimensions(lang, shown))
            div.figures { (totals(lang, staff, &query(&[]), total)) }
            (table)
            @if lines.len() > LINES_MAX {
                p.faint { (t!(lang, "figures-more", shown = LINES_MAX as i64, all = lines.len() as i64)) }
            }
        },
    )
}

fn opening(kind: Kind, query: &str, text: &str) -> Markup {
    html! { a href=(format!("/console/figures/{kind}{query}")) { (text) } }
}

fn totals(lang: Lang, staff: &Staff<ViewFigures>, query: &str, total: &Sums) -> Markup {
    let money = |sum: Sum| format::money(lang, staff.shop.money(sum.amount));
    let href = |kind: Kind| format!("/console/figures/{kind}{query}");
    html! {
        (Figure::new(kind_label(lang, Kind::Join), format::number(lang, total.of(Kind::Join).count)).href(href(Kind::Join)))
        (Figure::new(kind_label(lang, Kind::FirstPurchase), format::number(lang, total.of(Kind::FirstPurchase).count)).href(href(Kind::FirstPurchase)))
        (Figure::new(t!(lang, "figures-bought"), money(total.of(Kind::Purchase))).href(href(Kind::Purchase)))
        (Figure::new(t!(lang, "figures-cost"), money(total.of(Kind::Redemption))).href(href(Kind::Redemption)))
    }
}

pub fn period(lang: Lang, filter: &Filter) -> String {
    t!(
        lang,
        "figures-period",
        from = format::date_with_year(lang, filter.from.date()),
        to = format::date_with_year(lang, filter.to.date())
    )
}

fn by_label(lang: Lang, by: By) -> String {
    words::say(lang, &format!("figures-by-{by}"), Vec::new())
}

fn days(lang: Lang, shown: &Shown<'_>) -> Markup {
    let length = shown.filter.to.0 - shown.filter.from.0 + 1;
    let href = |days: i64| {
        let (text, by) = (days.to_string(), shown.by.word());
        let query = shown.asked.query(&[("days", &text), ("from", ""), ("to", ""), ("by", by)]);
        format!("/console/figures{query}")
    };
    [7, 30, 90, 365]
        .into_iter()
        .fold(Tabs::new(t!(lang, "figures-days-label")).here(href(length)), |tabs, days| {
            tabs.tab(href(days), t!(lang, "figures-days", days = days))
        })
        .render()
}

fn dimensions(lang: Lang, shown: &Shown<'_>) -> Markup {
    let href = |by: By| format!("/console/figures{}", shown.asked.query(&[("by", by.word())]));
    [By::Source, By::Store, By::Group, By::Link, By::Staff, By::Gift]
        .into_iter()
        .fold(Tabs::new(t!(lang, "figures-by-label")).here(href(shown.by)), |tabs, by| {
            tabs.tab(href(by), by_label(lang, by))
        })
        .render()
}

/// The names of everything that facts mention.
pub(super) async fn fact_names(
    app: &App,
    staff: &Staff<ViewFigures>,
    facts: &[Fact],
) -> Result<HashMap<Uuid, String>> {
    let mut all = HashMap::new();
    for (prefix, pick) in [
        ("mbr", (|fact: &Fact| fact.member.map(kernel::Id::uuid)) as fn(&Fact) -> Option<Uuid>),
        ("sto", |fact| fact.origin.store.map(kernel::Id::uuid)),
        ("grp", |fact| fact.origin.group.map(kernel::Id::uuid)),
        ("lnk", |fact| fact.origin.link.map(kernel::Id::uuid)),
        ("stf", |fact| fact.origin.staff.map(kernel::Id::uuid)),
        ("gft", |fact| fact.origin.gift.map(kernel::Id::uuid)),
    ] {
        let mut ids: Vec<Uuid> = facts.iter().filter_map(pick).collect();
        ids.sort_unstable();
        ids.dedup();
        all.extend(names::find(app, prefix, staff.shop.org, staff.lang(), &ids).await?);
    }
    Ok(all)
}

/// The facts behind a figure; those of members whom whoever looks may see lead to them.
pub(super) fn list(
    staff: &Staff<ViewFigures>,
    kind: Kind,
    (page, total): (&Page<Fact>, Sum),
    (names, known): (&HashMap<Uuid, String>, &HashSet<MemberId>),
    query: &str,
) -> Markup {
    let lang = staff.lang();
    let path = format!("/console/figures/{kind}");
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let list = List::new(lang, path.clone()).query(pairs).next(page.next_cursor.clone());
    let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let money = |amount| format::money(lang, staff.shop.money(amount));
    // Joining costs and pays nothing: no column of nothings.
    let priced = total.amount != 0 || matches!(kind, Kind::Purchase | Kind::Redemption);
    let rows = page.items.iter().map(|fact| {
        let origin = &fact.origin;
        let row = Row::new()
            .cell(format::date_time(lang, fact.at, &staff.shop.zone))
            .cell(name(fact.member.map(kernel::Id::uuid)))
            .cell(name(origin.store.map(kernel::Id::uuid)))
            .cell(name(origin.group.map(kernel::Id::uuid)))
            .cell(source(lang, &origin.source));
        let row = match (priced, fact.amount) {
            (false, _) => row,
            (true, 0) => row.cell(""),
            (true, amount) => row.cell(money(amount)),
        };
        match fact.member.filter(|member| known.contains(member)) {
            Some(member) => row.href(format!("/console/members/{member}")),
            None => row,
        }
    });
    let label = kind_label(lang, kind);
    let columns = [
        Column::new("at", t!(lang, "figures-at")),
        Column::new("member", t!(lang, "figures-member")),
        Column::new("store", by_label(lang, By::Store)),
        Column::new("group", by_label(lang, By::Group)),
        Column::new("source", by_label(lang, By::Source)),
    ];
    let amount = priced.then(|| Column::new("amount", t!(lang, "figures-amount")).number());
    let note = if priced {
        t!(lang, "figures-list-note", count = total.count, amount = money(total.amount))
    } else {
        t!(lang, "figures-list-count", count = total.count)
    };
    let table = Table::new(&list, label.clone())
        .columns(columns.into_iter().chain(amount))
        .rows(rows)
        .empty(Empty::new(
            icons::INSIGHT,
            t!(lang, "figures-list-empty"),
            t!(lang, "figures-list-empty-why"),
        ))
        .csv(links::replaced(&format!("{path}{query}"), "csv", "1"));
    layout::console(
        &staff.frame(label.clone()),
        html! {
            (Head::new(label)
                .back(&format!("/console/figures{query}"), &t!(lang, "figures-title"))
                .note(note))
            (table)
        },
    )
}
