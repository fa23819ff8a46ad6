//! The files of the house as the checks see them. Rust is also kept with comments and the contents
//! of literals blanked, byte for byte, so that no rule trips over words.

use std::{fs, ops::Range, path::Path};

pub struct Source {
    /// From the top of the house, with `/`.
    pub path: String,
    pub text: String,
    /// As long as `text`; comments and what is between quotes are spaces.
    pub code: String,
    tests: Vec<Range<usize>>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let rust = Path::new(path).extension().is_some_and(|end| end == "rs");
        let code = if rust { blank(text) } else { String::new() };
        let tests = test_ranges(&code);
        Self { path: path.to_owned(), text: text.to_owned(), code, tests }
    }
    pub fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|end| end == extension)
    }
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
    /// The crate it belongs to, for files under `crates/NAME/`.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
    /// The slice it belongs to: the first folder under `src/`.
    pub fn slice(&self) -> Option<&str> {
        self.path.split_once("/src/")?.1.split_once('/').map(|(slice, _)| slice)
    }
    pub fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }
    /// Whether this place is a test: a test file, or inside an item marked `#[cfg(test)]`.
    pub fn is_test(&self, offset: usize) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || ["tests.rs", "testing.rs"].contains(&self.name())
            || self.tests.iter().any(|range| range.contains(&offset))
    }
    /// Where these words stand in the code, not as part of longer ones.
    pub fn finds<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(words).map(|(at, _)| at).filter(move |at| {
            let before = self.code[..*at].chars().next_back();
            let after = self.code[at + words.len()..].chars().next();
            let glued =
                |a: Option<char>, b: Option<char>| a.is_some_and(is_word) && b.is_some_and(is_word);
            !glued(before, words.chars().next()) && !glued(words.chars().next_back(), after)
        })
    }
    /// String literals: where each begins, and what it holds.
    pub fn literals(&self) -> Vec<(usize, &str)> {
        self.literals_in(0..self.code.len())
    }
    pub fn literals_in(&self, range: Range<usize>) -> Vec<(usize, &str)> {
        let quotes: Vec<_> =
            self.code[range.clone()].match_indices('"').map(|(at, _)| range.start + at).collect();
        quotes.chunks_exact(2).map(|pair| (pair[0], &self.text[pair[0] + 1..pair[1]])).collect()
    }
    /// From an opening bracket to behind the one that closes it.
    pub fn bracketed(&self, open: usize) -> Range<usize> {
        let mut depth = 0;
        for (at, byte) in self.code.bytes().enumerate().skip(open) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return open..at + 1;
            }
        }
        open..self.code.len()
    }
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The identifier at the beginning of this code.
pub fn word(code: &str) -> &str {
    code.split(|c| !is_word(c)).next().unwrap_or_default()
}

/// Every file, apart from what is built, fetched or made by running.
pub fn house() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    walk(&root, "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

const SKIPPED: [&str; 7] =
    [".git", ".hypothesis", ".venv", "node_modules", "regulars-data", "regulars-demo", "target"];

fn walk(folder: &Path, path: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            walk(&entry.path(), &path, found);
        } else if kind.is_file() && name != ".git" {
            // Pictures and the like count as files that links may lead to.
            let text = String::from_utf8(fs::read(entry.path()).unwrap()).unwrap_or_default();
            found.push(Source::new(&path, &text));
        }
    }
}

fn test_ranges(code: &str) -> Vec<Range<usize>> {
    let whole = Source {
        path: String::new(),
        text: String::new(),
        code: code.to_owned(),
        tests: Vec::new(),
    };
    let open = |at: usize| code[at..].find(['{', ';']).map(|length| at + length);
    code.match_indices("#[cfg(test)]")
        .filter_map(|(at, _)| open(at).map(|open| at..whole.bracketed(open).end))
        .collect()
}

/// Something to blank: its length, and where in it the quotes are that stay.
struct Blank {
    length: usize,
    quotes: Option<(usize, usize)>,
}

/// Blanks comments and what literals hold; quotes and line ends stay where they were.
fn blank(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let (mut at, mut before) = (0, ' ');
    while let Some(c) = text[at..].chars().next() {
        let Some(blank) = starts_blank(&text[at..], before) else {
            (at, before) = (at + c.len_utf8(), c);
            continue;
        };
        for byte in &mut out[at..at + blank.length] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        if let Some((open, close)) = blank.quotes {
            out[at + open] = b'"';
            out[at + close] = b'"';
        }
        (at, before) = (at + blank.length, ' ');
    }
    String::from_utf8(out).unwrap_or_default()
}

fn starts_blank(rest: &str, before: char) -> Option<Blank> {
    let plain = |length| Some(Blank { length, quotes: None });
    match rest.as_bytes() {
        [b'/', b'/', ..] => plain(rest.find('\n').unwrap_or(rest.len())),
        [b'/', b'*', ..] => plain(block_comment(rest)),
        [b'"', ..] => {
            let length = quoted(rest);
            Some(Blank { length, quotes: Some((0, length - 1)) })
        }
        [b'b' | b'c' | b'r', ..] if !is_word(before) => raw(rest),
        [b'\'', ..] => plain(character(rest)?),
        _ => None,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `r"…"` and `br#"…"#`, but neither `r#type` nor `b"…"`.
fn raw(rest: &str) -> Option<Blank> {
    let after = rest.strip_prefix("br").or(rest.strip_prefix("cr")).or(rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let open = rest.len() - after.len() + hashes;
    rest[open..].starts_with('"').then_some(())?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let close = open + 1 + rest[open + 1..].find(&closing)?;
    Some(Blank { length: close + closing.len(), quotes: Some((open, close)) })
}

/// The length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    match chars.next()? {
        (_, '\\') => rest.get(3..)?.find('\'').map(|at| at + 4),
        _ => chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
    }
}

#[test]
fn words_and_quotes_in_literals_are_not_code() {
    for (text, code) in [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        (r#"f("a \" b") + 1"#, r#"f("      ") + 1"#),
        (r##"x(r#"a " b"#)"##, r#"x(  "     " )"#),
        ("r#type + b'{' + '\\'' + '\"'", "r#type + b    +      +    "),
        ("fn f<'a>(x: &'a str, c: '字')", "fn f<'a>(x: &'a str, c:      )"),
    ] {
        assert_eq!(blank(text), code, "{text}");
    }
    let source = Source::new("a.rs", "#[cfg(test)]\nmod t {\n  f();\n}\nfn g() { \"x\"; \"y\" }");
    assert!(source.is_test(source.finds("f").next().unwrap()));
    assert!(!source.is_test(source.finds("g").next().unwrap()));
    assert_eq!(source.literals().iter().map(|(_, text)| *text).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(source.line(source.finds("g").next().unwrap()), 5);
}
