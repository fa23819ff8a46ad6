//! What the console shows of batches.

use kernel::{Permission as _, permission::ManageGifts};
use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        Form, Tone, format, icons,
        parts::{Button, Confirm, Empty, Figure, Head, Item, card, chip, rows},
    },
    t,
};

use super::model::{Batch, Figures, State};
use crate::gifts::Gift;

/// A batch with what became of it.
pub type Counted = (Batch, Figures);

pub fn list(
    staff: &Staff<impl Sized>,
    form: &Form,
    (gift, left): (&Gift, i64),
    batches: &[Counted],
) -> Markup {
    let lang = staff.lang();
    let at = format!("/console/gifts/{}", gift.id);
    let items = batches.iter().map(|(batch, figures)| {
        let day = format::date(lang, batch.created_at.date(&staff.shop.zone));
        let title = if batch.note.is_empty() { day.clone() } else { batch.note.clone() };
        let told = t!(lang, "prints-line", pieces = batch.pieces, taken = figures.taken, day = day);
        Item::new(title)
            .note(told)
            .href(format!("/console/prints/{}", batch.id))
            .aside(state(staff, batch))
    });
    html! {
        (Head::new(t!(lang, "prints-title")).back(&at, gift.name.say(lang)).note(t!(lang, "prints-lead")))
        @if batches.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "prints-none"), t!(lang, "prints-none-why")))
        } @else {
            (card("", "", rows(items)))
        }
        @if staff.role.may(ManageGifts::NAME) {
            (card(&t!(lang, "prints-new"), "", form.post(&format!("{at}/prints"), &staff.once(), html! {
                (form.number("pieces", t!(lang, "prints-pieces")).hint(t!(lang, "prints-pieces-hint", left = left)))
                (form.text("note", t!(lang, "prints-note")).hint(t!(lang, "prints-note-hint")).max(120).optional())
                div.actions { (Button::primary(t!(lang, "prints-make"))) }
            })))
        }
    }
}

fn state(staff: &Staff<impl Sized>, batch: &Batch) -> Markup {
    let lang = staff.lang();
    match batch.state {
        State::Making => {
            let made = format::number(lang, batch.made);
            let of = format::number(lang, batch.pieces);
            chip(Tone::Accent, &t!(lang, "prints-state-making", made = made, of = of))
        }
        State::Ready if batch.secret.is_none() => {
            chip(Tone::Good, &t!(lang, "prints-state-sealed"))
        }
        State::Ready => chip(Tone::Good, &t!(lang, "prints-state-ready")),
        State::Void => chip(Tone::Plain, &t!(lang, "prints-state-void")),
    }
}

pub fn one(staff: &Staff<impl Sized>, gift: &Gift, (batch, figures): &Counted) -> Markup {
    let lang = staff.lang();
    let title = if batch.note.is_empty() { t!(lang, "prints-one") } else { batch.note.clone() };
    let back = format!("/console/gifts/{}/prints", gift.id);
    let at = |noun: &str| format!("/console/prints/{}/{noun}", batch.id);
    let form = Form::new(lang);
    let number = |count| format::number(lang, count);
    html! {
        (Head::new(title).back(&back, gift.name.say(lang)).note(sentence(staff, batch)).aside(state(staff, batch)))
        div.figures {
            (Figure::new(t!(lang, "prints-made"), number(batch.made)))
            (Figure::new(t!(lang, "prints-taken"), number(figures.taken)))
            (Figure::new(t!(lang, "prints-used"), number(figures.used)))
        }
        @if staff.role.may(ManageGifts::NAME) && batch.state != State::Void {
            (card(&t!(lang, "prints-slips"), "", html! {
                @if batch.sheet().is_ok() {
                    p { (t!(lang, "prints-sheet-why")) }
                    (form.post(&at("sheet"), &staff.once(), Button::primary(t!(lang, "prints-sheet"))))
                    (Confirm::new(lang, t!(lang, "prints-seal"), t!(lang, "prints-seal-title"))
                        .loses(t!(lang, "prints-seal-loses")).post(at("sealing"), staff.once()))
                }
                (Confirm::new(lang, t!(lang, "prints-void"), t!(lang, "prints-void-title"))
                    .loses(t!(lang, "prints-void-loses", count = batch.pieces - figures.taken))
                    .post(at("voiding"), staff.once()))
            }))
        }
    }
}

fn sentence(staff: &Staff<impl Sized>, batch: &Batch) -> String {
    let lang = staff.lang();
    match batch.state {
        State::Making => t!(lang, "prints-sentence-making"),
        State::Ready => t!(lang, "prints-sentence-ready"),
        State::Void => t!(lang, "prints-sentence-void"),
    }
}
