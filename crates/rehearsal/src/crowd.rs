//! The simulated people: who they are, how often they come, what they spend, how they found us.
//!
//! How often somebody comes differs from person to person (an exponential habit), wears off for good
//! at some point (a constant daily chance), and what they spend is log-normal: the shapes that the
//! literature on repeat buying finds in real shops, with numbers chosen for a market hall.

use jiff::civil::Date;
use kernel::{GroupId, MemberId, Time};

use crate::dice::Dice;

/// Given names and family names of people one meets in a harbour town.
const GIVEN: &[&str] = &[
    "Mei", "Wei", "Li", "Jun", "Xiao", "Yan", "Hong", "Tao", "Ana", "Luis", "Carmen", "Diego",
    "Lucía", "Mateo", "Sofía", "Pablo", "Emma", "Jack", "Olivia", "Noah", "Grace", "Henry",
    "Amira", "Omar", "Priya", "Kofi", "Ingrid", "Yusuf", "Hana", "Tomás", "Elena", "Marco",
];
const FAMILY: &[&str] = &[
    "Chen", "Wang", "Zhang", "Liu", "Zhao", "Huang", "Zhou", "Wu", "Ruiz", "García", "Morales",
    "Castro", "Vega", "Navarro", "Smith", "Brown", "Taylor", "Murphy", "Haddad", "Okafor", "Singh",
    "Kowalski", "Larsen", "Rossi", "Tanaka", "Silva", "Moreau", "Novak",
];
const CHINESE: &[&str] = &[
    "陈美", "王伟", "张丽", "刘洋", "赵敏", "黄磊", "周婷", "吴强", "徐静", "孙浩", "马兰", "朱琳",
    "胡军", "郭芳", "何勇", "高燕", "林峰", "罗娟", "梁超", "宋雨",
];

/// Where a newcomer first meets us, with how many of a hundred do.
pub const SOURCES: &[(&str, f64)] = &[
    ("till", 46.0),
    ("poster", 20.0),
    ("table", 9.0),
    ("employee", 12.0),
    ("partner", 6.0),
    ("counter", 7.0),
];

#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    /// Empty for those who would rather not.
    pub phone: String,
    pub store: usize,
    pub series: usize,
    pub source: &'static str,
    /// The chance of coming on a day, before the weekday.
    pub habit: f64,
    /// The median of what they spend, in minor units.
    pub ticket: f64,
    /// The chance of losing interest for good, per day.
    pub fades: f64,
    pub member: Option<MemberId>,
    pub group: Option<GroupId>,
    pub gone: bool,
    pub dealings: Dealings,
}

/// What somebody has with the shop beside their membership.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dealings {
    /// How often they were at the counter.
    pub visits: u32,
    /// When they were there last.
    pub seen: Time,
    /// Whether they left money with the shop.
    pub purse: bool,
    /// The last day of the plan that they paid for.
    pub plus: Option<Date>,
    /// Whether they have the bag that points buy.
    pub bag: bool,
}

/// How busy a day is: markets fill up towards the weekend.
pub const WEEKDAYS: [f64; 7] = [0.8, 0.8, 0.9, 1.0, 1.2, 1.5, 1.2];

impl Person {
    /// The n-th newcomer of a simulation.
    pub fn new(dice: &Dice, n: usize, stores: usize, series: usize) -> Self {
        let source = dice.weighted(&SOURCES.iter().map(|(_, weight)| *weight).collect::<Vec<_>>());
        let source = SOURCES.get(source).map_or("till", |(word, _)| *word);
        // Two thirds come for fresh food, the last series; the rest spread over the department store.
        let fresh = series.saturating_sub(1);
        let series = if dice.happens(0.66) { fresh } else { dice.below(fresh) };
        let ticket = if series == fresh { 4800.0 } else { 16_800.0 };
        let often = if series == fresh { 0.22 } else { 0.06 };
        Self {
            name: name(dice),
            phone: if source == "counter" && dice.happens(0.5) { String::new() } else { phone(n) },
            store: dice.weighted(&[5.0, 3.0, 2.0]).min(stores.saturating_sub(1)),
            series,
            source,
            habit: dice.habit(often).min(0.9),
            ticket: dice.around(ticket, 0.4),
            fades: dice.habit(0.006).min(0.05),
            member: None,
            group: None,
            gone: false,
            dealings: Dealings::default(),
        }
    }

    /// Whether they come today. Once interest is lost it does not return.
    pub fn comes(&mut self, dice: &Dice, weekday: usize) -> bool {
        if self.gone || dice.happens(self.fades) {
            self.gone = true;
            return false;
        }
        dice.happens(self.habit * WEEKDAYS.get(weekday).copied().unwrap_or(1.0))
    }

    /// What they pay this time, in minor units, rounded as tills round.
    pub fn spends(&self, dice: &Dice) -> i64 {
        let amount = dice.around(self.ticket, 0.5).clamp(100.0, 500_000.0);
        #[expect(clippy::cast_possible_truncation, reason = "clamped")]
        let amount = amount as i64;
        amount - amount % 10
    }
}

fn name(dice: &Dice) -> String {
    if dice.happens(0.4) {
        return dice.pick(CHINESE).map_or_else(String::new, |name| (*name).to_owned());
    }
    let given = dice.pick(GIVEN).copied().unwrap_or("Ana");
    let family = dice.pick(FAMILY).copied().unwrap_or("Ruiz");
    format!("{given} {family}")
}

/// Mobile numbers of a prefix that rings nobody we know; each person has their own.
fn phone(n: usize) -> String {
    format!("138{:08}", 10_000_000 + n * 7919 % 89_999_999)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_person_has_a_number_of_their_own() {
        let numbers: HashSet<String> = (0..20_000).map(phone).collect();
        assert_eq!(numbers.len(), 20_000);
        assert!(numbers.iter().all(|number| number.len() == 11));
    }

    #[test]
    fn a_crowd_comes_less_and_less_unless_it_grows() {
        let dice = Dice::new(11);
        let mut crowd: Vec<Person> = (0..400).map(|n| Person::new(&dice, n, 3, 7)).collect();
        let mut visits = |days: std::ops::Range<usize>| -> usize {
            days.map(|day| {
                crowd
                    .iter_mut()
                    .filter(|p| p.member.is_none())
                    .map(|p| p.comes(&dice, day % 7))
                    .filter(|c| *c)
                    .count()
            })
            .sum()
        };
        let (early, late) = (visits(0..14), visits(76..90));
        assert!(early > late && late > 0, "{early} {late}");
    }
}
