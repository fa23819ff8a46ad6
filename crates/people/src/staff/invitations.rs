//! Statements about invitations.

use kernel::{Error, InvitationId, OrgId, Result, Role, Time, scope::Remit};
use serde_json::{Value as Json, json};
use store::{Read, Row, Tx, args, sql};
use web::trail;

use super::{
    actions::Invitation,
    model::{By, INVITED_FOR_DAYS},
    secrets,
    store::remit_text,
};

const COLUMNS: &str = "org, id, email, role, remit, invited_by, created_at, expires_at";

fn read(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        org: row.get("org")?,
        id: row.get("id")?,
        email: row.get("email")?,
        role: row.word("role")?,
        remit: row.json("remit")?,
        invited_by: row.get("invited_by")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Adds one; an older one for the same address ends.
pub async fn insert(
    tx: &mut Tx,
    by: &By,
    email: &str,
    role: Role,
    remit: &Remit,
) -> Result<(InvitationId, String)> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id());
    let token = secrets::token(tx.world());
    tx.run(
        sql!(
            "UPDATE invitation SET withdrawn_at = $3 WHERE org = $1 AND email = $2
             AND accepted_at IS NULL AND withdrawn_at IS NULL"
        ),
        args![org, email, now],
    )
    .await?;
    tx.run(
        sql!(
            "INSERT INTO invitation
               (org, id, token_hash, email, role, remit, invited_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![
            org,
            id,
            secrets::fingerprint(&token),
            email,
            role.name(),
            remit_text(remit)?,
            by.id(),
            now,
            now.plus_days(INVITED_FOR_DAYS),
        ],
    )
    .await?;
    let after = json!({ "email": email, "role": role, "remit": remit });
    trail::note(tx, "staff.invited", id, &Json::Null, &after).await?;
    Ok((id, token))
}

/// Those that wait for an answer, newest first.
pub async fn open(db: &mut impl Read, org: OrgId, now: Time) -> Result<Vec<Invitation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitation WHERE org = $1 AND accepted_at IS NULL
         AND withdrawn_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 200"
    );
    db.rows(&sql, args![org, now]).await?.iter().map(read).collect()
}

/// The invitation of a link, whatever became of it, and whether it still waits.
pub async fn look(db: &mut impl Read, token: &str, now: Time) -> Result<Option<Invitation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitation WHERE token_hash = $1 AND accepted_at IS NULL
         AND withdrawn_at IS NULL AND expires_at > $2"
    );
    db.row(&sql, args![secrets::fingerprint(token), now]).await?.as_ref().map(read).transpose()
}

pub async fn by_token(tx: &mut Tx, token: &str) -> Result<Option<Invitation>> {
    let now = tx.now();
    look(tx, token, now).await
}

pub async fn require(tx: &mut Tx, id: InvitationId) -> Result<Invitation> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitation WHERE org = $1 AND id = $2
         AND accepted_at IS NULL AND withdrawn_at IS NULL"
    );
    let org = tx.org();
    let row = tx.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("invitation"))
}

pub async fn withdraw(tx: &mut Tx, id: InvitationId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE invitation SET withdrawn_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}

pub async fn accepted(tx: &mut Tx, id: InvitationId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE invitation SET accepted_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}
