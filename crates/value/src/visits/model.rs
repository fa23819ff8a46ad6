//! What a visit is.

use jiff::tz::TimeZone;
use kernel::{MemberId, PurchaseId, StaffId, StoreId, Time, VisitId};

/// A tap that is to be noted.
#[derive(Debug, Clone, Copy)]
pub struct NewVisit {
    pub member: MemberId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    /// When it was; None: now.
    pub at: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    pub member: MemberId,
    pub store: StoreId,
    /// The local day, `2026-03-02`.
    pub day: String,
    pub at: Time,
    pub staff: Option<StaffId>,
    /// What was bought that day.
    pub purchase: Option<PurchaseId>,
    /// When we were told, if that was later than it was.
    pub arrived_at: Option<Time>,
}

/// The local day of an instant, as stored and as in files.
pub fn day_of(at: Time, zone: &TimeZone) -> String {
    at.date(zone).to_string()
}
