//! Passwords, PINs and tokens: how they are kept and compared.
//!
//! Passwords and PINs are argon2id with the parameters that OWASP names first for it (19 MiB, two
//! passes, one lane). A PIN has so few possibilities that no hash could hide it for long from
//! somebody who stole the file: what protects it is the lock after five wrong tries and the paired
//! device. It gets the same hash all the same, because thirty milliseconds at a till are nothing and
//! one way is simpler than two. Tokens have 160 bits, so a plain SHA-256 suffices for them.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use kernel::{Error, Result, World};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

/// A hashed password or PIN in PHC form; the secret itself is gone.
#[derive(Clone)]
pub struct Hash(String);

impl Hash {
    pub fn text(&self) -> &str {
        &self.0
    }
    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }
}
impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash(…)")
    }
}

/// Each hash takes 19 MiB: so many at once, the others wait their turn.
static DESK: Semaphore = Semaphore::const_new(4);

/// What an unknown address is checked against, so that it takes as long as a known one. It is the
/// hash of nothing anybody knows.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cmVndWxhcnMtbm9ib2R5$\
                     5yHGWqfhxVhCFqVnxM5kRyxBDXMb0cgfsoLvU1jKWG0";

fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(Error::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn at_the_desk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _seat = DESK.acquire().await.map_err(Error::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

/// Hashes a password or PIN off the main threads.
pub async fn hash(world: &World, secret: &str) -> Result<Hash> {
    let (salt, secret) = (world.chance.bytes::<16>(), secret.to_owned());
    at_the_desk(move || {
        let hash: PasswordHash =
            argon()?.hash_password_with_salt(secret.as_bytes(), &salt).map_err(Error::broken)?;
        Ok(Hash(hash.to_string()))
    })
    .await
}

/// Whether this is the secret. `None` (nobody of that name) takes the same time and says no.
pub async fn verify(secret: &str, hash: Option<&Hash>) -> Result<bool> {
    let known = hash.is_some();
    let hash = hash.map_or_else(|| DUMMY.to_owned(), |hash| hash.0.clone());
    let secret = secret.to_owned();
    at_the_desk(move || {
        let same = PasswordHash::new(&hash).is_ok_and(|hash| {
            argon().is_ok_and(|a| a.verify_password(secret.as_bytes(), &hash).is_ok())
        });
        Ok(same && known)
    })
    .await
}

/// A token for a link or a cookie: 32 characters of Crockford's alphabet, 160 bits.
pub fn token(world: &World) -> String {
    world.chance.code(32)
}

/// What the tables keep of a token or a recovery code.
pub fn fingerprint(token: &str) -> Vec<u8> {
    Sha256::digest(token.trim().to_ascii_uppercase().as_bytes()).to_vec()
}
