//! The part of a form that says what a voucher or a member price takes off a purchase: grouped by kind,
//! each with a sentence that teaches, the rest folded until something stands in it.

use jiff::civil::{Date, Weekday};
use kernel::{FieldError, Fields, Money};
use maud::{Markup, html};
use web::{
    Shop,
    kit::{Choice, Form, format, icons},
    t,
};

use super::{
    Base, Benefit, Conditions, Goods, Stacking, Terms, Together,
    sentences::{Tongue, benefit},
    terms::MOST_PIECES,
};

/// What was typed, wherever it comes from.
pub struct Typed<'t> {
    pub text: &'t dyn Fn(&str) -> String,
    pub all: &'t dyn Fn(&str) -> Vec<String>,
}

const KINDS: [&str; 6] = ["thing", "amount", "percent", "free_item", "buy_get", "price"];

/// Stored terms in the form.
pub fn filled(values: &mut Vec<(String, String)>, shop: &Shop, terms: &Terms) {
    let money = |amount| shop.money(amount).plain();
    let mut put = |name: &str, value: String| values.push((format!("terms.{name}"), value));
    put("benefit", terms.benefit.word().to_owned());
    match terms.benefit {
        Benefit::Thing => {}
        Benefit::Amount { off } => put("benefit.off", money(off)),
        Benefit::Percent { percent, most } => {
            put("benefit.percent", percent.to_string());
            put("benefit.most", most.map_or_else(String::new, money));
        }
        Benefit::FreeItem { pieces } => put("benefit.pieces", pieces.to_string()),
        Benefit::BuyGet { buy, get, times } => {
            put("benefit.buy", buy.to_string());
            put("benefit.get", get.to_string());
            put("benefit.times", times.to_string());
        }
        Benefit::Price { each } | Benefit::Agreed { each } => put("benefit.each", money(each)),
    }
    let of = &terms.conditions;
    if of.least > 0 {
        put("conditions.least", money(of.least));
    }
    put("conditions.goods.products", of.goods.products.join(", "));
    put("conditions.goods.categories", of.goods.categories.join(", "));
    for day in &of.weekdays {
        put("conditions.weekdays", day.to_string());
    }
    if of.first {
        put("conditions.first", "on".to_owned());
    }
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    put("conditions.from", day(of.from));
    put("conditions.until", day(of.until));
    put("stacking.together", terms.stacking.together.word().to_owned());
    put("stacking.base", terms.stacking.base.word().to_owned());
    if terms.stacking.order > 0 {
        put("stacking.order", terms.stacking.order.to_string());
    }
    if terms.uses > 1 {
        put("uses", terms.uses.to_string());
    }
    let limit = |limit: Option<u32>| limit.map_or_else(String::new, |limit| limit.to_string());
    put("per_day", limit(terms.per_day));
    put("per_store", limit(terms.per_store));
}

/// Whose terms they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Voucher,
    /// A member price: it hands nothing over, and is not used up.
    Price,
}

/// The fields.
pub fn fields(form: &Form, shop: &Shop, of: Of) -> Markup {
    let lang = form.lang;
    let words = KINDS.into_iter().filter(|word| of == Of::Voucher || *word != "thing");
    let (title, lead, kind) = match of {
        Of::Voucher => (t!(lang, "terms-title"), t!(lang, "terms-lead"), t!(lang, "terms-kind")),
        Of::Price => {
            (t!(lang, "prices-takes"), t!(lang, "prices-takes-lead"), t!(lang, "prices-kind"))
        }
    };
    let kinds = words.map(|word| {
        let (label, note) = match word {
            "thing" => (t!(lang, "terms-thing"), t!(lang, "terms-thing-note")),
            "amount" => (t!(lang, "terms-amount"), t!(lang, "terms-amount-note")),
            "percent" => (t!(lang, "terms-percent"), t!(lang, "terms-percent-note")),
            "free_item" => (t!(lang, "terms-free-item"), t!(lang, "terms-free-item-note")),
            "buy_get" => (t!(lang, "terms-buy-get"), t!(lang, "terms-buy-get-note")),
            _ => (t!(lang, "terms-price"), t!(lang, "terms-price-note")),
        };
        Choice::new(word, label).note(note)
    });
    html! {
        fieldset.stack.part {
            legend { h2 { (title) } }
            p.hint { (lead) }
            (form.radios("terms.benefit", kind, kinds))
            (amounts(form, shop))
            (folded(form, &WHEN, &t!(lang, "terms-when"), when(form, shop)))
            @if of == Of::Voucher { (folded(form, &LIMITS, &t!(lang, "terms-limits"), limits(form))) }
            (folded(form, &["terms.stacking.order"], &t!(lang, "terms-together"), together(form)))
        }
    }
}

