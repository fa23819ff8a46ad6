//! The member's pages on the phone.

use web::Routes;

use super::{confirm, home, me};

pub fn routes() -> Routes {
    Routes::new()
        .get("/{org}", home::show)
        .get("/{org}/groups", home::groups)
        .get("/{org}/wallet", home::wallet)
        .get("/{org}/card", home::card)
        .get("/{org}/manifest.webmanifest", home::manifest)
        .get("/{org}/me", me::show)
        .post("/{org}/me", me::change)
        .post("/{org}/me/email", confirm::send)
        .post("/{org}/me/consents", me::consent)
        .post("/{org}/me/sessions/{session}/end", me::end)
        .post("/{org}/me/memberships/{membership}/end", me::leave)
        .get("/{org}/me/data", me::data_file)
        .get("/{org}/me/erasure", me::leaving)
        .post("/{org}/me/erasure", me::erase)
}
