//! The list as it was pasted, as a sheet of paper, beside what was read of it.

use kernel::{Lang, permission::KeepOrderLists};
use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        Form, Tone, format, icons,
        parts::{Button, Head, chip},
    },
    t,
};

use super::{
    actions::Taken,
    asked::Paste,
    difference::Change,
    model::{AT_ONCE, Entry, OrderList, Wanted},
    reading::{Unclear, Why, key},
    sheet::Book,
};
use crate::products::Part;

/// Lines that can be mended at once: a form has so many fields.
const MENDED: usize = 100;

/// What a confirmation came to that did not do all of it.
pub enum Outcome {
    Taken(Taken),
    MovedOn,
}

pub struct Seen<'a> {
    pub list: &'a OrderList,
    pub paste: &'a Paste,
    pub book: &'a Book,
    pub outcome: Option<Outcome>,
}

pub fn page(staff: &Staff<KeepOrderLists>, seen: &Seen<'_>) -> Markup {
    let (lang, list, paste) = (staff.lang(), seen.list, seen.paste);
    let found = &paste.difference;
    let sentence = t!(
        lang,
        "order_lists-read-sentence",
        clear = found.count(),
        unclear = paste.reading.unclear.len(),
        same = found.same.len()
    );
    let form = Form::again(lang, typed(paste), paste.wrong.clone());
    let readings = format!("{}/readings", list.href());
    html! {
        (Head::new(t!(lang, "order_lists-read-title")).back(&list.href(), &list.name).note(sentence))
        @if let Some(outcome) = &seen.outcome { (told(lang, seen, outcome)) }
        div.columns.listing {
            div { (paper(lang, paste)) }
            div {
                (form.post(&readings, &staff.once(), html! {
                    (form.hidden("text", &paste.text))
                    (form.hidden("seen", &list.revision.to_string()))
                    (clear(lang, seen, &form))
                    (missing(lang, seen))
                    (unclear(lang, paste, &form))
                    (same(lang, seen))
                    (steps(lang, list, paste))
                }))
            }
        }
    }
}

/// What the host typed beside the names.
fn typed(paste: &Paste) -> Vec<(String, String)> {
    let who = paste.who.iter().map(|(at, typed)| (format!("who.{at}"), typed.clone()));
    let fix = paste.reading.unclear.iter().map(|one| (format!("fix.{}", one.at), one.text.clone()));
    who.chain(fix).collect()
}

/// The sheet, each line with how it was read.
fn paper(lang: Lang, paste: &Paste) -> Markup {
    let ordered = |at: usize| paste.reading.ordered.iter().any(|one| one.at == at);
    let off = |at: usize| paste.reading.withdrawn.iter().any(|one| one.at == at);
    let unclear = |at: usize| paste.reading.unclear.iter().any(|one| one.at == at);
    html! {
        section.paper.written {
            h2 { (t!(lang, "order_lists-written")) }
            ol {
                @for (at, line) in paste.text.lines().enumerate() {
                    @if unclear(at) { li.unclear id={ "line-" (at) } { (line) span.visually-hidden { " – " (t!(lang, "order_lists-line-unclear")) } } }
                    @else if off(at) { li.off { s { (line) } } }
                    @else if ordered(at) { li.clear { (line) } }
                    @else { li.other { (line) } }
                }
            }
        }
    }
}

fn goods(lang: Lang, book: &Book, parts: &[Part]) -> String {
    let said = parts.iter().map(|part| {
        let quantity = t!(lang, "products-times", quantity = part.quantity);
        format!("{quantity} {}", book.name(lang, part.product))
    });
    format::list(lang, &said.collect::<Vec<_>>())
}

