//! A member's wallet as a pure fold over what happened, in its order.
//!
//! Given the deeds it says of each which part was principal and which bonus, and what is left. A
//! change of the past (a payment made smaller, a top-up taken back) is the same fold over other
//! deeds: nothing depends on the way by which the deeds came to be what they are.
//!
//! Both parts of the balance only grow when an earlier payment gets smaller, whatever follows: of
//! every step below, what it leaves grows with what it found. So a later payment or refund that was
//! possible stays possible.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which part a payment takes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WalletSpending)]
pub enum Spending {
    BonusFirst,
    PrincipalFirst,
}
kernel::words!(Spending { BonusFirst "bonus_first", PrincipalFirst "principal_first" });

/// What becomes of the bonus when principal is paid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WalletForfeits)]
pub enum Forfeits {
    /// As much of the bonus as of the principal, rounded down: half for half.
    Proportion,
    Whole,
}
kernel::words!(Forfeits { Proportion "proportion", Whole "whole" });

/// Principal and bonus, in minor units: of a balance, or of one deed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub principal: i64,
    pub bonus: i64,
}

impl Split {
    pub const fn total(self) -> i64 {
        self.principal.saturating_add(self.bonus)
    }
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            principal: self.principal.saturating_add(other.principal),
            bonus: self.bonus.saturating_add(other.bonus),
        }
    }
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            principal: self.principal.saturating_sub(other.principal),
            bonus: self.bonus.saturating_sub(other.bonus),
        }
    }
}

/// Something that moved a wallet. Amounts are zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Brings both parts.
    TopUp(Split),
    /// Brings bonus for nothing: the shop gives it.
    Gift(i64),
    /// Takes that much, in that order.
    Payment(i64, Spending),
    /// The same for something that is not bought yet, and may go back.
    Deposit(i64, Spending),
    /// Pays that much principal out; the bonus goes by the rule.
    Refund(i64, Forfeits),
    /// Pours this purse, of a record that was merged, into the act's own.
    Joined(Uuid),
}

/// There is not as much as the deed takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short;

/// What the deed brings or takes of a balance.
pub fn split(balance: Split, deed: Deed) -> Result<Split, Short> {
    match deed {
        Deed::TopUp(brought) => Ok(brought),
        Deed::Gift(bonus) => Ok(Split { principal: 0, bonus }),
        Deed::Joined(_) => Ok(Split::default()),
        Deed::Payment(amount, _) | Deed::Deposit(amount, _) if amount > balance.total() => {
            Err(Short)
        }
        Deed::Payment(amount, Spending::BonusFirst)
        | Deed::Deposit(amount, Spending::BonusFirst) => {
            let bonus = amount.min(balance.bonus);
            Ok(Split { principal: amount - bonus, bonus })
        }
        Deed::Payment(amount, Spending::PrincipalFirst)
        | Deed::Deposit(amount, Spending::PrincipalFirst) => {
            let principal = amount.min(balance.principal);
            Ok(Split { principal, bonus: amount - principal })
        }
        Deed::Refund(amount, _) if amount > balance.principal => Err(Short),
        Deed::Refund(amount, forfeits) => {
            Ok(Split { principal: amount, bonus: forfeited(balance, amount, forfeits) })
        }
    }
}

/// The bonus that goes when so much of the principal does.
fn forfeited(balance: Split, amount: i64, forfeits: Forfeits) -> i64 {
    match forfeits {
        _ if amount <= 0 => 0,
        Forfeits::Whole => balance.bonus,
        Forfeits::Proportion => {
            let part = i128::from(balance.bonus) * i128::from(amount)
                / i128::from(balance.principal.max(1));
            // A part of the bonus is no more than the bonus.
            i64::try_from(part).unwrap_or(balance.bonus)
        }
    }
}

/// What is left after it.
pub const fn after(balance: Split, deed: Deed, split: Split) -> Split {
    match deed {
        Deed::TopUp(_) | Deed::Gift(_) => balance.plus(split),
        Deed::Joined(_) => balance,
        Deed::Payment(..) | Deed::Deposit(..) | Deed::Refund(..) => balance.minus(split),
    }
}

/// What the deeds come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// Of each deed, in their order.
    pub splits: Vec<Split>,
    pub balance: Split,
}

