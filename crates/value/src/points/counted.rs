//! What counted in the histories of some members: for trying a ladder before it is kept.

use std::collections::BTreeMap;

use ::store::Read;
use kernel::{MemberId, Result, Time};
use web::Shop;

use super::{
    engine::{Fact, replay},
    model::Known,
    store_counted,
};
use crate::tiers::engine::Counted;

/// What counted of one member, the oldest first.
pub type Counting = (MemberId, Vec<Counted>);

/// Of so many members at most: the newest.
pub async fn counted(
    db: &mut impl Read,
    shop: &Shop,
    known: &Known,
    (now, most): (Time, u32),
) -> Result<Vec<Counting>> {
    let mut facts: BTreeMap<MemberId, Vec<Fact>> = BTreeMap::new();
    let members = store_counted::latest(db, shop.org, known.program.id, most).await?;
    for (member, entry) in
        store_counted::histories(db, shop.org, known.program.id, &members).await?
    {
        let (id, at) = (entry.id, entry.at);
        let fact = |what| Fact { id, at, day: at.date(known.contract.zone()), what };
        facts.entry(member).or_default().extend(entry.what.map(fact));
    }
    let all = facts.into_iter();
    let count = |(member, facts)| (member, replay(&known.contract, facts, now).counted().to_vec());
    Ok(all.map(count).collect())
}
