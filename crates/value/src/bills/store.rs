//! What holds for all vouchers of a shop.

use ::store::{Read, Tx, args, sql};
use kernel::{OrgId, Result};

use super::model::Policy;

/// The shop's policy; one that was never kept is the program's own.
pub async fn policy(db: &mut impl Read, org: OrgId) -> Result<Policy> {
    let row = db
        .row(sql!("SELECT most_percent, most_vouchers FROM bill_policy WHERE org = $1"), args![org])
        .await?;
    let Some(row) = row else { return Ok(Policy::default()) };
    let small = |of: &str| Ok::<_, kernel::Error>(u32::try_from(row.get::<i64>(of)?).unwrap_or(0));
    Ok(Policy { most_percent: small("most_percent")?, most_vouchers: small("most_vouchers")? })
}

pub(super) async fn put_policy(tx: &mut Tx, policy: Policy) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO bill_policy (org, most_percent, most_vouchers) VALUES ($1, $2, $3)
             ON CONFLICT (org) DO UPDATE SET most_percent = $2, most_vouchers = $3"
        ),
        args![org, policy.most_percent, policy.most_vouchers],
    )
    .await
    .map(drop)
}
