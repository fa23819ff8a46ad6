//! Where a sale's pieces lie: in its pool, or aside for somebody who waits.

use kernel::{FlashSaleId, GiftId, Result};
use ledger::{Account, AccountKey, Unit};

/// What can be taken. Its floor is "sold out".
pub fn pool(sale: FlashSaleId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("pool", &[&sale])?, Unit::pieces(&gift)?))
}
/// What lies aside for those who were offered it.
pub fn offers(sale: FlashSaleId, gift: GiftId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("offers", &[&sale])?, Unit::pieces(&gift)?))
}
