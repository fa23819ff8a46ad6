//! Words: every sentence people read exists in three languages and knows the same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Wrong, catches, holds, source::Source};

const LANGS: [&str; 3] = ["en", "zh-CN", "es"];
const IN_THREE: &str = "write it in all three languages";

/// A message: where it stands (file, offset), and the variables it uses.
struct Message<'a> {
    source: &'a Source,
    at: usize,
    variables: BTreeSet<&'a str>,
}

/// The messages of one language by key; attributes count as `key.attribute`.
fn messages<'a>(house: &'a [Source], lang: &str) -> BTreeMap<String, Message<'a>> {
    let folder = format!("locales/{lang}/");
    let mut found: BTreeMap<String, Message<'_>> = BTreeMap::new();
    for source in house.iter().filter(|source| source.path.starts_with(&folder) && source.is("ftl"))
    {
        let (mut at, mut message, mut key) = (0, String::new(), String::new());
        for line in source.text.split_inclusive('\n') {
            let indented = line.starts_with([' ', '\t']);
            let name = line.trim_start().split('=').next().unwrap_or_default().trim();
            if indented && name.starts_with('.') && line.contains('=') {
                key = format!("{message}{name}");
            } else if !indented && !line.starts_with('#') && line.contains('=') {
                name.clone_into(&mut message);
                name.clone_into(&mut key);
            }
            if !key.is_empty() && !line.starts_with('#') {
                let entry = found.entry(key.clone());
                let new = || Message { source, at, variables: BTreeSet::new() };
                entry.or_insert_with(new).variables.extend(variables(line));
            }
            at += line.len();
        }
    }
    found
}

fn variables(line: &str) -> impl Iterator<Item = &str> {
    let name = |c: char| super::source::is_word(c) || c == '-';
    line.split('$').skip(1).map(move |rest| rest.split(|c| !name(c)).next().unwrap_or_default())
}

fn written(house: &[Source]) -> bool {
    house.iter().any(|source| source.path.starts_with("locales/"))
}

fn same_in_all(house: &[Source]) -> Vec<Wrong> {
    let all = LANGS.map(|lang| (lang, messages(house, lang)));
    let mut wrong = Vec::new();
    for (key, message) in &all[0].1 {
        for (lang, others) in &all[1..] {
            match others.get(key) {
                None => {
                    let what = format!("{key} is missing in {lang}");
                    wrong.push(Wrong::at(message.source, message.at, what, IN_THREE));
                }
                Some(other) if other.variables != message.variables => {
                    let what = format!(
                        "{key} uses {:?}, but {:?} in en",
                        other.variables, message.variables
                    );
                    wrong.push(Wrong::at(other.source, other.at, what, "use the same variables"));
                }
                Some(_) => {}
            }
        }
    }
    for (lang, others) in &all[1..] {
        for (key, message) in others.iter().filter(|(key, _)| !all[0].1.contains_key(*key)) {
            let what = format!("{key} is in {lang} only");
            wrong.push(Wrong::at(message.source, message.at, what, IN_THREE));
        }
    }
    wrong
}

/// Keys that the code needs: of `t!`, of refusals and of wrong fields.
/// The keys of whole messages, each with its place.
fn keys(source: &Source) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        if let Some((key, _)) = line.split_once('=')
            && !line.starts_with([' ', '\t', '#'])
        {
            found.push((at, key.trim()));
        }
        at += line.len();
    }
    found
}

fn doubled(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for lang in LANGS {
        let folder = format!("locales/{lang}/");
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let ours = |source: &&Source| source.path.starts_with(&folder) && source.is("ftl");
        for source in house.iter().filter(ours) {
            for (at, key) in keys(source) {
                if let Some(other) = seen.insert(key, &source.path) {
                    let what = format!("{key} is written in {other} already");
                    wrong.push(Wrong::at(
                        source,
                        at,
                        what,
                        "one of the two is never read: rename it",
                    ));
                }
            }
        }
    }
    wrong
}

fn needed(house: &[Source]) -> Vec<Wrong> {
    if !written(house) {
        return Vec::new();
    }
    let known = messages(house, "en");
    let mut wrong = Vec::new();
    for source in
        house.iter().filter(|source| source.is("rs") && source.path.starts_with("crates/"))
    {
        let keys = said(source).into_iter().chain(refused(source)).chain(misfilled(source));
        let keys = keys.chain(noted(source));
        for (at, key) in keys.filter(|(at, _)| !source.is_test(*at)) {
            if !known.contains_key(&key) {
                let what = format!("no message {key}");
                wrong.push(Wrong::at(source, at, what, IN_THREE));
            }
        }
    }
    wrong
}

/// `t!(lang, "key", …)`.
fn said(source: &Source) -> Vec<(usize, String)> {
    let first = |at: usize| {
        let literals = source.literals_in(source.bracketed(at + 2));
        literals.first().map(|(at, key)| (*at, (*key).to_owned()))
    };
    source.finds("t!(").filter_map(first).filter(|(_, key)| is_key(key)).collect()
}

/// Variables of a message that `t!` is not handed.
fn unfilled(house: &[Source]) -> Vec<Wrong> {
    let known = messages(house, "en");
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.is("rs")) {
        for at in source.finds("t!(") {
            let call = source.bracketed(at + 2);
            let literals = source.literals_in(call.clone());
            let message = literals.first().and_then(|(_, key)| known.get(*key));
            let code = &source.code[call];
            let given: BTreeSet<_> = code
                .match_indices(" = ")
                .filter_map(|(at, _)| code[..at].rsplit(|c| !super::source::is_word(c)).next())
                .collect();
            let Some(message) = message else { continue };
            for name in message.variables.difference(&given) {
                let what = format!("{} needs ${name}", literals[0].1);
                wrong.push(Wrong::at(source, at, what, "hand it over: t!(lang, key, name = …)"));
            }
        }
    }
    wrong
}

