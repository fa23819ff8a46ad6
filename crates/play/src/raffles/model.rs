//! What a raffle is made of, what it can cost, what somebody put in, and what came out.

use kernel::{
    FieldError, Fields, GiftId, MemberId, RaffleEntryId, RaffleId, RafflePickId, StaffId, StoreId,
    Time, VoucherId, kinds,
};
use serde::{Deserialize, Serialize};
use value::gifts::{Gift, model::MOST_PIECES};

use crate::activities::{Activity, Sort, model::range};

kernel::refusals! { raffles:
    /// Before the opening; `opens_at` says when it is.
    NotOpen "not_open" 409,
    /// After the closing.
    Closed "closed" 409,
    /// The member has no ticket to put in.
    NoTicket "no_ticket" 409,
    /// The member has put in as many tickets as one may.
    LimitReached "limit_reached" 409,
    /// As many as one may on one day.
    DayLimitReached "day_limit_reached" 409,
    /// `have` says how many points the member has, `need` how many the tickets cost.
    TooFewPoints "too_few_points" 409,
    /// It is for other members.
    NotEligible "not_eligible" 409,
    /// Who works for the shop takes no part.
    Staff "staff" 409,
    /// The log takes no more entries, or every play of an instant raffle was played.
    Full "full" 409,
    /// It was drawn before: nobody draws twice.
    AlreadyDrawn "already_drawn" 409,
    /// Members may still show their nonces, or the round of the beacon is not made yet; `at` says when.
    TooEarly "too_early" 409,
    /// Fewer people take part than were announced as the least; `least` says how many.
    TooFewEntrants "too_few_entrants" 409,
    /// That is not what the round of the beacon, or the raffle, needs.
    InputWrong "input_wrong" 409,
    /// The nonce is not the one that the entry is bound to.
    NonceWrong "nonce_wrong" 409,
    /// The prize of that pick was collected or passed on: it cannot be drawn again.
    RerollWrong "reroll_wrong" 409,
    /// It is somewhere else in its life.
    WrongState "wrong_state" 409,
    /// The member was erased.
    Erased "erased" 409,
    /// Its tickets are given on joining, and in no other way.
    OnJoining "on_joining" 409,
}

impl Sort for kinds::Raffle {
    const WORD: &'static str = "raffle";
    const SLICE: &'static str = "raffles";
    const SUBJECT: &'static str = "raffle";
    type Terms = Terms;
}

pub type Raffle = Activity<kinds::Raffle>;

/// How it is played.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = RaffleStyle)]
pub enum Style {
    /// Tickets go in until the closing; then the winners are drawn, all at once.
    #[default]
    Scheduled,
    /// Each play takes a ticket and tells at once.
    Wheel,
    Scratch,
    Egg,
}
kernel::words!(Style { Scheduled "scheduled", Wheel "wheel", Scratch "scratch", Egg "egg" });

impl Style {
    pub const fn is_instant(self) -> bool {
        !matches!(self, Self::Scheduled)
    }
}

/// Where the part of the seed comes from that the shop does not choose.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = RaffleInput)]
pub enum Source {
    /// Members' own random numbers, one with each entry.
    #[default]
    Nonces,
    /// The first round of drand's quicknet after the closing, typed in by hand.
    Drand,
}
kernel::words!(Source { Nonces "nonces", Drand "drand" });

/// What becomes of a prize that nobody collects.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = RaffleUnclaimed)]
pub enum Unclaimed {
    /// It lies on the shelf again.
    #[default]
    Shelf,
    /// It goes to the next ticket of the draw.
    Redraw,
}
kernel::words!(Unclaimed { Shelf "shelf", Redraw "redraw" });

/// So many pieces of a gift. The lines are drawn in their order, the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RafflePrize)]
pub struct Prize {
    #[schema(value_type = String, example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub gift: GiftId,
    #[schema(minimum = 1, maximum = 10_000)]
    pub quantity: i64,
}

/// What only a raffle is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub style: Style,
    pub prizes: Vec<Prize>,
    /// Tickets that every member has for nothing.
    pub free: u32,
    /// A purchase of at least so much, in minor units, gives a ticket.
    pub per_purchase: Option<i64>,
    /// Tickets that whoever joins for the first time is given: one makes it a welcome draw.
    #[serde(default)]
    pub joining: u32,
    /// How often one person can win.
    pub wins: u32,
    /// With fewer people it is called off.
    pub least_entrants: u32,
    pub source: Source,
    /// From the closing until it is drawn: the time in which members show their nonces.
    pub wait_minutes: u32,
    pub collect_days: u32,
    pub unclaimed: Unclaimed,
    /// Of an instant raffle: how many plays there are.
    pub plays: i64,
}

