//! Adding people, changing what they may do, letting them go.

use kernel::{Error, FieldError, Fields, OrgId, Result, Role, StaffId, Time, scope::Remit, text};
use serde_json::{Value as Json, json};
use store::{Read, Tx, args, sql};
use web::{sessions, trail};

use super::{
    model::{self, By, NewPerson, Person, Refusal, STAFF_MAX},
    secrets::Hash,
    store as rows,
};
use crate::groups;

/// Adds somebody. The e-mail address must be new in the whole installation.
pub async fn add(tx: &mut Tx, person: NewPerson) -> Result<StaffId> {
    let person = model::check_new(&person)?;
    if rows::count(tx, tx.org()).await? >= STAFF_MAX {
        return Err(Refusal::TooMany.with("max", STAFF_MAX).into());
    }
    if let Some(email) = &person.email
        && rows::by_email(tx, email).await?.is_some()
    {
        return Err(model::taken());
    }
    let id = tx.id();
    rows::insert(tx, id, &person).await.map_err(taken_race)?;
    let added = rows::require(tx, tx.org(), id).await?;
    trail::note(tx, "staff.added", id, &Json::Null, &added.noted()).await?;
    Ok(id)
}

/// Two people typed the same address at the same moment: the index says so.
pub(crate) fn taken_race(error: Error) -> Error {
    if error.code() == store::TAKEN { model::taken() } else { error }
}

/// Refuses unless `by` may make somebody that, or change somebody who is it.
pub async fn check(
    db: &mut impl Read,
    org: OrgId,
    by: &By,
    (role, remit): (Role, &Remit),
) -> Result<()> {
    let homes = match remit {
        Remit::Groups(named) => groups::homes(db, org, named).await?,
        _ => groups::Homes::new(),
    };
    by.check(role, remit, &homes)
}

/// What a person's page can change.
#[derive(Debug, Clone)]
pub struct Change {
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    pub remit: Remit,
}

/// Changes name, address, role and remit; their sessions follow at once.
pub async fn change(tx: &mut Tx, by: &By, id: StaffId, change: Change) -> Result<Person> {
    let org = tx.org();
    let before = rows::require(tx, org, id).await?;
    // What one does not have, one takes from nobody either.
    check(tx, org, by, (before.role, &before.remit)).await?;
    check(tx, org, by, (change.role, &change.remit)).await?;
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &change.name, text::NAME_MAX);
    let email = match change.email.as_deref().map(text::line).filter(|raw| !raw.is_empty()) {
        Some(raw) => Some(model::email(&mut fields, "email", &raw)),
        None if before.has_password => {
            fields.push(FieldError::new("email", "required"));
            None
        }
        None => None,
    };
    let after = fields.check(Person {
        name,
        email,
        role: change.role,
        remit: change.remit,
        ..before.clone()
    })?;
    if before.role == Role::Owner && after.role != Role::Owner {
        keep_an_owner(tx, &before).await?;
    }
    if let Some(email) = &after.email
        && rows::by_email(tx, email).await?.is_some_and(|owner| owner != (org, id))
    {
        return Err(model::taken());
    }
    rows::update(tx, &before, &after).await.map_err(taken_race)?;
    sessions::refit(tx, id, &after.name, after.role, &after.remit).await?;
    trail::note(tx, "staff.changed", id, &before.noted(), &after.noted()).await?;
    Ok(after)
}

async fn keep_an_owner(tx: &mut Tx, person: &Person) -> Result<()> {
    let owners = rows::owners(tx, tx.org()).await?;
    if person.role == Role::Owner && person.works() && owners <= 1 {
        return Err(Refusal::LastOwner.into());
    }
    Ok(())
}

/// Somebody stops working here: their sessions, PIN and open links end at once, their name stays
/// beside what they did.
pub async fn disable(tx: &mut Tx, by: &By, id: StaffId) -> Result<()> {
    let org = tx.org();
    let before = rows::require(tx, org, id).await?;
    check(tx, org, by, (before.role, &before.remit)).await?;
    if !before.works() {
        return Ok(());
    }
    keep_an_owner(tx, &before).await?;
    let after = Person { disabled_at: Some(tx.now()), has_pin: false, ..before.clone() };
    rows::update(tx, &before, &after).await?;
    rows::set_pin(tx, id, None).await?;
    sessions::close_others(tx, sessions::Kind::Staff, id.uuid(), None).await?;
    // Counters where their PIN is active lock themselves.
    sessions::refit(tx, id, &after.name, after.role, &after.remit).await?;
    super::tokens::forget(tx, id).await?;
    trail::note(tx, "staff.disabled", id, &before.noted(), &after.noted()).await
}

