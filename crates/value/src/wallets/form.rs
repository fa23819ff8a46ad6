//! The plan in a form, and back.

use kernel::{FieldError, Fields, Lang, Money, Result, Time};
use maud::{Markup, html};
use web::{
    Input, Shop,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::{
    fold::{Forfeits, Spending},
    laws::Law,
    model::{Bonus, Gives, MOST_BONUSES, MOST_REFUND_DAYS, Plan, WHOLE},
};
use crate::gifts::State;

/// A plan that was never made begins with what the law allows, and with amounts that one types.
pub fn suggested(plan: Plan, law: Option<&Law>) -> Plan {
    if plan.changed_at == Time::default() { plan.made_lawful(law) } else { plan }
}

/// The plan in the form's fields.
pub fn filled(lang: Lang, shop: &Shop, plan: &Plan) -> Form {
    let plain = |amount| shop.money(amount).plain();
    let cap = |cap: Option<i64>| cap.map_or_else(String::new, plain);
    let mut values = vec![
        ("state".to_owned(), plan.state.word().to_owned()),
        ("spending".into(), plan.spending.to_string()),
        ("forfeits".into(), plan.forfeits.to_string()),
        ("refund_days".into(), plan.refund_days.map_or_else(String::new, |days| days.to_string())),
        ("least".into(), plain(plan.least)),
        ("most".into(), plain(plan.most)),
        ("cap_named".into(), cap(plan.cap_named)),
        ("cap_unnamed".into(), cap(plan.cap_unnamed)),
    ];
    for (at, bonus) in plan.bonuses.iter().enumerate() {
        let gives = match bonus.gives {
            Gives::Amount(amount) => plain(amount),
            Gives::BasisPoints(points) => percent(points),
        };
        values.push((format!("from_{at}"), plain(bonus.from)));
        values.push((format!("gives_{at}"), gives));
    }
    Form::filled(lang, values)
}

/// `1250` basis points are `12.5%`.
fn percent(points: i64) -> String {
    let text = format!("{}.{:02}", points / 100, points % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// What a rule adds as somebody types it: `10`, `12.50`, `8%`, `12,5 %`, `８％`.
fn gives(typed: &str, shop: &Shop) -> Result<Gives, &'static str> {
    let Some(part) = typed.trim().strip_suffix(['%', '％', '﹪']) else {
        return Money::parse(typed, shop.currency)
            .map(|money| Gives::Amount(money.amount))
            .map_err(|_| "wallet_gives_invalid");
    };
    let plain: String = part
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            ',' | '，' | '．' => '.',
            other => other,
        })
        .collect();
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return Err("wallet_gives_invalid");
    }
    let points: i64 = format!("{whole}{rest:0<2}").parse().map_err(|_| "wallet_gives_invalid")?;
    if (1..=WHOLE).contains(&points) {
        Ok(Gives::BasisPoints(points))
    } else {
        Err("wallet_gives_invalid")
    }
}

pub fn read(input: &Input, shop: &Shop) -> Result<Plan> {
    let mut fields = Fields::default();
    let mut bonuses = Vec::new();
    for at in 0..MOST_BONUSES {
        let (from, adds) = (format!("from_{at}"), format!("gives_{at}"));
        let (typed_from, typed) = (input.text(&from), input.text(&adds));
        if typed_from.trim().is_empty() && typed.trim().is_empty() {
            continue;
        }
        let from = Money::parse(typed_from, shop.currency)
            .map_err(|wrong| FieldError::new(from, wrong.code()));
        let adds = gives(typed, shop).map_err(|code| FieldError::new(adds, code));
        match (from, adds) {
            (Ok(from), Ok(gives)) => bonuses.push(Bonus { from: from.amount, gives }),
            (from, adds) => {
                from.err().into_iter().chain(adds.err()).for_each(|wrong| fields.push(wrong));
            }
        }
    }
    let days = input.text("refund_days").trim();
    let refund_days =
        (!days.is_empty()).then(|| input.number(&mut fields, "refund_days", 1..=MOST_REFUND_DAYS));
    let plan = Plan {
        state: input.choice(&mut fields, "state").unwrap_or(State::Closed),
        bonuses,
        spending: input.choice(&mut fields, "spending").unwrap_or(Spending::BonusFirst),
        forfeits: input.choice(&mut fields, "forfeits").unwrap_or(Forfeits::Proportion),
        refund_days,
        least: input.money(&mut fields, "least", shop.currency),
        most: input.money(&mut fields, "most", shop.currency),
        cap_named: input.optional_money(&mut fields, "cap_named", shop.currency),
        cap_unnamed: input.optional_money(&mut fields, "cap_unnamed", shop.currency),
        changed_at: Time::default(),
    };
    match (fields.is_empty(), plan.clone().checked()) {
        (true, checked) => checked,
        (false, _) => fields.check(plan),
    }
}

