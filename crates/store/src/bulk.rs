//! Many rows in few statements.
//!
//! `SQLite` gets lists of values. `PostgreSQL` gets one array for each column, so that the statement
//! is the same for any number of rows: it is parsed and planned once, not for each length.

use std::sync::Arc;

use kernel::{Error, OrgId, Result};
use sqlx::{Postgres, postgres::PgArguments, query::Query};
use uuid::Uuid;

use crate::{
    args::Value,
    conn::{Conn, Engine},
    planted,
    row::Row,
};

/// The most values of one statement on `SQLite`.
const VALUES: usize = 900;
/// Up to so many rows on `SQLite` are one statement, whatever their number. More of them are cut into powers
/// of two: each number of rows is a statement of its own, and to parse a long one takes longer than to run it.
const FEW: usize = 8;
/// Rows of one statement on `PostgreSQL`.
const ROWS: usize = 4096;
/// How many keys a statement looks for on `SQLite`, where each number is a statement of its own: shorter
/// lists are filled up.
const KEYS: [usize; 3] = [8, 64, 512];

impl Conn {
    /// The rows of an org whose key is one of many, in few statements. `sql` ends with the key's column,
    /// and the org is `$1`.
    pub async fn among(&mut self, sql: &str, org: OrgId, keys: Vec<Value>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let mut keys = keys.into_iter().peekable();
        while keys.peek().is_some() {
            let chunk: Vec<Value> = keys.by_ref().take(ROWS).collect();
            match self.engine() {
                Engine::Sqlite => rows.extend(self.listed(sql, org, &chunk).await?),
                Engine::Postgres => {
                    let column = Column::all(chunk.into_iter().map(|key| vec![key]).collect())?;
                    let Some(column) = column.into_iter().next() else { continue };
                    let sql = format!("{sql} = ANY($2::{}[])", column.word());
                    rows.extend(self.rows_of_column(&sql, org, column).await?);
                }
            }
        }
        Ok(rows)
    }

    async fn listed(&mut self, sql: &str, org: OrgId, keys: &[Value]) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let [.., most] = KEYS;
        for chunk in keys.chunks(most) {
            let size = KEYS.into_iter().find(|size| *size >= chunk.len()).unwrap_or(most);
            let mut args = vec![Value::from(org)];
            args.extend_from_slice(chunk);
            let last = chunk.last().cloned().unwrap_or(Value::Int(None));
            args.resize(size + 1, last);
            // Places without a number are bound without looking them up by name.
            let places = vec!["?"; size].join(",");
            let sql = format!("{} IN ({places})", sql.replace("$1", "?"));
            rows.extend(self.rows(&sql, args).await?);
        }
        Ok(rows)
    }

    /// Many rows in few statements. `tail` may hold an `ON CONFLICT` clause; one that updates wants
    /// each key once in a call, because `PostgreSQL` changes no row twice in one statement.
    pub async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        if planted::skips(table) {
            return Ok(());
        }
        let list = columns.join(", ");
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let next = match self.engine() {
                Engine::Sqlite => portion(rows.len(), VALUES / columns.len().max(1)),
                Engine::Postgres => ROWS,
            };
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(next).collect();
            match self.engine() {
                Engine::Sqlite => {
                    let group = format!("({})", vec!["?"; columns.len()].join(","));
                    let groups = vec![group; chunk.len()].join(",");
                    let sql = format!("INSERT INTO {table} ({list}) VALUES {groups} {tail}");
                    self.run(&sql, chunk.into_iter().flatten().collect()).await?;
                }
                Engine::Postgres => {
                    let arrays = Column::all(chunk)?;
                    let marks = arrays.iter().zip(1..);
                    let marks: Vec<_> =
                        marks.map(|(column, n)| format!("${n}::{}[]", column.word())).collect();
                    let marks = marks.join(",");
                    let sql = format!(
                        "INSERT INTO {table} ({list}) SELECT * FROM UNNEST({marks}) {tail}"
                    );
                    self.run_columns(&sql, arrays).await?;
                }
            }
        }
        Ok(())
    }
}

/// How many of the rows that are left are inserted next, at most `most`.
fn portion(left: usize, most: usize) -> usize {
    let next = left.min(most).max(1);
    if next <= FEW { next } else { 1 << next.ilog2() }
}

