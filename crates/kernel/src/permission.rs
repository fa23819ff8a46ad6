//! Who may do what. A permission is a type, so that a route names it in its signature and cannot
//! forget it; this table is the whole policy, and a snapshot of it is reviewed as a diff.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
    Operator,
    AreaLead,
    Manager,
    Assistant,
    Cashier,
    Host,
    Moderator,
    OpinionLeader,
    Agent,
}

impl Role {
    pub const ALL: [Self; 10] = [
        Self::Owner,
        Self::Operator,
        Self::AreaLead,
        Self::Manager,
        Self::Assistant,
        Self::Cashier,
        Self::Host,
        Self::Moderator,
        Self::OpinionLeader,
        Self::Agent,
    ];
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Operator => "operator",
            Self::AreaLead => "area_lead",
            Self::Manager => "manager",
            Self::Assistant => "assistant",
            Self::Cashier => "cashier",
            Self::Host => "host",
            Self::Moderator => "moderator",
            Self::OpinionLeader => "opinion_leader",
            Self::Agent => "agent",
        }
    }
    pub fn may(self, permission: &str) -> bool {
        POLICY.iter().any(|(name, _, roles)| *name == permission && roles.contains(&self))
    }
}
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for Role {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.name() == name).ok_or(())
    }
}

/// A thing one may be allowed to do. Implemented by the types of the table below only.
pub trait Permission: 'static + Send + Sync {
    /// Stable name, shown in the trail and in 403 answers: `gifts.manage`.
    const NAME: &'static str;
    /// The scope an API key needs: `gifts:write`. Empty: no key may do this.
    const SCOPE: &'static str;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $text:literal $scope:literal [$($role:ident)*];)*) => {
        $($(#[$doc])* #[derive(Debug)] pub struct $name;
        impl Permission for $name {
            const NAME: &'static str = $text;
            const SCOPE: &'static str = $scope;
        })*
        /// (permission, API scope, roles).
        pub const POLICY: &[(&str, &str, &[Role])] = &[$(($text, $scope, &[$(Role::$role),*])),*];
    };
}

