//! The events of other wings, as far as they are counted. Read by name: this wing does not know
//! theirs.

use kernel::{GiftId, GroupId, LinkId, MemberId, StaffId, StoreId, Time};
use people::events::{MemberAdded, MemberErased, MemberJoined, MemberLeft, MemberMerged};
use serde::{Deserialize, Serialize};
use store::Event;

macro_rules! heard {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name { $(#[serde(default)] pub $field: $type),* }
        impl Event for $name { const KIND: &'static str = $kind; })*
        /// Every kind that is counted.
        pub const KINDS: &[&str] = &[
            $($kind,)*
            MemberAdded::KIND, MemberJoined::KIND, MemberLeft::KIND, MemberErased::KIND,
            MemberMerged::KIND,
        ];
    };
}

heard! {
    GiftGiven "gifts.given" {
        gift: Option<GiftId>, member: Option<MemberId>, kind: String, cost: i64,
        store: Option<StoreId>, group: Option<GroupId>, link: Option<LinkId>, staff: Option<StaffId>,
    }
    VoucherRedeemed "vouchers.redeemed" {
        gift: Option<GiftId>, member: Option<MemberId>, cost: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    RedemptionUndone "vouchers.redemption_undone" {
        gift: Option<GiftId>, member: Option<MemberId>, cost: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    PurchaseRecorded "purchases.recorded" {
        member: Option<MemberId>, store: Option<StoreId>, staff: Option<StaffId>,
        amount: i64, items: i64, first: bool, at: Option<Time>,
    }
    PurchaseWithdrawn "purchases.withdrawn" {
        member: Option<MemberId>, store: Option<StoreId>, amount: i64,
    }
    PurchaseReturned "purchases.returned" {
        member: Option<MemberId>, store: Option<StoreId>, amount: i64, whole: bool,
    }
    VisitRecorded "visits.recorded" {
        member: Option<MemberId>, store: Option<StoreId>, staff: Option<StaffId>, at: Option<Time>,
    }
    VisitWithdrawn "visits.withdrawn" { member: Option<MemberId>, store: Option<StoreId> }
    /// Somebody of a web group opened what was posted, or said something: they take part.
    PostOpened "posts.opened" { member: Option<MemberId>, group: Option<GroupId> }
}
