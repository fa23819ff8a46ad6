//! A person's copy of what is kept about them: every slice says which columns of its tables are theirs
//! and what they are outside, and one function here reads them, page by page, in the order of the key.

use kernel::{OrgId, Result, Time, ids};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{Value, args, db::Read, row::Row};

/// Rows read at once, and the most of what belongs to one row.
const PAGE: usize = 200;
const BELOW: usize = 1000;

/// What a table keeps of one person.
#[derive(Debug)]
pub struct Copy {
    /// The room and the name of the list: `value.vouchers`. Of what is below a row, the name alone.
    pub name: &'static str,
    pub table: &'static str,
    /// The condition that finds the person's rows; `$2` is the person. Below a row it is that row.
    pub whose: &'static str,
    /// The rest of the primary key: the order, which never changes.
    pub by: &'static [&'static str],
    pub fields: &'static [Field],
    /// Tables whose rows belong to these, by this table's `id`.
    pub below: &'static [Self],
}

impl Copy {
    /// A table with a column `member`, in the order of its ids.
    pub const fn of(name: &'static str, table: &'static str, fields: &'static [Field]) -> Self {
        Self { name, table, whose: "member = $2", by: &["id"], fields, below: &[] }
    }
    #[must_use]
    pub const fn whose(self, whose: &'static str) -> Self {
        Self { whose, ..self }
    }
    #[must_use]
    pub const fn by(self, by: &'static [&'static str]) -> Self {
        Self { by, ..self }
    }
    #[must_use]
    pub const fn below(self, below: &'static [Self]) -> Self {
        Self { below, ..self }
    }
    /// The room and the list.
    pub fn place(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or(("", self.name))
    }
}

/// A column on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub column: &'static str,
    name: &'static str,
    shape: Shape,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    Id(&'static str),
    Time,
    Plain,
    Truth,
    Json,
}

impl Field {
    const fn new(column: &'static str, shape: Shape) -> Self {
        Self { column, name: column, shape }
    }
    /// What it is called outside.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
    fn read(self, row: &Row) -> Result<Json> {
        let column = self.column;
        Ok(match self.shape {
            Shape::Id(prefix) => row
                .get::<Option<Uuid>>(column)?
                .map(|id| format!("{prefix}_{}", kernel::JobId::from_uuid(id).bare()))
                .into(),
            Shape::Time => row.get::<Option<Time>>(column)?.map(|time| time.to_string()).into(),
            Shape::Truth => row.get::<Option<bool>>(column)?.into(),
            Shape::Json => match row.get::<Option<String>>(column)? {
                Some(text) if !text.is_empty() => serde_json::from_str(&text)
                    .map_err(|error| kernel::Error::broken(format!("column {column}: {error}")))?,
                _ => Json::Null,
            },
            Shape::Plain => match row.value(column)? {
                Value::Int(number) => number.into(),
                Value::Text(text) => text.as_deref().into(),
                Value::Bool(truth) => truth.into(),
                Value::Real(number) => number.into(),
                Value::Uuid(_) | Value::Bytes(_) => {
                    return Err(kernel::Error::broken(format!("column {column}: no plain value")));
                }
            },
        })
    }
}

/// An id of this kind.
pub const fn id<K: ids::Kind>(column: &'static str) -> Field {
    Field::new(column, Shape::Id(K::PREFIX))
}
/// An instant.
pub const fn time(column: &'static str) -> Field {
    Field::new(column, Shape::Time)
}
/// A number, a word or a text.
pub const fn plain(column: &'static str) -> Field {
    Field::new(column, Shape::Plain)
}
pub const fn truth(column: &'static str) -> Field {
    Field::new(column, Shape::Truth)
}
/// JSON of ours.
pub const fn json(column: &'static str) -> Field {
    Field::new(column, Shape::Json)
}

/// A list on its way out.
#[derive(Debug)]
pub struct Pages {
    copy: &'static Copy,
    org: OrgId,
    person: Uuid,
    after: Option<Vec<Value>>,
    done: bool,
}

impl Pages {
    pub const fn new(copy: &'static Copy, org: OrgId, person: Uuid) -> Self {
        Self { copy, org, person, after: None, done: false }
    }

    /// The next rows; `None` at the end.
    pub async fn next(&mut self, db: &mut impl Read) -> Result<Option<Vec<Json>>> {
        if self.done {
            return Ok(None);
        }
        let rows = page(db, self.copy, self.org, self.person, self.after.take()).await?;
        self.done = rows.len() < PAGE;
        if let Some(last) = rows.last() {
            self.after = Some(keys(self.copy, last)?);
        }
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            items.push(item(db, self.copy, self.org, row).await?);
        }
        Ok(Some(items))
    }
}

async fn item(db: &mut impl Read, copy: &Copy, org: OrgId, row: &Row) -> Result<Json> {
    let mut item = read(copy, row)?;
    for below in copy.below {
        let parent: Uuid = row.get("id")?;
        let mut list = Vec::new();
        let mut after = None;
        while list.len() < BELOW {
            let rows = page(db, below, org, parent, after).await?;
            for row in &rows {
                list.push(Json::Object(read(below, row)?));
            }
            match rows.last() {
                Some(last) if rows.len() == PAGE => after = Some(keys(below, last)?),
                _ => break,
            }
        }
        item.insert(below.name.to_owned(), list.into());
    }
    Ok(Json::Object(item))
}

fn keys(copy: &Copy, row: &Row) -> Result<Vec<Value>> {
    copy.by.iter().map(|key| row.value(key)).collect()
}

fn read(copy: &Copy, row: &Row) -> Result<Map<String, Json>> {
    let fields = copy.fields.iter();
    fields.map(|field| Ok((field.name.to_owned(), field.read(row)?))).collect()
}

async fn page(
    db: &mut impl Read,
    copy: &Copy,
    org: OrgId,
    person: Uuid,
    after: Option<Vec<Value>>,
) -> Result<Vec<Row>> {
    let mut columns: Vec<&str> = copy.fields.iter().map(|field| field.column).collect();
    columns.extend(copy.by);
    if !copy.below.is_empty() {
        columns.push("id");
    }
    columns.sort_unstable();
    columns.dedup();
    let (columns, keys) = (columns.join(", "), copy.by.join(", "));
    let (table, whose) = (copy.table, copy.whose);
    let mut args = args![org, person];
    let mut beyond = String::new();
    if let Some(after) = after {
        let marks: Vec<_> = (0..after.len()).map(|n| format!("${}", n + 3)).collect();
        beyond = format!("AND ({keys}) > ({})", marks.join(", "));
        args.extend(after);
    }
    let sql = format!(
        "SELECT {columns} FROM {table} WHERE org = $1 AND ({whose}) {beyond} ORDER BY {keys} LIMIT {PAGE}"
    );
    db.rows(&sql, args).await
}
