//! What gifts are called, for pages of rooms that show ids.

use std::collections::HashMap;

use kernel::{GiftId, Lang, OrgId, Result};
use store::Reader;
use uuid::Uuid;
use web::{Slice, names::Namer};

use crate::gifts;

pub fn slice() -> Slice {
    Slice {
        namers: vec![Namer {
            prefix: "gft",
            look: |db, org, lang, ids| Box::pin(of_gifts(db, org, lang, ids)),
        }],
        ..Slice::named("gift_names")
    }
}

async fn of_gifts(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(gift) = gifts::find(db, org, GiftId::from_uuid(*id)).await? {
            names.insert(*id, gift.details.name.say(lang).to_owned());
        }
    }
    Ok(names)
}
