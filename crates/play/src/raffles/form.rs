//! A raffle's form: what it shows, and what it makes of what was typed.

use ::store::Reader;
use kernel::{Error, FieldError, Fields, GiftId, Lang, Result, Time, kinds};
use maud::{Markup, html};
use value::{
    bills::terms_form::Typed,
    gifts::{self, Gift},
    prices,
};
use web::{
    Shop,
    kit::{Choice, Form, icons, parts::Button},
    t,
};

use super::{
    actions::Draft,
    model::{
        COLLECT, FREE, LEAST, MOST, MOST_LINES, Prize, Raffle, Source, Style, Terms, Unclaimed,
        WAIT, WINS,
    },
};
use crate::activities::{
    console as desk,
    form::{self as plan, Choices, Planned, Why, number, optional_money, small},
    model::range,
};

/// Lines of the prize table that a new form shows.
const LINES: usize = 5;

/// What a raffle can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub choices: Choices,
    lines: usize,
}

impl Made {
    pub fn gift(&self, id: GiftId) -> Option<&Gift> {
        self.gifts.iter().map(|(gift, _)| gift).find(|gift| gift.id == id)
    }
}

/// The fields of a line, from 1.
fn gift_of(line: usize) -> String {
    format!("gift_{line}")
}
fn quantity_of(line: usize) -> String {
    format!("quantity_{line}")
}

impl Planned for kinds::Raffle {
    type Made = Made;

    async fn made(
        db: &mut Reader,
        shop: &Shop,
        (raffle, now): (Option<&Raffle>, Time),
    ) -> Result<Made> {
        let own = |gift: GiftId| {
            let mut lines = raffle.iter().flat_map(|raffle| &raffle.terms.prizes);
            lines.any(|line| line.gift == gift)
        };
        let suits = |gift: &Gift| gift.state == gifts::State::Open || own(gift.id);
        let gifts = plan::on_the_shelf(db, shop.org, suits).await?;
        let lines = raffle.map_or(LINES, |raffle| LINES.max(raffle.terms.prizes.len()));
        let about = (raffle.map(|raffle| &raffle.plan), now);
        Ok(Made { gifts, choices: Choices::load(db, shop, about).await?, lines })
    }

    fn lacks(made: &Made) -> bool {
        made.gifts.is_empty()
    }

