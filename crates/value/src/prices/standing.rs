//! The open rules as others ask for them: what goods cost somebody here and now.

use ::store::Read;
use jiff::civil::Date;
use kernel::{MemberId, Result, StoreId, Time};
use people::memberships;
use web::Shop;

use super::{model::PriceRule, store};
use crate::{
    bills::{Bill, Buyer, Case, Policy, Reason, Whom, bill, not_now, policy},
    purchases::Line,
    tiers,
    visits::custom,
};

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// None: somebody who is not a member yet, and is told what members pay.
    pub member: Option<MemberId>,
    /// None: anywhere; what holds in some stores only is left out of prices.
    pub store: Option<StoreId>,
    pub at: Time,
}

/// The open rules for one who asks.
#[derive(Debug)]
pub struct PriceList {
    pub rules: Vec<PriceRule>,
    asked: Asked,
    case: Case,
}

impl PriceList {
    pub async fn load(db: &mut impl Read, shop: &Shop, asked: Asked) -> Result<Self> {
        let mut rules = store::open(db, shop.org).await?;
        let buyer = match asked.member {
            Some(member) => buyer(db, shop, (member, asked.at), &rules).await?,
            None => {
                rules.retain(|rule| rule.whom == Whom::Members);
                Buyer::default()
            }
        };
        let policy =
            if rules.is_empty() { Policy::default() } else { policy(db, shop.org).await? };
        Ok(Self::of(shop, asked, (rules, buyer, policy)))
    }

    /// As of what is known already.
    pub fn of(
        shop: &Shop,
        asked: Asked,
        (rules, buyer, policy): (Vec<PriceRule>, Buyer, Policy),
    ) -> Self {
        let local = asked.at.zoned(&shop.zone);
        let case = Case {
            lines: Vec::new(),
            buyer,
            store: asked.store.unwrap_or_else(|| StoreId::from_uuid(uuid::Uuid::nil())),
            day: local.date(),
            clock: local.time(),
            now: asked.at,
            policy,
            candidates: Vec::new(),
        };
        Self { rules, asked, case }
    }

    /// What the goods come to, and why.
    pub fn bill(&self, lines: Vec<Line>) -> Bill {
        if self.rules.is_empty() {
            let before = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.amount));
            return Bill { before, ..Bill::default() };
        }
        let candidates = self.rules.iter().map(PriceRule::candidate).collect();
        bill(&Case { lines, candidates, ..self.case.clone() })
    }

    /// What one piece costs; none when it costs what it costs anybody.
    pub fn piece(&self, product: &str, category: &str, price: i64) -> Option<i64> {
        let named = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
        let (product, category) = (named(product), named(category));
        let bill = self.bill(vec![Line { product, category, quantity: 1, amount: price }]);
        (bill.off > 0).then(|| bill.total())
    }

    /// Why a rule does not work now, whatever is bought; none when it does. Without a store, what holds
    /// in some stores works in one of them.
    pub fn idle(&self, rule: &PriceRule) -> Option<Reason> {
        let mut candidate = rule.candidate();
        if self.asked.store.is_none() {
            candidate.stores.clear();
        }
        not_now(&self.case, &candidate)
    }
    /// The rules that work now.
    pub fn at_work(&self) -> impl Iterator<Item = &PriceRule> {
        self.rules.iter().filter(|rule| self.idle(rule).is_none())
    }
    pub const fn day(&self) -> Date {
        self.case.day
    }
}

/// What a buyer is, as far as vouchers and rules ask for it.
pub(crate) async fn buyer(
    db: &mut impl Read,
    shop: &Shop,
    (member, at): (MemberId, Time),
    rules: &[PriceRule],
) -> Result<Buyer> {
    let org = shop.org;
    let stays = memberships::open_of_member(db, org, member).await?;
    let by_tier = rules.iter().any(|rule| matches!(rule.whom, Whom::Tiers { .. }));
    let tiers = if by_tier { tiers::held(db, shop, at, member).await? } else { Vec::new() };
    Ok(Buyer {
        groups: stays.iter().map(|stay| stay.group).collect(),
        series: stays.iter().map(|stay| stay.series).collect(),
        tiers,
        before: custom::find(db, org, member).await?.purchases,
    })
}
