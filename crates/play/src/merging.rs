//! Two records that became one took part together: each kind of activity puts its own together.

use ::store::Tx;
use kernel::{Error, Result};
use people::members::merging::Merging;
use serde_json::Value as Json;
use web::Slice;

use crate::{flash_sales, red_packets};

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.action("merge.play", |tx, data| Box::pin(merge(tx, data)));
        },
        ..Slice::named("play")
    }
}

/// `merge.play`: other rooms tell what was had of it, so that there is no line here.
async fn merge(tx: &mut Tx, data: Json) -> Result<Json> {
    let merging: Merging = serde_json::from_value(data).map_err(Error::broken)?;
    flash_sales::merging::merge(tx, &merging).await?;
    red_packets::merging::merge(tx, &merging).await?;
    Ok(Json::Array(Vec::new()))
}