    /// What a new one begins with: the next full hour, for a week, one prize.
    fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
        let mut values = plan::fresh(shop, now, 7 * 24);
        values.retain(|(name, _)| name != "per_member");
        let mut put = |name: &str, value: &str| values.push((name.to_owned(), value.to_owned()));
        if let Some((gift, _)) = made.gifts.first() {
            put("gift_1", &gift.id.to_string());
            put("quantity_1", "1");
        }
        for (name, value) in [
            ("style", Style::Scheduled.word()),
            ("per_member", "10"),
            ("free", "1"),
            ("wins", "1"),
            ("least_entrants", "1"),
            ("input", Source::Nonces.word()),
            ("wait_minutes", "10"),
            ("collect_days", "7"),
            ("unclaimed", Unclaimed::Shelf.word()),
        ] {
            put(name, value);
        }
        Form::filled(lang, values)
    }

    /// A raffle in the form.
    fn filled(lang: Lang, shop: &Shop, raffle: &Raffle) -> Form {
        let terms = &raffle.terms;
        let mut values = plan::filled(shop, &raffle.plan);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        for (at, line) in (1..).zip(&terms.prizes) {
            put(&gift_of(at), line.gift.to_string());
            put(&quantity_of(at), line.quantity.to_string());
        }
        put("style", terms.style.word().to_owned());
        put("free", terms.free.to_string());
        put("wins", terms.wins.to_string());
        put("least_entrants", terms.least_entrants.to_string());
        put("input", terms.source.word().to_owned());
        put("wait_minutes", terms.wait_minutes.to_string());
        put("collect_days", terms.collect_days.to_string());
        put("unclaimed", terms.unclaimed.word().to_owned());
        if terms.style.is_instant() {
            put("plays", terms.plays.to_string());
        }
        if terms.is_welcome() {
            put("joining", "on".to_owned());
        }
        if let Some(least) = terms.per_purchase {
            put("per_purchase", shop.money(least).plain());
        }
        Form::filled(lang, values)
    }

    fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
        let lang = form.lang;
        html! {
            (plan::name(form, shop))
            (styles(form))
            (prizes(form, made))
            (form.number("plays", t!(lang, "raffles-plays")).optional().hint(t!(lang, "raffles-plays-hint")))
            (form.checkbox("joining", t!(lang, "raffles-joining-field")).hint(t!(lang, "raffles-joining-hint")))
            (plan::hours(form))
            div.two-fields {
                (form.number("free", t!(lang, "raffles-free")))
                (plan::per_member(form))
            }
            (form.money("per_purchase", t!(lang, "raffles-per-purchase"), shop.currency).optional().hint(t!(lang, "raffles-per-purchase-hint")))
            (plan::cost(form, &made.choices))
            (prices::whom_fields(form, &made.choices.offers))
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "raffles-more")) }
                (sources(form))
                div.two-fields {
                    (form.number("wait_minutes", t!(lang, "raffles-wait")).hint(t!(lang, "raffles-wait-hint")))
                    (form.number("wins", t!(lang, "raffles-wins")))
                }
                div.two-fields {
                    (form.number("least_entrants", t!(lang, "raffles-least")).hint(t!(lang, "raffles-least-hint")))
                    (form.number("collect_days", t!(lang, "raffles-collect-days")))
                }
                (form.radios("unclaimed", t!(lang, "raffles-unclaimed"), [
                    Choice::new(Unclaimed::Shelf.word(), t!(lang, "raffles-unclaimed-shelf")),
                    Choice::new(Unclaimed::Redraw.word(), t!(lang, "raffles-unclaimed-redraw")),
                ]))
                (plan::per_day(form))
                (plan::budget(form, shop))
                (plan::other_names(form, shop))
            }
            (why.field(form))
            div.actions { (Button::primary(t!(lang, "save"))) }
        }
    }

    fn read(typed: &Typed, shop: &Shop, made: &Made) -> Result<Draft> {
        let mut fields = Fields::default();
        let text = |name: &str| (typed.text)(name).trim().to_owned();
        let prizes = read_prizes(&text, &mut fields);
        let mut counted =
            |name: &'static str, bounds| small(bounded(&text(name), (name, bounds), &mut fields));
        let (free, wins) = (counted("free", FREE), counted("wins", WINS));
        let least_entrants = counted("least_entrants", LEAST);
        let (wait_minutes, collect_days) =
            (counted("wait_minutes", WAIT), counted("collect_days", COLLECT));
        let style = word(&text("style"), "style", &mut fields);
        let plays = match text("plays").as_str() {
            "" if !style.is_some_and(Style::is_instant) => 0,
            typed => bounded(typed, ("plays", (1, MOST)), &mut fields),
        };
        let style = style.unwrap_or_default();
        let terms = Terms {
            style,
            prizes,
            free,
            per_purchase: optional_money(
                &text("per_purchase"),
                ("per_purchase", shop.currency),
                &mut fields,
            ),
            joining: u32::from(text("joining") == "on"),
            wins,
            least_entrants,
            source: word(&text("input"), "input", &mut fields).unwrap_or_default(),
            wait_minutes,
            collect_days,
            unclaimed: word(&text("unclaimed"), "unclaimed", &mut fields).unwrap_or_default(),
            plays: if style.is_instant() { plays } else { 0 },
        };
        let mut plan = plan::read(typed, shop, (&made.choices, &mut fields));
        let mut found = Fields::default();
        plan.check(&mut found);
        terms.check(&mut found);
        plan::and_of_model(&mut fields, &at_lines(&found));
        fields.check(Draft { plan, terms })
    }

    fn placed(error: Error, shop: &Shop) -> Error {
        match plan::placed(error, shop) {
            Error::Invalid(fields) => Error::Invalid(at_lines(&fields)),
            other => other,
        }
    }

    /// A free ticket for everybody.
    fn instead(terms: &mut Terms, what: &str) {
        if what == desk::FREE {
            terms.free = terms.free.max(1);
        }
    }
}

