//! Every word a person reads, from `locales/<lang>/<wing>.ftl` (Project Fluent), embedded at
//! compile time. A wing adds its own file in all three languages; the list is made by `build.rs`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{LazyLock, Mutex},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use intl_memoizer::concurrent::IntlLangMemoizer;
use kernel::{
    Error, FieldError, Lang,
    error::{Arg, Args},
};
use unic_langid::LanguageIdentifier;

use super::format;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// What a message takes: text, or a number (which is grouped as the language does it). A year or
/// a code that must not be grouped goes in as text.
pub type Value<'a> = FluentValue<'a>;

/// The words for `key`: `t!(lang, "today-title")`, `t!(lang, "today-back", people = 214)`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr $(,)?) => { $crate::kit::words::say($lang, $key, Vec::new()) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::kit::words::say(
            $lang,
            $key,
            vec![$((stringify!($name), $crate::kit::words::Value::from($value))),+],
        )
    };
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Lang::ALL.map(bundle));

fn bundle(lang: Lang) -> Bundle {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Isolation marks would end up in copied text, CSV files and messages.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => |value, _: &IntlLangMemoizer| grouped(Lang::En, value),
        Lang::Zh => |value, _: &IntlLangMemoizer| grouped(Lang::Zh, value),
        Lang::Es => |value, _: &IntlLangMemoizer| grouped(Lang::Es, value),
    }));
    for (_, name, text) in FILES.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(rest, wrong)| {
                tracing::error!(%lang, file = name, ?wrong, "messages that cannot be read");
                rest
            });
        if let Err(wrong) = bundle.add_resource(resource) {
            tracing::error!(%lang, file = name, ?wrong, "messages that were there before");
        }
    }
    bundle
}

/// Numbers in messages are written as people of the language write them.
fn grouped(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let rounded = number.value.round();
    if (number.value - rounded).abs() < f64::EPSILON && rounded.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "bounded in the line above")]
        return Some(format::number(lang, rounded as i64));
    }
    let digits = number.options.maximum_fraction_digits.unwrap_or(2);
    Some(format::decimal(lang, number.value, digits))
}

fn of(lang: Lang) -> &'static Bundle {
    let [en, zh, es] = &*BUNDLES;
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
        Lang::Es => es,
    }
}

/// What [`t!`] calls. An unknown key renders itself and is logged once.
pub fn say(lang: Lang, key: &str, args: Vec<(&'static str, Value<'_>)>) -> String {
    find(lang, key, args).unwrap_or_else(|| {
        static MISSED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        if MISSED.lock().is_ok_and(|mut missed| missed.insert(format!("{lang} {key}"))) {
            tracing::warn!(%lang, key, "no words for this key");
        }
        key.to_owned()
    })
}

/// As [`say`], with arguments whose names came with a request, such as a toast's.
pub fn say_owned(lang: Lang, key: &str, args: Vec<(&str, &str)>) -> String {
    let Some(pattern) = of(lang).get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let args: FluentArgs<'_> =
        args.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    of(lang).format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

/// As [`say`], but `None` for an unknown key.
pub fn find(lang: Lang, key: &str, args: Vec<(&'static str, Value<'_>)>) -> Option<String> {
    let bundle = of(lang);
    let pattern = bundle.get_message(key)?.value()?;
    let args: FluentArgs<'_> = args.into_iter().collect();
    let mut wrong = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut wrong).into_owned();
    if !wrong.is_empty() {
        tracing::warn!(%lang, key, ?wrong, "a message lacks something");
    }
    Some(text)
}

/// Whether there are words for this key.
pub fn has(lang: Lang, key: &str) -> bool {
    of(lang).has_message(key)
}

fn values(args: &Args) -> Vec<(&'static str, Value<'_>)> {
    let value = |arg| match arg {
        &Arg::Number(number) => Value::from(number),
        Arg::Text(text) => Value::from(text.as_str()),
    };
    args.iter().map(|(name, arg)| (*name, value(arg))).collect()
}

