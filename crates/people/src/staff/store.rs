//! All statements about staff.

use std::collections::HashMap;

use kernel::{Error, OrgId, Page, PageRequest, Result, Role, StaffId, scope::Remit};
use store::{Read, Row, Tx, args, sql};

use super::{
    model::{NewPerson, Person},
    secrets::Hash,
};

const COLUMNS: &str = "id, name, email, role, remit, created_at, signed_in_at, disabled_at, \
    password_hash IS NOT NULL AS has_password, pin_hash IS NOT NULL AS has_pin, \
    totp_secret IS NOT NULL AS has_totp";

/// The last sign-in as text of equal length, so that one kind of cursor serves every order.
const SEEN: &str = "CAST(COALESCE(signed_in_at, 0) + 1000000000000000000 AS TEXT)";

fn read(row: &Row) -> Result<Person> {
    Ok(Person {
        id: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: row.word("role")?,
        remit: row.json("remit")?,
        has_password: row.get("has_password")?,
        has_pin: row.get("has_pin")?,
        has_totp: row.get("has_totp")?,
        created_at: row.get("created_at")?,
        signed_in_at: row.get("signed_in_at")?,
        disabled_at: row.get("disabled_at")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: StaffId) -> Result<Option<Person>> {
    let sql = format!("SELECT {COLUMNS} FROM staff WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: StaffId) -> Result<Person> {
    find(db, org, id).await?.ok_or(Error::NotFound("staff"))
}

/// How a list of staff is narrowed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of a name or an e-mail address.
    pub words: String,
    pub role: Option<Role>,
    /// Whether those who no longer work here are shown instead.
    pub gone: bool,
    /// `name` (unless set), `-name`, `role`, `-role`, `seen`, `-seen`.
    pub sort: String,
}

/// One page by name, role or last sign-in.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Person>> {
    let limit = page.limit()?;
    let (key, down) = match filter.sort.as_str() {
        "-name" => ("LOWER(name)", true),
        "role" => ("role", false),
        "-role" => ("role", true),
        "seen" => (SEEN, false),
        "-seen" => (SEEN, true),
        _ => ("LOWER(name)", false),
    };
    let (beyond, order) = if down { ("<", "DESC") } else { (">", "ASC") };
    let after: Option<(String, uuid::Uuid)> = page.after()?;
    let (after_key, after_id) = after.map_or((None, None), |(key, id)| (Some(key), Some(id)));
    let gone = if filter.gone { "IS NOT NULL" } else { "IS NULL" };
    let sql = format!(
        "SELECT {COLUMNS}, {key} AS sort_key FROM staff WHERE org = $1 AND disabled_at {gone}
           AND (CAST($2 AS TEXT) IS NULL OR LOWER(name) LIKE $2 ESCAPE '!' OR email LIKE $2 ESCAPE '!')
           AND (CAST($3 AS TEXT) IS NULL OR role = $3)
           AND (CAST($4 AS TEXT) IS NULL OR {key} {beyond} $4 OR ({key} = $4 AND id {beyond} $5))
         ORDER BY {key} {order}, id {order} LIMIT $6"
    );
    let words = like(&filter.words);
    let role = filter.role.map(|role| role.name().to_owned());
    let rows = db.rows(&sql, args![org, words, role, after_key, after_id, limit + 1]).await?;
    let people: Result<Vec<(Person, String)>> =
        rows.iter().map(|row| Ok((read(row)?, row.get("sort_key")?))).collect();
    let page = Page::cut(people?, limit, |(person, key)| (key.clone(), person.id.uuid()));
    Ok(page.map(|(person, _)| person))
}

/// A `LIKE` pattern of what was typed; `None` when nothing was.
pub(crate) fn like(words: &str) -> Option<String> {
    let words = kernel::text::line(words).to_lowercase();
    let safe = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    (!safe.is_empty()).then(|| format!("%{safe}%"))
}

/// Names of everybody, also of those who left: for lists that say who did something.
pub async fn names(db: &mut impl Read, org: OrgId) -> Result<HashMap<StaffId, String>> {
    let rows = db.rows(sql!("SELECT id, name FROM staff WHERE org = $1"), args![org]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("name")?))).collect()
}

