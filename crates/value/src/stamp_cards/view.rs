//! What the console shows of stamp cards.

use kernel::{Lang, Permission as _, permission::ManageGifts, permission::ViewGifts};
use maud::{Markup, html};
use people::series::Series;
use web::{
    Shop, Staff,
    kit::{
        Choice, Form, Tone, format, icons, layout,
        parts::{self, Button, Empty, Figure, Head, Stamp, card, chip},
    },
    t,
};

use super::{
    model::{Each, StampCard},
    pieces::short_month,
    store::Progress,
};
use crate::gifts::{Gift, State};

/// What the form can offer.
pub struct Offers {
    pub gifts: Vec<Gift>,
    pub series: Vec<Series>,
}

impl Offers {
    fn gift(&self, lang: Lang, of: &StampCard) -> String {
        let gift = self.gifts.iter().find(|gift| gift.id == of.gift);
        gift.map_or_else(String::new, |gift| gift.name.say(lang).to_owned())
    }
    fn series(&self, lang: Lang, of: &StampCard) -> String {
        let series = self.series.iter().find(|one| Some(one.id) == of.series);
        series.map_or_else(|| t!(lang, "stamp_cards-for-all"), |one| one.name.clone())
    }
}

fn rule(lang: Lang, shop: &Shop, card: &StampCard, gift: &str) -> String {
    match card.each {
        Each::Visit => t!(lang, "stamp_cards-rule-visits", needs = card.needs, gift = gift),
        Each::Purchase if card.least > 0 => {
            let least = format::money(lang, shop.money(card.least));
            t!(lang, "stamp_cards-rule-least", needs = card.needs, gift = gift, least = least)
        }
        Each::Purchase => t!(lang, "stamp_cards-rule-purchases", needs = card.needs, gift = gift),
    }
}

pub fn list(staff: &Staff<ViewGifts>, cards: &[(StampCard, Progress)], offers: &Offers) -> Markup {
    let lang = staff.lang();
    let mine = staff.role.may(ManageGifts::NAME);
    html! {
        (Head::new(t!(lang, "stamp_cards-title")).note(t!(lang, "stamp_cards-lead")).aside(html! {
            @if mine && !cards.is_empty() {
                (Button::primary(t!(lang, "stamp_cards-make")).href("/console/stamp-cards/new"))
            }
        }))
        @if cards.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "stamp_cards-none"), t!(lang, "stamp_cards-none-why"))
                .action_for::<ManageGifts>(staff.role, "/console/stamp-cards/new", t!(lang, "stamp_cards-make-first")))
        }
        div.stamp-cards { @for (one, progress) in cards { (shown(staff, one, progress, offers)) } }
    }
}

/// One as its people hold it, and how far they are.
fn shown(
    staff: &Staff<ViewGifts>,
    one: &StampCard,
    progress: &Progress,
    offers: &Offers,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let aside = html! {
        @if one.state == State::Closed { (chip(Tone::Plain, &t!(lang, "stamp_cards-closed"))) }
        @if staff.role.may(ManageGifts::NAME) {
            a href={ "/console/stamp-cards/" (one.id) } { (t!(lang, "stamp_cards-edit")) }
        }
    };
    let needs = usize::try_from(one.needs).unwrap_or_default();
    card(
        one.name.say(lang),
        aside,
        html! {
            p { (rule(lang, shop, one, &offers.gift(lang, one))) " " (offers.series(lang, one)) }
            (parts::StampCard::new(lang, Vec::new(), needs))
            div.figures {
                (Figure::new(t!(lang, "stamp_cards-people"), format::number(lang, progress.people)))
                (Figure::new(t!(lang, "stamp_cards-stamps"), format::number(lang, progress.stamps)))
                (Figure::new(t!(lang, "stamp_cards-filled"), format::number(lang, progress.filled)))
            }
        },
    )
}

