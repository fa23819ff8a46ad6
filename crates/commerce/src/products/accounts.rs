//! Where goods are: from the supplier to a shelf, set aside for somebody, sold.

use kernel::{ProductId, Result, StoreId};
use ledger::{Account, AccountKey, Unit};

fn unit(product: ProductId) -> Result<Unit> {
    Unit::pieces(&product)
}

/// Where goods come from, and where what was written off goes.
pub fn supply(product: ProductId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("supply", &[&product])?, unit(product)?))
}
/// What lies there to be sold. Its floor is "sold out".
pub fn shelf(product: ProductId, store: StoreId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("shelf", &[&product, &store])?, unit(product)?))
}
/// Packed, or paid for: nobody else can have it, and no clock frees it.
pub fn set_aside(product: ProductId, store: StoreId) -> Result<Account> {
    Ok(Account::holding(AccountKey::of("set_aside", &[&product, &store])?, unit(product)?))
}
/// What left with a customer.
pub fn sold(product: ProductId) -> Result<Account> {
    Ok(Account::issuing(AccountKey::of("sold", &[&product])?, unit(product)?))
}
/// The beginning of the keys of all its shelves.
pub fn shelves(product: ProductId) -> String {
    format!("shelf/{product}/")
}
