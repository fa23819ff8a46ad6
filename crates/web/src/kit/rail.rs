//! The console's rail: brand, scope switch, the seven stages, search, and who is signed in.

use maud::{Markup, html};

use super::{
    icons,
    layout::{Entry, Frame, Stage, languages, themes},
    parts,
};
use crate::t;

pub(super) fn rail(frame: &Frame, here: Option<&Entry>) -> Markup {
    let lang = frame.lang;
    html! {
        (parts::awning())
        div.rail-top {
            a.brand href="/console" { (frame.brand()) }
            (scopes(frame))
        }
        nav.stages aria-label=(t!(lang, "nav-main")) {
            ul { @for stage in Stage::ALL { (entry_of(frame, stage, here)) } }
        }
        div.rail-foot {
            command-palette data-src="/console/find" data-empty=(t!(lang, "find-nothing")) {
                a.find href="/console/find" { (icons::SEARCH) span { (t!(lang, "find")) } kbd { "Ctrl K" } }
            }
            (account(frame))
        }
    }
}

fn entry_of(frame: &Frame, stage: Stage, here: Option<&Entry>) -> Markup {
    let lang = frame.lang;
    let entries: Vec<_> = frame.rail.iter().filter(|entry| entry.stage == stage).collect();
    let current = here.is_some_and(|entry| entry.stage == stage);
    let waits: i64 = entries.iter().filter_map(|entry| entry.count).sum();
    html! {
        @if let Some(first) = entries.first() {
            li.current[current] .last[stage == Stage::Settings] {
                a.stage-link href=(first.href) aria-current=[current.then_some("true")] {
                    (stage.icon())
                    span { (stage.label(lang)) }
                    @if waits > 0 { b.count { (waits.min(99)) } }
                }
                @if current && entries.len() > 1 {
                    ul.sub { @for entry in &entries { li { (link(entry, here)) } } }
                }
            }
        }
    }
}

fn link(entry: &Entry, here: Option<&Entry>) -> Markup {
    let current = here.is_some_and(|here| here.href == entry.href);
    html! {
        a href=(entry.href) aria-current=[current.then_some("page")] {
            (entry.label)
            @if let Some(count) = entry.count.filter(|count| *count > 0) { b.count { (count.min(99)) } }
        }
    }
}

/// On the phone the pages of the current stage stand above the page, since the rail is a bar there.
pub(super) fn siblings(frame: &Frame, here: Option<&Entry>) -> Markup {
    let Some(current) = here else { return html! {} };
    let same: Vec<_> = frame.rail.iter().filter(|entry| entry.stage == current.stage).collect();
    html! {
        @if same.len() > 1 {
            nav.siblings aria-label=(current.stage.label(frame.lang)) {
                @for entry in same { (link(entry, here)) }
            }
        }
    }
}

fn scopes(frame: &Frame) -> Markup {
    let current = frame.scopes.iter().find(|scope| scope.current).or_else(|| frame.scopes.first());
    html! {
        @if let Some(current) = current {
            details.scope {
                summary aria-label=(t!(frame.lang, "scope", name = current.label.as_str())) {
                    span { (current.label) } (icons::DOWN)
                }
                ul {
                    @for scope in &frame.scopes {
                        li { a href=(scope.href) aria-current=[scope.current.then_some("true")] { (scope.label) } }
                    }
                }
            }
        }
    }
}

fn account(frame: &Frame) -> Markup {
    let lang = frame.lang;
    html! {
        details.account {
            summary {
                @if let Some(who) = &frame.who {
                    (parts::avatar(&who.name))
                    span { strong { (who.name) } small { (who.role) } }
                } @else { (icons::LANGUAGES) span { (lang.own_name()) } }
            }
            div.account-menu {
                @if let Some(who) = &frame.who {
                    a href=(who.account_href) { (t!(lang, "account")) }
                    form method="post" action=(who.sign_out_href) {
                        input type="hidden" name="once" value=(who.once);
                        button.linkish type="submit" { (t!(lang, "sign-out")) }
                    }
                }
                (languages(frame))
                (themes(frame))
            }
        }
    }
}
