//! Pairing counters and taking them back.

use kernel::{Result, StoreId};
use store::{Tx, args, sql};

/// Unpairs every counter of a store.
pub async fn unpair_store(tx: &mut Tx, store: StoreId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "DELETE FROM session WHERE org = $1 AND kind = 'counter' AND subject IN
               (SELECT id FROM device WHERE org = $1 AND store = $2)"
        ),
        args![org, store],
    )
    .await?;
    tx.run(
        sql!(
            "UPDATE device SET unpaired_at = $3
             WHERE org = $1 AND store = $2 AND unpaired_at IS NULL"
        ),
        args![org, store, now],
    )
    .await
    .map(drop)
}
