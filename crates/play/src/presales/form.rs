//! A pre-sale's form: what it shows, and what it makes of what was typed.

use std::time::Duration;

use ::store::Read;
use kernel::{Error, FieldError, Fields, GiftId, Lang, Money, PageRequest, Result, StoreId, Time};
use maud::{Markup, html};
use people::stores;
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
    form_windows as windows,
    model::{After, BACK_DAYS, Early, Presale, Terms, Window},
    samples::form as samples,
};
use crate::activities::{
    form::{self as plan, Choices, Why, number, optional_money, small},
    model::{instant, local},
};

/// What a pre-sale can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts that carry a price, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    /// Open stores, where goods can be picked up.
    pub stores: Vec<(StoreId, String)>,
    /// What can be given to try it, with what lies on its shelf.
    pub samples: Vec<(Gift, i64)>,
    pub choices: Choices,
}

impl Made {
    /// What is open, and what a pre-sale is made of already.
    pub async fn load(
        db: &mut impl Read,
        shop: &Shop,
        (presale, now): (Option<&Presale>, Time),
    ) -> Result<Self> {
        let own = presale.map(|presale| presale.terms.gift);
        let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        let mut all = Vec::new();
        for gift in gifts::list(db, shop.org, None, &page).await?.items {
            let priced = matches!(gift.terms.benefit, Benefit::Price { .. });
            if own == Some(gift.id) || (priced && gift.state == gifts::State::Open) {
                let stock = gifts::accounts::stock(gift.id)?;
                let left = ledger::balance_of(db, shop.org, &stock.key).await?;
                all.push((gift, left));
            }
        }
        let stores = stores::list(db, shop.org).await?;
        let stores = stores.into_iter().map(|store| (store.id, store.name)).collect();
        let plan = presale.map(|presale| &presale.plan);
        let was = presale.and_then(|presale| presale.terms.samples.as_ref());
        let samples = samples::gifts(db, shop, was).await?;
        Ok(Self {
            gifts: all,
            stores,
            samples,
            choices: Choices::load(db, shop, (plan, now)).await?,
        })
    }
}

/// A pre-sale in the form.
pub fn filled(lang: Lang, shop: &Shop, presale: &Presale) -> Form {
    let terms = &presale.terms;
    let mut values = plan::filled(shop, &presale.plan);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    let money = |minor| shop.money(minor).plain();
    put("gift", terms.gift.to_string());
    put("pieces", terms.pieces.to_string());
    put("price", money(terms.price));
    if let Some(early) = terms.early {
        put("early_pieces", early.pieces.to_string());
        put("early_price", money(early.price));
    }
    if terms.deposit > 0 {
        put("deposit", money(terms.deposit));
    }
    put("after", terms.after.to_string());
    put("cancel_by", local(terms.cancel_by, &shop.zone));
    put("back_days", terms.back_days.to_string());
    put("ready_at", local(terms.ready_at, &shop.zone));
    windows::fill(&mut values, shop, &terms.windows);
    match &terms.samples {
        Some(samples) => samples::fill(&mut values, shop, samples),
        None => {
            let hours = (presale.plan.opens_at, presale.plan.closes_at);
            samples::fresh(&mut values, shop, hours);
        }
    }
    Form::filled(lang, values)
}

/// How long a new window is open.
const OPEN: Duration = Duration::from_hours(10);

/// What a new one begins with: a week to reserve, the goods three days later, two days to pick them up; a
/// tenth ahead, which comes back.
pub fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
    let mut values = plan::fresh(shop, now, 7 * 24);
    let hour = |wanted: &str| {
        let found = values.iter().find(|(name, _)| name == wanted);
        found.and_then(|(_, text)| instant(text, &shop.zone)).unwrap_or(now)
    };
    let (opens, closes) = (hour("opens_at"), hour("closes_at"));
    let ready = closes.plus_days(3);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    let there = made.gifts.iter().find(|(_, left)| *left > 0).or(made.gifts.first());
    let mut pieces = 1;
    if let Some((gift, left)) = there {
        pieces = (*left).clamp(1, 60);
        put("gift", gift.id.to_string());
        put("pieces", pieces.to_string());
        if let Benefit::Price { each } = gift.terms.benefit {
            put("price", shop.money(each).plain());
            // Without odd cents.
            put("deposit", shop.money(each / 100 * 10).plain());
        }
    }
    put("after", After::Back.to_string());
    put("cancel_by", local(closes, &shop.zone));
    put("back_days", "14".to_owned());
    put("ready_at", local(ready, &shop.zone));
    let window = |days: i64| Window {
        from: ready.plus_days(days),
        until: ready.plus_days(days).plus(OPEN),
        store: None,
        capacity: pieces,
    };
    windows::fill(&mut values, shop, &[window(0), window(1)]);
    samples::fresh(&mut values, shop, (opens, closes));
    Form::filled(lang, values)
}

