//! Leaving.

use ::store::Tx;
use kernel::{MemberId, MembershipId, Result};

use super::{Membership, Refusal, Why, store};
use crate::{events, joining::seats};

/// Begins a stay; its seat is taken already.
pub async fn begin(tx: &mut Tx, stay: &Membership) -> Result<()> {
    store::insert(tx, stay).await
}

/// Ends a stay and gives its seat back. A stay that has ended is refused.
pub async fn leave(tx: &mut Tx, id: MembershipId, why: Why) -> Result<Membership> {
    let org = tx.org();
    let stay = store::require(tx, org, id).await?;
    if !stay.is_open() {
        return Err(Refusal::Ended.into());
    }
    end(tx, &stay, why).await?;
    let left_at = Some(tx.now());
    Ok(Membership { left_at, left_why: Some(why), ..stay })
}

/// Ends every open stay of a member.
pub async fn leave_all(tx: &mut Tx, member: MemberId, why: Why) -> Result<()> {
    let org = tx.org();
    for stay in store::open_of_member(tx, org, member).await? {
        end(tx, &stay, why).await?;
    }
    Ok(())
}

async fn end(tx: &mut Tx, stay: &Membership, why: Why) -> Result<()> {
    if !store::end(tx, stay.id, why).await? {
        return Err(Refusal::Ended.into());
    }
    seats::give_back(tx, stay.group).await?;
    tx.emit(&events::MemberLeft { member: stay.member, membership: stay.id, group: stay.group })
}
