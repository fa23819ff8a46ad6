//! Whether a member may take part.

use ::store::Read;
use kernel::{MemberId, Result, Time};
use people::memberships;
use value::{
    bills::{Buyer, Whom},
    tiers,
};
use web::Shop;

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
