//! What a red packet is made of, what it can cost, and what people got of it.

use fair::{Label, limits::SHARES};
use kernel::{
    Error, FieldError, Fields, GiftId, HandoutId, MemberId, ProgramId, RedPacketId, RedShareId,
    Result, StaffId, StoreId, Time, VoucherId, kinds, money::LARGEST_AMOUNT, text,
};
use serde::{Deserialize, Serialize};
use value::{gifts::Gift, points::engine::MOST_POINTS};

use crate::activities::{Activity, Limits, Plan, Sort, model::range};

kernel::refusals! { red_packets:
    /// Before the opening; `opens_at` says when it is.
    NotOpen "not_open" 409,
    /// After the end.
    Closed "closed" 409,
    /// All shares are taken.
    Empty "empty" 409,
    /// The member has a share of it.
    AlreadyTaken "already_taken" 409,
    /// It is for other members.
    NotEligible "not_eligible" 409,
    /// Who works here takes no part in what rests on chance.
    Staff "staff" 409,
    /// The wallet would hold more than it may: `cap`; `room` says how much more may come.
    WalletFull "wallet_full" 409,
    /// It is somewhere else in its life.
    WrongState "wrong_state" 409,
    /// The member was erased.
    Erased "erased" 409,
    /// The split is shown when the packet is over.
    NotOver "not_over" 409,
}

impl Sort for kinds::RedPacket {
    const WORD: &'static str = "red_packet";
    const SLICE: &'static str = "red_packets";
    const SUBJECT: &'static str = "packet";
    type Terms = Terms;
}

pub type RedPacket = Activity<kinds::RedPacket>;

/// What is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = RedPacketGives)]
pub enum Gives {
    /// Bonus in the wallet, in minor units of the shop's currency.
    Money,
    /// Points of a program.
    Points {
        #[schema(value_type = String, example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
        program: ProgramId,
    },
    /// One piece of a gift each, as a voucher that ends at the till.
    Vouchers {
        #[schema(value_type = String, example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
        gift: GiftId,
    },
}

impl Gives {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Points { .. } => "points",
            Self::Vouchers { .. } => "vouchers",
        }
    }
}

/// How it is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RedPacketSplit)]
pub enum Split {
    /// All the same; what cannot be divided goes to the first, one unit each.
    Equal,
    /// Every way to split the amount is as likely as any other.
    Random,
}
kernel::words!(Split { Equal "equal", Random "random" });

/// What only a red packet is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub gives: Gives,
    /// What all shares come to: minor units, points or pieces.
    pub total: i64,
    pub shares: i64,
    pub split: Split,
    /// The smallest share.
    pub least: i64,
}

/// The most shares of one packet.
pub const MOST_SHARES: i64 = SHARES.cast_signed();

impl Terms {
    /// A packet of vouchers is one piece each; an equal split needs no smallest share.
    #[must_use]
    pub const fn settled(mut self) -> Self {
        if let Gives::Vouchers { .. } = self.gives {
            (self.total, self.split) = (self.shares, Split::Equal);
        }
        if let Split::Equal = self.split {
            self.least = 1;
        }
        self
    }
    pub fn check(&self, fields: &mut Fields) {
        range(fields, "shares", self.shares, (1, MOST_SHARES));
        let most = match self.gives {
            Gives::Money => LARGEST_AMOUNT.min(fair::limits::AMOUNT.cast_signed()),
            Gives::Points { .. } => MOST_POINTS,
            Gives::Vouchers { .. } => MOST_SHARES,
        };
        if self.total < 1 {
            fields.push(FieldError::new("total", "packet_empty"));
        } else if self.total > most {
            fields.push(FieldError::new("total", "amount_too_large"));
        } else if self.shares > self.total {
            fields.push(FieldError::new("shares", "packet_more_shares").with("most", self.total));
        } else if self.shares > 0 && !(1..=self.total / self.shares).contains(&self.least) {
            let code = if self.least < 1 { "packet_least_none" } else { "packet_least" };
            fields.push(FieldError::new("least", code));
        }
    }
    /// Names every field that is not what people were told: the split is committed to.
    pub fn harm(&self, was: &Self, fields: &mut Fields) {
        for (field, other) in [
            ("gives", self.gives != was.gives),
            ("total", self.total != was.total),
            ("shares", self.shares != was.shares),
            ("split", self.split != was.split),
            ("least", self.least != was.least),
        ] {
            if other {
                fields.push(FieldError::new(field, "packet_committed"));
            }
        }
    }
    /// As the published rules of fair splits have it.
    pub fn fair(&self, packet: RedPacketId) -> Result<fair::Terms> {
        let unsigned = |number: i64| u64::try_from(number).map_err(Error::broken);
        Ok(fair::Terms {
            kind: match self.split {
                Split::Equal => fair::Share::Equal,
                Split::Random => fair::Share::Random,
            },
            least: unsigned(self.least)?,
            packet: Label::new(&packet.to_string()).map_err(Error::broken)?,
            shares: unsigned(self.shares)?,
            total: unsigned(self.total)?,
        })
    }
    /// The most that one person can get: what is left when all others have the smallest share.
    pub const fn largest(&self) -> i64 {
        match self.split {
            Split::Equal => self.total.saturating_add(self.shares - 1) / max(self.shares, 1),
            Split::Random => self.total.saturating_sub(self.least.saturating_mul(self.shares - 1)),
        }
    }
    /// The least that one person can get.
    pub const fn smallest(&self) -> i64 {
        match self.split {
            Split::Equal => self.total / max(self.shares, 1),
            Split::Random => self.least,
        }
    }
}

