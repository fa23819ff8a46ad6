//! Style as tests: walls, sizes, names, words and docs.
//!
//! A check is a function from the files of the house to what is wrong in them. Each is run on the
//! real house, and on small bad houses that it must object to: a check that cannot fail is a defect.

mod docs;
mod names;
mod pages;
mod planted;
mod schemas;
mod sizes;
mod source;
mod walls;
mod words;

use std::{fmt, fmt::Write as _, sync::LazyLock};

use source::Source;

/// One violation: where, what it is, and what to do instead.
struct Wrong {
    path: String,
    line: usize,
    what: String,
    instead: &'static str,
}

impl Wrong {
    fn at(source: &Source, offset: usize, what: impl Into<String>, instead: &'static str) -> Self {
        Self { path: source.path.clone(), line: source.line(offset), what: what.into(), instead }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.what, self.instead)
    }
}

type Check = fn(&[Source]) -> Vec<Wrong>;

/// Runs a check on the real house; all violations are shown at once.
fn holds(check: Check) {
    static HOUSE: LazyLock<Vec<Source>> = LazyLock::new(source::house);
    let wrong = check(&HOUSE);
    let mut list = String::new();
    for each in &wrong {
        let _ = writeln!(list, "{each}");
    }
    assert!(wrong.is_empty(), "{} to put right:\n{list}", wrong.len());
}

/// One row: the files of a small house as (path, text), and what the check must say of them: the
/// beginning of its only violation, or nothing.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a str);

fn catches(check: Check, rows: &[Row<'_>]) {
    for (files, expected) in rows {
        let house: Vec<_> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        let said: Vec<_> = check(&house).iter().map(ToString::to_string).collect();
        match (expected.is_empty(), said.as_slice()) {
            (true, []) => {}
            (false, [one]) if one.starts_with(expected) => {}
            _ => panic!("{files:?}\nexpected: {expected}\nsaid: {said:#?}"),
        }
    }
}
