//! What the console shows of packets.

use std::collections::HashMap;

use kernel::{
    Fields, Lang, MemberId, Permission as _, RedPacketId, StaffId, Time,
    permission::ManageActivities,
};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        Form, Tone, format, icons, live,
        parts::{self, Button, Confirm, Figure, Head, Item, card, chip, facts, rows},
    },
    t,
};

use super::{
    actions::Draft,
    asked::Shown,
    form::Made,
    model::{Figures, Forecast, Gives, Handout, RedPacket, Sealed, Share},
    sealing::is_over,
    view,
};
use crate::activities::{
    Life, Phase,
    console::{buttons, in_the_way, state},
    phone::only_of,
};

pub const PATH: &str = "/console/red-packets";

/// A packet's page, or a noun under it.
pub fn at(id: RedPacketId, noun: &str) -> String {
    if noun.is_empty() { format!("{PATH}/{id}") } else { format!("{PATH}/{id}/{noun}") }
}

/// What those are called whom the asker may see.
pub type Names = HashMap<MemberId, String>;

/// A packet with everything that its page says.
pub struct Of<'s> {
    pub shown: &'s Shown,
    pub figures: Figures,
    pub whom: String,
    pub now: Time,
    /// What stands in the way of the step that was asked for.
    pub wrong: Option<&'s Fields>,
    /// Its run in the groups.
    pub run: Markup,
    pub sealed: Option<&'s Sealed>,
    pub luckiest: Option<&'s Share>,
    /// What was handed out on another platform, in minor units.
    pub elsewhere: i64,
}

/// What was handed out elsewhere, who noted it, and what is being typed.
pub struct Noted<'s> {
    pub handouts: &'s [Handout],
    pub people: &'s HashMap<StaffId, String>,
    pub form: &'s Form,
}

pub fn one(
    staff: &Staff<impl Sized>,
    of: &Of,
    ((shares, names), noted): ((&[Share], &Names), &Noted),
) -> Markup {
    let (lang, packet) = (staff.lang(), &of.shown.packet);
    let mine = staff.role.may(ManageActivities::NAME);
    let change = mine && !is_over(packet.life);
    html! {
        (Head::new(packet.plan.name.say(lang)).back(PATH, &t!(lang, "red_packets-title")).note(sentence(staff, of))
            .aside(html! {
                (state(lang, packet, of.now))
                @if change { (Button::link(at(packet.id, "details"), t!(lang, "activities-edit")).icon(icons::EDIT)) }
            }))
        @if let Some(wrong) = of.wrong { (in_the_way(lang, &at(packet.id, "details"), wrong)) }
        @if packet.life.is_told() {
            (live::region(&at(packet.id, "live"), &at(packet.id, "figures"), figures(staff, of.shown, of.figures)))
        }
        div.columns {
            (card(&t!(lang, "red_packets-what"), "", what(staff, of)))
            (card(&t!(lang, "activities-worst"), "", worst(Tongue { lang, shop: &staff.shop }, of.shown, Some(of.elsewhere))))
        }
        @if mine { (buttons(staff, (packet, of.now), || closing(staff, packet, of))) }
        (of.run)
        @if packet.life.is_told() { (who(staff, of, (shares, names))) }
        (elsewhere(staff, packet, noted))
        (parts::history(&staff.viewer(), packet.id))
    }
}

/// The one sentence that matters.
fn sentence(staff: &Staff<impl Sized>, of: &Of) -> String {
    let (lang, zone, packet) = (staff.lang(), &staff.shop.zone, &of.shown.packet);
    let tongue = Tongue { lang, shop: &staff.shop };
    let at = |time: Time| format::date_time(lang, time, zone);
    let shares = packet.terms.shares;
    match (packet.life, packet.phase(of.now)) {
        (Life::Draft, _) => t!(lang, "red_packets-said-draft"),
        (Life::Checked, _) => t!(lang, "red_packets-said-checked"),
        (Life::Scheduled | Life::Open, Phase::Before) => {
            t!(lang, "red_packets-said-before", opens = at(packet.plan.opens_at))
        }
        (Life::Scheduled | Life::Open, _) => t!(
            lang,
            "red_packets-said-on",
            left = of.figures.shares_left,
            of = shares,
            closes = at(packet.plan.closes_at)
        ),
        _ => t!(
            lang,
            "red_packets-said-over",
            taken = of.figures.taken,
            of = shares,
            given = view::amount(tongue, of.shown, of.figures.given),
            returned = view::amount(tongue, of.shown, of.figures.returned)
        ),
    }
}

pub fn figures(staff: &Staff<impl Sized>, shown: &Shown, figures: Figures) -> Markup {
    let (lang, tongue) = (staff.lang(), Tongue { lang: staff.lang(), shop: &staff.shop });
    let number = |n: i64| format::number(lang, n);
    let amount = |n: i64| match shown.packet.terms.gives {
        Gives::Vouchers { .. } => number(n),
        _ => view::amount(tongue, shown, n),
    };
    html! {
        div.figures {
            (Figure::new(t!(lang, "red_packets-figure-left"), number(figures.shares_left)))
            (Figure::new(t!(lang, "red_packets-taken"), number(figures.taken)))
            (Figure::new(t!(lang, "red_packets-figure-given"), amount(figures.given)))
            (Figure::new(t!(lang, "red_packets-figure-pool"), amount(figures.left)))
            (Figure::new(t!(lang, "red_packets-figure-returned"), amount(figures.returned)))
        }
    }
}

