//! Two records of one person became one: each kind of activity does its part, in the order of its age.

use ::store::Tx;
use kernel::{Error, Result};
use people::members::merging::Merging;
use serde_json::Value as Json;

use crate::{flash_sales, raffles};

/// `merge.play`: the tickets themselves are told of by vouchers, so that there is no line more.
pub async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging: Merging = serde_json::from_value(data).map_err(Error::broken)?;
    flash_sales::merging::merge(tx, &merging).await?;
    raffles::merging::merge(tx, &merging).await?;
    Ok(Json::Array(Vec::new()))
}
