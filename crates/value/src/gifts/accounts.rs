//! Where a gift's pieces are: on their way from the mint to the shelf, to a member, to their hands.

use kernel::{GiftId, MemberId, PrintId, Result, StoreId, VoucherId};
use ledger::{Account, AccountKey, Unit};

fn key(noun: &'static str, gift: GiftId) -> Result<AccountKey> {
    AccountKey::of(noun, &[&gift])
}
fn unit(gift: GiftId) -> Result<Unit> {
    Unit::pieces(&gift)
}
fn claims(gift: GiftId) -> Result<Unit> {
    Unit::of("claim", &[&gift])
}

/// Where pieces come from, and go back to.
pub fn mint(gift: GiftId) -> Result<Account> {
    Ok(Account::issuing(key("mint", gift)?, unit(gift)?))
}
/// What lies there to be given. Its floor is "sold out".
pub fn stock(gift: GiftId) -> Result<Account> {
    Ok(Account::holding(key("stock", gift)?, unit(gift)?))
}
/// What a member may collect.
pub fn held(member: MemberId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("gifts", &[&member, &gift])?, unit(gift)?))
}
/// What was handed over.
pub fn redeemed(gift: GiftId) -> Result<Account> {
    Ok(Account::issuing(key("redeemed", gift)?, unit(gift)?))
}
/// What nobody collected and did not go back to the stock.
pub fn lapsed(gift: GiftId) -> Result<Account> {
    Ok(Account::issuing(key("lapsed", gift)?, unit(gift)?))
}
/// How many a member may still have. Its floor is "already had".
pub fn allowance(member: MemberId, gift: GiftId, limit: u32) -> Result<Account> {
    let (key, unit) = (AccountKey::of("allowance", &[&member, &gift])?, claims(gift)?);
    Ok(if limit == 0 { Account::issuing(key, unit) } else { Account::limited(key, unit, limit) })
}
/// What covers the slips of a batch that nobody entered yet.
pub fn printed(batch: PrintId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("printed", &[&batch])?, unit(gift)?))
}
/// How often a voucher may still be used. Starts at nothing, with a floor of minus its uses.
pub fn uses(voucher: VoucherId, of: u32) -> Result<Account> {
    let key = AccountKey::of("uses", &[&voucher])?;
    Ok(Account::limited(key, Unit::of("use", &[&voucher])?, of))
}
/// The uses that were made.
pub fn used(voucher: VoucherId) -> Result<Account> {
    let key = AccountKey::of("used", &[&voucher])?;
    Ok(Account::issuing(key, Unit::of("use", &[&voucher])?))
}
/// How many may still be taken on a day, in all stores or in one.
pub fn daily(gift: GiftId, (day, store): (&str, Option<StoreId>), limit: u32) -> Result<Account> {
    let key = match store {
        Some(store) => AccountKey::of("daily", &[&gift, &day, &store])?,
        None => AccountKey::of("daily", &[&gift, &day])?,
    };
    Ok(Account::limited(key, claims(gift)?, limit))
}
/// Where the days' limits go.
pub fn taken(gift: GiftId) -> Result<Account> {
    Ok(Account::issuing(key("taken", gift)?, claims(gift)?))
}
/// How many were ever given.
pub fn claimed(gift: GiftId) -> Result<Account> {
    Ok(Account::issuing(key("claimed", gift)?, claims(gift)?))
}
