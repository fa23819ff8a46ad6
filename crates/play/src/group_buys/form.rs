//! A group buy's form: what it shows, and what it makes of what was typed.

use ::store::Reader;
use kernel::{Error, FieldError, Fields, GiftId, Lang, Money, Result, Time, kinds};
use maud::{Markup, html};
use value::{
    bills::{Benefit, terms_form::Typed},
    gifts::{self, Gift, model::MOST_PIECES},
    prices,
};
use web::{
    Shop,
    kit::{Choice, Form, format, icons, parts::Button},
    t,
};

use super::{
    actions::Draft,
    model::{DAYS, Doors, GroupBuy, HOURS, TEAM, Terms, Tier},
};
use crate::activities::form::{self as plan, Choices, Planned, Why, number, optional_money, small};

/// The fields of the prices, row by row.
const PEOPLE: [&str; 6] = ["people_0", "people_1", "people_2", "people_3", "people_4", "people_5"];
const PRICES: [&str; 6] = ["price_0", "price_1", "price_2", "price_3", "price_4", "price_5"];

/// What a group buy can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts that carry a price, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub choices: Choices,
}

impl Planned for kinds::GroupBuy {
    type Made = Made;

    async fn made(
        db: &mut Reader,
        shop: &Shop,
        (buy, now): (Option<&GroupBuy>, Time),
    ) -> Result<Made> {
        let own = buy.map(|buy| buy.terms.gift);
        let priced = |gift: &Gift| matches!(gift.terms.benefit, Benefit::Price { .. });
        let suits = |gift: &Gift| {
            own == Some(gift.id) || (priced(gift) && gift.state == gifts::State::Open)
        };
        let gifts = plan::on_the_shelf(db, shop.org, suits).await?;
        let about = (buy.map(|buy| &buy.plan), now);
        Ok(Made { gifts, choices: Choices::load(db, shop, about).await? })
    }

    fn lacks(made: &Made) -> bool {
        made.gifts.is_empty()
    }

    /// What a new one begins with: three days, teams of three to ten, a tenth and a quarter off.
    fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
        let mut values = plan::fresh(shop, now, 72);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        let there = made.gifts.iter().find(|(_, left)| *left > 0).or(made.gifts.first());
        if let Some((gift, left)) = there {
            put("gift", gift.id.to_string());
            put("seats", (*left).clamp(1, 60).to_string());
            if let Benefit::Price { each } = gift.terms.benefit {
                for (at, (people, part)) in [(3, 90), (5, 75)].into_iter().enumerate() {
                    // Without odd cents.
                    let price = each.saturating_mul(part) / 1000 * 10;
                    let price = shop.money(price).plain();
                    PEOPLE.get(at).into_iter().for_each(|field| put(field, people.to_string()));
                    PRICES.get(at).into_iter().for_each(|field| put(field, price.clone()));
                }
            }
        }
        put("most", "10".to_owned());
        put("team_hours", "24".to_owned());
        put("collect_days", "7".to_owned());
        put("doors", Doors::Listed.to_string());
        Form::filled(lang, values)
    }

    /// A group buy in the form.
    fn filled(lang: Lang, shop: &Shop, buy: &GroupBuy) -> Form {
        let terms = &buy.terms;
        let mut values = plan::filled(shop, &buy.plan);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        put("gift", terms.gift.to_string());
        put("seats", terms.seats.to_string());
        for ((people, price), tier) in PEOPLE.iter().zip(PRICES).zip(&terms.tiers) {
            put(people, tier.people.to_string());
            put(price, shop.money(tier.each).plain());
        }
        put("most", terms.most.to_string());
        put("team_hours", terms.team_hours.to_string());
        put("collect_days", terms.collect_days.to_string());
        put("doors", terms.doors.to_string());
        if let Some(deposit) = terms.deposit {
            put("deposit", shop.money(deposit).plain());
        }
        Form::filled(lang, values)
    }

    fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
        let lang = form.lang;
        let gifts = made.gifts.iter().map(|(gift, left)| {
            let note = match gift.terms.benefit {
                Benefit::Price { each } => {
                    let price = format::money(lang, shop.money(each));
                    t!(lang, "group_buys-gift-price", left = *left, price = price)
                }
                _ => t!(lang, "group_buys-gift-left", left = *left),
            };
            Choice::new(gift.id.to_string(), format!("{} · {note}", gift.name.say(lang)))
        });
        html! {
            (plan::name(form, shop))
            (form.select("gift", t!(lang, "group_buys-gift"), gifts).hint(t!(lang, "group_buys-gift-hint")))
            (prices(form, shop))
            div.two-fields {
                (form.number("most", t!(lang, "group_buys-most")))
                (form.number("seats", t!(lang, "group_buys-seats")).hint(t!(lang, "group_buys-seats-hint")))
            }
            (plan::hours(form))
            div.two-fields {
                (form.number("team_hours", t!(lang, "group_buys-team-hours")).hint(t!(lang, "group_buys-team-hours-hint")))
                (plan::per_member(form))
            }
            (form.money("deposit", t!(lang, "group_buys-deposit"), shop.currency).optional().hint(t!(lang, "group_buys-deposit-hint")))
            (plan::cost(form, &made.choices))
            (doors(form))
            (prices::whom_fields(form, &made.choices.offers))
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "group_buys-more")) }
                (form.number("collect_days", t!(lang, "group_buys-collect-days")).hint(t!(lang, "group_buys-collect-days-hint")))
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
        let gift = text("gift").parse().ok();
        if gift.is_none() {
            fields.push(FieldError::new("gift", "required"));
        }
        let doors = text("doors").parse();
        if doors.is_err() {
            fields.push(FieldError::new("doors", "choice_invalid"));
        }
        let mut whole =
            |field: &'static str, bounds| number(&text(field), (field, bounds), &mut fields);
        let seats = whole("seats", (1, MOST_PIECES));
        let most = small(whole("most", TEAM));
        let team_hours = small(whole("team_hours", HOURS));
        let collect_days = small(whole("collect_days", DAYS));
        let tiers = read_tiers(&text, shop, &mut fields);
        let deposit = optional_money(&text("deposit"), ("deposit", shop.currency), &mut fields);
        let mut plan = plan::read(typed, shop, (&made.choices, &mut fields));
        let terms = Terms {
            gift: gift.unwrap_or_else(|| GiftId::from_uuid(uuid::Uuid::nil())),
            seats,
            tiers,
            most,
            team_hours,
            collect_days,
            doors: doors.unwrap_or(Doors::Listed),
            deposit,
        };
        let mut found = Fields::default();
        plan.check(&mut found);
        terms.check(&mut found);
        plan::and_of_model(&mut fields, &rowed(&found));
        fields.check(Draft { plan, terms })
    }

    fn placed(error: Error, shop: &Shop) -> Error {
        match plan::placed(error, shop) {
            Error::Invalid(wrong) => Error::Invalid(rowed(&wrong)),
            other => other,
        }
    }
}

