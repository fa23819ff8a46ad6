//! A sale's form: what it shows, and what it makes of what was typed.

use ::store::Read;
use kernel::{Currency, Error, FieldError, Fields, GiftId, Lang, OrgId, PageRequest, Result, Time};
use maud::{Markup, html};
use value::{
    bills::terms_form::Typed,
    gifts::{self, Gift, model::MOST_PIECES},
    points::{self, engine::MOST_POINTS},
    prices::{self, Offers},
    words::Words,
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
use crate::activities::{
    Cost, Limits, Plan,
    model::{MOST_EACH, instant, local},
};

/// What a sale can be made of.
#[derive(Debug)]
pub struct Made {
    /// Open gifts, with what lies on their shelf.
    pub gifts: Vec<(Gift, i64)>,
    pub programs: Vec<(kernel::ProgramId, Words)>,
    pub offers: Offers,
}

impl Made {
    /// What is open, and what a sale is made of already.
    pub async fn load(
        db: &mut impl Read,
        shop: &Shop,
        (sale, now): (Option<&FlashSale>, Time),
    ) -> Result<Self> {
        let own = sale.map(|sale| sale.terms.gift);
        let cost = sale.and_then(|sale| sale.plan.cost).map(|cost| cost.program);
        let org = shop.org;
        let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        let mut all = Vec::new();
        for gift in gifts::list(db, org, None, &page).await?.items {
            if gift.state == gifts::State::Open || own == Some(gift.id) {
                let left = stock(db, org, gift.id).await?;
                all.push((gift, left));
            }
        }
        let mut programs = Vec::new();
        for known in points::programs(db, org, &shop.zone).await? {
            if known.is_open() || cost == Some(known.program.id) {
                programs.push((known.program.id, known.terms(now)?.unit.clone()));
            }
        }
        Ok(Self { gifts: all, programs, offers: prices::offers(db, org, None).await? })
    }
}

async fn stock(db: &mut impl Read, org: OrgId, gift: GiftId) -> Result<i64> {
    ledger::balance_of(db, org, &gifts::accounts::stock(gift)?.key).await
}

/// The field of the name in one language.
const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "name_en",
        Lang::Zh => "name_zh",
        Lang::Es => "name_es",
    }
}

/// A sale in the form.
pub fn filled(lang: Lang, shop: &Shop, sale: &FlashSale) -> Form {
    let (plan, terms) = (&sale.plan, &sale.terms);
    let mut values: Vec<(String, String)> =
        Lang::ALL.map(|one| (name_of(one).to_owned(), plan.name.of(one).to_owned())).into();
    prices::fill_whom(&mut values, &plan.whom);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("gift", terms.gift.to_string());
    put("pieces", terms.pieces.to_string());
    put("opens_at", local(plan.opens_at, &shop.zone));
    put("closes_at", local(plan.closes_at, &shop.zone));
    put("per_member", plan.limits.per_member.to_string());
    put("per_day", plan.limits.per_day.map_or_else(String::new, |day| day.to_string()));
    put("hold_minutes", terms.hold_minutes.to_string());
    put("offer_minutes", terms.offer_minutes.to_string());
    if let Some(cost) = plan.cost {
        put("program", cost.program.to_string());
        put("points", cost.points.to_string());
    }
    if let Some(budget) = plan.budget {
        put("budget", shop.money(budget).plain());
    }
    Form::filled(lang, values)
}

/// What a new sale begins with: the next full hour, for two hours.
pub fn fresh(lang: Lang, shop: &Shop, (made, now): (&Made, Time)) -> Form {
    let first = made.gifts.first();
    let hour = 3_600_000_000;
    let opens = Time::from_micros((now.micros() / hour + 1) * hour);
    let closes = Time::from_micros(opens.micros() + 2 * hour);
    Form::filled(
        lang,
        [
            ("gift", first.map_or_else(String::new, |(gift, _)| gift.id.to_string())),
            ("whom", "members".to_owned()),
            ("opens_at", local(opens, &shop.zone)),
            ("closes_at", local(closes, &shop.zone)),
            ("pieces", "20".to_owned()),
            ("per_member", "1".to_owned()),
            ("hold_minutes", "120".to_owned()),
            ("offer_minutes", "15".to_owned()),
        ],
    )
}

