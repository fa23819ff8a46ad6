//! What this wing tells the house. Ids, amounts and words of ours only.

use kernel::{FlashClaimId, FlashSaleId, GiftId, MemberId, StaffId, StoreId, Time, VoucherId};
use serde::{Deserialize, Serialize};
use store::Event;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
        impl Event for $name { const KIND: &'static str = $kind; })*
    };
}

mod red_packets;
pub use red_packets::*;
mod raffles;
pub use raffles::*;
mod group_buys;
pub use group_buys::*;
mod presales;
pub use presales::*;

events! {
    /// It is announced, and its pieces lie aside.
    FlashSaleScheduled "flash_sales.scheduled" {
        sale: FlashSaleId, gift: GiftId, pieces: i64, opens_at: Time, closes_at: Time,
    }
    FlashSaleOpened "flash_sales.opened" {
        sale: FlashSaleId, left: i64,
        /// By hand, before its hour: open pages cannot know.
        early: bool,
    }
    /// What was left went back to the shelf.
    FlashSaleClosed "flash_sales.closed" { sale: FlashSaleId, returned: i64 }
    /// Everything that was taken was collected or went back.
    FlashSaleSettled "flash_sales.settled" { sale: FlashSaleId }
    /// More pieces, or another closing.
    FlashSaleChanged "flash_sales.changed" { sale: FlashSaleId, left: i64 }
    FlashSaleClaimed "flash_sales.claimed" {
        sale: FlashSaleId, claim: FlashClaimId, member: MemberId, gift: GiftId, voucher: VoucherId,
        points: i64, store: Option<StoreId>, staff: Option<StaffId>, until: Time,
        /// Of the pool, after it.
        left: i64,
    }
    /// Nobody collected it in time, or it was withdrawn: the piece is in the pool again.
    FlashSaleReturned "flash_sales.returned" {
        sale: FlashSaleId, claim: FlashClaimId, member: MemberId, left: i64,
    }
    /// Somebody stands in the waiting list.
    FlashSaleAwaited "flash_sales.awaited" { sale: FlashSaleId, member: MemberId }
    /// A piece lies aside for whoever waited longest.
    FlashSaleOffered "flash_sales.offered" {
        sale: FlashSaleId, member: MemberId, until: Time, left: i64,
    }
    /// They did not take it, or stepped out of the list.
    FlashSalePassed "flash_sales.passed" { sale: FlashSaleId, member: MemberId, left: i64 }
}

/// Which of them say how much is left.
pub const WITH_LEFT: [&str; 6] = [
    FlashSaleOpened::KIND,
    FlashSaleChanged::KIND,
    FlashSaleClaimed::KIND,
    FlashSaleReturned::KIND,
    FlashSaleOffered::KIND,
    FlashSalePassed::KIND,
];
