//! What a voucher promises: what it takes off, when it works, and what it goes together with.

use jiff::civil::Date;
use kernel::{FieldError, Fields, money::LARGEST_AMOUNT, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Products and categories of one voucher.
pub const MOST_NAMES: usize = 50;
/// Pieces that one voucher gives, and uses of a card.
pub const MOST_PIECES: u32 = 1000;

/// The promise as a whole. Left out, it is a thing that is handed over by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = VoucherTerms)]
pub struct Terms {
    pub benefit: Benefit,
    pub conditions: Conditions,
    pub stacking: Stacking,
    /// How often one voucher may be used: above one it is a card.
    #[schema(minimum = 1, maximum = 1000)]
    pub uses: u32,
    /// How many are taken on one local day, in all stores together.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub per_day: Option<u32>,
    /// How many are taken on one local day in one store.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub per_store: Option<u32>,
}

impl Default for Terms {
    fn default() -> Self {
        Self::of(Benefit::Thing)
    }
}

/// What somebody gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = VoucherBenefit)]
pub enum Benefit {
    /// A thing that is handed over; with a minimum, beside a purchase of at least so much.
    #[default]
    Thing,
    /// So much off, in minor units.
    Amount {
        #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
        off: i64,
    },
    /// A part off, at most so much.
    Percent {
        #[schema(minimum = 1, maximum = 100)]
        percent: u32,
        #[serde(default)]
        #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
        most: Option<i64>,
    },
    /// So many pieces of these goods are free: the cheapest that were bought.
    FreeItem {
        #[schema(minimum = 1, maximum = 1000)]
        pieces: u32,
    },
    /// Of every `buy` and `get` pieces the `get` cheapest are free, at most so many times.
    BuyGet {
        #[schema(minimum = 1, maximum = 1000)]
        buy: u32,
        #[schema(minimum = 1, maximum = 1000)]
        get: u32,
        #[schema(minimum = 1, maximum = 1000)]
        times: u32,
    },
    /// Each piece of these goods costs so much, in minor units, if it costs more otherwise.
    Price {
        #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
        each: i64,
    },
    /// One piece of these goods, the dearest, costs so much: a price that was agreed on for one ticket. No
    /// gift is made of it.
    #[serde(skip)]
    Agreed { each: i64 },
}

/// When it works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = VoucherConditions)]
pub struct Conditions {
    /// What the goods cost together before anything is taken off, in minor units: at least so much.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub least: i64,
    pub goods: Goods,
    /// 1 for Monday to 7 for Sunday; empty for every day.
    #[schema(max_items = 7)]
    pub weekdays: Vec<i8>,
    /// Only with the first purchase of somebody.
    pub first: bool,
    /// The first local day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last local day.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

/// Which goods it is for; empty for all. Names are the till's, in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = VoucherGoods)]
pub struct Goods {
    #[schema(max_items = 50)]
    pub products: Vec<String>,
    #[schema(max_items = 50)]
    pub categories: Vec<String>,
}

impl Goods {
    pub const fn is_all(&self) -> bool {
        self.products.is_empty() && self.categories.is_empty()
    }
    pub fn has(&self, product: Option<&str>, category: Option<&str>) -> bool {
        let named = |names: &[String], name: Option<&str>| {
            name.is_some_and(|name| {
                names.iter().any(|known| known.to_lowercase() == name.to_lowercase())
            })
        };
        self.is_all() || named(&self.products, product) || named(&self.categories, category)
    }
}

/// How it goes together with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = VoucherStacking)]
pub struct Stacking {
    pub together: Together,
    /// Of several, the lower comes first.
    #[schema(minimum = 0, maximum = 100)]
    pub order: u32,
    pub base: Base,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VoucherTogether)]
pub enum Together {
    /// With nothing else.
    Alone,
    /// With others, not with a second of its own kind.
    #[default]
    Others,
    /// With others and with its own kind.
    All,
}

/// What a percentage is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VoucherBase)]
pub enum Base {
    /// Of what the goods cost before anything was taken off.
    Original,
    /// Of what others have left.
    #[default]
    Left,
}

kernel::words!(Together { Alone "alone", Others "others", All "all" });
kernel::words!(Base { Original "original", Left "left" });

impl Benefit {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Thing => "thing",
            Self::Amount { .. } => "amount",
            Self::Percent { .. } => "percent",
            Self::FreeItem { .. } => "free_item",
            Self::BuyGet { .. } => "buy_get",
            Self::Price { .. } | Self::Agreed { .. } => "price",
        }
    }
    pub const fn is_thing(self) -> bool {
        matches!(self, Self::Thing)
    }
}