const fn max(one: i64, other: i64) -> i64 {
    if one > other { one } else { other }
}

/// One each, for nothing: a plan's words about that are not asked for.
pub const ONE_EACH: Limits = Limits { per_member: 1, per_day: None };

/// The plan of a packet: one share each, at no cost.
#[must_use]
pub fn planned(plan: Plan) -> Plan {
    Plan { cost: None, limits: ONE_EACH, ..plan }
}

/// What it comes to if every share is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RedPacketForecast)]
pub struct Forecast {
    /// Minor units, points or pieces.
    pub total: i64,
    /// What it costs the shop, in minor units; of points it depends on what they are spent for.
    pub cost: Option<i64>,
    /// What the pieces would cost at the till.
    pub perceived: Option<i64>,
    pub people: i64,
    pub smallest: i64,
    pub largest: i64,
}

impl Forecast {
    pub fn of(terms: &Terms, gift: Option<&Gift>) -> Self {
        let times = |each: i64| each.saturating_mul(terms.shares);
        Self {
            total: terms.total,
            cost: match terms.gives {
                Gives::Money => Some(terms.total),
                Gives::Points { .. } => None,
                Gives::Vouchers { .. } => gift.map(|gift| times(gift.cost)),
            },
            perceived: gift.map(|gift| times(gift.perceived)),
            people: terms.shares,
            smallest: terms.smallest(),
            largest: terms.largest(),
        }
    }
}

/// What somebody got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub id: RedShareId,
    pub packet: RedPacketId,
    /// From 0, in the order in which shares are taken.
    pub place: i64,
    pub member: MemberId,
    /// Minor units, points, or one piece.
    pub amount: i64,
    pub voucher: Option<VoucherId>,
    pub at: Time,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// What is kept of an announced packet beside its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// 64 hexadecimal digits, published at the announcement.
    pub commitment: String,
    pub secret: fair::Secret,
    /// The place of the largest share that was taken, when it is over.
    pub luckiest: Option<i64>,
    /// What went back, when it is over.
    pub returned: Option<i64>,
}

/// How a packet stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RedPacketFigures)]
pub struct Figures {
    /// Shares that were taken.
    pub taken: i64,
    /// Shares that can still be taken.
    pub shares_left: i64,
    /// What is left in the pool: minor units, points or pieces.
    pub left: i64,
    /// What people got.
    pub given: i64,
    /// What went back to the shop when it was over.
    pub returned: i64,
}

/// Packets that were handed out on another platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    pub id: HandoutId,
    pub packet: RedPacketId,
    pub channel: String,
    /// All of it, in minor units.
    pub amount: i64,
    /// How many people got one.
    pub people: i64,
    /// The local day.
    pub handed_on: String,
    pub staff: Option<StaffId>,
    pub note: String,
    pub created_at: Time,
    /// When it was struck out again: a mistake.
    pub withdrawn_at: Option<Time>,
}

pub const LONGEST_CHANNEL: usize = 60;
pub const LONGEST_NOTE: usize = 200;

/// What is typed of a handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandout {
    pub channel: String,
    pub amount: i64,
    pub people: i64,
    pub handed_on: String,
    pub note: String,
}

impl NewHandout {
    /// Cleans the words and names every field that is out of bounds. `today`: the shop's day.
    pub fn checked(mut self, today: jiff::civil::Date) -> Result<Self> {
        let mut fields = Fields::default();
        self.channel = text::require(&mut fields, "channel", &self.channel, LONGEST_CHANNEL);
        self.note =
            text::optional(&mut fields, "note", Some(&self.note), LONGEST_NOTE).unwrap_or_default();
        match self.amount {
            ..1 => fields.push(FieldError::new("amount", "packet_empty")),
            1..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new("amount", "amount_too_large")),
        }
        range(&mut fields, "people", self.people, (1, 1_000_000));
        match self.handed_on.parse::<jiff::civil::Date>() {
            Err(_) => fields.push(FieldError::new("handed_on", "date_invalid")),
            Ok(day) if day > today => fields.push(FieldError::new("handed_on", "handout_later")),
            Ok(day) => self.handed_on = day.to_string(),
        }
        fields.check(self)
    }
}
