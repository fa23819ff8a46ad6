//! Two records of one person became one: each kind of activity does its part, in the order of its age.

use ::store::Tx;
use kernel::{Error, Result};
use people::members::merging::Merging;
use serde_json::Value as Json;
use web::Slice;

use crate::{flash_sales, group_buys, presales, raffles, red_packets};

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.action("merge.play", |tx, data| Box::pin(merge(tx, data)));
        },
        ..Slice::named("play")
    }
}

/// `merge.play`: what was had of it is told of by other rooms, so that there is no line here.
async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging: Merging = serde_json::from_value(data).map_err(Error::broken)?;
    flash_sales::merging::merge(tx, &merging).await?;
    group_buys::merging::merge(tx, &merging).await?;
    raffles::merging::merge(tx, &merging).await?;
    red_packets::merging::merge(tx, &merging).await?;
    presales::merging::merge(tx, &merging).await?;
    Ok(Json::Array(Vec::new()))
}
