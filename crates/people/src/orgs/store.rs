//! Statements about the link of the first start. The brand's own row belongs to `web::shops`.

use kernel::{OrgId, Result};
use store::{Read, Tx, args, sql};

use crate::staff::secrets;

/// Whether there is any brand.
pub async fn any(db: &mut impl Read) -> Result<bool> {
    Ok(db.row(sql!("SELECT org FROM org LIMIT 1"), args![]).await?.is_some())
}

/// The id that the first brand will have, if a link for it was made.
pub async fn waiting(db: &mut impl Read) -> Result<Option<OrgId>> {
    let row = db.row(sql!("SELECT org FROM setup ORDER BY created_at LIMIT 1"), args![]).await?;
    row.map(|row| row.get("org")).transpose()
}

/// The id that the holder of this token may use.
pub async fn by_token(db: &mut impl Read, token: &str) -> Result<Option<OrgId>> {
    let row = db
        .row(
            sql!("SELECT org FROM setup WHERE token_hash = $1"),
            args![secrets::fingerprint(token)],
        )
        .await?;
    row.map(|row| row.get("org")).transpose()
}

/// Replaces the link: only the newest works.
pub async fn put(tx: &mut Tx, token: &str) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO setup (org, token_hash, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (org) DO UPDATE SET token_hash = $2, created_at = $3"
        ),
        args![org, secrets::fingerprint(token), now],
    )
    .await
    .map(drop)
}

/// Uses the link up; false if it is not there any more.
pub async fn take(tx: &mut Tx, token: &str) -> Result<bool> {
    let org = tx.org();
    tx.run(
        sql!("DELETE FROM setup WHERE org = $1 AND token_hash = $2"),
        args![org, secrets::fingerprint(token)],
    )
    .await
    .map(|rows| rows == 1)
}
