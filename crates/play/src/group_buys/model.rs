//! What a group buy is made of, what it can cost, and what became of teams and places.

use std::time::Duration;

use kernel::{
    BuySeatId, BuyTeamId, FieldError, Fields, GiftId, GroupBuyId, MemberId, StaffId, StoreId, Time,
    VoucherId, kinds, money::LARGEST_AMOUNT,
};
use serde::{Deserialize, Serialize};
use value::gifts::{Gift, model::MOST_PIECES};

use crate::activities::{Activity, Plan, Sort, model::range};

kernel::refusals! { group_buys:
    /// Before the opening; `opens_at` says when it is.
    NotOpen "not_open" 409,
    /// After the closing.
    Closed "closed" 409,
    /// Every place of the group buy is taken.
    SoldOut "sold_out" 409,
    /// As many are in the team as can be.
    TeamFull "team_full" 409,
    /// The team is decided, or its time is over.
    TeamOver "team_over" 409,
    /// The member is in the team.
    AlreadyIn "already_in" 409,
    /// The member is not in the team.
    NotIn "not_in" 409,
    /// The member has as many places as one may have.
    LimitReached "limit_reached" 409,
    /// The member has had as many as one may have on one day.
    DayLimitReached "day_limit_reached" 409,
    /// `have` says how many the member has.
    TooFewPoints "too_few_points" 409,
    /// `need` says how much it takes, in minor units.
    TooLittleMoney "too_little_money" 409,
    /// It is for other members.
    NotEligible "not_eligible" 409,
    /// It is somewhere else in its life.
    WrongState "wrong_state" 409,
    /// The member was erased.
    Erased "erased" 409,
}

impl Sort for kinds::GroupBuy {
    const WORD: &'static str = "group_buy";
    const SLICE: &'static str = "group_buys";
    const SUBJECT: &'static str = "buy";
    type Terms = Terms;
}

pub type GroupBuy = Activity<kinds::GroupBuy>;

/// From so many people on, one is so much at the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    pub people: u32,
    /// In minor units, with the deposit.
    pub each: i64,
}

/// Who can step into a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GroupBuyDoors)]
pub enum Doors {
    /// Open teams stand on the group buy's page.
    Listed,
    /// Only who has the invitation's link.
    Invited,
}
kernel::words!(Doors { Listed "listed", Invited "invited" });

/// What only a group buy is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// A ticket with a price for certain goods, whose price the tier replaces.
    pub gift: GiftId,
    /// Of all teams together.
    pub seats: i64,
    /// More people, lower price. A team of fewer than the first fails.
    pub tiers: Vec<Tier>,
    /// The most people in one team.
    pub most: u32,
    /// How long a team has, from its start.
    pub team_hours: u32,
    /// How long a ticket can be collected.
    pub collect_days: u32,
    pub doors: Doors,
    /// Of the price, paid from the wallet at joining, in minor units.
    pub deposit: Option<i64>,
}

/// A team is at least two, and no crowd.
pub const TEAM: (i64, i64) = (2, 100);
/// Of tiers.
pub const MOST_TIERS: i64 = 6;
/// An hour, and two weeks.
pub const HOURS: (i64, i64) = (1, 14 * 24);
/// A day, and a season.
pub const DAYS: (i64, i64) = (1, 92);

impl Terms {
    pub fn check(&self, fields: &mut Fields) {
        range(fields, "seats", self.seats, (1, MOST_PIECES));
        range(fields, "most", self.most.into(), TEAM);
        range(fields, "team_hours", self.team_hours.into(), HOURS);
        range(fields, "collect_days", self.collect_days.into(), DAYS);
        self.check_tiers(fields);
        if let Some(deposit) = self.deposit {
            range(fields, "deposit", deposit, (1, LARGEST_AMOUNT));
            if self.tiers.iter().any(|tier| tier.each < deposit) {
                fields.push(FieldError::new("deposit", "deposit_above_price"));
            }
        }
    }
    fn check_tiers(&self, fields: &mut Fields) {
        if self.tiers.is_empty() {
            fields.push(FieldError::new("tiers", "required"));
        }
        if i64::try_from(self.tiers.len()).is_ok_and(|many| many > MOST_TIERS) {
            fields.push(FieldError::new("tiers", "tiers_many").with("max", MOST_TIERS));
        }
        for tier in &self.tiers {
            range(fields, "tiers", tier.people.into(), TEAM);
            range(fields, "tiers", tier.each, (0, LARGEST_AMOUNT));
        }
        let falls = |pair: &[Tier]| match pair {
            [fewer, more] => fewer.people < more.people && fewer.each > more.each,
            _ => true,
        };
        if !self.tiers.windows(2).all(falls) {
            fields.push(FieldError::new("tiers", "tiers_order"));
        }
        if self.tiers.last().is_some_and(|last| last.people > self.most) {
            fields.push(FieldError::new("most", "most_below_tier"));
        }
        if i64::from(self.fewest()) > self.seats {
            fields.push(FieldError::new("seats", "seats_below_team"));
        }
    }
    /// Names every field that became worse for people who were told of the terms as they were.
    pub fn harm(&self, was: &Self, fields: &mut Fields) {
        let dearer = |people: u32| match (was.price(people), self.price(people)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(now)) => now > before,
        };
        for (field, worse) in [
            ("gift", self.gift != was.gift),
            ("seats", self.seats < was.seats),
            ("tiers", (1..=was.most).any(dearer)),
            ("most", self.most < was.most),
            ("team_hours", self.team_hours < was.team_hours),
            ("collect_days", self.collect_days < was.collect_days),
            ("doors", self.doors != was.doors),
            ("deposit", self.deposit != was.deposit),
        ] {
            if worse {
                fields.push(FieldError::new(field, "promised"));
            }
        }
    }
    /// A team of fewer fails.
    pub fn fewest(&self) -> u32 {
        self.tiers.first().map_or(u32::MAX, |tier| tier.people)
    }
    /// What one is for so many people; none when they are too few.
    pub fn price(&self, people: u32) -> Option<i64> {
        self.tiers.iter().rev().find(|tier| tier.people <= people).map(|tier| tier.each)
    }
    /// The next tier that more people would reach.
    pub fn next(&self, people: u32) -> Option<Tier> {
        self.tiers.iter().find(|tier| tier.people > people).copied()
    }
    /// When a team that starts now is decided: never after the closing.
    pub fn team_until(&self, now: Time, plan: &Plan) -> Time {
        now.plus(Duration::from_secs(u64::from(self.team_hours) * 3600)).min(plan.closes_at)
    }
    /// From then on it is too late to collect what was got now.
    pub fn collect_until(&self, now: Time) -> Time {
        now.plus_days(self.collect_days.into())
    }
}

