//! What the law of a country says about money left with a shop, with where it says so. Data, not
//! advice: a plan that goes beyond it cannot be opened, and the place is shown.

/// A rule in the law, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// An amount in minor units, or days.
    pub is: i64,
    pub stands_in: &'static str,
}

/// What is known of a country. A fact that is not there is not known, which is not the same as
/// being allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
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

/// Where nothing is known, no cap is.
const LAWS: &[Law] = &[Law {
    country: "CN",
    currency: "CNY",
    // 单用途商业预付卡管理办法（试行）, 商务部令2012年第9号, 第十八条: 单张记名卡限额不得超过5000元,
    // 单张不记名卡限额不得超过1000元; 充值后资金余额不得超过前款规定的限额.
    cap_named: Some(Fact {
        is: 500_000,
        stands_in: "《单用途商业预付卡管理办法（试行）》第十八条",
    }),
    cap_unnamed: Some(Fact {
        is: 100_000,
        stands_in: "《单用途商业预付卡管理办法（试行）》第十八条",
    }),
    // 法释〔2025〕4号, in force since 2025-05-01: within seven days of paying, the principal is
    // returned on request, unless the same goods or services had been had from the shop before.
    refund_days: Some(Fact { is: 7, stands_in: "法释〔2025〕4号第十四条" }),
    // 第十九条: 记名卡不得设有效期; 不记名卡有效期不得少于3年.
    never_ends: Some("《单用途商业预付卡管理办法（试行）》第十九条"),
}];

pub fn of(country: &str) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.country.eq_ignore_ascii_case(country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn china_caps_wallets_and_elsewhere_no_cap_is_known() {
        let law = of("cn").unwrap();
        assert_eq!(law.cap_named.unwrap().is, 500_000);
        assert_eq!(law.cap_unnamed.unwrap().is, 100_000);
        assert_eq!(law.refund_days.unwrap().is, 7);
        assert_eq!((of("ES"), of(""), of("C")), (None, None, None));
    }
}
