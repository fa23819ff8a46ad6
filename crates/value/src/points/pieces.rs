//! A member's points on the console: the card on their page, and the page of their whole history.

use kernel::{
    Lang, MemberId, OrgId, PageRequest, Permission as _, ProgramId, Result, StaffId, Time,
    permission::{AdjustPoints, ViewPoints},
};
use maud::{Markup, html};
use people::{members, staff};
use std::collections::HashMap;
use uuid::Uuid;
use web::{
    App, Shop, Viewer,
    kit::{
        Form, format, icons,
        parts::{Button, Figure, Item, card, rows},
    },
    t,
};

use super::{
    accounts::Whose,
    holdings::{Holding, holdings},
    model::{Entry, Known, LONGEST_NOTE},
    sentences::{self, Others},
    store,
};

/// Entries on the member's page.
const FEW: &str = "6";

/// What a page about one member's points is drawn with.
pub struct Drawing<'d> {
    pub lang: Lang,
    pub shop: &'d Shop,
    pub now: Time,
    /// Who typed what, and who sent it.
    pub staff: HashMap<StaffId, String>,
    pub others: Others,
}

/// The console's page of one member.
pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if !viewer.may(ViewPoints::NAME) {
        return Ok(None);
    }
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = MemberId::from_uuid(subject);
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, now, member).await?;
    let found = members::find(&mut db, shop.org, member).await?;
    let living = found.is_some_and(|member| member.erased_at.is_none());
    let adjusts = viewer.may(AdjustPoints::NAME) && living;
    let shown: Vec<&Holding> = all.iter().filter(|one| one.is_any()).collect();
    if all.is_empty() || (shown.is_empty() && !adjusts) {
        return Ok(None);
    }
    let page = PageRequest { limit: Some(FEW.to_owned()), cursor: None };
    let mut parts = Vec::new();
    for holding in shown {
        let whose = Whose { program: holding.known.program.id, member };
        let entries = store::entries(&mut db, shop.org, whose, &page).await?.items;
        let drawing = Drawing::load(&mut db, (lang, shop, now), &entries).await?;
        parts.push(html! {
            @if all.len() > 1 { h3 { (holding.known.program.name.say(lang)) } }
            (drawing.stands(holding)?)
            (drawing.rows(holding, &entries))
        });
    }
    let here = href(member);
    let once = app.world().chance.code(20);
    let inside = html! {
        @if parts.is_empty() { p.nothing { (t!(lang, "points-of-nobody")) } }
        @for part in &parts { (part) }
        @if adjusts {
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "points-adjust")) }
                (by_hand(&Form::filled(lang, [("way", "give")]).prefixed("points"), &all, (&here, &once)))
            }
        }
    };
    let all_of_it =
        html! { @if !parts.is_empty() { a href=(here) { (t!(lang, "points-history")) } } };
    Ok(Some(card(&t!(lang, "points-title"), all_of_it, inside)))
}

pub fn href(member: MemberId) -> String {
    format!("/console/members/{member}/points")
}

/// Giving and taking by hand.
pub fn by_hand(form: &Form, all: &[Holding], (action, once): (&str, &str)) -> Markup {
    let lang = form.lang;
    let ways = [("give", t!(lang, "points-way-give")), ("take", t!(lang, "points-way-take"))];
    let programs = all
        .iter()
        .map(|one| (one.known.program.id.to_string(), one.known.program.name.say(lang).to_owned()));
    form.post(
        action,
        once,
        html! {
            @if all.len() > 1 { (form.select("program", t!(lang, "points-program"), programs)) }
            (form.radios("way", t!(lang, "points-way"), ways))
            (form.number("points", t!(lang, "points-points")))
            (form.text("reason", t!(lang, "points-reason")).hint(t!(lang, "points-reason-hint")).max(LONGEST_NOTE))
            div.actions { (Button::plain(t!(lang, "points-adjust-do"))) }
        },
    )
}