pub fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
    let lang = form.lang;
    let own = name_of(shop.lang);
    let others = Lang::ALL.into_iter().filter(|one| *one != shop.lang);
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
        (form.text(own, t!(lang, "flash_sales-name")).max(120).hint(t!(lang, "flash_sales-name-hint")))
        (form.select("gift", t!(lang, "flash_sales-gift"), gifts).hint(t!(lang, "flash_sales-gift-hint")))
        div.two-fields {
            (form.number("pieces", t!(lang, "flash_sales-pieces")))
            (form.number("per_member", t!(lang, "flash_sales-per-member")))
        }
        div.two-fields {
            (form.date_time("opens_at", t!(lang, "flash_sales-opens")))
            (form.date_time("closes_at", t!(lang, "flash_sales-closes")))
        }
        @if !made.programs.is_empty() { (cost(form, made)) }
        (prices::whom_fields(form, &made.offers))
        details.more.fold {
            summary { (icons::RIGHT) (t!(lang, "flash_sales-more")) }
            div.two-fields {
                (form.number("hold_minutes", t!(lang, "flash_sales-hold")).hint(t!(lang, "flash_sales-hold-hint")))
                (form.number("offer_minutes", t!(lang, "flash_sales-offer")).hint(t!(lang, "flash_sales-offer-hint")))
            }
            (form.number("per_day", t!(lang, "flash_sales-per-day")).optional())
            (form.money("budget", t!(lang, "flash_sales-budget"), shop.currency).optional().hint(t!(lang, "flash_sales-budget-hint")))
            @for one in others {
                (form.text(name_of(one), t!(lang, "flash_sales-name-in", lang = one.own_name())).max(120).optional())
            }
        }
        @if why == Why::Asked {
            (form.text("reason", t!(lang, "flash_sales-reason")).max(200).hint(t!(lang, "flash_sales-reason-hint")))
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// Whether a change needs its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Asked,
    Free,
}

impl Why {
    pub fn of(sale: Option<&FlashSale>) -> Self {
        if sale.is_some_and(|sale| sale.life.is_told()) { Self::Asked } else { Self::Free }
    }
}

fn cost(form: &Form, made: &Made) -> Markup {
    let lang = form.lang;
    let nothing = Choice::new("", t!(lang, "flash_sales-no-points"));
    let programs = made
        .programs
        .iter()
        .map(|(id, unit)| Choice::new(id.to_string(), unit.say(lang).to_owned()));
    html! {
        div.two-fields {
            (form.select("program", t!(lang, "flash_sales-program"), std::iter::once(nothing).chain(programs)).optional())
            (form.number("points", t!(lang, "flash_sales-points")).optional())
        }
    }
}

