//! What pre-sales tell.

use kernel::{
    GiftId, MemberId, PresaleId, PresaleReservationId, PresaleSampleId, StaffId, StoreId, Time,
    VoucherId,
};
use serde::{Deserialize, Serialize};
use store::Event;

events! {
    /// It is announced, and its pieces lie aside.
    PresaleScheduled "presales.scheduled" {
        presale: PresaleId, gift: GiftId, pieces: i64, opens_at: Time, closes_at: Time, ready_at: Time,
    }
    PresaleOpened "presales.opened" {
        presale: PresaleId, left: i64, early: i64,
        /// By hand, before its hour: open pages cannot know.
        ahead: bool,
    }
    /// More pieces, other windows, or another hour.
    PresaleChanged "presales.changed" { presale: PresaleId, left: i64, early: i64 }
    /// What nobody reserved went back to the shelf.
    PresaleClosed "presales.closed" { presale: PresaleId, returned: i64 }
    /// The shop cannot, or will not: everybody has everything back.
    PresaleCalledOff "presales.called_off" { presale: PresaleId }
    /// Every reservation was collected or ended.
    PresaleSettled "presales.settled" { presale: PresaleId }
    PresaleReserved "presales.reserved" {
        presale: PresaleId, reservation: PresaleReservationId, member: MemberId,
        /// `early` or `regular`.
        rate: String,
        /// With the deposit, in minor units.
        price: i64, deposit: i64,
        /// `wallet` or `cash`.
        paid: String,
        points: i64, window: i64, store: Option<StoreId>, staff: Option<StaffId>,
        /// Of each pool, after it.
        left: i64, early: i64,
    }
    /// Another window.
    PresaleMoved "presales.moved" {
        presale: PresaleId, reservation: PresaleReservationId, member: MemberId, from: i64, to: i64,
    }
    /// The goods are there: there is a ticket.
    PresaleReady "presales.ready" {
        presale: PresaleId, reservation: PresaleReservationId, member: MemberId, gift: GiftId,
        voucher: VoucherId,
        /// At the till, without the deposit.
        price: i64,
        until: Time,
    }
    /// A reservation ended without its piece.
    PresaleReturned "presales.returned" {
        presale: PresaleId, reservation: PresaleReservationId, member: MemberId,
        /// `cancelled`, `lapsed`, `withdrawn` or `refunded`.
        fate: String,
        deposit: i64,
        /// How much of it went back, or is owed in cash.
        back: i64, left: i64, early: i64,
    }
    /// Somebody tries it: a voucher of a sample waits for them.
    PresaleSampled "presales.sampled" {
        presale: PresaleId, sample: PresaleSampleId, member: MemberId, gift: GiftId,
        voucher: VoucherId, points: i64, store: Option<StoreId>, staff: Option<StaffId>, until: Time,
        /// Samples in the pool, after it.
        samples_left: i64,
    }
    /// Nobody collected a sample in time, or it was withdrawn.
    PresaleSampleReturned "presales.sample_returned" {
        presale: PresaleId, sample: PresaleSampleId, member: MemberId,
        /// `lapsed` or `withdrawn`.
        fate: String,
        samples_left: i64,
    }
    /// Cash that was owed was paid back at a counter.
    PresalePaidBack "presales.paid_back" {
        presale: PresaleId, reservation: PresaleReservationId, member: MemberId, amount: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
}

/// Which of them say how many pieces are left.
pub const PRESALES_WITH_LEFT: [&str; 4] =
    [PresaleOpened::KIND, PresaleChanged::KIND, PresaleReserved::KIND, PresaleReturned::KIND];
