//! Orders and baskets of two members who become one. Shelves do not know whose an order is, so that nothing
//! of theirs moves.

use ::store::Tx;
use kernel::{Error, Result};
use people::members::merging::{Line, Merging};
use serde_json::Value as Json;
use web::t;

use super::store;
use crate::{baskets, fulfilments, order_lists, outlets, payments};

/// `merge.commerce`: what was done, as lines.
pub async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging: Merging = serde_json::from_value(data).map_err(Error::broken)?;
    let Merging { into, from, lang } = merging;
    let (mine, theirs) = (store::count_of(tx, into).await?, store::count_of(tx, from).await?);
    store::hand_over(tx, from, into).await?;
    payments::hand_over(tx, from, into).await?;
    fulfilments::hand_over(tx, from, into).await?;
    outlets::hand_over(tx, from, into).await?;
    order_lists::hand_over(tx, from, into).await?;
    baskets::merge(tx, merging).await?;
    let told = [mine, theirs, mine + theirs].map(|count| count.to_string());
    let line = (theirs + mine > 0).then(|| Line::new(t!(lang, "merging-orders"), told));
    serde_json::to_value(Vec::from_iter(line)).map_err(Error::broken)
}
