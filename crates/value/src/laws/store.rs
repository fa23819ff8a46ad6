//! Which packs a brand chose.

use kernel::{Error, OrgId, Result};
use store::{Read, Tx, args, sql};

/// What was chosen; nothing when nobody ever did.
pub(super) async fn chosen(db: &mut impl Read, org: OrgId) -> Result<Option<Vec<String>>> {
    let sql = sql!("SELECT packs FROM law_choice WHERE org = $1");
    let row = db.row(sql, args![org]).await?;
    let read =
        |row: store::Row| serde_json::from_str(&row.get::<String>("packs")?).map_err(Error::broken);
    row.map(read).transpose()
}

pub(super) async fn choose(tx: &mut Tx, names: &[&str]) -> Result<()> {
    let (org, text) = (tx.org(), serde_json::to_string(names).map_err(Error::broken)?);
    tx.run(
        sql!(
            "INSERT INTO law_choice (org, packs) VALUES ($1, $2)
             ON CONFLICT (org) DO UPDATE SET packs = excluded.packs"
        ),
        args![org, text],
    )
    .await
    .map(drop)
}
