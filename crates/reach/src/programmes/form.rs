//! The form of one slot: read from what was typed, filled from what stands.

use kernel::{Error, FieldError, Fields, Lang, PictureId, Result};
use maud::{Markup, html};
use people::playbooks::{At, Day, SlotKind, TEXT_MAX, TITLE_MAX, Text};
use web::{
    Input,
    kit::{Choice, Form, format, parts::Button},
    t,
};

use super::model::{KINDS, NewSlot, Slot, TEXTS_MAX, day_word, kind, short};
use crate::pictures;

/// What somebody typed. A picture that was there stays unless another came or it was unticked.
pub fn read(input: &Input, before: Option<PictureId>) -> Result<NewSlot> {
    let mut fields = Fields::default();
    let days =
        input.all("days").filter_map(|word| Day::ALL.into_iter().find(|d| day_word(*d) == word));
    let days = days.collect();
    let at = At::try_from(input.text("at").trim().to_owned()).ok();
    if at.is_none() {
        fields.push(FieldError::new("at", "time_invalid"));
    }
    let kind = kind(input.text("kind"));
    if kind.is_none() {
        fields.push(FieldError::new("kind", "choice_invalid"));
    }
    let expires_minutes = input.text("expires_minutes").trim().parse().unwrap_or(0);
    let count = (0..TEXTS_MAX).filter(|n| {
        Lang::ALL.iter().any(|lang| input.optional(&format!("text_{n}_{}", short(*lang))).is_some())
    });
    let texts = count.map(|n| three(input, &format!("text_{n}"))).collect();
    let picture = if input.ticked("no_picture") { None } else { before };
    let new = NewSlot {
        key: String::new(),
        days,
        at: at.unwrap_or(At { hour: 0, minute: 0 }),
        kind: kind.unwrap_or(SlotKind::Notice),
        selling: input.ticked("selling"),
        expires_minutes,
        title: three(input, "title"),
        texts,
        hint: three(input, "hint"),
        tip: three(input, "tip"),
        picture,
    };
    fields.check(new)
}

/// The uploaded picture as it will be kept, if one came.
pub async fn picture(input: &Input) -> Result<Option<Vec<u8>>> {
    match input.file("picture") {
        Some((_, upload)) => pictures::read("picture", upload).await.map(Some),
        None => Ok(None),
    }
}

fn three(input: &Input, name: &str) -> Text {
    let one = |lang: Lang| input.text(&format!("{name}_{}", short(lang))).to_owned();
    Text { en: one(Lang::En), zh: one(Lang::Zh), es: one(Lang::Es) }
}

/// What stands, as a form.
pub fn filled(lang: Lang, slot: &Slot) -> Form {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, text: &Text| {
        for lang in Lang::ALL {
            values.push((format!("{name}_{}", short(lang)), text.in_(lang).to_owned()));
        }
    };
    put("title", &slot.title);
    put("hint", &slot.hint);
    put("tip", &slot.tip);
    for (n, text) in slot.texts.iter().enumerate() {
        put(&format!("text_{n}"), text);
    }
    values.extend(slot.days.iter().map(|day| ("days".to_owned(), day_word(day).to_owned())));
    values.push(("at".to_owned(), slot.at.to_string()));
    values.push(("kind".to_owned(), slot.kind.word().to_owned()));
    values.push(("expires_minutes".to_owned(), slot.expires_minutes.to_string()));
    if slot.selling {
        values.push(("selling".to_owned(), "on".to_owned()));
    }
    Form::filled(lang, values)
}

/// The fields. `own` is the language of the series: its words come first and have to be there.
pub fn fields(form: &Form, own: Lang, texts: usize, has_picture: Option<PictureId>) -> Markup {
    let lang = form.lang;
    let days = Day::ALL.map(|day| Choice::new(day_word(day), format::weekday(lang, day.weekday())));
    let kinds = KINDS.map(|kind| (kind.word(), kind_name(lang, kind)));
    html! {
        (words(form, own, "title", &t!(lang, "programmes-slot-title"), 0))
        (form.checks("days", t!(lang, "programmes-days"), days).required())
        (form.time("at", t!(lang, "programmes-at")))
        (form.number("expires_minutes", t!(lang, "programmes-expires")).hint(t!(lang, "programmes-expires-hint")))
        (form.select("kind", t!(lang, "programmes-kind"), kinds))
        (form.checkbox("selling", t!(lang, "programmes-selling")).hint(t!(lang, "programmes-selling-hint")))
        fieldset.stack {
            legend { (t!(lang, "programmes-texts")) }
            p.hint { (t!(lang, "programmes-texts-hint")) }
            @for n in 0..(texts + 1).clamp(2, TEXTS_MAX) {
                (words(form, own, &format!("text_{n}"), &t!(lang, "programmes-text", number = n + 1), 4))
            }
        }
        (words(form, own, "hint", &t!(lang, "programmes-hint"), 2))
        (words(form, own, "tip", &t!(lang, "programmes-tip"), 2))
        (form.file("picture", t!(lang, "programmes-picture"), "image/*").hint(t!(lang, "programmes-picture-hint")).optional())
        @if has_picture.is_some() { (form.checkbox("no_picture", t!(lang, "programmes-no-picture"))) }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// A text in the three languages: the series' own open, the others folded up.
fn words(form: &Form, own: Lang, name: &str, label: &str, rows: u32) -> Markup {
    let lang = form.lang;
    let first = name == "title" || name == "text_0";
    let one = |of: Lang| {
        let label =
            if of == own { label.to_owned() } else { format!("{label} · {}", of.own_name()) };
        let field = format!("{name}_{}", short(of));
        let field = if rows > 0 {
            form.textarea(&field, label, rows).max(TEXT_MAX)
        } else {
            form.text(&field, label).max(TITLE_MAX)
        };
        if of == own && first { field } else { field.optional() }
    };
    let wrong = |of: &Lang| form.errors().of(&format!("{name}_{}", short(*of))).next().is_some();
    let others: Vec<Lang> = Lang::ALL.into_iter().filter(|of| *of != own).collect();
    html! {
        (one(own))
        details open[others.iter().any(wrong)] {
            summary.hint { (t!(lang, "programmes-other-languages")) }
            div.stack { @for of in others { (one(of)) } }
        }
    }
}

/// A kind in words.
pub fn kind_name(lang: Lang, kind: SlotKind) -> String {
    match kind {
        SlotKind::Notice => t!(lang, "programmes-kind-notice"),
        SlotKind::Tip => t!(lang, "programmes-kind-tip"),
        SlotKind::Offer => t!(lang, "programmes-kind-offer"),
        SlotKind::Question => t!(lang, "programmes-kind-question"),
        SlotKind::Programme => t!(lang, "programmes-kind-programme"),
        SlotKind::Gathering => t!(lang, "programmes-kind-gathering"),
        SlotKind::Story => t!(lang, "programmes-kind-story"),
        SlotKind::Thanks => t!(lang, "programmes-kind-thanks"),
    }
}

/// Errors of a form, or the error itself when it is about something else.
pub fn errors(error: Error) -> Result<Fields> {
    match error {
        Error::Invalid(fields) => Ok(fields),
        other => Err(other),
    }
}
