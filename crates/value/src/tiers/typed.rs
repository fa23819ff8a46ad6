//! What somebody typed into a ladder's form.
//!
//! Rows of tiers are numbered from 1 and may have gaps; what is wrong is named by the row as it stands
//! on the page.

use kernel::{Error, FieldError, Fields, Lang, Money, Result, money::LARGEST_AMOUNT};
use web::{Input, Shop};

use super::engine::{
    By, Falls, Ladder, Lasts, MOST_DAYS, MOST_TIERS, ONE, Period, Privileges, Starts, Tier,
};
use crate::words::Words;

/// The field of a tier's name in one language.
pub const fn name_field(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "name_en",
        Lang::Zh => "name_zh",
        Lang::Es => "name_es",
    }
}

/// What makes a row of the form a tier.
pub const SAYS: [&str; 5] = ["name_en", "name_zh", "name_es", "from", "gift"];

struct Reader<'i> {
    input: &'i Input,
    shop: &'i Shop,
    fields: Fields,
}

/// The ladder. Everything that is wrong is named at once.
pub fn read(input: &Input, shop: &Shop) -> Result<Ladder> {
    let mut reader = Reader { input, shop, fields: Fields::default() };
    let by = reader
        .one_of("by", &[("points", By::Points), ("spend", By::Spend), ("visits", By::Visits)]);
    let (tiers, rows) = reader.tiers(by.unwrap_or(By::Points));
    let period = reader.period();
    let ladder = Ladder {
        tiers,
        by: by.unwrap_or(By::Points),
        period,
        starts: reader
            .one_of("starts", &[("now", Starts::Now), ("next_period", Starts::NextPeriod)])
            .unwrap_or(Starts::Now),
        lasts: reader.lasts(),
        grace_days: reader.days("grace_days", (0, 366)),
        falls: reader
            .one_of("falls", &[("one_step", Falls::OneStep), ("to_balance", Falls::ToBalance)])
            .unwrap_or(Falls::ToBalance),
        notice_days: reader.days("notice_days", (0, 366)),
    };
    match ladder.checked() {
        Ok(ladder) => reader.fields.check(ladder),
        Err(Error::Invalid(wrong)) => {
            for one in wrong.iter() {
                let field = placed(&one.field, &rows, shop.lang);
                reader.wrong(FieldError { field: field.into(), ..one.clone() });
            }
            Err(Error::Invalid(reader.fields))
        }
        Err(other) => Err(other),
    }
}

/// The field on the page of what the ladder names: `tiers.2.name` in the shop's language.
pub fn placed(field: &str, rows: &[usize], lang: Lang) -> String {
    let mut parts = field.splitn(3, '.');
    let (Some("tiers"), Some(at), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return field.to_owned();
    };
    let place = at.parse().ok().and_then(|at: usize| at.checked_sub(1));
    let row = place.and_then(|place| rows.get(place)).copied().unwrap_or(1);
    let rest = if rest == "name" { name_field(lang) } else { rest };
    format!("tiers.{row}.{rest}")
}

/// The rows in which tiers stand, in their order.
pub fn rows(input: &Input) -> Vec<usize> {
    let says = |row: &usize| {
        let field = |name: &str| format!("tiers.{row}.{name}");
        let said = SAYS.iter().any(|name| !input.text(&field(name)).trim().is_empty());
        said && !input.ticked(&field("gone"))
    };
    (1..=MOST_TIERS).filter(says).collect()
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
    fn one_of<T: Copy>(&mut self, field: &str, all: &[(&str, T)]) -> Option<T> {
        let typed = self.text(field);
        let found = all.iter().find(|(word, _)| *word == typed).map(|(_, value)| *value);
        if found.is_none() {
            self.wrong(FieldError::new(field.to_owned(), "choice_invalid"));
        }
        found
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
    fn days(&mut self, field: &str, bounds: (i64, i64)) -> u32 {
        u32::try_from(self.whole(field, bounds)).unwrap_or_default()
    }
    fn period(&mut self) -> Period {
        match self.text("period") {
            "year" => Period::Year,
            "lifetime" => Period::Lifetime,
            "rolling" => Period::Rolling { days: self.days("period.days", (1, MOST_DAYS.into())) },
            _ => {
                self.wrong(FieldError::new("period", "choice_invalid"));
                Period::Year
            }
        }
    }
    fn lasts(&mut self) -> Lasts {
        match self.text("lasts") {
            "next_period" => Lasts::NextPeriod,
            "forever" => Lasts::Forever,
            "days" => Lasts::Days { days: self.days("lasts.days", (1, MOST_DAYS.into())) },
            _ => {
                self.wrong(FieldError::new("lasts", "choice_invalid"));
                Lasts::Forever
            }
        }
    }

    fn tiers(&mut self, by: By) -> (Vec<Tier>, Vec<usize>) {
        let rows = rows(self.input);
        let tiers = rows.iter().map(|row| self.tier(*row, by)).collect();
        (tiers, rows)
    }
    fn tier(&mut self, row: usize, by: By) -> Tier {
        let field = |name: &str| format!("tiers.{row}.{name}");
        let mut name = Words::default();
        for one in Lang::ALL {
            self.text(&field(name_field(one))).clone_into(name.slot(one));
        }
        // What is no id of ours is a tier that is new: nobody typed it.
        let id = self.text(&field("id")).parse().ok();
        let gift = self.known(&field("gift"));
        let privileges = Privileges {
            factor: self.factor(&field("factor")),
            gift,
            early: self.input.ticked(&field("early")),
            free_delivery: self.input.ticked(&field("delivery")),
        };
        Tier { id, name, from: self.from(&field("from"), by), privileges }
    }
    /// An id, where there is one.
    fn known<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        let typed = self.text(field);
        if typed.is_empty() {
            return None;
        }
        let id = typed.parse().ok();
        if id.is_none() {
            self.wrong(FieldError::new(field.to_owned(), "choice_invalid"));
        }
        id
    }
    /// In what the ladder counts by.
    fn from(&mut self, field: &str, by: By) -> i64 {
        if by != By::Spend {
            return self.whole(field, (1, LARGEST_AMOUNT));
        }
        match Money::parse(self.input.text(field), self.shop.currency) {
            Ok(money) => money.amount,
            Err(wrong) => {
                self.wrong(FieldError::new(field.to_owned(), wrong.code()));
                1
            }
        }
    }
    /// "2", "1.5", "1,5": in ten-thousandths. Nothing typed: as everybody.
    fn factor(&mut self, field: &str) -> i64 {
        let typed = self.text(field).trim_start_matches(['×', 'x']).replace(',', ".");
        if typed.trim().is_empty() {
            return ONE;
        }
        let factor = typed.trim().parse::<f64>().ok().map(|factor| (factor * 10_000.0).round());
        match factor {
            #[expect(clippy::cast_possible_truncation, reason = "rounded, between 1 and 20")]
            Some(factor) if (10_000.0..=200_000.0).contains(&factor) => factor as i64,
            _ => {
                self.wrong(FieldError::new(field.to_owned(), "tier_factor_range"));
                ONE
            }
        }
    }
}
