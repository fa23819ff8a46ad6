//! Ladders and where people stand on them, in words, for every page that speaks of tiers.

use std::collections::HashMap;

use ::store::Read;
use jiff::civil::Date;
use kernel::{GiftId, Lang, OrgId, Result};
use web::{Shop, kit::format, t};

use super::{
    engine::{By, Falls, Ladder, Lasts, Next, ONE, Outlook, Period, Privileges, Starts, Stay},
    reading::Holding,
};
use crate::{gifts, points::sentences::times, words::Words};

/// What sentences are said with.
#[derive(Clone, Copy)]
pub struct Saying<'s> {
    pub lang: Lang,
    pub shop: &'s Shop,
    /// What the program's points are called.
    pub unit: &'s Words,
    pub ladder: &'s Ladder,
}

/// What gifts are called.
pub type Gifts = HashMap<GiftId, String>;

/// The names of the gifts that tiers bring.
pub async fn gifts_of(db: &mut impl Read, org: OrgId, lang: Lang, of: &Ladder) -> Result<Gifts> {
    let mut names = Gifts::new();
    for id in of.tiers.iter().filter_map(|tier| tier.privileges.gift) {
        if let Some(gift) = gifts::find(db, org, id).await? {
            names.insert(id, gift.details.name.say(lang).to_owned());
        }
    }
    Ok(names)
}

fn year(lang: Lang, day: Date) -> String {
    format::date_with_year(lang, day)
}

impl<'s> Saying<'s> {
    pub fn of(lang: Lang, shop: &'s Shop, holding: &'s Holding) -> Self {
        Self { lang, shop, unit: &holding.unit, ladder: &holding.ladder }
    }

    /// What a rank is called.
    pub fn name(&self, rank: usize) -> String {
        let tier = self.ladder.tier(rank);
        tier.map_or_else(
            || t!(self.lang, "tiers-none-yet"),
            |tier| tier.name.say(self.lang).to_owned(),
        )
    }

    /// So much of what counts: "240 points", "¥38", "3 visits".
    pub fn amount(&self, amount: i64) -> String {
        match self.ladder.by {
            By::Points => {
                let unit = self.unit.say(self.lang);
                t!(self.lang, "tiers-amount-points", points = amount, unit = unit)
            }
            By::Spend => format::money(self.lang, self.shop.money(amount)),
            By::Visits => t!(self.lang, "tiers-amount-visits", visits = amount),
        }
    }

    /// The ladder in one sentence.
    pub fn ladder(&self) -> String {
        let (lang, of) = (self.lang, self.ladder);
        let counts = match of.by {
            By::Points => t!(lang, "tiers-says-points", unit = self.unit.say(lang)),
            By::Spend => t!(lang, "tiers-says-spend"),
            By::Visits => t!(lang, "tiers-says-visits"),
        };
        let within = match of.period {
            Period::Year => t!(lang, "tiers-says-year"),
            Period::Rolling { days } => t!(lang, "tiers-says-rolling", days = days),
            Period::Lifetime => t!(lang, "tiers-says-ever"),
        };
        let lasts = match (of.lasts, of.period) {
            (Lasts::Forever, _) | (Lasts::NextPeriod, Period::Lifetime) => {
                t!(lang, "tiers-says-for-ever")
            }
            (Lasts::NextPeriod, Period::Year) => t!(lang, "tiers-says-next-year"),
            (Lasts::NextPeriod, Period::Rolling { days }) | (Lasts::Days { days }, _) => {
                t!(lang, "tiers-says-days", days = days)
            }
        };
        t!(lang, "tiers-says", counts = counts, within = within, lasts = lasts)
    }

