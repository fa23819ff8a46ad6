//! A program's form: a conversation that begins with what matters and keeps the rest folded.

use kernel::Lang;
use maud::{Markup, html};
use people::stores::Store;
use web::{
    Shop,
    kit::{Choice, Form, format, icons, parts::Button},
    t,
};

use super::typed::{MOST_BOOSTS, MOST_RULES, word_fields};

/// What the form can offer.
pub struct Offers {
    pub stores: Vec<Store>,
}

/// All fields.
pub fn fields(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let lang = form.lang;
    html! {
        (names(form, shop))
        (part(&t!(lang, "points-form-earn"), &t!(lang, "points-form-earn-note"), rules(form, shop)))
        (part(&t!(lang, "points-form-days"), &t!(lang, "points-form-days-note"), boosts(form, offers)))
        (part(&t!(lang, "points-form-worth"), &t!(lang, "points-form-worth-note"), worth(form, shop)))
        (part(&t!(lang, "points-form-ends"), "", ends(form)))
        (part(&t!(lang, "points-form-returns"), "", returned(form)))
        (folded(has_any(form, &LIMITS), &t!(lang, "points-form-limits"), limits(form)))
        (part(&t!(lang, "points-form-try"), &t!(lang, "points-form-try-note"), sample(form, shop)))
        div.actions {
            (Button::primary(t!(lang, "save")).value("do", "save"))
            (Button::plain(t!(lang, "points-try")).value("do", "try"))
        }
    }
}

fn part(title: &str, note: &str, inside: Markup) -> Markup {
    html! {
        fieldset.stack.part {
            legend { h2 { (title) } }
            @if !note.is_empty() { p.hint { (note) } }
            (inside)
        }
    }
}

/// Open when something stands in it or is wrong there.
fn folded(open: bool, title: &str, inside: Markup) -> Markup {
    html! {
        details.more.fold open[open] { summary { (icons::RIGHT) (title) } div.stack { (inside) } }
    }
}

fn two(inside: Markup) -> Markup {
    html! { div.two-fields { (inside) } }
}

fn has_any(form: &Form, fields: &[impl AsRef<str>]) -> bool {
    let wrong = |field: &str| form.errors().of(field).next().is_some();
    fields.iter().map(AsRef::as_ref).any(|field| !form.value(field).is_empty() || wrong(field))
}

fn names(form: &Form, shop: &Shop) -> Markup {
    let (lang, own) = (form.lang, word_fields(shop.lang));
    let others: Vec<Lang> = Lang::ALL.into_iter().filter(|one| *one != shop.lang).collect();
    let fields: Vec<&str> = others
        .iter()
        .flat_map(|one| {
            let (name, unit) = word_fields(*one);
            [name, unit]
        })
        .collect();
    let name = |one: Lang| t!(lang, "points-name-in", lang = one.own_name());
    let unit = |one: Lang| t!(lang, "points-unit-in", lang = one.own_name());
    html! {
        (form.text(own.0, t!(lang, "points-name")).hint(t!(lang, "points-name-hint")).max(120))
        (form.text(own.1, t!(lang, "points-unit")).hint(t!(lang, "points-unit-hint")).max(24))
        (folded(has_any(form, &fields), &t!(lang, "points-form-languages"), html! {
            @for one in others {
                @let (named, called) = word_fields(one);
                (two(html! {
                    (form.text(named, name(one)).max(120).optional())
                    (form.text(called, unit(one)).max(24).optional())
                }))
            }
        }))
    }
}

const RULE: [&str; 6] = ["kind", "points", "per", "of", "products", "when"];
const BOOST: [&str; 6] = ["name", "factor", "from", "to", "weekdays", "stores"];
const LIMITS: [&str; 3] = ["limits.purchase", "limits.day", "limits.person"];
/// Rows that stand empty behind the last one, for what is to be added.
const BLANK: usize = 2;