fn styles(form: &Form) -> Markup {
    let lang = form.lang;
    let at_once = || t!(lang, "raffles-style-instant-note");
    html! {
        (form.radios("style", t!(lang, "raffles-style"), [
            Choice::new(Style::Scheduled.word(), t!(lang, "raffles-style-scheduled")).note(t!(lang, "raffles-style-scheduled-note")),
            Choice::new(Style::Wheel.word(), t!(lang, "raffles-style-wheel")).note(at_once()),
            Choice::new(Style::Scratch.word(), t!(lang, "raffles-style-scratch")).note(at_once()),
            Choice::new(Style::Egg.word(), t!(lang, "raffles-style-egg")).note(at_once()),
        ]))
    }
}

fn prizes(form: &Form, made: &Made) -> Markup {
    let lang = form.lang;
    let choices = || {
        let nothing = Choice::new("", t!(lang, "raffles-no-prize"));
        let gifts = made.gifts.iter().map(|(gift, left)| {
            let left = t!(lang, "raffles-gift-left", left = *left);
            Choice::new(gift.id.to_string(), format!("{} · {left}", gift.name.say(lang)))
        });
        std::iter::once(nothing).chain(gifts)
    };
    html! {
        fieldset.field.prize-lines {
            legend { (t!(lang, "raffles-prizes")) }
            p.note { (t!(lang, "raffles-prizes-hint")) }
            @for line in 1..=made.lines {
                div.prize-line {
                    (form.select(&gift_of(line), t!(lang, "raffles-prize", line = line), choices()).optional())
                    (form.number(&quantity_of(line), t!(lang, "raffles-quantity")).optional())
                }
            }
        }
    }
}

fn sources(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.radios("input", t!(lang, "raffles-source"), [
            Choice::new(Source::Nonces.word(), t!(lang, "raffles-source-nonces")).note(t!(lang, "raffles-source-nonces-note")),
            Choice::new(Source::Drand.word(), t!(lang, "raffles-source-drand")).note(t!(lang, "raffles-source-drand-note")),
        ]))
    }
}

/// A whole number within its bounds, or the field is named: what is below zero is no zero.
fn bounded(
    text: &str,
    (field, (min, max)): (&'static str, (i64, i64)),
    fields: &mut Fields,
) -> i64 {
    let read = number(text, (field, (min, max)), fields);
    if fields.of(field).next().is_none() {
        range(fields, field, read, (min, max));
    }
    read
}

/// One of our words, or the field is named.
fn word<T: std::str::FromStr>(text: &str, field: &'static str, fields: &mut Fields) -> Option<T> {
    let read = text.parse().ok();
    if read.is_none() {
        fields.push(FieldError::new(field, "choice_invalid"));
    }
    read
}

fn read_prizes(text: &impl Fn(&str) -> String, fields: &mut Fields) -> Vec<Prize> {
    let mut prizes = Vec::new();
    for line in 1..=MOST_LINES {
        let (gift, quantity) = (text(&gift_of(line)), text(&quantity_of(line)));
        if gift.is_empty() {
            continue;
        }
        let found = gift.parse().ok();
        if found.is_none() {
            fields.push(FieldError::new(gift_of(line), "choice_invalid"));
        }
        let pieces = quantity.parse().ok().filter(|pieces| (1..=MOST).contains(pieces));
        if pieces.is_none() {
            let wrong = FieldError::new(quantity_of(line), "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST));
        }
        if let Some(gift) = found {
            prizes.push(Prize { gift, quantity: pieces.unwrap_or(1) });
        }
    }
    prizes
}

/// Errors of the model about the prize table are about its first line.
fn at_lines(found: &Fields) -> Fields {
    let mut fields = Fields::default();
    for one in found.iter() {
        let mut one = one.clone();
        match one.field.as_ref() {
            "prizes" => one.field = gift_of(1).into(),
            "quantity" => one.field = quantity_of(1).into(),
            _ => {}
        }
        fields.push(one);
    }
    fields
}
