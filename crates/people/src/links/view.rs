//! What links look like to the shop.

use kernel::{
    Permission as _, Result, Time,
    permission::{ManageLinks, ViewLinks},
};
use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        List, Tone, format, icons, layout, live,
        parts::{self, Button, Confirm, Empty, Figure, Head, chip},
        qr,
        tables::{Column, Row, Table},
    },
    t,
};

use super::{Link, Standing};
use crate::{
    groups::Group,
    members::{self, Known},
    series::Series,
};

fn standing(lang: kernel::Lang, link: &Link, now: Time) -> Markup {
    match link.standing(now) {
        Standing::Open => chip(Tone::Good, &t!(lang, "links-state-open")),
        Standing::Closed => chip(Tone::Plain, &t!(lang, "links-state-closed")),
        Standing::Expired => chip(Tone::Warn, &t!(lang, "links-state-expired")),
    }
}

fn name(lang: kernel::Lang, link: &Link) -> String {
    if link.name.is_empty() { members::source(lang, &link.source) } else { link.name.clone() }
}

pub fn index(
    staff: &Staff<ViewLinks>,
    list: &List,
    (links, series): (&[Link], &[Series]),
    (known, now): (&Known, Time),
) -> Markup {
    let lang = staff.lang();
    // Where it hangs and in which store stands beside it: without a name of its own it is told apart
    // by where it leads.
    let called = |link: &Link| match series.iter().find(|one| one.id == link.series) {
        Some(one) if link.name.is_empty() => one.name.clone(),
        _ => name(lang, link),
    };
    let rows = links.iter().map(|link| {
        let row = Row::new()
            .href(link.href())
            .cell(called(link))
            .cell(html! { code { (link.code) } })
            .cell(members::source(lang, &link.source))
            .cell(known.store(link.store))
            .cell(format::number(lang, link.scans))
            .cell(format::number(lang, link.joins))
            .cell(standing(lang, link, now));
        if link.standing(now) == Standing::Open { row } else { row.faint() }
    });
    let empty = Empty::new(icons::QR, t!(lang, "links-none"), t!(lang, "links-none-why"))
        .action_for::<ManageLinks>(staff.role, "/console/links/new", t!(lang, "links-new"));
    let table = Table::new(list, t!(lang, "links-title"))
        .columns([
            Column::new("name", t!(lang, "links-name")),
            Column::new("code", t!(lang, "links-code-column")),
            Column::new("source", t!(lang, "links-source")),
            Column::new("store", t!(lang, "members-store")),
            Column::new("scans", t!(lang, "links-scans")).number(),
            Column::new("joins", t!(lang, "links-joins")).number(),
            Column::new("state", t!(lang, "links-state")),
        ])
        .rows(rows)
        .filter()
        .csv(list.href("csv", "1"))
        .empty(empty);
    let title = t!(lang, "links-title");
    let head = Head::new(title.clone()).note(t!(lang, "links-lead")).aside(html! {
        @if staff.role.may(ManageLinks::NAME) && !links.is_empty() {
            (Button::link("/console/links/new", t!(lang, "links-new")).icon(icons::PLUS))
        }
    });
    layout::console(&staff.frame(title), html! { (head) (table) })
}

#[derive(Debug)]
pub struct Shown {
    pub link: Link,
    pub known: Known,
    pub series: Series,
    pub group: Option<Group>,
    pub address: String,
    pub now: Time,
}

/// Whoever types the address or the code joins without a scan: then scans say nothing.
fn sentence(lang: kernel::Lang, link: &Link) -> String {
    if link.scans < link.joins {
        return t!(lang, "links-sentence-joined", joins = link.joins);
    }
    t!(lang, "links-sentence", scans = link.scans, joins = link.joins)
}

pub fn show(staff: &Staff<ViewLinks>, shown: &Shown) -> Result<Markup> {
    let (lang, link) = (staff.lang(), &shown.link);
    let title = name(lang, link);
    let manage = staff.role.may(ManageLinks::NAME);
    let href = link.href();
    let head = Head::new(title.clone())
        .back("/console/links", &t!(lang, "links-title"))
        .note(sentence(lang, link))
        .aside(html! { @if manage { (Button::link(format!("{href}/details"), t!(lang, "links-change")).icon(icons::EDIT)) } });
    let main = html! {
        (head)
        div.columns {
            div.stack { (code(staff, shown)?) (paper(staff, link)) }
            div.stack { (figures(staff, link)) (facts(staff, shown)) @if manage { (stand(staff, shown)) } }
        }
        (parts::history(&staff.viewer(), link.id))
    };
    Ok(layout::console(&staff.frame(title), main))
}