pub const MOST_LINES: usize = 20;
/// Pieces of all prizes together, and plays of an instant raffle.
pub const MOST: i64 = 10_000;
/// Entries of one raffle: what one command can draw from within its time.
pub const MOST_ENTRIES: i64 = 20_000;
pub const FREE: (i64, i64) = (0, 10);
pub const JOINING: (i64, i64) = (0, 1);
pub const WINS: (i64, i64) = (1, 20);
pub const LEAST: (i64, i64) = (1, 1000);
/// A few minutes, and a week.
pub const WAIT: (i64, i64) = (0, 7 * 24 * 60);
pub const COLLECT: (i64, i64) = (1, 92);

impl Terms {
    pub fn check(&self, fields: &mut Fields) {
        if self.prizes.is_empty() {
            fields.push(FieldError::new("prizes", "required"));
        } else if self.prizes.len() > MOST_LINES {
            let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
            fields.push(FieldError::new("prizes", "number_range").with("min", 1).with("max", most));
        }
        let most = MOST.min(MOST_PIECES);
        let each = |line: &Prize| (1..=most).contains(&line.quantity);
        if !self.prizes.iter().all(each) || self.pieces() > most {
            fields
                .push(FieldError::new("quantity", "number_range").with("min", 1).with("max", most));
        }
        range(fields, "free", self.free.into(), FREE);
        range(fields, "joining", self.joining.into(), JOINING);
        if self.is_welcome() {
            self.check_welcome(fields);
        }
        range(fields, "wins", self.wins.into(), WINS);
        range(fields, "least_entrants", self.least_entrants.into(), LEAST);
        range(fields, "wait_minutes", self.wait_minutes.into(), WAIT);
        range(fields, "collect_days", self.collect_days.into(), COLLECT);
        if let Some(least) = self.per_purchase {
            range(fields, "per_purchase", least, (0, kernel::money::LARGEST_AMOUNT));
        }
        if self.style.is_instant() {
            // Not more prizes than plays: what is shown as the odds is what they are.
            range(fields, "plays", self.plays, (self.pieces().clamp(1, MOST), MOST));
            if self.unclaimed == Unclaimed::Redraw {
                fields.push(FieldError::new("unclaimed", "instant_no_redraw"));
            }
        } else {
            range(fields, "plays", self.plays, (0, MOST));
        }
    }
    /// A play for whoever joins, and for nobody else.
    fn check_welcome(&self, fields: &mut Fields) {
        if !self.style.is_instant() {
            fields.push(FieldError::new("style", "joining_instant"));
        }
        if self.free > 0 {
            fields.push(FieldError::new("free", "joining_alone"));
        }
        if self.per_purchase.is_some() {
            fields.push(FieldError::new("per_purchase", "joining_alone"));
        }
    }
    /// Whether its tickets are given on joining, and in no other way.
    pub const fn is_welcome(&self) -> bool {
        self.joining > 0
    }
    /// Pieces of all prizes.
    pub fn pieces(&self) -> i64 {
        self.prizes.iter().fold(0, |sum, line| sum.saturating_add(line.quantity))
    }
    /// From then on it is too late to collect what is won now.
    pub fn collect_until(&self, now: Time) -> Time {
        now.plus(std::time::Duration::from_hours(24 * u64::from(self.collect_days)))
    }
    /// When it can be drawn, if it closes then.
    pub fn draws_at(&self, closes_at: Time) -> Time {
        closes_at.plus(std::time::Duration::from_mins(u64::from(self.wait_minutes)))
    }
}

/// Odds as people read them: one of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odds {
    /// No ticket is in.
    Nobody,
    /// There are at least as many prizes as tickets.
    Everybody,
    OneOf(i64),
    /// So many of ten, where it is half of them or more.
    InTen(i64),
}

