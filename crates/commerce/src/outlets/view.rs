//! What the console shows of outlets.

use jiff::civil::Date;
use kernel::{
    Lang, Permission as _,
    permission::{ManageOrders, ManageProducts, ViewOrders},
};
use maud::{Markup, html};
use people::stores::Store;
use value::codes;
use web::{
    Staff,
    kit::{
        Form, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, Item, Tabs, bar, card, chip, rows},
    },
    t,
};

use super::{
    form::{self, Offers},
    model::{Kind, Outlet, State},
    sheet::Parcel,
    slots::{Slot, times},
};
use crate::orders::{self, State as OrderState};

pub fn list(
    staff: &Staff<ViewOrders>,
    outlets: &[Outlet],
    stores: &[Store],
    next: &[Option<(Slot, i64)>],
) -> Markup {
    let lang = staff.lang();
    let mine = staff.role.may(ManageProducts::NAME);
    let item = |(outlet, next): (&Outlet, &Option<(Slot, i64)>)| {
        let store = stores.iter().find(|store| store.id == outlet.store);
        let when = next.as_ref().map_or_else(
            || t!(lang, "outlets-no-slot"),
            |(slot, left)| t!(lang, "outlets-next", slot = said(lang, slot), left = *left),
        );
        let store = store.map_or_else(String::new, |store| store.name.clone());
        let icon = if outlet.kind == Kind::Point { icons::PIN } else { icons::JOURNEY };
        let item = Item::new(outlet.name.clone())
            .start(icon)
            .note(format!("{when} · {store}"))
            .href(format!("/console/outlets/{}", outlet.id));
        match outlet.state {
            State::Open => item,
            State::Closed => item.aside(chip(Tone::Plain, &t!(lang, "outlets-state-closed"))),
        }
    };
    let of = |kind: Kind| outlets.iter().zip(next).filter(move |(outlet, _)| outlet.kind == kind);
    html! {
        (Head::new(t!(lang, "outlets-title")).note(t!(lang, "outlets-lead")).aside(html! {
            @if mine {
                (Button::plain(t!(lang, "outlets-new-point")).href("/console/outlets/points/new"))
                (Button::plain(t!(lang, "outlets-new-zone")).href("/console/outlets/zones/new"))
            }
        }))
        @if outlets.is_empty() {
            (Empty::new(icons::PIN, t!(lang, "outlets-none"), t!(lang, "outlets-none-why"))
                .action_for::<ManageProducts>(staff.role, "/console/outlets/points/new", t!(lang, "outlets-new-point")))
        }
        @for kind in Kind::ALL {
            @if of(kind).next().is_some() {
                (card(&t!(lang, &format!("outlets-{kind}s")), "", rows(of(kind).map(item))))
            }
        }
    }
}

/// `Monday 30 November, 17:00–19:00`.
pub fn said(lang: Lang, slot: &Slot) -> String {
    let day = format::date_with_weekday(lang, slot.day);
    t!(lang, "fulfilments-slot", day = day, times = times(slot.from, slot.until))
}

/// An outlet with all that its page shows.
pub struct Seen<'a> {
    pub outlet: &'a Outlet,
    pub day: Date,
    pub today: Date,
    pub slots: &'a [(Slot, i64)],
    pub parcels: &'a [Parcel],
    pub keeper: Option<&'a str>,
    pub store: &'a str,
}

