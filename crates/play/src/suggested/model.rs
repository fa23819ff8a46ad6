//! A suggestion, what it lacks, and when its time of the week comes next.

use jiff::tz::TimeZone;
use kernel::{GiftId, SeriesId, Time, kinds};
use people::playbooks::{Opens, Play, Playbook};
use value::words::Words;

use crate::{
    activities::{console::Desk, model::instant},
    flash_sales, group_buys, presales, raffles, red_packets,
};

/// The key of a playbook's welcome draw among its activities.
pub const WELCOME: &str = "welcome_draw";

/// The kind of activity that it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    FlashSale,
    Raffle,
    RedPacket,
    GroupBuy,
    Presale,
}

impl Kind {
    pub const fn of(play: &Play) -> Self {
        match play {
            Play::FlashSale(_) => Self::FlashSale,
            Play::Raffle(_) | Play::Instant(_) => Self::Raffle,
            Play::RedPacket(_) => Self::RedPacket,
            Play::GroupBuy(_) => Self::GroupBuy,
            Play::Presale(_) => Self::Presale,
        }
    }
    /// Where its kind is at home in the console.
    pub const fn path(self) -> &'static str {
        match self {
            Self::FlashSale => <kinds::FlashSale as Desk>::PATH,
            Self::Raffle => <kinds::Raffle as Desk>::PATH,
            Self::RedPacket => <kinds::RedPacket as Desk>::PATH,
            Self::GroupBuy => <kinds::GroupBuy as Desk>::PATH,
            Self::Presale => <kinds::Presale as Desk>::PATH,
        }
    }
}

/// What an editor begins with.
#[derive(Debug, Clone)]
pub enum Draft {
    FlashSale(flash_sales::actions::Draft),
    Raffle(raffles::actions::Draft),
    RedPacket(red_packets::actions::Draft),
    GroupBuy(group_buys::actions::Draft),
    Presale(presales::actions::Draft),
}

/// What has to be there first, or is too little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// No gift of the shop was adopted under this key.
    Gift { name: Words },
    /// It can be planned, and not be announced before more lies on the shelf.
    Stock { gift: GiftId, name: Words, left: i64, need: i64 },
    /// There is no program of points.
    Points,
    /// No gift carries a price for one piece.
    Ticket { goods: Words },
}

impl Lack {
    /// Whether the editor can be opened with it.
    pub const fn stops(&self) -> bool {
        !matches!(self, Self::Stock { .. })
    }
}

/// An activity that a playbook of the shop suggests.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub series: SeriesId,
    pub book: &'static Playbook,
    pub key: &'static str,
    pub kind: Kind,
    pub name: Words,
    pub why: Words,
    /// What it is; none of a welcome draw.
    pub play: Option<&'static Play>,
    pub opens_at: Time,
    pub closes_at: Time,
    pub lacks: Vec<Lack>,
    /// Nothing while something stops it.
    pub draft: Option<Draft>,
}

impl Suggestion {
    /// The editor of its kind, filled in.
    pub fn href(&self) -> String {
        format!("{}/new?series={}&game={}", self.kind.path(), self.series, self.key)
    }
}

/// When that day and time come next on the shop's clock.
pub(super) fn next(opens: Opens, zone: &TimeZone, now: Time) -> Time {
    let today = now.zoned(zone).date();
    let days = (0..=7).filter_map(|days| today.checked_add(jiff::Span::new().days(days)).ok());
    days.filter(|day| day.weekday() == opens.day.weekday())
        .filter_map(|day| instant(&format!("{day}T{}", opens.at), zone))
        .find(|at| *at > now)
        .unwrap_or_else(|| now.plus_days(7))
}