impl Odds {
    /// Of one ticket among so many.
    pub const fn of(pieces: i64, tickets: i64) -> Self {
        if tickets == 0 {
            return Self::Nobody;
        }
        if pieces <= 0 || tickets <= pieces {
            return Self::Everybody;
        }
        // Rounded up: never better than they are.
        Self::OneOf((tickets + pieces - 1) / pieces)
    }
    /// Of one play among those that are left: where most of them win, as so many of ten.
    pub const fn of_plays(pieces: i64, plays: i64) -> Self {
        if pieces > 0 && pieces < plays && pieces * 2 >= plays {
            // Rounded down, for the same reason.
            return Self::InTen(pieces * 10 / plays);
        }
        if pieces <= 0 {
            return Self::Nobody;
        }
        Self::of(pieces, plays)
    }
}

/// What it comes to if every prize is won and collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RaffleForecast)]
pub struct Forecast {
    pub pieces: i64,
    /// What the pieces cost the shop, in minor units.
    pub cost: i64,
    pub perceived: i64,
}

impl Forecast {
    pub fn of<'g>(terms: &Terms, gift: impl Fn(GiftId) -> Option<&'g Gift>) -> Self {
        let mut sum = Self { pieces: 0, cost: 0, perceived: 0 };
        for line in &terms.prizes {
            let Some(gift) = gift(line.gift) else { continue };
            let times = |each: i64| each.saturating_mul(line.quantity);
            sum.pieces = sum.pieces.saturating_add(line.quantity);
            sum.cost = sum.cost.saturating_add(times(gift.cost));
            sum.perceived = sum.perceived.saturating_add(times(gift.perceived));
        }
        sum
    }
}

/// Tickets that somebody put in at one time: a leaf of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: RaffleEntryId,
    pub raffle: RaffleId,
    /// In the log, from 0.
    pub place: i64,
    pub member: MemberId,
    /// What the proof calls them.
    pub label: String,
    pub number: i64,
    pub tickets: i64,
    pub free: i64,
    pub bought: i64,
    pub points: i64,
    /// The commitment, as hexadecimal digits.
    pub nonce: Option<String>,
    /// The nonce itself, once it was shown.
    pub shown: Option<String>,
    pub at: Time,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    pub out: Option<Out>,
}

/// Why tickets do not count. Also the word that the proof gives as the reason of an exclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    Staff,
    /// They were erased before the closing.
    Withdrawn,
    /// The same person under another label.
    Duplicate,
    /// The raffle was called off, and the points went back.
    Refunded,
}
kernel::words!(Out {
    Staff "staff", Withdrawn "withdrawn", Duplicate "duplicate", Refunded "refunded",
});

/// What became of a ticket that came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RafflePickState)]
pub enum Fate {
    /// Its voucher is about to be given.
    Due,
    /// It waits for the member.
    Held,
    Collected,
    /// Nobody came in time.
    Lapsed,
    /// The shop took it back.
    Withdrawn,
    /// It was drawn again.
    Passed,
}
kernel::words!(Fate {
    Due "due", Held "held", Collected "collected", Lapsed "lapsed", Withdrawn "withdrawn",
    Passed "passed",
});

/// Why a prize is drawn again, as the proof says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RaffleRerollReason)]
pub enum Why {
    /// Nobody collected it in time.
    Unclaimed,
    /// They do not want it.
    Declined,
    /// Nobody could tell them.
    Unreachable,
    /// They were erased.
    Withdrawn,
}
kernel::words!(Why {
    Unclaimed "unclaimed", Declined "declined", Unreachable "unreachable", Withdrawn "withdrawn",
});

/// A ticket that came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub id: RafflePickId,
    pub raffle: RaffleId,
    /// In the order of the proof, from 0. Of an instant raffle, the place that was played.
    pub number: i64,
    /// The line of the prize table.
    pub prize: i64,
    pub entry: RaffleEntryId,
    pub member: MemberId,
    pub fate: Fate,
    pub voucher: Option<VoucherId>,
    pub until: Option<Time>,
    pub at: Time,
    pub ended_at: Option<Time>,
    pub why: Option<Why>,
}

/// How a raffle stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RaffleFigures)]
pub struct Figures {
    /// Times that somebody put tickets in, or plays.
    pub entries: i64,
    /// People.
    pub entrants: i64,
    pub tickets: i64,
    /// Waiting to be collected, or about to be told.
    pub held: i64,
    pub collected: i64,
    pub lapsed: i64,
    pub withdrawn: i64,
    /// Drawn again.
    pub passed: i64,
}

impl Figures {
    /// Prizes that somebody won and that were not passed on.
    pub const fn won(&self) -> i64 {
        self.held + self.collected + self.lapsed + self.withdrawn
    }
}
