//! How Today looks: one sentence, a strip of figures, then now, waits, moved.

use kernel::{Lang, Time, permission::UseConsole};
use maud::{Markup, Render as _, html};
use web::{
    Staff,
    kit::{
        List, Tone,
        charts::{self, Point, Series},
        format, icons, layout,
        parts::{self, Empty, Figure, Head, Item, Tabs},
        tables::{Column, Row, Table},
    },
    t,
};

use super::data::{Figures, Flow};
use crate::{
    facts::model::{Day, Kind},
    figures::{Asked, model::Sum, source},
};

pub(super) struct Today {
    pub now: Vec<Markup>,
    pub waits: Vec<Markup>,
    pub moved: Vec<Markup>,
    pub figures: Option<Figures>,
    pub asked: Asked,
    pub at: Time,
}

pub(super) fn page(staff: &Staff<UseConsole>, today: &Today) -> Markup {
    let lang = staff.lang();
    let date = Day::of(today.at, &staff.shop.zone).date();
    let over = format!(
        "{}, {}",
        format::date_with_weekday(lang, date),
        format::time(today.at, &staff.shop.zone)
    );
    let frame = staff.frame(t!(lang, "nav-today"));
    let shown = today.figures.as_ref().filter(|figures| !figures.empty());
    layout::console(
        &frame,
        html! {
            (Head::new(sentence(staff, today)).over(over))
            @match &today.figures {
                Some(figures) if figures.empty() => (first_steps(lang)),
                Some(figures) => {
                    (days(lang, today, figures))
                    (strip(staff, figures, &today.asked))
                }
                None => {}
            }
            div.columns {
                div.column {
                    (section(&t!(lang, "today-now"), &today.now, &t!(lang, "today-now-empty")))
                    (section(&t!(lang, "today-waits"), &today.waits, &t!(lang, "today-waits-empty")))
                    @if let Some(figures) = shown { (funnel(lang, figures, &today.asked)) }
                }
                div.column {
                    @for piece in &today.moved { (piece) }
                    @if let Some(figures) = shown {
                        (flows(lang, figures, &today.asked))
                        (gifts(staff, figures))
                    }
                }
            }
        },
    )
}

/// While there is nobody to count: the way to the first of them instead of rows of zeros.
fn first_steps(lang: Lang) -> Markup {
    let step = |icon, title: String, note: String, href: &str| {
        Item::new(title).start(icon).note(note).href(href)
    };
    parts::card(
        &t!(lang, "orgs-start-lead"),
        "",
        parts::rows([
            step(
                icons::STORE,
                t!(lang, "orgs-step-store"),
                t!(lang, "orgs-step-store-why"),
                "/console/stores",
            ),
            step(
                icons::GROUPS,
                t!(lang, "orgs-step-playbook"),
                t!(lang, "orgs-step-playbook-why"),
                "/console/series",
            ),
            step(
                icons::QR,
                t!(lang, "orgs-step-poster"),
                t!(lang, "orgs-step-poster-why"),
                "/console/links",
            ),
        ]),
    )
}

/// The one sentence that matters, with its comparison.
fn sentence(staff: &Staff<UseConsole>, today: &Today) -> String {
    let lang = staff.lang();
    let Some(figures) = &today.figures else {
        return t!(lang, "today-hello", name = staff.session.name.as_str());
    };
    if figures.empty() {
        return t!(lang, "today-first", name = staff.session.name.as_str());
    }
    let (joined, before) = (figures.sums.of(Kind::Join).count, figures.before.of(Kind::Join).count);
    let days = figures.filter.to.0 - figures.filter.from.0 + 1;
    let active = figures.people.active;
    if joined >= before {
        t!(
            lang,
            "today-more",
            active = active,
            days = days,
            joined = joined,
            difference = joined - before
        )
    } else {
        t!(
            lang,
            "today-fewer",
            active = active,
            days = days,
            joined = joined,
            difference = before - joined
        )
    }
}

fn days(lang: Lang, today: &Today, figures: &Figures) -> Markup {
    let length = figures.filter.to.0 - figures.filter.from.0 + 1;
    let href = |days: i64| {
        let query = today.asked.query(&[("days", &days.to_string()), ("from", ""), ("to", "")]);
        format!("/console{query}")
    };
    [7, 30, 90]
        .into_iter()
        .fold(Tabs::new(t!(lang, "figures-days-label")).here(href(length)), |tabs, days| {
            tabs.tab(href(days), t!(lang, "figures-days", days = days))
        })
        .render()
}

fn strip(staff: &Staff<UseConsole>, figures: &Figures, asked: &Asked) -> Markup {
    let lang = staff.lang();
    let query = asked.query(&[]);
    let count = |kind: Kind, label: String| {
        let (now, before) = (figures.sums.of(kind), figures.before.of(kind));
        Figure::new(label, format::number(lang, now.count))
            .change(tone(now.count, before.count), format::signed(lang, now.count - before.count))
            .href(format!("/console/figures/{kind}{query}"))
    };
    let money = |sum: Sum| format::money(lang, staff.shop.money(sum.amount));
    let bought = figures.sums.of(Kind::Purchase);
    let change = bought.amount - figures.before.of(Kind::Purchase).amount;
    html! {
        div.figures {
            (count(Kind::Join, t!(lang, "today-joins")))
            (Figure::new(t!(lang, "today-active"), format::number(lang, figures.people.active))
                .note(t!(lang, "today-of-members", members = figures.people.all))
                .href(format!("/console/figures/took_part{query}")))
            (count(Kind::FirstPurchase, t!(lang, "today-first-purchases")))
            (count(Kind::Redemption, t!(lang, "today-redemptions")))
            (Figure::new(t!(lang, "today-purchases"), money(bought))
                .change(tone(change, 0), format::signed_money(lang, staff.shop.money(change)))
                .href(format!("/console/figures/purchase{query}")))
        }
    }
}

