//! What red packets tell.

use kernel::{MemberId, RedPacketId, RedShareId, StaffId, StoreId, Time, VoucherId};
use serde::{Deserialize, Serialize};
use store::Event;

events! {
    /// It is announced: what is in it lies aside, and how it is split is committed to.
    RedPacketScheduled "red_packets.scheduled" {
        packet: RedPacketId, total: i64, shares: i64, opens_at: Time, closes_at: Time,
        /// The hash that was published.
        commitment: String,
    }
    RedPacketOpened "red_packets.opened" {
        packet: RedPacketId,
        /// Shares.
        left: i64,
        /// By hand, before its hour: open pages cannot know.
        early: bool,
    }
    /// Another name, a later end, or for everybody.
    RedPacketChanged "red_packets.changed" { packet: RedPacketId, left: i64 }
    /// Somebody opened it and has a share.
    RedPacketTaken "red_packets.taken" {
        packet: RedPacketId, share: RedShareId, member: MemberId,
        /// Minor units, points or one piece.
        amount: i64,
        /// From 0, in the order in which shares are taken.
        place: i64,
        voucher: Option<VoucherId>,
        store: Option<StoreId>, staff: Option<StaffId>,
        /// Shares, after it.
        left: i64,
    }
    /// It is over: what was left went back to the shop, and the split is shown.
    RedPacketClosed "red_packets.closed" { packet: RedPacketId, taken: i64, returned: i64 }
}

/// Which of them say how many shares are left.
pub const PACKETS_WITH_LEFT: [&str; 3] =
    [RedPacketOpened::KIND, RedPacketChanged::KIND, RedPacketTaken::KIND];
