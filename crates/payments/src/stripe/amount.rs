//! Amounts as Stripe writes them: in the smallest unit, with exceptions.
//!
//! Source: <https://docs.stripe.com/currencies>.

use kernel::{
    Currency, Money,
    payment::{NotTold, Unpaid},
};

/// Written without digits behind the point. Madagascar's ariary has two by ISO 4217.
const ZERO: [&str; 15] = [
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
];
/// Without any by ISO 4217, but written with two zeros.
const TWO: [&str; 2] = ["ISK", "UGX"];
/// Written with three digits, the last of them a zero.
const THREE: [&str; 5] = ["BHD", "JOD", "KWD", "OMR", "TND"];

fn digits(currency: Currency) -> Option<u32> {
    let code = currency.code();
    if ZERO.contains(&code) {
        Some(0)
    } else if THREE.contains(&code) {
        Some(3)
    } else if TWO.contains(&code) || currency.digits() == 2 {
        Some(2)
    } else {
        None
    }
}

pub fn is_taken(currency: Currency) -> bool {
    digits(currency).is_some()
}

/// How it is said to Stripe: the amount, and the currency in small letters.
pub fn said(money: Money) -> Result<(i64, String), Unpaid> {
    let theirs = digits(money.currency).ok_or(Unpaid::Unfit("payments.unfit_currency"))?;
    let ours = money.currency.digits();
    let unfit = Unpaid::Unfit("payments.unfit_amount");
    let up = 10_i64.pow(theirs.saturating_sub(ours));
    let down = 10_i64.pow(ours.saturating_sub(theirs));
    let amount = money.amount.checked_mul(up).filter(|_| money.amount > 0);
    let amount = amount.filter(|amount| amount % down == 0).map(|amount| amount / down);
    let amount = amount.filter(|amount| theirs != 3 || amount % 10 == 0).ok_or(unfit)?;
    Ok((amount, money.currency.code().to_ascii_lowercase()))
}

/// What Stripe says, as we count.
pub fn heard(amount: i64, currency: &str) -> Result<Money, NotTold> {
    let currency: Currency = currency.parse().map_err(|()| NotTold::WrongCurrency)?;
    let theirs = digits(currency).ok_or(NotTold::WrongCurrency)?;
    let ours = currency.digits();
    let up = 10_i64.pow(ours.saturating_sub(theirs));
    let down = 10_i64.pow(theirs.saturating_sub(ours));
    let amount = amount.checked_mul(up).filter(|amount| *amount >= 0 && amount % down == 0);
    Ok(Money::new(amount.ok_or(NotTold::WrongAmount)? / down, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_is_said_as_stripe_counts_it() {
        for (amount, currency, theirs) in [
            (1250, "EUR", Some(1250)),
            (1250, "CNY", Some(1250)),
            (500, "JPY", Some(500)),
            (5, "ISK", Some(500)),
            (7, "UGX", Some(700)),
            (300, "MGA", Some(3)),
            (350, "MGA", None),
            (5120, "KWD", Some(5120)),
            (5124, "KWD", None),
            (1000, "IQD", None),
            (0, "EUR", None),
            (-1, "EUR", None),
            (i64::MAX, "ISK", None),
        ] {
            let money = Money::new(amount, currency.parse().unwrap());
            let said = said(money);
            assert_eq!(said.as_ref().ok().map(|(amount, _)| *amount), theirs, "{money:?}");
            if let Ok((said, word)) = said {
                assert_eq!(heard(said, &word), Ok(money), "{money:?} comes back");
            }
        }
        assert_eq!(heard(550, "isk"), Err(NotTold::WrongAmount));
        assert_eq!(heard(550, "xxq"), Err(NotTold::WrongCurrency));
    }
}
