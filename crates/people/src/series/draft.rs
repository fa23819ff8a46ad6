//! What somebody types while opening a series: kept in the form from step to step, never believed
//! before the end.

use kernel::{FieldError, Fields, Lang, StoreId};
use web::{Input, kit::Form};

use super::model::{NewSeries, Threshold};
use crate::playbooks::{self, Playbook, Text};

/// The fields of the conversation, in their order.
const FIELDS: [&str; 13] = [
    "playbook",
    "lang_of",
    "name",
    "category",
    "template",
    "persona",
    "goal",
    "where",
    "stores",
    "capacity",
    "second_group",
    "threshold",
    "question",
];
const HOURS_FIELD: &str = "decides_after_hours";

/// Field names and what stands in them.
#[derive(Debug, Clone, Default)]
pub struct Draft(Vec<(String, String)>);

impl Draft {
    pub fn of_form(input: &Input) -> Self {
        let fields = FIELDS.iter().chain([&HOURS_FIELD]);
        let mut pairs = Vec::new();
        for field in fields {
            pairs.extend(input.all(field).map(|value| ((*field).to_owned(), value.to_owned())));
        }
        Self(pairs)
    }
    pub fn of_query(query: Vec<(String, String)>) -> Self {
        let known = |name: &str| FIELDS.contains(&name) || name == HOURS_FIELD;
        Self(query.into_iter().filter(|(name, _)| known(name)).take(400).collect())
    }
    /// A playbook's words in one language, ready to be changed.
    pub fn of_playbook(playbook: &Playbook, lang: Lang) -> Self {
        let new = NewSeries::of(playbook, lang);
        let mut pairs = vec![
            ("playbook", playbook.id.clone()),
            ("lang_of", lang.tag().to_owned()),
            ("name", new.name),
            ("category", new.category),
            ("template", new.template),
            ("persona", new.plan.persona),
            ("goal", new.plan.goal),
            ("where", "stores".to_owned()),
            ("capacity", new.capacity.to_string()),
            ("second_group", new.second_group.word().to_owned()),
            ("threshold", new.threshold.word().to_owned()),
            ("question", new.threshold.question().unwrap_or_default().to_owned()),
        ];
        if let Threshold::Approval { decides_after_hours, .. } = new.threshold {
            pairs.push((HOURS_FIELD, decides_after_hours.to_string()));
        }
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
    pub fn playbook(&self) -> Option<&'static Playbook> {
        playbooks::find(self.text("playbook"))
    }
    /// The language of the community's texts.
    pub fn lang(&self) -> Option<Lang> {
        self.text("lang_of").parse().ok()
    }
    pub fn form(&self, lang: Lang, errors: Fields) -> Form {
        Form::again(lang, self.pairs(), errors)
    }
    /// All stores are ticked until somebody chooses.
    pub fn at_stores(mut self, stores: impl IntoIterator<Item = StoreId>) -> Self {
        self.0.extend(stores.into_iter().map(|id| ("stores".to_owned(), id.to_string())));
        self
    }

    /// Words that nobody changed follow the chosen language.
    fn word<'w>(&'w self, field: &str, lang: Lang, own: Option<&'w Text>) -> &'w str {
        let typed = self.text(field);
        match own {
            Some(own) if Lang::ALL.iter().any(|one| own.in_(*one) == typed) => own.in_(lang),
            _ => typed,
        }
    }

    /// The series that it says, with what is wrong about it.
    pub fn read(&self) -> (NewSeries, Fields) {
        let mut errors = Fields::default();
        let lang = self.lang().unwrap_or_else(|| {
            errors.push(FieldError::new("lang_of", "choice_invalid"));
            Lang::default()
        });
        let book = self.playbook();
        let mut new = match book {
            Some(book) => NewSeries::of(book, lang),
            None => NewSeries::plain("", lang),
        };
        if book.is_none() && !self.text("playbook").is_empty() {
            errors.push(FieldError::new("playbook", "choice_invalid"));
        }
        let naming = book.map(|book| &book.naming);
        let category = naming.map(|naming| &naming.category);
        self.word("name", lang, category).clone_into(&mut new.name);
        self.word("category", lang, category).clone_into(&mut new.category);
        self.word("template", lang, naming.map(|n| &n.template)).clone_into(&mut new.template);
        self.word("persona", lang, book.map(|book| &book.persona.name))
            .clone_into(&mut new.plan.persona);
        self.word("goal", lang, naming.and_then(|n| n.goal.as_ref()))
            .clone_into(&mut new.plan.goal);
        new.capacity = self.number(&mut errors, "capacity", super::model::CAPACITY);
        match self.text("second_group").parse() {
            Ok(second) => new.second_group = second,
            Err(()) => errors.push(FieldError::new("second_group", "choice_invalid")),
        }
        let question = book.and_then(|book| book.threshold.question.as_ref());
        let question = self.word("question", lang, question).to_owned();
        new.threshold = self.threshold(&mut errors, question);
        new.stores = self.stores(&mut errors);
        (new, errors)
    }

    fn number(
        &self,
        errors: &mut Fields,
        field: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> i64 {
        let value = self.text(field).trim().parse().unwrap_or(i64::MIN);
        super::in_range(errors, field, value, range.clone());
        value.clamp(*range.start(), *range.end())
    }

    fn threshold(&self, errors: &mut Fields, question: String) -> Threshold {
        match self.text("threshold") {
            "none" => Threshold::None,
            "purchase" => Threshold::Purchase,
            "question" => Threshold::Question { question },
            "approval" => Threshold::Approval {
                question: Some(question),
                decides_after_hours: self.number(errors, HOURS_FIELD, super::model::HOURS),
            },
            _ => {
                errors.push(FieldError::new("threshold", "choice_invalid"));
                Threshold::None
            }
        }
    }

    fn stores(&self, errors: &mut Fields) -> Vec<StoreId> {
        if self.text("where") == "nation" {
            return Vec::new();
        }
        let ticked = self.0.iter().filter(|(name, _)| name == "stores");
        let stores: Vec<StoreId> = ticked.filter_map(|(_, id)| id.parse().ok()).collect();
        if stores.is_empty() {
            errors.push(FieldError::new("stores", "stores_none"));
        }
        stores
    }
}

/// Errors of two passes over the same form, each field once.
pub fn all_wrong(first: Fields, second: kernel::Result<NewSeries>) -> Result<NewSeries, Fields> {
    let mut all = first;
    match second {
        Ok(new) if all.is_empty() => return Ok(new),
        Ok(_) => {}
        Err(kernel::Error::Invalid(more)) => {
            for error in more.iter() {
                if all.of(&error.field).next().is_none() {
                    all.push(error.clone());
                }
            }
        }
        Err(_) => all.push(FieldError::new("name", "required")),
    }
    Err(all)
}
