//! Values on their way into a statement. Nulls keep their type, because `PostgreSQL` asks for it.

use std::sync::Arc;

use kernel::{
    Time,
    ids::{Id, Kind},
};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    /// Shared, so that a text that somebody holds needs no copy on its way.
    Text(Option<Arc<str>>),
    Uuid(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
    Bool(Option<bool>),
    Real(Option<f64>),
}

macro_rules! from {
    ($($variant:ident($type:ty) = |$value:ident| $convert:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self { Self::$variant(Some($convert)) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$variant(value.map(|$value| $convert)) }
        })*
    };
}

from! {
    Int(i64) = |v| v;
    Int(i32) = |v| i64::from(v);
    Int(u32) = |v| i64::from(v);
    Int(Time) = |v| v.micros();
    Text(Arc<str>) = |v| v;
    Text(String) = |v| v.into();
    Text(&str) = |v| v.into();
    Text(&String) = |v| v.as_str().into();
    Uuid(Uuid) = |v| v;
    Bytes(Vec<u8>) = |v| v;
    Bytes(&[u8]) = |v| v.to_vec();
    Bool(bool) = |v| v;
    Real(f64) = |v| v;
}

impl<K: Kind> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Self {
        Self::Uuid(Some(id.uuid()))
    }
}
impl<K: Kind> From<Option<Id<K>>> for Value {
    fn from(id: Option<Id<K>>) -> Self {
        Self::Uuid(id.map(Id::uuid))
    }
}
impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

/// The condition that a column is what was asked for, or no condition where nothing was. Said by every
/// list that can be narrowed: a choice that is always in the statement keeps the engine from using the
/// index that has it.
///
/// ```
/// let mut values = store::args![7];
/// assert_eq!(store::equal("color", Some("red"), &mut values), "color = $2");
/// assert_eq!(store::equal("color", None::<&str>, &mut values), "TRUE");
/// ```
pub fn equal<T: Into<Value>>(column: &str, wanted: Option<T>, values: &mut Vec<Value>) -> String {
    let Some(wanted) = wanted else { return "TRUE".to_owned() };
    values.push(wanted.into());
    format!("{column} = ${}", values.len())
}

/// The condition that a column holds one of these; their places come behind those of the values that
/// are there already. A column holds nothing of nothing.
///
/// ```
/// let mut values = store::args![7];
/// assert_eq!(store::any_of("color", ["red", "blue"], &mut values), "color IN ($2, $3)");
/// assert_eq!(store::any_of("color", Vec::<String>::new(), &mut values), "1 = 0");
/// ```
pub fn any_of<T: Into<Value>>(
    column: &str,
    keys: impl IntoIterator<Item = T>,
    values: &mut Vec<Value>,
) -> String {
    let first = values.len() + 1;
    values.extend(keys.into_iter().map(Into::into));
    let places: Vec<String> = (first..=values.len()).map(|place| format!("${place}")).collect();
    if places.is_empty() {
        return "1 = 0".to_owned();
    }
    format!("{column} IN ({})", places.join(", "))
}