const fn tone(now: i64, before: i64) -> Tone {
    if now >= before { Tone::Good } else { Tone::Bad }
}

fn section(title: &str, pieces: &[Markup], empty: &str) -> Markup {
    parts::card(
        title,
        "",
        html! {
            @if pieces.is_empty() { p.faint { (empty) } }
            @for piece in pieces { (piece) }
        },
    )
}

fn flows(lang: Lang, figures: &Figures, asked: &Asked) -> Markup {
    let says = match figures.flows.first() {
        Some(first) => {
            t!(lang, "today-flow-says", source = source(lang, &first.source), count = last(first))
        }
        None => t!(lang, "today-flow-none"),
    };
    let point = |index: usize, total: i64, href: Option<String>| {
        let day = figures.filter.from.plus(index as i64);
        let point = Point::new(
            format::date_short(lang, day.date()),
            total as f64,
            format::number(lang, total),
        );
        match href {
            Some(href) => point.href(href),
            None => point,
        }
    };
    let mut chart = charts::Line::new(lang, says);
    let shown = spread(figures.flow_before.len());
    for flow in &figures.flows {
        let points = flow.totals.iter().enumerate().filter(|(index, _)| shown(*index)).map(
            |(index, total)| {
                let day = figures.filter.from.plus(index as i64).date().to_string();
                let query = asked.query(&[
                    ("source", &flow.source),
                    ("from", &day),
                    ("to", &day),
                    ("days", ""),
                ]);
                point(index, *total, Some(format!("/console/figures/join{query}")))
            },
        );
        chart = chart.series(Series::new(source(lang, &flow.source), points.collect()));
    }
    let before =
        figures.flow_before.iter().enumerate().map(|(index, total)| point(index, *total, None));
    let name = match figures.flows.first() {
        Some(first) => t!(lang, "today-source-before", source = source(lang, &first.source)),
        None => t!(lang, "today-before"),
    };
    chart = chart.series(Series::new(name, before.collect()).before());
    parts::card(&t!(lang, "today-flow"), "", chart)
}

/// Which of so many days a line shows: fifteen at most, always the last. More points say no more and
/// weigh.
fn spread(days: usize) -> impl Fn(usize) -> bool {
    let step = days.div_ceil(14).max(1);
    move |index| (days - 1 - index).is_multiple_of(step)
}

fn last(flow: &Flow) -> i64 {
    flow.totals.last().copied().unwrap_or(0)
}

fn funnel(lang: Lang, figures: &Figures, asked: &Asked) -> Markup {
    let query = asked.query(&[]);
    let stage = |label: String, count: i64, kind: Kind| {
        Point::new(label, count as f64, format::number(lang, count))
            .href(format!("/console/figures/{kind}{query}"))
    };
    let f = figures.funnel;
    let stages = vec![
        stage(t!(lang, "today-stage-known"), f.known, Kind::Known),
        stage(t!(lang, "today-stage-joined"), f.joined, Kind::Join),
        stage(t!(lang, "today-stage-took-part"), f.took_part, Kind::TookPart),
        stage(t!(lang, "today-stage-bought"), f.bought, Kind::FirstPurchase),
        stage(t!(lang, "today-stage-again"), f.again, Kind::Again),
    ];
    let says = t!(lang, "today-funnel-says", joined = f.joined, bought = f.bought);
    parts::card(&t!(lang, "today-funnel"), "", charts::Funnel::new(lang, says, stages))
}

fn gifts(staff: &Staff<UseConsole>, figures: &Figures) -> Markup {
    let lang = staff.lang();
    let list = List::new(lang, "/console");
    let money = |amount| format::money(lang, staff.shop.money(amount));
    let rows = figures.gifts.iter().map(|line| {
        let id = line.key.parse().unwrap_or_default();
        let name = figures.gift_names.get(&id).cloned().unwrap_or_else(|| t!(lang, "figures-gone"));
        Row::new()
            .cell(name)
            .cell(format::number(lang, line.sums.of(Kind::Redemption).count))
            .cell(money(line.sums.of(Kind::Redemption).amount))
            .cell(match line.sums.of(Kind::Purchase).amount {
                // Purchases are credited to the gift that people came for, not to later ones.
                0 => "–".to_owned(),
                amount => money(amount),
            })
    });
    let empty =
        Empty::new(icons::GIFT, t!(lang, "today-gifts-empty"), t!(lang, "today-gifts-empty-why"))
            .action("/console/gifts", t!(lang, "today-gifts-empty-do"));
    let table = Table::new(&list, t!(lang, "today-gifts"))
        .columns([
            Column::new("gift", t!(lang, "today-gift")),
            Column::new("redeemed", t!(lang, "today-redemptions")).number(),
            Column::new("cost", t!(lang, "figures-cost")).number(),
            Column::new("bought", t!(lang, "today-their-people-bought")).number(),
        ])
        .rows(rows)
        .empty(empty);
    parts::card(&t!(lang, "today-gifts"), "", table)
}
