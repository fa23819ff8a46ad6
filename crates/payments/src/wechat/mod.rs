//! `WeChat` Pay, API v3, as an ordinary merchant: Native (a QR code) and JSAPI (inside `WeChat`).
//!
//! Each request is signed with the merchant's key; each answer of 2xx and each callback must be signed
//! by a platform key that we were handed, by its serial, so that keys can be changed while both are
//! there. What callbacks say is sealed with the API v3 key besides. Our keys are `out_trade_no` and
//! `out_refund_no`, which `WeChat` holds unique for ever.
//!
//! Source: <https://pay.weixin.qq.com/doc/v3/merchant/4012791877> (Native), `…/4013070356` (query),
//! `…/4012365352` (signatures).

mod answer;
mod notice;
mod platform;
mod request;

use std::{collections::BTreeMap, sync::Arc};

use kernel::{
    Chance, Clock, Currency, Money, Time,
    payment::{
        Answer, Callback, Heard, NotTold, Order, PayKey, PayState, Payment, Place, Provider,
        Refund, RefundState, Started, Taken, Unpaid, same_money,
    },
};
use ring::rsa::KeyPair;
use serde_json::json;

use crate::{Base, LARGEST_BODY, Secret, der, line::Line};
use answer::{CodeUrl, Prepay, Refunded, Transaction};
use platform::Platform;

/// Where `WeChat` Pay is.
pub const WECHAT: &str = "https://api.mch.weixin.qq.com";

/// The only currency of domestic payments.
const CNY: &str = "CNY";

/// What the merchant's platform shows and hands out.
#[derive(Debug)]
pub struct Merchant {
    pub mchid: String,
    pub appid: String,
    /// Of the merchant's certificate.
    pub serial: String,
    /// `apiclient_key.pem`.
    pub key: Secret,
    /// 32 characters.
    pub v3_key: Secret,
    /// Platform keys or certificates in PEM, by serial (`PUB_KEY_ID_…`, or a certificate's).
    pub platform: BTreeMap<String, String>,
}

pub struct WeChat {
    line: Line,
    mchid: String,
    appid: String,
    serial: String,
    key: KeyPair,
    v3_key: Secret,
    platform: Platform,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
}

