//! The page for an error: what happened, what it means, what to do.

use kernel::Error;
use maud::{Markup, html};

use super::{
    icons,
    layout::{self, Frame},
    parts::{Button, Empty},
    words,
};
use crate::t;

/// The whole page, in the console's frame for those who are signed in there. `id` is the number under which something broken was logged.
pub fn page(frame: &Frame, error: &Error, id: Option<&str>) -> Markup {
    let lang = frame.lang;
    let title = title(frame, error);
    let text = match id {
        Some(id) => words::broken(lang, id),
        None => words::error(lang, error),
    };
    let icon = match error {
        Error::NotFound(_) => icons::SEARCH,
        Error::Unauthenticated | Error::Forbidden(_) => icons::LOCK,
        Error::TooMany { .. } | Error::Busy { .. } | Error::NotOwner => icons::CLOCK,
        _ => icons::ALERT,
    };
    let main = html! {
        (Empty::new(icon, title.clone(), text).as_page())
        // Fields of a form stand in the form; these came by an address that somebody wrote or cut.
        @if let Error::Invalid(fields) = error {
            @for one in fields.iter() {
                p.centred { strong { (one.field) } " " (words::field_error(lang, one)) }
            }
        }
        p.centred.actions {
            @if matches!(error, Error::Busy { .. } | Error::NotOwner | Error::TooMany { .. }) {
                (Button::link(frame.here.clone(), t!(lang, "try-again")))
            } @else {
                (Button::link(frame.home(), t!(lang, "go-home")))
            }
            @if frame.in_console() {
                (Button::quiet(t!(lang, "find")).href("/console/find").icon(icons::SEARCH))
            }
        }
    };
    let frame = frame.clone().titled(title);
    if frame.in_console() { layout::console(&frame, main) } else { layout::plain(&frame, main) }
}

/// The few words above.
pub fn title(frame: &Frame, error: &Error) -> String {
    let lang = frame.lang;
    match error.status() {
        400 => t!(lang, "error-title-malformed"),
        401 => t!(lang, "error-title-unauthenticated"),
        403 => t!(lang, "error-title-forbidden"),
        404 => t!(lang, "error-title-not_found"),
        429 => t!(lang, "error-title-too_many"),
        503 => t!(lang, "error-title-busy"),
        500 => t!(lang, "error-title-broken"),
        _ => t!(lang, "error-title-refused"),
    }
}