/// Rows for bonus rules: what is there, and two to fill.
fn rules(form: &Form) -> usize {
    let filled = (0..MOST_BONUSES)
        .rev()
        .find(|at| !form.value(&format!("from_{at}")).is_empty())
        .map_or(0, |at| at + 1);
    (filled + 2).min(MOST_BONUSES)
}

pub fn fields(form: &Form, shop: &Shop, law: Option<&Law>) -> Markup {
    let lang = form.lang;
    let note = |value: &str, label: String, note: String| Choice::new(value, label).note(note);
    let states = [
        note("open", t!(lang, "wallets-state-open"), t!(lang, "wallets-state-open-note")),
        note("closed", t!(lang, "wallets-state-closed"), t!(lang, "wallets-state-closed-note")),
    ];
    let spending = [
        note("bonus_first", t!(lang, "wallets-bonus-first"), t!(lang, "wallets-bonus-first-note")),
        note(
            "principal_first",
            t!(lang, "wallets-principal-first"),
            t!(lang, "wallets-principal-first-note"),
        ),
    ];
    let forfeits = [
        note("proportion", t!(lang, "wallets-proportion"), t!(lang, "wallets-proportion-note")),
        note("whole", t!(lang, "wallets-whole"), t!(lang, "wallets-whole-note")),
    ];
    html! {
        (form.radios("state", t!(lang, "wallets-state"), states))
        h2 { (t!(lang, "wallets-bonuses")) }
        p.hint { (t!(lang, "wallets-bonuses-hint")) }
        @for at in 0..rules(form) {
            div.two-fields {
                (form.money(&format!("from_{at}"), t!(lang, "wallets-from", n = at + 1), shop.currency).optional())
                (form.text(&format!("gives_{at}"), t!(lang, "wallets-gives", n = at + 1)).max(14).optional())
            }
        }
        h2 { (t!(lang, "wallets-limits")) }
        div.two-fields {
            (form.money("least", t!(lang, "wallets-least"), shop.currency))
            (form.money("most", t!(lang, "wallets-most"), shop.currency))
        }
        div.two-fields {
            (form.money("cap_named", t!(lang, "wallets-cap-named"), shop.currency).hint(t!(lang, "wallets-cap-named-hint")).optional())
            (form.money("cap_unnamed", t!(lang, "wallets-cap-unnamed"), shop.currency).hint(t!(lang, "wallets-cap-unnamed-hint")).optional())
        }
        h2 { (t!(lang, "wallets-spending")) }
        (form.radios("spending", t!(lang, "wallets-spending-label"), spending))
        h2 { (t!(lang, "wallets-refunds")) }
        (form.number("refund_days", t!(lang, "wallets-refund-days")).hint(t!(lang, "wallets-refund-days-hint")).optional())
        (form.radios("forfeits", t!(lang, "wallets-forfeits"), forfeits))
        div.actions {
            (Button::primary(t!(lang, "save")))
            @if law.is_some() && !form.errors().is_empty() {
                (Button::plain(t!(lang, "wallets-make-lawful")).value("limits", "law"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use kernel::{Id, OrgId};

    use super::*;

    fn shop() -> Shop {
        Shop {
            org: OrgId::from_uuid(uuid::Uuid::nil()),
            slug: "fresh".into(),
            name: "Fresh Market".into(),
            currency: "CNY".parse().unwrap(),
            zone: TimeZone::UTC,
            country: "CN".into(),
            lang: Lang::En,
            accent: "1e7c3c".into(),
            playing: false,
            created_at: Time::default(),
        }
    }

    #[test]
    fn what_a_rule_adds_is_an_amount_or_a_part() {
        let _: Id<kernel::kinds::Org> = shop().org;
        for (typed, expected) in [
            ("10", Ok(Gives::Amount(1_000))),
            ("12.50", Ok(Gives::Amount(1_250))),
            ("8%", Ok(Gives::BasisPoints(800))),
            (" 12,5 % ", Ok(Gives::BasisPoints(1_250))),
            ("８％", Ok(Gives::BasisPoints(800))),
            ("100%", Ok(Gives::BasisPoints(10_000))),
            ("0.01%", Ok(Gives::BasisPoints(1))),
            ("100.01%", Err("wallet_gives_invalid")),
            ("0%", Err("wallet_gives_invalid")),
            ("-8%", Err("wallet_gives_invalid")),
            ("8.123%", Err("wallet_gives_invalid")),
            ("%", Err("wallet_gives_invalid")),
            ("99999999999999999999%", Err("wallet_gives_invalid")),
            ("ten", Err("wallet_gives_invalid")),
            ("", Err("wallet_gives_invalid")),
        ] {
            assert_eq!(gives(typed, &shop()), expected, "{typed:?}");
        }
        for (points, shown) in [(800, "8%"), (1_250, "12.5%"), (1, "0.01%"), (10_000, "100%")] {
            assert_eq!(percent(points), shown);
            assert_eq!(gives(shown, &shop()), Ok(Gives::BasisPoints(points)));
        }
    }
}
