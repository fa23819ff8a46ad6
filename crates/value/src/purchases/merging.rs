//! What the two bought, for whoever is about to make them one.

use ::store::Tx;
use kernel::Result;
use people::members::merging::{Line, Merging};
use web::{shops, t};

use crate::visits::custom;

pub async fn lines(tx: &mut Tx, merging: Merging) -> Result<Vec<Line>> {
    let Merging { into, from, lang } = merging;
    let org = tx.org();
    let (mine, theirs) = (custom::find(tx, org, into).await?, custom::find(tx, org, from).await?);
    if mine.purchases + theirs.purchases == 0 {
        return Ok(Vec::new());
    }
    let shop = shops::require(tx, org).await?;
    let said = |count: i64, spent: i64| {
        let spent = web::kit::format::money(lang, shop.money(spent));
        t!(lang, "merging-purchases-count", count = count, spent = spent)
    };
    let told = [
        said(mine.purchases, mine.spent),
        said(theirs.purchases, theirs.spent),
        said(mine.purchases + theirs.purchases, mine.spent.saturating_add(theirs.spent)),
    ];
    Ok(vec![Line::new(t!(lang, "merging-purchases"), told)])
}
