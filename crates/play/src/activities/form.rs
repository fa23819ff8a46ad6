//! The fields that the form of every kind begins with, and what they make of what was typed.

use ::store::{Read, Reader};
use kernel::{
    Currency, Error, FieldError, Fields, Lang, Money, OrgId, PageRequest, ProgramId, Result, Time,
    text::NAME_MAX,
};
use maud::{Markup, html};
use value::{
    bills::terms_form::Typed,
    gifts::{self, Gift},
    points::{self, engine::MOST_POINTS},
    prices::{self, Offers},
    words::Words,
};
use web::{
    Shop,
    kit::{Choice, Form},
    t,
};

use super::{
    life::Lives,
    model::{Activity, Cost, Draft, Limits, MOST_EACH, Plan, Sort, instant, local},
};

/// A kind that is planned in a form.
pub trait Planned: Lives {
    /// What there is to choose from.
    type Made: Send + Sync;

    /// What is open, and what an activity is made of already.
    fn made(
        db: &mut Reader,
        shop: &Shop,
        about: (Option<&Activity<Self>>, Time),
    ) -> impl Future<Output = Result<Self::Made>> + Send;

    /// Whether there is no gift of which one could be made.
    fn lacks(made: &Self::Made) -> bool;

    /// What a new one begins with.
    fn fresh(lang: Lang, shop: &Shop, about: (&Self::Made, Time)) -> Form;

    /// One in the form.
    fn filled(lang: Lang, shop: &Shop, activity: &Activity<Self>) -> Form;

    fn fields(form: &Form, shop: &Shop, made: &Self::Made, why: Why) -> Markup;

    /// What was typed, wherever it comes from. Everything that cannot be read is named at once.
    fn read(typed: &Typed, shop: &Shop, made: &Self::Made) -> Result<Draft<Self>>;

    /// A form shows minutes of the shop's clock. Where they are those of an instant that it was, that instant
    /// is meant.
    fn as_it_was(draft: &mut Draft<Self>, was: &Activity<Self>, shop: &Shop) {
        as_it_was(&mut draft.plan, &was.plan, shop);
    }

    /// Errors of the model, at the fields of the form that they are about.
    fn placed(error: Error, shop: &Shop) -> Error {
        placed(error, shop)
    }

    /// What would be lawful instead, where the law asks for it.
    fn instead(_terms: &mut Self::Terms, _what: &str) {}
}

/// What a plan can name: programs of points, and those whom it can be for.
#[derive(Debug)]
pub struct Choices {
    pub programs: Vec<(ProgramId, Words)>,
    pub offers: Offers,
}

/// The gifts that suit, with what lies on their shelf.
pub async fn on_the_shelf(
    db: &mut impl Read,
    org: OrgId,
    suits: impl Fn(&Gift) -> bool,
) -> Result<Vec<(Gift, i64)>> {
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut all = Vec::new();
    for gift in gifts::list(db, org, None, &page).await?.items {
        if suits(&gift) {
            let left = ledger::balance_of(db, org, &gifts::accounts::stock(gift.id)?.key).await?;
            all.push((gift, left));
        }
    }
    Ok(all)
}

impl Choices {
    /// What is open, and what this plan names already.
    pub async fn load(
        db: &mut impl Read,
        shop: &Shop,
        (plan, now): (Option<&Plan>, Time),
    ) -> Result<Self> {
        let own = plan.and_then(|plan| plan.cost).map(|cost| cost.program);
        let mut programs = Vec::new();
        for known in points::programs(db, shop.org, &shop.zone).await? {
            if known.is_open() || own == Some(known.program.id) {
                programs.push((known.program.id, known.terms(now)?.unit.clone()));
            }
        }
        let offers = prices::offers(db, shop.org, None).await?;
        Ok(Self { programs, offers })
    }

