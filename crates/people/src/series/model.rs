//! What a series is, and the rules for its numbers and words.

use kernel::{FieldError, Fields, Lang, SeriesId, StoreId, Time, text};
use serde::{Deserialize, Serialize};

pub use crate::playbooks::SecondGroup;
use crate::playbooks::{self, Playbook, Text, ThresholdKind};

/// Seats of a group: fewer than two is no group, more than five hundred nobody hosts.
pub const CAPACITY: std::ops::RangeInclusive<i64> = 2..=500;
pub const CAPACITY_DEFAULT: i64 = 500;
/// The most stores one series opens groups at.
pub const STORES_MAX: usize = 1000;
pub const RULES_MAX: usize = 20;
/// Hours after which an application decides itself.
pub const HOURS: std::ops::RangeInclusive<i64> = 1..=168;

/// What somebody does before they are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Threshold {
    /// Nothing: scan and be in.
    None,
    /// One question; any answer will do.
    Question {
        #[schema(max_length = 600)]
        question: String,
    },
    /// A purchase that we know of.
    Purchase,
    /// A person of the shop says yes; if nobody does in time, the rule does.
    Approval {
        #[serde(default)]
        question: Option<String>,
        /// 1 to 168.
        #[schema(minimum = 1, maximum = 168)]
        decides_after_hours: i64,
    },
}

impl Threshold {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Question { .. } => "question",
            Self::Purchase => "purchase",
            Self::Approval { .. } => "approval",
        }
    }
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::Question { question } => Some(question),
            Self::Approval { question, .. } => question.as_deref(),
            Self::None | Self::Purchase => None,
        }
    }
    /// A playbook's threshold in one language.
    pub fn of(threshold: &playbooks::Threshold, lang: Lang) -> Self {
        let question = threshold.question.as_ref().map(|text| text.in_(lang).to_owned());
        match threshold.kind {
            ThresholdKind::None => Self::None,
            ThresholdKind::Question => Self::Question { question: question.unwrap_or_default() },
            ThresholdKind::Purchase => Self::Purchase,
            ThresholdKind::Approval => Self::Approval {
                question,
                decides_after_hours: threshold.decides_after_hours.unwrap_or(24),
            },
        }
    }
    fn check(self, fields: &mut Fields) -> Self {
        match self {
            Self::Question { question } => {
                let question = text::require(fields, "question", &question, playbooks::TEXT_MAX);
                Self::Question { question }
            }
            Self::Approval { question, decides_after_hours } => {
                let question =
                    text::optional(fields, "question", question.as_deref(), playbooks::TEXT_MAX);
                in_range(fields, "decides_after_hours", decides_after_hours, HOURS);
                Self::Approval { question, decides_after_hours }
            }
            other => other,
        }
    }
}

/// A house rule, as members read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ThresholdRule)]
pub struct Rule {
    /// Stays the same while the words change: `no_ads`.
    pub key: String,
    #[schema(max_length = 600)]
    pub text: String,
}

/// What the community is and promises, copied from its playbook and edited since, in the series'
/// language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub positioning: String,
    pub promise: String,
    /// Stands for `{persona}` in names; who speaks.
    pub persona: String,
    /// Stands for `{goal}` in names.
    pub goal: String,
    pub audience: String,
    pub voice: String,
    pub say: Vec<String>,
    pub avoid: Vec<String>,
    pub rules: Vec<Rule>,
}

impl Plan {
    pub fn of(playbook: &Playbook, lang: Lang) -> Self {
        let all = |texts: &[Text]| texts.iter().map(|text| text.in_(lang).to_owned()).collect();
        Self {
            positioning: playbook.positioning.in_(lang).to_owned(),
            promise: playbook.promise.in_(lang).to_owned(),
            persona: playbook.persona.name.in_(lang).to_owned(),
            goal: playbook.naming.goal.as_ref().map_or("", |goal| goal.in_(lang)).to_owned(),
            audience: playbook.persona.who.in_(lang).to_owned(),
            voice: playbook.tone.voice.in_(lang).to_owned(),
            say: all(&playbook.tone.say),
            avoid: all(&playbook.tone.avoid),
            rules: playbook
                .rules
                .iter()
                .map(|rule| Rule { key: rule.key.clone(), text: rule.text.in_(lang).to_owned() })
                .collect(),
        }
    }
    pub(super) fn check(mut self, fields: &mut Fields) -> Self {
        let max = playbooks::TEXT_MAX;
        self.positioning = text::body(fields, "positioning", &self.positioning, max);
        self.promise = text::body(fields, "promise", &self.promise, max);
        self.persona =
            text::optional(fields, "persona", Some(&self.persona), 60).unwrap_or_default();
        self.goal = text::optional(fields, "goal", Some(&self.goal), 60).unwrap_or_default();
        self.voice = text::body(fields, "voice", &self.voice, max);
        fields.at_most("rules", self.rules.len(), RULES_MAX);
        for rule in &mut self.rules {
            rule.text = text::body(fields, "rules", &rule.text, max);
        }
        self.rules.retain(|rule| !rule.text.is_empty());
        self
    }
}

/// Whether new people come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeriesState)]
pub enum State {
    Open,
    Closed,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}
impl std::str::FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Open, Self::Closed].into_iter().find(|one| one.word() == word).ok_or(())
    }
}

