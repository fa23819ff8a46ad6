//! One field of a form: label, hint, control, error, in that order, tied together for everybody.
//! Made by the methods of [`Form`]; a page only says what is special about it.

use kernel::Lang;
use maud::{Markup, Render, html};

use super::{
    form::{Choice, Form},
    format, icons, words,
};
use crate::t;

/// A field, ready for a page. Required unless [`Field::optional`] says otherwise.
#[derive(Debug)]
pub struct Field<'f> {
    form: &'f Form,
    name: String,
    label: String,
    kind: Kind,
    hint: Option<String>,
    placeholder: Option<String>,
    autocomplete: Option<&'static str>,
    max: Option<usize>,
    required: bool,
    autofocus: bool,
    large: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Line { kind: &'static str, mode: Option<&'static str> },
    Phone { country: String },
    Money { symbol: String },
    Birthday,
    Select { choices: Vec<Choice> },
    Cards { choices: Vec<Choice>, many: bool },
    Checkbox,
    Area { rows: u32 },
    File { accept: String },
}

impl<'f> Field<'f> {
    pub(super) fn new(form: &'f Form, name: &str, label: impl Into<String>, kind: Kind) -> Self {
        let label = label.into();
        form.drew(name, &label);
        Self {
            form,
            name: name.to_owned(),
            label,
            required: !matches!(kind, Kind::Checkbox),
            kind,
            hint: None,
            placeholder: None,
            autocomplete: None,
            max: None,
            autofocus: false,
            large: false,
        }
    }
    /// One sentence below the label: what it is for or what it looks like.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// An example inside the field. Never instead of the label.
    #[must_use]
    pub fn placeholder(mut self, example: impl Into<String>) -> Self {
        self.placeholder = Some(example.into());
        self
    }
    #[must_use]
    pub fn autocomplete(mut self, kind: &'static str) -> Self {
        self.autocomplete = Some(kind);
        self
    }
    /// The most characters one can type.
    #[must_use]
    pub fn max(mut self, characters: usize) -> Self {
        self.max = Some(characters);
        self
    }
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    /// A checkbox that must be ticked.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }
    /// For the counter and for amounts: large type.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    fn id(&self) -> String {
        self.form.id(&self.name)
    }
    fn wrong(&self) -> bool {
        self.form.errors().of(&self.name).next().is_some()
    }
    fn described(&self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.is_some().then(|| format!("{id}-hint"));
        let wrong = self.wrong().then(|| format!("{id}-wrong"));
        let all: Vec<_> = hint.into_iter().chain(wrong).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
    fn invalid(&self) -> Option<&'static str> {
        self.wrong().then_some("true")
    }

    fn label_text(&self) -> Markup {
        html! {
            (self.label)
            @if !self.required && !matches!(self.kind, Kind::Checkbox) {
                span.optional { (t!(self.form.lang, "form-optional")) }
            }
        }
    }
    fn notes(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (self.id()) "-hint" } { (hint) } }
        }
    }
    fn errors(&self) -> Markup {
        html! {
            @if self.wrong() {
                p.wrong id={ (self.id()) "-wrong" } {
                    (icons::ALERT)
                    @for error in self.form.errors().of(&self.name) {
                        span { (words::field_error(self.form.lang, error)) }
                    }
                }
            }
        }
    }

    fn input(&self, kind: &str, mode: Option<&str>) -> Markup {
        // A password is the one thing that is never sent back.
        let value = if kind == "password" { "" } else { self.form.value(&self.name) };
        html! {
            input id=(self.id()) type=(kind) name=(self.name) value=(value) inputmode=[mode]
                maxlength=[self.max] placeholder=[self.placeholder.as_deref()]
                autocomplete=[self.autocomplete] required[self.required] autofocus[self.autofocus]
                aria-invalid=[self.invalid()] aria-describedby=[self.described()];
        }
    }
    fn phone(&self, country: &str) -> Markup {
        let name = format!("{}_country", self.name);
        let typed = self.form.value(&name);
        let chosen = if typed.is_empty() { country } else { typed };
        html! {
            span.joined {
                select name=(name) aria-label=(t!(self.form.lang, "form-country")) autocomplete="tel-country-code" {
                    @for (code, dial) in COUNTRIES.split(' ').filter_map(|pair| pair.split_once('+')) {
                        option value=(code) selected[code == chosen] { (code) " +" (dial) }
                    }
                }
                (self.input("tel", Some("tel")))
            }
        }
    }
    fn birthday(&self) -> Markup {
        let lang = self.form.lang;
        let (month, day) = (format!("{}_month", self.name), format!("{}_day", self.name));
        let months = html! {
            select id=(self.id()) name=(month) aria-label=(t!(lang, "form-month")) autocomplete="bday-month"
                aria-invalid=[self.invalid()] aria-describedby=[self.described()] {
                option value="" { (t!(lang, "form-month")) }
                @for n in 1i8..=12 {
                    option value=(n) selected[self.form.has(&month, &n.to_string())] { (format::month(lang, n)) }
                }
            }
        };
        let days = html! {
            select name=(day) aria-label=(t!(lang, "form-day")) autocomplete="bday-day" {
                option value="" { (t!(lang, "form-day")) }
                @for n in 1..=31 {
                    option value=(n) selected[self.form.has(&day, &n.to_string())] {
                        (n) @if lang == Lang::Zh { "日" }
                    }
                }
            }
        };
        html! {
            span.joined {
                @if lang == Lang::Es { (days) (months) } @else { (months) (days) }
            }
        }
    }
    fn select(&self, choices: &[Choice]) -> Markup {
        let value = self.form.value(&self.name);
        html! {
            select id=(self.id()) name=(self.name) required[self.required] autofocus[self.autofocus]
                aria-invalid=[self.invalid()] aria-describedby=[self.described()] {
                @if !choices.iter().any(|choice| choice.value == value) {
                    option value="" { (t!(self.form.lang, "form-choose")) }
                }
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == value] {
                        (choice.label)
                        @if let Some(note) = &choice.note { " – " (note) }
                    }
                }
            }
        }
    }
    fn cards(&self, choices: &[Choice], many: bool) -> Markup {
        let kind = if many { "checkbox" } else { "radio" };
        html! {
            fieldset.field id=(self.id()) aria-describedby=[self.described()] aria-invalid=[self.invalid()] {
                legend { (self.label_text()) }
                (self.notes())
                div.choices {
                    @for choice in choices {
                        label.choice {
                            input type=(kind) name=(self.name) value=(choice.value)
                                checked[self.form.has(&self.name, &choice.value)];
                            span {
                                strong { (choice.label) }
                                @if let Some(note) = &choice.note { small { (note) } }
                            }
                        }
                    }
                }
                (self.errors())
            }
        }
    }
    fn checkbox(&self) -> Markup {
        html! {
            div.field {
                label.check for=(self.id()) {
                    input id=(self.id()) type="checkbox" name=(self.name) value="on"
                        checked[self.form.has(&self.name, "on")] required[self.required]
                        aria-invalid=[self.invalid()] aria-describedby=[self.described()];
                    span { (self.label) }
                }
                (self.notes())
                (self.errors())
            }
        }
    }
    fn control(&self) -> Markup {
        match &self.kind {
            Kind::Line { kind, mode } => self.input(kind, *mode),
            Kind::Phone { country } => self.phone(country),
            Kind::Money { symbol } => html! {
                span.joined.money { span.unit aria-hidden="true" { (symbol) } (self.input("text", Some("decimal"))) }
            },
            Kind::Birthday => self.birthday(),
            Kind::Select { choices } => self.select(choices),
            Kind::Area { rows } => html! {
                textarea id=(self.id()) name=(self.name) rows=(rows) maxlength=[self.max]
                    placeholder=[self.placeholder.as_deref()] required[self.required]
                    aria-invalid=[self.invalid()] aria-describedby=[self.described()] {
                    "\n" (self.form.value(&self.name))
                }
            },
            Kind::File { accept } => html! {
                input id=(self.id()) type="file" name=(self.name) accept=(accept)
                    required[self.required] aria-invalid=[self.invalid()]
                    aria-describedby=[self.described()];
            },
            Kind::Cards { choices, many } => self.cards(choices, *many),
            Kind::Checkbox => self.checkbox(),
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        match self.kind {
            // These two hold their own label: a group has a legend, a tick stands before its words.
            Kind::Cards { .. } | Kind::Checkbox => self.control(),
            _ => html! {
                div.field.large[self.large] {
                    label for=(self.id()) { (self.label_text()) }
                    (self.notes())
                    (self.control())
                    (self.errors())
                }
            },
        }
    }
}

/// Countries with their calling codes: where our shops are most often, then by code.
const COUNTRIES: &str = "CN+86 ES+34 US+1 AE+971 AR+54 AT+43 AU+61 BE+32 BO+591 BR+55 CA+1 CH+41 CL+56 CO+57 \
    CR+506 CU+53 CZ+420 DE+49 DK+45 DO+1 EC+593 FI+358 FR+33 GB+44 GR+30 GT+502 HK+852 \
    HN+504 ID+62 IE+353 IN+91 IT+39 JP+81 KR+82 MA+212 MO+853 MX+52 MY+60 NI+505 NL+31 \
    NO+47 NZ+64 PA+507 PE+51 PH+63 PL+48 PT+351 PY+595 RO+40 RU+7 SE+46 SG+65 SV+503 TH+66 \
    TR+90 TW+886 UA+380 UY+598 VE+58 VN+84 ZA+27";