fn what(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, shop, shown) = (staff.lang(), &staff.shop, of.shown);
    let (plan, tongue) = (&shown.packet.plan, Tongue { lang, shop });
    let text = |text: String| html! { (text) };
    let at = |time: Time| text(format::date_time(lang, time, &shop.zone));
    let mut said = vec![
        (t!(lang, "red_packets-content"), text(view::content(tongue, shown))),
        (t!(lang, "activities-opens"), at(plan.opens_at)),
        (t!(lang, "activities-closes"), at(plan.closes_at)),
        (t!(lang, "activities-whom"), text(of.whom.clone())),
    ];
    if let Some(sealed) = of.sealed {
        let hash = html! { code.packet-hash { (sealed.commitment) } };
        said.push((t!(lang, "red_packets-seal"), hash));
    }
    html! {
        (facts(said))
        @if is_over(shown.packet.life) && of.sealed.is_some() {
            p { a.quiet-link href=(shop.href(&format!("/packets/{}/proof", shown.packet.id))) download { (icons::DOWNLOAD) (t!(lang, "red_packets-proof")) } }
        }
    }
}

/// What it comes to if every share is opened; with what was handed out elsewhere, where that is known.
fn worst(tongue: Tongue, shown: &Shown, elsewhere: Option<i64>) -> Markup {
    let Tongue { lang, shop } = tongue;
    let forecast = Forecast::of(&shown.packet.terms, shown.gift.as_ref());
    let text = |text: String| html! { (text) };
    let money = |minor: i64| text(format::money(lang, shop.money(minor)));
    let amount = |of: i64| text(view::amount(tongue, shown, of));
    let mut said = vec![(t!(lang, "red_packets-worst-total"), amount(forecast.total))];
    if let Some(cost) = forecast.cost {
        said.push((t!(lang, "activities-worst-cost"), money(cost)));
    }
    if let Some(perceived) = forecast.perceived.filter(|perceived| *perceived > 0) {
        said.push((t!(lang, "red_packets-worst-perceived"), money(perceived)));
    }
    let people = format::number(lang, forecast.people);
    said.push((t!(lang, "red_packets-worst-people"), text(people)));
    if !matches!(shown.packet.terms.gives, Gives::Vouchers { .. }) {
        said.push((t!(lang, "red_packets-worst-smallest"), amount(forecast.smallest)));
        said.push((t!(lang, "red_packets-worst-largest"), amount(forecast.largest)));
    }
    let elsewhere = elsewhere.unwrap_or(0);
    if elsewhere > 0 {
        said.push((t!(lang, "red_packets-elsewhere-so-far"), money(elsewhere)));
    }
    let budget = shown.packet.plan.budget;
    if let Some(budget) = budget {
        said.push((t!(lang, "activities-budget"), money(budget)));
    }
    let spent = forecast.cost.unwrap_or(0).saturating_add(elsewhere);
    let over = budget.map(|budget| spent - budget).filter(|over| *over > 0);
    html! {
        p.note { (t!(lang, "red_packets-worst-lead")) }
        (facts(said))
        @if let Some(over) = over {
            p { (chip(Tone::Bad, &t!(lang, "red_packets-budget-over", amount = format::money(lang, shop.money(over))))) }
        }
    }
}

fn closing(staff: &Staff<impl Sized>, packet: &RedPacket, of: &Of) -> Markup {
    let lang = staff.lang();
    let reason = Form::new(lang).prefixed("close");
    let confirm =
        Confirm::new(lang, t!(lang, "activities-close"), t!(lang, "red_packets-close-title"))
            .loses(t!(lang, "red_packets-close-loses", left = of.figures.shares_left))
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
            .post(at(packet.id, "closing"), staff.once());
    html! { (confirm) }
}

fn who(staff: &Staff<impl Sized>, of: &Of, (shares, names): (&[Share], &Names)) -> Markup {
    let (lang, zone) = (staff.lang(), &staff.shop.zone);
    let tongue = Tongue { lang, shop: &staff.shop };
    let item = |share: &Share| {
        let name = names.get(&share.member);
        let is_best = of.luckiest.is_some_and(|best| best.id == share.id);
        let place = t!(lang, "red_packets-place", place = share.place.saturating_add(1));
        let at = format::date_time(lang, share.at, zone);
        let item = Item::new(name.map_or("·", String::as_str))
            .note(format!("{place} · {at}"))
            .aside(html! {
                @if is_best { (chip(Tone::Warn, &t!(lang, "red_packets-luckiest"))) " " }
                span.num { (view::amount(tongue, of.shown, share.amount)) }
            });
        match name {
            Some(_) => item.href(format!("/console/members/{}", share.member)),
            None => item,
        }
    };
    let beyond = of.luckiest.filter(|best| !shares.iter().any(|share| share.id == best.id));
    let aside = html! { a.quiet-link href=(at(of.shown.packet.id, "shares.csv")) { (icons::DOWNLOAD) (t!(lang, "activities-csv")) } };
    let inside = html! {
        @if shares.is_empty() { p.nothing { (t!(lang, "red_packets-who-none")) } }
        @else { (rows(beyond.into_iter().chain(shares).map(item))) }
    };
    card(&t!(lang, "red_packets-who"), aside, inside)
}

