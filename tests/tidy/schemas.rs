//! The API's document: one name, one thing. Two types of the same name would be documented as one of
//! them, without a word from anybody.

use std::collections::BTreeMap;

use super::{Row, Wrong, catches, holds, source::Source};

/// The names under which types stand in the document, with their places.
fn schemas(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in source.finds("ToSchema") {
        let rest = &source.code[at..];
        let Some(end) = ["struct ", "enum "]
            .iter()
            .filter_map(|kind| Some(rest.find(kind)? + kind.len()))
            .min()
        else {
            continue;
        };
        // Between the derive and the type stand attributes only.
        if rest[..end].contains(['{', ';']) {
            continue;
        }
        let named =
            rest[..end].split_once("schema(as = ").map(|(_, name)| super::source::word(name));
        let name = named.unwrap_or_else(|| super::source::word(&rest[end..]));
        found.push((at, name.to_owned()));
    }
    found
}

fn names(house: &[Source]) -> Vec<Wrong> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.is("rs") && source.path.contains("/src/")) {
        for (at, name) in schemas(source) {
            if let Some(other) = seen.get(&name) {
                let what = format!("{name} stands in the API's document already, for {other}");
                wrong.push(Wrong::at(source, at, what, "name it: #[schema(as = …)]"));
            }
            seen.insert(name, source.path.clone());
        }
    }
    wrong
}

#[test]
fn every_type_of_the_api_has_a_name_of_its_own() {
    holds(names);
    let one = "#[derive(ToSchema)]\npub struct Out { a: i64 }";
    let named = "#[derive(ToSchema)]\n#[schema(as = Gift)]\npub struct Out { a: i64 }";
    let rows: &[Row<'_>] = &[
        (
            &[("crates/a/src/a.rs", one), ("crates/b/src/b.rs", one)],
            "crates/b/src/b.rs:1: Out stands in the API's document already, for crates/a/src/a.rs",
        ),
        (&[("crates/a/src/a.rs", one), ("crates/b/src/b.rs", named)], ""),
    ];
    catches(names, rows);
}