impl WeChat {
    /// The error says what is wrong with the settings, without repeating a secret.
    pub fn new(
        base: Base,
        merchant: Merchant,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, String> {
        let word = |text: &str| {
            (1..=64).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        for (name, text) in
            [("mchid", &merchant.mchid), ("appid", &merchant.appid), ("serial", &merchant.serial)]
        {
            if !word(text) {
                return Err(format!(
                    "{name} is letters and digits, as the merchant's page shows it"
                ));
            }
        }
        let key = der::private_key(merchant.key.open())
            .ok_or("the merchant's key is no RSA key of 2048 bits or more in PEM")?;
        if merchant.v3_key.open().len() != 32 {
            return Err("the API v3 key has 32 characters".to_owned());
        }
        let platform = Platform::read(&merchant.platform)?;
        let Merchant { mchid, appid, serial, v3_key, .. } = merchant;
        let line = Line::to(base);
        Ok(Self { line, mchid, appid, serial, key, v3_key, platform, clock, chance })
    }
    /// The same, less patient: for tests.
    #[must_use]
    pub fn with_patience(self, patience: std::time::Duration) -> Self {
        Self { line: Line::with_patience(self.line.base, patience), ..self }
    }

    fn total(&self, money: Money) -> Result<i64, Unpaid> {
        if !self.takes(money.currency) {
            return Err(Unpaid::Unfit("payments.unfit_currency"));
        }
        if money.amount > 0 {
            Ok(money.amount)
        } else {
            Err(Unpaid::Unfit("payments.unfit_amount"))
        }
    }
    /// What the page inside `WeChat` hands to `getBrandWCPayRequest`.
    fn inside(&self, prepay_id: &str) -> Result<Place, Unpaid> {
        let moment = self.moment();
        let package = format!("prepay_id={prepay_id}");
        let lines = [self.appid.as_str(), &moment.timestamp, &moment.nonce, &package];
        let signed = self.sign(&lines)?;
        Ok(Place::Inside(BTreeMap::from([
            ("appId", self.appid.clone()),
            ("timeStamp", moment.timestamp),
            ("nonceStr", moment.nonce),
            ("package", package),
            ("signType", "RSA".to_owned()),
            ("paySign", signed),
        ])))
    }
}

impl Provider for WeChat {
    fn start(&self, order: &Order) -> Result<Started, Unpaid> {
        let mut body = json!({
            "appid": self.appid,
            "mchid": self.mchid,
            "description": order.title.chars().take(127).collect::<String>(),
            "out_trade_no": order.key.as_str(),
            "time_expire": beijing(order.expires_at),
            "notify_url": order.told_url,
            "amount": { "total": self.total(order.money)?, "currency": CNY },
        });
        let unreadable = Unpaid::NotBelieved(NotTold::Unreadable);
        let place = match &order.payer {
            None => {
                let CodeUrl { code_url } = self.post("/v3/pay/transactions/native", &body)?;
                if code_url.is_empty() || code_url.len() > 512 {
                    return Err(unreadable);
                }
                Place::Code(code_url)
            }
            Some(openid) => {
                if let Some(fields) = body.as_object_mut() {
                    fields.insert("payer".to_owned(), json!({ "openid": openid }));
                }
                let Prepay { prepay_id } = self.post("/v3/pay/transactions/jsapi", &body)?;
                if prepay_id.is_empty() || prepay_id.len() > 64 || prepay_id.contains('\n') {
                    return Err(unreadable);
                }
                self.inside(&prepay_id)?
            }
        };
        Ok(Started { place, theirs: None })
    }

    fn ask(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        let path = format!("{}?mchid={}", order_path(&payment.key), self.mchid);
        let found: Transaction = self.get(&path)?;
        let fact = found.said(&self.mchid, &self.appid).map_err(Unpaid::NotBelieved)?;
        if fact.key != payment.key {
            return Err(Unpaid::NotBelieved(NotTold::WrongPayment));
        }
        if let Some(money) = fact.money {
            same_money(money, payment.money).map_err(Unpaid::NotBelieved)?;
        }
        Ok(fact.state)
    }

    fn close(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        let path = format!("{}/close", order_path(&payment.key));
        match self.send_only(&path, &json!({ "mchid": self.mchid })) {
            Ok(()) => Ok(PayState::Closed),
            // It is over already, in one way or another; only if it is not does their no stand.
            Err(no @ Unpaid::Refused { .. }) => match self.ask(payment) {
                Ok(PayState::Waiting) | Err(Unpaid::Refused { .. }) => Err(no),
                other => other,
            },
            Err(other) => Err(other),
        }
    }

    fn refund(&self, refund: &Refund) -> Result<RefundState, Unpaid> {
        let total = self.total(refund.payment.money)?;
        if refund.amount <= 0 || refund.amount > total {
            return Err(Unpaid::Unfit("payments.unfit_amount"));
        }
        let body = json!({
            "out_trade_no": refund.payment.key.as_str(),
            "out_refund_no": refund.key.as_str(),
            "notify_url": refund.told_url,
            "amount": { "refund": refund.amount, "total": total, "currency": CNY },
        });
        let made: Refunded = self.post("/v3/refund/domestic/refunds", &body)?;
        let said = made.said().map_err(Unpaid::NotBelieved)?;
        if said.key != refund.key || said.payment != refund.payment.key {
            return Err(Unpaid::NotBelieved(NotTold::WrongPayment));
        }
        let asked = Money::new(refund.amount, refund.payment.money.currency);
        same_money(said.money, asked).map_err(Unpaid::NotBelieved)?;
        Ok(said.state)
    }

    fn read(&self, callback: Callback<'_>, now: Time) -> Result<Heard, NotTold> {
        if callback.body.len() > LARGEST_BODY {
            return Err(NotTold::TooLarge);
        }
        self.platform.check(callback, now)?;
        let whose = notice::Whose { mchid: &self.mchid, appid: &self.appid };
        notice::read(callback.body, &self.v3_key, whose)
    }

    fn answer(&self, taken: Taken) -> Answer {
        let fail = |status, message: &str| {
            let body = json!({ "code": "FAIL", "message": message }).to_string();
            Answer { status, body }
        };
        match taken {
            Taken::Well => Answer { status: 204, body: String::new() },
            Taken::Refused(why) => fail(why.status(), why.code()),
            Taken::Later => fail(503, "later"),
        }
    }

    fn takes(&self, currency: Currency) -> bool {
        currency.code() == CNY
    }
}

fn order_path(key: &PayKey) -> String {
    format!("/v3/pay/transactions/out-trade-no/{key}")
}

/// RFC 3339 with the offset of Beijing and whole seconds, as `WeChat` writes it.
fn beijing(at: Time) -> String {
    const EIGHT_HOURS_S: i64 = 8 * 60 * 60;
    let seconds = at.micros().div_euclid(1_000_000) + EIGHT_HOURS_S;
    let text = Time::from_micros(seconds.saturating_mul(1_000_000)).to_string();
    format!("{}+08:00", text.trim_end_matches('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_order_is_said_in_the_time_of_beijing() {
        let at = Time::parse("2027-06-30T16:00:05.25Z").unwrap();
        assert_eq!(beijing(at), "2027-07-01T00:00:05+08:00");
    }
}