    /// What the points that a plan costs are called; nothing when it costs none.
    pub fn unit(&self, plan: &Plan) -> Words {
        plan.cost.map(|cost| self.unit_of(cost.program)).unwrap_or_default()
    }

    /// What the points of a program are called.
    pub fn unit_of(&self, program: ProgramId) -> Words {
        let found = self.programs.iter().find(|(id, _)| *id == program);
        found.map(|(_, unit)| unit.clone()).unwrap_or_default()
    }
}

/// The field of the name in one language.
const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "name_en",
        Lang::Zh => "name_zh",
        Lang::Es => "name_es",
    }
}

/// A plan's values in the form.
pub fn filled(shop: &Shop, plan: &Plan) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> =
        Lang::ALL.map(|one| (name_of(one).to_owned(), plan.name.of(one).to_owned())).into();
    prices::fill_whom(&mut values, &plan.whom);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("opens_at", local(plan.opens_at, &shop.zone));
    put("closes_at", local(plan.closes_at, &shop.zone));
    put("per_member", plan.limits.per_member.to_string());
    put("per_day", plan.limits.per_day.map_or_else(String::new, |day| day.to_string()));
    if let Some(cost) = plan.cost {
        put("program", cost.program.to_string());
        put("points", cost.points.to_string());
    }
    if let Some(budget) = plan.budget {
        put("budget", shop.money(budget).plain());
    }
    values
}

