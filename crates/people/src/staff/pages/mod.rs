//! The pages of staff: coming in, one's own account, everybody's.

mod account;
mod invitation;
mod list;
mod password;
mod person;
mod second;
mod sign_in;

use axum::{extract::FromRequestParts as _, http::request::Parts};
use kernel::permission::UseConsole;
use web::{
    App, Routes, Staff, fence,
    reply::{add_cookie, see_other},
    sessions::Kind,
};

use axum::response::Response;

/// The routes of this slice.
pub fn routes() -> Routes {
    Routes::new()
        .merge(sign_in::routes())
        .merge(second::routes())
        .merge(password::routes())
        .merge(account::routes())
        .merge(invitation::routes())
        .merge(list::routes())
        .merge(person::routes())
}

/// Signed in: the cookie, and on to where they were going.
pub fn enter(app: &App, token: &str, next: &str) -> Response {
    let mut response = see_other(local(next));
    add_cookie(&mut response, &fence::session_cookie(app, Kind::Staff, "/console", token));
    response
}

/// A way back is taken only if it leads into the console: nobody is sent elsewhere by a link.
pub fn local(next: &str) -> &str {
    let inside = next == "/console"
        || next.strip_prefix("/console").is_some_and(|rest| rest.starts_with(['/', '?']));
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && next.len() < 1000;
    let back_here = next.starts_with("/console/sign-in") || next.starts_with("/console/sign-out");
    if inside && plain && !next.contains("..") && !back_here { next } else { "/console" }
}

/// Whoever asks, if they are signed in.
pub async fn known(parts: &mut Parts, app: &App) -> Option<Staff<UseConsole>> {
    Staff::<UseConsole>::from_request_parts(parts, app).await.ok()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_out_of_the_console() {
        for (next, there) in [
            ("/console/members?q=a", "/console/members?q=a"),
            ("/console", "/console"),
            ("/console?x=1", "/console?x=1"),
            ("", "/console"),
            ("//evil.example", "/console"),
            ("https://evil.example/console", "/console"),
            ("/\\evil.example", "/console"),
            ("/console\\..\\evil", "/console"),
            ("/console/../evil", "/console"),
            ("/consoleevil", "/console"),
            ("/console/a\r\nset-cookie: x", "/console"),
            ("/console/sign-in?next=/console/sign-in", "/console"),
            ("javascript:alert(1)", "/console"),
        ] {
            assert_eq!(local(next), there, "{next}");
        }
    }
}
