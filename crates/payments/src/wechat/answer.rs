//! What `WeChat` Pay says of an order and of a refund, when asked and by itself.

use kernel::{
    Currency, Money, Time,
    payment::{NotTold, PayKey, PayState, RefundState},
};
use serde::Deserialize;

use super::CNY;

#[derive(Deserialize)]
pub struct CodeUrl {
    pub code_url: String,
}

#[derive(Deserialize)]
pub struct Prepay {
    pub prepay_id: String,
}

/// An order that was paid or not.
#[derive(Deserialize)]
pub struct Transaction {
    appid: String,
    mchid: String,
    out_trade_no: String,
    pub transaction_id: Option<String>,
    trade_state: String,
    success_time: Option<String>,
    amount: Option<Amount>,
}

#[derive(Deserialize)]
struct Amount {
    total: i64,
    currency: Option<String>,
}

/// A refund, in an answer (`status`) or a callback (`refund_status`).
#[derive(Deserialize)]
pub struct Refunded {
    /// Said in callbacks only.
    pub mchid: Option<String>,
    out_trade_no: String,
    out_refund_no: String,
    pub refund_id: String,
    #[serde(alias = "refund_status")]
    status: String,
    success_time: Option<String>,
    amount: RefundAmount,
}

#[derive(Deserialize)]
struct RefundAmount {
    refund: i64,
    currency: Option<String>,
}

pub struct SaidOrder {
    pub key: PayKey,
    pub state: PayState,
    /// An order that nobody has paid may come without.
    pub money: Option<Money>,
    pub at: Option<Time>,
}

pub struct SaidRefund {
    pub key: PayKey,
    pub payment: PayKey,
    pub state: RefundState,
    pub money: Money,
    pub at: Option<Time>,
}

impl Transaction {
    pub fn said(&self, mchid: &str, appid: &str) -> Result<SaidOrder, NotTold> {
        if self.mchid != mchid {
            return Err(NotTold::WrongMerchant);
        }
        if self.appid != appid {
            return Err(NotTold::WrongApp);
        }
        let state = match self.trade_state.as_str() {
            "SUCCESS" => PayState::Paid,
            // How much of it went back stands with each refund.
            "REFUND" => PayState::Refunded(None),
            "NOTPAY" | "USERPAYING" | "ACCEPT" => PayState::Waiting,
            "CLOSED" | "REVOKED" => PayState::Closed,
            "PAYERROR" => PayState::Failed,
            _ => return Err(NotTold::Unreadable),
        };
        let money = self.amount.as_ref().map(|a| money(a.total, a.currency.as_deref()));
        let money = money.transpose()?;
        if money.is_none() && matches!(state, PayState::Paid | PayState::Refunded(_)) {
            return Err(NotTold::Unreadable);
        }
        let at = self.success_time.as_deref().and_then(Time::parse);
        Ok(SaidOrder { key: key(&self.out_trade_no)?, state, money, at })
    }
}

impl Refunded {
    pub fn said(&self) -> Result<SaidRefund, NotTold> {
        let state = match self.status.as_str() {
            "SUCCESS" => RefundState::Done,
            "PROCESSING" => RefundState::Waiting,
            "CLOSED" | "ABNORMAL" => RefundState::Failed,
            _ => return Err(NotTold::Unreadable),
        };
        Ok(SaidRefund {
            key: key(&self.out_refund_no)?,
            payment: key(&self.out_trade_no)?,
            state,
            money: money(self.amount.refund, self.amount.currency.as_deref())?,
            at: self.success_time.as_deref().and_then(Time::parse),
        })
    }
}

/// Another key than ours: the merchant has other sellers.
fn key(text: &str) -> Result<PayKey, NotTold> {
    text.parse().map_err(|()| NotTold::WrongPayment)
}

fn money(amount: i64, currency: Option<&str>) -> Result<Money, NotTold> {
    let currency = currency.unwrap_or(CNY);
    let known: Currency = currency.parse().map_err(|()| NotTold::WrongCurrency)?;
    if amount < 0 {
        return Err(NotTold::WrongAmount);
    }
    Ok(Money::new(amount, known))
}
