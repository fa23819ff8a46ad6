//! A row of either engine, read by column name.

use kernel::{
    Error, Result, Time,
    ids::{Id, Kind},
};
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

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
