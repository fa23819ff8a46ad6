//! Faults are planted in tests only: no manifest switches them on for what is shipped, and a build
//! without debug assertions refuses them.

use super::{Row, Wrong, catches, holds, source::Source};

/// Features of the store that are for tests.
const FEATURES: [&str; 2] = ["planted", "testing"];
const HOLDS: &str = "crates/store/src/planted.rs";
const REFUSES: &str = "#[cfg(not(debug_assertions))]\n    compile_error!(";

fn shipped(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        if source.name() == "Cargo.toml" {
            manifest(source, &mut wrong);
        }
        if source.path == HOLDS && !source.text.contains(REFUSES) {
            let what = "builds that are shipped may have planted faults";
            wrong.push(Wrong::at(source, 0, what, "refuse them where debug assertions are off"));
        }
    }
    wrong
}

fn manifest(source: &Source, wrong: &mut Vec<Wrong>) {
    let manifest: toml::Table = source.text.parse().unwrap_or_default();
    let workspace = manifest.get("workspace").and_then(toml::Value::as_table);
    let dependencies = ["dependencies", "build-dependencies"].iter().flat_map(|name| {
        [manifest.get(*name), workspace.and_then(|workspace| workspace.get(*name))]
    });
    let asked = dependencies.flatten().filter_map(toml::Value::as_table).flat_map(|table| {
        let store = table.get("store").and_then(|store| store.get("features"));
        store.and_then(toml::Value::as_array).cloned().unwrap_or_default()
    });
    // A feature that switches them on is a way round.
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let switched = features.into_iter().flat_map(toml::Table::values);
    let switched = switched.filter_map(toml::Value::as_array).flatten().cloned();
    for feature in asked.chain(switched).filter_map(|one| one.as_str().map(str::to_owned)) {
        let feature = feature.trim_start_matches("store/").trim_start_matches("store?/");
        if FEATURES.contains(&feature) {
            let at = source.text.rfind(&format!("{feature}\"")).unwrap_or(0);
            let what = format!("{feature} is on in what is shipped");
            wrong.push(Wrong::at(source, at, what, "leave it to dev-dependencies"));
        }
    }
}

#[test]
fn no_build_that_is_shipped_has_planted_faults() {
    holds(shipped);
    let toml = "crates/value/Cargo.toml";
    let on = |table: &str| {
        format!("[{table}]\nstore = {{ workspace = true, features = [\"planted\"] }}\n")
    };
    let (tests, built, all) =
        (on("dev-dependencies"), on("dependencies"), on("workspace.dependencies"));
    let rows: &[Row<'_>] = &[
        (&[(toml, &tests)], ""),
        (&[(toml, &built)], "crates/value/Cargo.toml:2: planted is on in what is shipped"),
        (&[("Cargo.toml", &all)], "Cargo.toml:2: planted is on in what is shipped"),
        (&[(toml, "[features]\nplanted = []\n")], ""),
        (
            &[(toml, "[features]\ndefault = [\"store/planted\"]\n")],
            "crates/value/Cargo.toml:2: planted is on in what is shipped",
        ),
        (&[(HOLDS, "compile_error!(\"no\");")], "crates/store/src/planted.rs:1: builds that are"),
    ];
    catches(shipped, rows);
}
