//! Two records became one person: what each kind of activity makes of it.

use ::store::Tx;
use kernel::{Error, Result};
use serde_json::Value as Json;

use crate::{flash_sales, group_buys};

/// `merge.play`: tickets are told of by vouchers, so that no kind has a line more.
pub async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging = serde_json::from_value(data).map_err(Error::broken)?;
    flash_sales::merging::merge(tx, merging).await?;
    group_buys::merging::merge(tx, merging).await?;
    Ok(Json::Array(Vec::new()))
}
