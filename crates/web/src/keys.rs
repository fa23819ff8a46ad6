//! API keys: `rgl_` and 40 characters, shown once, kept as a hash, with scopes.

use kernel::{ApiKeyId, Error, OrgId, Result, Time};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::{Look, Read, Reader, Row, Tx, args, sql};

use crate::shops::{self, Shop};

/// The longest list of keys an org may hold.
pub const KEYS_MAX: i64 = 100;

#[derive(Debug, Clone, Serialize)]
pub struct ApiKey {
    #[serde(skip)]
    pub org: OrgId,
    pub id: ApiKeyId,
    pub name: String,
    pub scopes: Vec<String>,
    pub created_at: Time,
    pub used_at: Option<Time>,
    pub revoked_at: Option<Time>,
}

impl ApiKey {
    pub fn may(&self, scope: &str) -> bool {
        !scope.is_empty() && self.scopes.iter().any(|held| held == scope)
    }
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            org: row.get("org")?,
            id: row.get("id")?,
            name: row.get("name")?,
            scopes: row.json("scopes")?,
            created_at: row.get("created_at")?,
            used_at: row.get("used_at")?,
            revoked_at: row.get("revoked_at")?,
        })
    }
}

fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// The living key that a program shows, and its shop: what each of its requests looks up first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown(Vec<u8>);

impl Shown {
    pub fn of(key: &str) -> Self {
        Self(hash(key))
    }
}

impl Look for Shown {
    type Found = Option<(ApiKey, Shop)>;
    async fn read(&self, db: &mut Reader) -> Result<Self::Found> {
        let sql =
            format!("SELECT {COLUMNS} FROM api_key WHERE key_hash = $1 AND revoked_at IS NULL");
        let Some(row) = db.row(&sql, args![self.0.as_slice()]).await? else {
            return Ok(None);
        };
        let key = ApiKey::read(&row)?;
        let shop = shops::require(db, key.org).await?;
        Ok(Some((key, shop)))
    }
}

const COLUMNS: &str = "org, id, name, scopes, created_at, used_at, revoked_at";

/// Makes a key; the text is returned once. Scopes must be known ones.
pub async fn create(tx: &mut Tx, name: &str, scopes: &[String]) -> Result<(ApiKeyId, String)> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id::<kernel::kinds::ApiKey>());
    let key = format!("rgl_{}", tx.world().chance.code(40));
    tx.run(
        sql!(
            "INSERT INTO api_key (org, id, name, key_hash, scopes, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        args![
            org,
            id,
            name,
            hash(&key),
            serde_json::to_string(scopes).map_err(Error::broken)?,
            now
        ],
    )
    .await?;
    Ok((id, key))
}

pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<ApiKey>> {
    let sql = format!("SELECT {COLUMNS} FROM api_key WHERE org = $1 ORDER BY id DESC LIMIT 200");
    db.rows(&sql, args![org]).await?.iter().map(ApiKey::read).collect()
}

/// Revoked keys stay in the list, so that the trail can be read.
pub async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE api_key SET revoked_at = $3
             WHERE org = $1 AND id = $2 AND revoked_at IS NULL"
        ),
        args![org, id, now],
    )
    .await
    .map(|rows| rows > 0)
}
