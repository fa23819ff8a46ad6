//! Packs as data, what an activity is as far as a law asks, and what a pack says of it.

use std::sync::LazyLock;

use kernel::{Currency, FieldError, Fields, Money};
use serde::{Deserialize, Serialize};

/// What a rule is checked by. A rule without one is kept by the way this program works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LawCheck)]
pub enum Check {
    /// What one person can win at once is worth at most `limit`.
    TopPrize,
    /// All prizes together are worth at most `limit`.
    TotalPrizes,
    /// Where chance decides, one can take part without paying for it.
    FreeWayIn,
    /// Who runs it, and where they are found.
    Contact,
    /// Of money paid ahead at most `limit` percent of the price may be kept.
    DepositShare,
    /// For so many days whoever bought from afar may step back and has everything back.
    WithdrawalDays,
    /// The most that a wallet holds, of somebody whose name is known.
    WalletNamed,
    WalletUnnamed,
    /// For so many days what was paid in is paid out without any reason.
    WalletRefundDays,
    WalletNeverEnds,
}

/// What comes of a rule that is not kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LawWeight)]
pub enum Weight {
    /// It cannot be opened.
    #[default]
    Stops,
    /// It is said, because only the shop knows whether it is so.
    Note,
}

/// A rule in a law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LawRule)]
pub struct Rule {
    #[schema(example = "top_prize")]
    pub name: String,
    /// Null when the rule is kept by the way this program works.
    #[serde(default)]
    #[schema(required)]
    pub check: Option<Check>,
    #[serde(default)]
    pub weight: Weight,
    /// Minor units of the pack's currency, days, or percent.
    #[serde(default)]
    #[schema(required)]
    pub limit: Option<i64>,
    /// Where it stands.
    pub cites: String,
    /// In force since.
    #[schema(example = "2020-12-01")]
    pub since: String,
}

/// The rules of a jurisdiction that we know of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LawPack)]
pub struct Pack {
    #[schema(example = "cn")]
    pub name: String,
    /// ISO 3166-1 alpha-2: whose shops keep to it unless they choose otherwise.
    pub countries: Vec<String>,
    /// In which its amounts are.
    #[serde(default)]
    #[schema(required, example = "CNY")]
    pub currency: Option<String>,
    /// When the texts were last read.
    pub read_on: String,
    pub rules: Vec<Rule>,
}

const FILES: [&str; 3] =
    [include_str!("packs/cn.toml"), include_str!("packs/eu.toml"), include_str!("packs/us.toml")];

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let read = |file: &str| {
        toml::from_str(file).inspect_err(|error| tracing::error!(%error, "a law pack is broken"))
    };
    FILES.into_iter().filter_map(|file| read(file).ok()).collect()
});

/// Every pack that there is.
pub fn packs() -> &'static [Pack] {
    &PACKS
}

/// Packs of these names; an unknown name is nobody's.
pub fn named(names: &[String]) -> Vec<&'static Pack> {
    packs().iter().filter(|pack| names.contains(&pack.name)).collect()
}

/// What a shop in this country keeps to before anybody chose.
pub fn of_country(country: &str) -> Vec<&'static Pack> {
    let is = |one: &String| one.eq_ignore_ascii_case(country);
    packs().iter().filter(|pack| pack.countries.iter().any(is)).collect()
}

impl Pack {
    /// The rule that is checked by this.
    pub fn rule(&self, check: Check) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.check == Some(check))
    }
}

/// Whether one can take part without paying for it, in money, in purchases or in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    Free,
    Paid,
}

/// Where chance decides who gets what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    /// What the most valuable thing is worth that one person can get at once, in minor units.
    pub top: i64,
    /// All that there is to get.
    pub total: i64,
    pub way_in: WayIn,
}

/// Money that is paid before the goods are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prepaid {
    /// The lowest of one, in minor units.
    pub price: i64,
    /// The most that the shop may keep of what was paid ahead.
    pub kept: i64,
    /// For how long whoever paid can have all of it back, whatever else was agreed.
    pub back_days: u32,
}

impl Prepaid {
    /// Whether more may be kept than so many percent of the price.
    fn keeps_more_than(self, percent: i64) -> bool {
        i128::from(self.kept) * 100 > i128::from(self.price) * i128::from(percent)
    }
}

/// An activity, as far as a law asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub chance: Option<Chance>,
    pub prepaid: Option<Prepaid>,
    /// The shop's own currency.
    pub currency: Currency,
    /// Whether the shop says where it is found.
    pub contact: Contact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    Said,
    Missing,
}

/// A rule that an activity does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub pack: &'static str,
    pub rule: &'static Rule,
    /// What is allowed, as people write it: an amount, or a currency.
    pub limit: String,
    /// What stands in the way, which is also the code of its error.
    pub code: &'static str,
}

/// What these packs say of it.
pub fn find(packs: &[&'static Pack], facts: &Facts) -> Vec<Finding> {
    let every = packs.iter().flat_map(|pack| pack.rules.iter().map(move |rule| (*pack, rule)));
    every.filter_map(|(pack, rule)| pack.look(rule, facts)).collect()
}

impl Pack {
    fn look(&'static self, rule: &'static Rule, facts: &Facts) -> Option<Finding> {
        let found = |code, limit| Some(Finding { pack: &self.name, rule, limit, code });
        if let Some(prepaid) = facts.prepaid {
            let limit = rule.limit.unwrap_or_default();
            match rule.check? {
                Check::DepositShare if prepaid.keeps_more_than(limit) => {
                    return found("law_deposit_share", limit.to_string());
                }
                Check::WithdrawalDays
                    if prepaid.kept > 0 && i64::from(prepaid.back_days) < limit =>
                {
                    return found("law_withdrawal", limit.to_string());
                }
                _ => {}
            }
        }
        let worth = |is: i64, code| {
            let limit = rule.limit?;
            let own = self.currency.as_deref().unwrap_or_default();
            if facts.currency.code() != own {
                // What cannot be compared is not taken for allowed, unless it is only said.
                return match rule.weight {
                    Weight::Stops if is > 0 => found("law_currency", own.to_owned()),
                    _ => None,
                };
            }
            let plain = || Money::new(limit, facts.currency).plain();
            if is > limit { found(code, plain()) } else { None }
        };
        match (rule.check?, facts.chance) {
            (Check::TopPrize, Some(chance)) => worth(chance.top, "law_top_prize"),
            (Check::TotalPrizes, Some(chance)) => worth(chance.total, "law_total_prizes"),
            (Check::FreeWayIn, Some(Chance { way_in: WayIn::Paid, .. })) => {
                found("law_free_way_in", String::new())
            }
            (Check::Contact, Some(_)) if facts.contact == Contact::Missing => {
                found("law_contact", String::new())
            }
            _ => None,
        }
    }
}

/// Names what stops it, at the field where it can be mended.
pub fn stop(findings: &[Finding], field: impl Fn(Check) -> &'static str, fields: &mut Fields) {
    for one in findings.iter().filter(|one| one.rule.weight == Weight::Stops) {
        let Some(check) = one.rule.check else { continue };
        let wrong = FieldError::new(field(check), one.code);
        fields.push(wrong.with("limit", one.limit.clone()).with("law", one.rule.cites.clone()));
    }
}
