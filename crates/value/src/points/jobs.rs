//! What time does by itself: pending points ripen, points end, their owners are told before.

use std::time::Duration;

use ::store::{NewJob, Tx};
use kernel::Result;

use super::{
    book::{Book, notice_at},
    store::{self, Stood},
};
use crate::events::{PointsEnding, PointsExpired};

pub const DUE: &str = "points.due";
pub const EVERY: Duration = Duration::from_secs(3600);
/// Members of one turn.
const CHUNK: u32 = 100;

/// The hourly job: a chunk, and again at once while there is more.
pub async fn run(tx: &mut Tx) -> Result<()> {
    let done = pass(tx).await?;
    let next = if done == CHUNK as usize { tx.now() } else { tx.now().plus(EVERY) };
    tx.enqueue(NewJob::at(DUE, "hourly", next, &())?);
    Ok(())
}

/// Looks at a hundred members for whom something is due; how many there were.
pub async fn pass(tx: &mut Tx) -> Result<usize> {
    let now = tx.now();
    let due = store::due(tx, tx.org(), now, CHUNK).await?;
    let mut members: Vec<_> = due.iter().map(|stood| stood.whose.member).collect();
    members.sort_unstable();
    members.dedup();
    let mut book = Book::open(tx, &members).await?;
    for Stood { whose, standing, .. } in &due {
        let (whose, expired) = (*whose, standing.expired);
        book.advance(tx, whose, now)?;
        let after = book.standing(whose, now)?;
        if after.expired > expired {
            let points = after.expired - expired;
            tx.emit(&PointsExpired { program: whose.program, member: whose.member, points })?;
        }
        let known = book.programs.iter().find(|known| known.program.id == whose.program);
        let stood = Stood { whose, standing: after, told_at: book.told(whose) };
        let notice = known.and_then(|known| notice_at(known, &stood));
        if let Some((_, end)) = notice.filter(|(at, _)| *at <= now) {
            let points = stood.standing.first_end().map_or(0, |(_, points)| points);
            tx.emit(&PointsEnding {
                program: whose.program,
                member: whose.member,
                points,
                ends_at: end,
            })?;
            book.tell(whose, end);
        }
    }
    book.close(tx).await?;
    Ok(due.len())
}
