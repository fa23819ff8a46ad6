//! What a counter keeps, and how far it is believed.

use std::time::Duration;

use kernel::{
    Chance, DeviceId, KeptId, MemberId, PurchaseId, StaffId, StampCardId, StoreId, Time, VisitId,
};

use crate::purchases::Source;

kernel::refusals! { kept:
    /// The id stands for another operation: another amount, person or store.
    IdTaken "id_taken" 409,
    /// It was told before by another way: the form that it was kept from had arrived.
    AlreadyRecorded "already_recorded" 409,
    /// The device's clock is ahead.
    Future "future" 409,
    /// Longer ago than is believed.
    TooOld "too_old" 409,
    /// Nobody has this code, number or address.
    Nobody "nobody" 404,
    /// No cashier of this counter stands behind it.
    NoPass "no_pass" 403,
}

/// How long after it happened an operation is taken, in days. Its id is remembered for good.
pub const KEPT_FOR_DAYS: i64 = 92;
/// How far a device's clock may be ahead.
pub const AHEAD: Duration = Duration::from_secs(600);
/// The most operations of one telling.
pub const MOST: usize = 50;
/// The longest that stands for a person: an address.
pub const LONGEST_WHO: usize = 254;
/// Cards that one operation stamps.
pub const MOST_CARDS: usize = 20;

/// An id as devices make them.
pub fn fresh(chance: &dyn Chance) -> KeptId {
    KeptId::from_uuid(uuid::Uuid::from_bytes(chance.bytes()))
}

/// An operation that a device tells of.
#[derive(Debug, Clone)]
pub struct NewKept {
    pub id: KeptId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub device: Option<DeviceId>,
    /// What was typed or scanned; empty for nobody who is known.
    pub who: String,
    /// Of the purchase, in minor units; None for a visit.
    pub amount: Option<i64>,
    /// When the person tapped.
    pub at: Time,
    /// The cards to stamp; None for all that apply.
    pub cards: Option<Vec<StampCardId>>,
    pub source: Source,
}

impl NewKept {
    /// The instant that it is taken for.
    pub fn believed(&self, now: Time) -> Result<Time, Refusal> {
        if self.at > now.plus(AHEAD) {
            Err(Refusal::Future)
        } else if self.at < now.plus_days(-KEPT_FOR_DAYS) {
            Err(Refusal::TooOld)
        } else {
            Ok(self.at.min(now))
        }
    }
}

/// An operation that had its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: KeptId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub device: Option<DeviceId>,
    pub member: Option<MemberId>,
    pub amount: Option<i64>,
    pub at: Time,
    pub arrived_at: Time,
    pub visit: Option<VisitId>,
    pub purchase: Option<PurchaseId>,
}

impl Kept {
    /// Whether what is told again is this. Whoever it was about may be erased or one with another by
    /// now: then the person cannot be compared.
    pub fn is(&self, told: &NewKept, member: Option<MemberId>) -> bool {
        let person = self.member.is_none() == told.who.is_empty()
            && (member.is_none() || self.member == member);
        person && self.amount == told.amount && self.store == told.store
    }
}
