//! What somebody came for before they were a member. Their device keeps it for two hours, so that joining,
//! or coming back on a strange phone, ends where they wanted to be.
//!
//! It is the address of one of the shop's own pages and nothing else: whatever else stands in the cookie,
//! or in the link that sets it, is not followed.

use axum::response::Response;

use crate::{
    kit::links,
    reply::{add_cookie, see_other},
    shops::Shop,
    who::Guest,
};

pub const COOKIE: &str = "wanted";
const KEPT: u32 = 2 * 60 * 60;
const MOST: usize = 200;

/// The way to joining that remembers a page.
pub fn by_way_of(shop: &Shop, page: &str) -> String {
    links::with_query(&shop.href("/wanted"), [("to", page)])
}

/// The page that somebody came for, if it is one of this shop's.
pub fn page<'p>(shop: &Shop, page: &'p str) -> Option<&'p str> {
    let inside = page.strip_prefix(&shop.href(""))?.strip_prefix('/')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte);
    let whole = inside.bytes().all(plain) && !inside.contains("//") && page.len() <= MOST;
    (whole && !inside.is_empty() && inside != "wanted").then_some(page)
}

/// What this device came for.
pub fn of(guest: &Guest) -> Option<&str> {
    page(&guest.shop, guest.ask.wanted.as_deref()?)
}

/// Has the device keep it.
pub fn keep(response: &mut Response, guest: &Guest, page: &str) {
    let path = guest.shop.href("");
    let kept = format!("{COOKIE}={page}; Path={path}; Max-Age={KEPT}; HttpOnly; SameSite=Lax");
    add_cookie(response, &kept);
}

/// To what they came for, which is then forgotten, or home.
pub fn go_on(guest: &Guest) -> Response {
    let home = guest.shop.href("");
    let mut response = see_other(of(guest).unwrap_or(&home));
    if guest.ask.wanted.is_some() {
        add_cookie(&mut response, &format!("{COOKIE}=; Path={home}; Max-Age=0; SameSite=Lax"));
    }
    response
}
