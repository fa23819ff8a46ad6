//! Where a group buy's pieces and a team's places are.

use kernel::{BuyTeamId, GiftId, GroupBuyId, Result};
use ledger::{Account, AccountKey, Unit};

/// What nobody has a place for yet. Its floor is "sold out".
pub fn pool(buy: GroupBuyId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("pool", &[&buy])?, Unit::pieces(&gift)?))
}
/// What lies aside for the people of a team.
pub fn reserved(team: BuyTeamId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("reserved", &[&team])?, Unit::pieces(&gift)?))
}
/// How many more may step into a team. Its floor is "the team is full".
pub fn room(team: BuyTeamId, most: u32) -> Result<Account> {
    let unit = Unit::of("place", &[&team])?;
    Ok(Account::limited(AccountKey::of("room", &[&team])?, unit, most))
}
/// The places that are taken.
pub fn seated(team: BuyTeamId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("seated", &[&team])?, Unit::of("place", &[&team])?))
}