impl Terms {
    pub fn of(benefit: Benefit) -> Self {
        Self {
            benefit,
            conditions: Conditions::default(),
            stacking: Stacking::default(),
            uses: 1,
            per_day: None,
            per_store: None,
        }
    }
    /// Whether it works only beside a purchase.
    pub const fn needs_purchase(&self) -> bool {
        !self.benefit.is_thing() || self.conditions.least > 0
    }
    /// Cleans the names and names every field that is out of bounds.
    pub fn check(&mut self, fields: &mut Fields) {
        self.check_benefit(fields);
        let of = &mut self.conditions;
        amount(fields, "terms.conditions.least", of.least, 0);
        for (field, names) in [
            ("terms.conditions.goods.products", &mut of.goods.products),
            ("terms.conditions.goods.categories", &mut of.goods.categories),
        ] {
            fields.at_most(field, names.len(), MOST_NAMES);
            for name in names.iter_mut() {
                *name = text::line(name);
                if text::count(name) > text::NAME_MAX {
                    let wrong = FieldError::new(field, "too_long");
                    fields.push(wrong.with("max", text::NAME_MAX as i64));
                }
            }
            names.retain(|name| !name.is_empty());
            names.sort();
            names.dedup();
        }
        if of.weekdays.iter().any(|day| !(1..=7).contains(day)) {
            fields.push(FieldError::new("terms.conditions.weekdays", "choice_invalid"));
        }
        fields.at_most("terms.conditions.weekdays", of.weekdays.len(), 7);
        of.weekdays.sort_unstable();
        of.weekdays.dedup();
        if of.from.zip(of.until).is_some_and(|(from, until)| until < from) {
            fields.push(FieldError::new("terms.conditions.until", "date_before_from"));
        }
        range(fields, "terms.stacking.order", self.stacking.order, 0..=100);
        range(fields, "terms.uses", self.uses, 1..=MOST_PIECES);
        for (field, limit) in [("terms.per_day", self.per_day), ("terms.per_store", self.per_store)]
        {
            if let Some(limit) = limit {
                range(fields, field, limit, 1..=1_000_000);
            }
        }
    }

    fn check_benefit(&self, fields: &mut Fields) {
        match self.benefit {
            Benefit::Thing => {}
            Benefit::Amount { off } => amount(fields, "terms.benefit.off", off, 1),
            Benefit::Percent { percent, most } => {
                range(fields, "terms.benefit.percent", percent, 1..=100);
                if let Some(most) = most {
                    amount(fields, "terms.benefit.most", most, 1);
                }
            }
            Benefit::FreeItem { pieces } => {
                range(fields, "terms.benefit.pieces", pieces, 1..=MOST_PIECES);
            }
            Benefit::BuyGet { buy, get, times } => {
                range(fields, "terms.benefit.buy", buy, 1..=MOST_PIECES);
                range(fields, "terms.benefit.get", get, 1..=MOST_PIECES);
                range(fields, "terms.benefit.times", times, 1..=MOST_PIECES);
            }
            Benefit::Price { each } | Benefit::Agreed { each } => {
                amount(fields, "terms.benefit.each", each, 0);
            }
        }
    }
}

fn amount(fields: &mut Fields, field: &'static str, amount: i64, least: i64) {
    if amount < 0 {
        fields.push(FieldError::new(field, "amount_negative"));
    } else if amount > LARGEST_AMOUNT {
        fields.push(FieldError::new(field, "amount_too_large"));
    } else if amount < least {
        fields.push(FieldError::new(field, "required"));
    }
}

fn range(
    fields: &mut Fields,
    field: &'static str,
    value: u32,
    within: std::ops::RangeInclusive<u32>,
) {
    if !within.contains(&value) {
        let wrong = FieldError::new(field, "number_range");
        let (min, max) = (i64::from(*within.start()), i64::from(*within.end()));
        fields.push(wrong.with("min", min).with("max", max));
    }
}
