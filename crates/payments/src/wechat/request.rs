//! Requests, signed (`WECHATPAY2-SHA256-RSA2048`), and their answers, whose signature is checked.
//!
//! Answers that refuse may come without a signature (`WeChat` cannot always tell who asks), so they
//! are believed as far as TLS goes, and only to the point that nothing happened.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::payment::{Callback, NotTold, Unpaid};
use ring::{rand::SystemRandom, signature::RSA_PKCS1_SHA256};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use ureq::http::Method;

use super::WeChat;
use crate::line::{Ask, Reply, word};

/// When something is signed, and what makes it unlike any other.
pub(super) struct Moment {
    pub timestamp: String,
    pub nonce: String,
}

#[derive(Default, Deserialize)]
struct Problem {
    code: Option<String>,
}

impl WeChat {
    pub(super) fn moment(&self) -> Moment {
        let seconds = self.clock.now().micros().div_euclid(1_000_000);
        Moment { timestamp: seconds.to_string(), nonce: self.chance.code(32) }
    }
    /// These lines, each with its end, signed and in base64.
    pub(super) fn sign(&self, lines: &[&str]) -> Result<String, Unpaid> {
        let message: String = lines.iter().flat_map(|line| [*line, "\n"]).collect();
        let mut signed = vec![0; self.key.public().modulus_len()];
        // PKCS#1 v1.5 takes nothing by chance; the library's own source of it is only named here.
        let chance = SystemRandom::new();
        self.key
            .sign(&RSA_PKCS1_SHA256, &chance, message.as_bytes(), &mut signed)
            .map_err(|_| Unpaid::Unfit("payments.unfit_request"))?;
        Ok(STANDARD.encode(signed))
    }
    pub(super) fn authorization(
        &self,
        method: &Method,
        path: &str,
        body: &str,
    ) -> Result<String, Unpaid> {
        let Moment { timestamp, nonce } = self.moment();
        let path = self.line.base.path(path);
        let signature = self.sign(&[method.as_str(), &path, &timestamp, &nonce, body])?;
        let (mchid, serial) = (&self.mchid, &self.serial);
        Ok(format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",\
             signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{serial}\""
        ))
    }
    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Unpaid> {
        read(&self.send(&Method::GET, path, "")?)
    }
    pub(super) fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, Unpaid> {
        read(&self.send(&Method::POST, path, &body.to_string())?)
    }
    /// For what is answered with nothing (204).
    pub(super) fn send_only(&self, path: &str, body: &Value) -> Result<(), Unpaid> {
        self.send(&Method::POST, path, &body.to_string()).map(drop)
    }
    fn send(&self, method: &Method, path: &str, body: &str) -> Result<Reply, Unpaid> {
        let mut headers = vec![
            ("Authorization", self.authorization(method, path, body)?),
            ("Accept", "application/json".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ];
        // Says by which of its keys it shall answer, while it is going over from certificates.
        headers.extend(self.platform.preferred().map(|serial| ("Wechatpay-Serial", serial)));
        let reply = self.line.send(Ask { method: method.clone(), path, headers, body })?;
        if !reply.is_success() {
            return Err(refused(&reply));
        }
        let signed = Callback { headers: &reply.headers(), body: &reply.body };
        self.platform.check(signed, self.clock.now()).map_err(Unpaid::NotBelieved)?;
        Ok(reply)
    }
}

fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, Unpaid> {
    let unreadable = |_| Unpaid::NotBelieved(NotTold::Unreadable);
    serde_json::from_slice(&reply.body).map_err(unreadable)
}

fn refused(reply: &Reply) -> Unpaid {
    let problem: Problem = serde_json::from_slice(&reply.body).unwrap_or_default();
    match problem.code.as_deref() {
        // Their own words for "try again", whatever the status.
        Some("BIZERR_NEED_RETRY" | "FREQUENCY_LIMITED" | "SYSTEM_ERROR") => {
            Unpaid::NotKnown(format!("they answered {}", reply.status))
        }
        code => Unpaid::Refused { status: reply.status, code: word(code) },
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use kernel::{SeededChance, TestClock, Time};

    use super::*;
    use crate::{Base, Secret, wechat::Merchant};

    const VECTORS: &str = include_str!("../../tests/vectors/messages.json");

    fn merchant() -> WeChat {
        let merchant = Merchant {
            mchid: "1900000109".to_owned(),
            appid: "wxd678efh567hg6787".to_owned(),
            serial: "5157F09EFDC096DE15EBE81A47057A72".to_owned(),
            key: Secret::new(include_str!("../../tests/vectors/keys/merchant.key.pem").to_owned()),
            v3_key: Secret::new("0123456789abcdef0123456789ABCDEF".to_owned()),
            platform: BTreeMap::from([(
                "PUB_KEY_ID_1".to_owned(),
                include_str!("../../tests/vectors/keys/platform.pub.pem").to_owned(),
            )]),
        };
        let base = Base::read("https://pay.example").unwrap();
        let clock = Arc::new(TestClock::at(Time::from_micros(1_782_864_000_000_000)));
        WeChat::new(base, merchant, clock, Arc::new(SeededChance::new(7))).unwrap()
    }

    #[test]
    fn signatures_are_those_that_openssl_makes() {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let rows = vectors["signatures"].as_array().unwrap();
        assert_eq!(rows.len(), 3);
        for row in rows {
            let lines = row["lines"].as_array().unwrap().iter();
            let lines: Vec<_> = lines.map(|line| line.as_str().unwrap()).collect();
            let signed = merchant().sign(&lines).unwrap();
            assert_eq!(signed, row["signature"].as_str().unwrap(), "{}", row["name"]);
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let merchant = Merchant {
            mchid: "1".to_owned(),
            appid: "2".to_owned(),
            serial: "3".to_owned(),
            key: Secret::new("open sesame".to_owned()),
            v3_key: Secret::new("open sesame".to_owned()),
            platform: BTreeMap::new(),
        };
        assert!(!format!("{merchant:?}").contains("sesame"));
    }
}
