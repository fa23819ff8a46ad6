//! What follows when somebody's rank was folded anew: the row of the list, what is told, what is given.

use ::store::Tx;
use futures::future::BoxFuture;
use jiff::civil::Date;
use kernel::{MemberId, Result, Time};

use super::{
    engine::{Ladder, Move, Outlook, outlook},
    entry_gifts,
    model::Stands,
    store,
};
use crate::{
    events::{TierEnding, TierLost, TierReached},
    points::{Known, Whose, engine::Standing},
};

/// Somebody on a ladder, as of today.
#[derive(Debug)]
pub struct Climbed {
    pub whose: Whose,
    pub ladder: Ladder,
    /// The day from which on reaching a tier brings its gift.
    pub began: Date,
    pub outlook: Outlook,
    pub moves: Vec<Move>,
    pub today: Date,
}

impl Climbed {
    /// None where there is no ladder.
    pub fn of(known: &Known, whose: Whose, standing: &Standing, now: Time) -> Option<Self> {
        let ladder = known.contract.ladder(now)?.clone();
        let climb = &standing.climb;
        let zone = known.contract.zone();
        let today = standing.now.max(now).date(zone);
        let began = known.contract.ladder_began()?.date(zone);
        let outlook = outlook(&ladder, climb, today);
        Some(Self { whose, ladder, began, outlook, moves: climb.moves().to_vec(), today })
    }

    /// The last day of the tier that is held, once it is time to tell of it.
    fn ends_soon(&self) -> Option<Date> {
        ends_soon(&self.ladder, &self.outlook, self.today)
    }
    /// Whether nothing counts, or all of it came back.
    const fn is_nobody(&self) -> bool {
        self.outlook.rank == 0 && self.outlook.score == 0 && self.moves.is_empty()
    }
}

pub(super) fn ends_soon(ladder: &Ladder, outlook: &Outlook, today: Date) -> Option<Date> {
    let until = outlook.until?;
    (ladder.notice_days > 0 && today >= notice_day(ladder, until)).then_some(until)
}

fn notice_day(ladder: &Ladder, until: Date) -> Date {
    until.saturating_sub(jiff::Span::new().days(i64::from(ladder.notice_days)))
}

/// When the holder of a tier is to be told of its end, if that is still ahead.
pub fn notice_at(known: &Known, standing: &Standing) -> Option<Time> {
    let ladder = known.contract.ladder(standing.now).filter(|ladder| ladder.notice_days > 0)?;
    let day = notice_day(ladder, standing.climb.until()?);
    let at = Time::start_of(day, known.contract.zone());
    (at > standing.now).then_some(at)
}

/// Writes where these members stand now. Boxed, because a gift that is taken back may give points
/// back, and that ends here again.
pub fn settle(tx: &mut Tx, all: Vec<Climbed>) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        if all.is_empty() {
            return Ok(());
        }
        let mut members: Vec<MemberId> = all.iter().map(|one| one.whose.member).collect();
        members.sort_unstable();
        members.dedup();
        let known = store::of_members(tx, tx.org(), &members).await?;
        let mut rows = Vec::with_capacity(all.len());
        for one in &all {
            let before = known.get(&one.whose);
            let after = stands(one, before);
            tell(tx, one, before, &after)?;
            if before != Some(&after) && !(before.is_none() && one.is_nobody()) {
                rows.push(after);
            }
        }
        if !rows.is_empty() {
            store::keep(tx, &rows).await?;
        }
        for one in &all {
            entry_gifts::settle(tx, one).await?;
        }
        Ok(())
    })
}

fn stands(one: &Climbed, before: Option<&Stands>) -> Stands {
    let Outlook { rank, since, until, score, .. } = one.outlook;
    let told = one.ends_soon().or(before.and_then(|before| before.told));
    let tier = one.ladder.tier(rank).and_then(|tier| tier.id);
    Stands { whose: one.whose, tier, rank, since, until, score, told }
}

/// The rank that somebody had, counted on today's ladder: a tier that was put in below moves nobody.
fn rank_before(ladder: &Ladder, before: Option<&Stands>) -> usize {
    let Some(before) = before else { return 0 };
    let place = ladder.tiers.iter().position(|tier| tier.id.is_some() && tier.id == before.tier);
    place.map_or(before.rank, |place| place + 1)
}

fn tell(tx: &mut Tx, one: &Climbed, before: Option<&Stands>, after: &Stands) -> Result<()> {
    let Whose { program, member } = one.whose;
    let was = rank_before(&one.ladder, before);
    let rank = i64::try_from(after.rank).unwrap_or(i64::MAX);
    if let Some(tier) = after.tier.filter(|_| after.rank > was) {
        let since = after.since.unwrap_or(one.today).to_string();
        tx.emit(&TierReached { program, member, tier, rank, since })?;
    } else if after.rank < was {
        let was = before.and_then(|before| before.tier);
        tx.emit(&TierLost { program, member, tier: after.tier, rank, was })?;
    }
    let told = before.and_then(|before| before.told);
    if let (Some(until), Some(tier)) = (one.ends_soon(), after.tier)
        && told.is_none_or(|told| until > told)
    {
        let need = one.outlook.stay.map(|stay| stay.need);
        tx.emit(&TierEnding { program, member, tier, until: until.to_string(), need })?;
    }
    Ok(())
}
