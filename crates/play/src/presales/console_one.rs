//! One pre-sale at the desk: how it stands, its windows, who reserved, and what can be done with it.

use std::collections::HashMap;

use kernel::{Fields, Lang, MemberId, Permission as _, Time, permission::ManageActivities};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        Form, format, icons, live,
        parts::{self, Button, Confirm, Figure, Head, Item, card, facts, rows},
    },
    t,
};

use super::{
    asked::Shown,
    console_view::{PATH, worst},
    model::{After, Figures, Paid, Presale, Rate, Reservation},
    samples::console as samples,
    view,
};
use crate::activities::{
    Life, Phase,
    console::{buttons, in_the_way, state},
};

/// A pre-sale with everything that its page says.
pub struct Of<'s> {
    pub shown: &'s Shown,
    pub figures: Figures,
    pub whom: String,
    /// What the law packs say of it.
    pub law: Markup,
    /// Its run in the groups.
    pub run: Markup,
    pub now: Time,
    /// What stands in the way of the step that was asked for.
    pub wrong: Option<&'s Fields>,
}

/// Reservations, and whose were looked for.
pub struct Listed<'s> {
    pub all: &'s [Reservation],
    pub names: &'s HashMap<MemberId, String>,
    pub who: &'s str,
}

pub fn one(staff: &Staff<impl Sized>, of: &Of, listed: &Listed) -> Markup {
    let (lang, presale) = (staff.lang(), &of.shown.presale);
    let mine = staff.role.may(ManageActivities::NAME);
    let at = |noun: &str| format!("{PATH}/{}/{noun}", presale.id);
    let change = mine && !matches!(presale.life, Life::Closed | Life::Settled | Life::Archived);
    html! {
        (Head::new(presale.plan.name.say(lang)).back(PATH, &t!(lang, "presales-title")).note(sentence(staff, of))
            .aside(html! {
                (state(lang, presale, of.now))
                @if change { (Button::link(at("details"), t!(lang, "activities-edit")).icon(icons::EDIT)) }
            }))
        @if let Some(wrong) = of.wrong { (in_the_way(lang, &at("details"), wrong)) }
        @if let Some(why) = &presale.terms.called_off {
            p.presale-off role="note" { (icons::ALERT) span { (t!(lang, "presales-called-off", why = why.as_str())) } }
        }
        (of.law)
        @if presale.life.is_told() {
            (live::region(&at("live"), &at("figures"), figures(lang, &staff.shop, of.figures)))
        }
        div.columns {
            (card(&t!(lang, "presales-what"), "", what(staff, of)))
            div.stack {
                (card(&t!(lang, "presales-windows"), "", windows(staff, of)))
                (samples::part(staff, of.shown))
                (card(&t!(lang, "activities-worst"), "", worst(lang, &staff.shop, of.shown)))
            }
        }
        @if mine { (steps(staff, presale, of)) }
        (of.run)
        @if presale.life.is_told() { (reservations(staff, of, listed)) }
        (parts::history(&staff.viewer(), presale.id))
    }
}

/// The one sentence that matters.
fn sentence(staff: &Staff<impl Sized>, of: &Of) -> String {
    let (lang, zone, presale) = (staff.lang(), &staff.shop.zone, &of.shown.presale);
    let (at, now) = (|time: Time| format::date_time(lang, time, zone), of.figures);
    let ready = at(presale.terms.ready_at);
    match (presale.life, presale.phase(of.now)) {
        (Life::Draft, _) => t!(lang, "presales-said-draft"),
        (Life::Checked, _) => t!(lang, "presales-said-checked"),
        (_, Phase::Before) => t!(lang, "presales-said-before", opens = at(presale.plan.opens_at)),
        (_, Phase::On) => t!(
            lang,
            "presales-said-on",
            reserved = now.reserved,
            pieces = presale.terms.pieces,
            closes = at(presale.plan.closes_at)
        ),
        (Life::Settled | Life::Archived, _) => {
            t!(lang, "presales-said-settled", collected = now.collected)
        }
        _ if now.reserved > 0 => {
            t!(lang, "presales-said-closed", reserved = now.reserved, ready = ready)
        }
        _ => t!(lang, "presales-said-ready", held = now.held, collected = now.collected),
    }
}