/// What becomes an order, changes one, or calls one off.
fn clear(lang: Lang, seen: &Seen<'_>, form: &Form) -> Markup {
    let found = &seen.paste.difference;
    let rest = AT_ONCE.saturating_sub(found.withdrawn.len() + found.changed.len());
    html! {
        @if found.count() > 0 {
            section.read {
                h2 { (t!(lang, "order_lists-clear", count = found.count())) }
                ol.list-orders {
                    @for entry in &found.withdrawn { (gone(lang, seen, entry)) }
                    @for change in &found.changed { (changed(lang, seen, (form, change))) }
                    @for wanted in found.added.iter().take(rest) { (added(lang, seen, (form, wanted))) }
                }
                @if found.added.len() > rest {
                    p.note { (t!(lang, "order_lists-more", count = found.added.len() - rest, most = AT_ONCE)) }
                }
            }
        }
    }
}

fn added(lang: Lang, seen: &Seen<'_>, (form, wanted): (&Form, &Wanted)) -> Markup {
    html! {
        li {
            span.list-number.num { (wanted.number) }
            div {
                strong { (wanted.name) }
                p { (goods(lang, seen.book, &wanted.parts)) @if !wanted.note.is_empty() { " · " (wanted.note) } }
                (who(lang, seen, (form, wanted)))
            }
            div.list-state { (chip(Tone::Good, &t!(lang, "order_lists-added"))) }
        }
    }
}

fn changed(lang: Lang, seen: &Seen<'_>, (form, change): (&Form, &Change)) -> Markup {
    let (before, now) = (&change.before, &change.now);
    html! {
        li {
            span.list-number.num { (now.number) }
            div {
                strong { (now.name) }
                p {
                    s.note { (goods(lang, seen.book, &before.parts)) } " "
                    (goods(lang, seen.book, &now.parts)) @if !now.note.is_empty() { " · " (now.note) }
                }
                (who(lang, seen, (form, now)))
            }
            div.list-state { (chip(Tone::Accent, &t!(lang, "order_lists-is-changed"))) }
        }
    }
}

fn gone(lang: Lang, seen: &Seen<'_>, entry: &Entry) -> Markup {
    let said = seen.paste.reading.withdrawn.iter().any(|one| key(&one.name) == entry.line);
    html! {
        li {
            span.list-number.num { (entry.number) }
            div { strong { s { (entry.name) } } p { s { (goods(lang, seen.book, &entry.parts)) } } }
            div.list-state {
                @if said { (chip(Tone::Warn, &t!(lang, "order_lists-off"))) }
                @else {
                    label {
                        input type="checkbox" name="off" value=(entry.name) checked;
                        " " (t!(lang, "order_lists-off"))
                    }
                }
            }
        }
    }
}

/// Whom a name means: nobody, unless the host says so or one person of the group is called so.
fn who(lang: Lang, seen: &Seen<'_>, (form, wanted): (&Form, &Wanted)) -> Markup {
    let Some(at) = seen.paste.line_of(&wanted.name) else { return html! {} };
    let field =
        form.text(&format!("who.{at}"), t!(lang, "order_lists-who", name = wanted.name.as_str()));
    let known = wanted.member.is_some();
    html! {
        details.who open[!seen.paste.wrong.is_empty()] {
            summary {
                @if known { (icons::GOOD) (t!(lang, "order_lists-who-known")) }
                @else { (t!(lang, "order_lists-who-nobody")) }
            }
            (field.max(60).optional().hint(t!(lang, "order_lists-who-hint")))
        }
    }
}

