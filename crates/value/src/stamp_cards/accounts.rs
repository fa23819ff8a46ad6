//! The accounts that hold a card's stamps.

use kernel::{MemberId, Result, StampCardId};
use ledger::{Account, AccountKey, Unit};

use super::StampCard;

impl StampCard {
    fn unit(&self) -> Result<Unit> {
        Unit::of("stamp", &[&self.id])
    }
    /// Where stamps come from.
    pub fn pad(&self) -> Result<Account> {
        Ok(Account::issuing(AccountKey::of("stamped", &[&self.id])?, self.unit()?))
    }
    pub fn held(&self, member: MemberId) -> Result<Account> {
        Ok(Account::holding(held_key(member, self.id)?, self.unit()?))
    }
    /// Where full cards go.
    pub fn filled(&self) -> Result<Account> {
        Ok(Account::issuing(AccountKey::of("filled", &[&self.id])?, self.unit()?))
    }
}

pub fn held_key(member: MemberId, card: StampCardId) -> Result<AccountKey> {
    AccountKey::of("stamps", &[&member, &card])
}