/// A stored card in the form.
pub fn filled(lang: Lang, shop: &Shop, card: &StampCard) -> Form {
    Form::filled(
        lang,
        [
            ("name", card.name.say(shop.lang).to_owned()),
            ("needs", card.needs.to_string()),
            ("each", card.each.to_string()),
            ("least", if card.least > 0 { shop.money(card.least).plain() } else { String::new() }),
            ("gift", card.gift.to_string()),
            ("series", card.series.map_or_else(String::new, |id| id.to_string())),
            ("state", card.state.to_string()),
        ],
    )
}

fn fields(form: &Form, shop: &Shop, offers: &Offers, before: Option<&StampCard>) -> Markup {
    let lang = form.lang;
    let each = [
        Choice::new("visit", t!(lang, "stamp_cards-each-visit"))
            .note(t!(lang, "stamp_cards-each-visit-note")),
        Choice::new("purchase", t!(lang, "stamp_cards-each-purchase"))
            .note(t!(lang, "stamp_cards-each-purchase-note")),
    ];
    let gifts = offers
        .gifts
        .iter()
        .filter(|gift| gift.state == State::Open || before.is_some_and(|card| card.gift == gift.id))
        .map(|gift| (gift.id.to_string(), gift.name.say(lang).to_owned()));
    let series = std::iter::once((String::new(), t!(lang, "stamp_cards-for-all-choice")))
        .chain(offers.series.iter().map(|one| (one.id.to_string(), one.name.clone())));
    let states = [
        ("open", t!(lang, "stamp_cards-state-open")),
        ("closed", t!(lang, "stamp_cards-state-closed")),
    ];
    html! {
        (form.text("name", t!(lang, "stamp_cards-name")).max(120).hint(t!(lang, "stamp_cards-name-hint")))
        (form.number("needs", t!(lang, "stamp_cards-needs")).hint(t!(lang, "stamp_cards-needs-hint")))
        (form.radios("each", t!(lang, "stamp_cards-each"), each))
        (form.money("least", t!(lang, "stamp_cards-least"), shop.currency)
            .hint(t!(lang, "stamp_cards-least-hint")).optional())
        (form.select("gift", t!(lang, "stamp_cards-gift"), gifts).hint(t!(lang, "stamp_cards-gift-hint")))
        @if before.is_none() {
            (form.select("series", t!(lang, "stamp_cards-series"), series).optional())
            (form.hidden("state", "open"))
        } @else {
            (form.hidden("series", form.value("series")))
            (form.radios("state", t!(lang, "stamp_cards-state"), states))
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// The form, with the card beside it as it will lie in the wallet.
pub fn editing(
    staff: &Staff<ManageGifts>,
    form: &Form,
    offers: &Offers,
    before: Option<&StampCard>,
) -> Markup {
    let lang = staff.lang();
    let (title, action) = match before {
        Some(card) => (card.name.say(lang).to_owned(), format!("/console/stamp-cards/{}", card.id)),
        None => (t!(lang, "stamp_cards-make"), "/console/stamp-cards".to_owned()),
    };
    let of = form.value("needs").parse().ok().filter(|n| (2..=50).contains(n)).unwrap_or(10);
    let sample = [("2", 3), ("9", 3), ("16", 3)]
        .map(|(day, month)| Stamp { top: day.to_owned(), bottom: short_month(lang, month) });
    let main = html! {
        (Head::new(title.clone()).back("/console/stamp-cards", &t!(lang, "stamp_cards-title")))
        @if offers.gifts.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "stamp_cards-no-gift"), t!(lang, "stamp_cards-no-gift-why"))
                .action("/console/gifts/new", t!(lang, "gifts-make-first")))
        } @else {
            div.columns.with-phone {
                (form.post(&action, &staff.once(), fields(form, &staff.shop, offers, before)))
                aside { (card(&t!(lang, "stamp_cards-sample"), "", parts::StampCard::new(lang, sample.into_iter().take(of).collect(), of))) }
            }
        }
        @if let Some(card) = before { (parts::history(&staff.viewer(), card.id)) }
    };
    layout::console(&staff.frame(title), main)
}