fn code(staff: &Staff<ViewLinks>, shown: &Shown) -> Result<Markup> {
    let lang = staff.lang();
    let picture =
        qr::svg(&shown.address, &t!(lang, "links-qr-aria", address = shown.address.as_str()))?;
    let href = shown.link.href();
    let inside = html! {
        (picture)
        (live::copy(&shown.address, &t!(lang, "links-copy"), &t!(lang, "links-copied")))
        div.actions {
            (Button::quiet("SVG").href(format!("{href}/code.svg")).icon(icons::DOWNLOAD))
            (Button::quiet("PNG").href(format!("{href}/code.png")).icon(icons::DOWNLOAD))
        }
    };
    Ok(parts::card(&t!(lang, "links-code"), standing(lang, &shown.link, shown.now), inside))
}

/// Poster and table tent, in each language.
fn paper(staff: &Staff<ViewLinks>, link: &Link) -> Markup {
    let lang = staff.lang();
    let href = link.href();
    let own = link.lang.unwrap_or(staff.shop.lang);
    let inside = html! {
        div.actions {
            (Button::plain(t!(lang, "links-poster")).href(format!("{href}/poster?paper={}", own.tag())).icon(icons::PRINT))
            (Button::plain(t!(lang, "links-tent")).href(format!("{href}/tent?paper={}", own.tag())).icon(icons::PRINT))
            (Button::quiet(t!(lang, "links-poster-png")).href(format!("{href}/poster.png?paper={}", own.tag())).icon(icons::IMAGE))
        }
        p.hint { (t!(lang, "links-paper-why")) }
    };
    parts::card(&t!(lang, "links-paper"), html! {}, inside)
}

fn figures(staff: &Staff<ViewLinks>, link: &Link) -> Markup {
    let lang = staff.lang();
    #[expect(clippy::cast_precision_loss, reason = "a share of some thousands")]
    let rate = (link.scans > 0).then(|| link.joins.min(link.scans) as f64 / link.scans as f64);
    html! {
        div.figures {
            (Figure::new(t!(lang, "links-scans"), format::number(lang, link.scans)))
            (Figure::new(t!(lang, "links-joins"), format::number(lang, link.joins)))
            @if let Some(rate) = rate { (Figure::new(t!(lang, "links-rate"), format::percent(lang, rate, 0))) }
        }
    }
}

fn facts(staff: &Staff<ViewLinks>, shown: &Shown) -> Markup {
    let (lang, link) = (staff.lang(), &shown.link);
    let group = shown.group.as_ref().map(|group| group.name.clone()).unwrap_or_default();
    let expires = link.expires_at.map(|at| format::date_time(lang, at, &staff.shop.zone));
    let pairs = [
        ("links-source", members::source(lang, &link.source)),
        ("links-series", shown.series.name.clone()),
        ("members-store", shown.known.store(link.store).to_owned()),
        ("links-group", group),
        ("links-staff", shown.known.person(link.staff).to_owned()),
        ("members-tags", link.tags.join(", ")),
        ("links-headline", link.headline.clone()),
        ("links-expires", expires.unwrap_or_default()),
    ];
    let pairs = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    parts::card(
        &t!(lang, "links-leads"),
        html! {},
        parts::facts(pairs.map(|(key, text)| (t!(lang, key), html! { (text) }))),
    )
}

fn stand(staff: &Staff<ViewLinks>, shown: &Shown) -> Markup {
    let (lang, href) = (staff.lang(), shown.link.href());
    html! {
        div.actions {
            @if shown.link.closed_at.is_none() {
                (Confirm::new(lang, t!(lang, "links-close"), t!(lang, "links-close-title"))
                    .loses(t!(lang, "links-close-loses"))
                    .post(format!("{href}/closing"), staff.once()))
            } @else {
                (web::kit::Form::new(lang).post(&format!("{href}/opening"), &staff.once(), Button::plain(t!(lang, "links-open"))))
            }
        }
    }
}