/// The plan of a community: it opens numbered groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    pub name: String,
    /// The playbook it was opened from, with the version at that time.
    pub playbook: Option<String>,
    pub version: Option<String>,
    pub category: String,
    /// The language of its texts and names.
    pub lang: Lang,
    /// `{brand} {store} {category} {number}`.
    pub template: String,
    /// Seats of groups that open from now on.
    pub capacity: i64,
    pub second_group: SecondGroup,
    pub threshold: Threshold,
    pub plan: Plan,
    pub state: State,
    pub opened_at: Time,
    pub closed_at: Option<Time>,
}

impl Series {
    pub fn href(&self) -> String {
        format!("/console/series/{}", self.id)
    }
}

/// A series to open. Begin with [`NewSeries::of`] a playbook or [`NewSeries::plain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeries {
    pub name: String,
    pub playbook: Option<String>,
    pub category: String,
    pub lang: Lang,
    pub template: String,
    pub capacity: i64,
    pub second_group: SecondGroup,
    pub threshold: Threshold,
    pub plan: Plan,
    /// A group opens at each; none means one national group.
    pub stores: Vec<StoreId>,
}

impl NewSeries {
    /// As the playbook says, in one language.
    pub fn of(playbook: &Playbook, lang: Lang) -> Self {
        Self {
            name: playbook.naming.category.in_(lang).to_owned(),
            playbook: Some(playbook.id.clone()),
            category: playbook.naming.category.in_(lang).to_owned(),
            lang,
            template: playbook.naming.template.in_(lang).to_owned(),
            capacity: playbook.capacity,
            second_group: playbook.second_group,
            threshold: Threshold::of(&playbook.threshold, lang),
            plan: Plan::of(playbook, lang),
            stores: Vec::new(),
        }
    }
    /// Without a playbook: a name, and what everybody has.
    pub fn plain(name: &str, lang: Lang) -> Self {
        Self {
            name: name.to_owned(),
            playbook: None,
            category: name.to_owned(),
            lang,
            template: "{brand} {store} {category} {number}".to_owned(),
            capacity: CAPACITY_DEFAULT,
            second_group: SecondGroup::Refuse,
            threshold: Threshold::None,
            plan: Plan::default(),
            stores: Vec::new(),
        }
    }
    /// Every wrong field at once; stores are looked up by the action.
    pub fn check(mut self) -> kernel::Result<Self> {
        let mut fields = Fields::default();
        self.name = text::require(&mut fields, "name", &self.name, 60);
        self.category = text::require(&mut fields, "category", &self.category, 60);
        self.template = template(&mut fields, &self.template);
        in_range(&mut fields, "capacity", self.capacity, CAPACITY);
        self.threshold = self.threshold.check(&mut fields);
        self.plan = self.plan.check(&mut fields);
        if self.playbook.as_deref().is_some_and(|id| playbooks::find(id).is_none()) {
            fields.push(FieldError::new("playbook", "choice_invalid"));
        }
        fields.at_most("stores", self.stores.len(), STORES_MAX);
        fields.check(self)
    }
}

/// What can be changed later; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub name: Option<String>,
    pub category: Option<String>,
    pub template: Option<String>,
    /// Of groups that open from now on; the groups that stand keep theirs.
    pub capacity: Option<i64>,
    pub second_group: Option<SecondGroup>,
    pub threshold: Option<Threshold>,
    pub positioning: Option<String>,
    pub promise: Option<String>,
    pub persona: Option<String>,
    pub goal: Option<String>,
    pub voice: Option<String>,
    pub rules: Option<Vec<Rule>>,
}

impl Change {
    /// The series with the change in it, or every wrong field.
    pub fn apply(self, series: &Series) -> kernel::Result<Series> {
        let mut fields = Fields::default();
        let mut next = series.clone();
        if let Some(name) = self.name {
            next.name = text::require(&mut fields, "name", &name, 60);
        }
        if let Some(category) = self.category {
            next.category = text::require(&mut fields, "category", &category, 60);
        }
        if let Some(pattern) = self.template {
            next.template = template(&mut fields, &pattern);
        }
        if let Some(capacity) = self.capacity {
            in_range(&mut fields, "capacity", capacity, CAPACITY);
            next.capacity = capacity;
        }
        if let Some(threshold) = self.threshold {
            next.threshold = threshold.check(&mut fields);
        }
        next.second_group = self.second_group.unwrap_or(next.second_group);
        let plan = &mut next.plan;
        let parts = [
            (&mut plan.positioning, self.positioning),
            (&mut plan.promise, self.promise),
            (&mut plan.persona, self.persona),
            (&mut plan.goal, self.goal),
            (&mut plan.voice, self.voice),
        ];
        for (place, new) in parts {
            if let Some(new) = new {
                *place = new;
            }
        }
        if let Some(rules) = self.rules {
            plan.rules = rules;
        }
        next.plan = std::mem::take(&mut next.plan).check(&mut fields);
        fields.check(next)
    }
}

pub(crate) fn in_range(
    fields: &mut Fields,
    field: &'static str,
    value: i64,
    range: std::ops::RangeInclusive<i64>,
) {
    if !range.contains(&value) {
        let wrong = FieldError::new(field, "number_range");
        fields.push(wrong.with("min", *range.start()).with("max", *range.end()));
    }
}

/// A naming pattern: only known places, and the number among them.
fn template(fields: &mut Fields, raw: &str) -> String {
    let pattern = text::require(fields, "template", raw, 60);
    let mut rest = pattern.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if !crate::groups::naming::PLACES.contains(&name) {
            fields.push(FieldError::new("template", "template_unknown").with("name", name));
            return pattern;
        }
        rest = after;
    }
    if !pattern.is_empty() && !pattern.contains("{number}") {
        fields.push(FieldError::new("template", "template_number"));
    }
    pattern
}
