//! Whether a member may take part.

use ::store::{Read, Tx};
use kernel::{MemberId, Result, Time};
use people::memberships;
use value::{
    bills::{Buyer, Whom},
    tiers,
};
use web::{Shop, shops};

use super::store;

/// Whether somebody is one of those that an activity is for.
pub async fn is_for(
    db: &mut impl Read,
    shop: &Shop,
    whom: &Whom,
    (member, now): (MemberId, Time),
) -> Result<bool> {
    let mut buyer = Buyer::default();
    match whom {
        Whom::Members => return Ok(true),
        Whom::Tiers { .. } => buyer.tiers = tiers::held(db, shop, now, member).await?,
        Whom::Groups { .. } | Whom::Series { .. } => {
            let stays = memberships::open_of_member(db, shop.org, member).await?;
            buyer.groups = stays.iter().map(|stay| stay.group).collect();
            buyer.series = stays.iter().map(|stay| stay.series).collect();
        }
    }
    Ok(whom.is(&buyer))
}

/// Members see that something is on, or that nothing is any more.
pub async fn note_playing(tx: &mut Tx) -> Result<()> {
    let anything = store::anything(tx).await?;
    let playing = if anything { shops::Playing::Something } else { shops::Playing::Nothing };
    shops::set_playing(tx, playing).await
}
