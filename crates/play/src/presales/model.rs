//! What a pre-sale is made of, and what became of what members reserved.

use std::time::Duration;

use kernel::{
    FieldError, Fields, GiftId, MemberId, PresaleId, PresaleReservationId, StaffId, StoreId, Time,
    VoucherId, kinds, money::LARGEST_AMOUNT,
};
use serde::{Deserialize, Serialize};
use value::{
    gifts::{Gift, model::MOST_PIECES},
    laws::Prepaid,
};

use super::samples::{Samples, asked::Counted};
use crate::activities::{Activity, Plan, Sort, model::range};

kernel::refusals! { presales:
    /// Before the opening; `opens_at` says when it is.
    NotOpen "not_open" 409,
    /// After the closing.
    Closed "closed" 409,
    /// Every piece is reserved.
    SoldOut "sold_out" 409,
    /// As many come in this window as can.
    WindowFull "window_full" 409,
    /// The time of this window is over.
    WindowOver "window_over" 409,
    /// The member has reserved as many as one may.
    LimitReached "limit_reached" 409,
    /// The member has reserved as many as one may on one day.
    DayLimitReached "day_limit_reached" 409,
    /// `have` says how many the member has.
    TooFewPoints "too_few_points" 409,
    /// `need` says how much it takes, in minor units.
    TooLittleMoney "too_little_money" 409,
    /// It is for other members.
    NotEligible "not_eligible" 409,
    /// Nothing can be tried of it.
    NoSamples "no_samples" 409,
    /// Samples are not given yet; `from` says when they are.
    SamplesNotYet "samples_not_yet" 409,
    /// Samples are not given any more.
    SamplesOver "samples_over" 409,
    /// Every sample was taken.
    SamplesGone "samples_gone" 409,
    /// The member has had theirs, or it waits for them.
    SampleTaken "sample_taken" 409,
    /// Samples are for those who reserved.
    ReserveFirst "reserve_first" 409,
    /// It was collected, or it is over.
    TooLateToCancel "too_late_to_cancel" 409,
    /// No cash of it is owed.
    NothingOwed "nothing_owed" 409,
    /// It is somewhere else in its life.
    WrongState "wrong_state" 409,
    /// The member was erased.
    Erased "erased" 409,
}

impl Sort for kinds::Presale {
    const WORD: &'static str = "presale";
    const SLICE: &'static str = "presales";
    const SUBJECT: &'static str = "presale";
    type Terms = Terms;
}

pub type Presale = Activity<kinds::Presale>;

/// The first so many pieces are cheaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Early {
    pub pieces: i64,
    /// In minor units, with the deposit.
    pub price: i64,
}

/// What comes back of a deposit when a member steps back late, or does not come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresaleAfter)]
pub enum After {
    /// Nothing: the shop keeps it.
    Kept,
    /// Half of it; an odd cent is the member's.
    Half,
    /// All of it.
    Back,
}
kernel::words!(After { Kept "kept", Half "half", Back "back" });

impl After {
    /// How much of a deposit comes back.
    pub const fn of(self, deposit: i64) -> i64 {
        match self {
            Self::Kept => 0,
            Self::Half => deposit / 2 + deposit % 2,
            Self::Back => deposit,
        }
    }
}

/// When and where the goods are picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Time,
    /// From then on it is too late.
    pub until: Time,
    /// Any store of the shop when it is not said.
    pub store: Option<StoreId>,
    /// How many pieces can be picked up in it.
    pub capacity: i64,
}

/// What only a pre-sale is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// A ticket with a price for certain goods, which the price here replaces.
    pub gift: GiftId,
    /// Of both prices together.
    pub pieces: i64,
    /// What one is, in minor units, with the deposit.
    pub price: i64,
    pub early: Option<Early>,
    /// Of the price, paid at reserving, in minor units; zero when nothing is.
    pub deposit: i64,
    /// Until then a deposit comes back in full.
    pub cancel_by: Time,
    /// And for so many days from reserving, whatever the hour above.
    pub back_days: u32,
    /// What comes back after that.
    pub after: After,
    /// When the goods are there: from then on each reservation is a ticket, and the rest is paid with it.
    pub ready_at: Time,
    pub windows: Vec<Window>,
    /// What members try before they pay for it.
    #[serde(default)]
    pub samples: Option<Samples>,
    /// Why the shop called it off, if it did.
    #[serde(default)]
    pub called_off: Option<String>,
}

/// Of windows.
pub const MOST_WINDOWS: i64 = 12;
/// A month to think it over.
pub const BACK_DAYS: (i64, i64) = (0, 31);
/// The goods are there within half a year, and the last window is over within a season after that.
const LONGEST_WAIT: Duration = Duration::from_hours(24 * 183);
const LONGEST_WINDOWS: Duration = Duration::from_hours(24 * 92);

