//! The custom elements of `assets/app`, as maud functions. Each is something plain without scripts.

use kernel::Time;
use maud::{Markup, Render, html};

/// A part of the page that stays fresh: server-sent events from `src` either carry the new inside
/// or only say that there is one, and then `fragment` is fetched again.
pub fn region(src: &str, fragment: &str, inside: impl Render) -> Markup {
    html! { live-region src=(src) href=(fragment) aria-live="polite" { (inside) } }
}

/// A number that rolls to its value when it changes.
pub fn count(value: &str) -> Markup {
    html! { count-up.num { (value) } }
}

/// Counts down to an instant on the server's clock, of which the page brings the time. Before that, and without
/// scripts, it says `text`; then it is gone, and the element with the id `then` is there.
pub fn countdown((now, at): (Time, Time), text: &str, then: &str) -> Markup {
    let millis = |time: Time| time.micros() / 1000;
    html! {
        count-down role="timer" data-now=(millis(now)) data-at=(millis(at)) data-then=(then) {
            span { (text) } " " b.num {}
        }
    }
}

/// Text with a button that copies it.
pub fn copy(text: &str, label: &str, done: &str) -> Markup {
    html! {
        copy-button data-text=(text) data-done=(done) {
            code { (text) }
            button.button.quiet type="button" hidden { (super::icons::COPY) (label) }
        }
    }
}

/// Scans a code with the camera where the browser can, and otherwise takes a photo that is sent to
/// `action` as the file `photo`. What was read goes into the form field `name`.
pub fn scan(action: &str, name: &str, label: &str) -> Markup {
    html! {
        scan-field data-name=(name) {
            form method="post" action=(action) enctype="multipart/form-data" {
                label.button {
                    (super::icons::CAMERA) (label)
                    input.visually-hidden type="file" name="photo" accept="image/*" capture="environment";
                }
                noscript { button.button type="submit" { (label) } }
            }
        }
    }
}

/// Hidden fields `lat` and `lon` that fill themselves when the person allows it; inside a form.
pub fn near_me(label: &str, refused: &str) -> Markup {
    html! {
        near-me data-refused=(refused) {
            input type="hidden" name="lat";
            input type="hidden" name="lon";
            button.button.quiet type="button" hidden { (super::icons::PIN) (label) }
            small role="status" {}
        }
    }
}

/// What the command palette shows for `/console/find?q=` when it is asked with the header
/// `X-Fragment: 1`, and the page of that address lists: label, what it is, where it leads.
pub fn found<L: AsRef<str>>(results: impl IntoIterator<Item = (L, L, L)>) -> Markup {
    html! {
        @for (label, note, href) in results {
            a href=(href.as_ref()) { span { (label.as_ref()) } small { (note.as_ref()) } }
        }
    }
}

/// The phone beside a form: shows `src`, again whenever the form changes.
pub fn phone_preview(src: &str, title: &str) -> Markup {
    html! {
        phone-preview src=(src) {
            iframe.phone-frame src=(src) title=(title) loading="lazy" {}
        }
    }
}
