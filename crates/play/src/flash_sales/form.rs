//! A sale's form: what it shows, and what it makes of what was typed.

use ::store::Reader;
use kernel::{FieldError, Fields, GiftId, Lang, Result, Time, kinds};
use maud::{Markup, html};
use value::{
    bills::terms_form::Typed,
    gifts::{self, Gift, model::MOST_PIECES},
    prices,
};
use web::{
    Shop,
    kit::{Choice, Form, icons, parts::Button},
    t,
};

use super::{
    actions::Draft,
    model::{FlashSale, HOLD, OFFER, Terms, price},
};
use crate::activities::form::{self as plan, Choices, Planned, Why, number, small};

/// What a sale can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub choices: Choices,
}

impl Planned for kinds::FlashSale {
    type Made = Made;

    async fn made(
        db: &mut Reader,
        shop: &Shop,
        (sale, now): (Option<&FlashSale>, Time),
    ) -> Result<Made> {
        let own = sale.map(|sale| sale.terms.gift);
        let suits = |gift: &Gift| gift.state == gifts::State::Open || own == Some(gift.id);
        let gifts = plan::on_the_shelf(db, shop.org, suits).await?;
        let about = (sale.map(|sale| &sale.plan), now);
        Ok(Made { gifts, choices: Choices::load(db, shop, about).await? })
    }

    fn lacks(made: &Made) -> bool {
        made.gifts.is_empty()
    }

    /// What a new sale begins with: the next full hour, for two hours.
    fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
        let mut values = plan::fresh(shop, now, 2);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        if let Some((gift, _)) = made.gifts.first() {
            put("gift", gift.id.to_string());
        }
        put("pieces", "20".to_owned());
        put("hold_minutes", "120".to_owned());
        put("offer_minutes", "15".to_owned());
        Form::filled(lang, values)
    }

    /// A sale in the form.
    fn filled(lang: Lang, shop: &Shop, sale: &FlashSale) -> Form {
        let terms = &sale.terms;
        let mut values = plan::filled(shop, &sale.plan);
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        put("gift", terms.gift.to_string());
        put("pieces", terms.pieces.to_string());
        put("hold_minutes", terms.hold_minutes.to_string());
        put("offer_minutes", terms.offer_minutes.to_string());
        Form::filled(lang, values)
    }

    fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
        let lang = form.lang;
        let gifts = made.gifts.iter().map(|(gift, left)| {
            let note = match price(gift) {
                Some(each) => t!(
                    lang,
                    "flash_sales-gift-price",
                    left = *left,
                    price = web::kit::format::money(lang, shop.money(each))
                ),
                None => t!(lang, "flash_sales-gift-left", left = *left),
            };
            Choice::new(gift.id.to_string(), format!("{} · {note}", gift.name.say(lang)))
        });
        html! {
            (plan::name(form, shop))
            (form.select("gift", t!(lang, "flash_sales-gift"), gifts).hint(t!(lang, "flash_sales-gift-hint")))
            div.two-fields {
                (form.number("pieces", t!(lang, "flash_sales-pieces")))
                (plan::per_member(form))
            }
            (plan::hours(form))
            (plan::cost(form, &made.choices))
            (prices::whom_fields(form, &made.choices.offers))
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "flash_sales-more")) }
                div.two-fields {
                    (form.number("hold_minutes", t!(lang, "flash_sales-hold")).hint(t!(lang, "flash_sales-hold-hint")))
                    (form.number("offer_minutes", t!(lang, "flash_sales-offer")).hint(t!(lang, "flash_sales-offer-hint")))
                }
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
        let pieces = number(&text("pieces"), ("pieces", (1, MOST_PIECES)), &mut fields);
        let hold = number(&text("hold_minutes"), ("hold_minutes", HOLD), &mut fields);
        let offer = number(&text("offer_minutes"), ("offer_minutes", OFFER), &mut fields);
        let mut plan = plan::read(typed, shop, (&made.choices, &mut fields));
        let terms = Terms {
            gift: gift.unwrap_or_else(|| GiftId::from_uuid(uuid::Uuid::nil())),
            pieces,
            hold_minutes: small(hold),
            offer_minutes: small(offer),
        };
        let mut found = Fields::default();
        plan.check(&mut found);
        terms.check(&mut found);
        plan::and_of_model(&mut fields, &found);
        fields.check(Draft { plan, terms })
    }
}
