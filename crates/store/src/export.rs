//! Everything of an org as text, table by table, in the order of its primary key. What proves who
//! somebody is (hashes of passwords, tokens and keys) does not leave.

use kernel::{Error, OrgId, Result};

use crate::{
    Value, args,
    conn::Engine,
    db::{Read as _, Reader},
    row::Row,
};

const CHUNK: usize = 500;
/// Answers kept for a day so that they can be repeated; some of them were to be shown only once.
const KEPT_ANSWERS: &str = "idempotency";

/// Whether a column, in any table, proves who somebody is. A test of the whole house looks for what
/// this forgets.
fn is_secret(column: &str) -> bool {
    ["_hash", "secret", "password", "pin"].iter().any(|ending| column.ends_with(ending))
}

/// The tables that hold rows of orgs, by name.
pub async fn tables(reader: &mut Reader) -> Result<Vec<String>> {
    let sql = match reader.conn().engine() {
        Engine::Sqlite => {
            "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name = 'org' ORDER BY m.name"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.columns
             WHERE table_schema = current_schema() AND column_name = 'org' ORDER BY table_name"
        }
    };
    let names = reader.rows(sql, args![]).await?;
    let names = names.iter().map(|row| row.get("name"));
    names.filter(|name| name.as_ref().map_or(true, |name: &String| name != KEPT_ANSWERS)).collect()
}

/// A table on its way out.
#[derive(Debug)]
pub struct Table {
    sql: String,
    columns: Vec<String>,
    keys: Vec<String>,
    org: OrgId,
    after: Option<Vec<Value>>,
    done: bool,
}

impl Table {
    /// `name` is one of [`tables`].
    pub async fn open(reader: &mut Reader, name: &str, org: OrgId) -> Result<Self> {
        let engine = reader.conn().engine();
        let columns = columns(reader, engine, name).await?;
        let keys = keys(reader, engine, name).await?;
        if keys.is_empty() || !columns.iter().any(|column| column == "org") {
            return Err(Error::NotFound("table"));
        }
        let list = columns.join(", ");
        let order = keys.join(", ");
        let sql = format!(
            "SELECT {list} FROM {name} WHERE org = $1 {{after}} ORDER BY {order} LIMIT {CHUNK}"
        );
        let columns = columns.into_iter().filter(|c| !is_secret(c)).collect();
        Ok(Self { sql, columns, keys, org, after: None, done: false })
    }

    /// The first line of the file.
    pub fn header(&self) -> String {
        self.columns.join(",")
    }

    /// The next lines; `None` at the end.
    pub async fn next(&mut self, reader: &mut Reader) -> Result<Option<Vec<String>>> {
        if self.done {
            return Ok(None);
        }
        let mut args = args![self.org];
        let mut after = String::new();
        if let Some(last) = &self.after {
            let marks: Vec<_> = (0..last.len()).map(|n| format!("${}", n + 2)).collect();
            after = format!("AND ({}) > ({})", self.keys.join(", "), marks.join(", "));
            args.extend(last.iter().cloned());
        }
        let rows = reader.rows(&self.sql.replace("{after}", &after), args).await?;
        self.done = rows.len() < CHUNK;
        if let Some(last) = rows.last() {
            let keys: Result<Vec<Value>> = self.keys.iter().map(|key| last.value(key)).collect();
            self.after = Some(keys?);
        }
        let lines: Result<Vec<String>> = rows.iter().map(|row| self.line(row)).collect();
        lines.map(Some)
    }

    fn line(&self, row: &Row) -> Result<String> {
        let cells: Result<Vec<String>> =
            self.columns.iter().map(|column| row.value(column).map(|value| cell(&value))).collect();
        Ok(cells?.join(","))
    }
}

async fn columns(reader: &mut Reader, engine: Engine, table: &str) -> Result<Vec<String>> {
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    };
    reader.rows(sql, args![table]).await?.iter().map(|row| row.get("name")).collect()
}

async fn keys(reader: &mut Reader, engine: Engine, table: &str) -> Result<Vec<String>> {
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
        Engine::Postgres => {
            "SELECT CAST(k.column_name AS TEXT) AS name
             FROM information_schema.table_constraints c
             JOIN information_schema.key_column_usage k
               ON k.constraint_name = c.constraint_name AND k.table_schema = c.table_schema
             WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = current_schema()
               AND c.table_name = $1 ORDER BY k.ordinal_position"
        }
    };
    reader.rows(sql, args![table]).await?.iter().map(|row| row.get("name")).collect()
}

/// A CSV cell (RFC 4180). A cell that a spreadsheet would run as a formula is made text.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Int(value) => value.map(|number| number.to_string()),
        Value::Real(value) => value.map(|number| number.to_string()),
        Value::Bool(value) => value.map(|truth| truth.to_string()),
        Value::Uuid(value) => value.map(|id| id.to_string()),
        Value::Bytes(value) => {
            value.as_ref().map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
        Value::Text(value) => value.as_deref().map(|text| {
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() {
                format!("'{text}")
            } else {
                text.to_owned()
            }
        }),
    }
    .unwrap_or_default();
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_survive_spreadsheets() {
        for (text, cell_text) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            ("+34600", "+34600"),
            ("-5", "-5"),
            ("@cmd", "'@cmd"),
        ] {
            assert_eq!(cell(&Value::from(text)), cell_text);
        }
    }
}