/// The values of one column, in the order of the rows.
#[derive(Debug, PartialEq)]
pub enum Column {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<Arc<str>>>),
    Uuid(Vec<Option<Uuid>>),
    Bytes(Vec<Option<Vec<u8>>>),
    Bool(Vec<Option<bool>>),
    Real(Vec<Option<f64>>),
}

impl Column {
    /// Turns rows into columns. Rows that are not alike are our mistake.
    fn all(rows: Vec<Vec<Value>>) -> Result<Vec<Self>> {
        let first = rows.first().map(Vec::as_slice).unwrap_or_default();
        let mut columns: Vec<Self> =
            first.iter().map(|value| Self::like(value, rows.len())).collect();
        for row in rows {
            if row.len() != columns.len() {
                return Err(Error::broken("rows of one insert are not of one length"));
            }
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value)?;
            }
        }
        Ok(columns)
    }

    fn like(value: &Value, rows: usize) -> Self {
        match value {
            Value::Int(_) => Self::Int(Vec::with_capacity(rows)),
            Value::Text(_) => Self::Text(Vec::with_capacity(rows)),
            Value::Uuid(_) => Self::Uuid(Vec::with_capacity(rows)),
            Value::Bytes(_) => Self::Bytes(Vec::with_capacity(rows)),
            Value::Bool(_) => Self::Bool(Vec::with_capacity(rows)),
            Value::Real(_) => Self::Real(Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, value: Value) -> Result<()> {
        match (self, value) {
            (Self::Int(column), Value::Int(value)) => column.push(value),
            (Self::Text(column), Value::Text(value)) => column.push(value),
            (Self::Uuid(column), Value::Uuid(value)) => column.push(value),
            (Self::Bytes(column), Value::Bytes(value)) => column.push(value),
            (Self::Bool(column), Value::Bool(value)) => column.push(value),
            (Self::Real(column), Value::Real(value)) => column.push(value),
            _ => return Err(Error::broken("rows of one insert have other types in one column")),
        }
        Ok(())
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Int(_) => "bigint",
            Self::Text(_) => "text",
            Self::Uuid(_) => "uuid",
            Self::Bytes(_) => "bytea",
            Self::Bool(_) => "boolean",
            Self::Real(_) => "double precision",
        }
    }

    pub fn bind(
        self,
        query: Query<'static, Postgres, PgArguments>,
    ) -> Query<'static, Postgres, PgArguments> {
        match self {
            Self::Int(column) => query.bind(column),
            Self::Text(column) => {
                query.bind(column.iter().map(Option::as_deref).collect::<Vec<Option<&str>>>())
            }
            Self::Uuid(column) => query.bind(column),
            Self::Bytes(column) => query.bind(column),
            Self::Bool(column) => query.bind(column),
            Self::Real(column) => query.bind(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    #[test]
    fn rows_are_cut_into_few_lengths_that_are_all_of_them() {
        let mut lengths = std::collections::BTreeSet::new();
        for rows in 1..2000 {
            let (mut left, mut statements) = (rows, 0);
            while left > 0 {
                let next = portion(left, 75);
                assert!((1..=75.min(left)).contains(&next), "{next} of {left}");
                lengths.insert(next);
                (left, statements) = (left - next, statements + 1);
            }
            assert!(statements <= rows / 64 + 4, "{rows} rows in {statements} statements");
        }
        assert_eq!(lengths.len(), FEW + 3, "each is parsed once and kept: {lengths:?}");
        assert_eq!((portion(5, 0), portion(5, 3)), (1, 3), "rows that are longer than a statement");
    }

    #[test]
    fn rows_become_columns_and_rows_that_differ_are_told() {
        let rows = vec![args![1i64, "a"], args![None::<i64>, "b"]];
        let turned = vec![
            Column::Int(vec![Some(1), None]),
            Column::Text(vec![Some("a".into()), Some("b".into())]),
        ];
        assert_eq!(Column::all(rows).ok(), Some(turned));
        assert!(Column::all(vec![args![1i64], args![1i64, 2i64]]).is_err(), "another length");
        assert!(Column::all(vec![args![1i64], args!["a"]]).is_err(), "another type");
        assert_eq!(Column::all(Vec::new()).ok(), Some(Vec::new()));
    }
}
