//! Where a pre-sale's pieces, its windows' room and its deposits are.

use kernel::{GiftId, PresaleId, Result};
use ledger::{Account, AccountKey, Unit};

use super::model::Rate;

/// What nobody has reserved yet, at one of the prices. Its floor is "sold out".
pub fn pool(presale: PresaleId, rate: Rate, gift: GiftId) -> Result<Account> {
    let noun = match rate {
        Rate::Early => "early",
        Rate::Regular => "pool",
    };
    Ok(Account::holding(AccountKey::of(noun, &[&presale])?, Unit::pieces(&gift)?))
}
/// What lies aside for those who reserved.
pub fn reserved(presale: PresaleId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("reserved", &[&presale])?, Unit::pieces(&gift)?))
}

fn places(presale: PresaleId) -> Result<Unit> {
    Unit::of("window", &[&presale])
}
/// How many more can come in a window. Its floor is "the window is full".
pub fn room(presale: PresaleId, window: i64, capacity: i64) -> Result<Account> {
    let key = AccountKey::of("window", &[&presale, &window])?;
    Ok(Account::limited_to(key, places(presale)?, capacity))
}
/// Those who come.
pub fn booked(presale: PresaleId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("booked", &[&presale])?, places(presale)?))
}

fn deposits(presale: PresaleId) -> Result<Unit> {
    Unit::of("deposit", &[&presale])
}
fn deposit_account(noun: &'static str, presale: PresaleId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of(noun, &[&presale])?, deposits(presale)?))
}
/// Where deposits come from, and go back to.
pub fn paid(presale: PresaleId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("deposit-paid", &[&presale])?, deposits(presale)?))
}
/// Deposits of those who wait for their piece.
pub fn ahead(presale: PresaleId) -> Result<Account> {
    deposit_account("deposit-ahead", presale)
}
/// Cash that is owed to members who stepped back.
pub fn owed(presale: PresaleId) -> Result<Account> {
    deposit_account("deposit-owed", presale)
}
/// What became a part of the price of something collected.
pub fn used(presale: PresaleId) -> Result<Account> {
    deposit_account("deposit-used", presale)
}
/// What the shop kept by its rule.
pub fn kept(presale: PresaleId) -> Result<Account> {
    deposit_account("deposit-kept", presale)
}
