//! The fields of a pre-sale's form in which samples are planned.

use ::store::Read;
use kernel::{FieldError, Fields, PageRequest, Result, Time};
use maud::{Markup, html};
use value::{
    gifts::{self, Gift, model::MOST_PIECES},
    points::engine::MOST_POINTS,
};
use web::{
    Shop,
    kit::{Choice, Form, icons},
    t,
};

use super::model::{HOLD_HOURS, Samples, Tasters};
use crate::activities::{
    Cost,
    form::{Choices, number, small},
    model::{instant, local},
};

/// How long one waits at the counter, in a new form.
const HOURS: u32 = 24;

/// Open gifts that are handed over without a purchase, and the one that samples are of already; each with
/// what lies on its shelf.
pub async fn gifts(
    db: &mut impl Read,
    shop: &Shop,
    was: Option<&Samples>,
) -> Result<Vec<(Gift, i64)>> {
    let own = was.map(|samples| samples.gift);
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut all = Vec::new();
    for gift in gifts::list(db, shop.org, None, &page).await?.items {
        let handed_over = !gift.terms.needs_purchase() && gift.terms.uses <= 1;
        if own == Some(gift.id) || (handed_over && gift.state == gifts::State::Open) {
            let stock = gifts::accounts::stock(gift.id)?;
            let left = ledger::balance_of(db, shop.org, &stock.key).await?;
            all.push((gift, left));
        }
    }
    Ok(all)
}

/// Samples in the form.
pub fn fill(values: &mut Vec<(String, String)>, shop: &Shop, samples: &Samples) {
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("sample_gift", samples.gift.to_string());
    put("sample_pieces", samples.pieces.to_string());
    put("sample_whom", samples.whom.to_string());
    put("sample_from", local(samples.from, &shop.zone));
    put("sample_until", local(samples.until, &shop.zone));
    put("sample_hours", samples.hold_hours.to_string());
    if let Some(cost) = samples.cost {
        put("sample_program", cost.program.to_string());
        put("sample_points", cost.points.to_string());
    }
}

/// What the fields hold where there are no samples yet: as long as one can reserve, for everybody.
pub fn fresh(values: &mut Vec<(String, String)>, shop: &Shop, (opens, closes): (Time, Time)) {
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("sample_whom", Tasters::Everybody.to_string());
    put("sample_from", local(opens, &shop.zone));
    put("sample_until", local(closes, &shop.zone));
    put("sample_hours", HOURS.to_string());
}

pub fn fields(form: &Form, (gifts, choices): (&[(Gift, i64)], &Choices)) -> Markup {
    let lang = form.lang;
    let none = Choice::new("", t!(lang, "presales-samples-no"));
    let gifts = gifts.iter().map(|(gift, left)| {
        let left = t!(lang, "presales-gift-left", left = *left);
        Choice::new(gift.id.to_string(), format!("{} · {left}", gift.name.say(lang)))
    });
    let whom = [
        Choice::new(Tasters::Everybody.word(), t!(lang, "presales-samples-everybody"))
            .note(t!(lang, "presales-samples-everybody-note")),
        Choice::new(Tasters::Reserved.word(), t!(lang, "presales-samples-reserved"))
            .note(t!(lang, "presales-samples-reserved-note")),
    ];
    let open = !form.value("sample_gift").is_empty()
        || form.errors().iter().any(|wrong| wrong.field.starts_with("sample_"));
    html! {
        details.more.fold open[open] {
            summary { (icons::RIGHT) (t!(lang, "presales-samples-more")) }
            div.stack {
            (form.select("sample_gift", t!(lang, "presales-samples-gift"), std::iter::once(none).chain(gifts))
                .optional().hint(t!(lang, "presales-samples-gift-hint")))
            div.two-fields {
                (form.number("sample_pieces", t!(lang, "presales-samples-pieces")).optional())
                (form.number("sample_hours", t!(lang, "presales-samples-hours")).optional()
                    .hint(t!(lang, "presales-samples-hours-hint")))
            }
            div.two-fields {
                (form.date_time("sample_from", t!(lang, "presales-samples-from")).optional())
                (form.date_time("sample_until", t!(lang, "presales-samples-until")).optional())
            }
            (form.radios("sample_whom", t!(lang, "presales-samples-whom"), whom))
            (cost(form, choices))
            }
        }
    }
}

/// Points that one costs; nothing where the shop has no program.
fn cost(form: &Form, choices: &Choices) -> Markup {
    let lang = form.lang;
    let free = Choice::new("", t!(lang, "activities-no-points"));
    let programs = choices.programs.iter();
    let programs =
        programs.map(|(id, unit)| Choice::new(id.to_string(), unit.say(lang).to_owned()));
    html! {
        @if !choices.programs.is_empty() {
            div.two-fields {
                (form.select("sample_program", t!(lang, "presales-samples-program"), std::iter::once(free).chain(programs)).optional())
                (form.number("sample_points", t!(lang, "presales-samples-points")).optional())
            }
        }
    }
}

/// What was typed; nothing as long as no gift is chosen.
pub fn read(text: &impl Fn(&str) -> String, shop: &Shop, fields: &mut Fields) -> Option<Samples> {
    let typed = text("sample_gift");
    if typed.is_empty() {
        return None;
    }
    let Ok(gift) = typed.parse() else {
        fields.push(FieldError::new("sample_gift", "choice_invalid"));
        return None;
    };
    let Ok(whom) = text("sample_whom").parse() else {
        fields.push(FieldError::new("sample_whom", "choice_invalid"));
        return None;
    };
    let mut at = |field: &'static str| {
        let found = instant(&text(field), &shop.zone);
        if found.is_none() {
            fields.push(FieldError::new(field, "instant_invalid"));
        }
        found.unwrap_or_default()
    };
    let (from, until) = (at("sample_from"), at("sample_until"));
    let pieces = number(&text("sample_pieces"), ("sample_pieces", (1, MOST_PIECES)), fields);
    let hours = number(&text("sample_hours"), ("sample_hours", HOLD_HOURS), fields);
    let cost = read_cost(text, fields);
    Some(Samples { gift, pieces, whom, cost, from, until, hold_hours: small(hours) })
}

fn read_cost(text: &impl Fn(&str) -> String, fields: &mut Fields) -> Option<Cost> {
    let (program, points) = (text("sample_program"), text("sample_points"));
    if program.is_empty() {
        if !points.is_empty() {
            fields.push(FieldError::new("sample_program", "required"));
        }
        return None;
    }
    let Ok(program) = program.parse() else {
        fields.push(FieldError::new("sample_program", "choice_invalid"));
        return None;
    };
    let points = number(&points, ("sample_points", (1, MOST_POINTS)), fields);
    Some(Cost { program, points })
}