/// What a new one begins with: from the next full hour for so many hours, for all members, one each.
pub fn fresh(shop: &Shop, now: Time, hours: i64) -> Vec<(String, String)> {
    let hour = 3_600_000_000;
    let opens = Time::from_micros((now.micros() / hour + 1) * hour);
    let closes = Time::from_micros(opens.micros() + hours * hour);
    [
        ("whom", "members".to_owned()),
        ("opens_at", local(opens, &shop.zone)),
        ("closes_at", local(closes, &shop.zone)),
        ("per_member", "1".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What it is called, in the shop's own language.
pub fn name(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let hint = t!(lang, "activities-name-hint");
    html! { (form.text(name_of(shop.lang), t!(lang, "activities-name")).max(NAME_MAX).hint(hint)) }
}

/// What it is called in the other languages.
pub fn other_names(form: &Form, shop: &Shop) -> Markup {
    let others = Lang::ALL.into_iter().filter(|one| *one != shop.lang);
    html! {
        @for one in others {
            (form.text(name_of(one), t!(form.lang, "activities-name-in", lang = one.own_name())).max(NAME_MAX).optional())
        }
    }
}

/// When it opens and closes, by the shop's clock.
pub fn hours(form: &Form) -> Markup {
    html! {
        div.two-fields {
            (form.date_time("opens_at", t!(form.lang, "activities-opens")))
            (form.date_time("closes_at", t!(form.lang, "activities-closes")))
        }
    }
}

pub fn per_member(form: &Form) -> Markup {
    html! { (form.number("per_member", t!(form.lang, "activities-per-member"))) }
}

pub fn per_day(form: &Form) -> Markup {
    html! { (form.number("per_day", t!(form.lang, "activities-per-day")).optional()) }
}

/// Points that it costs; nothing where the shop has no program.
pub fn cost(form: &Form, choices: &Choices) -> Markup {
    let lang = form.lang;
    let nothing = Choice::new("", t!(lang, "activities-no-points"));
    let programs = choices
        .programs
        .iter()
        .map(|(id, unit)| Choice::new(id.to_string(), unit.say(lang).to_owned()));
    html! {
        @if !choices.programs.is_empty() {
            div.two-fields {
                (form.select("program", t!(lang, "activities-program"), std::iter::once(nothing).chain(programs)).optional())
                (form.number("points", t!(lang, "activities-points")).optional())
            }
        }
    }
}

pub fn budget(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let hint = t!(lang, "activities-budget-hint");
    html! { (form.money("budget", t!(lang, "activities-budget"), shop.currency).optional().hint(hint)) }
}

/// Whether a change needs its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Asked,
    Free,
}

impl Why {
    pub fn of<S: Sort>(activity: Option<&Activity<S>>) -> Self {
        if activity.is_some_and(|one| one.life.is_told()) { Self::Asked } else { Self::Free }
    }
    /// What people may expect of a change.
    pub fn said(self, lang: Lang) -> String {
        match self {
            Self::Asked => t!(lang, "activities-edit-told"),
            Self::Free => t!(lang, "activities-edit-free"),
        }
    }
    /// The field of the reason, where one is needed.
    pub fn field(self, form: &Form) -> Markup {
        let lang = form.lang;
        let hint = t!(lang, "activities-reason-hint");
        html! {
            @if self == Self::Asked {
                (form.text("reason", t!(lang, "activities-reason")).max(200).hint(hint))
            }
        }
    }
}

/// What was typed, wherever it comes from. What cannot be read is named.
pub fn read(typed: &Typed, shop: &Shop, (choices, fields): (&Choices, &mut Fields)) -> Plan {
    let name = names(typed, shop, fields);
    let text = |name: &str| (typed.text)(name).trim().to_owned();
    let mut at = |field: &'static str| {
        let found = instant(&text(field), &shop.zone);
        if found.is_none() {
            fields.push(FieldError::new(field, "instant_invalid"));
        }
        found.unwrap_or_default()
    };
    let (opens_at, closes_at) = (at("opens_at"), at("closes_at"));
    let each = (1, i64::from(MOST_EACH));
    let per_member = small(number(&text("per_member"), ("per_member", each), fields));
    let per_day = text("per_day");
    let per_day =
        (!per_day.is_empty()).then(|| number(&per_day, ("per_day", each), fields)).map(small);
    let cost = read_cost(&text, fields);
    let budget = optional_money(&text("budget"), ("budget", shop.currency), fields);
    let whom = prices::read_whom(typed, &choices.offers, fields);
    let limits = Limits { per_member, per_day };
    Plan { name, whom, opens_at, closes_at, cost, limits, budget }
}

/// Adds what the model finds wrong, but for fields that could not be read in the first place, and the
/// name, which is named by the field of its language already.
pub fn and_of_model(fields: &mut Fields, found: &Fields) {
    for wrong in found.iter() {
        if wrong.field != "name" && fields.of(&wrong.field).next().is_none() {
            fields.push(wrong.clone());
        }
    }
}

/// A form shows minutes of the shop's clock. Where they are those of an instant that the plan has, that
/// instant is meant.
pub fn as_it_was(plan: &mut Plan, was: &Plan, shop: &Shop) {
    let instants = [(&mut plan.opens_at, was.opens_at), (&mut plan.closes_at, was.closes_at)];
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
            kernel::text::optional(fields, field, Some(&said), NAME_MAX).unwrap_or_default();
    }
    let own = name_of(shop.lang);
    if name.of(shop.lang).is_empty() && fields.of(own).next().is_none() {
        fields.push(FieldError::new(own, "required"));
    }
    name
}

/// A whole number, or the field is named with its bounds.
pub fn number(
    text: &str,
    (field, (min, max)): (&'static str, (i64, i64)),
    fields: &mut Fields,
) -> i64 {
    let read = text.parse();
    if read.is_err() {
        let wrong = FieldError::new(field, "number_range");
        fields.push(wrong.with("min", min).with("max", max));
    }
    read.unwrap_or_default()
}

/// A number that the model's bounds will refuse when it does not fit.
pub fn small(number: i64) -> u32 {
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

/// An amount in minor units, or nothing where nothing was typed.
pub fn optional_money(
    text: &str,
    (field, currency): (&'static str, Currency),
    fields: &mut Fields,
) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    match Money::parse(text, currency) {
        Ok(money) => Some(money.amount),
        Err(wrong) => {
            fields.push(wrong.at(field, text, currency));
            None
        }
    }
}
