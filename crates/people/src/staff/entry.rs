//! Coming in: password, then the code of an authenticator where the person has one.

use kernel::{Actor, OrgId, Result, Role, StaffId, Time, scope::Remit};
use serde_json::Value as Json;
use store::{Read, Tx, args, sql};
use web::{
    sessions::{self, Kind, Opening},
    trail,
};

use super::{
    model::Refusal,
    secrets::{self, Hash},
    store as rows,
    tokens::{self, Purpose},
    totp,
};

/// Wrong codes before the password is asked for again.
const TRIES: i64 = 5;
/// Recovery codes of one person.
const CODES: usize = 10;
/// Characters of a recovery code: 80 bits, so that a plain hash hides it.
const CODE_LEN: usize = 16;

/// What a sign-in needs of the person behind an address.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub org: OrgId,
    pub id: StaffId,
    pub password: Option<Hash>,
    pub works: bool,
    pub totp: bool,
}

/// The person of an address, in whatever brand.
pub async fn credentials(db: &mut impl Read, email: &str) -> Result<Option<Credentials>> {
    let row = db
        .row(
            sql!(
                "SELECT s.org, s.id, s.password_hash, s.disabled_at IS NULL AS works,
                   s.totp_secret IS NOT NULL AS totp
                 FROM staff_email e JOIN staff s ON s.org = e.org AND s.id = e.staff
                 WHERE e.email = $1"
            ),
            args![email],
        )
        .await?;
    row.map(|row| {
        let hash: Option<String> = row.get("password_hash")?;
        Ok(Credentials {
            org: row.get("org")?,
            id: row.get("id")?,
            password: hash.map(Hash::stored),
            works: row.get("works")?,
            totp: row.get("totp")?,
        })
    })
    .transpose()
}

