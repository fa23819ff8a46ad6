//! Who holds what: account keys, units, and accounts as a poster declares them.

use std::{
    borrow::Cow,
    fmt::{self, Display, Write as _},
    sync::Arc,
};

use kernel::{Currency, Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use store::Value;

/// The longest account key, in bytes: a noun and three ids fit.
pub const LONGEST_KEY: usize = 120;
/// The longest unit, in bytes: shorter than a key, so that `expired/UNIT` is a key.
pub const LONGEST_UNIT: usize = 100;
/// What begins the text of a unit that lives in lots.
const LOTS: &str = "lots/";

/// Keys, units and subjects are ids and words of ours. Anything else may be personal data, which
/// the journal could never forget.
pub(crate) fn is_plain(text: &str, longest: usize) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_./:-".contains(&b))
}

fn joined(noun: &str, ids: &[&dyn Display]) -> String {
    ids.iter().fold(noun.to_owned(), |mut text, id| {
        // Writing into a String cannot fail.
        let _ = write!(text, "/{id}");
        text
    })
}

/// The name of an account within its org: `stock/gft_…`, `stamps/mbr_…/stc_…`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountKey(Arc<str>);

impl AccountKey {
    /// A noun and the ids it is about: `AccountKey::of("stamps", &[&member, &card])`.
    pub fn of(noun: &'static str, ids: &[&dyn Display]) -> Result<Self> {
        Self::new(&joined(noun, ids))
    }
    /// At most [`LONGEST_KEY`] bytes of letters, digits and `_./:-`; anything else is our mistake.
    pub fn new(text: &str) -> Result<Self> {
        if is_plain(text, LONGEST_KEY) {
            Ok(Self(text.into()))
        } else {
            Err(Error::broken(format!("{text:?} is no account key")))
        }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl From<&AccountKey> for Value {
    fn from(key: &AccountKey) -> Self {
        key.0.clone().into()
    }
}

/// What is counted: `CNY`, `gft_…`, `seat/grp_…`. Units of different text never mix.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unit(Arc<str>);

impl Unit {
    /// At most [`LONGEST_UNIT`] bytes of letters, digits and `_./:-`; anything else is our mistake.
    pub fn new(text: &str) -> Result<Self> {
        if is_plain(text, LONGEST_UNIT) {
            Ok(Self(text.into()))
        } else {
            Err(Error::broken(format!("{text:?} is no unit")))
        }
    }
    /// `Unit::of("seat", &[&group])` is `seat/grp_…`.
    pub fn of(noun: &'static str, ids: &[&dyn Display]) -> Result<Self> {
        Self::new(&joined(noun, ids))
    }
    /// A unit whose holders keep it in lots with an expiry each: `lots/stamp/stc_…`.
    pub fn in_lots(noun: &'static str, ids: &[&dyn Display]) -> Result<Self> {
        Self::new(&format!("{LOTS}{}", joined(noun, ids)))
    }
    /// The things themselves, counted one by one: the unit of `gft_…`.
    pub fn pieces(id: &impl Display) -> Result<Self> {
        Self::new(&id.to_string())
    }
    /// Minor units of a currency.
    pub fn money(currency: Currency) -> Result<Self> {
        Self::new(currency.code())
    }
    pub fn has_lots(&self) -> bool {
        self.0.starts_with(LOTS)
    }
    /// The text without the mark of lots.
    pub fn name(&self) -> &str {
        self.0.strip_prefix(LOTS).unwrap_or(&self.0)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl From<&Unit> for Value {
    fn from(unit: &Unit) -> Self {
        unit.0.clone().into()
    }
}

macro_rules! text {
    ($type:ident) => {
        impl Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <Cow<'de, str>>::deserialize(deserializer)?;
                Self::new(&text).map_err(de::Error::custom)
            }
        }
    };
}
text!(AccountKey);
text!(Unit);

/// One side of a transfer. The floor is declared with each use: a changed limit takes effect with
/// the next posting that names the account, and is recorded with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub key: AccountKey,
    pub unit: Unit,
    /// The balance it may not go under; none for the side that issues.
    pub floor: Option<i64>,
}

impl Account {
    /// Cannot go under zero: stock, a wallet, a member's points.
    pub const fn holding(key: AccountKey, unit: Unit) -> Self {
        Self { key, unit, floor: Some(0) }
    }
    /// Goes as far under zero as asked: where a unit comes from, or leaves to. In a unit with lots
    /// it keeps none.
    pub const fn issuing(key: AccountKey, unit: Unit) -> Self {
        Self { key, unit, floor: None }
    }
    /// Starts at zero and may be drawn on up to `limit`: seats, an allowance per member, a budget.
    /// Nothing has to be funded first.
    pub const fn limited(key: AccountKey, unit: Unit, limit: u32) -> Self {
        Self { key, unit, floor: Some(-(limit as i64)) }
    }
    /// The same with a limit in money or another large amount. A negative limit counts as zero.
    pub const fn limited_to(key: AccountKey, unit: Unit, limit: i64) -> Self {
        let floor = if limit > 0 { -limit } else { 0 };
        Self { key, unit, floor: Some(floor) }
    }
}