/// The last row in which something stands.
fn last(form: &Form, list: &str, names: &[&str], most: usize) -> usize {
    let used = |row: &usize| {
        has_any(form, &names.iter().map(|name| format!("{list}.{row}.{name}")).collect::<Vec<_>>())
    };
    (1..=most).rev().find(used).unwrap_or(0)
}

fn rules(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let last = last(form, "rules", &RULE, MOST_RULES);
    let rows = (last.max(1) + BLANK).min(MOST_RULES);
    html! {
        (rule(form, shop, 1))
        @for row in 2..=rows {
            (folded(row <= last, &t!(lang, "points-rule-further", number = row), rule(form, shop, row)))
        }
    }
}

/// Ways of earning.
fn kinds(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("", t!(lang, "points-kind-none")),
        ("amount", t!(lang, "points-kind-amount")),
        ("item", t!(lang, "points-kind-item")),
        ("visit", t!(lang, "points-kind-visit")),
        ("memberships.joined", t!(lang, "points-kind-joined")),
        ("members.proven", t!(lang, "points-kind-proven")),
    ]
}

fn rule(form: &Form, shop: &Shop, row: usize) -> Markup {
    let lang = form.lang;
    let field = |name: &str| format!("rules.{row}.{name}");
    let narrower = ["of", "products", "when"].map(field);
    let kinds = kinds(lang);
    let rounding = [
        ("down", t!(lang, "points-rounding-down")),
        ("nearest", t!(lang, "points-rounding-nearest")),
        ("up", t!(lang, "points-rounding-up")),
    ];
    let kind = form.select(&field("kind"), t!(lang, "points-kind"), kinds);
    let points = form.number(&field("points"), t!(lang, "points-points"));
    // The first rule is the one that nearly every program has.
    let (kind, points) =
        if row == 1 { (kind, points) } else { (kind.optional(), points.optional()) };
    html! {
        (kind)
        (two(html! {
            (points)
            (form.money(&field("per"), t!(lang, "points-per"), shop.currency)
                .hint(t!(lang, "points-per-hint")).optional())
        }))
        (folded(has_any(form, &narrower), &t!(lang, "points-rule-more"), html! {
            (two(html! {
                (form.text(&field("of"), t!(lang, "points-of")).hint(t!(lang, "points-of-hint")).optional())
                (form.text(&field("products"), t!(lang, "points-products"))
                    .hint(t!(lang, "points-of-hint")).optional())
            }))
            (form.text(&field("when"), t!(lang, "points-when")).hint(t!(lang, "points-when-hint"))
                .placeholder("amount >= 50.0 && weekday == 3").max(400).optional())
            (form.select(&field("rounding"), t!(lang, "points-rounding"), rounding).optional())
        }))
        @if row > 1 && has_any(form, &RULE.map(field)) {
            (form.checkbox(&field("gone"), t!(lang, "points-rule-gone")))
        }
    }
}

fn boosts(form: &Form, offers: &Offers) -> Markup {
    let lang = form.lang;
    let last = last(form, "boosts", &BOOST, MOST_BOOSTS);
    let rows = (last.max(1) + 1).min(MOST_BOOSTS);
    html! {
        @for row in 1..=rows {
            @let title = match form.value(&format!("boosts.{row}.name")) {
                "" => t!(lang, "points-boost-row", number = row),
                name => name.to_owned(),
            };
            (folded(row <= last, &title, boost(form, offers, row)))
        }
    }
}

fn boost(form: &Form, offers: &Offers, row: usize) -> Markup {
    let lang = form.lang;
    let field = |name: &str| format!("boosts.{row}.{name}");
    let days = (1i8..=7).filter_map(|n| {
        let day = jiff::civil::Weekday::from_monday_one_offset(n).ok()?;
        Some(Choice::new(n.to_string(), format::weekday(lang, day)))
    });
    let stores = offers.stores.iter().map(|store| (store.id.to_string(), store.name.clone()));
    html! {
        (two(html! {
            (form.text(&field("name"), t!(lang, "points-boost-name"))
                .hint(t!(lang, "points-boost-name-hint")).max(60).optional())
            (form.text(&field("factor"), t!(lang, "points-factor"))
                .hint(t!(lang, "points-factor-hint")).optional())
        }))
        (two(html! {
            (form.date(&field("from"), t!(lang, "points-from")).optional())
            (form.date(&field("to"), t!(lang, "points-to")).optional())
        }))
        (form.checks(&field("weekdays"), t!(lang, "points-weekdays"), days)
            .hint(t!(lang, "points-weekdays-hint")))
        @if offers.stores.len() > 1 {
            (form.checks(&field("stores"), t!(lang, "points-stores"), stores)
                .hint(t!(lang, "points-stores-hint")))
        }
        @if has_any(form, &BOOST.map(field)) {
            (form.checkbox(&field("gone"), t!(lang, "points-boost-gone")))
        }
    }
}