/// What a tier comes to if every place is taken at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GroupBuyForecastTier)]
pub struct AtTier {
    pub people: u32,
    /// What one is then, in minor units.
    pub each: i64,
    /// Teams of so many that the places make.
    pub teams: i64,
    /// What is paid at the till and as deposits.
    pub takings: i64,
    /// The takings less what the pieces cost the shop; below zero when it pays for it.
    pub margin: i64,
}

/// What the group buy comes to if every place is taken and collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GroupBuyForecast)]
pub struct Forecast {
    pub seats: i64,
    /// What the pieces cost the shop, in minor units.
    pub cost: i64,
    pub points: i64,
    pub tiers: Vec<AtTier>,
}

impl Forecast {
    pub fn of(plan: &Plan, terms: &Terms, gift: &Gift) -> Self {
        let times = |each: i64| each.saturating_mul(terms.seats);
        let cost = times(gift.cost);
        let at = |tier: &Tier| AtTier {
            people: tier.people,
            each: tier.each,
            teams: terms.seats / i64::from(tier.people.max(1)),
            takings: times(tier.each),
            margin: times(tier.each).saturating_sub(cost),
        };
        Self {
            seats: terms.seats,
            cost,
            points: times(plan.cost.map_or(0, |cost| cost.points)),
            tiers: terms.tiers.iter().map(at).collect(),
        }
    }
    /// What the shop pays at most beyond what it takes.
    pub fn worst(&self) -> i64 {
        self.tiers.iter().map(|tier| tier.margin).min().unwrap_or(0).saturating_neg().max(0)
    }
}

/// What became of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BuyTeamState)]
pub enum Stand {
    Open,
    /// Enough people: everybody has a ticket.
    Made,
    /// Too few in time: everybody has theirs back.
    Failed,
    /// Nobody is in it any more.
    Left,
}
kernel::words!(Stand { Open "open", Made "made", Failed "failed", Left "left" });

/// People who buy together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: BuyTeamId,
    pub buy: GroupBuyId,
    /// The invitation's.
    pub code: String,
    pub stand: Stand,
    /// In it now, or when it was decided.
    pub people: u32,
    /// What one is, of one that was made.
    pub price: Option<i64>,
    pub started_at: Time,
    pub until: Time,
    pub ended_at: Option<Time>,
}

impl Team {
    /// Whether one may step in or out at this instant: by the clock, whenever the job runs.
    pub fn is_on(&self, now: Time) -> bool {
        self.stand == Stand::Open && now < self.until
    }
    /// How many are missing; never fewer than there are.
    pub fn missing(&self, terms: &Terms) -> u32 {
        terms.fewest().saturating_sub(self.people)
    }
}

/// What became of a member's place in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BuySeatState)]
pub enum Fate {
    /// The team is not decided yet.
    Seated,
    /// The team is decided: a ticket, or everything back, is on its way.
    Due,
    /// A ticket waits for the member.
    Held,
    Collected,
    /// Nobody came in time: everything went back.
    Lapsed,
    /// The shop took the ticket back: everything went back.
    Withdrawn,
    /// The team failed: everything went back.
    Refunded,
    /// The member stepped out: everything went back.
    Left,
}
kernel::words!(Fate {
    Seated "seated", Due "due", Held "held", Collected "collected", Lapsed "lapsed", Withdrawn "withdrawn",
    Refunded "refunded", Left "left",
});

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: BuySeatId,
    pub team: BuyTeamId,
    pub buy: GroupBuyId,
    pub member: MemberId,
    pub fate: Fate,
    pub points: i64,
    pub deposit: i64,
    /// The local day, whose limit it counted in.
    pub day: String,
    pub at: Time,
    pub voucher: Option<VoucherId>,
    pub until: Option<Time>,
    pub ended_at: Option<Time>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// How a group buy stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GroupBuyFigures)]
pub struct Figures {
    /// Places that nobody has.
    pub left: i64,
    pub teams_open: i64,
    pub teams_made: i64,
    pub teams_failed: i64,
    pub teams_left: i64,
    /// In teams that are not decided, or whose tickets are on their way.
    pub seated: i64,
    pub held: i64,
    pub collected: i64,
    pub lapsed: i64,
    pub withdrawn: i64,
    pub refunded: i64,
    /// Who stepped out.
    pub stepped_out: i64,
}

/// What strangers read of a name: the first word and an initial. Of a name without words, as Chinese names
/// are written, its first letter.
pub fn public_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let initial = |word: &str| word.chars().next().map(|letter| letter.to_uppercase().to_string());
    match words.next_back().and_then(initial) {
        Some(initial) => format!("{first} {initial}."),
        None if first.chars().any(is_ideograph) => {
            format!("{}＊", first.chars().next().unwrap_or_default())
        }
        None => first.to_owned(),
    }
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
