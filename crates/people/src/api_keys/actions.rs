//! Making and revoking keys for programs.

use kernel::{ApiKeyId, Error, FieldError, Fields, OrgId, Result, Scope, permission, text};
use serde_json::{Value as Json, json};
use store::{Db, Tx};
use web::{keys, trail};

use super::Refusal;

/// As [`make`], for the command line.
pub async fn create(
    db: &Db,
    org: OrgId,
    name: &str,
    scopes: &[String],
) -> Result<(ApiKeyId, String)> {
    db.write(&Scope::system(org), async |tx| make(tx, name, scopes).await)
        .await
        .map(|written| written.value)
}

/// Makes a key; its text is returned once. Scopes must be known ones, and at least one.
pub async fn make(tx: &mut Tx, name: &str, scopes: &[String]) -> Result<(ApiKeyId, String)> {
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", name, text::NAME_MAX);
    let known = permission::scopes();
    let mut held: Vec<String> = Vec::new();
    for scope in scopes {
        if !known.contains(&scope.as_str()) {
            fields.push(FieldError::new("scopes", "scope_unknown").with("scope", scope.as_str()));
        } else if !held.contains(scope) {
            held.push(scope.clone());
        }
    }
    if scopes.is_empty() {
        fields.push(FieldError::new("scopes", "scope_none"));
    }
    fields.check(())?;
    let living =
        keys::list(tx, tx.org()).await?.iter().filter(|key| key.revoked_at.is_none()).count();
    if i64::try_from(living).unwrap_or(i64::MAX) >= keys::KEYS_MAX {
        return Err(Refusal::TooMany.with("max", keys::KEYS_MAX).into());
    }
    let (id, key) = keys::create(tx, &name, &held).await?;
    trail::note(tx, "keys.created", id, &Json::Null, &json!({ "name": name, "scopes": held }))
        .await?;
    Ok((id, key))
}

/// Ends a key at once.
pub async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<()> {
    let key = keys::list(tx, tx.org()).await?.into_iter().find(|key| key.id == id);
    let key = key.ok_or(Error::NotFound("key"))?;
    if keys::revoke(tx, id).await? {
        trail::note(tx, "keys.revoked", id, &json!({ "name": key.name }), &Json::Null).await?;
    }
    Ok(())
}