pub fn figures(lang: Lang, shop: &Shop, figures: Figures) -> Markup {
    let number = |n: i64| format::number(lang, n);
    let money = |minor: i64| format::money(lang, shop.money(minor));
    let back = figures.lapsed + figures.withdrawn + figures.cancelled + figures.refunded;
    html! {
        div.figures {
            (Figure::new(t!(lang, "presales-figure-waiting"), number(figures.reserved + figures.held))
                .note(t!(lang, "presales-figure-held", held = figures.held)))
            (Figure::new(t!(lang, "presales-figure-left"), number(figures.left + figures.early_left))
                .note(t!(lang, "presales-figure-early", early = figures.early_left)))
            (Figure::new(t!(lang, "presales-figure-collected"), number(figures.collected)))
            (Figure::new(t!(lang, "presales-figure-ended"), number(back)))
            (Figure::new(t!(lang, "presales-figure-ahead"), money(figures.deposits_ahead))
                .note(t!(lang, "presales-figure-kept", kept = money(figures.deposits_kept))))
            @if figures.samples_left + figures.samples_held + figures.tried > 0 {
                (Figure::new(t!(lang, "presales-figure-tried"), number(figures.tried))
                    .note(t!(lang, "presales-figure-then", then = figures.tried_then_reserved,
                        held = figures.samples_held, left = figures.samples_left)))
            }
            @if figures.deposits_owed > 0 {
                (Figure::new(t!(lang, "presales-figure-owed"), money(figures.deposits_owed)))
            }
        }
    }
}

fn what(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, shop, shown) = (staff.lang(), &staff.shop, of.shown);
    let Presale { plan, terms, .. } = &shown.presale;
    let tongue = Tongue { lang, shop };
    let text = |text: String| html! { (text) };
    let at = |time: Time| text(format::date_time(lang, time, &shop.zone));
    let gift =
        html! { a href={ "/console/gifts/" (shown.gift.id) } { (shown.gift.name.say(lang)) } };
    let after = match terms.after {
        After::Back => t!(lang, "presales-after-back"),
        After::Half => t!(lang, "presales-after-half"),
        After::Kept => t!(lang, "presales-after-kept"),
    };
    let ladder = view::ladder(tongue, terms, (shown.early_left, shown.left));
    let mut said = vec![
        (t!(lang, "presales-gift"), gift),
        (t!(lang, "presales-prices"), ladder),
        (t!(lang, "presales-pieces"), text(format::number(lang, terms.pieces))),
        (t!(lang, "activities-opens"), at(plan.opens_at)),
        (t!(lang, "activities-closes"), at(plan.closes_at)),
        (t!(lang, "presales-ready"), at(terms.ready_at)),
    ];
    if terms.deposit > 0 {
        said.push((t!(lang, "presales-deposit"), text(view::money(tongue, terms.deposit))));
        said.push((t!(lang, "presales-cancel-by"), at(terms.cancel_by)));
        let days = format::number(lang, terms.back_days.into());
        said.push((t!(lang, "presales-back-days"), text(days)));
        said.push((t!(lang, "presales-after"), text(after)));
    }
    let each = format::number(lang, plan.limits.per_member.into());
    said.push((t!(lang, "activities-per-member"), text(each)));
    said.push((t!(lang, "activities-whom"), text(of.whom.clone())));
    facts(said)
}

/// Each window, how many come in it, and the list for whoever hands the goods over.
fn windows(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let lang = staff.lang();
    let tongue = Tongue { lang, shop: &staff.shop };
    let told = of.shown.presale.life.is_told();
    let item = |place: &super::asked::Place| {
        let come = place.window.capacity - place.room;
        let item = Item::new(view::place(tongue, place)).start(icons::CLOCK).note(t!(
            lang,
            "presales-window-come",
            come = come,
            of = place.window.capacity
        ));
        if !told {
            return item;
        }
        let href = format!("{PATH}/{}/windows/{}", of.shown.presale.id, place.number + 1);
        item.aside(
            html! { a.quiet-link href=(href) { (icons::PRINT) (t!(lang, "presales-pick-list")) } },
        )
    };
    rows(of.shown.places.iter().map(item))
}

