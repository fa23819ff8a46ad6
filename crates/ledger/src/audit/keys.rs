//! Idempotency keys that were used again after their first use was forgotten.

use kernel::{OrgId, Result, Time};
use store::{Read, args, sql};

use crate::journal::{KeyLeaf, Leaf};

/// A key as its table has it.
pub struct Found<'a> {
    pub at: Time,
    pub print: &'a [u8],
    pub answer: &'a str,
}

/// Whether a later row of the journal says what the table says of this key. An instant alone would
/// excuse any answer.
pub async fn is_used_again(
    read: &mut impl Read,
    (org, row): (OrgId, i64),
    leaf: &KeyLeaf<'_>,
    found: &Found<'_>,
) -> Result<bool> {
    let sql = sql!(
        "SELECT number, body FROM journal WHERE org = $1 AND number > $2 AND at = $3
         ORDER BY number LIMIT 1"
    );
    let mut after = row;
    while let Some(later) = read.row(sql, args![org, after, found.at]).await? {
        after = later.get("number")?;
        let body: String = later.get("body")?;
        let says = |line: &str| match Leaf::read(line) {
            Ok(Leaf::Key(later)) => {
                later.key == leaf.key && later.print == found.print && later.answer == found.answer
            }
            _ => false,
        };
        if body.lines().any(says) {
            return Ok(true);
        }
    }
    Ok(false)
}
