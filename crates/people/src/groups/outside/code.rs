//! The live join code of an outside group, for those who came through our form.
//!
//! Its picture has an address that works for half an hour and cannot be made up: a keyed hash over
//! group and time, with a key per group that changes with every new code.

use std::fmt::Write as _;

use ::store::Read;
use kernel::{GroupId, Result, Time, text};
use sha2::{Digest as _, Sha256};
use web::Shop;

use super::{FOREVER, store};
use crate::groups::Place;

/// How long the address of a picture works.
const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(30 * 60);

/// How one gets into an outside group now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The app to open it with.
    pub app: String,
    /// The picture to scan or to keep pressed; its address works for half an hour.
    pub image_href: Option<String>,
    pub link: Option<String>,
    /// When the app ends the code; `None`: it stays.
    pub expires_at: Option<Time>,
}

/// The code of an open outside group that still works; `None` when there is none to show. Whether
/// this person may see it is the caller's to decide: show it after joining.
pub async fn live_code(
    db: &mut impl Read,
    shop: &Shop,
    id: GroupId,
    now: Time,
) -> Result<Option<Code>> {
    let Some(group) = crate::groups::find(db, shop.org, id).await? else { return Ok(None) };
    let Some(ends) = group.code_ends.filter(|ends| *ends > now) else { return Ok(None) };
    if group.place != Place::Outside || !group.is_open() {
        return Ok(None);
    }
    let Some(outside) = store::find(db, shop.org, id).await? else { return Ok(None) };
    let until = now.plus(SHOWN_FOR).micros() / 1_000_000;
    let image_href = outside.pictured.then(|| {
        let proof = proof(&outside.secret, id, until);
        shop.href(&format!("/g/{id}/code.png?until={until}&proof={proof}"))
    });
    Ok(Some(Code {
        app: outside.app,
        image_href,
        link: outside.link,
        expires_at: (ends != FOREVER).then_some(ends),
    }))
}

/// Whether an address of a picture is one that we gave out and still works.
pub(super) fn holds(secret: &[u8], id: GroupId, (until, given): (i64, &str), now: Time) -> bool {
    let until_micros = until.saturating_mul(1_000_000);
    let fresh = until_micros > now.micros() && until_micros <= now.plus(SHOWN_FOR * 2).micros();
    fresh && text::same_secret(proof(secret, id, until).as_bytes(), given.as_bytes())
}

/// A hash inside a hash, each begun with the key, so that nothing can be appended to it.
fn proof(secret: &[u8], id: GroupId, until: i64) -> String {
    let inner = Sha256::new().chain_update(secret).chain_update(format!("{id} {until}")).finalize();
    let outer = Sha256::new().chain_update(secret).chain_update(inner).finalize();
    outer.iter().take(16).fold(String::new(), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