pub fn one(staff: &Staff<ViewOrders>, seen: &Seen<'_>) -> Markup {
    let (lang, outlet) = (staff.lang(), seen.outlet);
    let mine = staff.role.may(ManageProducts::NAME);
    let at = |noun: &str| format!("/console/outlets/{}/{noun}", outlet.id);
    let open = seen.parcels.iter().filter(|parcel| parcel.state.is_open()).count();
    let sentence = match outlet.state {
        State::Open => t!(
            lang,
            "outlets-sentence",
            count = open,
            day = format::day(lang, seen.day, seen.today)
        ),
        State::Closed => t!(lang, "outlets-sentence-closed"),
    };
    html! {
        (Head::new(outlet.name.clone()).back("/console/outlets", &t!(lang, "outlets-title")).note(sentence)
            .aside(html! {
                @if staff.role.may(ManageOrders::NAME) {
                    (Button::link(format!("{}?day={}", at("sheet"), seen.day), t!(lang, "outlets-sheet")).icon(icons::PRINT))
                    (Button::link(format!("{}?day={}&csv=1", at("sheet"), seen.day), t!(lang, "outlets-csv")).icon(icons::DOWNLOAD))
                }
                @if mine { (Button::link(at("details"), t!(lang, "outlets-edit")).icon(icons::EDIT)) }
            }))
        (days(lang, seen))
        div.columns {
            div { (parcels(staff, seen)) }
            div {
                (card(&t!(lang, "outlets-week"), "", week(lang, seen)))
                (card("", "", about(staff, seen)))
                @if mine { (card("", "", state(staff, outlet))) }
            }
        }
        (parts::history(&staff.viewer(), outlet.id))
    }
}

fn days(lang: Lang, seen: &Seen<'_>) -> Markup {
    let href = |day: Date| format!("/console/outlets/{}?day={day}", seen.outlet.id);
    let mut all: Vec<Date> = seen.slots.iter().map(|(slot, _)| slot.day).collect();
    all.push(seen.day);
    all.sort_unstable();
    all.dedup();
    let tabs = Tabs::new(t!(lang, "outlets-week"));
    let tabs = all.into_iter().fold(tabs, |tabs, day| {
        let name = if day == seen.today {
            format::day(lang, day, seen.today)
        } else {
            format::date_with_weekday(lang, day)
        };
        tabs.tab(href(day), name)
    });
    maud::Render::render(&tabs.here(href(seen.day)))
}

/// The orders of the day, slot by slot, and what a whole slot goes through.
fn parcels(staff: &Staff<ViewOrders>, seen: &Seen<'_>) -> Markup {
    let lang = staff.lang();
    let mut froms: Vec<(u16, u16)> =
        seen.parcels.iter().map(|parcel| (parcel.way.from, parcel.way.until)).collect();
    froms.dedup();
    let item = |parcel: &&Parcel| {
        Item::new(format!("{} · {}", codes::shown(&parcel.order.code), parcel.name))
            .note(parcel.goods(lang).join(" · "))
            .aside(orders::chip(lang, parcel.state))
            .href(format!("/console/orders/{}", parcel.order.id))
    };
    html! {
        @if froms.is_empty() {
            (Empty::new(icons::PACKAGE, t!(lang, "outlets-nothing"), t!(lang, "outlets-nothing-why")))
        }
        @for (from, until) in froms {
            @let of: Vec<&Parcel> = seen.parcels.iter().filter(|parcel| parcel.way.from == from).collect();
            (card(&times(from, until), "", html! {
                (rows(of.iter().map(item)))
                @if staff.role.may(ManageOrders::NAME) { (steps(staff, seen, from, &of)) }
            }))
        }
    }
}

fn steps(staff: &Staff<ViewOrders>, seen: &Seen<'_>, from: u16, of: &[&Parcel]) -> Markup {
    let lang = staff.lang();
    let any = |states: &[OrderState]| of.iter().any(|parcel| states.contains(&parcel.state));
    let at = |noun: &str| format!("/console/outlets/{}/{noun}", seen.outlet.id);
    let slot = super::slots::key(seen.day, from);
    let form = |prefix, noun: &str, label: String| {
        let form = Form::new(lang).prefixed(prefix);
        form.post(
            &at(noun),
            &staff.once(),
            html! { (form.hidden("slot", &slot)) (Button::plain(label)) },
        )
    };
    html! {
        div.actions {
            @if any(&[OrderState::Reserved, OrderState::Paid]) {
                (form("pack", "readiness", t!(lang, "outlets-pack")))
            }
            @if seen.outlet.kind == Kind::Zone && any(&[OrderState::Ready, OrderState::Failed]) {
                (form("out", "departure", t!(lang, "outlets-go")))
            }
        }
    }
}

