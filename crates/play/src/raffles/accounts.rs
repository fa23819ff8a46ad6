//! Where tickets and prizes are. A ticket begins where it is given, lies with its member, and ends in the
//! urn; a prize lies in a pool until somebody wins it.

use kernel::{GiftId, MemberId, RaffleId, Result};
use ledger::{Account, AccountKey, Unit};

fn tickets(raffle: RaffleId) -> Result<Unit> {
    Unit::of("ticket", &[&raffle])
}

/// The pieces of one gift that can be won.
pub fn pool(raffle: RaffleId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("pool", &[&raffle, &gift])?, Unit::pieces(&gift)?))
}
/// Where tickets come from.
pub fn given(raffle: RaffleId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("tickets", &[&raffle, &"given"])?, tickets(raffle)?))
}
/// What a member has and did not put in yet.
pub fn held(raffle: RaffleId, member: MemberId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("tickets", &[&member, &raffle])?, tickets(raffle)?))
}
/// What was put in.
pub fn urn(raffle: RaffleId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("tickets", &[&raffle, &"urn"])?, tickets(raffle)?))
}
/// How many a member may still have for nothing.
pub fn free(raffle: RaffleId, member: MemberId, limit: u32) -> Result<Account> {
    let unit = Unit::of("free", &[&raffle])?;
    Ok(Account::limited(AccountKey::of("free", &[&member, &raffle])?, unit, limit))
}
/// What was had for nothing.
pub fn freed(raffle: RaffleId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("freed", &[&raffle])?, Unit::of("free", &[&raffle])?))
}
