//! What group buys tell.

use kernel::{
    BuySeatId, BuyTeamId, GiftId, GroupBuyId, MemberId, StaffId, StoreId, Time, VoucherId,
};
use serde::{Deserialize, Serialize};
use store::Event;

events! {
    /// It is announced, and its pieces lie aside.
    GroupBuyScheduled "group_buys.scheduled" {
        buy: GroupBuyId, gift: GiftId, seats: i64, opens_at: Time, closes_at: Time,
    }
    GroupBuyOpened "group_buys.opened" {
        buy: GroupBuyId, left: i64,
        /// By hand, before its hour: open pages cannot know.
        early: bool,
    }
    /// More places, or another closing.
    GroupBuyChanged "group_buys.changed" { buy: GroupBuyId, left: i64 }
    /// What nobody had a place for went back to the shelf.
    GroupBuyClosed "group_buys.closed" { buy: GroupBuyId, returned: i64 }
    /// Every team is decided, and every ticket was collected or went back.
    GroupBuySettled "group_buys.settled" { buy: GroupBuyId }
    /// Somebody stepped into a team; the first of one started it.
    GroupBuyJoined "group_buys.joined" {
        buy: GroupBuyId, team: BuyTeamId, seat: BuySeatId, member: MemberId,
        /// In the team, after it.
        people: u32,
        points: i64,
        /// In minor units.
        deposit: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
        /// Places of all teams, after it.
        left: i64,
    }
    /// Somebody stepped out, and has back what they paid.
    GroupBuyStepped "group_buys.stepped_out" {
        buy: GroupBuyId, team: BuyTeamId, seat: BuySeatId, member: MemberId, people: u32, left: i64,
    }
    /// Enough people: everybody gets a ticket at this price.
    GroupBuyMade "group_buys.made" { buy: GroupBuyId, team: BuyTeamId, people: u32, price: i64 }
    /// Too few people in time: everybody gets back what they paid.
    GroupBuyFailed "group_buys.failed" { buy: GroupBuyId, team: BuyTeamId, people: u32 }
    GroupBuyWon "group_buys.won" {
        buy: GroupBuyId, team: BuyTeamId, seat: BuySeatId, member: MemberId, gift: GiftId,
        voucher: VoucherId,
        /// At the till, without the deposit.
        price: i64,
        until: Time,
    }
    /// What a place took is back where it was: its team failed, or its ticket ended.
    GroupBuyReturned "group_buys.returned" {
        buy: GroupBuyId, team: BuyTeamId, seat: BuySeatId, member: MemberId,
        /// `refunded`, `lapsed` or `withdrawn`.
        fate: String,
        left: i64,
    }
}

/// Which of them say how many places are left.
pub const BUYS_WITH_LEFT: [&str; 5] = [
    GroupBuyOpened::KIND,
    GroupBuyChanged::KIND,
    GroupBuyJoined::KIND,
    GroupBuyStepped::KIND,
    GroupBuyReturned::KIND,
];
