//! Walls between rooms: who may build on whom, and what only some may name.

use super::{Row, Wrong, catches, holds, source::Source};

/// Each room with the rooms it may build on (ARCHITECTURE.md, "Rooms").
const ROOMS: [(&str, &[&str]); 14] = [
    ("kernel", &[]),
    ("fair", &["kernel"]),
    ("payments", &["kernel"]),
    ("store", &["kernel"]),
    ("ledger", &["kernel", "store"]),
    ("web", &["kernel", "store"]),
    ("people", &["kernel", "ledger", "store", "web"]),
    ("value", &["kernel", "ledger", "people", "store", "web"]),
    ("commerce", &["kernel", "ledger", "people", "store", "value", "web"]),
    ("play", &["fair", "kernel", "ledger", "people", "store", "value", "web"]),
    ("reach", &["kernel", "ledger", "people", "store", "web"]),
    ("insight", &["kernel", "ledger", "people", "store", "web"]),
    (
        "rehearsal",
        &["commerce", "kernel", "ledger", "people", "play", "reach", "store", "value", "web"],
    ),
    (
        "regulars",
        &[
            "commerce",
            "fair",
            "insight",
            "kernel",
            "ledger",
            "payments",
            "people",
            "play",
            "reach",
            "rehearsal",
            "store",
            "value",
            "web",
        ],
    ),
];

/// Parts from outside that only some rooms may use.
const PARTS: [(&str, &[&str]); 7] = [
    ("sqlx", &["store"]),
    ("axum", &["web", "people", "value", "commerce", "play", "reach", "insight", "regulars"]),
    ("maud", &["web", "people", "value", "commerce", "play", "reach", "insight", "regulars"]),
    ("clap", &["regulars"]),
    ("indicatif", &["regulars"]),
    ("ring", &["fair", "payments"]),
    ("ureq", &["payments", "regulars"]),
];

/// What only the front door and tests may touch, with what to use instead.
const OUTSIDE: [(&str, &str); 12] = [
    ("SystemTime::now", "take the time that was handed in"),
    ("Instant::now", "take the time that was handed in"),
    ("Timestamp::now", "take the time that was handed in"),
    ("Zoned::now", "take the time that was handed in"),
    ("Uuid::new_v4", "take ids from the World that was handed in"),
    ("Uuid::now_v7", "take ids from the World that was handed in"),
    ("thread_rng", "take chance from the World that was handed in"),
    ("getrandom", "take chance from the World that was handed in"),
    ("std::env", "take it as configuration from the front door"),
    ("std::fs", "take what was read from the front door"),
    ("tokio::fs", "take what was read from the front door"),
    ("std::process", "let the front door decide"),
];

/// (path prefix, what, reason).
const OUTSIDE_EXCEPT: &[(&str, &str, &str)] = &[
    (
        "crates/store/",
        "std::fs",
        "storage keeps its files and its lock in the folder it was handed",
    ),
    (
        "crates/store/src/runner/",
        "Instant::now",
        "how often to look again is the machine's own time",
    ),
    (
        "crates/store/src/conn.rs",
        "Instant::now",
        "an engine's word is awaited in the machine's own time",
    ),
    ("crates/store/src/writer/", "Instant::now", "leases and turns end in the machine's own time"),
    ("crates/web/src/crowds.rs", "Instant::now", "a door is shut in the machine's own time"),
    ("crates/web/build.rs", "std::env", "a build script is told its folder by cargo"),
    ("crates/web/build.rs", "std::fs", "a build script reads the sources it packs"),
];

/// What a kind of file in a slice must not import.
const LAYERS: [(&str, &[&str], &str); 3] = [
    (
        "model.rs",
        &["axum", "ledger", "maud", "sqlx", "store", "tokio", "web"],
        "a model is types and pure rules on kernel alone",
    ),
    ("actions.rs", &["axum", "maud"], "an action never sees HTTP or pages"),
    ("store.rs", &["axum", "maud", "web"], "a slice's store is its SQL and nothing else"),
];

fn rooms(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.name() == "Cargo.toml") {
        let Some(room) = source.room() else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(Wrong::at(
                source,
                0,
                format!("a new room, {room}"),
                "give it a row in ROOMS",
            ));
            continue;
        };
        let manifest: toml::Table = source.text.parse().unwrap_or_default();
        let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
        let tables = tables.iter().filter_map(|table| manifest.get(*table)?.as_table());
        for part in tables.flat_map(toml::Table::keys) {
            let at = source.text.find(&format!("\n{part}")).map_or(0, |at| at + 1);
            let is_room = ROOMS.iter().any(|(name, _)| name == part);
            let reserved = PARTS.iter().find(|(name, _)| name == part);
            if is_room && part != room && !allowed.contains(&part.as_str()) {
                let what = format!("{room} builds on {part}");
                let instead = "ask for a registered action, or listen to an event";
                wrong.push(Wrong::at(source, at, what, instead));
            } else if reserved.is_some_and(|(_, rooms)| !rooms.contains(&room)) {
                let instead = "leave it to the rooms that PARTS names";
                wrong.push(Wrong::at(source, at, format!("{room} uses {part}"), instead));
            }
        }
    }
    wrong
}

