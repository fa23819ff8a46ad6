//! A form that loses nothing: what was typed and what was wrong with it travel together, and every
//! field drawn from it shows both.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use kernel::{Currency, Fields, Lang};
use maud::{Markup, Render, html};

use super::{
    fields::{Field, Kind},
    icons, words,
};
use crate::t;

/// Raw values by field name, and the errors of the last try.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub lang: Lang,
    values: BTreeMap<String, Vec<String>>,
    errors: Fields,
    prefix: &'static str,
    /// The fields drawn so far, so that the summary can name them in their order.
    drawn: Drawn,
}

type Drawn = Arc<Mutex<Vec<(String, String)>>>;

/// One option of a select or one radio card.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub note: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), note: None }
    }
    /// A line below the label that says what choosing it means.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}
impl<V: Into<String>, L: Into<String>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}

impl Form {
    /// An empty form.
    pub fn new(lang: Lang) -> Self {
        Self { lang, ..Self::default() }
    }
    /// A form that shows what is stored.
    pub fn filled<N: Into<String>, V: Into<String>>(
        lang: Lang,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        Self::again(lang, values, Fields::default())
    }
    /// The form once more, with everything the person typed and what was wrong.
    pub fn again<N: Into<String>, V: Into<String>>(
        lang: Lang,
        typed: impl IntoIterator<Item = (N, V)>,
        errors: Fields,
    ) -> Self {
        let mut form = Self { lang, errors, ..Self::default() };
        for (name, value) in typed {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }
    /// Needed when two forms of a page have fields of the same name: their ids would clash.
    #[must_use]
    pub fn prefixed(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }
    /// Gives a field a value unless the person typed one.
    #[must_use]
    pub fn or_default(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.entry(name.to_owned()).or_insert_with(|| vec![value.into()]);
        self
    }

    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|all| all.first()).map_or("", String::as_str)
    }
    /// Whether a checkbox (or one of several with the same name) was ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|all| all.iter().any(|one| one == value))
    }
    pub fn errors(&self) -> &Fields {
        &self.errors
    }
    pub(super) fn drew(&self, name: &str, label: &str) {
        if let Ok(mut drawn) = self.drawn.lock() {
            drawn.push((name.to_owned(), label.to_owned()));
        }
    }
    pub(super) fn id(&self, name: &str) -> String {
        format!("f{}-{}", self.prefix, name.replace(['[', ']', '.'], "-"))
    }

    /// A line of text.
    pub fn text(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "text", mode: None })
    }
    pub fn email(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        let kind = Kind::Line { kind: "email", mode: Some("email") };
        Field::new(self, name, label, kind).autocomplete("email")
    }
    pub fn password(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "password", mode: None })
    }
    /// A phone number; the country goes into the field `<name>_country` as `CN`.
    pub fn phone(&self, name: &str, label: impl Into<String>, country: &str) -> Field<'_> {
        Field::new(self, name, label, Kind::Phone { country: country.to_owned() })
            .autocomplete("tel-national")
    }
    /// A whole number, typed on the digits of the phone's keyboard.
    pub fn number(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "text", mode: Some("numeric") })
    }
    /// An amount, with the currency's sign before it. Read it with `Input::money`.
    pub fn money(&self, name: &str, label: impl Into<String>, currency: Currency) -> Field<'_> {
        Field::new(self, name, label, Kind::Money { symbol: currency.symbol() })
    }
    pub fn date(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "date", mode: None })
    }
    pub fn time(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "time", mode: None })
    }
    /// Date and time at the place, as `2026-11-22T18:30`.
    pub fn date_time(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Line { kind: "datetime-local", mode: None })
    }
    /// Month and day in `<name>_month` and `<name>_day`: nobody has to say how old they are.
    pub fn birthday(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Birthday)
    }
    pub fn select<C: Into<Choice>>(
        &self,
        name: &str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) -> Field<'_> {
        let choices = choices.into_iter().map(Into::into).collect();
        Field::new(self, name, label, Kind::Select { choices })
    }
    /// Radio buttons as cards, for few choices that need a word of explanation.
    pub fn radios<C: Into<Choice>>(
        &self,
        name: &str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) -> Field<'_> {
        let choices = choices.into_iter().map(Into::into).collect();
        Field::new(self, name, label, Kind::Cards { choices, many: false })
    }
    /// Checkboxes of one name as cards: any number of them.
    pub fn checks<C: Into<Choice>>(
        &self,
        name: &str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) -> Field<'_> {
        let choices = choices.into_iter().map(Into::into).collect();
        Field::new(self, name, label, Kind::Cards { choices, many: true }).optional()
    }
    /// One checkbox, sent as `on`.
    pub fn checkbox(&self, name: &str, label: impl Into<String>) -> Field<'_> {
        Field::new(self, name, label, Kind::Checkbox)
    }
    pub fn textarea(&self, name: &str, label: impl Into<String>, rows: u32) -> Field<'_> {
        Field::new(self, name, label, Kind::Area { rows })
    }
    /// A file; the form must be sent with [`Form::post_files`].
    pub fn file(&self, name: &str, label: impl Into<String>, accept: &str) -> Field<'_> {
        Field::new(self, name, label, Kind::File { accept: accept.to_owned() })
    }
    pub fn hidden(&self, name: &str, value: &str) -> Markup {
        html! { input type="hidden" name=(name) value=(value); }
    }
    /// The token that makes pressing twice the same as pressing once.
    pub fn once(&self, token: &str) -> Markup {
        self.hidden("once", token)
    }

    /// What was wrong, on top, each with its field's label and a link to it, in the order in which
    /// the fields were drawn before. Nothing when nothing was wrong.
    pub fn summary(&self) -> Markup {
        let lang = self.lang;
        let drawn = self.drawn.lock().map(|drawn| drawn.clone()).unwrap_or_default();
        let place = |field: &str| drawn.iter().position(|(name, _)| name == field);
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_key(|error| place(&error.field).unwrap_or(usize::MAX));
        let label =
            |field: &str| drawn.iter().find(|(name, _)| name == field).map(|(_, label)| label);
        html! {
            @if !self.errors.is_empty() {
                div.summary role="alert" tabindex="-1" data-focus {
                    (icons::ALERT)
                    div {
                        strong { (t!(lang, "form-wrong", fields = self.errors.len())) }
                        ul {
                            @for error in errors {
                                li {
                                    @if let Some(label) = label(&error.field) {
                                        a href={ "#" (self.id(&error.field)) } { (label) } " "
                                    }
                                    (words::field_error(lang, error))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    /// The whole form around its fields: posted once, errors on top.
    pub fn post(&self, action: &str, once: &str, fields: impl Render) -> Markup {
        self.wrapped(action, once, None, &fields.render())
    }
    /// As [`Form::post`] for forms with files.
    pub fn post_files(&self, action: &str, once: &str, fields: impl Render) -> Markup {
        self.wrapped(action, once, Some("multipart/form-data"), &fields.render())
    }
    fn wrapped(&self, action: &str, once: &str, kind: Option<&str>, fields: &Markup) -> Markup {
        html! {
            once-form data-busy=(t!(self.lang, "form-busy")) {
                form.form method="post" action=(action) enctype=[kind] novalidate {
                    (self.summary())
                    (self.once(once))
                    (fields)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::FieldError;

    use super::*;

    fn wrong() -> Form {
        let mut errors = Fields::default();
        errors.push(FieldError::new("name", "too_long").with("max", 120));
        Form::again(Lang::En, [("name", "<b>Ana"), ("tags", "a"), ("tags", "b")], errors)
    }

    #[test]
    fn what_was_typed_and_what_was_wrong_stand_together() {
        let form = wrong();
        let html =
            html! { (form.text("name", "Your name").hint("As friends call you")) }.into_string();
        for part in [
            r#"for="f-name""#,
            r#"value="&lt;b&gt;Ana""#,
            r#"aria-invalid="true""#,
            r#"aria-describedby="f-name-hint f-name-wrong""#,
            "At most 120 characters.",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let page = form.post("/x", "tok", html! {}).into_string();
        assert!(
            page.contains(r##"href="#f-name">Your name</a> At most"##)
                && page.contains(r#"name="once" value="tok""#)
        );
    }

    #[test]
    fn several_values_of_one_name_are_kept() {
        let form = wrong();
        let html = html! { (form.checks("tags", "Tags", [("a", "A"), ("b", "B"), ("c", "C")])) };
        assert_eq!(html.into_string().matches(" checked").count(), 2);
    }

    #[test]
    fn a_default_gives_way_to_what_was_typed() {
        let form = wrong().or_default("name", "Mei").or_default("city", "León");
        assert_eq!((form.value("name"), form.value("city")), ("<b>Ana", "León"));
    }
}