impl<'d> Drawing<'d> {
    pub async fn load(
        db: &mut ::store::Reader,
        (lang, shop, now): (Lang, &'d Shop, Time),
        entries: &[Entry],
    ) -> Result<Self> {
        let ids: Vec<MemberId> = entries.iter().filter_map(sentences::other).collect();
        let others = members::names(db, shop.org, &ids).await?;
        let typed = entries.iter().any(|entry| entry.origin.staff.is_some());
        let staff = if typed { staff::names(db, shop.org).await? } else { HashMap::new() };
        Ok(Self { lang, shop, now, staff, others })
    }

    /// What they have, what is on its way, and what ends first.
    pub fn stands(&self, holding: &Holding) -> Result<Markup> {
        let (lang, standing) = (self.lang, &holding.standing);
        let terms = holding.known.terms(self.now)?;
        let number = |value| format::number(lang, value);
        let money = |points| terms.worth.map(|worth| self.shop.money(worth.of(points)));
        let balance = standing.balance();
        let mut has = Figure::new(t!(lang, "points-balance"), number(balance));
        if let Some(money) = money(balance) {
            has = has.note(t!(lang, "points-worth-note", amount = format::money(lang, money)));
        }
        let first = holding.lots().into_iter().find_map(|lot| Some((lot.ends_at?, lot)));
        Ok(html! {
            div.figures {
                (has)
                @if standing.waiting() > 0 {
                    (Figure::new(t!(lang, "points-pending"), number(standing.waiting()))
                        .note(self.ripens(holding)))
                }
                @if standing.owed > 0 { (Figure::new(t!(lang, "points-owed"), number(standing.owed))) }
                @if let Some((ends, lot)) = first {
                    (Figure::new(t!(lang, "points-first-end"), number(lot.points)).note(self.last_day(ends, lot.idle)))
                }
            }
        })
    }
    fn ripens(&self, holding: &Holding) -> String {
        let first = holding.standing.pending.first().map(|pending| pending.at);
        first.map_or_else(String::new, |at| {
            t!(
                self.lang,
                "points-from-day",
                day = format::date(self.lang, at.date(&self.shop.zone))
            )
        })
    }
    fn last_day(&self, ends: Time, idle: bool) -> String {
        let day = format::date_with_year(self.lang, ends.last_day(&self.shop.zone));
        if idle {
            t!(self.lang, "points-until-idle", day = day)
        } else {
            t!(self.lang, "points-until-day", day = day)
        }
    }

    /// Entries in words: which rule gave how much, why somebody gave or took, and who.
    pub fn rows(&self, holding: &Holding, entries: &[Entry]) -> Markup {
        let lang = self.lang;
        rows(entries.iter().map(|entry| {
            let day = format::date_short(lang, entry.at.date(&self.shop.zone));
            Item::new(sentences::entry(lang, entry, &self.others))
                .start(day)
                .note(self.note(holding, entry).join(" · "))
                .aside(html! { span.num { (format::signed(lang, entry.points)) } })
        }))
    }
    fn note(&self, holding: &Holding, entry: &Entry) -> Vec<String> {
        let lang = self.lang;
        let mut notes = sentences::told(lang, self.shop, &holding.known.contract, entry);
        if !entry.origin.note.is_empty() {
            notes.push(entry.origin.note.clone());
        }
        if let Some(until) = entry.pending_until.filter(|until| *until > self.now) {
            let day = format::date(lang, until.date(&self.shop.zone));
            notes.push(t!(lang, "points-pending-until", day = day));
        }
        notes.extend(entry.origin.staff.and_then(|id| self.staff.get(&id).cloned()));
        notes
    }
}

/// What programs are called, for pages that show ids.
pub async fn names(
    db: &mut ::store::Reader,
    (org, lang): (OrgId, Lang),
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    // The zone matters to terms only, and those are not read here.
    let all = store::programs(db, org, &jiff::tz::TimeZone::UTC).await?;
    let name = |known: &Known| {
        let id = known.program.id.uuid();
        ids.contains(&id).then(|| (id, known.program.name.say(lang).to_owned()))
    };
    Ok(all.iter().filter_map(name).collect())
}

/// The program that is meant: the one that was chosen, or the only one.
pub fn chosen<'h>(all: &'h [Holding], typed: &str) -> Option<&'h Holding> {
    let id: Option<ProgramId> = typed.parse().ok();
    match (typed, all) {
        ("", [only]) => Some(only),
        _ => all.iter().find(|one| Some(one.known.program.id) == id),
    }
}