    /// The rest of the rules, one by one.
    pub fn rules(&self) -> Vec<String> {
        let (lang, of) = (self.lang, self.ladder);
        let mut rules = Vec::new();
        if of.starts == Starts::NextPeriod {
            rules.push(t!(lang, "tiers-rule-next-year"));
        }
        if of.grace_days > 0 {
            rules.push(t!(lang, "tiers-rule-grace", days = of.grace_days));
        }
        if of.lasts != Lasts::Forever {
            rules.push(match of.falls {
                Falls::OneStep => t!(lang, "tiers-rule-one-step"),
                Falls::ToBalance => t!(lang, "tiers-rule-to-balance"),
            });
        }
        if of.notice_days > 0 && of.lasts != Lasts::Forever {
            rules.push(t!(lang, "tiers-rule-notice", days = of.notice_days));
        }
        rules
    }

    /// What a tier brings, one thing after the other.
    pub fn privileges(&self, of: Privileges, gifts: &Gifts) -> Vec<String> {
        let lang = self.lang;
        let mut all = Vec::new();
        if of.factor > ONE {
            let (factor, unit) = (times(lang, of.factor), self.unit.say(lang));
            all.push(t!(lang, "tiers-gives-factor", factor = factor, unit = unit));
        }
        if let Some(gift) = of.gift.and_then(|id| gifts.get(&id)) {
            all.push(t!(lang, "tiers-gives-gift", gift = gift.as_str()));
        }
        if of.early {
            all.push(t!(lang, "tiers-gives-early"));
        }
        if of.free_delivery {
            all.push(t!(lang, "tiers-gives-delivery"));
        }
        all
    }

    /// How long, and what it takes: to stay, and to rise.
    pub fn projection(&self, outlook: &Outlook) -> Vec<String> {
        let mut all = Vec::new();
        all.extend(self.time(outlook));
        if let Some((rank, from)) = outlook.coming {
            let (tier, day) = (self.name(rank), year(self.lang, from));
            all.push(t!(self.lang, "tiers-coming", tier = tier, day = day));
        }
        all.extend(outlook.next.map(|next| self.next(next)));
        all
    }

    /// Until when, or what keeps it.
    pub fn time(&self, outlook: &Outlook) -> Option<String> {
        let lang = self.lang;
        if outlook.rank == 0 {
            return None;
        }
        let tier = self.name(outlook.rank);
        Some(match (outlook.stay, outlook.until) {
            (Some(Stay { need: 0, by }), _) => {
                t!(lang, "tiers-stay-now", day = year(lang, by), tier = tier)
            }
            (Some(Stay { need, by }), _) => {
                let (amount, day) = (self.amount(need), year(lang, by));
                t!(lang, "tiers-stay", amount = amount, day = day, tier = tier)
            }
            (None, Some(until)) => t!(lang, "tiers-until", tier = tier, day = year(lang, until)),
            (None, None) => t!(lang, "tiers-for-good", tier = tier),
        })
    }

    fn next(&self, next: Next) -> String {
        let (lang, tier) = (self.lang, self.name(next.rank));
        let amount = self.amount(next.need);
        match (next.need, next.by, next.starts) {
            (0, ..) => t!(lang, "tiers-next-now", tier = tier),
            (_, Some(by), Some(from)) => {
                let (by, from) = (year(lang, by), year(lang, from));
                t!(lang, "tiers-next-from", amount = amount, day = by, tier = tier, from = from)
            }
            (_, Some(by), None) => {
                t!(lang, "tiers-next-by", amount = amount, day = year(lang, by), tier = tier)
            }
            (_, None, _) => t!(lang, "tiers-next", amount = amount, tier = tier),
        }
    }

    /// A move from one tier to another.
    pub fn moved(&self, step: super::engine::Move) -> String {
        let tier = self.name(step.to);
        match (step.is_up(), step.to) {
            (true, _) => t!(self.lang, "tiers-moved-up", tier = tier),
            (false, 0) => t!(self.lang, "tiers-moved-out", tier = self.name(step.from)),
            (false, _) => t!(self.lang, "tiers-moved-down", tier = tier),
        }
    }
}
