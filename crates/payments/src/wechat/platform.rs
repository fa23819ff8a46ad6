//! The platform's keys, and what they have signed: the time, a nonce and the body, a line each.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::{
    Time,
    payment::{Callback, NotTold},
};
use ring::signature::RSA_PKCS1_2048_8192_SHA256;

use crate::{
    der::{self, PublicKey},
    fresh,
};

pub struct Platform(BTreeMap<String, PublicKey>);

impl Platform {
    pub fn read(pems: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut keys = BTreeMap::new();
        for (serial, pem) in pems {
            let key = der::public_key(pem).ok_or_else(|| {
                format!("{serial} is no RSA public key or certificate of 2048 bits or more in PEM")
            })?;
            keys.insert(serial.clone(), key);
        }
        if keys.is_empty() {
            return Err(
                "the platform's public key is missing: nothing could be believed".to_owned()
            );
        }
        Ok(Self(keys))
    }
    /// The newest of its public keys, if one is not of a certificate.
    pub fn preferred(&self) -> Option<String> {
        self.0.keys().rfind(|serial| serial.starts_with("PUB_KEY_ID_")).cloned()
    }
    /// Whether one of the keys has signed this, now. `WeChat` probes with signatures that are wrong on
    /// purpose (`WECHATPAY/SIGNTEST/…`), which are refused like any.
    pub fn check(&self, signed: Callback<'_>, now: Time) -> Result<(), NotTold> {
        let header = |name| signed.header(name).filter(|v| !v.is_empty() && v.len() <= 2048);
        let (Some(serial), Some(signature), Some(timestamp), Some(nonce)) = (
            header("Wechatpay-Serial"),
            header("Wechatpay-Signature"),
            header("Wechatpay-Timestamp"),
            header("Wechatpay-Nonce"),
        ) else {
            return Err(NotTold::NotSigned);
        };
        let digits = timestamp.chars().all(|c| c.is_ascii_digit());
        let signed_s = timestamp.parse().ok().filter(|_| digits).ok_or(NotTold::NotSigned)?;
        let key = self.0.get(serial).ok_or(NotTold::UnknownSerial)?;
        let signature = STANDARD.decode(signature).map_err(|_| NotTold::WrongSignature)?;
        let message =
            [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", signed.body, b"\n"].concat();
        key.verify(&RSA_PKCS1_2048_8192_SHA256, &message, &signature)
            .map_err(|_| NotTold::WrongSignature)?;
        fresh(signed_s, now)
    }
}
