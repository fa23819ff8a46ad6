//! What joining looks like on the phone.

use kernel::{Error, Time};
use maud::{Markup, html};
use web::{
    Guest, Piece,
    kit::{
        Form, Tone, format, icons, layout, live,
        parts::{self, Button, Empty, Head, chip},
        qr, words,
    },
    t, wanted,
};

use super::{
    doors::Door,
    model::{ANSWER_MAX, Application, RECEIPT_MAX, State},
};
use crate::{
    groups::{Group, outside},
    links::AskPhone,
    members::Member,
    series::Threshold,
};

/// The sheet at the door.
#[derive(Debug)]
pub struct Sheet<'s> {
    pub guest: &'s Guest,
    pub door: &'s Door,
    pub form: &'s Form,
    pub known: Option<&'s Member>,
}

pub fn form(sheet: &Sheet<'_>) -> Markup {
    let (guest, door) = (sheet.guest, sheet.door);
    let lang = guest.lang();
    let title = if door.link.headline.is_empty() {
        t!(lang, "joining-title", shop = guest.shop.name.as_str())
    } else {
        door.link.headline.clone()
    };
    let over = door.group.as_ref().map_or(door.series.name.as_str(), |group| group.name.as_str());
    let action = guest.shop.href(&door.link.path());
    let main = html! {
        (Head::new(title.clone()).over(over))
        @if !door.series.plan.promise.is_empty() { p.promise { (door.series.plan.promise) } }
        (sheet.form.post(&action, &guest.once(), fields(sheet)))
        (rules(sheet))
        @if sheet.known.is_none() {
            p { a href=(guest.shop.href("/return")) { (t!(lang, "joining-return")) } }
        }
    };
    layout::plain(&guest.frame(title), main)
}

fn fields(sheet: &Sheet<'_>) -> Markup {
    let (guest, form, link) = (sheet.guest, sheet.form, &sheet.door.link);
    let lang = guest.lang();
    let phone = form.phone("phone", t!(lang, "joining-phone"), &guest.shop.country);
    let phone = phone.hint(t!(lang, "joining-phone-hint"));
    html! {
        @if let Some(member) = sheet.known {
            p.lead { (t!(lang, "joining-as", name = member.short_name())) }
        } @else {
            (form.text("name", t!(lang, "joining-name")).max(120).autocomplete("name"))
            @if link.ask_phone == AskPhone::Required { (phone) } @else { (phone.optional()) }
        }
        (threshold(sheet))
        @if link.store.is_none() && link.group.is_none() {
            (live::near_me(&t!(lang, "joining-near"), &t!(lang, "joining-near-refused")))
        }
        @if sheet.known.is_none() {
            (form.checkbox("membership", t!(lang, "joining-agree", shop = guest.shop.name.as_str())).required())
            (form.checkbox("messages", t!(lang, "joining-agree-messages")))
        }
        (Button::primary(t!(lang, "joining-do")).big())
    }
}

fn threshold(sheet: &Sheet<'_>) -> Markup {
    let (lang, form) = (sheet.guest.lang(), sheet.form);
    let question = sheet.door.series.threshold.question().unwrap_or_default();
    let label = if question.is_empty() { t!(lang, "joining-answer") } else { question.to_owned() };
    let area = form.textarea("answer", label, 3).max(ANSWER_MAX);
    match &sheet.door.series.threshold {
        Threshold::None => html! {},
        Threshold::Question { .. } => html! { (area) },
        Threshold::Purchase => html! {
            (form.text("receipt", t!(lang, "joining-receipt")).max(RECEIPT_MAX).autocomplete("off")
                .hint(t!(lang, "joining-receipt-hint")))
        },
        Threshold::Approval { question, decides_after_hours } => html! {
            @if question.is_some() { (area) } @else { (area.optional()) }
            p.hint { (t!(lang, "joining-approval", hours = *decides_after_hours)) }
        },
    }
}

fn rules(sheet: &Sheet<'_>) -> Markup {
    let rules = &sheet.door.series.plan.rules;
    html! {
        @if !rules.is_empty() {
            details.unfold {
                summary { (t!(sheet.guest.lang(), "joining-rules", count = rules.len())) }
                ol { @for rule in rules { li { (rule.text) } } }
            }
        }
    }
}

/// Somebody who is in already scanned the link again.
pub fn inside(guest: &Guest, group: &Group) -> Markup {
    let lang = guest.lang();
    let why = t!(lang, "joining-inside-why", group = group.name.as_str());
    let empty = Empty::new(icons::GOOD, t!(lang, "joining-inside"), why)
        .action(guest.shop.href(""), t!(lang, "joining-home"));
    layout::alone(guest.frame(""), empty)
}

