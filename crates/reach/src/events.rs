//! What this wing tells the house. Ids and words of ours only: what was written stays in its table.

use kernel::{GroupId, MemberId, MessageId, PostId, SeriesId, SlotId, StaffId, TodoId};
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
    MessagePosted "feed.posted" {
        message: MessageId,
        group: GroupId,
        /// `staff`, `member` or `assistant`; the assistant counts for nobody.
        author: String,
        member: Option<MemberId>,
        staff: Option<StaffId>,
        /// The post of the programme that it brought.
        post: Option<PostId>,
    }
    MessageRemoved "feed.removed" {
        message: MessageId,
        group: GroupId,
        /// By the person who wrote it.
        own: bool,
    }
    ProgrammeAdopted "programmes.adopted" { series: SeriesId, playbook: String, slots: i64 }
    /// Somebody said that a post was brought to its group; `message` if it was our own feed.
    TodoDone "todos.done" {
        todo: TodoId,
        group: GroupId,
        slot: SlotId,
        post: PostId,
        staff: Option<StaffId>,
        message: Option<MessageId>,
    }
    TodoReopened "todos.reopened" { todo: TodoId, group: GroupId, post: PostId }
    /// A device opened a post's link, counted once per device and day.
    PostOpened "posts.opened" { post: PostId, group: GroupId, member: Option<MemberId> }
    /// Somebody who had opened a post came, bought, redeemed or joined soon after.
    PostClaimed "posts.claimed" { post: PostId, group: GroupId, member: MemberId, by: String }
}