/// Somebody works here again. They sign in with the password they had.
pub async fn enable(tx: &mut Tx, by: &By, id: StaffId) -> Result<()> {
    let org = tx.org();
    let before = rows::require(tx, org, id).await?;
    check(tx, org, by, (before.role, &before.remit)).await?;
    if before.works() {
        return Ok(());
    }
    let after = Person { disabled_at: None, ..before.clone() };
    rows::update(tx, &before, &after).await?;
    trail::note(tx, "staff.enabled", id, &before.noted(), &after.noted()).await
}

/// Sets or takes away a PIN. Counters where the old one is active lock themselves.
pub async fn set_pin(tx: &mut Tx, id: StaffId, pin: Option<Hash>) -> Result<()> {
    let person = rows::require(tx, tx.org(), id).await?;
    rows::set_pin(tx, id, pin.as_ref()).await?;
    sessions::refit(tx, id, &person.name, person.role, &person.remit).await?;
    forget_wrong_pins(tx, id).await?;
    let (before, after) = (json!({ "pin": person.has_pin }), json!({ "pin": pin.is_some() }));
    trail::note(tx, "staff.pin_changed", id, &before, &after).await
}

async fn forget_wrong_pins(tx: &mut Tx, id: StaffId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM pin_try WHERE org = $1 AND staff = $2"), args![org, id])
        .await
        .map(drop)
}

/// A new password; everybody else who is signed in as this person is signed out.
pub async fn set_password(
    tx: &mut Tx,
    id: StaffId,
    password: &Hash,
    but: Option<kernel::SessionId>,
) -> Result<()> {
    rows::require(tx, tx.org(), id).await?;
    rows::set_password(tx, id, password).await?;
    sessions::close_others(tx, sessions::Kind::Staff, id.uuid(), but).await?;
    super::tokens::forget(tx, id).await?;
    trail::note(tx, "staff.password_changed", id, &Json::Null, &Json::Null).await
}

/// An invitation that waits for an answer.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub org: OrgId,
    pub id: kernel::InvitationId,
    pub email: String,
    pub role: Role,
    pub remit: Remit,
    pub invited_by: Option<StaffId>,
    pub created_at: Time,
    pub expires_at: Time,
}

/// Invites by a link that is good once for seven days. The token is shown now and never again.
pub async fn invite(
    tx: &mut Tx,
    by: &By,
    email: &str,
    role: Role,
    remit: Remit,
) -> Result<(kernel::InvitationId, String)> {
    let org = tx.org();
    check(tx, org, by, (role, &remit)).await?;
    let mut fields = Fields::default();
    let email = model::email(&mut fields, "email", email);
    fields.check(())?;
    if rows::by_email(tx, &email).await?.is_some() {
        return Err(model::taken());
    }
    super::invitations::insert(tx, by, &email, role, &remit).await
}

/// Takes an invitation back before it was accepted.
pub async fn withdraw(tx: &mut Tx, by: &By, id: kernel::InvitationId) -> Result<()> {
    let org = tx.org();
    let invitation = super::invitations::require(tx, id).await?;
    check(tx, org, by, (invitation.role, &invitation.remit)).await?;
    super::invitations::withdraw(tx, id).await?;
    trail::note(
        tx,
        "staff.invitation_withdrawn",
        id,
        &json!({ "email": invitation.email }),
        &Json::Null,
    )
    .await
}

/// The invited person says yes: name and password, and they are in.
pub async fn accept(tx: &mut Tx, token: &str, name: &str, password: Hash) -> Result<Person> {
    let invitation = super::invitations::by_token(tx, token).await?;
    let invitation = invitation
        .filter(|invitation| invitation.org == tx.org())
        .ok_or(Refusal::InvitationGone)?;
    let id = add(
        tx,
        NewPerson {
            name: name.to_owned(),
            email: Some(invitation.email.clone()),
            role: invitation.role,
            remit: invitation.remit.clone(),
            password: Some(password),
            pin: None,
        },
    )
    .await?;
    super::invitations::accepted(tx, invitation.id).await?;
    rows::require(tx, tx.org(), id).await
}
