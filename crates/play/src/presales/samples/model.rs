//! What samples are, and what became of one.

use std::time::Duration;

use kernel::{
    FieldError, Fields, GiftId, MemberId, PresaleId, PresaleSampleId, StaffId, StoreId, Time,
    VoucherId,
};
use serde::{Deserialize, Serialize};
use value::{gifts::model::MOST_PIECES, points::engine::MOST_POINTS};

use crate::{
    activities::{Cost, Life, Plan, model::range},
    presales::Presale,
};

/// For whom they are, of those whom the pre-sale is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresaleTasters)]
pub enum Tasters {
    /// Whoever reserved and waits for their piece.
    Reserved,
    /// Everybody whom the pre-sale is for.
    Everybody,
}
kernel::words!(Tasters { Reserved "reserved", Everybody "everybody" });

/// Pieces of a gift that members try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Samples {
    /// A thing that is handed over without a purchase.
    pub gift: GiftId,
    pub pieces: i64,
    pub whom: Tasters,
    /// Points that one costs; nothing when it is free.
    pub cost: Option<Cost>,
    pub from: Time,
    /// From then on nobody takes one any more.
    pub until: Time,
    /// For so long one waits at the counter for whoever took it.
    pub hold_hours: u32,
}

/// A fortnight.
pub const HOLD_HOURS: (i64, i64) = (1, 336);

impl Samples {
    /// Names every field that is out of bounds, or does not fit the pre-sale's hours.
    pub fn check(&self, (plan, ready_at): (&Plan, Time), fields: &mut Fields) {
        range(fields, "sample_pieces", self.pieces, (1, MOST_PIECES));
        range(fields, "sample_hours", self.hold_hours.into(), HOLD_HOURS);
        if let Some(cost) = self.cost {
            range(fields, "sample_points", cost.points, (1, MOST_POINTS));
        }
        let last = match self.whom {
            Tasters::Everybody => plan.closes_at,
            Tasters::Reserved => ready_at,
        };
        if self.until <= self.from {
            fields.push(FieldError::new("sample_until", "samples_end_before"));
        } else if self.until > last {
            fields.push(FieldError::new("sample_until", "samples_too_late"));
        }
    }
    /// Names every field that became worse for people who were told of them as they were.
    pub fn harm(now: Option<&Self>, was: Option<&Self>, fields: &mut Fields) {
        let Some(was) = was else { return };
        let Some(now) = now else {
            fields.push(FieldError::new("sample_gift", "promised"));
            return;
        };
        let points = |samples: &Self| samples.cost.map_or(0, |cost| cost.points);
        let program = |samples: &Self| samples.cost.map(|cost| cost.program);
        for (field, worse) in [
            ("sample_gift", now.gift != was.gift),
            ("sample_pieces", now.pieces < was.pieces),
            ("sample_whom", now.whom < was.whom),
            ("sample_points", points(now) > points(was)),
            ("sample_program", now.cost.is_some() && program(now) != program(was)),
            ("sample_from", now.from > was.from),
            ("sample_until", now.until < was.until),
            ("sample_hours", now.hold_hours < was.hold_hours),
        ] {
            if worse {
                fields.push(FieldError::new(field, "promised"));
            }
        }
    }
    /// Until when one that is taken now can be collected.
    pub fn held_until(&self, now: Time) -> Time {
        now.plus(Duration::from_hours(self.hold_hours.into()))
    }
    /// What an instant means for those who want one. It follows the clock, not the job that looks later.
    pub fn phase(&self, presale: &Presale, now: Time) -> Tasting {
        let on = match presale.life {
            Life::Draft | Life::Checked => return Tasting::Hidden,
            _ if presale.terms.called_off.is_some() => false,
            Life::Scheduled | Life::Open => true,
            Life::Closed => self.whom == Tasters::Reserved,
            Life::Settled | Life::Archived => false,
        };
        if !on || now >= self.until {
            Tasting::Over
        } else if now < self.from {
            Tasting::Before
        } else {
            Tasting::On
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tasting {
    /// Nobody was told of the pre-sale.
    Hidden,
    Before,
    On,
    Over,
}

/// What became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresaleSampleState)]
pub enum Fate {
    /// It waits at the counter.
    Held,
    /// The member has tried it.
    Collected,
    /// Nobody came in time.
    Lapsed,
    /// The shop took the voucher back.
    Withdrawn,
}
kernel::words!(Fate {
    Held "held", Collected "collected", Lapsed "lapsed", Withdrawn "withdrawn",
});

/// One for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub id: PresaleSampleId,
    pub presale: PresaleId,
    pub member: MemberId,
    pub voucher: VoucherId,
    pub fate: Fate,
    pub points: i64,
    pub at: Time,
    pub until: Time,
    pub ended_at: Option<Time>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}
