//! The chain of the journal's rows as everybody may see it: hashes and instants, none of the lines.
//!
//! Whoever noted a row's hash can ask later what the shop says of that row today, and can walk from
//! it to any later row by arithmetic of their own.

use kernel::{Error, OrgId, Result, Time};
use serde::{Deserialize, Serialize};
use store::{Read, Row, args, sql};

use crate::{
    entry::hex,
    hot,
    journal::{self, Head},
    merkle,
};

/// The most rows of one answer; they are about 90 bytes each on their way.
pub const MOST_LINKS: i64 = 2_000;

/// Rows are read with their whole text, since the root is over it: so many at once, and an answer
/// ends early behind so many bytes of it.
const ROWS_AT_ONCE: i64 = 50;
const MOST_BYTES: usize = 4 << 20;

/// What is published of a row. With its hash everything up to it is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    pub row: i64,
    pub at: Time,
    /// In hexadecimal.
    pub hash: String,
}

impl Seal {
    fn read(row: &Row) -> Result<Self> {
        let number = row.get("number")?;
        let hash = hot::hash(&row.get::<Vec<u8>>("hash")?, number)?;
        Ok(Self { row: number, at: row.get("at")?, hash: hex::write(&hash) })
    }
}

/// The last row; none before anything happened.
pub async fn head(read: &mut impl Read, org: OrgId) -> Result<Option<Seal>> {
    let sql =
        sql!("SELECT number, at, hash FROM journal WHERE org = $1 ORDER BY number DESC LIMIT 1");
    read.row(sql, args![org]).await?.as_ref().map(Seal::read).transpose()
}

/// One row as the shop tells it today.
pub async fn seal(read: &mut impl Read, org: OrgId, row: i64) -> Result<Option<Seal>> {
    let sql = sql!("SELECT number, at, hash FROM journal WHERE org = $1 AND number = $2");
    read.row(sql, args![org, row]).await?.as_ref().map(Seal::read).transpose()
}

/// Rows from one to another, both included; `to` may be one less than `from`: none.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

/// What leads from the hash before a row to the hash of a later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    pub from: i64,
    /// The last row here; less than was asked for when that is too much at once, or not written
    /// yet.
    pub to: i64,
    /// The hash of the row before `from`.
    pub before: String,
    /// When each was written, in microseconds since 1970, and its root.
    pub rows: Vec<(i64, String)>,
    /// The hash of row `to`.
    pub hash: String,
}

/// The links of a span, at most [`MOST_LINKS`]; 404 if it begins behind what comes next.
pub async fn links(read: &mut impl Read, org: OrgId, span: Span) -> Result<Links> {
    let before = match span.from.checked_sub(1) {
        Some(0) => hex::write(&Head::NONE.hash),
        Some(row) => seal(read, org, row).await?.ok_or(Error::NotFound("row"))?.hash,
        None => return Err(Error::NotFound("row")),
    };
    let last = span.to.min(span.from.saturating_add(MOST_LINKS - 1));
    let (mut rows, mut bytes) = (Vec::new(), 0);
    let (mut to, mut hash) = (span.from - 1, before.clone());
    while to < last && bytes < MOST_BYTES {
        let found = read
            .rows(
                sql!(
                    "SELECT number, at, hash, body FROM journal
                     WHERE org = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4"
                ),
                args![org, to, last, ROWS_AT_ONCE],
            )
            .await?;
        for row in &found {
            let body: String = row.get("body")?;
            bytes += body.len();
            rows.push((row.get("at")?, hex::write(&merkle::root(&journal::leaves(&body)))));
            Seal { row: to, hash, .. } = Seal::read(row)?;
        }
        if found.is_empty() {
            break;
        }
    }
    Ok(Links { from: span.from, to, before, rows, hash })
}
