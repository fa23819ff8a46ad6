//! What somebody typed into a program's form, read into terms.
//!
//! Rows of rules and of days are numbered from 1 and may have gaps: a row that says nothing is no
//! rule. What is wrong is named by the row as it stands on the page.

use jiff::civil::Date;
use kernel::{Error, FieldError, Fields, Lang, Result, StoreId, money::LARGEST_AMOUNT};
use web::{Input, Shop};

use super::{
    engine::{Boost, Earn, Expiry, Limits, MOST_POINTS, Of, Returns, Rounding, Rule, Terms, Worth},
    model::named,
    sample::Sample,
};
use crate::words::Words;

/// The most rows of rules and of days that terms have.
pub const MOST_RULES: usize = 20;
pub const MOST_BOOSTS: usize = 50;
const MOST_DAYS: i64 = 3650;

/// The field of words in one language, by which what is wrong with them is named.
pub const fn word_fields(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => ("name_en", "unit_en"),
        Lang::Zh => ("name_zh", "unit_zh"),
        Lang::Es => ("name_es", "unit_es"),
    }
}

pub const fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Down => "down",
        Rounding::Nearest => "nearest",
        Rounding::Up => "up",
    }
}

pub const fn returns(returns: Returns) -> &'static str {
    match returns {
        Returns::OnlyPending => "only_pending",
        Returns::WithinBalance => "within_balance",
        Returns::IntoDebt => "into_debt",
    }
}

/// What was typed, and what was wrong with it.
struct Reader<'i> {
    input: &'i Input,
    shop: &'i Shop,
    fields: Fields,
}

/// The name and the terms. Everything that is wrong is named at once.
pub fn read(input: &Input, shop: &Shop) -> Result<(Words, Terms)> {
    let mut reader = Reader { input, shop, fields: Fields::default() };
    let (mut name, mut unit) = (Words::default(), Words::default());
    for one in Lang::ALL {
        let (in_name, in_unit) = word_fields(one);
        input.text(in_name).clone_into(name.slot(one));
        input.text(in_unit).clone_into(unit.slot(one));
    }
    let (rules, rule_rows) = reader.rules();
    let (boosts, boost_rows) = reader.boosts();
    let terms = Terms {
        unit,
        rules,
        boosts,
        limits: Limits {
            purchase: reader.optional("limits.purchase", (1, MOST_POINTS)),
            day: reader.optional("limits.day", (1, MOST_POINTS)),
            person: reader.optional("limits.person", (1, MOST_POINTS)),
        },
        pending_days: reader.days("pending_days", 0),
        expiry: reader.expiry(),
        returns: reader.returns(),
        worth: reader.worth(),
        notice_days: reader.days("notice_days", 0),
    };
    let own = word_fields(shop.lang);
    let renamed = |field: &str| match field {
        "name" => own.0.to_owned(),
        "unit" => own.1.to_owned(),
        other => placed(other, &rule_rows, &boost_rows),
    };
    let name = reader.take(named(name), &renamed);
    let terms = reader.take(terms.checked(), &renamed);
    match (reader.fields.is_empty(), name, terms) {
        (true, Some(name), Some(terms)) => Ok((name, terms)),
        _ => Err(Error::Invalid(reader.fields)),
    }
}

/// The purchase to try it on.
pub fn sample(input: &Input, shop: &Shop, store: Option<StoreId>) -> Result<Sample> {
    let mut fields = Fields::default();
    let amount = input.money(&mut fields, "sample_amount", shop.currency);
    let category = kernel::text::line(input.text("sample_category"));
    fields.check(Sample { amount, category: (!category.is_empty()).then_some(category), store })
}

/// Terms count rules one after the other; the page may have gaps between them.
fn placed(field: &str, rules: &[usize], boosts: &[usize]) -> String {
    let mut parts = field.splitn(3, '.');
    let (list, rows) = match parts.next() {
        Some("rules") => ("rules", rules),
        Some("boosts") => ("boosts", boosts),
        _ => return field.to_owned(),
    };
    let at: Option<usize> = parts.next().and_then(|number| number.parse().ok());
    let row = at.and_then(|at| rows.get(at.checked_sub(1)?));
    match (row, parts.next()) {
        (Some(row), Some(rest)) => format!("{list}.{row}.{rest}"),
        _ => field.to_owned(),
    }
}

