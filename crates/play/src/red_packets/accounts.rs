//! Where a packet's money, points or pieces lie until somebody opens it.
//!
//! Money and points are counted in a unit of their own, `packet/CNY` and `packet/prg_…`: what was promised.
//! The posting that takes a share out of the pool is the one that gives it, or stands in the same command.

use kernel::{Currency, RedPacketId, Result};
use ledger::{Account, AccountKey, Unit};
use value::gifts;

use super::model::Gives;

fn unit(gives: Gives, currency: Currency) -> Result<Unit> {
    match gives {
        Gives::Money => Unit::of("packet", &[&currency]),
        Gives::Points { program } => Unit::of("packet", &[&program]),
        Gives::Vouchers { gift } => Unit::pieces(&gift),
    }
}

/// Which packet, of what, in which money.
#[derive(Debug, Clone, Copy)]
pub struct Purse {
    pub packet: RedPacketId,
    pub gives: Gives,
    pub currency: Currency,
}

impl Purse {
    /// What can be taken. Its floor is "empty".
    pub fn pool(self) -> Result<Account> {
        let unit = unit(self.gives, self.currency)?;
        Ok(Account::holding(AccountKey::of("pool", &[&self.packet])?, unit))
    }
    /// What people got of it.
    pub fn opened(self) -> Result<Account> {
        let unit = unit(self.gives, self.currency)?;
        Ok(Account::issuing(AccountKey::of("opened", &[&self.packet])?, unit))
    }
    /// Where it comes from, and where the rest goes back to: the shop's promises, or the gift's shelf.
    pub fn source(self) -> Result<Account> {
        if let Gives::Vouchers { gift } = self.gives {
            return gifts::accounts::stock(gift);
        }
        let unit = unit(self.gives, self.currency)?;
        Ok(Account::issuing(AccountKey::of("packed", &[&unit])?, unit))
    }
}
