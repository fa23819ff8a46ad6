//! A sale's form: what it shows, and what it makes of what was typed.

use ::store::Read;
use kernel::{FieldError, Fields, GiftId, Lang, OrgId, PageRequest, Result, Time};
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
use crate::activities::form::{self as plan, Choices, Why, number, small};

/// What a sale can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub choices: Choices,
}

impl Made {
    /// What is open, and what a sale is made of already.
    pub async fn load(
        db: &mut impl Read,
        shop: &Shop,
        (sale, now): (Option<&FlashSale>, Time),
    ) -> Result<Self> {
        let own = sale.map(|sale| sale.terms.gift);
        let org = shop.org;
        let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        let mut all = Vec::new();
        for gift in gifts::list(db, org, None, &page).await?.items {
            if gift.state == gifts::State::Open || own == Some(gift.id) {
                let left = stock(db, org, gift.id).await?;
                all.push((gift, left));
            }
        }
        let plan = sale.map(|sale| &sale.plan);
        Ok(Self { gifts: all, choices: Choices::load(db, shop, (plan, now)).await? })
    }
}

async fn stock(db: &mut impl Read, org: OrgId, gift: GiftId) -> Result<i64> {
    ledger::balance_of(db, org, &gifts::accounts::stock(gift)?.key).await
}

/// A sale in the form.
pub fn filled(lang: Lang, shop: &Shop, sale: &FlashSale) -> Form {
    let terms = &sale.terms;
    let mut values = plan::filled(shop, &sale.plan);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("gift", terms.gift.to_string());
    put("pieces", terms.pieces.to_string());
    put("hold_minutes", terms.hold_minutes.to_string());
    put("offer_minutes", terms.offer_minutes.to_string());
    Form::filled(lang, values)
}

/// What a new sale begins with: the next full hour, for two hours.
pub fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
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

pub fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
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

/// What was typed, wherever it comes from. Everything that cannot be read is named at once.
pub fn read(typed: &Typed, shop: &Shop, made: &Made) -> Result<Draft> {
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
