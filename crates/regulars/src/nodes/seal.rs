//! The mark of a request that another node passed on: whose it is, sealed with what only the nodes
//! of this installation know. The secret itself never travels.

use std::net::IpAddr;

use axum::http::{HeaderValue, Method, Uri};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

pub const MARK: &str = "regulars-hop";

#[derive(Clone)]
pub struct Seal(Vec<u8>);

impl Seal {
    pub const fn of(secret: Vec<u8>) -> Self {
        Self(secret)
    }

    fn over(&self, words: &[&str]) -> Hmac<Sha256> {
        // Any length of key is fine; `new_from_slice` never fails for HMAC.
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        for word in words {
            mac.update(word.as_bytes());
            mac.update(b"\n");
        }
        mac
    }

    fn of_request(&self, client: &str, method: &Method, uri: &Uri) -> Hmac<Sha256> {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        self.over(&["hop", client, method.as_str(), path])
    }

    /// For a request that this client sent.
    pub fn mark(&self, client: IpAddr, method: &Method, uri: &Uri) -> HeaderValue {
        let client = client.to_string();
        let seal = hex(&self.of_request(&client, method, uri).finalize().into_bytes());
        HeaderValue::try_from(format!("{client} {seal}"))
            .unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// Whose request it is, if one of our nodes says so. Compared in constant time.
    pub fn opened(&self, mark: &HeaderValue, method: &Method, uri: &Uri) -> Option<IpAddr> {
        let (client, seal) = mark.to_str().ok()?.split_once(' ')?;
        self.of_request(client, method, uri).verify_slice(&bytes(seal)?).ok()?;
        client.parse().ok()
    }

    /// A name that only the nodes of this installation know.
    pub fn name(&self, about: &str) -> String {
        hex(&self.over(&["name", about]).finalize().into_bytes()).chars().take(24).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_good_for_one_installation_client_and_request() {
        let (ours, theirs) = (Seal::of(vec![1; 32]), Seal::of(vec![2; 32]));
        let client: IpAddr = "2001:db8::7".parse().unwrap();
        let uri: Uri = "/api/v1/members?x=1".parse().unwrap();
        let mark = ours.mark(client, &Method::POST, &uri);
        assert_eq!(ours.opened(&mark, &Method::POST, &uri), Some(client));
        assert_eq!(theirs.opened(&mark, &Method::POST, &uri), None);
        assert_eq!(ours.opened(&mark, &Method::PUT, &uri), None);
        assert_eq!(ours.opened(&mark, &Method::POST, &Uri::from_static("/api/v1/members")), None);
        let other = mark.to_str().unwrap().replace("::7", "::8");
        for forged in [other.as_str(), "", "127.0.0.1", "127.0.0.1 00", "é 1"] {
            let forged = HeaderValue::from_bytes(forged.as_bytes()).unwrap();
            assert_eq!(ours.opened(&forged, &Method::POST, &uri), None);
        }
    }
}