const WHEN: [&str; 7] = [
    "terms.conditions.least",
    "terms.conditions.goods.products",
    "terms.conditions.goods.categories",
    "terms.conditions.weekdays",
    "terms.conditions.first",
    "terms.conditions.from",
    "terms.conditions.until",
];
const LIMITS: [&str; 3] = ["terms.uses", "terms.per_day", "terms.per_store"];

/// Open when something stands in it or is wrong there.
fn folded(form: &Form, names: &[&str], title: &str, inside: Markup) -> Markup {
    let said =
        |name: &&str| !form.value(name).is_empty() || form.errors().of(name).next().is_some();
    html! {
        details.more.fold open[names.iter().any(said)] {
            summary { (icons::RIGHT) (title) }
            div.stack { (inside) }
        }
    }
}

/// What each kind asks for; the chosen one's is open.
fn amounts(form: &Form, shop: &Shop) -> Markup {
    let (lang, chosen) = (form.lang, form.value("terms.benefit").to_owned());
    let part = |kind: &str, title: String, inside: Markup| {
        html! {
            details.more.fold open[chosen == kind] {
                summary { (icons::RIGHT) (title) }
                div.two-fields { (inside) }
            }
        }
    };
    let money = |name: &str, label: String| form.money(name, label, shop.currency).optional();
    let number = |name: &str, label: String| form.number(name, label).optional();
    html! {
        (part("amount", t!(lang, "terms-amount"), html! {
            (money("terms.benefit.off", t!(lang, "terms-off")))
        }))
        (part("percent", t!(lang, "terms-percent"), html! {
            (number("terms.benefit.percent", t!(lang, "terms-percent-off")))
            (money("terms.benefit.most", t!(lang, "terms-most")))
        }))
        (part("free_item", t!(lang, "terms-free-item"), html! {
            (number("terms.benefit.pieces", t!(lang, "terms-pieces")))
        }))
        (part("buy_get", t!(lang, "terms-buy-get"), html! {
            (number("terms.benefit.buy", t!(lang, "terms-buy")))
            (number("terms.benefit.get", t!(lang, "terms-get")))
            (number("terms.benefit.times", t!(lang, "terms-times")))
        }))
        (part("price", t!(lang, "terms-price"), html! {
            (money("terms.benefit.each", t!(lang, "terms-each")))
        }))
    }
}

fn when(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let days = (1i8..=7).filter_map(|day| {
        let named = Weekday::from_monday_one_offset(day).ok()?;
        Some((day.to_string(), format::weekday(lang, named).to_owned()))
    });
    html! {
        (form.money("terms.conditions.least", t!(lang, "terms-least"), shop.currency)
            .hint(t!(lang, "terms-least-hint")).optional())
        (form.text("terms.conditions.goods.categories", t!(lang, "terms-categories"))
            .hint(t!(lang, "terms-goods-hint")).optional())
        (form.text("terms.conditions.goods.products", t!(lang, "terms-products")).optional())
        (form.checks("terms.conditions.weekdays", t!(lang, "terms-weekdays"), days)
            .hint(t!(lang, "terms-weekdays-hint")))
        div.two-fields {
            (form.date("terms.conditions.from", t!(lang, "terms-from")).optional())
            (form.date("terms.conditions.until", t!(lang, "terms-until")).optional())
        }
        (form.checkbox("terms.conditions.first", t!(lang, "terms-first")))
    }
}

fn limits(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.number("terms.uses", t!(lang, "terms-uses")).hint(t!(lang, "terms-uses-hint")).optional())
        div.two-fields {
            (form.number("terms.per_day", t!(lang, "terms-per-day")).optional())
            (form.number("terms.per_store", t!(lang, "terms-per-store")).optional())
        }
    }
}

fn together(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.select("terms.stacking.together", t!(lang, "terms-goes"), [
            ("others", t!(lang, "terms-goes-others")),
            ("alone", t!(lang, "terms-goes-alone")),
            ("all", t!(lang, "terms-goes-all")),
        ]))
        (form.select("terms.stacking.base", t!(lang, "terms-base"), [
            ("left", t!(lang, "terms-base-left")),
            ("original", t!(lang, "terms-base-original")),
        ]))
        (form.number("terms.stacking.order", t!(lang, "terms-order"))
            .hint(t!(lang, "terms-order-hint")).optional())
    }
}