pub async fn count(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db
        .row(
            sql!("SELECT COUNT(*) AS n FROM staff WHERE org = $1 AND disabled_at IS NULL"),
            args![org],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Owners who still work here.
pub async fn owners(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS n FROM staff
                 WHERE org = $1 AND role = 'owner' AND disabled_at IS NULL"
            ),
            args![org],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Whose address this is, in any brand.
pub async fn by_email(db: &mut impl Read, email: &str) -> Result<Option<(OrgId, StaffId)>> {
    let row =
        db.row(sql!("SELECT org, staff FROM staff_email WHERE email = $1"), args![email]).await?;
    row.map(|row| Ok((row.get("org")?, row.get("staff")?))).transpose()
}

pub async fn insert(tx: &mut Tx, id: StaffId, person: &NewPerson) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO staff (org, id, name, email, role, remit, password_hash, pin_hash, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![
            org,
            id,
            &person.name,
            person.email.clone(),
            person.role.name(),
            remit_text(&person.remit)?,
            person.password.as_ref().map(|hash| hash.text().to_owned()),
            person.pin.as_ref().map(|hash| hash.text().to_owned()),
            now,
        ],
    )
    .await?;
    match &person.email {
        Some(email) => put_email(tx, id, email).await,
        None => Ok(()),
    }
}

pub(crate) fn remit_text(remit: &Remit) -> Result<String> {
    serde_json::to_string(remit).map_err(Error::broken)
}

async fn put_email(tx: &mut Tx, id: StaffId, email: &str) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("INSERT INTO staff_email (org, staff, email) VALUES ($1, $2, $3)"),
        args![org, id, email],
    )
    .await
    .map(drop)
}

/// Writes name, address, role and remit as they are in `person`.
pub async fn update(tx: &mut Tx, before: &Person, person: &Person) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE staff SET name = $3, email = $4, role = $5, remit = $6, disabled_at = $7
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            person.id,
            &person.name,
            person.email.clone(),
            person.role.name(),
            remit_text(&person.remit)?,
            person.disabled_at,
        ],
    )
    .await?;
    if before.email == person.email {
        return Ok(());
    }
    tx.run(sql!("DELETE FROM staff_email WHERE org = $1 AND staff = $2"), args![org, person.id])
        .await?;
    match &person.email {
        Some(email) => put_email(tx, person.id, email).await,
        None => Ok(()),
    }
}

pub async fn set_password(tx: &mut Tx, id: StaffId, hash: &Hash) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE staff SET password_hash = $3 WHERE org = $1 AND id = $2"),
        args![org, id, hash.text()],
    )
    .await
    .map(drop)
}

pub async fn set_pin(tx: &mut Tx, id: StaffId, hash: Option<&Hash>) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE staff SET pin_hash = $3 WHERE org = $1 AND id = $2"),
        args![org, id, hash.map(|hash| hash.text().to_owned())],
    )
    .await
    .map(drop)
}

pub async fn pin_hash(db: &mut impl Read, org: OrgId, id: StaffId) -> Result<Option<Hash>> {
    let row = db
        .row(sql!("SELECT pin_hash FROM staff WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    let text: Option<String> = row.map(|row| row.get("pin_hash")).transpose()?.flatten();
    Ok(text.map(Hash::stored))
}

pub async fn password_hash(db: &mut impl Read, org: OrgId, id: StaffId) -> Result<Option<Hash>> {
    let row = db
        .row(sql!("SELECT password_hash FROM staff WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    let text: Option<String> = row.map(|row| row.get("password_hash")).transpose()?.flatten();
    Ok(text.map(Hash::stored))
}

/// Everybody whose remit names this store.
pub async fn of_store(
    db: &mut impl Read,
    org: OrgId,
    store: kernel::StoreId,
) -> Result<Vec<StaffId>> {
    let named = format!("%{store}%");
    let rows = db
        .rows(
            sql!(
                "SELECT id FROM staff
                 WHERE org = $1 AND disabled_at IS NULL AND remit LIKE $2 ORDER BY id"
            ),
            args![org, named],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