fn outside(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.room().is_some_and(|room| room != "regulars"))
    {
        // An example is a front door of its own.
        if source.path.contains("/examples/") {
            continue;
        }
        let uses = imports(source);
        for (what, instead) in OUTSIDE {
            let imported = uses.iter().filter(|(_, path)| begins(path, what)).map(|(at, _)| *at);
            let places = source.finds(what).chain(imported).filter(|at| !source.is_test(*at));
            let excepted = |(path, words, _): &(&str, &str, &str)| {
                source.path.starts_with(path) && *words == what
            };
            if !OUTSIDE_EXCEPT.iter().any(excepted)
                && let Some(at) = places.min()
            {
                wrong.push(Wrong::at(source, at, what, instead));
            }
        }
    }
    wrong
}

fn layers(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        let Some((_, banned, why)) = LAYERS.iter().find(|(name, ..)| *name == source.name()) else {
            continue;
        };
        if source.slice().is_none() || !source.path.starts_with("crates/") {
            continue;
        }
        for (at, path) in imports(source) {
            if banned.iter().any(|part| begins(&path, part)) && !source.is_test(at) {
                wrong.push(Wrong::at(source, at, format!("{} imports {path}", source.name()), why));
            }
        }
    }
    wrong
}

fn slices(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        let Some(slice) = source.slice().filter(|_| source.room() != Some("store")) else {
            continue;
        };
        for private in ["store", "view"] {
            for opened in [format!("pub mod {private};"), format!("pub(crate) mod {private};")] {
                for at in source.finds(&opened) {
                    let what = format!("{slice} opens its {private} to others");
                    wrong.push(Wrong::at(source, at, what, "offer an action or a model type"));
                }
            }
            let inside = format!("::{private}");
            let written = source.finds(&inside).map(|at| (at, path_around(source, at)));
            for (at, path) in imports(source).into_iter().chain(written) {
                let parts: Vec<_> = path.split("::").collect();
                let foreign = parts.windows(2).any(|pair| {
                    pair[1] == private && ![slice, "crate", "self", "super", ""].contains(&pair[0])
                });
                if foreign && !source.is_test(at) {
                    let what = format!("{slice} uses {path}");
                    wrong.push(Wrong::at(source, at, what, "use that slice's actions or model"));
                }
            }
        }
    }
    wrong.dedup_by(|a, b| a.path == b.path && a.line == b.line);
    wrong
}

/// A scope says for whom and how far; only what has looked at a session or a key may say so, and what
/// simulates people.
const PROVES: [&str; 3] = ["crates/kernel/", "crates/web/src/who.rs", "crates/rehearsal/"];

fn scopes(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house.iter().filter(|source| source.path.starts_with("crates/")) {
        if PROVES.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for at in source.finds("Scope::proven").filter(|at| !source.is_test(*at)) {
            wrong.push(Wrong::at(source, at, "makes a proven scope", "take it from web::who"));
        }
    }
    wrong
}

fn sqlx(house: &[Source]) -> Vec<Wrong> {
    house
        .iter()
        .filter(|source| source.room() != Some("store") && !source.path.starts_with("tests/"))
        .filter_map(|source| Some((source, source.finds("sqlx").next()?)))
        .map(|(source, at)| Wrong::at(source, at, "names sqlx", "use what store offers"))
        .collect()
}

/// What `use` brings in, one whole path each.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in source.finds("use ") {
        if let Some(end) = source.code[at..].find(';') {
            let mut paths = Vec::new();
            expand("", &source.code[at + 4..at + end], &mut paths);
            found.extend(paths.into_iter().map(|path| (at, path)));
        }
    }
    found
}

fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        paths.push(format!("{prefix}{path}"));
        return;
    };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let prefix = format!("{prefix}{}", head.trim());
    let (mut depth, mut begin) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&prefix, &inner[begin..at], paths);
                begin = at + 1;
            }
            _ => {}
        }
    }
    if !inner[begin..].trim().is_empty() {
        expand(&prefix, &inner[begin..], paths);
    }
}