/// What was typed, wherever it comes from. Everything that cannot be read is named at once.
pub fn read(typed: &Typed, shop: &Shop, made: &Made) -> Result<Draft> {
    let mut fields = Fields::default();
    let name = names(typed, shop, &mut fields);
    let text = |name: &str| (typed.text)(name).trim().to_owned();
    let gift = text("gift").parse().ok();
    if gift.is_none() {
        fields.push(FieldError::new("gift", "required"));
    }
    let mut at = |field: &'static str| {
        let found = instant(&text(field), &shop.zone);
        if found.is_none() {
            fields.push(FieldError::new(field, "instant_invalid"));
        }
        found.unwrap_or_default()
    };
    let (opens_at, closes_at) = (at("opens_at"), at("closes_at"));
    let each = (1, i64::from(MOST_EACH));
    let per_member = number(&text("per_member"), ("per_member", each), &mut fields);
    let per_day = text("per_day");
    let per_day =
        (!per_day.is_empty()).then(|| number(&per_day, ("per_day", each), &mut fields)).map(small);
    let pieces = number(&text("pieces"), ("pieces", (1, MOST_PIECES)), &mut fields);
    let hold = number(&text("hold_minutes"), ("hold_minutes", HOLD), &mut fields);
    let offer = number(&text("offer_minutes"), ("offer_minutes", OFFER), &mut fields);
    let cost = read_cost(&text, &mut fields);
    let budget = budget(&text("budget"), shop.currency, &mut fields);
    let whom = prices::read_whom(typed, &made.offers, &mut fields);
    let limits = Limits { per_member: small(per_member), per_day };
    let mut plan = Plan { name, whom, opens_at, closes_at, cost, limits, budget };
    let terms = Terms {
        gift: gift.unwrap_or_else(|| GiftId::from_uuid(uuid::Uuid::nil())),
        pieces,
        hold_minutes: small(hold),
        offer_minutes: small(offer),
    };
    let mut more = Fields::default();
    plan.check(&mut more);
    terms.check(&mut more);
    for wrong in more.iter() {
        // What could not be read was named already, and so was the name in the shop's language.
        if wrong.field != "name" && fields.of(&wrong.field).next().is_none() {
            fields.push(wrong.clone());
        }
    }
    fields.check(Draft { plan, terms })
}

/// A form shows minutes of the shop's clock. Where they are those of an instant that the sale has, that
/// instant is meant.
pub fn as_it_was(draft: &mut Draft, was: &FlashSale, shop: &Shop) {
    let instants = [
        (&mut draft.plan.opens_at, was.plan.opens_at),
        (&mut draft.plan.closes_at, was.plan.closes_at),
    ];
    for (typed, was) in instants {
        if local(*typed, &shop.zone) == local(was, &shop.zone) {
            *typed = was;
        }
    }
}

/// Errors of the model about the name are about its field in the shop's language.
pub fn placed(error: Error, shop: &Shop) -> Error {
    let Error::Invalid(wrong) = error else { return error };
    let mut fields = Fields::default();
    for one in wrong.iter() {
        let mut one = one.clone();
        if one.field == "name" {
            one.field = name_of(shop.lang).into();
        }
        fields.push(one);
    }
    Error::Invalid(fields)
}

fn names(typed: &Typed, shop: &Shop, fields: &mut Fields) -> Words {
    let mut name = Words::default();
    for one in Lang::ALL {
        let field = name_of(one);
        let said = (typed.text)(field);
        *name.slot(one) =
            kernel::text::optional(fields, field, Some(&said), kernel::text::NAME_MAX)
                .unwrap_or_default();
    }
    let own = name_of(shop.lang);
    if name.of(shop.lang).is_empty() && fields.of(own).next().is_none() {
        fields.push(FieldError::new(own, "required"));
    }
    name
}

fn number(text: &str, (field, (min, max)): (&'static str, (i64, i64)), fields: &mut Fields) -> i64 {
    let read = text.parse();
    if read.is_err() {
        let wrong = FieldError::new(field, "number_range");
        fields.push(wrong.with("min", min).with("max", max));
    }
    read.unwrap_or_default()
}

/// A number that the model's bounds will refuse when it does not fit.
fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(if number < 0 { 0 } else { u32::MAX })
}

fn read_cost(text: &impl Fn(&str) -> String, fields: &mut Fields) -> Option<Cost> {
    let (program, points) = (text("program"), text("points"));
    if program.is_empty() {
        if !points.is_empty() {
            fields.push(FieldError::new("program", "required"));
        }
        return None;
    }
    let Ok(program) = program.parse() else {
        fields.push(FieldError::new("program", "choice_invalid"));
        return None;
    };
    Some(Cost { program, points: number(&points, ("points", (1, MOST_POINTS)), fields) })
}

fn budget(text: &str, currency: Currency, fields: &mut Fields) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    match kernel::Money::parse(text, currency) {
        Ok(money) => Some(money.amount),
        Err(wrong) => {
            fields.push(wrong.at("budget", text, currency));
            None
        }
    }
}
