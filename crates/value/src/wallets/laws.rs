//! What the packs that a shop keeps to say about money left with it. A plan that goes beyond it cannot be
//! opened, and the place is shown.

use crate::laws::{Check, Pack};

/// A rule in the law, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// An amount in minor units, or days.
    pub is: i64,
    pub stands_in: &'static str,
}

/// What is known. A fact that is not there is not known, which is not the same as being allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    /// In which its amounts are.
    pub currency: &'static str,
    /// The most that a wallet may hold after a top-up, of somebody whose name is known.
    pub cap_named: Option<Fact>,
    /// The same of somebody whose name is not.
    pub cap_unnamed: Option<Fact>,
    /// For how many days after a top-up its principal is paid out without any reason.
    pub refund_days: Option<Fact>,
    /// That it may not end: of no wallet here does it ever.
    pub never_ends: Option<&'static str>,
}

/// Of the first of them that says anything about wallets. Where nothing is known, no cap is.
pub fn of(packs: &[&'static Pack]) -> Option<Law> {
    packs.iter().find_map(|pack| {
        let fact = |check| {
            let rule = pack.rule(check)?;
            Some(Fact { is: rule.limit?, stands_in: &rule.cites })
        };
        let law = Law {
            currency: pack.currency.as_deref().unwrap_or_default(),
            cap_named: fact(Check::WalletNamed),
            cap_unnamed: fact(Check::WalletUnnamed),
            refund_days: fact(Check::WalletRefundDays),
            never_ends: pack.rule(Check::WalletNeverEnds).map(|rule| rule.cites.as_str()),
        };
        let facts = [law.cap_named, law.cap_unnamed, law.refund_days];
        (law.never_ends.is_some() || facts.iter().any(Option::is_some)).then_some(law)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::model::of_country;

    #[test]
    fn china_caps_wallets_and_elsewhere_no_cap_is_known() {
        let law = of(&of_country("cn")).unwrap();
        assert_eq!(law.cap_named.unwrap().is, 500_000);
        assert_eq!(law.cap_unnamed.unwrap().is, 100_000);
        assert_eq!(law.refund_days.unwrap().is, 7);
        assert!(law.never_ends.is_some());
        assert_eq!([of(&of_country("ES")), of(&of_country("US")), of(&[])], [None; 3]);
    }
}