/// What a new note of a handout begins with.
pub fn handout_form(lang: Lang, shop: &Shop, now: Time) -> Form {
    Form::filled(lang, [("handed_on", now.date(&shop.zone).to_string())]).prefixed("handout")
}

fn elsewhere(staff: &Staff<impl Sized>, packet: &RedPacket, noted: &Noted) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mine = staff.role.may(ManageActivities::NAME);
    let item = |one: &Handout| {
        let people = format::number(lang, one.people);
        let day = one.handed_on.parse().map(|day| format::date_with_year(lang, day));
        let day = day.unwrap_or_else(|_| one.handed_on.clone());
        let by = one.staff.and_then(|id| noted.people.get(&id));
        let said = match by {
            Some(name) => {
                t!(lang, "red_packets-handout-by", people = people, day = day, name = name.as_str())
            }
            None => t!(lang, "red_packets-handout-said", people = people, day = day),
        };
        let note = if one.note.is_empty() { said } else { format!("{said} · {}", one.note) };
        let strike = format!("handouts/{}/striking", one.id);
        Item::new(one.channel.clone()).note(note).aside(html! {
            span.num { (format::money(lang, shop.money(one.amount))) } " "
            @if one.withdrawn_at.is_some() { (chip(Tone::Plain, &t!(lang, "red_packets-struck-out"))) }
            @else if mine {
                (Form::new(lang).post(&at(packet.id, &strike), &staff.once(), Button::quiet(t!(lang, "red_packets-strike"))))
            }
        })
    };
    let aside = html! {
        @if !noted.handouts.is_empty() { a.quiet-link href=(at(packet.id, "handouts.csv")) { (icons::DOWNLOAD) (t!(lang, "activities-csv")) } }
    };
    let inside = html! {
        p.note { (t!(lang, "red_packets-elsewhere-lead")) }
        @if noted.handouts.is_empty() { p.nothing { (t!(lang, "red_packets-elsewhere-none")) } }
        @else { (rows(noted.handouts.iter().map(item))) }
        @if mine { (adding(staff, packet, noted.form)) }
    };
    card(&t!(lang, "red_packets-elsewhere"), aside, inside)
}

fn adding(staff: &Staff<impl Sized>, packet: &RedPacket, form: &Form) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let fields = html! {
        (form.text("channel", t!(lang, "red_packets-channel")).max(60).hint(t!(lang, "red_packets-channel-hint")))
        div.two-fields {
            (form.money("amount", t!(lang, "red_packets-amount"), shop.currency))
            (form.number("people", t!(lang, "red_packets-people")))
        }
        div.two-fields {
            (form.date("handed_on", t!(lang, "red_packets-handed-on")))
            (form.text("note", t!(lang, "red_packets-note")).max(200).optional())
        }
        div.actions { (Button::plain(t!(lang, "red_packets-elsewhere-add"))) }
    };
    let open = !form.errors().is_empty();
    html! {
        details.more.fold open[open] {
            summary { (icons::RIGHT) (t!(lang, "red_packets-elsewhere-add")) }
            (form.post(&at(packet.id, "handouts"), &staff.once(), fields))
        }
    }
}

/// A member's page as it would be, and under it what the packet can cost.
pub fn preview(
    staff: &Staff<impl Sized>,
    made: &Made,
    (draft, law): (Draft, &Markup),
    now: Time,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let shown = &as_shown(made, draft, now);
    let packet = &shown.packet;
    html! {
        (view::shut(tongue, shown, &view::seal()))
        (view::left(lang, shown.left(), packet.terms.shares))
        (view::how(tongue, packet, &only_of(lang, &packet.plan, &made.choices.offers)))
        (law)
        (card(&t!(lang, "activities-worst"), "", worst(tongue, shown, None)))
    }
}

/// A draft as members would see it.
fn as_shown(made: &Made, draft: Draft, now: Time) -> Shown {
    let Draft { plan, terms } = draft;
    let (mut gift, mut unit) = (None, value::words::Words::default());
    match terms.gives {
        Gives::Money => {}
        Gives::Points { program } => {
            let found = made.choices.programs.iter().find(|(id, _)| *id == program);
            unit = found.map(|(_, unit)| unit.clone()).unwrap_or_default();
        }
        Gives::Vouchers { gift: id } => {
            gift = made.gifts.iter().find(|(gift, _)| gift.id == id).map(|(gift, _)| gift.clone());
        }
    }
    let packet = RedPacket::sketch(plan, terms, now);
    Shown { packet, gift, unit, taken: 0 }
}