/// Slots of the next days that stand beside a day.
const NEXT: usize = 8;

/// How full each slot is.
fn week(lang: Lang, seen: &Seen<'_>) -> Markup {
    let item = |(slot, left): &(Slot, i64)| {
        let (used, room) = (slot.room - left, slot.room.max(1));
        #[expect(clippy::cast_precision_loss, reason = "a bar is a few hundred pixels wide")]
        let ratio = used as f64 / room as f64;
        let tone = if *left == 0 { Tone::Warn } else { Tone::Accent };
        let label = t!(lang, "outlets-room", used = used, room = slot.room);
        Item::new(said(lang, slot)).note(label.clone()).under(bar(ratio, tone, &label))
    };
    rows(seen.slots.iter().take(NEXT).map(item))
}

fn about(staff: &Staff<ViewOrders>, seen: &Seen<'_>) -> Markup {
    let (lang, outlet, shop) = (staff.lang(), seen.outlet, &staff.shop);
    let text = |text: String| html! { (text) };
    let mut pairs = vec![(t!(lang, "outlets-store"), text(seen.store.to_owned()))];
    match outlet.kind {
        Kind::Point => {
            pairs.push((t!(lang, "outlets-address"), text(outlet.address.clone())));
            let keeper = seen.keeper.map_or_else(|| t!(lang, "outlets-no-keeper"), str::to_owned);
            pairs.push((t!(lang, "outlets-keeper"), text(keeper)));
            let missed = t!(lang, &format!("outlets-missed-{}", outlet.missed));
            pairs.push((t!(lang, "outlets-missed"), text(missed)));
        }
        Kind::Zone => {
            pairs.push((t!(lang, "outlets-areas"), text(outlet.areas.join(", "))));
            pairs
                .push((t!(lang, "outlets-fee"), text(format::money(lang, shop.money(outlet.fee)))));
            if let Some(least) = outlet.free_from {
                let least = format::money(lang, shop.money(least));
                pairs.push((t!(lang, "outlets-free-from"), text(least)));
            }
        }
    }
    let hours = t!(lang, "outlets-cutoff-said", hours = outlet.cutoff_hours);
    pairs.push((t!(lang, "outlets-cutoff"), text(hours)));
    html! {
        (parts::facts(pairs))
        @if !outlet.words.is_empty() { p.note { (outlet.words) } }
    }
}

fn state(staff: &Staff<ViewOrders>, outlet: &Outlet) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("/console/outlets/{}/{noun}", outlet.id);
    html! {
        @if outlet.state == State::Open {
            (Confirm::new(lang, t!(lang, "outlets-close"), t!(lang, "outlets-close-title"))
                .loses(t!(lang, "outlets-close-loses")).post(at("closing"), staff.once()))
        } @else {
            (Form::new(lang).prefixed("open").post(&at("opening"), &staff.once(), Button::plain(t!(lang, "outlets-open"))))
        }
    }
}

pub fn editing(
    staff: &Staff<ManageProducts>,
    form: &Form,
    offers: &Offers,
    (kind, outlet): (Kind, Option<&Outlet>),
) -> Markup {
    let lang = staff.lang();
    let (title, action, back) = match outlet {
        Some(outlet) => {
            let here = format!("/console/outlets/{}", outlet.id);
            (t!(lang, "outlets-edit-title", name = outlet.name.as_str()), here.clone(), here)
        }
        None => {
            let all = "/console/outlets".to_owned();
            (t!(lang, &format!("outlets-new-{kind}")), all.clone(), all)
        }
    };
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "products-back")))
        (form.post(&action, &staff.once(), form::fields(form, &staff.shop, offers, kind)))
    };
    layout::console(&staff.frame(title), main)
}
