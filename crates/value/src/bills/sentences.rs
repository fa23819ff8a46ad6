//! Terms and reasons in words: the same for the counter, the phone, the console and programs.

use jiff::civil::{Time as Clock, Weekday};
use kernel::Lang;
use web::{Shop, kit::format, t};

use super::{
    model::Reason,
    terms::{Benefit, Conditions, Goods, Terms, Together},
    whom::Hours,
};

/// What is said in a language of a shop's.
#[derive(Debug, Clone, Copy)]
pub struct Tongue<'s> {
    pub lang: Lang,
    pub shop: &'s Shop,
}

impl Tongue<'_> {
    fn money(self, amount: i64) -> String {
        format::money(self.lang, self.shop.money(amount))
    }
    fn days(self, weekdays: &[i8]) -> String {
        let names = weekdays.iter().filter_map(|day| Weekday::from_monday_one_offset(*day).ok());
        let names: Vec<&str> = names.map(|day| format::weekday(self.lang, day)).collect();
        format::list(self.lang, &names)
    }
    fn goods(self, goods: &Goods) -> String {
        let names: Vec<&String> = goods.products.iter().chain(&goods.categories).collect();
        if names.is_empty() {
            t!(self.lang, "bills-everything")
        } else {
            format::list(self.lang, &names)
        }
    }
}

/// What it takes off, without when: "10% off tea, at most ¥20".
pub fn benefit(tongue: Tongue, terms: &Terms) -> String {
    let lang = tongue.lang;
    let goods = tongue.goods(&terms.conditions.goods);
    match terms.benefit {
        Benefit::Thing => t!(lang, "bills-thing"),
        Benefit::Amount { off } => {
            t!(lang, "bills-amount", off = tongue.money(off), goods = goods)
        }
        Benefit::Percent { percent, most: None } => {
            t!(lang, "bills-percent", percent = parts(lang, percent), goods = goods)
        }
        Benefit::Percent { percent, most: Some(most) } => t!(
            lang,
            "bills-percent-most",
            percent = parts(lang, percent),
            goods = goods,
            most = tongue.money(most)
        ),
        Benefit::FreeItem { pieces } => {
            t!(lang, "bills-free-item", pieces = pieces, goods = goods)
        }
        Benefit::BuyGet { buy, get, times } => {
            t!(lang, "bills-buy-get", buy = buy, get = get, times = times, goods = goods)
        }
        Benefit::Price { each } => {
            t!(lang, "bills-price", each = tongue.money(each), goods = goods)
        }
        Benefit::Agreed { each } => {
            t!(lang, "bills-price-of-one", each = tongue.money(each), goods = goods)
        }
    }
}

/// The part as each language counts it: of fifteen percent off, a Chinese shop says the 8.5 (折) that
/// are left to pay.
fn parts(lang: Lang, percent: u32) -> String {
    if lang != Lang::Zh {
        return percent.to_string();
    }
    let left = 100u32.saturating_sub(percent);
    let (tens, ones) = (left / 10, left % 10);
    if ones == 0 { tens.to_string() } else { format!("{tens}.{ones}") }
}

/// When it works, each condition by itself; empty when it always does.
pub fn conditions(tongue: Tongue, terms: &Terms) -> Vec<String> {
    let lang = tongue.lang;
    let Conditions { least, weekdays, first, from, until, .. } = &terms.conditions;
    let mut said = Vec::new();
    if *least > 0 {
        said.push(t!(lang, "bills-from-amount", least = tongue.money(*least)));
    }
    if !weekdays.is_empty() {
        said.push(t!(lang, "bills-on", days = tongue.days(weekdays)));
    }
    if *first {
        said.push(t!(lang, "bills-first"));
    }
    if let Some(from) = from {
        said.push(t!(lang, "bills-from", day = format::date_with_year(lang, *from)));
    }
    if let Some(until) = until {
        said.push(t!(lang, "bills-until", day = format::date_with_year(lang, *until)));
    }
    if terms.uses > 1 {
        said.push(t!(lang, "bills-uses", uses = terms.uses));
    }
    if terms.stacking.together == Together::Alone {
        said.push(t!(lang, "bills-alone"));
    }
    said
}

/// "17:00–19:30", "from 17:00", "until 19:30".
pub fn hours(lang: Lang, hours: Hours) -> String {
    let said = |clock: Clock| format!("{:02}:{:02}", clock.hour(), clock.minute());
    match (hours.from.map(said), hours.until.map(said)) {
        (Some(from), Some(until)) => t!(lang, "bills-between", from = from, until = until),
        (Some(from), None) => t!(lang, "bills-from-hour", from = from),
        (None, Some(until)) => t!(lang, "bills-until-hour", until = until),
        (None, None) => t!(lang, "bills-all-day"),
    }
}

/// The promise in one line: "¥10 off · from ¥30 · Monday".
pub fn terms(tongue: Tongue, terms: &Terms) -> String {
    let mut said = vec![benefit(tongue, terms)];
    said.extend(conditions(tongue, terms));
    said.join(" · ")
}

/// Why it is taken or not. `other`: the name of what it does not go together with.
pub fn reason(tongue: Tongue, reason: &Reason, other: &str) -> String {
    let lang = tongue.lang;
    match reason {
        Reason::Applies { off } => t!(lang, "bills-why-applies", off = tongue.money(*off)),
        Reason::Gives => t!(lang, "bills-why-gives"),
        Reason::NotYet { from } => {
            t!(lang, "bills-why-not-yet", day = format::date_with_year(lang, *from))
        }
        Reason::Over => t!(lang, "bills-why-over"),
        Reason::OtherStore => t!(lang, "bills-why-other-store"),
        Reason::OtherDay { weekdays } => {
            t!(lang, "bills-why-other-day", days = tongue.days(weekdays))
        }
        Reason::OtherHour { hours: of } => {
            t!(lang, "bills-why-other-hour", hours = hours(lang, *of))
        }
        Reason::OtherGroup => t!(lang, "bills-why-other-group"),
        Reason::OtherTier => t!(lang, "bills-why-other-tier"),
        Reason::NotFirst => t!(lang, "bills-why-not-first"),
        Reason::OtherGoods => t!(lang, "bills-why-other-goods"),
        Reason::MorePieces { more } => t!(lang, "bills-why-more-pieces", more = *more),
        Reason::TooLittle { least, short } => t!(
            lang,
            "bills-why-too-little",
            least = tongue.money(*least),
            short = tongue.money(*short)
        ),
        Reason::NotWith { .. } => t!(lang, "bills-why-not-with", other = other),
        Reason::OneOfAKind => t!(lang, "bills-why-one-of-a-kind"),
        Reason::TooMany { most } => t!(lang, "bills-why-too-many", most = *most),
        Reason::NotBest => t!(lang, "bills-why-not-best"),
        Reason::NothingLeft => t!(lang, "bills-why-nothing-left"),
    }
}