/// Rows of prices: what is there, and one to fill.
fn rows(form: &Form) -> usize {
    let filled = PEOPLE.iter().rposition(|field| !form.value(field).is_empty());
    filled.map_or(2, |at| at + 2).min(PEOPLE.len())
}

fn prices(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    html! {
        p.hint { (t!(lang, "group_buys-tiers-hint")) }
        @for (at, (people, price)) in PEOPLE.iter().zip(PRICES).take(rows(form)).enumerate() {
            div.two-fields {
                (form.number(people, t!(lang, "group_buys-tier-people", n = at + 1)).optional())
                (form.money(price, t!(lang, "group_buys-tier-price", n = at + 1), shop.currency).optional())
            }
        }
    }
}

fn doors(form: &Form) -> Markup {
    let lang = form.lang;
    let listed = Choice::new(Doors::Listed.to_string(), t!(lang, "group_buys-doors-listed"));
    let invited = Choice::new(Doors::Invited.to_string(), t!(lang, "group_buys-doors-invited"));
    let choices = [
        listed.note(t!(lang, "group_buys-doors-listed-note")),
        invited.note(t!(lang, "group_buys-doors-invited-note")),
    ];
    html! { (form.radios("doors", t!(lang, "group_buys-doors"), choices)) }
}

/// The rows that say something. Half a row is named.
fn read_tiers(text: &impl Fn(&str) -> String, shop: &Shop, fields: &mut Fields) -> Vec<Tier> {
    let mut tiers = Vec::new();
    for (people_field, price_field) in PEOPLE.into_iter().zip(PRICES) {
        let (people, price) = (text(people_field), text(price_field));
        if people.is_empty() && price.is_empty() {
            continue;
        }
        let people = small(number(&people, (people_field, TEAM), fields));
        let each = match Money::parse(&price, shop.currency) {
            Ok(money) => money.amount,
            Err(wrong) => {
                fields.push(wrong.at(price_field, &price, shop.currency));
                0
            }
        };
        tiers.push(Tier { people, each });
    }
    tiers
}

/// What is wrong with the prices is about their first row.
fn rowed(wrong: &Fields) -> Fields {
    let mut fields = Fields::default();
    for one in wrong.iter() {
        let mut one = one.clone();
        if one.field == "tiers" {
            one.field = "people_0".into();
        }
        fields.push(one);
    }
    fields
}
