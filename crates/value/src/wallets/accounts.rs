//! The accounts that hold members' money, and those at which the shop counts where it came from and
//! went.

use ::store::Read;
use kernel::{Currency, MemberId, OrgId, Result};
use ledger::{Account, AccountKey, Unit, balance_of};

use super::fold::Split;

/// What members paid in, in minor units of this currency: `wallet/CNY`.
pub fn principal_unit(currency: Currency) -> Result<Unit> {
    Unit::of("wallet", &[&currency])
}

/// What the shop added: `bonus/CNY`.
pub fn bonus_unit(currency: Currency) -> Result<Unit> {
    Unit::of("bonus", &[&currency])
}

pub fn principal_key(member: MemberId) -> Result<AccountKey> {
    AccountKey::of("wallet", &[&member, &"principal"])
}

pub fn bonus_key(member: MemberId) -> Result<AccountKey> {
    AccountKey::of("wallet", &[&member, &"bonus"])
}

/// The two parts of a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Principal,
    Bonus,
}

/// Which part of somebody's wallet this account is; none if it is no wallet's.
pub fn part_of(key: &AccountKey) -> Option<Part> {
    match key.as_str().strip_prefix("wallet/")?.rsplit('/').next()? {
        "principal" => Some(Part::Principal),
        "bonus" => Some(Part::Bonus),
        _ => None,
    }
}

/// A member's side and the shop's, in one currency.
#[derive(Debug, Clone, Copy)]
pub struct Accounts {
    pub member: MemberId,
    pub currency: Currency,
}

impl Accounts {
    pub fn principal(self) -> Result<Account> {
        Ok(Account::holding(principal_key(self.member)?, principal_unit(self.currency)?))
    }
    pub fn bonus(self) -> Result<Account> {
        Ok(Account::holding(bonus_key(self.member)?, bonus_unit(self.currency)?))
    }
    /// Where principal comes from (`topped_up`) and goes (`spent`, `refunded`).
    pub fn of_principal(self, noun: &'static str) -> Result<Account> {
        let unit = principal_unit(self.currency)?;
        Ok(Account::issuing(AccountKey::of(noun, &[&unit])?, unit))
    }
    /// Where bonus comes from (`given`) and goes (`spent`, `forfeited`).
    pub fn of_bonus(self, noun: &'static str) -> Result<Account> {
        let unit = bonus_unit(self.currency)?;
        Ok(Account::issuing(AccountKey::of(noun, &[&unit])?, unit))
    }
}

/// What the shop owes its members: by the books' zero sum it is what came in less what went, so
/// that nobody's wallet has to be added up.
pub async fn held(db: &mut impl Read, org: OrgId, currency: Currency) -> Result<Split> {
    let key = |noun, unit: &Unit| AccountKey::of(noun, &[unit]);
    let (principal, bonus) = (principal_unit(currency)?, bonus_unit(currency)?);
    let mut held = Split::default();
    for noun in ["topped_up", "spent", "refunded"] {
        let key = key(noun, &principal)?;
        held.principal -= balance_of(db, org, &key).await?;
    }
    for noun in ["given", "spent", "forfeited"] {
        let key = key(noun, &bonus)?;
        held.bonus -= balance_of(db, org, &key).await?;
    }
    Ok(held)
}
