//! Every `sql!("…")` of the source is prepared on both engines: a column that is not there or a
//! function that only one of them knows is found before a person does.

use std::{
    fs,
    path::{Path, PathBuf},
};

use regulars::house;
use store::{
    Registry,
    testing::{engines, ground},
};

pub struct Statement {
    pub place: String,
    pub sql: String,
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The literal that begins at the text's first quote: its content and nothing escaped.
fn literal(text: &str) -> Option<String> {
    let text = text.trim_start();
    let body = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = body.chars();
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                '\n' => {
                    let rest = chars.as_str().trim_start();
                    chars = rest.chars();
                }
                other => out.push(other),
            },
            other => out.push(other),
        }
    }
}

fn statements() -> Vec<Statement> {
    found("sql!(")
}

/// Every string literal of the source outside tests.
pub fn literals() -> Vec<Statement> {
    found("")
}

fn found(mark: &str) -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // What stands in tests may speak of tables that only tests make.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let quote = |at: usize| mark.is_empty() && text[..at].ends_with('\\');
        let marks = if mark.is_empty() { "\"" } else { mark };
        for (at, _) in text.match_indices(marks).filter(|(at, _)| !quote(*at)) {
            let Some(sql) = literal(&text[at + mark.len()..]) else { continue };
            let line = text[..at].lines().count();
            let place = format!("{}:{line}", file.strip_prefix(&root).unwrap_or(&file).display());
            if !place.contains("/tests") && !place.contains("store/src/lib.rs") {
                all.push(Statement { place, sql });
            }
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_can_be_prepared_on_both_engines() {
    let statements = statements();
    assert!(statements.len() > 100, "only {} statements were found", statements.len());
    for engine in engines() {
        let ground = ground(engine, &house::migrations(), Registry::default()).await;
        let mut wrong = Vec::new();
        for statement in &statements {
            let mut reader = ground.db.read().await.unwrap();
            if let Err(error) = reader.conn().prepare(&statement.sql).await {
                wrong.push(format!("{}: {error}\n    {}", statement.place, statement.sql));
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", engine.name(), wrong.join("\n"));
    }
}

#[test]
fn a_literal_is_read_as_the_compiler_reads_it() {
    assert_eq!(literal(" \"SELECT 1\")").as_deref(), Some("SELECT 1"));
    assert_eq!(literal("\n  \"a \\\n   b\\\"c\" rest").as_deref(), Some("a b\"c"));
    assert_eq!(literal("name)"), None);
}
