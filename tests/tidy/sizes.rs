//! Sizes: a file is read in one sitting, a function on one screen.

use super::{Row, Wrong, catches, holds, source::Source};

const FILE_MAX: usize = 500;
const FUNCTION_MAX: usize = 70;
const MEDIAN_MAX: usize = 150;

/// Files that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

fn files(house: &[Source]) -> Vec<Wrong> {
    let code = |source: &&Source| ["rs", "mjs", "js", "sh", "css"].iter().any(|end| source.is(end));
    let long = |source: &&Source| {
        source.text.lines().count() > FILE_MAX && !LONG.iter().any(|(path, _)| *path == source.path)
    };
    house
        .iter()
        .filter(code)
        .filter(long)
        .map(|source| {
            let what = format!("{} lines, at most {FILE_MAX}", source.text.lines().count());
            Wrong::at(source, 0, what, "split it by noun, never into helpers")
        })
        .collect()
}

fn functions(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in house {
        for at in source.finds("fn ") {
            let Some(end) = body_end(source, at) else { continue };
            let lines = source.line(end - 1) - source.line(at) + 1;
            if lines > FUNCTION_MAX {
                let name = super::source::word(&source.code[at + 3..]);
                let what = format!("fn {name} has {lines} lines, at most {FUNCTION_MAX}");
                wrong.push(Wrong::at(source, at, what, "give a part of it a name of its own"));
            }
        }
    }
    wrong
}

/// Behind the closing brace of the function that is declared here; `None` if it has no body.
fn body_end(source: &Source, at: usize) -> Option<usize> {
    let mut cursor = at;
    loop {
        cursor += source.code[cursor..].find(['(', '[', '{', ';'])?;
        match source.code.as_bytes()[cursor] {
            b'{' => return Some(source.bracketed(cursor).end),
            b';' => return None,
            _ => cursor = source.bracketed(cursor).end,
        }
    }
}

fn median(house: &[Source]) -> Vec<Wrong> {
    let mut lines: Vec<_> = house
        .iter()
        .filter(|source| source.is("rs"))
        .map(|source| source.text.lines().count())
        .collect();
    lines.sort_unstable();
    let Some(median) = lines.get(lines.len() / 2) else { return Vec::new() };
    println!("{} Rust files, median {median} lines", lines.len());
    if *median <= MEDIAN_MAX {
        return Vec::new();
    }
    vec![Wrong {
        path: "crates".to_owned(),
        line: 0,
        what: format!("the median file has {median} lines, at most {MEDIAN_MAX}"),
        instead: "split the longest files by noun",
    }]
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    holds(files);
    let long = "//\n".repeat(FILE_MAX + 1);
    let rows: &[Row<'_>] = &[
        (&[("crates/value/src/a.rs", &long)], "crates/value/src/a.rs:1: 501 lines, at most 500"),
        (&[("crates/value/src/a.rs", &long[3..])], ""),
        (&[("docs/a.md", &long)], ""),
    ];
    catches(files, rows);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    holds(functions);
    let body = |lines| format!("fn f(x: [u8; 2]) {{\n{}}}\n", "    x();\n".repeat(lines));
    let (long, fits) = (body(69), body(68));
    let rows: &[Row<'_>] = &[
        (&[("a.rs", &long)], "a.rs:1: fn f has 71 lines"),
        (&[("a.rs", &fits)], ""),
        (&[("a.rs", "trait A { fn f(&self); }")], ""),
    ];
    catches(functions, rows);
}

#[test]
fn the_middle_file_is_short() {
    holds(median);
    let (long, short) = ("//\n".repeat(151), "//\n".repeat(150));
    catches(
        median,
        &[(&[("a.rs", &long)], "crates:0: the median file has 151"), (&[("a.rs", &short)], "")],
    );
}
