//! Claims and places of two records that became one: nothing is taken away, and what was had counts
//! together, even where that is more than one person may have.

use ::store::Tx;
use kernel::Result;
use people::members::merging::Merging;
use value::visits::day_of;
use web::shops;

use super::{claims, store, waiting};
use crate::activities::accounts::Whose;

/// The tickets themselves are told of by vouchers, so that there is no line more.
pub async fn merge(tx: &mut Tx, merging: Merging) -> Result<()> {
    let Merging { into, from, .. } = merging;
    let shop = shops::require(tx, tx.org()).await?;
    let day = day_of(tx.now(), &shop.zone);
    for sale in store::sales_of(tx, from).await? {
        let theirs = Whose { activity: sale, member: from };
        claims::carry_limits(tx, (theirs, into), &day).await?;
    }
    let mine = store::places_of(tx, tx.org(), into).await?;
    for place in store::places_of(tx, tx.org(), from).await? {
        // One person stands in a list once, where they stood first.
        if let Some(mine) = mine.iter().find(|mine| mine.sale == place.sale) {
            let later = if mine.id < place.id { from } else { into };
            waiting::leave(tx, place.sale, later).await?;
        }
    }
    store::hand_over(tx, from, into).await
}
