//! The activities that a playbook brings: what suits its people, ready to be opened in the editor of its kind.
//!
//! Chances are given of a hundred plays, so that whoever reads the file reads the odds. A group buy and a
//! pre-sale name no gift of the playbook: their ticket carries a price that only the shop knows, and their own
//! prices are parts of that.

use serde::{Deserialize, Serialize};

use super::model::{At, Day, Prices, Text};

/// Something to play, buy together or open, at a time of the week that suits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Game {
    pub key: String,
    pub name: Text,
    /// Why it suits these people, for whoever runs the shop.
    pub why: Text,
    #[serde(default)]
    pub who: Who,
    pub opens: Opens,
    /// How long it is open.
    pub hours: i64,
    /// What taking part costs; nothing when left out.
    #[serde(default)]
    pub points: Option<i64>,
    pub per_member: i64,
    pub play: Play,
}

/// The time of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    pub day: Day,
    pub at: At,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Every member of the shop.
    #[default]
    Members,
    /// Those of the series that the playbook was opened for.
    Series,
}

/// What it is. One more kind is one more of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Play {
    FlashSale(FlashSale),
    Raffle(Raffle),
    Instant(Instant),
    RedPacket(RedPacket),
    GroupBuy(GroupBuy),
    Presale(Presale),
}

impl Play {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::FlashSale(_) => "flash_sale",
            Self::Raffle(_) => "raffle",
            Self::Instant(_) => "instant",
            Self::RedPacket(_) => "red_packet",
            Self::GroupBuy(_) => "group_buy",
            Self::Presale(_) => "presale",
        }
    }
    /// How many pieces of which gifts it takes.
    pub fn pieces(&self) -> Vec<(&str, i64)> {
        match self {
            Self::FlashSale(sale) => vec![(&sale.gift, sale.pieces)],
            Self::Raffle(raffle) => {
                raffle.prizes.iter().map(|one| (one.gift.as_str(), one.quantity)).collect()
            }
            Self::Instant(instant) => instant.pieces(),
            Self::RedPacket(packet) => {
                packet.gift.iter().map(|gift| (gift.as_str(), packet.shares)).collect()
            }
            Self::GroupBuy(_) | Self::Presale(_) => Vec::new(),
        }
    }
}

/// First come, first served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlashSale {
    pub gift: String,
    pub pieces: i64,
    /// Time to come by for whoever took one.
    pub hold_minutes: i64,
}

/// Tickets go in until it closes, and then it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raffle {
    pub prizes: Vec<Prize>,
    /// Tickets that everybody has for nothing.
    pub free: i64,
    /// One more for a purchase of at least so much.
    #[serde(default)]
    pub per_purchase: Option<Prices>,
    pub collect_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prize {
    pub gift: String,
    pub quantity: i64,
}

/// A wheel, cards or eggs: each play tells at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instant {
    pub style: Style,
    pub plays: i64,
    pub chances: Vec<Chance>,
    pub collect_days: i64,
}

impl Instant {
    /// So many pieces of each line.
    pub fn pieces(&self) -> Vec<(&str, i64)> {
        let line = |one: &Chance| self.plays.saturating_mul(one.of_100) / 100;
        self.chances.iter().map(|one| (one.gift.as_str(), line(one))).collect()
    }
    /// Of a hundred plays, those that win something.
    pub fn wins_of_100(&self) -> i64 {
        self.chances.iter().fold(0, |sum, one| sum.saturating_add(one.of_100))
    }
}

/// Of a hundred plays so many win this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    pub gift: String,
    pub of_100: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    Wheel,
    Card,
    Egg,
}

/// Shares of points, or a piece of a gift each. Money by chance is not lawful everywhere, and so not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedPacket {
    pub shares: i64,
    #[serde(default)]
    pub total_points: Option<i64>,
    #[serde(default)]
    pub gift: Option<String>,
    pub split: Split,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    Equal,
    Random,
}

/// The more step into a team, the lower the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupBuy {
    /// What would be sold, in words: the shop makes its ticket.
    pub goods: Text,
    pub seats: i64,
    pub tiers: Vec<Tier>,
    pub team_hours: i64,
    pub collect_days: i64,
}

/// From so many people on, so much of the ticket's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub people: i64,
    pub percent: i64,
}

/// Reserved before it is there, and fetched when it is. What is paid ahead always comes back: where a deposit
/// may be kept is a question of the country, and so not of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presale {
    /// What would be sold, in words: the shop makes its ticket.
    pub goods: Text,
    pub pieces: i64,
    /// Of the ticket's price.
    pub percent: i64,
    /// The first of them are cheaper.
    #[serde(default)]
    pub early: Option<Early>,
    /// Of the lowest price, paid at reserving; nothing when left out.
    #[serde(default)]
    pub deposit_percent: i64,
    /// From the closing until the goods are there.
    pub ready_hours: i64,
    pub windows: Vec<Pickup>,
}

/// So many pieces for so much of the ticket's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Early {
    pub pieces: i64,
    pub percent: i64,
}

/// A time in which so many pieces can be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pickup {
    /// From when the goods are there.
    #[serde(default)]
    pub after_hours: i64,
    pub hours: i64,
    pub pieces: i64,
}

/// A small draw for whoever joins: one play each, and most of them win.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WelcomeDraw {
    pub name: Text,
    /// How long it stays on.
    pub days: i64,
    pub draw: Instant,
}
