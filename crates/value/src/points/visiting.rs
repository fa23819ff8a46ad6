//! What a visit does to its member's points.

use ::store::Tx;
use kernel::{MemberId, Result, VisitId};

use super::{
    actions::{earn, strike},
    book::{Book, Cause},
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
    let cause = Cause { reason: "points.withdrawn", subject: visit.to_string() };
    strike(tx, member, (&cause, |what: &What| matches!(what, What::Visited { .. }))).await
}
