//! What is left of an allowance, and what was given from it.

use jiff::civil::Date;
use kernel::{AllowanceId, Result, StaffId};
use ledger::{Account, AccountKey, Unit};

use super::model::Allowance;

fn unit(allowance: AllowanceId) -> Result<Unit> {
    Unit::of("giving", &[&allowance])
}

/// One employee's part in the period that begins on this day. It starts at nothing, with a floor of
/// minus its limit.
pub fn part(allowance: &Allowance, (staff, period): (StaffId, Date)) -> Result<Account> {
    let id = allowance.id;
    let key = AccountKey::of("giving", &[&id, &staff, &period])?;
    Ok(Account::limited_to(key, unit(id)?, allowance.budget.limit()))
}
/// Everything that was ever given from it.
pub fn given(allowance: AllowanceId) -> Result<Account> {
    let key = AccountKey::of("given", &[&allowance])?;
    Ok(Account::issuing(key, unit(allowance)?))
}
