//! What the console shows of pre-sales: the list, the form, and the phone beside it.

use kernel::{Lang, Permission as _, PresaleId, Time, permission::ManageActivities};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tab, format, icons, layout,
        live::phone_preview,
        parts::{Button, Empty, Head, card, facts},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    actions::Draft,
    asked::{Place, Shown},
    form::{self, Made},
    model::{Figures, Forecast, Presale},
    view,
};
use crate::{
    activities::{Life, Phase, console::state, form::Why},
    suggested,
};

pub(super) const PATH: &str = "/console/presales";

pub fn list(
    staff: &Staff<impl Sized>,
    list: &List,
    presales: &[(Shown, Figures)],
    now: Time,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let row = |(shown, figures): &(Shown, Figures)| {
        let presale = &shown.presale;
        let row = Row::new()
            .href(format!("{PATH}/{}", presale.id))
            .cell(presale.plan.name.say(lang))
            .cell(state(lang, presale, now))
            .cell(format::date_time(lang, presale.plan.closes_at, &shop.zone))
            .cell(format::date_time(lang, presale.terms.ready_at, &shop.zone))
            .cell(format::number(lang, figures.reserved + figures.held))
            .cell(format::number(lang, figures.left + figures.early_left))
            .cell(format::number(lang, figures.collected));
        if presale.life == Life::Settled { row.faint() } else { row }
    };
    let mine = staff.role.may(ManageActivities::NAME);
    let new = format!("{PATH}/new");
    let empty = Empty::new(icons::CLOCK, t!(lang, "presales-none"), t!(lang, "presales-none-why"))
        .action_for::<ManageActivities>(
        staff.role,
        new.clone(),
        t!(lang, "presales-make-first"),
    );
    let table = Table::new(list, t!(lang, "presales-title"))
        .columns([
            Column::new("name", t!(lang, "activities-name")),
            Column::new("state", t!(lang, "activities-state")),
            Column::new("closes", t!(lang, "activities-closes")),
            Column::new("ready", t!(lang, "presales-ready")),
            Column::new("reserved", t!(lang, "presales-figure-waiting")).number(),
            Column::new("left", t!(lang, "presales-figure-left")).number(),
            Column::new("collected", t!(lang, "presales-figure-collected")).number(),
        ])
        .rows(presales.iter().map(row))
        .filter()
        .empty(empty);
    let on = presales.iter().filter(|(shown, _)| shown.presale.phase(now) == Phase::On).count();
    html! {
        (Head::new(t!(lang, "presales-title")).note(t!(lang, "presales-lead", on = on))
            .aside(html! { @if mine && !presales.is_empty() { (Button::primary(t!(lang, "presales-make")).href(new)) } }))
        (table)
    }
}

/// What it comes to if every piece is reserved and collected.
pub fn worst(lang: Lang, shop: &Shop, shown: &Shown) -> Markup {
    let Presale { plan, terms, .. } = &shown.presale;
    let forecast = Forecast::of(plan, terms, &shown.gift);
    let tongue = Tongue { lang, shop };
    let money = |minor: i64| html! { (view::money(tongue, minor)) };
    let margin = format::signed_money(lang, shop.money(forecast.margin()));
    let mut said = vec![
        (t!(lang, "presales-worst-takings"), money(forecast.takings)),
        (t!(lang, "activities-worst-cost"), money(forecast.cost)),
        (t!(lang, "presales-worst-margin"), html! { b { (margin) } }),
    ];
    if forecast.ahead > 0 {
        said.push((t!(lang, "presales-worst-ahead"), money(forecast.ahead)));
    }
    if forecast.points > 0 {
        let points = format::number(lang, forecast.points);
        let unit = shown.unit.say(lang);
        said.push((t!(lang, "presales-worst-points"), html! { (points) " " (unit) }));
    }
    if let Some(budget) = plan.budget {
        said.push((t!(lang, "activities-budget"), money(budget)));
    }
    html! {
        p.note { (t!(lang, "presales-worst-lead", pieces = terms.pieces)) }
        (facts(said))
    }
}

/// The form with the phone beside it.
pub fn editing(
    staff: &Staff<ManageActivities>,
    form: &Form,
    made: &Made,
    presale: Option<&Presale>,
) -> Markup {
    let lang = staff.lang();
    let (title, at) = match presale {
        Some(presale) => {
            let name = presale.plan.name.say(lang);
            (t!(lang, "presales-edit-title", name = name), format!("{PATH}/{}", presale.id))
        }
        None => (t!(lang, "presales-make"), PATH.to_owned()),
    };
    let why = Why::of(presale);
    let main = html! {
        (Head::new(title.clone()).back(&at, &t!(lang, "presales-title")).note(why.said(lang)))
        (suggested::cards(suggested::Desk { lang, shop: &staff.shop }, &made.choices.suggested))
        @if made.gifts.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "presales-no-gift"), t!(lang, "presales-no-gift-why"))
                .action("/console/gifts/new", t!(lang, "presales-no-gift-make")))
        } @else {
            div.columns.with-phone {
                (form.post(&at, &staff.once(), form::fields(form, &staff.shop, made, why)))
                (phone_preview("/console/presales/preview", &t!(lang, "activities-preview")))
            }
        }
    };
    layout::console(&staff.frame(title), main)
}

/// A member's page as it would be, and under it what it can come to.
pub fn preview(staff: &Staff<impl Sized>, made: &Made, draft: Option<Draft>, now: Time) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mut frame = staff.ask.frame_in(shop).titled(t!(lang, "activities-preview"));
    frame.base = shop.href("");
    frame.playing = true;
    let shown = draft.and_then(|draft| as_shown(made, draft, now));
    let tongue = Tongue { lang, shop };
    let main = html! {
        @match &shown {
            Some(shown) => {
                @let Presale { plan, terms, .. } = &shown.presale;
                h1 { (plan.name.say(lang)) }
                (view::hero(tongue, shown, &view::ladder(tongue, terms, (shown.early_left, shown.left))))
                (view::how(tongue, shown, &made.choices.only(lang, plan)))
                (card(&t!(lang, "activities-worst"), "", worst(lang, shop, shown)))
            }
            None => {
                h1 { (t!(lang, "activities-preview")) }
                p.note { (t!(lang, "activities-preview-not-yet")) }
            }
        }
    };
    layout::phone(&frame, Tab::Play, main)
}

/// A draft as members would see it.
fn as_shown(made: &Made, draft: Draft, now: Time) -> Option<Shown> {
    let (gift, _) = made.gifts.iter().find(|(gift, _)| gift.id == draft.terms.gift)?;
    let unit = made.choices.unit(&draft.plan);
    let (left, early_left) = (draft.terms.regular(), draft.terms.early_pieces());
    let windows = (0_i64..).zip(draft.terms.windows.iter().copied());
    let places = windows.map(|(number, window)| {
        let store = made.stores.iter().find(|(id, _)| Some(*id) == window.store);
        let store = store.map_or_else(String::new, |(_, name)| name.clone());
        Place { number, window, room: window.capacity, store }
    });
    let places = places.collect();
    let presale = Presale {
        id: PresaleId::from_uuid(uuid::Uuid::nil()),
        plan: draft.plan,
        terms: draft.terms,
        life: Life::Draft,
        due_at: None,
        created_at: now,
    };
    Some(Shown { presale, gift: gift.clone(), left, early_left, places, unit })
}
