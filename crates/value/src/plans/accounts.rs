//! What members paid ahead, and where it came from and went.

use ::store::Read;
use kernel::{Currency, MemberId, OrgId, PlanId, Result};
use ledger::{Account, AccountKey, Unit, balance_of};

/// What was paid for periods, in minor units: `plans/CNY`.
fn unit(currency: Currency) -> Result<Unit> {
    Unit::of("plans", &[&currency])
}

/// What the shop owes a member in time: paid, and neither earned nor paid back.
pub fn unearned(member: MemberId, currency: Currency) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("unearned", &[&member])?, unit(currency)?))
}
/// Where the money of a plan comes from (`plan_sold`) and goes (`plan_earned`, `plan_refunded`).
pub fn of(noun: &'static str, plan: PlanId, currency: Currency) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of(noun, &[&plan])?, unit(currency)?))
}

/// A plan's money so far, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub sold: i64,
    pub earned: i64,
    pub refunded: i64,
}

impl Sums {
    /// What is still owed in time.
    pub const fn unearned(self) -> i64 {
        self.sold - self.earned - self.refunded
    }
}

pub async fn sums(db: &mut impl Read, org: OrgId, plan: PlanId) -> Result<Sums> {
    let key = |noun| AccountKey::of(noun, &[&plan]);
    Ok(Sums {
        sold: -balance_of(db, org, &key("plan_sold")?).await?,
        earned: balance_of(db, org, &key("plan_earned")?).await?,
        refunded: balance_of(db, org, &key("plan_refunded")?).await?,
    })
}