/// What a person is told. What broke inside stays inside: see [`broken`] for the number to name.
pub fn error(lang: Lang, error: &Error) -> String {
    let plain = |key: &str| say(lang, key, Vec::new());
    match error {
        Error::NotFound(noun) => find(lang, &format!("error-not_found-{noun}"), Vec::new())
            .unwrap_or_else(|| plain("error-not_found")),
        Error::Malformed(code) => {
            find(lang, &key("error", code), Vec::new()).unwrap_or_else(|| plain("error-malformed"))
        }
        Error::Invalid(fields) => say(lang, "error-invalid", vec![("fields", fields.len().into())]),
        Error::Refused(refused) => say(lang, &key("refusal", refused.code), values(&refused.args)),
        Error::TooMany { retry_after_s } => {
            say(lang, "error-too_many", vec![("retry", (*retry_after_s).into())])
        }
        other => plain(&key("error", other.code())),
    }
}

/// The page for something that broke names the number under which it was logged.
pub fn broken(lang: Lang, id: &str) -> String {
    say(lang, "error-broken-id", vec![("id", id.into())])
}

/// What is wrong with one field and what would be right.
pub fn field_error(lang: Lang, error: &FieldError) -> String {
    say(lang, &key("field", error.code), values(&error.args))
}

/// `refusal` + `joining.full` is `refusal-joining-full`.
fn key(kind: &str, code: &str) -> String {
    format!("{kind}-{}", code.replace('.', "-"))
}

/// Every message of a language with the names of its arguments, for the sweeps.
pub fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, _, text) in FILES.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        let mut current = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                current = line.split_once('=').map(|(name, _)| name.trim().to_owned());
            }
            if let Some(name) = &current {
                keys.entry(name.clone()).or_default().extend(arguments(line));
            }
        }
    }
    keys
}

fn arguments(line: &str) -> impl Iterator<Item = String> {
    line.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
}

/// The keys that a source file asks for and no language has: for the sweep over `crates/`.
pub fn missing(source: &str) -> BTreeSet<String> {
    let english = keys(Lang::En);
    let code: Vec<_> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let source = code.join("\n");
    let asked = source.match_indices("t!(").filter_map(|(at, _)| {
        // `assert!(` ends the same way and is another macro.
        let before = source.get(..at)?.chars().next_back().unwrap_or(' ');
        let own = !before.is_alphanumeric() && before != '_';
        let (_, after) = source.get(at..).filter(|_| own)?.split_once(',')?;
        let literal = after.trim_start().strip_prefix('"')?;
        Some(literal.split_once('"')?.0.to_owned())
    });
    asked.filter(|key| !english.contains_key(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_languages_have_the_same_messages_and_arguments() {
        let english = keys(Lang::En);
        assert!(english.len() > 50, "the messages were not found");
        for lang in [Lang::Zh, Lang::Es] {
            let other = keys(lang);
            let all: BTreeSet<_> = english.keys().chain(other.keys()).collect();
            let wrong: Vec<_> =
                all.into_iter().filter(|key| english.get(*key) != other.get(*key)).collect();
            assert!(wrong.is_empty(), "{lang} differs from English in {wrong:?}");
        }
    }

    #[test]
    fn every_message_can_be_read() {
        for lang in Lang::ALL {
            for key in keys(lang).keys() {
                assert!(has(lang, key), "{lang} {key}");
            }
        }
    }

    #[test]
    fn numbers_in_messages_are_grouped_and_nothing_is_isolated() {
        assert_eq!(t!(Lang::En, "field-too_long", max = 2000), "At most 2,000 characters.");
        assert_eq!(t!(Lang::Zh, "no-such-key"), "no-such-key");
    }

    #[test]
    fn errors_are_words_in_every_language() {
        let wrong = [
            Error::NotFound("member"),
            Error::Unauthenticated,
            Error::Forbidden("raffles.draw"),
            Error::Malformed("whatever"),
            Error::Invalid(kernel::Fields::default()),
            Error::KeyMismatch,
            Error::TooMany { retry_after_s: 30 },
            Error::BUSY,
            Error::NotOwner,
            Error::broken("secret"),
        ];
        for lang in Lang::ALL {
            for error in &wrong {
                let text = super::error(lang, error);
                assert!(!text.contains("error-") && !text.contains("secret"), "{lang} {text}");
            }
        }
    }

    #[test]
    fn the_sweep_finds_a_key_that_nobody_wrote() {
        let source = r#"t!(lang, "nav-today") t!(page.lang, "not-written", n = 3)"#;
        assert_eq!(missing(source).into_iter().collect::<Vec<_>>(), ["not-written"]);
    }

    #[test]
    fn what_our_own_sources_ask_for_is_there() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kit");
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("words.rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let missing = missing(&source);
                assert!(missing.is_empty(), "{}: {missing:?}", path.display());
            }
        }
    }
}
