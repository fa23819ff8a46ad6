//! What forms about staff hold, read.

use kernel::{Error, FieldError, Fields, Role, permission::ManageStaff, scope::Remit};
use web::{App, Input, Staff};

use super::{model::By, view::Parts};
use crate::stores;

/// Who asks, for the rules about roles.
pub fn by<P>(staff: &Staff<P>) -> By {
    By::Person { id: staff.id(), role: staff.role, remit: staff.remit().clone() }
}

/// Stores and groups of the brand that a remit can name.
pub async fn parts(app: &App, staff: &Staff<ManageStaff>) -> kernel::Result<Parts> {
    let mut db = app.db().read().await?;
    let stores = stores::list(&mut db, staff.shop.org).await?;
    let remit = staff.remit();
    let stores = stores.into_iter().filter(|store| remit.covers_store(Some(store.id))).collect();
    Ok(Parts { stores, groups: Vec::new() })
}

/// The role that was chosen.
pub fn role(input: &Input, fields: &mut Fields) -> Role {
    input.choice(fields, "role").unwrap_or(Role::Agent)
}

/// The remit that was chosen; ids that are none of `parts` are refused.
pub fn remit(input: &Input, fields: &mut Fields, parts: &Parts) -> Remit {
    match input.text("remit") {
        "everything" => Remit::Everything,
        "stores" => {
            let stores: Vec<_> = input
                .all("stores")
                .map(|raw| parts.stores.iter().find(|store| store.id.to_string() == raw))
                .collect();
            let known: Vec<_> = stores.iter().flatten().map(|store| store.id).collect();
            check(fields, "stores", stores.len(), known.len());
            Remit::Stores(known)
        }
        "groups" => {
            let groups: Vec<_> = input
                .all("groups")
                .map(|raw| parts.groups.iter().find(|(id, _)| id.to_string() == raw))
                .collect();
            let known: Vec<_> = groups.iter().flatten().map(|(id, _)| *id).collect();
            check(fields, "groups", groups.len(), known.len());
            Remit::Groups(known)
        }
        _ => {
            fields.push(FieldError::new("remit", "choice_invalid"));
            Remit::Stores(Vec::new())
        }
    }
}

fn check(fields: &mut Fields, name: &'static str, typed: usize, known: usize) {
    if known == 0 {
        fields.push(FieldError::new(name, "choose_some"));
    } else if known < typed {
        fields.push(FieldError::new(name, "choice_invalid"));
    }
}

/// A refusal as the form once more, with its sentence at a field.
pub fn at_field(
    error: Error,
    refusal: super::Refusal,
    field: &'static str,
    code: &'static str,
) -> Error {
    if error.is(refusal) { FieldError::new(field, code).into() } else { error }
}
