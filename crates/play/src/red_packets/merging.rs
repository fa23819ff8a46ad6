//! Shares of two records that became one: nothing is taken away, and who had one has had theirs.

use ::store::Tx;
use kernel::Result;
use people::members::merging::Merging;

use super::{grabs, store};

/// The money, points and vouchers themselves are told of by their own rooms, so that there is no line more.
pub async fn merge(tx: &mut Tx, Merging { into, from, .. }: &Merging) -> Result<()> {
    for packet in store::packets_of(tx, *from).await? {
        grabs::carry_limit(tx, packet, (*from, *into)).await?;
    }
    store::hand_over(tx, *from, *into).await
}
