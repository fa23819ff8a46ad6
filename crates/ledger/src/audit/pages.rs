//! How much of the journal is read at once: by its bytes, because a row may be a person's visit or the
//! claims of thousands.

use kernel::{OrgId, Result};
use store::{Read, args, sql};

/// Text of one page; a row that is longer is a page of its own. What is compared with it takes some
/// twenty times as much memory.
const PAGE_BYTES: i64 = 1 << 20;
const PAGE_ROWS: i64 = 512;

/// The rows after this one that make a page.
pub async fn fitting(read: &mut impl Read, org: OrgId, after: i64) -> Result<i64> {
    let rows = read
        .rows(
            sql!(
                "SELECT CAST(octet_length(body) AS BIGINT) AS bytes FROM journal
                 WHERE org = $1 AND number > $2 ORDER BY number LIMIT $3"
            ),
            args![org, after, PAGE_ROWS],
        )
        .await?;
    let (mut bytes, mut fit) = (0, 0);
    for row in &rows {
        bytes += row.get::<i64>("bytes")?;
        if bytes > PAGE_BYTES {
            break;
        }
        fit += 1;
    }
    Ok(fit.max(1))
}