/// `refusals! { joining: Full "full" 409 }` needs `refusal-joining-full`.
fn refused(source: &Source) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    for at in source.finds("refusals!") {
        let Some(open) = source.code[at..].find('{').map(|length| at + length) else { continue };
        let body = source.bracketed(open);
        let slice = source.code[open + 1..body.end].split(':').next().unwrap_or_default().trim();
        if is_key(slice) {
            let key = |(at, word): &(usize, &str)| (*at, format!("refusal-{slice}-{word}"));
            keys.extend(source.literals_in(body.clone()).iter().map(key));
        }
    }
    keys
}

/// `FieldError::new(field, "too_long")` needs `field-too_long`.
fn misfilled(source: &Source) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    for at in source.finds("FieldError::new(") {
        let call = source.bracketed(at + "FieldError::new".len());
        let Some(comma) = source.code[call.clone()].find(',') else { continue };
        let literals = source.literals_in(call.start + comma..call.end);
        keys.extend(literals.first().map(|(at, code)| (*at, format!("field-{code}"))));
    }
    keys
}

/// `trail::note(tx, "stores.closed", …)` needs `trail-stores-closed`, and `trail-kind-stores` to be
/// found by.
fn noted(source: &Source) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    for at in source.finds("trail::note(") {
        let call = source.literals_in(source.bracketed(at + "trail::note".len()));
        for (at, word) in call.iter().filter(|(_, word)| is_key(word)) {
            let Some((kind, _)) = word.split_once('.') else { continue };
            keys.push((*at, format!("trail-{}", word.replace(['.', '_'], "-"))));
            keys.push((*at, format!("trail-kind-{}", kind.replace('_', "-"))));
        }
    }
    keys
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| super::source::is_word(c) || c == '-' || c == '.')
}

#[test]
fn every_message_is_the_same_in_three_languages() {
    holds(same_in_all);
    let (en, zh, es) = ("locales/en/a.ftl", "locales/zh-CN/a.ftl", "locales/es/a.ftl");
    let text = "hello = Hello { $name }\n";
    let rows: &[Row<'_>] = &[
        (&[(en, text), (zh, text)], "locales/en/a.ftl:1: hello is missing in es"),
        (&[(en, text), (zh, text), (es, "\nhello = Hola\n")], "locales/es/a.ftl:2: hello uses {}"),
        (&[(es, text)], "locales/es/a.ftl:1: hello is in es only"),
        (
            &[
                (en, "# a = b\nf =\n    .a = { $x }\n"),
                (zh, "f =\n .a = { $x }"),
                (es, "f =\n .a = { $x }"),
            ],
            "",
        ),
        (&[(en, text), (zh, "hello =\n    { $name }好"), (es, text)], ""),
    ];
    catches(same_in_all, rows);
}

#[test]
fn every_message_is_written_once() {
    holds(doubled);
    let rows: &[Row<'_>] = &[
        (
            &[("locales/en/a.ftl", "hi = Hi"), ("locales/en/b.ftl", "x = X\nhi = Hello")],
            "locales/en/b.ftl:2: hi is written in locales/en/a.ftl already",
        ),
        (&[("locales/en/a.ftl", "hi = Hi"), ("locales/es/a.ftl", "hi = Hola")], ""),
    ];
    catches(doubled, rows);
}

#[test]
fn every_word_that_the_code_says_is_written() {
    holds(needed);
    let (ftl, path) = ("locales/en/a.ftl", "crates/people/src/a.rs");
    let words = "hello = Hi\nrefusal-joining-full = Full\nfield-too_long = Too long\n";
    let refusals = "refusals! { joining: Full \"full\" 409, Gone \"gone\" 410 }";
    let says = "crates/people/src/a.rs:1: no message ";
    let rows: &[Row<'_>] = &[
        (&[(ftl, words), (path, "t!(lang, \"bye\")")], &format!("{says}bye")),
        (&[(ftl, words), (path, refusals)], &format!("{says}refusal-joining-gone")),
        (
            &[(ftl, words), (path, "FieldError::new(\"name\", \"odd\")")],
            &format!("{says}field-odd"),
        ),
        (
            &[
                (ftl, "trail-kind-stamp-cards = x\n"),
                (path, "trail::note(tx, \"stamp_cards.made\", id)"),
            ],
            &format!("{says}trail-stamp-cards-made"),
        ),
        (
            &[(ftl, "trail-keys-made = x\n"), (path, "trail::note(tx, \"keys.made\", id)")],
            &format!("{says}trail-kind-keys"),
        ),
        (&[(ftl, words), (path, "t!(lang, \"hello\"); FieldError::new(x, \"too_long\")")], ""),
        (&[(ftl, words), (path, "#[cfg(test)]\nmod tests { refusals! { x: A \"a\" 409 } }")], ""),
        (&[(path, "t!(lang, \"bye\")")], ""),
    ];
    catches(needed, rows);
}

#[test]
fn messages_are_handed_their_variables() {
    holds(unfilled);
    let (ftl, path) = (("locales/en/a.ftl", "hello = Hi { $name }\n"), "crates/people/src/a.rs");
    let rows: &[Row<'_>] = &[
        (&[ftl, (path, "t!(lang, \"hello\")")], "crates/people/src/a.rs:1: hello needs $name"),
        (&[ftl, (path, "t!(lang, \"hello\", name = x.name())")], ""),
    ];
    catches(unfilled, rows);
}
