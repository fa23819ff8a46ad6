//! What a playbook must hold beyond its shape. Every rule says which place is wrong and what would
//! be right, in the reader's language.

use std::collections::HashSet;

use kernel::{Lang, error::Args, text};
use serde::de::DeserializeOwned;
use web::kit::words;

use super::model::{FORMAT, GiftKind, Playbook, Prices, Slot, Text, ThresholdKind};

/// The longest text and title, in characters as people count them.
pub const TEXT_MAX: usize = 600;
pub const TITLE_MAX: usize = 60;
/// The most posts on one weekday: what the promise of every playbook allows.
pub const POSTS_A_DAY: usize = 3;
/// Useful posts for one that sells.
pub const USEFUL_FOR_SELLING: usize = 2;

const NAMES: &[&str] = &["brand", "store", "category", "number", "persona", "goal"];
const IN_POSTS: &[&str] = &["host", "store", "link"];

/// One thing that is wrong, and where: `slots[3].texts[0].es`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    /// `playbooks-lint-<code>` in the locales.
    pub code: &'static str,
    pub args: Args,
}

impl Problem {
    pub fn message(&self, lang: Lang) -> String {
        let args = self
            .args
            .iter()
            .map(|(name, value)| match value {
                &kernel::error::Arg::Number(number) => (*name, words::Value::from(number)),
                kernel::error::Arg::Text(text) => (*name, words::Value::from(text.as_str())),
            })
            .collect();
        words::say(lang, &format!("playbooks-lint-{}", self.code), args)
    }
    /// `path: message`, a line of the command's output.
    pub fn line(&self, lang: Lang) -> String {
        if self.path.is_empty() || self.path == "." {
            self.message(lang)
        } else {
            format!("{}: {}", self.path, self.message(lang))
        }
    }
}

/// Reads a file and checks it. An empty list means that it can be used.
pub fn lint(file: &str) -> Vec<Problem> {
    match read::<Playbook>(file) {
        Ok(playbook) => check(&playbook),
        Err(problem) => vec![problem],
    }
}

/// The shape alone; the first place where the file is not of it.
pub(super) fn read<T: DeserializeOwned>(file: &str) -> Result<T, Problem> {
    let unreadable = |path: String, detail: String| Problem {
        path,
        code: "unreadable",
        args: vec![("detail", detail.into())],
    };
    let parsed = toml::Deserializer::parse(file)
        .map_err(|error| unreadable(line_of(file, error.span()), error.message().to_owned()))?;
    serde_path_to_error::deserialize(parsed).map_err(|error| {
        let path = error.path().to_string();
        let detail = error.inner().message().to_owned();
        let code = if path.contains(".days") {
            "day"
        } else if path.rsplit('.').next() == Some("at") {
            "time"
        } else if detail.starts_with("unknown field") {
            "unknown"
        } else {
            return unreadable(path, detail);
        };
        Problem { path, code, args: vec![("detail", detail.into())] }
    })
}

fn line_of(file: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| file.get(..span.start)).unwrap_or_default();
    format!("{}", before.lines().count().max(1))
}

/// The rules, for a playbook that has the right shape.
pub fn check(playbook: &Playbook) -> Vec<Problem> {
    let mut found = Found::default();
    found.head(playbook);
    found.words(playbook);
    found.naming(playbook);
    found.threshold(playbook);
    found.gifts(playbook);
    found.week(playbook);
    found.start(playbook);
    found.games(playbook);
    found.0
}

#[derive(Default)]
pub(super) struct Found(Vec<Problem>);

