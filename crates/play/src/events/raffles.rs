//! What raffles tell.

use kernel::{
    GiftId, MemberId, PurchaseId, RaffleEntryId, RaffleId, RafflePickId, StaffId, StoreId, Time,
    VoucherId,
};
use serde::{Deserialize, Serialize};
use store::Event;

events! {
    /// Its opening is signed and published; its prizes lie aside.
    RaffleScheduled "raffles.scheduled" {
        raffle: RaffleId, pieces: i64, opens_at: Time, closes_at: Time,
        /// The hash of the opening.
        opening: String,
    }
    RaffleOpened "raffles.opened" { raffle: RaffleId }
    /// Its closing is signed and published: nobody can enter any more.
    RaffleClosed "raffles.closed" {
        raffle: RaffleId, entries: i64,
        /// The hash of the closing.
        closing: String,
    }
    RaffleDrawn "raffles.drawn" { raffle: RaffleId, winners: i64 }
    /// Everything that was won was collected or went back.
    RaffleSettled "raffles.settled" { raffle: RaffleId, returned: i64 }
    /// Nothing is drawn; prizes and points go back.
    RaffleCalledOff "raffles.called_off" { raffle: RaffleId }
    RaffleTicketsGiven "raffles.tickets_given" {
        raffle: RaffleId, member: MemberId, tickets: i64,
        /// `given` or `purchase`.
        source: String,
        purchase: Option<PurchaseId>, store: Option<StoreId>, staff: Option<StaffId>,
    }
    RaffleEntered "raffles.entered" {
        raffle: RaffleId, entry: RaffleEntryId, member: MemberId, tickets: i64, points: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
        /// Tickets of everybody, and people, after it.
        all: i64, entrants: i64,
    }
    RaffleWon "raffles.won" {
        raffle: RaffleId, pick: RafflePickId, member: MemberId, gift: GiftId, voucher: VoucherId,
        until: Time,
    }
    /// Nobody collected it in time, or it was withdrawn.
    RaffleReturned "raffles.returned" { raffle: RaffleId, pick: RafflePickId, member: MemberId }
    /// A prize goes to the next ticket.
    RaffleRerolled "raffles.rerolled" {
        raffle: RaffleId, pick: RafflePickId, member: MemberId, why: String,
    }
}