pub fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
    let lang = form.lang;
    let gifts = made.gifts.iter().map(|(gift, left)| {
        let note = match gift.terms.benefit {
            Benefit::Price { each } => {
                let price = format::money(lang, shop.money(each));
                t!(lang, "presales-gift-price", left = *left, price = price)
            }
            _ => t!(lang, "presales-gift-left", left = *left),
        };
        Choice::new(gift.id.to_string(), format!("{} · {note}", gift.name.say(lang)))
    });
    html! {
        (plan::name(form, shop))
        (form.select("gift", t!(lang, "presales-gift"), gifts).hint(t!(lang, "presales-gift-hint")))
        div.two-fields {
            (form.money("price", t!(lang, "presales-price"), shop.currency).hint(t!(lang, "presales-price-hint")))
            (form.number("pieces", t!(lang, "presales-pieces")).hint(t!(lang, "presales-pieces-hint")))
        }
        div.two-fields {
            (form.money("early_price", t!(lang, "presales-early-price"), shop.currency).optional())
            (form.number("early_pieces", t!(lang, "presales-early-pieces")).optional().hint(t!(lang, "presales-early-hint")))
        }
        (plan::hours(form))
        (form.date_time("ready_at", t!(lang, "presales-ready")).hint(t!(lang, "presales-ready-hint")))
        (windows::fields(form, made))
        (ahead(form, shop))
        (plan::per_member(form))
        (plan::cost(form, &made.choices))
        (prices::whom_fields(form, &made.choices.offers))
        (samples::fields(form, (&made.samples, &made.choices)))
        details.more.fold {
            summary { (icons::RIGHT) (t!(lang, "presales-more")) }
            (plan::per_day(form))
            (plan::budget(form, shop))
            (plan::other_names(form, shop))
        }
        (why.field(form))
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// What is paid ahead, and what comes back of it.
fn ahead(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let choices = [
        Choice::new(After::Back.to_string(), t!(lang, "presales-after-back"))
            .note(t!(lang, "presales-after-back-note")),
        Choice::new(After::Half.to_string(), t!(lang, "presales-after-half"))
            .note(t!(lang, "presales-after-half-note")),
        Choice::new(After::Kept.to_string(), t!(lang, "presales-after-kept"))
            .note(t!(lang, "presales-after-kept-note")),
    ];
    html! {
        (form.money("deposit", t!(lang, "presales-deposit"), shop.currency).optional().hint(t!(lang, "presales-deposit-hint")))
        (form.radios("after", t!(lang, "presales-after"), choices))
        div.two-fields {
            (form.date_time("cancel_by", t!(lang, "presales-cancel-by")).hint(t!(lang, "presales-cancel-by-hint")))
            (form.number("back_days", t!(lang, "presales-back-days")).hint(t!(lang, "presales-back-days-hint")))
        }
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
    let after = text("after").parse();
    if after.is_err() {
        fields.push(FieldError::new("after", "choice_invalid"));
    }
    let mut at = |field: &'static str| {
        let found = instant(&text(field), &shop.zone);
        if found.is_none() {
            fields.push(FieldError::new(field, "instant_invalid"));
        }
        found.unwrap_or_default()
    };
    let (ready_at, cancel_by) = (at("ready_at"), at("cancel_by"));
    let pieces = number(&text("pieces"), ("pieces", (1, MOST_PIECES)), &mut fields);
    let back_days = small(number(&text("back_days"), ("back_days", BACK_DAYS), &mut fields));
    let price = amount(&text("price"), ("price", shop), &mut fields);
    let deposit = optional_money(&text("deposit"), ("deposit", shop.currency), &mut fields);
    let early = read_early(&text, shop, &mut fields);
    let windows = windows::read(&text, shop, &mut fields);
    let samples = samples::read(&text, shop, &mut fields);
    let mut plan = plan::read(typed, shop, (&made.choices, &mut fields));
    let terms = Terms {
        gift: gift.unwrap_or_else(|| GiftId::from_uuid(uuid::Uuid::nil())),
        pieces,
        price,
        early,
        deposit: deposit.unwrap_or(0),
        cancel_by,
        back_days,
        after: after.unwrap_or(After::Back),
        ready_at,
        windows,
        samples,
        called_off: None,
    };
    let mut found = Fields::default();
    plan.check(&mut found);
    terms.check(&plan, &mut found);
    plan::and_of_model(&mut fields, &windows::placed(&found));
    fields.check(Draft { plan, terms })
}

/// An amount that has to be said.
fn amount(text: &str, (field, shop): (&'static str, &Shop), fields: &mut Fields) -> i64 {
    match Money::parse(text, shop.currency) {
        Ok(money) => money.amount,
        Err(wrong) => {
            fields.push(wrong.at(field, text, shop.currency));
            0
        }
    }
}

/// Both, or neither; half of it is named.
fn read_early(text: &impl Fn(&str) -> String, shop: &Shop, fields: &mut Fields) -> Option<Early> {
    let (pieces, price) = (text("early_pieces"), text("early_price"));
    if pieces.is_empty() && price.is_empty() {
        return None;
    }
    let pieces = number(&pieces, ("early_pieces", (1, MOST_PIECES)), fields);
    Some(Early { pieces, price: amount(&price, ("early_price", shop), fields) })
}

/// A form shows minutes of the shop's clock. Where they are those of an instant that the terms have, that
/// instant is meant.
pub fn as_it_was(terms: &mut Terms, was: &Terms, shop: &Shop) {
    let same = |typed: &mut Time, was: Time| {
        if local(*typed, &shop.zone) == local(was, &shop.zone) {
            *typed = was;
        }
    };
    same(&mut terms.cancel_by, was.cancel_by);
    same(&mut terms.ready_at, was.ready_at);
    if let (Some(samples), Some(was)) = (&mut terms.samples, &was.samples) {
        same(&mut samples.from, was.from);
        same(&mut samples.until, was.until);
    }
    for (window, was) in terms.windows.iter_mut().zip(&was.windows) {
        same(&mut window.from, was.from);
        same(&mut window.until, was.until);
    }
}

/// Errors of the model, at the fields of the form that they are about.
pub fn placed(error: Error, shop: &Shop) -> Error {
    match plan::placed(error, shop) {
        Error::Invalid(wrong) => Error::Invalid(windows::placed(&wrong)),
        other => other,
    }
}
