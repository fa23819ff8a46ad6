//! Putting up a ladder, changing it, taking it away.

use ::store::Tx;
use kernel::{FieldError, Fields, ProgramId, Result, TierId};
use web::{shops, trail};

use super::{engine::Ladder, model::Refusal, store};
use crate::{gifts, points};

/// Puts a ladder up, or changes it. It counts for everything that ever was: people move at once (a
/// job sees to it), points that were earned stay.
pub async fn keep(tx: &mut Tx, program: ProgramId, ladder: Ladder) -> Result<Ladder> {
    let zone = shops::require(tx, tx.org()).await?.zone;
    let known = points::require(tx, tx.org(), &zone, program).await?;
    let before = known.contract.ladder(tx.now()).cloned();
    let ladder = named(tx, ladder.checked()?, before.as_ref())?;
    known_gifts(tx, &ladder).await?;
    if before.as_ref() == Some(&ladder) {
        return Ok(ladder);
    }
    store::put(tx, program, Some(&ladder)).await?;
    points::look_again(tx, program).await?;
    match before {
        Some(before) => trail::note(tx, "tiers.changed", program, &before, &ladder).await?,
        None => trail::note(tx, "tiers.made", program, &(), &ladder).await?,
    }
    Ok(ladder)
}

/// Takes a ladder away: nobody holds a tier any more. What tiers gave stays.
pub async fn remove(tx: &mut Tx, program: ProgramId) -> Result<()> {
    let zone = shops::require(tx, tx.org()).await?.zone;
    let known = points::require(tx, tx.org(), &zone, program).await?;
    let Some(before) = known.contract.ladder(tx.now()) else {
        return Err(Refusal::NoLadder.into());
    };
    store::put(tx, program, None).await?;
    store::clear(tx, program).await?;
    points::look_again(tx, program).await?;
    trail::note(tx, "tiers.removed", program, before, &()).await
}

/// Tiers keep their ids through a change; new ones get one.
fn named(tx: &Tx, mut ladder: Ladder, before: Option<&Ladder>) -> Result<Ladder> {
    let known = |id: TierId| {
        before.is_some_and(|before| before.tiers.iter().any(|tier| tier.id == Some(id)))
    };
    let (mut fields, mut seen) = (Fields::default(), Vec::new());
    for (at, tier) in ladder.tiers.iter_mut().enumerate() {
        match tier.id {
            Some(id) if !known(id) || seen.contains(&id) => {
                fields.push(FieldError::new(format!("tiers.{}.id", at + 1), "choice_invalid"));
            }
            Some(id) => seen.push(id),
            None => tier.id = Some(tx.id()),
        }
    }
    fields.check(ladder)
}

/// Gifts are this shop's.
async fn known_gifts(tx: &mut Tx, ladder: &Ladder) -> Result<()> {
    let mut fields = Fields::default();
    for (at, tier) in ladder.tiers.iter().enumerate() {
        if let Some(gift) = tier.privileges.gift
            && gifts::find(tx, tx.org(), gift).await?.is_none()
        {
            fields.push(FieldError::new(format!("tiers.{}.gift", at + 1), "choice_invalid"));
        }
    }
    fields.check(())
}
