//! What a voucher is, and when it may be redeemed.

use std::{fmt, str::FromStr, time::Duration};

use jiff::tz::TimeZone;
use kernel::{
    GiftId, GroupId, LinkId, MemberId, PostingId, PurchaseId, RedemptionId, Result, SeriesId,
    StaffId, StoreId, Time, VoucherId,
};
use serde::{Deserialize, Serialize};

use crate::{bills::Benefit, gifts::Gift};

kernel::refusals! { vouchers:
    /// Somebody collected it before; `minutes` says how long ago.
    AlreadyRedeemed "already_redeemed" 409,
    Expired "expired" 409,
    Withdrawn "withdrawn" 409,
    /// The gift is not handed over in this store.
    WrongStore "wrong_store" 409,
    /// The redemption was taken back before.
    AlreadyUndone "already_undone" 409,
    /// Ten minutes have passed.
    TooLate "too_late" 409,
    /// It was used with a purchase: whoever takes the purchase back takes the redemption back.
    WithPurchase "with_purchase" 409,
    /// So many were taken today as the shop gives on one day.
    DaysLimit "days_limit" 409,
}

/// How long a mistake at the counter can be taken back.
pub const UNDO_FOR: Duration = Duration::from_secs(600);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VoucherState)]
pub enum State {
    Issued,
    Redeemed,
    Expired,
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Issued, Self::Redeemed, Self::Expired, Self::Withdrawn];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Redeemed => "redeemed",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}
impl FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or(())
    }
}
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// By what way a voucher came, or will come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Way {
    pub store: Option<StoreId>,
    pub group: Option<GroupId>,
    pub series: Option<SeriesId>,
    pub link: Option<LinkId>,
    pub staff: Option<StaffId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    pub id: VoucherId,
    /// Nine characters without hyphens: see [`crate::codes`].
    pub code: String,
    pub gift: GiftId,
    pub member: MemberId,
    pub source: String,
    pub state: State,
    /// In minor units, as the gift cost then.
    pub cost: i64,
    /// What one is at the till, in minor units, where an activity agreed on another price than its gift's.
    pub price: Option<i64>,
    pub issued_at: Time,
    /// From this instant on it is too late.
    pub expires_at: Option<Time>,
    /// When it was redeemed, expired or withdrawn.
    pub ended_at: Option<Time>,
    pub way: Way,
    pub posting: PostingId,
}

/// Days before its end when a voucher is told of, once.
pub const NOTICE_DAYS: i64 = 3;

impl Voucher {
    /// Its gift as this voucher has it: with the price that was agreed on.
    #[must_use]
    pub fn priced(&self, mut gift: Gift) -> Gift {
        if let (Some(each), Benefit::Price { .. }) = (self.price, gift.terms.benefit) {
            gift.details.terms.benefit = Benefit::Agreed { each };
        }
        gift
    }
    /// The state as a person sees it: what is over is over before the hourly job says so.
    pub fn state_at(&self, now: Time) -> State {
        match self.state {
            State::Issued if self.expires_at.is_some_and(|end| end <= now) => State::Expired,
            state => state,
        }
    }
    /// Whether it is over in three days or sooner, which its holder is told of.
    pub fn ends_soon(&self, now: Time) -> bool {
        let soon = |end: Time| end <= now.plus_days(NOTICE_DAYS);
        self.state_at(now) == State::Issued && self.expires_at.is_some_and(soon)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    pub id: RedemptionId,
    pub voucher: VoucherId,
    pub gift: GiftId,
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    pub at: Time,
    pub cost: i64,
    pub posting: PostingId,
    pub undone_at: Option<Time>,
    /// What it was used with.
    pub purchase: Option<PurchaseId>,
    /// Which use of a card it is, from 0.
    pub use_number: i64,
}

/// Whether the voucher may be redeemed there and now.
pub fn may_redeem(
    voucher: &Voucher,
    gift: &Gift,
    store: Option<StoreId>,
    now: Time,
) -> Result<(), kernel::Refused> {
    match voucher.state_at(now) {
        State::Issued if gift.valid_at(store) => Ok(()),
        State::Issued => Err(Refusal::WrongStore.into()),
        State::Redeemed => {
            let ago = voucher.ended_at.map_or(0, |ended| now.since(ended).as_secs() / 60);
            Err(Refusal::AlreadyRedeemed.with("minutes", i64::try_from(ago).unwrap_or(i64::MAX)))
        }
        State::Expired => Err(Refusal::Expired.into()),
        State::Withdrawn => Err(Refusal::Withdrawn.into()),
    }
}

/// Whether a redemption may be taken back now.
pub fn may_undo(redemption: &Redemption, now: Time) -> Result<(), kernel::Refused> {
    if redemption.undone_at.is_some() {
        Err(Refusal::AlreadyUndone.into())
    } else if redemption.purchase.is_some() {
        Err(Refusal::WithPurchase.into())
    } else if now.since(redemption.at) > UNDO_FOR {
        Err(Refusal::TooLate.into())
    } else {
        Ok(())
    }
}

/// The end of the last good day in the shop's place.
pub fn expires_at(now: Time, valid_days: Option<u32>, zone: &TimeZone) -> Option<Time> {
    let days = i64::from(valid_days?);
    let last = now.date(zone).checked_add(jiff::Span::new().days(days + 1)).ok()?;
    Some(Time::start_of(last, zone))
}