/// From nothing, one deed after the other, each out of its purse (none: their own) or into it. Records
/// that were merged had purses of their own until they were poured together, so that what was possible
/// stays possible.
pub fn replay(deeds: impl IntoIterator<Item = (Option<Uuid>, Deed)>) -> Result<Folded, Short> {
    let (mut purses, mut splits) = (HashMap::<Option<Uuid>, Split>::new(), Vec::new());
    for (purse, deed) in deeds {
        let poured = match deed {
            Deed::Joined(other) => purses.remove(&Some(other)).unwrap_or_default(),
            _ => Split::default(),
        };
        let has = purses.entry(purse).or_default();
        let split = split(*has, deed)?;
        *has = after(*has, deed, split).plus(poured);
        splits.push(split);
    }
    Ok(Folded { splits, balance: purses.remove(&None).unwrap_or_default() })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(principal: i64, bonus: i64) -> Split {
        Split { principal, bonus }
    }

    #[test]
    fn every_deed_takes_its_parts_by_the_rule() {
        use Deed::{Gift, Payment, Refund, TopUp};
        use Forfeits::{Proportion, Whole};
        use Spending::{BonusFirst, PrincipalFirst};
        for (balance, deed, expected) in [
            (of(0, 0), TopUp(of(100, 10)), Ok(of(100, 10))),
            (of(100, 10), Gift(7), Ok(of(0, 7))),
            (of(100, 10), Payment(0, BonusFirst), Ok(of(0, 0))),
            (of(100, 10), Payment(7, BonusFirst), Ok(of(0, 7))),
            (of(100, 10), Payment(30, BonusFirst), Ok(of(20, 10))),
            (of(100, 10), Payment(30, PrincipalFirst), Ok(of(30, 0))),
            (of(100, 10), Payment(105, PrincipalFirst), Ok(of(100, 5))),
            (of(100, 10), Payment(110, BonusFirst), Ok(of(100, 10))),
            (of(100, 10), Payment(111, BonusFirst), Err(Short)),
            (of(100, 10), Refund(50, Proportion), Ok(of(50, 5))),
            (of(100, 10), Refund(55, Proportion), Ok(of(55, 5))),
            (of(100, 10), Refund(9, Proportion), Ok(of(9, 0))),
            (of(100, 10), Refund(100, Proportion), Ok(of(100, 10))),
            (of(100, 10), Refund(1, Whole), Ok(of(1, 10))),
            (of(100, 10), Refund(0, Whole), Ok(of(0, 0))),
            (of(100, 10), Refund(101, Proportion), Err(Short)),
            (of(0, 10), Refund(1, Whole), Err(Short)),
            (
                of(i64::MAX / 4, i64::MAX / 4),
                Refund(i64::MAX / 4, Proportion),
                Ok(of(i64::MAX / 4, i64::MAX / 4)),
            ),
        ] {
            assert_eq!(split(balance, deed), expected, "{balance:?} {deed:?}");
        }
    }

    /// The same law told with a purse of gold (principal) and silver (bonus) pieces, which are taken
    /// out one by one. Shares nothing with the fold but the words.
    pub fn with_coins(deeds: &[Deed]) -> Option<Folded> {
        let (mut gold, mut silver) = (0_i64, 0_i64);
        let mut told = Folded::default();
        for deed in deeds {
            let before = of(gold, silver);
            match *deed {
                Deed::Joined(_) => unreachable!("one purse"),
                Deed::TopUp(brought) => {
                    gold += brought.principal;
                    silver += brought.bonus;
                    told.splits.push(of(gold - before.principal, silver - before.bonus));
                    continue;
                }
                Deed::Gift(bonus) => {
                    silver += bonus;
                    told.splits.push(of(0, bonus));
                    continue;
                }
                Deed::Payment(amount, spending) | Deed::Deposit(amount, spending) => {
                    for _ in 0..amount {
                        let [first, then] = match spending {
                            Spending::BonusFirst => [&mut silver, &mut gold],
                            Spending::PrincipalFirst => [&mut gold, &mut silver],
                        };
                        let purse = if *first > 0 { first } else { then };
                        *purse -= 1;
                        if *purse < 0 {
                            return None;
                        }
                    }
                }
                Deed::Refund(amount, forfeits) => {
                    if amount > gold {
                        return None;
                    }
                    gold -= amount;
                    // A silver piece goes as long as those left are not less than their share.
                    let goes = |silver: i64| match forfeits {
                        Forfeits::Whole => amount > 0,
                        Forfeits::Proportion => {
                            before.principal > 0
                                && (silver - 1) * before.principal >= before.bonus * gold
                        }
                    };
                    while silver > 0 && goes(silver) {
                        silver -= 1;
                    }
                }
            }
            told.splits.push(of(before.principal - gold, before.bonus - silver));
        }
        told.balance = of(gold, silver);
        Some(told)
    }

    pub fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let spending = prop_oneof![Just(Spending::BonusFirst), Just(Spending::PrincipalFirst)];
        let forfeits = prop_oneof![Just(Forfeits::Proportion), Just(Forfeits::Whole)];
        let deed = prop_oneof![
            (0i64..60, 0i64..20).prop_map(|(p, b)| Deed::TopUp(of(p, b))),
            (0i64..20).prop_map(Deed::Gift),
            (0i64..40, spending.clone()).prop_map(|(amount, rule)| Deed::Payment(amount, rule)),
            (0i64..40, spending).prop_map(|(amount, rule)| Deed::Deposit(amount, rule)),
            (0i64..30, forfeits).prop_map(|(amount, rule)| Deed::Refund(amount, rule)),
        ];
        proptest::collection::vec(deed, 0..24)
    }

    /// All of them of one purse.
    pub fn own(deeds: Vec<Deed>) -> impl Iterator<Item = (Option<Uuid>, Deed)> {
        deeds.into_iter().map(|deed| (None, deed))
    }

    /// Leaves out what could not have happened.
    fn possible(deeds: Vec<Deed>) -> Vec<Deed> {
        let mut kept = Vec::new();
        let mut balance = Split::default();
        for deed in deeds {
            if let Ok(part) = split(balance, deed) {
                balance = after(balance, deed, part);
                kept.push(deed);
            }
        }
        kept
    }

    proptest! {
        #[test]
        fn the_fold_agrees_with_a_purse_of_coins(deeds in deeds()) {
            prop_assert_eq!(with_coins(&deeds), replay(own(deeds)).ok());
        }

        #[test]
        fn nothing_goes_below_zero_and_a_smaller_payment_makes_nothing_impossible(
            deeds in deeds(), at in 0usize..24, less in 0i64..40,
        ) {
            let mut deeds = possible(deeds);
            let before = replay(own(deeds.clone())).unwrap();
            prop_assert!(before.balance.principal >= 0 && before.balance.bonus >= 0);
            if let Some(Deed::Payment(amount, _)) = deeds.get_mut(at) {
                *amount = (*amount - less).max(0);
                let after = replay(own(deeds)).unwrap();
                prop_assert!(after.balance.principal >= before.balance.principal);
                prop_assert!(after.balance.bonus >= before.balance.bonus);
            }
        }
    }
}
