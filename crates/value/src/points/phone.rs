//! Points on the member's phone: what there is, what comes, what ends; and every entry in words.

use axum::extract::{Path, Query, State};
use kernel::{Error, Lang, MemberId, PageRequest, ProgramId, Result};
use maud::{Markup, html};
use web::{
    App, Reply, Routes, Shop, Viewer,
    kit::{
        Tab, format, icons, layout,
        parts::{self, Button, Empty, Head, Item, rows},
    },
    reply, t,
    who::Member,
};

use super::{
    Whose,
    engine::{Earn, Kind, Payment, Standing, Terms, What},
    holdings::{Holding, holdings},
    model::{Entry, Known},
    sentences, store,
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/wallet/points/{program}", show)
}

/// The member's points of every program that gives or holds any.
pub async fn purses(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = MemberId::from_uuid(subject);
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, now, member).await?;
    drop(db);
    let mut drawn = Vec::new();
    for Holding { known, standing, .. } in &all {
        let terms = known.terms(now)?;
        // A program that only leads up a ladder gives nothing.
        let gives = known.is_open() && !terms.rules.is_empty();
        if gives || standing.balance() + standing.waiting() > 0 {
            drawn.push(purse(lang, shop, known, (standing, terms)));
        }
    }
    Ok((!drawn.is_empty()).then(|| html! { @for one in drawn { (one) } }))
}

fn purse(lang: Lang, shop: &Shop, known: &Known, (standing, terms): (&Standing, &Terms)) -> Markup {
    let unit = terms.unit.say(lang);
    let href = shop.href(&format!("/wallet/points/{}", known.program.id));
    let history = html! { a href=(href) { (t!(lang, "points-phone-history")) } };
    parts::card(
        known.program.name.say(lang),
        history,
        html! {
            p.purse-balance { span.num { (format::number(lang, standing.balance())) } " " (unit) }
            (notes(lang, shop, (standing, terms)))
        },
    )
}

/// What they are worth, what comes, what ends, what is owed; or how the first are earned.
fn notes(lang: Lang, shop: &Shop, (standing, terms): (&Standing, &Terms)) -> Markup {
    let unit = terms.unit.say(lang);
    let worth = terms.worth.map(|worth| worth.of(standing.balance())).filter(|worth| *worth > 0);
    html! {
        @if let Some(worth) = worth {
            p { (t!(lang, "points-phone-worth", worth = format::money(lang, shop.money(worth)))) }
        }
        @if standing.balance() + standing.waiting() == 0 {
            p.hint { (how(lang, shop, terms)) }
        }
        @if let Some(next) = standing.pending.first() {
            p.hint {
                (t!(lang, "points-phone-pending", points = standing.waiting(), unit = unit,
                    day = format::date(lang, next.at.date(&shop.zone))))
            }
        }
        @if let Some((end, points)) = standing.first_end() {
            @let last = end.last_day(&shop.zone);
            p.hint { (t!(lang, "points-phone-ends", points = points, unit = unit, day = format::date_with_year(lang, last))) }
        }
        @if standing.owed > 0 {
            p.hint { (t!(lang, "points-phone-owed", points = standing.owed, unit = unit)) }
        }
    }
}