impl Found {
    pub(super) fn push(&mut self, path: impl Into<String>, code: &'static str, args: Args) {
        self.0.push(Problem { path: path.into(), code, args });
    }
    pub(super) fn range(&mut self, path: impl Into<String>, value: i64, least: i64, most: i64) {
        if !(least..=most).contains(&value) {
            self.push(path, "range", vec![("min", least.into()), ("max", most.into())]);
        }
    }
    /// All three languages, none too long, no placeholder but the known ones.
    pub(super) fn text(&mut self, path: &str, words: &Text, max: usize, known: &[&str]) {
        for (tag, said) in [("en", &words.en), ("zh", &words.zh), ("es", &words.es)] {
            let path = format!("{path}.{tag}");
            if said.trim().is_empty() {
                self.push(path, "missing", vec![]);
                continue;
            }
            if text::count(said) > max {
                self.push(
                    path.clone(),
                    "too_long",
                    vec![("max", i64::try_from(max).unwrap_or(0).into())],
                );
            }
            for name in placeholders(said) {
                if !known.contains(&name) {
                    self.push(path.clone(), "placeholder", vec![("name", name.into())]);
                }
            }
            if said.matches("{link}").count() > 1 {
                self.push(path, "link_twice", vec![]);
            }
        }
    }
    pub(super) fn unique<'k>(&mut self, path: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = HashSet::new();
        for (at, key) in keys.enumerate() {
            let path = format!("{path}[{at}].key");
            if key.is_empty()
                || !key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            {
                self.push(path.clone(), "key", vec![]);
            }
            if !seen.insert(key) {
                self.push(path, "twice", vec![("key", key.into())]);
            }
        }
    }

    fn head(&mut self, book: &Playbook) {
        if book.format != FORMAT {
            self.push("format", "format", vec![("format", i64::from(FORMAT).into())]);
        }
        if text::slug(&book.id) != book.id || book.id.is_empty() {
            self.push("id", "id", vec![]);
        }
        if book.version.split('.').filter(|part| part.parse::<u32>().is_ok()).count() != 3 {
            self.push("version", "version", vec![]);
        }
        self.range("capacity", book.capacity, 2, 500);
        self.unique("rules", book.rules.iter().map(|rule| rule.key.as_str()));
        self.unique("gifts", book.gifts.iter().map(|gift| gift.key.as_str()));
        self.unique("slots", book.slots.iter().map(|slot| slot.key.as_str()));
        if book.rules.is_empty() {
            self.push("rules", "none", vec![]);
        }
    }

    fn words(&mut self, book: &Playbook) {
        self.text("name", &book.name, TITLE_MAX, &[]);
        self.text("summary", &book.summary, TEXT_MAX, &[]);
        self.text("positioning", &book.positioning, TEXT_MAX, &[]);
        self.text("promise", &book.promise, TEXT_MAX, &[]);
        self.text("persona.name", &book.persona.name, TITLE_MAX, &[]);
        self.text("persona.who", &book.persona.who, TEXT_MAX, &[]);
        self.text("tone.voice", &book.tone.voice, TEXT_MAX, &[]);
        let lists = [
            ("persona.needs", &book.persona.needs),
            ("persona.pains", &book.persona.pains),
            ("tone.say", &book.tone.say),
            ("tone.avoid", &book.tone.avoid),
        ];
        for (path, list) in lists {
            for (at, one) in list.iter().enumerate() {
                self.text(&format!("{path}[{at}]"), one, TEXT_MAX, &[]);
            }
        }
        for (at, rule) in book.rules.iter().enumerate() {
            self.text(&format!("rules[{at}].text"), &rule.text, TEXT_MAX, &[]);
        }
    }

    fn naming(&mut self, book: &Playbook) {
        let naming = &book.naming;
        self.text("naming.template", &naming.template, TITLE_MAX, NAMES);
        self.text("naming.category", &naming.category, TITLE_MAX, &[]);
        if let Some(goal) = &naming.goal {
            self.text("naming.goal", goal, TITLE_MAX, &[]);
        }
        for lang in Lang::ALL {
            let template = naming.template.in_(lang);
            let path = format!("naming.template.{}", short(lang));
            if !template.contains("{number}") {
                self.push(path.clone(), "number", vec![]);
            }
            if template.contains("{goal}") && naming.goal.is_none() {
                self.push(path, "goal", vec![]);
            }
        }
    }

    fn threshold(&mut self, book: &Playbook) {
        let threshold = &book.threshold;
        let asks = threshold.kind == ThresholdKind::Question;
        let waits = threshold.kind == ThresholdKind::Approval;
        match &threshold.question {
            Some(question) => {
                self.text("threshold.question", question, TEXT_MAX, &[]);
                if !asks && !waits {
                    self.push("threshold.question", "not_here", vec![]);
                }
            }
            None if asks => self.push("threshold.question", "missing", vec![]),
            None => {}
        }
        match threshold.decides_after_hours {
            Some(hours) if waits => self.range("threshold.decides_after_hours", hours, 1, 168),
            Some(_) => self.push("threshold.decides_after_hours", "not_here", vec![]),
            None if waits => self.push("threshold.decides_after_hours", "missing", vec![]),
            None => {}
        }
    }

    fn gifts(&mut self, book: &Playbook) {
        for kind in GiftKind::ALL {
            if !book.gifts.iter().any(|gift| gift.kind == kind) {
                self.push("gifts", "gift_kind", vec![("kind", kind.word().into())]);
            }
        }
        for (at, gift) in book.gifts.iter().enumerate() {
            let path = format!("gifts[{at}]");
            self.text(&format!("{path}.name"), &gift.name, TITLE_MAX, &[]);
            self.text(&format!("{path}.packing"), &gift.packing, TEXT_MAX, &[]);
            self.prices(&path, gift.cost, gift.perceived);
            self.range(format!("{path}.stock"), gift.stock, 1, 100_000);
            self.range(format!("{path}.per_member"), gift.per_member, 1, gift.stock.clamp(1, 100));
            self.range(format!("{path}.valid_days"), gift.valid_days, 1, 730);
        }
        let card = &book.stamp_card;
        self.text("stamp_card.title", &card.title, TITLE_MAX, &[]);
        self.range("stamp_card.stamps", card.stamps, 2, 30);
        if book.gift(&card.gift).is_none() {
            self.push("stamp_card.gift", "no_gift", vec![("key", card.gift.as_str().into())]);
        }
    }

    /// A gift is worth more to the person than it costs the shop, or it is only a discount.
    fn prices(&mut self, path: &str, cost: Prices, perceived: Prices) {
        for ((code, cost), (_, perceived)) in cost.all().into_iter().zip(perceived.all()) {
            self.range(format!("{path}.cost.{code}"), cost, 0, 10_000_000);
            if perceived < cost {
                self.push(format!("{path}.perceived.{code}"), "perceived", vec![]);
            }
        }
    }

    fn week(&mut self, book: &Playbook) {
        for (at, slot) in book.slots.iter().enumerate() {
            self.slot(&format!("slots[{at}]"), slot);
        }
        for day in super::model::Day::ALL {
            if book.on(day).len() > POSTS_A_DAY {
                let most = i64::try_from(POSTS_A_DAY).unwrap_or(3);
                let day = format!("{day:?}").to_lowercase();
                self.push("slots", "too_many", vec![("day", day.into()), ("max", most.into())]);
            }
        }
        let (useful, selling) = book.balance();
        if useful < selling * USEFUL_FOR_SELLING {
            let n = |count: usize| i64::try_from(count).unwrap_or(0).into();
            self.push("slots", "selling", vec![("useful", n(useful)), ("selling", n(selling))]);
        }
    }

    fn slot(&mut self, path: &str, slot: &Slot) {
        self.text(&format!("{path}.title"), &slot.title, TITLE_MAX, &[]);
        let days: HashSet<_> = slot.days.iter().collect();
        if days.is_empty() || days.len() != slot.days.len() {
            self.push(format!("{path}.days"), "days", vec![]);
        }
        if slot.texts.is_empty() {
            self.push(format!("{path}.texts"), "none", vec![]);
        }
        for (at, one) in slot.texts.iter().enumerate() {
            self.text(&format!("{path}.texts[{at}]"), one, TEXT_MAX, IN_POSTS);
        }
        for (name, one) in [("picture", &slot.picture), ("tip", &slot.tip)] {
            if let Some(one) = one {
                self.text(&format!("{path}.{name}"), one, TEXT_MAX, &[]);
            }
        }
        self.range(format!("{path}.expires_minutes"), slot.expires_minutes, 15, 1440);
    }

    fn start(&mut self, book: &Playbook) {
        let start = &book.cold_start;
        self.text("cold_start.summary", &start.summary, TEXT_MAX, &[]);
        self.range("cold_start.regulars_to_invite", start.regulars_to_invite, 1, 200);
        if start.steps.is_empty() {
            self.push("cold_start.steps", "none", vec![]);
        }
        for (at, step) in start.steps.iter().enumerate() {
            let path = format!("cold_start.steps[{at}]");
            self.range(format!("{path}.day"), step.day, -90, 365);
            self.text(&format!("{path}.title"), &step.title, TITLE_MAX, &[]);
            self.text(&format!("{path}.text"), &step.text, TEXT_MAX, &[]);
        }
    }
}

const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
        Lang::Es => "es",
    }
}

/// The names between braces; a brace that never closes counts as one, so that it is reported.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
}
