//! What a visit does to its member's points.

use ::store::Tx;
use kernel::{MemberId, Result, VisitId};

use super::{
    Whose,
    actions::earn,
    book::{Book, Cause, Keep},
    engine::What,
    model::{Act, Origin},
};
use crate::visits::Visit;

/// A visit, where it counts.
pub async fn visited(tx: &mut Tx, visit: &Visit) -> Result<()> {
    let mut book = Book::open(tx, &[visit.member]).await?;
    if book.programs.is_empty() {
        return Ok(());
    }
    let origin = Origin {
        subject: Some(visit.id.to_string()),
        store: Some(visit.store),
        staff: visit.staff,
        ..Origin::default()
    };
    let what = What::Visited { store: visit.store };
    earn(&mut book, tx, &Act { member: visit.member, at: visit.at, what, origin })?;
    book.close(tx).await
}

/// Puts the points right as if a visit had never been.
pub async fn unvisited(tx: &mut Tx, member: MemberId, visit: VisitId) -> Result<()> {
    let subject = visit.to_string();
    let mut book = Book::open(tx, &[member]).await?;
    let cause = Cause { reason: "points.withdrawn", subject: subject.clone() };
    let keep = |what: &mut What, origin: &Origin| {
        let of_it = origin.subject.as_deref() == Some(subject.as_str());
        if matches!(what, What::Visited { .. }) && of_it { Keep::No } else { Keep::Yes }
    };
    let programs: Vec<_> = book.programs.iter().map(|known| known.program.id).collect();
    for program in programs {
        book.put_right(tx, Whose { program, member }, &cause, keep).await?;
    }
    book.close(tx).await
}
