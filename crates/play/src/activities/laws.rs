//! What the law packs that a shop keeps to say of an activity in which chance decides, or in which people pay
//! before the goods are there.

use ::store::{Read, Tx};
use kernel::{Fields, Lang, Result};
use maud::Markup;
use value::laws::{self, Chance, Check, Prepaid};
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

/// As [`hold`], for money that is paid before the goods are there.
pub async fn hold_prepaid(
    tx: &mut Tx,
    shop: &Shop,
    prepaid: Prepaid,
    (field, fields): (impl Fn(Check) -> &'static str, &mut Fields),
) -> Result<()> {
    let found = laws::findings_prepaid(tx, shop, prepaid).await?;
    laws::stop(&found, field, fields);
    Ok(())
}

/// As [`said`], for money that is paid before the goods are there.
pub async fn said_prepaid(
    db: &mut impl Read,
    (shop, lang): (&Shop, Lang),
    prepaid: Prepaid,
) -> Result<Markup> {
    Ok(laws::notes(lang, &laws::findings_prepaid(db, shop, prepaid).await?))
}
