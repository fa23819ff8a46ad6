//! The five frames that pages stand in: console, phone, counter, plain (joining, signing in,
//! errors) and print. Each page has exactly one `h1`, which its main part brings ([`Head`],
//! [`Empty::as_page`] or a heading of its own).
//!
//! [`Head`]: super::parts::Head
//! [`Empty::as_page`]: super::parts::Empty::as_page

use kernel::Lang;
use maud::{DOCTYPE, Markup, Render, html};

pub use super::frame::*;
use super::{accent, assets, icons, links, parts, rail};
use crate::t;

/// `of_kind`: what this kind of page has besides everybody's.
fn document(frame: &Frame, kind: &'static str, of_kind: Option<Files>, body: &Markup) -> Markup {
    let lang = frame.lang;
    let own = of_kind.into_iter().chain(frame.own);
    let hex = accent::normal(&frame.accent);
    // Paper is light.
    let theme = if kind == "print" { Theme::Light } else { frame.theme };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) dir="ltr" data-theme=[theme.attr()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                meta name="theme-color" content=(accent::theme_color(&hex));
                title { (frame.page_title()) }
                @for sheet in std::iter::once("app.css").chain(own.clone().map(|own| own.0)) {
                    link rel="stylesheet" href=(assets::href(sheet));
                }
                link rel="stylesheet" href={ "/assets/accent/" (hex) ".css" };
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                @if kind == "phone" { link rel="manifest" href={ (frame.base) "/manifest.webmanifest" }; }
                @for script in std::iter::once("app.js").chain(own.map(|own| own.1)) {
                    script type="module" src=(assets::href(script)) {}
                }
            }
            body class=(kind) {
                a.skip href="#main" { (t!(lang, "skip")) }
                (body)
            }
        }
    }
}

fn toasts(frame: &Frame) -> Markup {
    html! {
        toast-stack.toasts data-close=(t!(frame.lang, "close")) {
            @for flash in &frame.flash { (parts::toast(flash.tone, &flash.text)) }
        }
    }
}

/// Links to this page in the other languages; everywhere, because signing in is no condition for
/// reading.
pub fn languages(frame: &Frame) -> Markup {
    languages_by(frame, "lang")
}

/// `lang` is kept as the person's own; anything else is about this page only.
fn languages_by(frame: &Frame, key: &str) -> Markup {
    html! {
        nav.languages aria-label=(t!(frame.lang, "language")) {
            @for lang in Lang::ALL {
                a href=(links::replaced(&frame.here, key, lang.tag())) lang=(lang.tag()) hreflang=(lang.tag())
                    aria-current=[(lang == frame.lang).then_some("true")] { (lang.own_name()) }
            }
        }
    }
}

/// Links that choose light, dark, or what the device says.
pub fn themes(frame: &Frame) -> Markup {
    let lang = frame.lang;
    let choices = [
        (Theme::Auto, "auto", t!(lang, "theme-auto")),
        (Theme::Light, "light", t!(lang, "theme-light")),
        (Theme::Dark, "dark", t!(lang, "theme-dark")),
    ];
    html! {
        nav.languages aria-label=(t!(lang, "theme")) {
            @for (theme, value, label) in choices {
                a href=(links::replaced(&frame.here, "theme", value))
                    aria-current=[(theme == frame.theme).then_some("true")] { (label) }
            }
        }
    }
}

/// Staff pages: the rail at the left on the desk, at the bottom on the phone.
pub fn console(frame: &Frame, main: impl Render) -> Markup {
    let here = frame.entry();
    let body = html! {
        div.shell {
            header.rail { (rail::rail(frame, here)) }
            div.stage {
                (rail::siblings(frame, here))
                (toasts(frame))
                main #main tabindex="-1" { (main) }
            }
        }
    };
    document(frame, "console", Some(("console.css", "console.js")), &body)
}

