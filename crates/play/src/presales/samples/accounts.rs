//! Where samples lie, and which member may still have one.

use kernel::{GiftId, MemberId, PresaleId, Result};
use ledger::{Account, AccountKey, Unit};

/// Of a pre-sale, to one member.
const EACH: u32 = 1;

/// What nobody has taken. Its floor is "no sample is left".
pub fn pool(presale: PresaleId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("samples", &[&presale])?, Unit::pieces(&gift)?))
}

fn samples(presale: PresaleId) -> Result<Unit> {
    Unit::of("sample", &[&presale])
}
/// How many a member may still have. Its floor is "they have theirs".
pub fn allowance(presale: PresaleId, member: MemberId) -> Result<Account> {
    let key = AccountKey::of("sample-each", &[&member, &presale])?;
    Ok(Account::limited(key, samples(presale)?, EACH))
}
/// What members took.
pub fn taken(presale: PresaleId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("samples-taken", &[&presale])?, samples(presale)?))
}