/// What can be done with it now: it can be called off after its closing, too.
fn steps(staff: &Staff<impl Sized>, presale: &Presale, of: &Of) -> Markup {
    let off = || calling_off(staff, presale, of);
    match presale.life {
        Life::Closed if presale.terms.called_off.is_none() => html! { div.actions { (off()) } },
        _ => buttons(staff, (presale, of.now), || {
            html! { (closing(staff, presale, of)) (off()) }
        }),
    }
}

fn closing(staff: &Staff<impl Sized>, presale: &Presale, of: &Of) -> Markup {
    let lang = staff.lang();
    let wrong = of.wrong.cloned().unwrap_or_default();
    let reason = Form::again(lang, [("reason", "")], wrong).prefixed("close");
    let left = of.figures.left + of.figures.early_left;
    let confirm =
        Confirm::new(lang, t!(lang, "activities-close"), t!(lang, "presales-close-title"))
            .loses(t!(lang, "presales-close-loses", left = left))
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
            .post(format!("{PATH}/{}/closing", presale.id), staff.once());
    html! { (confirm) }
}

fn calling_off(staff: &Staff<impl Sized>, presale: &Presale, of: &Of) -> Markup {
    let lang = staff.lang();
    let wrong = of.wrong.cloned().unwrap_or_default();
    let reason = Form::again(lang, [("reason", "")], wrong).prefixed("off");
    let ahead = format::money(lang, staff.shop.money(of.figures.deposits_ahead));
    let hint = t!(lang, "presales-call-off-hint");
    let confirm =
        Confirm::new(lang, t!(lang, "presales-call-off"), t!(lang, "presales-call-off-title"))
            .loses(t!(lang, "presales-call-off-loses", ahead = ahead))
            .people(of.figures.reserved + of.figures.held)
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200).hint(hint))
            .post(format!("{PATH}/{}/calling-off", presale.id), staff.once());
    html! { (confirm) }
}

fn reservations(staff: &Staff<impl Sized>, of: &Of, listed: &Listed) -> Markup {
    let lang = staff.lang();
    let at = format!("{PATH}/{}", of.shown.presale.id);
    let aside = html! { a.quiet-link href={ (at) "/reservations.csv" } { (icons::DOWNLOAD) (t!(lang, "activities-csv")) } };
    let label = t!(lang, "presales-search");
    let inside = html! {
        form.finding method="get" action=(at) role="search" {
            input type="search" name="who" value=(listed.who) maxlength="80" aria-label=(label) placeholder=(label);
            (Button::plain(t!(lang, "presales-search-go")))
        }
        @if listed.all.is_empty() {
            p.nothing { @if listed.who.is_empty() { (t!(lang, "presales-reservations-none")) } @else { (t!(lang, "presales-search-none")) } }
        }
        @else { (rows(listed.all.iter().map(|one| reservation(staff, of, (one, listed.names.get(&one.member)))))) }
    };
    card(&t!(lang, "presales-reservations"), aside, inside)
}

fn reservation(
    staff: &Staff<impl Sized>,
    of: &Of,
    (one, name): (&Reservation, Option<&String>),
) -> Item {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let place = of.shown.place(one.window).map(|place| view::place(tongue, place));
    let rate = match one.rate {
        Rate::Early => t!(lang, "presales-rate-early"),
        Rate::Regular => String::new(),
    };
    let paid = match (one.deposit, one.paid) {
        (0, _) => String::new(),
        (_, Paid::Wallet) => t!(lang, "presales-ahead", deposit = view::money(tongue, one.deposit)),
        (_, Paid::Cash) => {
            t!(lang, "presales-ahead-cash", deposit = view::money(tongue, one.deposit))
        }
    };
    let owed = match one.owed() {
        0 => String::new(),
        owed => t!(lang, "presales-owed", owed = view::money(tongue, owed)),
    };
    let parts = [place.unwrap_or_default(), view::money(tongue, one.price), rate, paid, owed];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let since = format::date_time(lang, one.at, &shop.zone);
    let item = Item::new(name.cloned().unwrap_or(since)).note(parts.join(" · "));
    let item = match name {
        Some(_) => item.href(format!("/console/members/{}", one.member)),
        None => item,
    };
    item.aside(view::fate(lang, one.fate))
}