impl Terms {
    /// Names every field that is out of bounds, or does not fit the plan's hours.
    pub fn check(&self, plan: &Plan, fields: &mut Fields) {
        range(fields, "pieces", self.pieces, (1, MOST_PIECES));
        range(fields, "price", self.price, (1, LARGEST_AMOUNT));
        range(fields, "deposit", self.deposit, (0, LARGEST_AMOUNT));
        range(fields, "back_days", self.back_days.into(), BACK_DAYS);
        if let Some(early) = self.early {
            range(fields, "early_pieces", early.pieces, (1, MOST_PIECES));
            range(fields, "early_price", early.price, (1, LARGEST_AMOUNT));
            if early.price >= self.price {
                fields.push(FieldError::new("early_price", "early_above_price"));
            }
            if early.pieces > self.pieces {
                fields.push(FieldError::new("early_pieces", "early_above_pieces"));
            }
        }
        if self.deposit > self.lowest() {
            fields.push(FieldError::new("deposit", "deposit_above_price"));
        }
        if self.ready_at < plan.closes_at {
            fields.push(FieldError::new("ready_at", "ready_before_close"));
        } else if self.ready_at.since(plan.closes_at) > LONGEST_WAIT {
            fields.push(FieldError::new("ready_at", "ready_too_late").with("days", 183));
        }
        if self.cancel_by > self.ready_at {
            fields.push(FieldError::new("cancel_by", "cancel_after_ready"));
        }
        self.check_windows(fields);
        if let Some(samples) = &self.samples {
            samples.check((plan, self.ready_at), fields);
        }
    }
    fn check_windows(&self, fields: &mut Fields) {
        if self.windows.is_empty() {
            fields.push(FieldError::new("windows", "required"));
        }
        if self.many_windows() > MOST_WINDOWS {
            fields.push(FieldError::new("windows", "windows_many").with("max", MOST_WINDOWS));
        }
        let mut room = 0_i64;
        for window in &self.windows {
            range(fields, "windows", window.capacity, (1, MOST_PIECES));
            room = room.saturating_add(window.capacity);
            if window.until <= window.from {
                fields.push(FieldError::new("windows", "window_ends_before"));
            } else if window.from < self.ready_at {
                fields.push(FieldError::new("windows", "window_before_ready"));
            } else if window.until.since(self.ready_at) > LONGEST_WINDOWS {
                fields.push(FieldError::new("windows", "window_too_late").with("days", 92));
            }
        }
        if !self.windows.is_empty() && room < self.pieces {
            fields.push(FieldError::new("windows", "windows_short").with("room", room));
        }
    }
    /// Names every field that became worse for people who were told of the terms as they were.
    pub fn harm(&self, was: &Self, fields: &mut Fields) {
        let windows = was.windows.iter().zip(&self.windows).all(|(before, now)| {
            now.from <= before.from
                && now.until >= before.until
                && now.store == before.store
                && now.capacity >= before.capacity
        });
        for (field, worse) in [
            ("gift", self.gift != was.gift),
            ("pieces", self.regular() < was.regular()),
            ("price", self.price > was.price),
            ("early_pieces", self.early_pieces() < was.early_pieces()),
            ("early_price", self.early_price() > was.early_price()),
            ("deposit", self.deposit > was.deposit),
            ("cancel_by", self.cancel_by < was.cancel_by),
            ("back_days", self.back_days < was.back_days),
            ("after", self.after < was.after),
            ("ready_at", self.ready_at > was.ready_at),
            ("windows", self.windows.len() < was.windows.len() || !windows),
        ] {
            if worse {
                fields.push(FieldError::new(field, "promised"));
            }
        }
        Samples::harm(self.samples.as_ref(), was.samples.as_ref(), fields);
    }
    /// How many pieces are cheaper.
    pub fn early_pieces(&self) -> i64 {
        self.early.map_or(0, |early| early.pieces)
    }
    fn early_price(&self) -> i64 {
        self.early.map_or(self.price, |early| early.price)
    }
    /// How many are not.
    pub fn regular(&self) -> i64 {
        self.pieces.saturating_sub(self.early_pieces())
    }
    /// What one is at the least.
    pub fn lowest(&self) -> i64 {
        self.early_price().min(self.price)
    }
    /// What one is.
    pub fn price_of(&self, rate: Rate) -> i64 {
        match rate {
            Rate::Early => self.early_price(),
            Rate::Regular => self.price,
        }
    }
    pub fn many_windows(&self) -> i64 {
        i64::try_from(self.windows.len()).unwrap_or(i64::MAX)
    }
    pub fn window(&self, number: i64) -> Option<&Window> {
        self.windows.get(usize::try_from(number).ok()?)
    }
    /// Until when whoever reserved then has all of their deposit back.
    pub fn full_until(&self, reserved_at: Time) -> Time {
        self.cancel_by.max(reserved_at.plus_days(self.back_days.into()))
    }
    /// What comes back of a reservation's deposit when its member steps back, or did not come.
    pub fn back_of(&self, one: &Reservation, now: Time) -> i64 {
        if self.called_off.is_some() || now < self.full_until(one.at) {
            one.deposit
        } else {
            self.after.of(one.deposit)
        }
    }
    /// As a law asks of it.
    pub fn prepaid(&self) -> Prepaid {
        let kept = self.deposit.saturating_sub(self.after.of(self.deposit));
        Prepaid { price: self.lowest(), kept, back_days: self.back_days }
    }
}

