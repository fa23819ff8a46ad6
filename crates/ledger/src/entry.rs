//! What was decided: one entry is one leaf of the journal. It says everything that follows from
//! it (amounts, floors, parts of lots), so that replaying needs none of the rules that decided it.

use std::borrow::Cow;

use kernel::{PostingId, ReservationId, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    account::{AccountKey, Unit},
    posting::Fingerprint,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Posted,
    Reserved,
    /// A reservation, wholly or in part; what was not taken is free again.
    Taken,
    Released,
    /// A reservation that ran out of time.
    Lapsed,
    Reversed,
    /// Lots that ran out of time.
    Expired,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Reserved => "reserved",
            Self::Taken => "taken",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
            Self::Reversed => "reversed",
            Self::Expired => "expired",
        }
    }
    /// Whether its lines move amounts; the others only hold them or set them free.
    pub const fn moves(self) -> bool {
        matches!(self, Self::Posted | Self::Taken | Self::Reversed | Self::Expired)
    }
}

/// The instant from which a lot is worth nothing. Within an account a lot is known by it: points
/// that end at the same instant are one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ends(i64);

impl Ends {
    /// Sorts behind every instant, and is stored as the largest number.
    pub const NEVER: Self = Self(i64::MAX);

    pub fn at(time: Option<Time>) -> Self {
        time.map_or(Self::NEVER, |time| Self(time.micros()))
    }
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    pub const fn micros(self) -> i64 {
        self.0
    }
    pub fn time(self) -> Option<Time> {
        (self != Self::NEVER).then(|| Time::from_micros(self.0))
    }
    pub fn is_over(self, now: Time) -> bool {
        self != Self::NEVER && self.0 <= now.micros()
    }
}
impl Serialize for Ends {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.time().map(Time::micros).serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for Ends {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<i64>::deserialize(deserializer).map(|micros| Self(micros.unwrap_or(i64::MAX)))
    }
}

/// So much of the lot with this end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part(pub Ends, pub i64);

pub fn sum(parts: &[Part]) -> i64 {
    parts.iter().fold(0, |sum, part| sum.saturating_add(part.1))
}

/// One transfer as it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub from: AccountKey,
    pub to: AccountKey,
    pub unit: Unit,
    pub amount: i64,
    /// The floors in force: of `from`, then of `to`.
    pub floors: (Option<i64>, Option<i64>),
    /// Lots of `from` that it came out of, in the order they were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub out: Vec<Part>,
    /// Lots of `to` that it went into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<Part>,
    /// The lot was named by whoever asked: another may have ended sooner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
}

/// An amount that was held and is free again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub account: AccountKey,
    pub amount: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub kind: Kind,
    /// The posting's id; of a release or a lapse, the id of the reservation's posting.
    pub id: PostingId,
    #[serde(with = "micros")]
    pub at: Time,
    pub reason: Cow<'static, str>,
    pub subject: String,
    #[serde(with = "hex")]
    pub print: Fingerprint,
    /// The posting that it reverses, or the reservation's posting that it takes or ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<PostingId>,
    /// When a reservation runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// What moved; of a reservation, what is meant to move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// What was held and is free again, before the lines move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<Hold>,
}

impl Entry {
    /// A release and a lapse have no id of their own.
    pub const fn has_id(&self) -> bool {
        !matches!(self.kind, Kind::Released | Kind::Lapsed)
    }
    pub fn until(&self) -> Time {
        Time::from_micros(self.until.unwrap_or(i64::MAX))
    }
    /// The reservation that it opens or ends.
    pub fn reservation(&self) -> Option<ReservationId> {
        match self.kind {
            Kind::Reserved => Some(reservation_of(self.id)),
            Kind::Taken | Kind::Released | Kind::Lapsed => self.of.map(reservation_of),
            Kind::Posted | Kind::Reversed | Kind::Expired => None,
        }
    }
    /// The accounts that it changes, some of them more than once.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountKey> {
        self.lines
            .iter()
            .flat_map(|line| [&line.from, &line.to])
            .chain(self.freed.iter().map(|hold| &hold.account))
    }
    /// The lots that it changes, some of them more than once.
    pub fn lots(&self) -> impl Iterator<Item = (&AccountKey, Ends)> {
        let out =
            self.lines.iter().flat_map(|line| line.out.iter().map(|part| (&line.from, part.0)));
        let into =
            self.lines.iter().flat_map(|line| line.into.iter().map(|part| (&line.to, part.0)));
        let freed = self
            .freed
            .iter()
            .flat_map(|hold| hold.parts.iter().map(|part| (&hold.account, part.0)));
        out.chain(into).chain(freed)
    }
    /// What a reservation holds.
    pub fn holds(&self) -> impl Iterator<Item = Hold> {
        self.lines.iter().map(|line| Hold {
            account: line.from.clone(),
            amount: line.amount,
            parts: line.out.clone(),
        })
    }
}

/// A reservation is known by the sixteen bytes of the posting that made it.
pub const fn reservation_of(id: PostingId) -> ReservationId {
    ReservationId::from_uuid(id.uuid())
}
pub const fn posting_of(id: ReservationId) -> PostingId {
    PostingId::from_uuid(id.uuid())
}

mod micros {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Time};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub fn serialize<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        time.micros().serialize(serializer)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        i64::deserialize(deserializer).map(Time::from_micros)
    }
}

/// Bytes as lower-case hexadecimal text.
pub(crate) mod hex {
    use super::{Cow, Deserialize, Deserializer, Serializer, de};

    pub fn write(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |n: u8| DIGITS.get(usize::from(n)).copied().map_or('?', char::from);
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
    pub fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        if text.len() != N * 2 || !text.is_ascii() {
            return None;
        }
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(n * 2..n * 2 + 2)?, 16).ok()?;
        }
        Some(bytes)
    }
    pub fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write(bytes))
    }
    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        read(&text).ok_or_else(|| de::Error::custom("expected hexadecimal"))
    }
}
