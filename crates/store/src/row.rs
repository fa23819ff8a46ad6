//! A row of either engine, read by column name.

use kernel::{
    Error, Result, Time,
    ids::{Id, Kind},
};
use sqlx::{Row as _, TypeInfo as _, ValueRef as _, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use crate::args::Value;

#[derive(Debug)]
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The column's value; a missing column or another type is our mistake, hence [`Error::Broken`].
    pub fn get<T: Column>(&self, name: &str) -> Result<T> {
        T::read(self, name)
    }
    /// JSON that was written by us into a text column.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T> {
        serde_json::from_str(&self.get::<String>(name)?)
            .map_err(|error| Error::broken(format!("column {name}: {error}")))
    }
    /// A word of ours in a text column, such as a role or a state.
    pub fn word<T: std::str::FromStr>(&self, name: &str) -> Result<T> {
        let text: String = self.get(name)?;
        text.parse().map_err(|_| Error::broken(format!("column {name}: unknown word {text}")))
    }
}

/// A type that a column can hold.
pub trait Column: Sized {
    fn read(row: &Row, name: &str) -> Result<Self>;
}

macro_rules! column {
    ($($type:ty),*) => {
        $(impl Column for $type {
            fn read(row: &Row, name: &str) -> Result<Self> {
                match row {
                    Row::Sqlite(row) => row.try_get_unchecked(name),
                    Row::Postgres(row) => row.try_get(name),
                }
                .map_err(|error| Error::broken(format!("column {name}: {error}")))
            }
        }
        impl Column for Option<$type> {
            fn read(row: &Row, name: &str) -> Result<Self> {
                match row {
                    Row::Sqlite(row) => row.try_get_unchecked(name),
                    Row::Postgres(row) => row.try_get(name),
                }
                .map_err(|error| Error::broken(format!("column {name}: {error}")))
            }
        })*
    };
}
column!(i64, String, Uuid, Vec<u8>, bool, f64);

impl Column for Time {
    fn read(row: &Row, name: &str) -> Result<Self> {
        i64::read(row, name).map(Self::from_micros)
    }
}
impl Column for Option<Time> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        Ok(Option::<i64>::read(row, name)?.map(Time::from_micros))
    }
}
impl<K: Kind> Column for Id<K> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        Uuid::read(row, name).map(Self::from_uuid)
    }
}
impl<K: Kind> Column for Option<Id<K>> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        Ok(Option::<Uuid>::read(row, name)?.map(Id::from_uuid))
    }
}

impl Row {
    /// The column's value as it is, whatever its type: for exports.
    pub(crate) fn value(&self, name: &str) -> Result<Value> {
        let broken = |error: sqlx::Error| Error::broken(format!("column {name}: {error}"));
        let kind = match self {
            Self::Sqlite(row) => {
                let raw = row.try_get_raw(name).map_err(broken)?;
                if raw.is_null() { "NULL".to_owned() } else { raw.type_info().name().to_owned() }
            }
            Self::Postgres(row) => {
                row.try_get_raw(name).map_err(broken)?.type_info().name().to_owned()
            }
        };
        Ok(match kind.as_str() {
            "NULL" => Value::Text(None),
            "INTEGER" | "INT8" => self.get::<Option<i64>>(name)?.into(),
            "BOOL" | "BOOLEAN" => self.get::<Option<bool>>(name)?.into(),
            "REAL" | "FLOAT8" => self.get::<Option<f64>>(name)?.into(),
            "UUID" => self.get::<Option<Uuid>>(name)?.into(),
            "BYTEA" => self.get::<Option<Vec<u8>>>(name)?.into(),
            // SQLite keeps ids as sixteen bytes.
            "BLOB" => match self.get::<Option<Vec<u8>>>(name)? {
                Some(bytes) => match Uuid::from_slice(&bytes) {
                    Ok(id) => id.into(),
                    Err(_) => bytes.into(),
                },
                None => Value::Bytes(None),
            },
            _ => self.get::<Option<String>>(name)?.into(),
        })
    }
}