/// A second group of the series: no, and the way to the first.
pub fn second(guest: &Guest, error: &Error) -> Markup {
    let lang = guest.lang();
    let why = words::error(lang, error);
    let empty = Empty::new(icons::GROUPS, t!(lang, "joining-second"), why)
        .action(guest.shop.href("/groups"), t!(lang, "joining-second-go"));
    layout::alone(guest.frame(""), empty)
}

/// What somebody has in hand after joining.
#[derive(Debug)]
pub struct Ticket {
    pub group: Group,
    pub code: Option<outside::Code>,
    pub drawn: Vec<Markup>,
}

pub fn joined(guest: &Guest, ticket: &Ticket) -> Markup {
    let lang = guest.lang();
    let title = t!(lang, "joining-joined");
    let main = html! {
        (Head::new(title.clone()).over(ticket.group.name.as_str()))
        @for piece in &ticket.drawn { (piece) }
        @if let Some(code) = &ticket.code { (outside_code(guest, code)) }
        @else if ticket.group.place == crate::groups::Place::Outside {
            (parts::card("", html! {}, html! { p { (t!(lang, "joining-outside-later")) } }))
        }
        // What they came for, or something to play, is the one thing to do first.
        @let wanted = wanted::of(guest).is_some();
        @if wanted {
            (Button::primary(t!(lang, "joining-wanted")).href(guest.shop.href("/wanted")).big())
        }
        @let home = t!(lang, "joining-home");
        @let home = if wanted || ticket.drawn.len() > 1 { Button::plain(home) } else { Button::primary(home) };
        (home.href(guest.shop.href("")).big())
    };
    layout::phone(&guest.frame(title), layout::Tab::Home, main)
}

/// The second step of an outside group: its own code, scanned or held.
fn outside_code(guest: &Guest, code: &outside::Code) -> Markup {
    let lang = guest.lang();
    let inside = html! {
        p { (t!(lang, "joining-outside-why", app = code.app.as_str())) }
        @if let Some(src) = &code.image_href { img.qr src=(src) alt=(t!(lang, "joining-outside-alt")) width="320" height="320"; }
        @if let Some(link) = &code.link { (Button::link(link.clone(), t!(lang, "joining-outside-open", app = code.app.as_str())).icon(icons::EXTERNAL)) }
    };
    parts::card(&t!(lang, "joining-outside"), html! {}, inside)
}

/// A typed number on a device we do not know: nothing personal, and what to do.
pub fn unproven(guest: &Guest) -> Markup {
    let lang = guest.lang();
    let title = t!(lang, "joining-almost");
    let form = Form::new(lang);
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "joining-almost-why")))
        (form.post(&guest.shop.href("/return/code"), &guest.once(), html! {
            (Button::primary(t!(lang, "joining-almost-do")).big())
        }))
        p { a href=(guest.shop.href("")) { (t!(lang, "joining-to-shop", shop = guest.shop.name.as_str())) } }
    };
    layout::plain(&guest.frame(title), main)
}

pub fn waiting(guest: &Guest, wish: &Application, now: Time) -> Markup {
    let lang = guest.lang();
    let (title, why, tone) = match wish.state {
        State::Waiting => (t!(lang, "joining-waiting"), due(guest, wish, now), Tone::Accent),
        State::Refused => {
            (t!(lang, "joining-refused"), t!(lang, "joining-refused-why"), Tone::Warn)
        }
        _ => (t!(lang, "joining-over"), t!(lang, "joining-over-why"), Tone::Plain),
    };
    let main = html! {
        (Head::new(title.clone()).note(why))
        p { (chip(tone, &t!(lang, &format!("joining-state-{}", wish.state.word())))) }
        @if !wish.answer.is_empty() {
            (parts::card(&t!(lang, "joining-you-wrote"), html! {}, html! { p { (wish.answer) } }))
        }
        (Button::link(guest.shop.href(""), t!(lang, "joining-to-shop", shop = guest.shop.name.as_str())))
    };
    layout::plain(&guest.frame(title), main)
}

fn due(guest: &Guest, wish: &Application, now: Time) -> String {
    let lang = guest.lang();
    match wish.due_at {
        Some(at) => t!(lang, "joining-waiting-due", when = format::from_now(lang, at, now)),
        None => t!(lang, "joining-waiting-why"),
    }
}

/// The code that a device shows at the counter; the page looks for its answer by itself.
pub fn shown(guest: &Guest, code: &str) -> kernel::Result<Markup> {
    let lang = guest.lang();
    let title = t!(lang, "joining-code-title");
    let picture = qr::svg(&format!("R-{code}"), &t!(lang, "joining-code-aria"))?;
    let spaced = crate::members::model::spaced(code);
    let shown = parts::Shown::new(title.clone(), picture, spaced)
        .note(t!(lang, "joining-code-why"))
        .back(guest.shop.href(""), t!(lang, "cancel"));
    Ok(layout::plain(&guest.frame(title), shown))
}

/// The parts of shared pages that joining draws.
pub fn pieces() -> Vec<Piece> {
    super::console::pieces()
}
