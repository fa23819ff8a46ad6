//! What this wing tells the house. Ids and words of ours only: a person can be erased and the
//! stream stays whole.

use kernel::{ApplicationId, GroupId, LinkId, MemberId, MembershipId, SeriesId, StaffId, StoreId};
use serde::{Deserialize, Serialize};
use store::Event;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
        impl Event for $name { const KIND: &'static str = $kind; })*
        /// Every kind of this wing.
        pub const KINDS: &[&str] = &[$($kind),*];
    };
}

events! {
    StoreOpened "stores.opened" { store: StoreId }
    SeriesOpened "series.opened" { series: SeriesId, playbook: Option<String> }
    GroupOpened "groups.opened" {
        group: GroupId, series: SeriesId, store: Option<StoreId>, number: i64,
    }
    SeriesClosed "series.closed" { series: SeriesId }
    GroupClosed "groups.closed" { group: GroupId }
    /// An outside group's host told how many are in it.
    GroupCounted "groups.counted" { group: GroupId, members: i64 }
    /// A person became known: by joining, at the counter, by import or API.
    MemberAdded "members.added" {
        member: MemberId, store: Option<StoreId>, source: String, staff: Option<StaffId>,
    }
    /// A person is in a group from now on.
    MemberJoined "memberships.joined" {
        member: MemberId,
        membership: MembershipId,
        group: GroupId,
        series: SeriesId,
        store: Option<StoreId>,
        link: Option<LinkId>,
        /// Word of the link's source: `till`, `table`, `poster`, `counter`, `import`, …
        source: String,
        /// Whose link or counter it was.
        staff: Option<StaffId>,
        /// Whether the person was not known before.
        new: bool,
    }
    MemberLeft "memberships.left" { member: MemberId, membership: MembershipId, group: GroupId }
    MemberProven "members.proven" { member: MemberId, by: String }
    /// Two records became one: `member` lives on, `merged` is another name of it from now on.
    MemberMerged "members.merged" { member: MemberId, merged: MemberId }
    MemberErased "members.erased" { member: MemberId }
    /// Somebody waits to be let in.
    ApplicationMade "joining.applied" {
        application: ApplicationId, member: MemberId, group: GroupId, link: Option<LinkId>,
    }
    ApplicationDecided "joining.decided" {
        application: ApplicationId, member: MemberId, group: GroupId, admitted: bool,
        /// False when nobody decided in time and the rule did.
        by_person: bool,
    }
}
