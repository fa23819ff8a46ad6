//! For whom a store function reads and writes. Every one that touches tenant data takes a [`Scope`]
//! first, and a scope is made by sign-in, by an API key, or loudly by [`Scope::system`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, DeviceId, GroupId, MemberId, OrgId, StaffId, StoreId};

/// Who acts. Written into the trail with every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    Staff(StaffId),
    /// A paired counter device, with the person whose PIN is active.
    Counter(DeviceId, StaffId),
    Member(MemberId),
    Key(ApiKeyId),
    /// Somebody who has not signed in: a person at a join link.
    Visitor,
    /// The program itself: a job, an import, the command line, a rehearsal.
    System,
}

impl Actor {
    /// The person of the shop behind it, if any: who gets the credit and the blame.
    pub const fn staff(self) -> Option<StaffId> {
        match self {
            Self::Staff(staff) | Self::Counter(_, staff) => Some(staff),
            _ => None,
        }
    }
}
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff(id) | Self::Counter(_, id) => id.fmt(f),
            Self::Member(id) => id.fmt(f),
            Self::Key(id) => id.fmt(f),
            Self::Visitor => f.write_str("visitor"),
            Self::System => f.write_str("system"),
        }
    }
}

/// One org, seen by one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    org: OrgId,
    actor: Actor,
    remit: Remit,
}

impl Scope {
    /// Only sign-in, key check and public member pages call this; a tidy test lists the callers.
    pub const fn proven(org: OrgId, actor: Actor, remit: Remit) -> Self {
        Self { org, actor, remit }
    }
    /// The program acts by itself: jobs, imports, the command line, rehearsals, tests.
    pub const fn system(org: OrgId) -> Self {
        Self { org, actor: Actor::System, remit: Remit::Everything }
    }
    pub const fn org(&self) -> OrgId {
        self.org
    }
    pub const fn actor(&self) -> Actor {
        self.actor
    }
    pub const fn remit(&self) -> &Remit {
        &self.remit
    }
}

/// The part of the org that a person of staff works for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remit {
    #[default]
    Everything,
    /// These stores with all their groups.
    Stores(Vec<StoreId>),
    /// These groups only (hosts, moderators).
    Groups(Vec<GroupId>),
}

impl Remit {
    /// Things of the whole org (no store) are seen by everybody who may see the kind of thing.
    pub fn covers_store(&self, store: Option<StoreId>) -> bool {
        match (self, store) {
            (Self::Everything | Self::Groups(_), _) | (_, None) => true,
            (Self::Stores(stores), Some(store)) => stores.contains(&store),
        }
    }
    /// The stores that lists of what happens in stores are kept to; `None` is all.
    pub fn stores(&self) -> Option<Vec<StoreId>> {
        match self {
            Self::Everything => None,
            Self::Stores(stores) => Some(stores.clone()),
            Self::Groups(_) => Some(Vec::new()),
        }
    }
    /// Whether all that happens in the store is theirs: its figures, its devices, its next group. A
    /// remit of groups spans no store, though it sees where its groups meet.
    pub fn spans_store(&self, store: Option<StoreId>) -> bool {
        !matches!(self, Self::Groups(_)) && self.covers_store(store)
    }
    pub fn covers_group(&self, group: GroupId, store: Option<StoreId>) -> bool {
        match self {
            Self::Groups(groups) => groups.contains(&group),
            _ => self.covers_store(store),
        }
    }
}