/// How the first ones are earned, by the first rule.
fn how(lang: Lang, shop: &Shop, terms: &Terms) -> String {
    let unit = terms.unit.say(lang);
    match terms.rules.first().map(|rule| &rule.earn) {
        Some(Earn::Amount { points, per, .. }) => {
            let per = format::money(lang, shop.money(*per));
            t!(lang, "points-phone-how-amount", points = *points, per = per)
        }
        Some(Earn::Visit { points }) => {
            t!(lang, "points-phone-how-visit", points = *points)
        }
        _ => t!(lang, "points-phone-how", unit = unit),
    }
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, program)): Path<(String, String)>,
    Query(page): Query<PageRequest>,
) -> Reply {
    let (lang, shop, now) = (member.lang(), &member.shop, app.now());
    let id: ProgramId = program.parse().map_err(|_| Error::NotFound("program"))?;
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, now, member.id).await?;
    let found = all.iter().find(|holding| holding.known.program.id == id);
    let Holding { known, standing, .. } = found.ok_or(Error::NotFound("program"))?;
    let whose = Whose { program: id, member: member.id };
    let found = store::entries(&mut db, shop.org, whose, &page).await?;
    drop(db);
    let terms = known.terms(now)?;
    let title = known.program.name.say(lang).to_owned();
    let items: Vec<Item> = found.items.iter().map(|entry| line(lang, shop, entry)).collect();
    let older =
        found.next_cursor.map(|cursor| shop.href(&format!("/wallet/points/{id}?cursor={cursor}")));
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet"), &t!(lang, "tab-wallet")))
        (parts::card("", "", html! {
            p.purse-balance {
                span.num { (format::number(lang, standing.balance())) } " " (terms.unit.say(lang))
            }
            (notes(lang, shop, (standing, terms)))
        }))
        @if items.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "points-phone-none"), how(lang, shop, terms)))
        } @else {
            (parts::card(&t!(lang, "points-phone-history"), "", rows(items)))
        }
        @if let Some(older) = older { p { (Button::link(older, t!(lang, "balances-older"))) } }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

/// One entry, so that it explains itself.
fn line(lang: Lang, shop: &Shop, entry: &Entry) -> Item {
    let amount = html! { span.num { (format::signed(lang, entry.points)) } };
    let day = format::date_with_year(lang, entry.at.date(&shop.zone));
    let item = Item::new(said(lang, shop, entry)).aside(amount);
    match why(lang, shop, entry) {
        Some(why) => item.note(format!("{day} · {why}")),
        None => item.note(day),
    }
}

/// What happened, in a member's words.
pub fn said(lang: Lang, shop: &Shop, entry: &Entry) -> String {
    match (&entry.what, entry.kind) {
        (Some(What::Bought(sale)), _) => {
            let ever = kernel::Time::from_micros(i64::MAX);
            let amount = format::money(lang, shop.money(sale.kept(ever).total()));
            t!(lang, "points-said-bought", amount = amount)
        }
        (Some(What::Visited { .. }), _) => t!(lang, "points-said-visited"),
        (Some(What::Happened { .. }), _) => t!(lang, "points-said-happened"),
        (Some(What::Spent(Payment::Purchase(_))), _) => t!(lang, "points-said-paid"),
        (Some(What::Spent(Payment::Fixed { .. })), _) => t!(lang, "points-said-spent"),
        (Some(What::Adjusted { points }), _) if *points < 0 => t!(lang, "points-said-taken"),
        (Some(What::Adjusted { .. }), _) if sentences::is_share(entry) => {
            t!(lang, "points-said-packet")
        }
        (Some(What::Adjusted { .. }), _) => t!(lang, "points-said-given"),
        (Some(What::Sent { .. }), _) => t!(lang, "points-said-sent"),
        (Some(What::Received { .. }), _) => t!(lang, "points-said-received"),
        (None, Kind::Expired) => t!(lang, "points-said-expired"),
        (None, _) => t!(lang, "points-said-matured"),
    }
}

/// What one may wonder about: goods that came back, points that are pending, a person's words.
fn why(lang: Lang, shop: &Shop, entry: &Entry) -> Option<String> {
    if let Some(What::Bought(sale) | What::Spent(Payment::Purchase(sale))) = &entry.what {
        let back: i64 = sale.lines.iter().flat_map(|line| &line.gone).map(|gone| gone.amount).sum();
        if back > 0 {
            let back = format::money(lang, shop.money(back));
            return Some(t!(lang, "points-said-came-back", amount = back));
        }
    }
    if let Some(until) = entry.pending_until {
        let day = format::date(lang, until.date(&shop.zone));
        return Some(t!(lang, "points-said-from", day = day));
    }
    (!entry.origin.note.is_empty()).then(|| entry.origin.note.clone())
}
