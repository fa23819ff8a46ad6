//! The accounts that an activity's limits are.

use std::fmt::Display;

use kernel::{Id, MemberId, Result};
use ledger::{Account, AccountKey, Transfer, Unit};

use super::model::{Limits, Sort};

/// One activity and one member.
#[derive(Debug)]
pub struct Whose<S: Sort> {
    pub activity: Id<S>,
    pub member: MemberId,
}

impl<S: Sort> Clone for Whose<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S: Sort> Copy for Whose<S> {}

fn claims(activity: &dyn Display) -> Result<Unit> {
    Unit::of("claim", &[activity])
}

/// How many a member may still have in all. Its floor is "as many as one may have".
pub fn allowance<S: Sort>(whose: Whose<S>, limit: u32) -> Result<Account> {
    let key = AccountKey::of("allowance", &[&whose.member, &whose.activity])?;
    Ok(Account::limited(key, claims(&whose.activity)?, limit))
}
/// How many a member may still have on a local day.
pub fn daily<S: Sort>(whose: Whose<S>, day: &str, limit: u32) -> Result<Account> {
    let key = AccountKey::of("daily", &[&whose.member, &whose.activity, &day])?;
    Ok(Account::limited(key, claims(&whose.activity)?, limit))
}
/// What was taken part in.
pub fn claimed<S: Sort>(activity: Id<S>) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("claimed", &[&activity])?, claims(&activity)?))
}

/// What one claim takes of a member's limits.
pub fn within<S: Sort>(whose: Whose<S>, limits: Limits, day: &str) -> Result<Vec<Transfer>> {
    let to = claimed(whose.activity)?;
    let mut taken = vec![Transfer::new(allowance(whose, limits.per_member)?, to.clone(), 1)];
    if let Some(limit) = limits.per_day {
        taken.push(Transfer::new(daily(whose, day, limit)?, to, 1));
    }
    Ok(taken)
}
