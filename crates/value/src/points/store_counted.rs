//! The rows that a ladder is tried on: the histories of some members together.

use kernel::{MemberId, OrgId, ProgramId, Result};
use store::{Read, Value, args, sql};

use super::{
    model::Entry,
    store::{ENTRY, read_entry},
};

/// Members of a program, the newest first.
pub(super) async fn latest(
    db: &mut impl Read,
    org: OrgId,
    program: ProgramId,
    most: u32,
) -> Result<Vec<MemberId>> {
    let rows = db
        .rows(
            sql!(
                "SELECT member FROM points_standing WHERE org = $1 AND program = $2
                 ORDER BY member DESC LIMIT $3"
            ),
            args![org, program, most],
        )
        .await?;
    rows.iter().map(|row| row.get("member")).collect()
}

/// The histories of some members.
pub(super) async fn histories(
    db: &mut impl Read,
    org: OrgId,
    program: ProgramId,
    members: &[MemberId],
) -> Result<Vec<(MemberId, Entry)>> {
    let mut all = Vec::new();
    for some in members.chunks(200) {
        let marks: Vec<_> = (3..some.len() + 3).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT member, {ENTRY} FROM points_entry
             WHERE org = $1 AND program = $2 AND member IN ({})",
            marks.join(",")
        );
        let ids = some.iter().map(|id| Value::from(*id));
        let rows = db.rows(&sql, args![org, program].into_iter().chain(ids).collect()).await?;
        for row in &rows {
            all.push((row.get("member")?, read_entry(row)?));
        }
    }
    Ok(all)
}
