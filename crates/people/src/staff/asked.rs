//! What forms about staff hold, read.

use kernel::{Error, FieldError, Fields, GroupId, Role, scope::Remit};
use web::{App, Input, Staff};

use super::{model::By, view::Parts};
use crate::{
    groups::{self, Narrow, Order, State},
    stores,
};

/// Who asks, for the rules about roles.
pub fn by<P>(staff: &Staff<P>) -> By {
    By::Person { id: staff.id(), role: staff.role, remit: staff.remit().clone() }
}

/// Groups that a form offers; more than a page can hold are found on the group's own page, where a
/// host is chosen.
const OFFERED: u32 = 150;

/// Stores and groups that the one who asks can give: those of their own remit. What is chosen already
/// (`held`) is offered whatever the number of groups, so that saving a form never takes it away.
pub async fn parts<P>(app: &App, staff: &Staff<P>, held: &[GroupId]) -> kernel::Result<Parts> {
    let (org, remit) = (staff.shop.org, staff.remit());
    let mut db = app.db().read().await?;
    let stores = stores::list(&mut db, org).await?;
    let stores = stores.into_iter().filter(|store| remit.spans_store(Some(store.id))).collect();
    let narrow = Narrow { state: Some(State::Open), ..groups::within(remit) };
    let offered = groups::rows(&mut db, org, &narrow, Order::default(), (None, OFFERED)).await?;
    let mut groups: Vec<_> =
        offered.items.into_iter().map(|group| (group.id, group.name)).collect();
    for id in held.iter().take(OFFERED as usize) {
        if !groups.iter().any(|(offered, _)| offered == id)
            && let Some(group) = groups::find(&mut db, org, *id).await?
            && remit.covers_group(group.id, group.store)
        {
            groups.push((group.id, group.name));
        }
    }
    Ok(Parts { everything: *remit == Remit::Everything, stores, groups })
}

/// The groups that a form names.
pub fn groups_named(input: &Input) -> Vec<GroupId> {
    input.all("groups").filter_map(|raw| raw.parse().ok()).collect()
}

/// The groups that a remit names.
pub fn groups_held(remit: &Remit) -> &[GroupId] {
    match remit {
        Remit::Groups(groups) => groups,
        _ => &[],
    }
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
