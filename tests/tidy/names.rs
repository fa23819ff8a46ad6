//! Names: field terms, no helpers, no doers, no bool parameters, a header for every folder.

use std::path::Path;

use super::{
    Row, Wrong, catches, holds,
    source::{Source, word},
};

const FILES: [&str; 8] =
    ["common", "helper", "helpers", "misc", "shared", "util", "utilities", "utils"];
const SUFFIXES: [&str; 7] =
    ["Dto", "Helper", "Helpers", "Manager", "Repository", "Service", "Util"];

fn files(house: &[Source]) -> Vec<Wrong> {
    let stem = |source: &Source| Some(Path::new(&source.path).file_stem()?.to_str()?.to_owned());
    house
        .iter()
        .filter(|source| stem(source).is_some_and(|stem| FILES.contains(&stem.as_str())))
        .map(|source| {
            let what = format!("a file called {}", source.name());
            Wrong::at(source, 0, what, "name it after the noun it is about")
        })
        .collect()
}

fn types(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        for keyword in ["struct ", "enum ", "trait ", "type "] {
            for at in source.finds(keyword) {
                let name = word(&source.code[at + keyword.len()..]);
                if SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) {
                    let what = format!("a type called {name}");
                    wrong.push(Wrong::at(source, at, what, "say what it is, in the shop's words"));
                }
            }
        }
    }
    wrong
}

fn bools(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        for at in source.finds("fn ") {
            let line = source.code[..at].rfind('\n').map_or(0, |end| end + 1);
            let lead = source.code[line..at].trim_start();
            let public = lead.starts_with("pub ") || lead.starts_with("pub(crate)");
            if !public || source.is_test(at) {
                continue;
            }
            let name = word(&source.code[at + 3..]);
            for parameter in parameters(source, at + 3 + name.len()) {
                if parameter.split_once(':').is_some_and(|(_, of)| of.trim() == "bool") {
                    let what = format!("fn {name} takes a bool, `{}`", parameter.trim());
                    wrong.push(Wrong::at(source, at, what, "take an enum whose words say which"));
                }
            }
        }
    }
    wrong
}

/// The parameters of a function, from behind its name.
fn parameters(source: &Source, from: usize) -> Vec<&str> {
    let mut open = from;
    if source.code[from..].starts_with('<') {
        let mut depth = 0;
        for (at, c) in source.code[from..].char_indices() {
            match c {
                '<' => depth += 1,
                '>' if !source.code[..from + at].ends_with('-') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                open = from + at;
                break;
            }
        }
    }
    let Some(length) = source.code[open..].find('(') else { return Vec::new() };
    let list = source.bracketed(open + length);
    let inner = &source.code[list.start + 1..list.end - 1];
    let (mut depth, mut begin, mut found) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if !inner[..at].ends_with(['-', '=']) => depth -= 1,
            ',' if depth == 0 => {
                found.push(&inner[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    found.push(&inner[begin..]);
    found
}

fn headers(house: &[Source]) -> Vec<Wrong> {
    house
        .iter()
        .filter(|source| ["lib.rs", "mod.rs"].contains(&source.name()))
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| {
            let instead =
                "begin with //!: what it is, invariants, events, what is absent on purpose";
            Wrong::at(source, 0, "no header", instead)
        })
        .collect()
}

fn tests(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        for at in source.finds("#[test]").chain(source.finds("#[tokio::test]")) {
            let Some(fun) = source.code[at..].find("fn ") else { continue };
            let name = word(&source.code[at + fun + 3..]);
            if name.split('_').count() < 3 || name.starts_with("test_") {
                let what = format!("a test called {name}");
                wrong.push(Wrong::at(source, at, what, "make it a sentence that can be false"));
            }
        }
    }
    wrong
}

#[test]
fn files_are_named_after_nouns() {
    holds(files);
    let rows: &[Row<'_>] = &[
        (&[("crates/web/src/utils.rs", "")], "crates/web/src/utils.rs:1: a file called utils.rs"),
        (&[("tests/browser/helpers.mjs", "")], "tests/browser/helpers.mjs:1: a file called"),
        (&[("crates/web/src/page.rs", "")], ""),
    ];
    catches(files, rows);
}

#[test]
fn types_are_not_called_after_what_they_do_for_us() {
    holds(types);
    let rows: &[Row<'_>] = &[
        (&[("a.rs", "pub struct VoucherManager;")], "a.rs:1: a type called VoucherManager"),
        (&[("a.rs", "\ntrait MemberRepository<T> {}")], "a.rs:2: a type called MemberRepository"),
        (&[("a.rs", "struct Managers; // struct XManager\nlet x = \"enum ADto\";")], ""),
    ];
    catches(types, rows);
}

#[test]
fn public_functions_take_no_bools() {
    holds(bools);
    let says = "a.rs:1: fn f takes a bool, `loud: bool`";
    let rows: &[Row<'_>] = &[
        (&[("a.rs", "pub fn f(name: &str, loud: bool) {}")], says),
        (&[("a.rs", "pub async fn f<F: Fn(bool) -> u8>(f: F, loud: bool,) {}")], says),
        (&[("a.rs", "pub(crate) fn f(map: Map<u8, bool>, loud: bool) {}")], says),
        (&[("a.rs", "pub fn f<F: Fn(bool) -> u8>(f: F, g: fn(bool) -> u8) -> bool { true }")], ""),
        (&[("a.rs", "fn f(loud: bool) {}\npub struct S { open: bool }")], ""),
    ];
    catches(bools, rows);
}

#[test]
fn every_folder_says_what_it_is() {
    holds(headers);
    let rows: &[Row<'_>] = &[
        (&[("crates/play/src/raffles/mod.rs", "mod model;")], "crates/play/src/raffles/mod.rs:1:"),
        (&[("crates/play/src/raffles/mod.rs", "//! Raffles.\nmod model;")], ""),
    ];
    catches(headers, rows);
}

#[test]
fn tests_are_named_as_sentences() {
    holds(tests);
    let rows: &[Row<'_>] = &[
        (&[("a.rs", "#[test]\nfn works() {}")], "a.rs:1: a test called works"),
        (&[("a.rs", "#[tokio::test]\nasync fn test_it_all() {}")], "a.rs:1: a test called test_it"),
        (&[("a.rs", "#[test]\nfn spending_more_than_the_balance_is_refused() {}")], ""),
    ];
    catches(tests, rows);
}