fn begins(path: &str, with: &str) -> bool {
    path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The path in the code that this place is inside of.
fn path_around(source: &Source, at: usize) -> String {
    let part = |c: char| super::source::is_word(c) || c == ':';
    let begin = source.code[..at].rfind(|c| !part(c)).map_or(0, |end| end + 1);
    let length = source.code[at..].find(|c| !part(c)).unwrap_or(0);
    source.code[begin..at + length].to_owned()
}

#[test]
fn rooms_build_only_on_the_rooms_below() {
    holds(rooms);
    let on =
        |part: &str| format!("[package]\nname = \"x\"\n[dependencies]\n{part}.workspace = true\n");
    let (reach, insight, sqlx, kernel) = (on("reach"), on("insight"), on("sqlx"), on("kernel"));
    let toml = "crates/value/Cargo.toml";
    let rows: &[Row<'_>] = &[
        (&[(toml, &reach)], "crates/value/Cargo.toml:4: value builds on reach"),
        (&[("crates/people/Cargo.toml", &insight)], "crates/people/Cargo.toml:4: people builds"),
        (&[(toml, &sqlx)], "crates/value/Cargo.toml:4: value uses sqlx"),
        (&[("crates/attic/Cargo.toml", &kernel)], "crates/attic/Cargo.toml:1: a new room, attic"),
        (&[(toml, &kernel)], ""),
    ];
    catches(rooms, rows);
}

#[test]
fn only_the_front_door_touches_the_outside() {
    holds(outside);
    let path = "crates/value/src/a.rs";
    let rows: &[Row<'_>] = &[
        (&[(path, "fn f() { Instant::now() }")], "crates/value/src/a.rs:1: Instant::now: take the"),
        (&[(path, "\nuse std::{env, fmt};")], "crates/value/src/a.rs:2: std::env: take it as"),
        (&[(path, "use std::{fmt, fs::File};")], "crates/value/src/a.rs:1: std::fs: take what"),
        (&[(path, "#[cfg(test)]\nmod tests { use std::fs; }")], ""),
        (&[("crates/regulars/src/main.rs", "use std::env;")], ""),
        (&[(path, "// Instant::now\nlet x = \"std::fs\"; include_str!(\"a\");")], ""),
    ];
    catches(outside, rows);
}

#[test]
fn files_of_a_slice_know_their_layer() {
    holds(layers);
    let rows: &[Row<'_>] = &[
        (
            &[("crates/play/src/raffles/model.rs", "use store::Tx;")],
            "crates/play/src/raffles/model",
        ),
        (
            &[("crates/play/src/raffles/actions.rs", "use axum::Json;")],
            "crates/play/src/raffles/act",
        ),
        (&[("crates/play/src/raffles/model.rs", "use kernel::{Id, Money};")], ""),
        (&[("crates/play/src/raffles/api.rs", "use axum::Json;")], ""),
    ];
    catches(layers, rows);
}

#[test]
fn slices_keep_their_store_and_view_to_themselves() {
    holds(slices);
    let path = "crates/people/src/groups/actions.rs";
    let uses = "crates/people/src/groups/actions.rs:1: groups uses crate::members::";
    let rows: &[Row<'_>] = &[
        (&[(path, "use crate::members::{model::Member, store::find};")], uses),
        (&[(path, "fn f() { crate::members::view::card() }")], uses),
        (
            &[("crates/people/src/groups/mod.rs", "pub mod store;")],
            "crates/people/src/groups/mod.rs",
        ),
        (&[(path, "use super::store; use crate::groups::view; use store::Db;")], ""),
        (&[(path, "use crate::members::actions;")], ""),
    ];
    catches(slices, rows);
}

#[test]
fn a_proven_scope_comes_from_sign_in() {
    holds(scopes);
    let proves = "fn f() { Scope::proven(org, Actor::Visitor, Remit::Everything) }";
    let rows: &[Row<'_>] = &[
        (&[("crates/value/src/a.rs", proves)], "crates/value/src/a.rs:1: makes a proven scope"),
        (&[("crates/web/src/who.rs", proves)], ""),
    ];
    catches(scopes, rows);
}

#[test]
fn only_the_store_names_the_database_library() {
    holds(sqlx);
    let rows: &[Row<'_>] = &[
        (
            &[("crates/value/src/a.rs", "fn f(pool: sqlx::SqlitePool) {}")],
            "crates/value/src/a.rs:1:",
        ),
        (
            &[
                ("crates/store/src/a.rs", "use sqlx::SqlitePool;"),
                ("crates/value/src/a.rs", "// sqlx"),
            ],
            "",
        ),
    ];
    catches(sqlx, rows);
}
