//! The accounts that an activity's limits are.

use std::fmt::Display;

use ::store::Tx;
use kernel::{Id, MemberId, Result};
use ledger::{Account, AccountKey, Posting, Transfer, Unit};

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

/// The limits of one record and of the other that it became: those in all, and those of a local day.
pub fn both<S: Sort>(
    theirs: Whose<S>,
    into: MemberId,
    day: &str,
) -> Result<[(Account, Account); 2]> {
    let mine = Whose { member: into, ..theirs };
    Ok([
        (allowance(theirs, 0)?, allowance(mine, 0)?),
        (daily(theirs, day, 0)?, daily(mine, day, 0)?),
    ])
}

/// What lies in accounts of one record, or is owed there, is the other's from now on. More may have been
/// had together than one person may: nothing is taken away.
pub async fn carry(
    tx: &mut Tx,
    mut posting: Posting,
    pairs: impl IntoIterator<Item = (Account, Account)>,
) -> Result<()> {
    for (theirs, mine) in pairs {
        let [theirs, mine] = [theirs, mine].map(|account| Account { floor: None, ..account });
        let balance = ledger::balance(tx, &theirs.key).await?.balance;
        if balance < 0 {
            posting = posting.transfer(mine, theirs, -balance);
        } else if balance > 0 {
            posting = posting.transfer(theirs, mine, balance);
        }
    }
    if !posting.transfers.is_empty() {
        ledger::post(tx, posting).await?;
    }
    Ok(())
}
