//! What a flash sale is made of, what it can cost, and what became of it.

use std::time::Duration;

use kernel::{
    FieldError, Fields, FlashClaimId, FlashPlaceId, FlashSaleId, GiftId, MemberId, StaffId,
    StoreId, Time, VoucherId, kinds,
};
use serde::{Deserialize, Serialize};
use value::{
    bills::Benefit,
    gifts::{Gift, model::MOST_PIECES},
};

use crate::activities::{Activity, Plan, Sort, model::range};

kernel::refusals! { flash_sales:
    /// Before the opening; `opens_at` says when it is.
    NotOpen "not_open" 409,
    /// After the closing.
    Closed "closed" 409,
    /// Nothing is left, or those who wait come first.
    SoldOut "sold_out" 409,
    /// The member has as many as one may have.
    LimitReached "limit_reached" 409,
    /// The member has had as many as one may have on one day.
    DayLimitReached "day_limit_reached" 409,
    /// `have` says how many the member has.
    TooFewPoints "too_few_points" 409,
    /// It is for other members.
    NotEligible "not_eligible" 409,
    /// Nobody has to wait: there is some left.
    StillSome "still_some" 409,
    /// It is somewhere else in its life.
    WrongState "wrong_state" 409,
    /// The member was erased.
    Erased "erased" 409,
}

impl Sort for kinds::FlashSale {
    const WORD: &'static str = "flash_sale";
    const SLICE: &'static str = "flash_sales";
    const SUBJECT: &'static str = "sale";
    type Terms = Terms;
}

pub type FlashSale = Activity<kinds::FlashSale>;

/// What only a flash sale is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub gift: GiftId,
    pub pieces: i64,
    /// How long a piece is held for whoever took it.
    pub hold_minutes: u32,
    /// How long a piece that came back is offered to whoever waits.
    pub offer_minutes: u32,
}

/// The shortest and the longest hold: time to walk over, and a week.
pub const HOLD: (i64, i64) = (5, 7 * 24 * 60);
/// The same of an offer: time to look at a phone, and a day.
pub const OFFER: (i64, i64) = (2, 24 * 60);

impl Terms {
    pub fn check(&self, fields: &mut Fields) {
        range(fields, "pieces", self.pieces, (1, MOST_PIECES));
        range(fields, "hold_minutes", self.hold_minutes.into(), HOLD);
        range(fields, "offer_minutes", self.offer_minutes.into(), OFFER);
    }
    /// Names every field that became worse for people who were told of the terms as they were.
    pub fn harm(&self, was: &Self, fields: &mut Fields) {
        for (field, worse) in [
            ("gift", self.gift != was.gift),
            ("pieces", self.pieces < was.pieces),
            ("hold_minutes", self.hold_minutes < was.hold_minutes),
            ("offer_minutes", self.offer_minutes < was.offer_minutes),
        ] {
            if worse {
                fields.push(FieldError::new(field, "promised"));
            }
        }
    }
    /// From then on it is too late to collect what is taken now.
    pub fn held_until(&self, now: Time) -> Time {
        now.plus(Duration::from_secs(u64::from(self.hold_minutes) * 60))
    }
    /// From then on it is too late to take what is offered now. Nothing is offered beyond the closing.
    pub fn offered_until(&self, now: Time, plan: &Plan) -> Time {
        now.plus(Duration::from_secs(u64::from(self.offer_minutes) * 60)).min(plan.closes_at)
    }
}

/// What one piece is at the till: its price, where the ticket carries one, in minor units.
pub const fn price(gift: &Gift) -> Option<i64> {
    match gift.details.terms.benefit {
        Benefit::Price { each } => Some(each),
        _ => None,
    }
}

/// What the sale comes to if every piece is taken and collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FlashSaleForecast)]
pub struct Forecast {
    pub pieces: i64,
    /// What the pieces cost the shop, in minor units.
    pub cost: i64,
    /// What they would cost at the till.
    pub perceived: i64,
    /// What is paid at the till, where the ticket carries a price.
    pub takings: Option<i64>,
    /// Points that are spent.
    pub points: i64,
    /// Members who can have one at least.
    pub winners_at_least: i64,
}

impl Forecast {
    pub fn of(plan: &Plan, terms: &Terms, gift: &Gift) -> Self {
        let times = |each: i64| each.saturating_mul(terms.pieces);
        let each = i64::from(plan.limits.per_member.max(1));
        Self {
            pieces: terms.pieces,
            cost: times(gift.cost),
            perceived: times(gift.perceived),
            takings: price(gift).map(times),
            points: times(plan.cost.map_or(0, |cost| cost.points)),
            winners_at_least: terms.pieces.saturating_add(each - 1) / each,
        }
    }
}

/// What became of something that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FlashClaimState)]
pub enum Fate {
    /// It waits for the member.
    Held,
    Collected,
    /// Nobody came in time: it went back.
    Lapsed,
    /// The shop took it back.
    Withdrawn,
}
kernel::words!(Fate { Held "held", Collected "collected", Lapsed "lapsed", Withdrawn "withdrawn" });

/// What somebody took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub id: FlashClaimId,
    pub sale: FlashSaleId,
    pub member: MemberId,
    pub voucher: VoucherId,
    pub fate: Fate,
    pub points: i64,
    /// The local day, whose limit it counted in.
    pub day: String,
    pub at: Time,
    pub until: Time,
    pub ended_at: Option<Time>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// Whose accounts its posting names, when two records became one since.
    pub posted_for: Option<MemberId>,
}

/// What became of a place on the waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Waiting,
    /// A piece lies aside for them.
    Offered,
    Taken,
    /// They did not take it in time.
    Missed,
    Left,
    /// The sale closed.
    Over,
}
kernel::words!(Turn {
    Waiting "waiting", Offered "offered", Taken "taken", Missed "missed", Left "left", Over "over",
});

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub id: FlashPlaceId,
    pub sale: FlashSaleId,
    pub member: MemberId,
    pub turn: Turn,
    pub until: Option<Time>,
}

impl Place {
    /// Whether a piece lies aside for them at this instant.
    pub fn is_offered(&self, now: Time) -> bool {
        self.turn == Turn::Offered && self.until.is_some_and(|until| until > now)
    }
}

/// How a sale stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FlashSaleFigures)]
pub struct Figures {
    /// In the pool.
    pub left: i64,
    /// Aside for people who were offered one.
    pub offered: i64,
    pub held: i64,
    pub collected: i64,
    pub lapsed: i64,
    pub withdrawn: i64,
    pub waiting: i64,
}

impl Figures {
    /// Everything that was ever taken.
    pub const fn claimed(&self) -> i64 {
        self.held + self.collected + self.lapsed + self.withdrawn
    }
}