/// Which pool a piece is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresaleRate)]
pub enum Rate {
    Early,
    Regular,
}
kernel::words!(Rate { Early "early", Regular "regular" });

/// Where a deposit came from, and goes back to.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresalePaid)]
pub enum Paid {
    /// Money that the member has with the shop.
    #[default]
    Wallet,
    /// At a counter.
    Cash,
}
kernel::words!(Paid { Wallet "wallet", Cash "cash" });

/// What became of a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresaleFate)]
pub enum Fate {
    /// The goods are not there yet.
    Reserved,
    /// A ticket waits for the member.
    Held,
    /// The shop called it off: everything is on its way back.
    Due,
    Collected,
    /// Nobody came in its window.
    Lapsed,
    /// The shop took the ticket back: everything went back.
    Withdrawn,
    /// The member stepped back.
    Cancelled,
    /// The shop called it off: everything went back.
    Refunded,
}
kernel::words!(Fate {
    Reserved "reserved", Held "held", Due "due", Collected "collected", Lapsed "lapsed",
    Withdrawn "withdrawn", Cancelled "cancelled", Refunded "refunded",
});

impl Fate {
    /// Whether the member still waits for their piece.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Reserved | Self::Held)
    }
}

/// Cash that was paid back: when, where, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidBack {
    pub at: Time,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// One piece for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    pub id: PresaleReservationId,
    pub presale: PresaleId,
    pub member: MemberId,
    pub fate: Fate,
    pub rate: Rate,
    /// With the deposit.
    pub price: i64,
    pub points: i64,
    pub deposit: i64,
    pub paid: Paid,
    /// How much of the deposit went back, or is owed in cash.
    pub back: i64,
    /// The number of the window.
    pub window: i64,
    /// The local day, whose limit it counted in.
    pub day: String,
    pub at: Time,
    pub voucher: Option<VoucherId>,
    pub until: Time,
    pub ended_at: Option<Time>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    pub paid_back: Option<PaidBack>,
}

impl Reservation {
    /// What is to be paid at the till.
    pub fn rest(&self) -> i64 {
        self.price.saturating_sub(self.deposit).max(0)
    }
    /// Cash that the member has not been paid back yet.
    pub fn owed(&self) -> i64 {
        let open = self.paid == Paid::Cash && self.ended_at.is_some() && self.paid_back.is_none();
        if open { self.back } else { 0 }
    }
}

/// What the pre-sale comes to if every piece is reserved and collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PresaleForecast)]
pub struct Forecast {
    /// What the pieces and the samples cost the shop, in minor units.
    pub cost: i64,
    /// What is paid at the till and ahead.
    pub takings: i64,
    /// Of it, paid ahead.
    pub ahead: i64,
    pub points: i64,
}

impl Forecast {
    pub fn of(plan: &Plan, terms: &Terms, (gift, sample): (&Gift, Option<&Gift>)) -> Self {
        let early = terms.price_of(Rate::Early).saturating_mul(terms.early_pieces());
        let times = |each: i64| each.saturating_mul(terms.pieces);
        let samples = terms.samples.map_or(0, |samples| samples.pieces);
        let samples = sample.map_or(0, |gift| gift.cost.saturating_mul(samples));
        Self {
            cost: times(gift.cost).saturating_add(samples),
            takings: terms.price.saturating_mul(terms.regular()).saturating_add(early),
            ahead: times(terms.deposit),
            points: times(plan.cost.map_or(0, |cost| cost.points)),
        }
    }
    /// The takings less the cost; below zero when the shop pays for it.
    pub const fn margin(&self) -> i64 {
        self.takings.saturating_sub(self.cost)
    }
    /// What the shop pays at most beyond what it takes.
    pub fn worst(&self) -> i64 {
        self.margin().saturating_neg().max(0)
    }
}

/// How a pre-sale stands. Amounts in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PresaleFigures)]
pub struct Figures {
    /// Pieces that nobody reserved, at the price that is not early.
    pub left: i64,
    pub early_left: i64,
    pub reserved: i64,
    pub held: i64,
    pub collected: i64,
    pub lapsed: i64,
    pub withdrawn: i64,
    pub cancelled: i64,
    /// Called off: gone back, or on its way.
    pub refunded: i64,
    /// Paid ahead by those who wait for their piece.
    pub deposits_ahead: i64,
    /// Kept by the rule.
    pub deposits_kept: i64,
    /// Cash that members have not fetched yet.
    pub deposits_owed: i64,
    /// Samples that nobody has taken, and those that wait at the counter.
    pub samples_left: i64,
    pub samples_held: i64,
    /// Samples that members had in their hands.
    pub tried: i64,
    /// Members who had one before they first reserved.
    pub tried_then_reserved: i64,
}

impl Figures {
    /// With what came of its samples.
    pub(super) fn tried(self, left: i64, Counted { held, tried, then_reserved }: Counted) -> Self {
        let (samples_left, samples_held) = (left, held);
        Self { samples_left, samples_held, tried, tried_then_reserved: then_reserved, ..self }
    }
}
