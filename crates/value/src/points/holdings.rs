//! Where a member stands now: what is kept, with the time since then let pass.

use ::store::Read;
use kernel::{MemberId, Result, Time};
use web::Shop;

use super::{
    accounts::Whose,
    engine::{EndsKey, Fold, Standing},
    model::Known,
    store,
};

/// A member's standing in one program, as of an instant.
#[derive(Debug)]
pub struct Holding {
    pub known: Known,
    pub standing: Standing,
    /// When what depends on something happening ends, if nothing does.
    pub idle_at: Option<Time>,
}

/// Points that end together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    pub points: i64,
    /// None: they stay.
    pub ends_at: Option<Time>,
    /// The end moves on whenever something is bought, visited, gained or spent.
    pub idle: bool,
}

impl Holding {
    /// Whether there is, or was, anything to speak of.
    pub fn is_any(&self) -> bool {
        let standing = &self.standing;
        standing.now > Time::default() || standing.owed > 0
    }
    /// What ends first and when, once it is so near that they are told of it.
    pub fn ends_soon(&self, now: Time) -> Result<Option<(Time, i64)>> {
        let terms = self.known.terms(now)?;
        let first = self.standing.first_end();
        Ok(first.filter(|(end, _)| terms.notice_at(*end).is_some_and(|notice| notice <= now)))
    }
    /// The soonest end first.
    pub fn lots(&self) -> Vec<Lot> {
        let lot = |(ends, points): (&EndsKey, &i64)| {
            let idle = *ends == EndsKey::IDLE;
            let ends_at = if idle { self.idle_at } else { ends.time() };
            Lot { points: *points, ends_at, idle }
        };
        let mut lots: Vec<Lot> = self.standing.lots.iter().map(lot).collect();
        lots.sort_by_key(|lot| lot.ends_at.map_or(i64::MAX, Time::micros));
        lots
    }
}

/// A member's standing in every program, the oldest program first.
pub async fn holdings(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    member: MemberId,
) -> Result<Vec<Holding>> {
    let programs = store::programs(db, shop.org, &shop.zone).await?;
    let mut kept = store::standings(db, shop.org, member).await?;
    let mut all = Vec::with_capacity(programs.len());
    for known in programs {
        let whose = Whose { program: known.program.id, member };
        let stood = kept.remove(&whose);
        let fresh = stood.is_none();
        let standing = stood.map(|stood| stood.standing).unwrap_or_default();
        let mut fold = Fold::from(&known.contract, standing);
        if !fresh {
            fold.advance(now);
        }
        let idle_at = fold.idle_at();
        let standing = fold.standing;
        all.push(Holding { known, standing, idle_at });
    }
    Ok(all)
}