/// Opens a session for somebody who has shown who they are; the token for their cookie.
pub async fn sign_in(tx: &mut Tx, id: StaffId, device: &str) -> Result<String> {
    let (org, now) = (tx.org(), tx.now());
    let person = rows::require(tx, org, id).await?;
    if !person.works() {
        return Err(kernel::Error::Unauthenticated);
    }
    let opening = Opening {
        kind: Kind::Staff,
        subject: id.uuid(),
        name: person.name,
        role: Some(person.role),
        remit: person.remit,
        proven: true,
        store: None,
        device: device.to_owned(),
    };
    let token = sessions::open(tx, opening).await?;
    tx.run(
        sql!("UPDATE staff SET signed_in_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await?;
    let on = serde_json::json!({ "device": device });
    trail::note_as(tx, Actor::Staff(id), ("staff.signed_in", id), &Json::Null, &on).await?;
    Ok(token)
}

/// How the second step ended. A wrong code is noted, so it is no error that would undo the note.
#[derive(Debug, PartialEq, Eq)]
pub enum Second {
    In(String),
    Wrong,
    /// Too often, or too late: the password again.
    Over,
}

/// The code of the authenticator, or one of the recovery codes.
pub async fn second_step(tx: &mut Tx, token: &str, typed: &str, device: &str) -> Result<Second> {
    let now = tx.now();
    let Some(step) = tokens::find(tx, Purpose::Step, token, now).await? else {
        return Ok(Second::Over);
    };
    if step.org != tx.org() {
        return Ok(Second::Over);
    }
    if step.tries >= TRIES {
        tokens::take(tx, step.id).await?;
        return Ok(Second::Over);
    }
    if !check_code(tx, step.staff, typed).await? {
        tokens::tried(tx, step.id).await?;
        return Ok(Second::Wrong);
    }
    tokens::take(tx, step.id).await?;
    sign_in(tx, step.staff, device).await.map(Second::In)
}

/// Whether this is the person's code of now or an unused recovery code; either is used up.
pub async fn check_code(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    let typed = super::model::digits(typed);
    if typed.len() != 6 {
        return take_recovery(tx, staff, &typed).await;
    }
    let row = tx
        .row(
            sql!("SELECT totp_secret, totp_step FROM staff WHERE org = $1 AND id = $2"),
            args![org, staff],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let secret: Option<Vec<u8>> = row.get("totp_secret")?;
    let last: i64 = row.get("totp_step")?;
    let Some(step) = secret.and_then(|secret| totp::verify(&secret, &typed, now, last)) else {
        return Ok(false);
    };
    tx.run(
        sql!("UPDATE staff SET totp_step = $3 WHERE org = $1 AND id = $2"),
        args![org, staff, step],
    )
    .await?;
    Ok(true)
}

async fn take_recovery(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<bool> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    if plain.len() != CODE_LEN {
        return Ok(false);
    }
    let (org, now) = (tx.org(), tx.now());
    let used = tx
        .run(
            sql!(
                "UPDATE staff_recovery SET used_at = $4
                 WHERE org = $1 AND staff = $2 AND code_hash = $3 AND used_at IS NULL"
            ),
            args![org, staff, secrets::fingerprint(&plain), now],
        )
        .await?;
    if used == 1 {
        let (by, what) = (Actor::Staff(staff), ("staff.recovery_used", staff));
        trail::note_as(tx, by, what, &Json::Null, &Json::Null).await?;
    }
    Ok(used == 1)
}

/// Turns the second step on once the app has shown that it has the secret. The recovery codes are
/// shown now and never again.
pub async fn turn_on(
    tx: &mut Tx,
    staff: StaffId,
    secret: &[u8],
    typed: &str,
) -> Result<Vec<String>> {
    let (org, now) = (tx.org(), tx.now());
    let step =
        totp::verify(secret, &super::model::digits(typed), now, 0).ok_or(Refusal::WrongCode)?;
    tx.run(
        sql!("UPDATE staff SET totp_secret = $3, totp_step = $4 WHERE org = $1 AND id = $2"),
        args![org, staff, secret, step],
    )
    .await?;
    let codes = new_codes(tx, staff).await?;
    trail::note(tx, "staff.second_step_on", staff, &Json::Null, &Json::Null).await?;
    Ok(codes)
}

/// Ten new recovery codes; the old ones end.
pub async fn new_codes(tx: &mut Tx, staff: StaffId) -> Result<Vec<String>> {
    let org = tx.org();
    forget_codes(tx, staff).await?;
    let codes: Vec<String> = (0..CODES).map(|_| tx.world().chance.code(CODE_LEN)).collect();
    let hashed = codes
        .iter()
        .map(|code| args![org, staff, secrets::fingerprint(code), None::<Time>])
        .collect();
    tx.insert("staff_recovery", &["org", "staff", "code_hash", "used_at"], hashed, "").await?;
    Ok(codes)
}

async fn forget_codes(tx: &mut Tx, staff: StaffId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM staff_recovery WHERE org = $1 AND staff = $2"), args![org, staff])
        .await
        .map(drop)
}

/// Recovery codes that are left.
pub async fn codes_left(db: &mut impl Read, org: OrgId, staff: StaffId) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS n FROM staff_recovery
                 WHERE org = $1 AND staff = $2 AND used_at IS NULL"
            ),
            args![org, staff],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Turns the second step off: by the person with their password, or by somebody above them when the
/// phone is lost.
pub async fn turn_off(tx: &mut Tx, staff: StaffId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE staff SET totp_secret = NULL, totp_step = 0 WHERE org = $1 AND id = $2"),
        args![org, staff],
    )
    .await?;
    forget_codes(tx, staff).await?;
    trail::note(tx, "staff.second_step_off", staff, &Json::Null, &Json::Null).await
}

/// A new password by the link that somebody made for them.
pub async fn reset(tx: &mut Tx, token: &str, password: &Hash) -> Result<StaffId> {
    let now = tx.now();
    let found = tokens::find(tx, Purpose::Reset, token, now).await?;
    let found = found.filter(|token| token.org == tx.org()).ok_or(Refusal::LinkGone)?;
    if !tokens::take(tx, found.id).await? {
        return Err(Refusal::LinkGone.into());
    }
    super::actions::set_password(tx, found.staff, password, None).await?;
    Ok(found.staff)
}

/// Who stands at a counter of this store: those with a PIN who may work there.
pub async fn with_pin(
    db: &mut impl Read,
    org: OrgId,
    store: kernel::StoreId,
) -> Result<Vec<(StaffId, String, Role, Remit)>> {
    let rows = db
        .rows(
            sql!(
                "SELECT id, name, role, remit FROM staff
                 WHERE org = $1 AND pin_hash IS NOT NULL AND disabled_at IS NULL
                 ORDER BY LOWER(name), id LIMIT 2000"
            ),
            args![org],
        )
        .await?;
    let mut people = Vec::new();
    for row in &rows {
        let (role, remit): (Role, Remit) = (row.word("role")?, row.json("remit")?);
        if remit.spans_store(Some(store))
            && role.may(<kernel::permission::WorkCounter as kernel::Permission>::NAME)
        {
            people.push((row.get("id")?, row.get("name")?, role, remit));
        }
    }
    Ok(people)
}