/// Names that are separated by commas, as each of our languages writes them.
fn names(text: &str) -> Vec<String> {
    let names = text.split([',', '，', '、']).map(kernel::text::line);
    names.filter(|name| !name.is_empty()).collect()
}

impl Reader<'_> {
    fn text(&self, field: &str) -> &str {
        self.input.text(field).trim()
    }
    fn wrong(&mut self, error: FieldError) {
        // One thing at a time: what could not be read is not also out of bounds.
        if self.fields.of(&error.field).next().is_none() {
            self.fields.push(error);
        }
    }
    fn take<T>(&mut self, read: Result<T>, renamed: &impl Fn(&str) -> String) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(Error::Invalid(wrong)) => {
                for one in wrong.iter() {
                    self.wrong(FieldError { field: renamed(&one.field).into(), ..one.clone() });
                }
                None
            }
            Err(_) => None,
        }
    }
    fn whole(&mut self, field: &str, (min, max): (i64, i64)) -> i64 {
        match self.text(field).parse() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                let wrong = FieldError::new(field.to_owned(), "number_range");
                self.wrong(wrong.with("min", min).with("max", max));
                min
            }
        }
    }
    fn optional(&mut self, field: &str, bounds: (i64, i64)) -> Option<i64> {
        (!self.text(field).is_empty()).then(|| self.whole(field, bounds))
    }
    fn days(&mut self, field: &str, least: i64) -> u32 {
        u32::try_from(self.whole(field, (least, MOST_DAYS))).unwrap_or_default()
    }
    fn money(&mut self, field: &str) -> i64 {
        let typed = self.input.text(field);
        match kernel::Money::parse(typed, self.shop.currency) {
            Ok(money) if (1..=LARGEST_AMOUNT).contains(&money.amount) => money.amount,
            Ok(_) => {
                self.wrong(FieldError::new(field.to_owned(), "amount_none"));
                1
            }
            Err(wrong) => {
                let error = wrong.at("", typed, self.shop.currency);
                self.wrong(FieldError { field: field.to_owned().into(), ..error });
                1
            }
        }
    }
    fn invalid(&mut self, field: String) {
        self.wrong(FieldError::new(field, "choice_invalid"));
    }

    /// The rules, and the row of each.
    fn rules(&mut self) -> (Vec<Rule>, Vec<usize>) {
        let (mut rules, mut rows) = (Vec::new(), Vec::new());
        for row in 1..=MOST_RULES {
            let field = |name: &str| format!("rules.{row}.{name}");
            let said = ["kind", "points", "per", "of", "products", "when"];
            let blank = said.iter().all(|name| self.text(&field(name)).is_empty());
            if blank || self.input.ticked(&field("gone")) {
                continue;
            }
            let earn = self.earn(row);
            let rounding = match self.text(&field("rounding")) {
                "" | "down" => Rounding::Down,
                "nearest" => Rounding::Nearest,
                "up" => Rounding::Up,
                _ => {
                    self.invalid(field("rounding"));
                    Rounding::Down
                }
            };
            let when = Some(self.text(&field("when")).to_owned()).filter(|it| !it.is_empty());
            rules.push(Rule { earn, rounding, when });
            rows.push(row);
        }
        (rules, rows)
    }
    fn earn(&mut self, row: usize) -> Earn {
        let field = |name: &str| format!("rules.{row}.{name}");
        let points = self.whole(&field("points"), (1, MOST_POINTS));
        let of = Of {
            categories: names(self.text(&field("of"))),
            products: names(self.text(&field("products"))),
        };
        match self.text(&field("kind")).to_owned().as_str() {
            "amount" => Earn::Amount { points, per: self.money(&field("per")), of },
            "item" => Earn::Item { points, of },
            "visit" => Earn::Visit { points },
            "" => {
                self.wrong(FieldError::new(field("kind"), "required"));
                Earn::Visit { points }
            }
            // An event of another name is named by the terms.
            kind => Earn::Event { points, kind: kind.to_owned() },
        }
    }

    /// The days that count more, and the row of each.
    fn boosts(&mut self) -> (Vec<Boost>, Vec<usize>) {
        let (mut boosts, mut rows) = (Vec::new(), Vec::new());
        for row in 1..=MOST_BOOSTS {
            let field = |name: &str| format!("boosts.{row}.{name}");
            let said = ["name", "factor", "from", "to", "weekdays", "stores"];
            let blank = said.iter().all(|name| self.text(&field(name)).is_empty());
            if blank || self.input.ticked(&field("gone")) {
                continue;
            }
            let name = self.text(&field("name")).to_owned();
            let factor = self.factor(&field("factor"));
            let (from, to) = (self.day(&field("from")), self.day(&field("to")));
            let (days, places) = (field("weekdays"), field("stores"));
            let weekdays: Vec<Option<i8>> =
                self.input.all(&days).map(|day| day.parse().ok()).collect();
            let stores: Vec<Option<StoreId>> =
                self.input.all(&places).map(|id| id.parse().ok()).collect();
            if weekdays.contains(&None) {
                self.invalid(days);
            }
            if stores.contains(&None) {
                self.invalid(places);
            }
            let weekdays = weekdays.into_iter().flatten().collect();
            let stores = stores.into_iter().flatten().collect();
            boosts.push(Boost { name, factor, from, to, weekdays, stores });
            rows.push(row);
        }
        (boosts, rows)
    }
    /// "2", "1.5", "1,5": in ten-thousandths.
    fn factor(&mut self, field: &str) -> i64 {
        let typed = self.text(field).trim_start_matches(['×', 'x']).replace(',', ".");
        let factor = typed.trim().parse::<f64>().ok().map(|factor| (factor * 10_000.0).round());
        match factor {
            #[expect(clippy::cast_possible_truncation, reason = "rounded, between 1 and 20")]
            Some(factor) if (10_100.0..=200_000.0).contains(&factor) => factor as i64,
            _ => {
                self.wrong(FieldError::new(field.to_owned(), "factor_range"));
                20_000
            }
        }
    }
    fn day(&mut self, field: &str) -> Option<Date> {
        let typed = self.text(field).to_owned();
        let day = (!typed.is_empty()).then(|| typed.parse::<Date>());
        match day {
            Some(Err(_)) => {
                self.wrong(FieldError::new(field.to_owned(), "date_invalid"));
                None
            }
            Some(Ok(day)) => Some(day),
            None => None,
        }
    }

    fn expiry(&mut self) -> Expiry {
        let small = |number: i64| i8::try_from(number).unwrap_or(1);
        match self.text("expiry").to_owned().as_str() {
            "never" => Expiry::Never,
            "rolling" => Expiry::Rolling { days: self.days("expiry.days", 1) },
            "inactivity" => Expiry::Inactivity { days: self.days("expiry.days", 1) },
            "calendar" => Expiry::Calendar {
                month: small(self.whole("expiry.month", (1, 12))),
                day: small(self.whole("expiry.day", (1, 28))),
                years: u8::try_from(self.whole("expiry.years", (0, 10))).unwrap_or_default(),
            },
            _ => {
                self.invalid("expiry".to_owned());
                Expiry::Never
            }
        }
    }
    fn returns(&mut self) -> Returns {
        let all = [Returns::OnlyPending, Returns::WithinBalance, Returns::IntoDebt];
        let chosen = all.into_iter().find(|one| returns(*one) == self.text("returns"));
        chosen.unwrap_or_else(|| {
            self.invalid("returns".to_owned());
            Returns::WithinBalance
        })
    }
    /// None when nothing is said of it.
    fn worth(&mut self) -> Option<Worth> {
        let said = ["worth.points", "worth.amount"];
        if said.iter().all(|field| self.text(field).is_empty()) {
            return None;
        }
        Some(Worth {
            points: self.whole("worth.points", (1, MOST_POINTS)),
            amount: self.money("worth.amount"),
            most_percent: self.optional("worth.most_percent", (1, 100)).unwrap_or(100),
        })
    }
}