permissions! {
    /// Open the console at all, and see one's own account.
    UseConsole "console.use" "" [Owner Operator AreaLead Manager Assistant Cashier Host Moderator OpinionLeader Agent];
    ViewFigures "figures.view" "figures:read" [Owner Operator AreaLead Manager];
    ViewStores "stores.view" "stores:read" [Owner Operator AreaLead Manager Assistant Cashier Host Moderator];
    ManageStores "stores.manage" "stores:write" [Owner Operator];
    ViewStaff "staff.view" "staff:read" [Owner Operator AreaLead Manager];
    ManageStaff "staff.manage" "" [Owner Operator];
    ManageOrg "org.manage" "" [Owner];
    ManageKeys "keys.manage" "" [Owner];
    ViewTrail "trail.view" "trail:read" [Owner Operator];
    /// See what failed for good; try it again or let it go.
    TendFailures "failures.tend" "" [Owner Operator];
    ViewEvents "events.view" "events:read" [Owner Operator];
    AuditLedger "ledger.audit" "ledger:read" [Owner Operator];
    PairDevice "devices.pair" "" [Owner Operator AreaLead Manager];
    ViewGroups "groups.view" "groups:read" [Owner Operator AreaLead Manager Assistant Host Moderator OpinionLeader];
    ManageSeries "series.manage" "groups:write" [Owner Operator];
    ManageGroups "groups.manage" "groups:write" [Owner Operator AreaLead Manager];
    /// One's own day: to-dos, counting heads, letting applicants in.
    HostGroups "groups.host" "groups:write" [Owner Operator AreaLead Manager Host];
    ViewLinks "links.view" "links:read" [Owner Operator AreaLead Manager Assistant Host];
    ManageLinks "links.manage" "links:write" [Owner Operator AreaLead Manager];
    ViewMembers "members.view" "members:read" [Owner Operator AreaLead Manager Assistant Host];
    ManageMembers "members.manage" "members:write" [Owner Operator AreaLead Manager];
    /// Add a person at the counter, prove a phone number, hand back a lost session.
    WelcomeMembers "members.welcome" "members:write" [Owner Operator AreaLead Manager Assistant Cashier Host];
    /// Make two records of one person one. It cannot be undone.
    MergeMembers "members.merge" "members:merge" [Owner Operator AreaLead Manager];
    ExportMembers "members.export" "members:export" [Owner Operator];
    EraseMembers "members.erase" "members:erase" [Owner Operator];
    ImportRows "imports.run" "imports:write" [Owner Operator];
    ViewGifts "gifts.view" "gifts:read" [Owner Operator AreaLead Manager Assistant Cashier Host];
    ManageGifts "gifts.manage" "gifts:write" [Owner Operator AreaLead Manager];
    /// The counter: find a member, redeem, record a visit or purchase, undo for ten minutes.
    WorkCounter "counter.work" "counter:write" [Owner Operator AreaLead Manager Assistant Cashier];
    ViewPurchases "purchases.view" "purchases:read" [Owner Operator AreaLead Manager Assistant];
    /// Take back what was sold, in part or whole, with everything that it had earned and cost.
    ReturnPurchases "purchases.return" "purchases:return" [Owner Operator AreaLead Manager Assistant Cashier];
    ViewPoints "points.view" "points:read" [Owner Operator AreaLead Manager Assistant Host];
    /// Make and change points programs and tiers.
    ManagePoints "points.manage" "points:write" [Owner Operator];
    /// Give a member points, or take some, for a stated reason.
    AdjustPoints "points.adjust" "points:adjust" [Owner Operator AreaLead Manager];
    ViewWallets "wallets.view" "wallets:read" [Owner Operator AreaLead Manager Assistant];
    /// Say how wallets are topped up, with what bonus and within what limits.
    ManageWallets "wallets.manage" "wallets:write" [Owner Operator];
    /// Pay a member's principal out again.
    RefundWallets "wallets.refund" "wallets:refund" [Owner Operator AreaLead Manager];
    ViewProducts "products.view" "products:read" [Owner Operator AreaLead Manager Assistant];
    /// Say what is for sale, at what price, and how much of it lies where.
    ManageProducts "products.manage" "products:write" [Owner Operator AreaLead Manager];
    ViewOrders "orders.view" "orders:read" [Owner Operator AreaLead Manager Assistant];
    /// Pack orders, hand them over, call them off.
    ManageOrders "orders.manage" "orders:write" [Owner Operator AreaLead Manager Assistant];
    /// Lists that people write in a chat, and the orders that come of them.
    ViewOrderLists "order_lists.view" "order-lists:read" [Owner Operator AreaLead Manager Assistant Host];
    /// Offer goods to a chat, and turn the list that it writes into orders.
    KeepOrderLists "order_lists.keep" "order-lists:write" [Owner Operator AreaLead Manager Assistant Host];
    /// Give back what was paid online, and settle what does not add up with the provider.
    RefundPayments "payments.refund" "payments:refund" [Owner Operator AreaLead Manager];
    ViewActivities "activities.view" "activities:read" [Owner Operator AreaLead Manager Assistant Host];
    /// Plan, open, change and close what members take part in.
    ManageActivities "activities.manage" "activities:write" [Owner Operator AreaLead Manager];
    /// Take part for a member, as a program that they use.
    ClaimForMembers "activities.claim" "activities:claim" [Owner Operator AreaLead Manager];
    /// Which laws the shop keeps to.
    ChooseLaws "laws.choose" "laws:write" [Owner Operator];
    ReadFeed "feed.read" "feed:read" [Owner Operator AreaLead Manager Host Moderator OpinionLeader];
    PostFeed "feed.post" "feed:write" [Owner Operator AreaLead Manager Host Moderator];
    ModerateFeed "feed.moderate" "feed:moderate" [Owner Operator AreaLead Manager Host Moderator];
    ManageProgrammes "programmes.manage" "programmes:write" [Owner Operator AreaLead Manager];
}

/// The scopes that an API key can hold, without repeats, in the order of the table.
pub fn scopes() -> Vec<&'static str> {
    let mut scopes: Vec<&str> = Vec::new();
    for (_, scope, _) in POLICY {
        if !scope.is_empty() && !scopes.contains(scope) {
            scopes.push(scope);
        }
    }
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_may_everything_and_names_are_unique() {
        let mut seen = std::collections::HashSet::new();
        for (name, _, roles) in POLICY {
            assert!(seen.insert(name), "{name} twice");
            assert!(roles.contains(&Role::Owner), "{name} without owner");
        }
    }

    #[test]
    fn a_cashier_works_the_counter_and_sees_no_member_list() {
        assert!(Role::Cashier.may(WorkCounter::NAME));
        assert!(!Role::Cashier.may(ViewMembers::NAME));
        assert!(!Role::Agent.may(ViewFigures::NAME));
    }
}