fn worth(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    html! {
        (two(html! {
            (form.number("worth.points", t!(lang, "points-worth-points")).optional())
            (form.money("worth.amount", t!(lang, "points-worth-amount"), shop.currency).optional())
        }))
        (form.number("worth.most_percent", t!(lang, "points-worth-percent"))
            .hint(t!(lang, "points-worth-percent-hint")).optional())
    }
}

fn ends(form: &Form) -> Markup {
    let lang = form.lang;
    let kinds = [
        Choice::new("rolling", t!(lang, "points-expiry-rolling"))
            .note(t!(lang, "points-expiry-rolling-note")),
        Choice::new("calendar", t!(lang, "points-expiry-calendar"))
            .note(t!(lang, "points-expiry-calendar-note")),
        Choice::new("inactivity", t!(lang, "points-expiry-inactivity"))
            .note(t!(lang, "points-expiry-inactivity-note")),
        Choice::new("never", t!(lang, "points-expiry-never"))
            .note(t!(lang, "points-expiry-never-note")),
    ];
    let months = (1i8..=12).map(|n| Choice::new(n.to_string(), format::month(lang, n)));
    let date = ["expiry.month", "expiry.day", "expiry.years"];
    html! {
        (form.radios("expiry", t!(lang, "points-expiry"), kinds))
        (form.number("expiry.days", t!(lang, "points-expiry-days"))
            .hint(t!(lang, "points-expiry-days-hint")).optional())
        (folded(form.has("expiry", "calendar") || has_any(form, &date),
            &t!(lang, "points-expiry-date"), html! {
            (two(html! {
                (form.select("expiry.month", t!(lang, "points-expiry-month"), months).optional())
                (form.number("expiry.day", t!(lang, "points-expiry-day")).optional())
            }))
            (form.number("expiry.years", t!(lang, "points-expiry-years"))
                .hint(t!(lang, "points-expiry-years-hint")).optional())
        }))
        (form.number("notice_days", t!(lang, "points-notice")).hint(t!(lang, "points-notice-hint")))
    }
}

fn returned(form: &Form) -> Markup {
    let lang = form.lang;
    let kinds = [
        Choice::new("within_balance", t!(lang, "points-returns-within"))
            .note(t!(lang, "points-returns-within-note")),
        Choice::new("into_debt", t!(lang, "points-returns-debt"))
            .note(t!(lang, "points-returns-debt-note")),
        Choice::new("only_pending", t!(lang, "points-returns-pending"))
            .note(t!(lang, "points-returns-pending-note")),
    ];
    html! {
        (form.radios("returns", t!(lang, "points-returns"), kinds))
        (form.number("pending_days", t!(lang, "points-pending-days"))
            .hint(t!(lang, "points-pending-days-hint")))
    }
}

fn limits(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        p.hint { (t!(lang, "points-form-limits-note")) }
        (form.number("limits.purchase", t!(lang, "points-limit-purchase")).optional())
        (form.number("limits.day", t!(lang, "points-limit-day")).optional())
        (form.number("limits.person", t!(lang, "points-limit-person")).optional())
    }
}

fn sample(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    two(html! {
        (form.money("sample_amount", t!(lang, "points-sample-amount"), shop.currency).optional())
        (form.text("sample_category", t!(lang, "points-sample-category")).max(120).optional())
    })
}
