//! A packet's form: what it shows, and what it makes of what was typed.

use ::store::Reader;
use kernel::{Error, FieldError, Fields, GiftId, Lang, Money, ProgramId, Result, Time, kinds};
use maud::{Markup, html};
use value::{
    bills::terms_form::Typed,
    gifts::{self, Gift},
    points::engine::MOST_POINTS,
    prices,
};
use web::{
    Shop,
    kit::{Choice, Form, icons, parts::Button},
    t,
};

use super::{
    actions::Draft,
    model::{Gives, MOST_SHARES, RedPacket, Split, Terms},
};
use crate::activities::form::{self as plan, Choices, Planned, Why, number};

/// What a packet can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub choices: Choices,
}

/// What is in it, as the form says it: `money`, `prg_…` or `gft_…`.
fn gives_word(gives: Gives) -> String {
    match gives {
        Gives::Money => "money".to_owned(),
        Gives::Points { program } => program.to_string(),
        Gives::Vouchers { gift } => gift.to_string(),
    }
}

fn gives_of(word: &str) -> Option<Gives> {
    let points = || word.parse::<ProgramId>().ok().map(|program| Gives::Points { program });
    let pieces = || word.parse::<GiftId>().ok().map(|gift| Gives::Vouchers { gift });
    if word == "money" { Some(Gives::Money) } else { points().or_else(pieces) }
}

/// An amount as one types it: money with its decimals, points as they are.
fn typed(shop: &Shop, gives: Gives, amount: i64) -> String {
    match gives {
        Gives::Money => shop.money(amount).plain(),
        _ => amount.to_string(),
    }
}

impl Planned for kinds::RedPacket {
    type Made = Made;

    async fn made(
        db: &mut Reader,
        shop: &Shop,
        (packet, now): (Option<&RedPacket>, Time),
    ) -> Result<Made> {
        let own = match packet.map(|packet| packet.terms.gives) {
            Some(Gives::Vouchers { gift }) => Some(gift),
            _ => None,
        };
        let suits = |gift: &Gift| {
            let gives = gift.state == gifts::State::Open && gift.terms.uses <= 1;
            gives || own == Some(gift.id)
        };
        let gifts = plan::on_the_shelf(db, shop.org, suits).await?;
        let about = (packet.map(|packet| &packet.plan), now);
        Ok(Made { gifts, choices: Choices::load(db, shop, about).await? })
    }

    /// Money and points can be given without one.
    fn lacks(_: &Made) -> bool {
        false
    }

    /// What a new packet begins with: from the next full hour for a day, at random.
    fn fresh(lang: Lang, shop: &Shop, (_, now): (&Made, Time)) -> Form {
        let mut values = plan::fresh(shop, now, 24);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        put("gives", "money".to_owned());
        put("total", "88".to_owned());
        put("shares", "20".to_owned());
        put("split", Split::Random.to_string());
        Form::filled(lang, values)
    }

    /// A packet in the form.
    fn filled(lang: Lang, shop: &Shop, packet: &RedPacket) -> Form {
        let terms = &packet.terms;
        let mut values = plan::filled(shop, &packet.plan);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        put("gives", gives_word(terms.gives));
        put("total", typed(shop, terms.gives, terms.total));
        put("shares", terms.shares.to_string());
        put("split", terms.split.to_string());
        put("least", typed(shop, terms.gives, terms.least));
        Form::filled(lang, values)
    }

    fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
        let lang = form.lang;
        let programs = made.choices.programs.iter().map(|(id, unit)| {
            let said = t!(lang, "red_packets-gives-points", unit = unit.say(lang));
            Choice::new(id.to_string(), said)
        });
        let gifts = made.gifts.iter().map(|(gift, left)| {
            let said = t!(lang, "red_packets-gives-vouchers", gift = gift.name.say(lang));
            let note = t!(lang, "flash_sales-gift-left", left = *left);
            Choice::new(gift.id.to_string(), format!("{said} · {note}"))
        });
        let money = Choice::new("money", t!(lang, "red_packets-gives-money"));
        let gives = std::iter::once(money).chain(programs).chain(gifts);
        let splits = [
            Choice::new("random", t!(lang, "red_packets-split-random")),
            Choice::new("equal", t!(lang, "red_packets-split-equal")),
        ];
        html! {
            (plan::name(form, shop))
            (form.select("gives", t!(lang, "red_packets-gives"), gives))
            div.two-fields {
                (form.text("total", t!(lang, "red_packets-total")).max(20).optional().hint(t!(lang, "red_packets-total-hint")))
                (form.number("shares", t!(lang, "red_packets-shares")))
            }
            (form.radios("split", t!(lang, "red_packets-split"), splits))
            (plan::hours(form))
            (prices::whom_fields(form, &made.choices.offers))
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "red_packets-more")) }
                (form.text("least", t!(lang, "red_packets-least")).max(20).optional().hint(t!(lang, "red_packets-least-hint")))
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
        let gives = gives_of(&text("gives"));
        if gives.is_none() {
            fields.push(FieldError::new("gives", "choice_invalid"));
        }
        let gives = gives.unwrap_or(Gives::Money);
        let split = text("split").parse().unwrap_or_else(|()| {
            fields.push(FieldError::new("split", "choice_invalid"));
            Split::Random
        });
        let shares = number(&text("shares"), ("shares", (1, MOST_SHARES)), &mut fields);
        let total = match gives {
            Gives::Vouchers { .. } => shares,
            _ => amount((&text("total"), "total"), (shop, gives), &mut fields),
        };
        let least = text("least");
        let least = if least.is_empty() {
            1
        } else {
            amount((&least, "least"), (shop, gives), &mut fields)
        };
        // One each, at no cost: the form does not ask.
        let planned = |name: &str| match name {
            "per_member" => "1".to_owned(),
            "per_day" | "program" | "points" => String::new(),
            _ => (typed.text)(name),
        };
        let of_plan = Typed { text: &planned, all: typed.all };
        let mut plan = plan::read(&of_plan, shop, (&made.choices, &mut fields));
        let terms = Terms { gives, total, shares, split, least }.settled();
        let mut found = Fields::default();
        plan.check(&mut found);
        terms.check(&mut found);
        plan::and_of_model(&mut fields, &found);
        fields.check(Draft { plan, terms })
    }

    fn placed(error: Error, shop: &Shop) -> Error {
        let wrong = match plan::placed(error, shop) {
            Error::Invalid(wrong) => wrong,
            other => return other,
        };
        let mut fields = Fields::default();
        for one in wrong.iter() {
            let mut one = one.clone();
            if matches!(one.field.as_ref(), "program" | "gift") {
                one.field = "gives".into();
            }
            fields.push(one);
        }
        Error::Invalid(fields)
    }
}

fn amount(
    (text, field): (&str, &'static str),
    (shop, gives): (&Shop, Gives),
    fields: &mut Fields,
) -> i64 {
    if text.is_empty() {
        fields.push(FieldError::new(field, "required"));
        return 0;
    }
    if !matches!(gives, Gives::Money) {
        return number(text, (field, (1, MOST_POINTS)), fields);
    }
    match Money::parse(text, shop.currency) {
        Ok(money) => money.amount,
        Err(wrong) => {
            fields.push(wrong.at(field, text, shop.currency));
            0
        }
    }
}
