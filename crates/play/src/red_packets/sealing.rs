//! How a packet is split: fixed with its secret when it is announced, published as a hash at once and
//! whole when it is over (`docs/fair-draws.md`).

use ::store::{Read, Tx};
use fair::{Secret, Split};
use kernel::{Error, OrgId, Result};

use super::{
    model::{RedPacket, Refusal, Sealed},
    store,
};
use crate::activities::Life;

/// Makes the split and keeps it. What is published of it.
pub(super) async fn seal(tx: &mut Tx, packet: &RedPacket) -> Result<String> {
    let secret = Secret::made(&*tx.world().chance);
    let split = split(packet, secret)?;
    let commitment = split.commitment.as_hash().to_string();
    let sealed = Sealed { commitment: commitment.clone(), secret, luckiest: None, returned: None };
    store::insert_sealed(tx, packet.id, (&sealed, &split.shares)).await?;
    Ok(commitment)
}

fn split(packet: &RedPacket, secret: Secret) -> Result<Split> {
    Split::made(packet.terms.fair(packet.id)?, secret).map_err(Error::broken)
}

/// Whether everything is over, so that nothing rests on the secret any more.
pub const fn is_over(life: Life) -> bool {
    matches!(life, Life::Closed | Life::Settled | Life::Archived)
}

/// The hash that is published from the announcement on; none of a draft.
pub async fn commitment(
    db: &mut impl Read,
    org: OrgId,
    packet: &RedPacket,
) -> Result<Option<String>> {
    Ok(store::sealed(db, org, packet.id).await?.map(|sealed| sealed.commitment))
}

/// The file that is enough to check the split. Before the end it is a refusal.
pub async fn proof(db: &mut impl Read, org: OrgId, packet: &RedPacket) -> Result<String> {
    if !is_over(packet.life) {
        return Err(Refusal::NotOver.into());
    }
    // Never announced: there is nothing to show.
    let sealed = store::sealed(db, org, packet.id).await?.ok_or(Refusal::NotOver)?;
    Ok(split(packet, sealed.secret)?.to_json())
}