/// Member pages on the phone. The bottom bar is there once there is a membership to look at.
pub fn phone(frame: &Frame, tab: Tab, main: impl Render) -> Markup {
    let (lang, base) = (frame.lang, &frame.base);
    let tabs = [
        (Tab::Home, icons::HOME, base.clone(), t!(lang, "tab-home")),
        (Tab::Groups, icons::GROUPS, format!("{base}/groups"), t!(lang, "tab-groups")),
        (Tab::Play, icons::PLAY, format!("{base}/play"), t!(lang, "tab-play")),
        (Tab::Wallet, icons::WALLET, format!("{base}/wallet"), t!(lang, "tab-wallet")),
        (Tab::Me, icons::ME, format!("{base}/me"), t!(lang, "tab-me")),
    ];
    let body = html! {
        (parts::awning())
        (toasts(frame))
        main #main tabindex="-1" { (main) }
        footer.phone-foot { (languages(frame)) }
        nav.tabbar aria-label=(t!(lang, "nav-main")) {
            @for (this, icon, href, label) in tabs.into_iter().filter(|tab| frame.playing || tab.0 != Tab::Play) {
                a href=(href) aria-current=[(this == tab).then_some("page")] {
                    (icon)
                    span { (label) }
                    @if this == Tab::Groups && frame.unread > 0 {
                        b.count { (frame.unread.min(99)) span.visually-hidden { " " (t!(lang, "unread", count = frame.unread)) } }
                    }
                }
            }
        }
    };
    document(frame, "phone", None, &body)
}

/// The counter: place and cashier above, then nothing that is not about the person in front.
pub fn counter(frame: &Frame, main: impl Render) -> Markup {
    let lang = frame.lang;
    let body = html! {
        (parts::awning())
        header.counter-head {
            strong { (frame.place) }
            (languages(frame))
            @if let Some(who) = &frame.who {
                (parts::chip(parts::Tone::Plain, &who.name))
                a href=(who.account_href) { (t!(lang, "switch-person")) }
            }
            (connection(frame))
        }
        (toasts(frame))
        main #main tabindex="-1" { (main) }
    };
    document(frame, "counter", Some(("counter.css", "counter.js")), &body)
}

/// Whether there is a network, and what the device keeps until there is; leads to what it keeps.
fn connection(frame: &Frame) -> Markup {
    let lang = frame.lang;
    let (pass, until) = match &frame.stands {
        None => (None, None),
        Some(Stands::Nobody) => (Some(""), None),
        Some(Stands::Cashier { pass, until }) => (Some(pass.as_str()), Some(until.micros() / 1000)),
    };
    html! {
        kept-queue data-pass=[pass] data-until=[until] data-name=[frame.who.as_ref().map(|who| &who.name)]
            data-off=(t!(lang, "offline")) data-kept=(t!(lang, "kept-here", count = "@"))
            data-refused=(t!(lang, "kept-refused", count = "@")) data-unpaired=(t!(lang, "kept-unpaired")) {
            a.chip.good href="/counter/offline" { (t!(lang, "online")) }
        }
        script type="module" src=(assets::href("offline.js")) {}
    }
}

/// One thing in the middle: joining, signing in, an error.
pub fn plain(frame: &Frame, main: impl Render) -> Markup {
    let brand = frame.brand();
    let body = html! {
        (parts::awning())
        (toasts(frame))
        div.plain-page {
            // A page that is about the brand says its name itself.
            @if frame.title != brand { header.brand { a href=(frame.home()) { (brand) } } }
            main #main tabindex="-1" { (main) }
            footer { (languages(frame)) }
        }
    };
    document(frame, "plain", None, &body)
}

/// A plain page that says one thing and has one way on.
pub fn alone(frame: Frame, empty: parts::Empty) -> Markup {
    let frame = frame.titled(empty.title());
    plain(&frame, empty.as_page())
}

/// A sheet for the printer: posters, table tents, winners' lists. What is around it stays on the
/// screen.
pub fn print(frame: &Frame, main: impl Render) -> Markup {
    let lang = frame.lang;
    let body = html! {
        header.print-bar {
            print-button { button.button.primary type="button" hidden { (icons::PRINT) (t!(lang, "print")) } }
            span { (t!(lang, "print-hint")) }
            (languages_by(frame, "paper"))
        }
        main #main.sheet tabindex="-1" { (main) }
    };
    document(frame, "print", Some(("print.css", "print.js")), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_page_names_the_brand_once() {
        for (title, head) in [("Riverside", "Riverside"), ("Join Riverside", "Join us")] {
            let frame = Frame::new(Lang::En, "Riverside").titled(title);
            let page = plain(&frame, html! { h1 { (head) } }).into_string();
            let body = page.split("<body").nth(1).unwrap();
            assert_eq!(body.matches("Riverside").count(), 1, "{body}");
        }
    }
}
