//! The gift for reaching a tier.
//!
//! It comes for the tier that somebody holds and reached while there is a ladder, once in each period:
//! a calendar year, so many days, or ever. Who jumps over a tier gets the gift of the one they reach.
//! Where there is nothing to give (sold out, closed, already had) that is noted, and not tried again.

use ::store::Tx;
use jiff::civil::Date;
use kernel::{GiftId, Result, TierId};

use super::{
    engine::{Move, Period},
    model::Given,
    settling::Climbed,
    store,
};
use crate::{
    gifts,
    vouchers::{self, Give, State, model::Way},
};

/// By what way such a voucher comes.
pub const SOURCE: &str = "tier";

/// Gives what is due to one member, and takes back what was never due.
pub async fn settle(tx: &mut Tx, one: &Climbed) -> Result<()> {
    if one.ladder.tiers.iter().all(|tier| tier.privileges.gift.is_none()) {
        return Ok(());
    }
    let given = store::gifts(tx, tx.org(), one.whose).await?;
    for gift in given.iter().filter(|gift| !was_reached(one, gift)) {
        take_back(tx, gift).await?;
    }
    let Some((tier, gift, entered)) = due(one) else { return Ok(()) };
    let had = |old: &&Given| old.tier == tier && same(one.ladder.period, old.entered, entered);
    if given.iter().filter(had).any(|old| was_reached(one, old) || old.voucher.is_none()) {
        return Ok(());
    }
    let way = Way::default();
    let wanted = Give { gift, member: one.whose.member, source: SOURCE, way };
    let voucher = match vouchers::give(tx, wanted).await {
        Ok(voucher) => Some(voucher.id),
        Err(error) if unavailable(&error) => None,
        Err(error) => return Err(error),
    };
    store::give(tx, &Given { whose: one.whose, tier, entered, voucher }).await
}

/// The gift of the tier that is held, and the day on which it was reached.
fn due(one: &Climbed) -> Option<(TierId, GiftId, Date)> {
    let tier = one.ladder.tier(one.outlook.rank)?;
    let last = one.moves.last().filter(|last| last.is_up() && last.day >= one.began)?;
    Some((tier.id?, tier.privileges.gift?, last.day))
}

/// Whether two days are of one period.
fn same(period: Period, one: Date, other: Date) -> bool {
    match period {
        Period::Year => one.year() == other.year(),
        Period::Lifetime => true,
        Period::Rolling { days } => {
            let apart = one.max(other).since(one.min(other)).map_or(0, |span| span.get_days());
            i64::from(apart) < i64::from(days)
        }
    }
}

/// Whether the history as it is now knows of the tier, or of a higher one, in the gift's period.
fn was_reached(one: &Climbed, given: &Given) -> bool {
    let place = one.ladder.tiers.iter().position(|tier| tier.id == Some(given.tier));
    // Of a tier that is no more, nothing is taken back.
    let Some(rank) = place.map(|place| place + 1) else { return true };
    let reaches = |step: &Move| {
        step.is_up() && step.to >= rank && same(one.ladder.period, step.day, given.entered)
    };
    one.moves.iter().any(reaches)
}

async fn take_back(tx: &mut Tx, given: &Given) -> Result<()> {
    if let Some(id) = given.voucher {
        let voucher = vouchers::require(tx, tx.org(), id).await?;
        if voucher.state_at(tx.now()) != State::Issued {
            return Ok(());
        }
        vouchers::withdraw(tx, id).await?;
    }
    store::take_back(tx, given).await
}

fn unavailable(error: &kernel::Error) -> bool {
    use gifts::Refusal::{AlreadyHad, Closed, SoldOut};
    [AlreadyHad, Closed, SoldOut].into_iter().any(|one| error.is(one))
        || matches!(error, kernel::Error::NotFound(_))
}