/// Who stood on the list and stands on it no more: a tick calls the order off.
fn missing(lang: Lang, seen: &Seen<'_>) -> Markup {
    let missing = &seen.paste.difference.missing;
    html! {
        @if !missing.is_empty() {
            section.read {
                h2 { (t!(lang, "order_lists-missing", count = missing.len())) }
                p.note { (t!(lang, "order_lists-missing-why")) }
                ol.list-orders {
                    @for entry in missing.iter().take(MENDED) {
                        li {
                            span.list-number.num { (entry.number) }
                            label {
                                input type="checkbox" name="off" value=(entry.name);
                                " " strong { (entry.name) } " " (goods(lang, seen.book, &entry.parts))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn unclear(lang: Lang, paste: &Paste, form: &Form) -> Markup {
    let all = &paste.reading.unclear;
    html! {
        @if !all.is_empty() {
            section.read.unclear {
                h2 { (t!(lang, "order_lists-unclear", count = all.len())) }
                p.note { (t!(lang, "order_lists-unclear-why")) }
                @for one in all.iter().take(MENDED) {
                    (form.text(&format!("fix.{}", one.at), reason(lang, one)).max(400).optional())
                }
            }
        }
    }
}

/// Why a line is not clear, in words.
pub fn reason(lang: Lang, one: &Unclear) -> String {
    let about = one.wrong.about.as_str();
    match one.wrong.why {
        Why::NoNumber => t!(lang, "order_lists-why-no-number"),
        Why::NoName => t!(lang, "order_lists-why-no-name"),
        Why::NameEnds => t!(lang, "order_lists-why-name-ends", about = about),
        Why::WordUnknown => t!(lang, "order_lists-why-word-unknown", about = about),
        Why::HowMany => t!(lang, "order_lists-why-how-many"),
        Why::WhichGoods => t!(lang, "order_lists-why-which-goods"),
        Why::UnitUnknown => t!(lang, "order_lists-why-unit-unknown", about = about),
        Why::Half => t!(lang, "order_lists-why-half"),
        Why::Dozen => t!(lang, "order_lists-why-dozen"),
        Why::AsBefore => t!(lang, "order_lists-why-as-before"),
        Why::TooMany => t!(lang, "order_lists-why-too-many", most = crate::products::MOST_OF_ONE),
        Why::GoodsTwice => t!(lang, "order_lists-why-goods-twice"),
        Why::NameTwice => t!(lang, "order_lists-why-name-twice", about = about),
        Why::NumberUnknown => t!(lang, "order_lists-why-number-unknown"),
        Why::NumberTwice => t!(lang, "order_lists-why-number-twice"),
        Why::NoteSays => t!(lang, "order_lists-why-note-says", about = about),
        Why::Crossed => t!(lang, "order_lists-why-crossed"),
        Why::TooLong => t!(lang, "order_lists-why-too-long"),
    }
}

fn same(lang: Lang, seen: &Seen<'_>) -> Markup {
    let same = &seen.paste.difference.same;
    html! {
        @if !same.is_empty() {
            details.read {
                summary { (t!(lang, "order_lists-same", count = same.len())) }
                ol.list-orders {
                    @for entry in same {
                        li {
                            span.list-number.num { (entry.number) }
                            div { strong { (entry.name) } " " (goods(lang, seen.book, &entry.parts)) }
                        }
                    }
                }
            }
        }
    }
}

fn steps(lang: Lang, list: &OrderList, paste: &Paste) -> Markup {
    let count = paste.difference.count();
    let confirm = format!("{}/confirmations", list.href());
    let can = count > 0 || !paste.difference.missing.is_empty();
    html! {
        div.actions {
            @if can { (Button::primary(t!(lang, "order_lists-confirm", count = count)).action(confirm)) }
            @if !paste.reading.unclear.is_empty() || can { (Button::plain(t!(lang, "order_lists-again"))) }
        }
    }
}

/// What was done, and what was not and why.
fn told(lang: Lang, seen: &Seen<'_>, outcome: &Outcome) -> Markup {
    let taken = match outcome {
        Outcome::MovedOn => {
            return html! { div.summary role="alert" { (icons::ALERT) p { (t!(lang, "refusal-order_lists-moved_on")) } } };
        }
        Outcome::Taken(taken) => taken,
    };
    html! {
        div.summary role="alert" {
            (icons::ALERT)
            div {
                strong {
                    (t!(lang, "order_lists-taken", made = taken.made, changed = taken.changed, withdrawn = taken.withdrawn))
                }
                ul {
                    @for short in &taken.short {
                        li {
                            (t!(lang, "order_lists-short", name = short.name.as_str(),
                                product = seen.book.name(lang, short.product), left = short.left))
                        }
                    }
                    @for name in &taken.kept { li { (t!(lang, "order_lists-kept-name", name = name.as_str())) } }
                    @if taken.left > 0 { li { (t!(lang, "order_lists-left", count = taken.left)) } }
                }
            }
        }
    }
}
