//! How many would stand where: a ladder tried on the histories of some members, before it is kept.

use ::store::Read;
use kernel::{Result, Time};
use web::Shop;

use super::engine::{Climb, Ladder};
use crate::points::{self, Known};

/// Members whose histories are looked at: the newest.
pub const MOST: u32 = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// How many would hold each rank, from none upwards.
    pub people: Vec<i64>,
    /// How many were looked at.
    pub looked: i64,
}

pub async fn preview(
    db: &mut impl Read,
    shop: &Shop,
    known: &Known,
    (ladder, now): (&Ladder, Time),
) -> Result<Preview> {
    let today = now.date(&shop.zone);
    let all = points::counted(db, shop, known, (now, MOST)).await?;
    let mut people = vec![0; ladder.tiers.len() + 1];
    for (_, counted) in &all {
        let mut climb = Climb::over(ladder, counted);
        climb.advance(ladder, today);
        if let Some(count) = people.get_mut(climb.rank()) {
            *count += 1;
        }
    }
    Ok(Preview { people, looked: i64::try_from(all.len()).unwrap_or(i64::MAX) })
}
