//! The people wing: the brand, its stores and staff, its series and groups, its members, and the
//! way in.
//!
//! Invariants: a slice uses another slice's actions, model types and events, never its store, views
//! or tables; seats and "one per person" are ledger accounts; memberships are append-only; what
//! cannot be known about an outside group is shown as unknown. Deliberately absent: anything of
//! value (the value wing answers `gifts.*` actions), anything that is sent (reach).

pub mod api_keys;
mod csv;
pub mod devices;
pub mod events;
pub mod failures;
pub mod groups;
#[cfg(test)]
mod house;
pub mod imports;
pub mod joining;
pub mod links;
pub mod members;
pub mod memberships;
mod names;
pub mod orgs;
pub mod playbooks;
pub mod series;
pub mod staff;
pub mod stores;
pub mod trails;

use web::Slice;

/// The slices of this wing, in the order of their migrations.
pub fn slices() -> Vec<Slice> {
    vec![
        orgs::slice(),
        stores::slice(),
        staff::slice(),
        devices::slice(),
        api_keys::slice(),
        trails::slice(),
        failures::slice(),
        playbooks::slice(),
        series::slice(),
        groups::slice(),
        members::slice(),
        memberships::slice(),
        links::slice(),
        joining::slice(),
        imports::slice(),
        names::slice(),
    ]
}
