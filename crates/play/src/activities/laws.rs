//! What the law packs that a shop keeps to say of an activity in which chance decides.

use ::store::{Read, Tx};
use kernel::{Fields, Lang, Result};
use maud::Markup;
use value::laws::{self, Chance, Check};
use web::Shop;

/// Names what stops it from being announced, each at the field where it can be mended.
pub async fn hold(
    tx: &mut Tx,
    shop: &Shop,
    chance: Option<Chance>,
    (field, fields): (impl Fn(Check) -> &'static str, &mut Fields),
) -> Result<()> {
    let found = laws::findings(tx, shop, chance).await?;
    laws::stop(&found, field, fields);
    Ok(())
}

/// What is said of it while it is planned.
pub async fn said(
    db: &mut impl Read,
    (shop, lang): (&Shop, Lang),
    chance: Option<Chance>,
) -> Result<Markup> {
    Ok(laws::notes(lang, &laws::findings(db, shop, chance).await?))
}
