//! What others read of plans.

use std::collections::HashMap;

use ::store::Read;
use jiff::civil::Date;
use kernel::{MemberId, OrgId, Result, TierId, Time};
use web::Shop;

use super::{
    engine::{State, latest, running, state},
    model::{Details, Term},
    store,
};

/// A member's membership, as of an instant.
#[derive(Debug)]
pub struct Held {
    pub state: State,
    /// The plans that count now, as they were when they were bought, the one that lasts longest first.
    /// There are several only where two records became one.
    pub rules: Vec<Details>,
    /// Until when it is paid.
    pub until: Option<Date>,
    /// Everything that was ever paid for, the latest first.
    pub terms: Vec<Term>,
}

impl Held {
    pub fn of(terms: Vec<Term>, today: Date) -> Self {
        let state = state(&terms, today);
        let rules = running(&terms, today).into_iter().map(|term| term.rule.clone()).collect();
        let until = latest(&terms).map(|term| term.ends);
        Self { state, rules, until, terms }
    }
    /// The tiers that count now.
    pub fn tiers(&self) -> Vec<TierId> {
        self.rules.iter().filter_map(|rule| rule.tier).collect()
    }
    /// The last day, when it is so near that they are told of it.
    pub fn ends_soon(&self, today: Date) -> Option<Date> {
        let last = latest(&self.terms)?;
        let told = last.rule.notice_days > 0 && last.refunded_at.is_none();
        (told && self.state.holds() && today >= last.notice_on()).then_some(last.ends)
    }
}

/// What some members paid for, to be asked about any day.
#[derive(Debug, Default)]
pub struct Paid(HashMap<MemberId, Vec<Term>>);

impl Paid {
    pub async fn of(db: &mut impl Read, org: OrgId, members: &[MemberId]) -> Result<Self> {
        let mut all = HashMap::<_, Vec<_>>::new();
        for term in store::with_tiers(db, org, members).await? {
            all.entry(term.member).or_default().push(term);
        }
        Ok(Self(all))
    }
    /// The tiers that a member had paid for on a day.
    pub fn tiers(&self, member: MemberId, day: Date) -> Vec<TierId> {
        let terms = self.0.get(&member).map(Vec::as_slice).unwrap_or_default();
        running(terms, day).into_iter().filter_map(|term| term.rule.tier).collect()
    }
}

/// Where a member's paid membership stands.
pub async fn held(
    db: &mut impl Read,
    shop: &Shop,
    (member, now): (MemberId, Time),
) -> Result<Held> {
    let terms = store::of_member(db, shop.org, member).await?;
    Ok(Held::of(terms, now.date(&shop.zone)))
}
