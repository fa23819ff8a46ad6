//! Callbacks: an envelope whose `resource` is sealed with AES-256-GCM under the API v3 key.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::{
    Time,
    payment::{Fact, Heard, News, NotTold},
};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::{Deserialize, de::DeserializeOwned};

use super::answer::{Refunded, Transaction};
use crate::Secret;

#[derive(Deserialize)]
struct Envelope {
    id: String,
    create_time: String,
    event_type: String,
    resource: Resource,
}

#[derive(Deserialize)]
struct Resource {
    algorithm: String,
    ciphertext: String,
    #[serde(default)]
    associated_data: String,
    nonce: String,
}

/// Whom a callback must be for.
#[derive(Clone, Copy)]
pub struct Whose<'a> {
    pub mchid: &'a str,
    pub appid: &'a str,
}

/// A body whose signature is proven.
pub fn read(body: &[u8], v3_key: &Secret, whose: Whose<'_>) -> Result<Heard, NotTold> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| NotTold::Unreadable)?;
    if !(1..=64).contains(&envelope.id.len()) || envelope.event_type.len() > 64 {
        return Err(NotTold::Unreadable);
    }
    match envelope.event_type.as_str() {
        "TRANSACTION.SUCCESS" => paid(envelope, v3_key, whose),
        "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => refunded(envelope, v3_key, whose),
        _ => Ok(Heard::Ignored { event: envelope.id, kind: envelope.event_type }),
    }
}

fn paid(envelope: Envelope, v3_key: &Secret, whose: Whose<'_>) -> Result<Heard, NotTold> {
    let order: Transaction = opened(&envelope.resource, v3_key)?;
    let said = order.said(whose.mchid, whose.appid)?;
    let money = said.money.ok_or(NotTold::Unreadable)?;
    Ok(Heard::Fact(Fact {
        at: said.at.or_else(|| Time::parse(&envelope.create_time)).ok_or(NotTold::Unreadable)?,
        event: envelope.id,
        payment: said.key,
        news: News::Payment { state: said.state, money },
        theirs: order.transaction_id.ok_or(NotTold::Unreadable)?,
    }))
}

fn refunded(envelope: Envelope, v3_key: &Secret, whose: Whose<'_>) -> Result<Heard, NotTold> {
    let refund: Refunded = opened(&envelope.resource, v3_key)?;
    if refund.mchid.as_deref() != Some(whose.mchid) {
        return Err(NotTold::WrongMerchant);
    }
    let said = refund.said()?;
    Ok(Heard::Fact(Fact {
        at: said.at.or_else(|| Time::parse(&envelope.create_time)).ok_or(NotTold::Unreadable)?,
        event: envelope.id,
        payment: said.payment,
        news: News::Refund { key: said.key, state: said.state, money: said.money },
        theirs: refund.refund_id,
    }))
}

fn opened<T: DeserializeOwned>(resource: &Resource, v3_key: &Secret) -> Result<T, NotTold> {
    if resource.algorithm != "AEAD_AES_256_GCM" {
        return Err(NotTold::Unreadable);
    }
    let nonce = Nonce::try_assume_unique_for_key(resource.nonce.as_bytes());
    let nonce = nonce.map_err(|_| NotTold::Unreadable)?;
    let mut sealed = STANDARD.decode(&resource.ciphertext).map_err(|_| NotTold::Unreadable)?;
    let key = UnboundKey::new(&AES_256_GCM, v3_key.open().as_bytes());
    let key = LessSafeKey::new(key.map_err(|_| NotTold::WrongSecret)?);
    let plain = key
        .open_in_place(nonce, Aad::from(resource.associated_data.as_bytes()), &mut sealed)
        .map_err(|_| NotTold::WrongSecret)?;
    serde_json::from_slice(plain).map_err(|_| NotTold::Unreadable)
}
