//! Tokens that are good once: links for a new password, and the step between a right password and
//! the code of the authenticator.

use std::time::Duration;

use kernel::{OrgId, Result, StaffId, Time};
use store::{Read, Tx, args, sql};

use super::secrets;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A link for a new password, made by somebody who may.
    Reset,
    /// The password was right; the code is still asked for.
    Step,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Step => "step",
        }
    }
    pub const fn lasts(self) -> Duration {
        match self {
            Self::Reset => Duration::from_secs(24 * 3600),
            Self::Step => Duration::from_secs(600),
        }
    }
}

/// Whose token it is and how often it was tried in vain.
#[derive(Debug, Clone)]
pub struct Token {
    pub org: OrgId,
    pub id: uuid::Uuid,
    pub staff: StaffId,
    pub tries: i64,
}

/// Makes one; an older one for the same purpose ends.
pub async fn make(tx: &mut Tx, staff: StaffId, purpose: Purpose) -> Result<String> {
    let (org, now) = (tx.org(), tx.now());
    let (id, token) = (tx.world().uuid(), secrets::token(tx.world()));
    tx.run(
        sql!(
            "DELETE FROM staff_token
             WHERE org = $1 AND ((staff = $2 AND purpose = $3) OR expires_at <= $4)"
        ),
        args![org, staff, purpose.word(), now],
    )
    .await?;
    tx.run(
        sql!(
            "INSERT INTO staff_token (org, id, staff, purpose, token_hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![
            org,
            id,
            staff,
            purpose.word(),
            secrets::fingerprint(&token),
            now,
            now.plus(purpose.lasts())
        ],
    )
    .await?;
    Ok(token)
}

/// The living token of this text.
pub async fn find(
    db: &mut impl Read,
    purpose: Purpose,
    token: &str,
    now: Time,
) -> Result<Option<Token>> {
    let row = db
        .row(
            sql!(
                "SELECT org, id, staff, tries FROM staff_token
                 WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"
            ),
            args![secrets::fingerprint(token), purpose.word(), now],
        )
        .await?;
    row.map(|row| {
        Ok(Token {
            org: row.get("org")?,
            id: row.get("id")?,
            staff: row.get("staff")?,
            tries: row.get("tries")?,
        })
    })
    .transpose()
}

/// Uses it up; false if somebody was faster.
pub async fn take(tx: &mut Tx, id: uuid::Uuid) -> Result<bool> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM staff_token WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(|rows| rows == 1)
}

/// Notes a wrong try.
pub async fn tried(tx: &mut Tx, id: uuid::Uuid) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE staff_token SET tries = tries + 1 WHERE org = $1 AND id = $2"),
        args![org, id],
    )
    .await
    .map(drop)
}

/// Ends everything that waits for this person.
pub async fn forget(tx: &mut Tx, staff: StaffId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM staff_token WHERE org = $1 AND staff = $2"), args![org, staff])
        .await
        .map(drop)
}
