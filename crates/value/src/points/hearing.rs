//! What other rooms tell that earns points: once per person and kind, whatever comes again.

use ::store::{EventRow, Tx};
use kernel::{MemberId, Result, StoreId};

use super::{
    Whose,
    actions::earn,
    book::Book,
    engine::What,
    model::{Act, Origin},
    store,
};

/// A member joined a group, proved a phone number, or the like.
pub async fn hear(tx: &mut Tx, event: &EventRow) -> Result<()> {
    let id = |name: &str| event.data.get(name).and_then(|id| id.as_str());
    let Some(member) = id("member").and_then(|id| id.parse::<MemberId>().ok()) else {
        return Ok(());
    };
    // It may have been merged between the event and now.
    let member = people::members::find(tx, tx.org(), member).await?.map_or(member, |one| one.id);
    let shop_side: Option<StoreId> = id("store").and_then(|id| id.parse().ok());
    let mut book = Book::open(tx, &[member]).await?;
    for known in &book.programs {
        let whose = Whose { program: known.program.id, member };
        if store::heard(tx, whose, &event.kind).await? {
            return Ok(());
        }
    }
    let kind = event.kind.clone();
    let origin = Origin { subject: Some(kind.clone()), store: shop_side, ..Origin::default() };
    let what = What::Happened { kind, store: shop_side };
    earn(&mut book, tx, &Act { member, at: event.at, what, origin })?;
    book.close(tx).await
}
