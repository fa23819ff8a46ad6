//! What a pre-sale can come to, and the phone beside its form.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        format,
        parts::{card, facts},
    },
    t,
};

use super::{
    actions::Draft,
    asked::{Place, Shown},
    form::Made,
    model::{Forecast, Presale},
    samples::{
        Samples,
        asked::{Counted, Offer},
        card as samples,
    },
    view,
};
use crate::activities::phone::only_of;

pub(super) const PATH: &str = "/console/presales";

/// What it comes to if every piece is reserved and collected.
pub fn worst(lang: Lang, shop: &Shop, shown: &Shown) -> Markup {
    let Presale { plan, terms, .. } = &shown.presale;
    let forecast =
        Forecast::of(plan, terms, (&shown.gift, shown.offer.as_ref().map(|offer| &offer.gift)));
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

/// A member's page as it would be, and under it what it can come to.
pub fn preview(staff: &Staff<impl Sized>, made: &Made, draft: Draft, now: Time) -> Option<Markup> {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let shown = &as_shown(made, draft, now)?;
    let Presale { plan, terms, .. } = &shown.presale;
    Some(html! {
        (view::hero(tongue, shown, &view::ladder(tongue, terms, (shown.early_left, shown.left))))
        @if let Some(offer) = &shown.offer { (samples::part(tongue, offer, (Counted::default(), &html! {}))) }
        (view::how(tongue, shown, &only_of(lang, plan, &made.choices.offers)))
        (card(&t!(lang, "activities-worst"), "", worst(lang, shop, shown)))
    })
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
    let offer = draft.terms.samples.and_then(|samples| offered(made, samples));
    let presale = Presale::sketch(draft.plan, draft.terms, now);
    Some(Shown { presale, gift: gift.clone(), left, early_left, places, unit, offer })
}

fn offered(made: &Made, samples: Samples) -> Option<Offer> {
    let (gift, _) = made.samples.iter().find(|(gift, _)| gift.id == samples.gift)?;
    let unit = samples.cost.map(|cost| made.choices.unit_of(cost.program));
    let (gift, left) = (gift.clone(), samples.pieces);
    Some(Offer { samples, gift, left, unit: unit.unwrap_or_default() })
}
