//! Docs: true, complete, and about this house only.

use std::collections::BTreeSet;

use super::{Row, Wrong, catches, holds, source::Source};

/// What a visitor looks for first. Taken out of `NOT_YET` as it is written.
const EXPECTED: [&str; 5] =
    ["ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "README.md", "docs/dependencies.md"];
const NOT_YET: &[&str] =
    &["ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "README.md", "docs/dependencies.md"];

/// Words that say work was left lying about. Spelt in two so that this file is clean.
const LEFT_LYING: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Places of one machine or one registry; a project is read on others.
const ELSEWHERE: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/tmp/", "bash"),
    concat!("registry.", "npmjs"),
    concat!("files.", "pythonhosted"),
    concat!("static.", "crates.io"),
];

fn expected(house: &[Source]) -> Vec<Wrong> {
    let absent = |path: &&&str| !house.iter().any(|source| source.path == **path);
    EXPECTED
        .iter()
        .filter(|path| !NOT_YET.contains(path))
        .filter(absent)
        .map(|path| Wrong {
            path: (*path).to_owned(),
            line: 0,
            what: "is missing".to_owned(),
            instead: "a visitor looks for it first: write it",
        })
        .collect()
}

fn dependencies(house: &[Source]) -> Vec<Wrong> {
    let Some(list) = house.iter().find(|source| source.path == "docs/dependencies.md") else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    for source in house {
        let parts: Vec<String> = match source.path.as_str() {
            "Cargo.toml" => {
                let manifest: toml::Table = source.text.parse().unwrap_or_default();
                let parts = manifest.get("workspace").and_then(|w| w.get("dependencies"));
                let outside = |part: &&(String, toml::Value)| part.1.get("path").is_none();
                let parts = parts.and_then(toml::Value::as_table).cloned().unwrap_or_default();
                let parts: Vec<_> = parts.into_iter().collect();
                parts.iter().filter(outside).map(|(name, _)| name.clone()).collect()
            }
            "tests/browser/package.json" => {
                let package: serde_json::Value =
                    serde_json::from_str(&source.text).unwrap_or_default();
                let parts = package.get("devDependencies").and_then(|parts| parts.as_object());
                parts.map(|parts| parts.keys().cloned().collect()).unwrap_or_default()
            }
            _ => continue,
        };
        for part in parts.iter().filter(|part| !has_row(list, part)) {
            let at = source.text.find(part.as_str()).unwrap_or(0);
            let instead = "say in docs/dependencies.md what it is for and who keeps it";
            wrong.push(Wrong::at(source, at, format!("{part} has no reason"), instead));
        }
    }
    wrong
}

/// Whether the first cell of some row names it.
fn has_row(list: &Source, part: &str) -> bool {
    let cells = list.text.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next());
    cells.flat_map(|cell| cell.split(',')).any(|name| name.trim().trim_matches('`') == part)
}

fn left_lying(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    // In Spanish one of them is a word.
    for source in house.iter().filter(|source| !source.is("ftl")) {
        for (at, word) in LEFT_LYING.iter().flat_map(|word| source.text.match_indices(word)) {
            let glued = |c: Option<char>| c.is_some_and(super::source::is_word);
            let before = source.text[..at].chars().next_back();
            let after = source.text[at + word.len()..].chars().next();
            // A name in Rust code is only a name: such notes stand in comments and literals.
            let name = source.code.get(at..at + word.len()) == Some(word);
            if !glued(before) && !glued(after) && !name {
                wrong.push(Wrong::at(
                    source,
                    at,
                    word,
                    "do it, or leave it out and say so plainly",
                ));
            }
        }
    }
    wrong
}

fn elsewhere(house: &[Source]) -> Vec<Wrong> {
    let places = |source| {
        let found = move |place: &&'static str| find(source, place);
        ELSEWHERE.iter().copied().filter_map(move |place| found(&place).map(|at| (place, at)))
    };
    house
        .iter()
        .flat_map(|source| places(source).map(move |(place, at)| (source, place, at)))
        .map(|(source, place, at)| {
            let what = format!("names {place}");
            Wrong::at(source, at, what, "leave out what is true on one machine only")
        })
        .collect()
}

fn find(source: &Source, place: &str) -> Option<usize> {
    source.text.find(place)
}

fn links(house: &[Source]) -> Vec<Wrong> {
    let mut paths: BTreeSet<&str> = BTreeSet::from([""]);
    for source in house {
        let folders = source.path.match_indices('/').map(|(at, _)| &source.path[..at]);
        paths.extend(folders.chain([source.path.as_str()]));
    }
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.is("md")) {
        for (at, _) in source.text.match_indices("](") {
            let Some(length) = source.text[at..].find([')', '\n']) else { continue };
            let target = source.text[at + 2..at + length].split([' ', '#']).next().unwrap_or("");
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let resolved = resolve(&source.path, target);
            if !paths.contains(resolved.as_str()) {
                let what = format!("a link to {target}, where nothing is");
                wrong.push(Wrong::at(source, at, what, "link to a file that exists"));
            }
        }
    }
    wrong
}

fn resolve(from: &str, target: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<_> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[test]
fn what_a_visitor_looks_for_is_there() {
    holds(expected);
    assert!(NOT_YET.iter().all(|path| EXPECTED.contains(path)));
    assert_eq!(expected(&[]).len(), EXPECTED.len() - NOT_YET.len());
}

#[test]
fn every_dependency_has_its_reason() {
    holds(dependencies);
    let cargo = "[workspace.dependencies]\nkernel = { path = \"x\" }\nmaud = \"1\"\n";
    let npm = "{\"devDependencies\": {\"axe\": \"1\"}}";
    let list = "docs/dependencies.md";
    let rows: &[Row<'_>] = &[
        (&[("Cargo.toml", cargo), (list, "| `axum` | maud |")], "Cargo.toml:3: maud has no reason"),
        (&[("tests/browser/package.json", npm), (list, "")], "tests/browser/package.json:1: axe"),
        (&[("Cargo.toml", cargo), (list, "| axum, maud | pages |")], ""),
    ];
    catches(dependencies, rows);
}

#[test]
fn nothing_is_left_lying_about() {
    holds(left_lying);
    let note = format!("fn f() {{}}\n// {}: later", LEFT_LYING[0]);
    let fine = format!("const {}: u8 = 1; // a to-do, {0}S", LEFT_LYING[0]);
    let rows: &[Row<'_>] = &[(&[("a.rs", &note)], "a.rs:2: "), (&[("a.rs", &fine)], "")];
    catches(left_lying, rows);
}

#[test]
fn nothing_is_about_one_machine() {
    holds(elsewhere);
    let path = format!("see {}main", ELSEWHERE[0]);
    let rows: &[Row<'_>] =
        &[(&[("a.md", &path)], "a.md:1: names"), (&[("a.md", "see framework/a")], "")];
    catches(elsewhere, rows);
}

#[test]
fn links_lead_somewhere() {
    holds(links);
    let rows: &[Row<'_>] = &[
        (&[("docs/a.md", "\n[b](b.md)")], "docs/a.md:2: a link to b.md, where nothing is"),
        (&[("docs/a.md", "[b](../b.md#top) [c](https://c.example/) [d](#d)"), ("b.md", "")], ""),
        (&[("docs/a.md", "[all](.) [pictures](../pictures)"), ("pictures/1.png", "")], ""),
    ];
    catches(links, rows);
}
