//! Conditions in CEL (the Common Expression Language) over what was bought.

use std::fmt;

use cel::{Context, Program, Value};
use jiff::civil::Date;
use kernel::{FieldError, StoreId};
use serde::Serialize;

use super::{earning::Before, facts::Sale};

/// The longest condition, in characters.
pub const LONGEST_WHEN: usize = 400;

/// What a condition can ask for.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// What was paid, in the currency's main unit: 38.5.
    pub amount: f64,
    pub items: i64,
    pub store: String,
    /// 1 for Monday to 7 for Sunday.
    pub weekday: i64,
    pub hour: i64,
    pub day: i64,
    pub month: i64,
    /// The member's first purchase.
    pub first: bool,
    /// `counter`, `api` or `import`.
    pub source: String,
    pub categories: Vec<String>,
    pub products: Vec<String>,
    /// What the member can spend.
    pub points: i64,
    /// The member's tier: 0 for none, 1 for the lowest.
    pub tier: i64,
}

impl Asked {
    pub fn of(sale: &Sale, before: Before) -> Self {
        let day = before.day;
        let names = |of: fn(&super::facts::Line) -> &Option<String>| {
            let kept = sale.lines.iter().filter(|line| !line.is_gone());
            kept.filter_map(|line| of(line).clone()).collect()
        };
        Self {
            amount: sale.total() as f64 / sale.minor.max(1) as f64,
            items: sale.pieces(),
            store: sale.store.to_string(),
            weekday: day.weekday().to_monday_one_offset().into(),
            hour: sale.hour.into(),
            day: day.day().into(),
            month: day.month().into(),
            first: before.first,
            source: sale.source.clone(),
            categories: names(|line| &line.category),
            products: names(|line| &line.product),
            points: before.balance,
            tier: i64::try_from(before.rank).unwrap_or(0),
        }
    }
    /// For trying a condition before it is kept.
    fn sample(store: StoreId) -> Self {
        let line = super::facts::Line {
            product: Some("coffee".to_owned()),
            category: Some("drinks".to_owned()),
            quantity: 1,
            amount: 1250,
            gone: Vec::new(),
        };
        let sale = Sale {
            store,
            source: "counter".to_owned(),
            hour: 9,
            minor: 100,
            bought_before: false,
            lines: vec![line],
            offered: None,
            tiers: Vec::new(),
        };
        let day = Date::constant(2026, 3, 2);
        let before =
            Before { day, today: 0, ever: 0, first: true, balance: 120, rank: 0, factor: 10_000 };
        Self::of(&sale, before)
    }
}

/// A condition that was read.
pub struct When(Program);

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("When")
    }
}

const NAMES: [&str; 13] = [
    "amount",
    "items",
    "store",
    "weekday",
    "hour",
    "day",
    "month",
    "first",
    "source",
    "categories",
    "products",
    "points",
    "tier",
];

impl When {
    /// None if it is no expression.
    pub fn read(text: &str) -> Option<Self> {
        if text.chars().count() > LONGEST_WHEN {
            return None;
        }
        Program::compile(text).ok().map(Self)
    }
    /// Whether it holds. What cannot be decided does not hold.
    pub fn holds(&self, asked: &Asked) -> bool {
        matches!(self.decide(asked), Some(Value::Bool(true)))
    }
    fn decide(&self, asked: &Asked) -> Option<Value> {
        let mut context = Context::default();
        context.add_variable("amount", asked.amount).ok()?;
        context.add_variable("items", asked.items).ok()?;
        context.add_variable("store", asked.store.as_str()).ok()?;
        context.add_variable("weekday", asked.weekday).ok()?;
        context.add_variable("hour", asked.hour).ok()?;
        context.add_variable("day", asked.day).ok()?;
        context.add_variable("month", asked.month).ok()?;
        context.add_variable("first", asked.first).ok()?;
        context.add_variable("source", asked.source.as_str()).ok()?;
        context.add_variable("categories", asked.categories.clone()).ok()?;
        context.add_variable("products", asked.products.clone()).ok()?;
        context.add_variable("points", asked.points).ok()?;
        context.add_variable("tier", asked.tier).ok()?;
        self.0.execute(&context).ok()
    }
}

/// Whether a condition can be kept: it is an expression, knows only our names and says yes or no.
pub fn check(text: &str) -> Result<(), FieldError> {
    if kernel::text::count(text) > LONGEST_WHEN {
        return Err(FieldError::new("when", "too_long").with("max", LONGEST_WHEN as i64));
    }
    let Some(when) = When::read(text) else {
        return Err(FieldError::new("when", "when_unreadable"));
    };
    let references = when.0.references();
    let unknown = references.variables().into_iter().find(|name| !NAMES.contains(name));
    if let Some(name) = unknown {
        return Err(FieldError::new("when", "when_unknown").with("name", name));
    }
    match when.decide(&Asked::sample(StoreId::from_uuid(uuid::Uuid::nil()))) {
        Some(Value::Bool(_)) => Ok(()),
        _ => Err(FieldError::new("when", "when_no_answer")),
    }
}