/// What was typed, read into terms. A field that belongs to another kind is not read.
pub fn read(typed: &Typed, shop: &Shop, fields: &mut Fields) -> Terms {
    let mut reader = Reader { typed, shop, fields };
    let benefit = reader.benefit();
    let names = |reader: &Reader, name: &str| -> Vec<String> {
        let typed = reader.text(name);
        typed.split([',', '，', '、']).map(|one| one.trim().to_owned()).collect()
    };
    let weekdays = (typed.all)("terms.conditions.weekdays");
    let conditions = Conditions {
        least: reader.money("terms.conditions.least").unwrap_or(0),
        goods: Goods {
            products: names(&reader, "terms.conditions.goods.products"),
            categories: names(&reader, "terms.conditions.goods.categories"),
        },
        weekdays: weekdays.iter().filter_map(|day| day.parse().ok()).collect(),
        first: !reader.text("terms.conditions.first").is_empty(),
        from: reader.day("terms.conditions.from"),
        until: reader.day("terms.conditions.until"),
    };
    let stacking = Stacking {
        together: reader.text("terms.stacking.together").parse().unwrap_or(Together::Others),
        base: reader.text("terms.stacking.base").parse().unwrap_or(Base::Left),
        order: reader.number("terms.stacking.order", 100).unwrap_or(0),
    };
    Terms {
        benefit,
        conditions,
        stacking,
        uses: reader.number("terms.uses", MOST_PIECES).unwrap_or(1).max(1),
        per_day: reader.number("terms.per_day", 1_000_000),
        per_store: reader.number("terms.per_store", 1_000_000),
    }
}

struct Reader<'r> {
    typed: &'r Typed<'r>,
    shop: &'r Shop,
    fields: &'r mut Fields,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> String {
        (self.typed.text)(name).trim().to_owned()
    }
    fn benefit(&mut self) -> Benefit {
        match self.text("terms.benefit").as_str() {
            "" | "thing" => Benefit::Thing,
            "amount" => Benefit::Amount { off: self.needed_money("terms.benefit.off") },
            "percent" => Benefit::Percent {
                percent: self.needed("terms.benefit.percent", 100),
                most: self.money("terms.benefit.most"),
            },
            "free_item" => {
                Benefit::FreeItem { pieces: self.needed("terms.benefit.pieces", MOST_PIECES) }
            }
            "buy_get" => Benefit::BuyGet {
                buy: self.needed("terms.benefit.buy", MOST_PIECES),
                get: self.needed("terms.benefit.get", MOST_PIECES),
                times: self.number("terms.benefit.times", MOST_PIECES).unwrap_or(1),
            },
            "price" => Benefit::Price { each: self.needed_money("terms.benefit.each") },
            _ => {
                self.fields.push(FieldError::new("terms.benefit", "choice_invalid"));
                Benefit::Thing
            }
        }
    }
    fn money(&mut self, name: &'static str) -> Option<i64> {
        let typed = self.text(name);
        if typed.is_empty() {
            return None;
        }
        match Money::parse(&typed, self.shop.currency) {
            Ok(money) => Some(money.amount),
            Err(wrong) => {
                self.fields.push(wrong.at(name, &typed, self.shop.currency));
                Some(1)
            }
        }
    }
    /// As [`Reader::money`]; the model says what is wrong with nothing.
    fn needed_money(&mut self, name: &'static str) -> i64 {
        let typed = self.money(name);
        if typed.is_none() {
            self.fields.push(FieldError::new(name, "required"));
        }
        typed.unwrap_or(1)
    }
    fn needed(&mut self, name: &'static str, most: u32) -> u32 {
        let typed = self.number(name, most);
        if typed.is_none() && !self.fields.of(name).any(|_| true) {
            self.fields.push(FieldError::new(name, "required"));
        }
        typed.unwrap_or(1)
    }
    fn number(&mut self, name: &'static str, most: u32) -> Option<u32> {
        let typed = self.text(name);
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| *number <= most);
        if number.is_none() {
            let wrong = FieldError::new(name, "number_range");
            self.fields.push(wrong.with("min", 1).with("max", i64::from(most)));
        }
        number
    }
    fn day(&mut self, name: &'static str) -> Option<Date> {
        let typed = self.text(name);
        if typed.is_empty() {
            return None;
        }
        let day = typed.parse().ok();
        if day.is_none() {
            self.fields.push(FieldError::new(name, "date_invalid"));
        }
        day
    }
}

/// What a purchase of the example would cost with it, in a sentence: "A purchase of ¥58 would cost ¥48".
pub fn example(tongue: Tongue, terms: &Terms) -> String {
    let (lang, shop) = (tongue.lang, tongue.shop);
    let minor = 10i64.pow(shop.currency.digits());
    let before = (58 * minor).max(terms.conditions.least);
    let off = super::alone(terms, before);
    let money = |amount| format::money(lang, shop.money(amount));
    match terms.benefit {
        Benefit::Thing if terms.conditions.least > 0 => {
            t!(lang, "terms-example-thing", least = money(terms.conditions.least))
        }
        Benefit::Thing => benefit(tongue, terms),
        _ => t!(lang, "terms-example", before = money(before), after = money(before - off)),
    }
}
