//! What stands around an order in a chat: numbers in their many shapes, senders and times, lines that are
//! crossed out.

use super::{
    reading::{Why, Wrong},
    tokens::{Kind, text, tokens},
    words::{Vocabulary, Word, is_ornament, letters, plain},
    writing::MARK,
};

/// First lines that chats write themselves.
const OPENINGS: [&str; 4] = ["#接龙", "#solitaire", "#lista", "#list"];

/// What is left of a line without who sent it and when.
pub enum Head {
    /// No order can be in it.
    Nothing,
    Line(Vec<char>),
}

fn sign(line: &[char], at: usize) -> char {
    line.get(at).copied().map_or(' ', plain)
}

fn from(line: &[char], at: usize) -> Vec<char> {
    let rest = line.iter().skip(at).copied();
    rest.skip_while(|c| plain(*c) == ' ').collect()
}

fn is_blank(line: &[char]) -> bool {
    line.iter()
        .all(|c| is_ornament(*c) || !c.is_alphanumeric() && !matches!(c, '\u{2460}'..='\u{32ff}'))
}

pub fn head(line: &[char], words: &Vocabulary) -> Head {
    let whole: String = letters(&line.iter().collect::<String>()).into_iter().collect();
    if OPENINGS.contains(&whole.as_str()) || whole.starts_with(MARK) {
        return Head::Nothing;
    }
    if let Some((_, rest)) = number(line) {
        // The chat has put down the next number already.
        let empty = is_blank(&from(line, rest));
        return if empty { Head::Nothing } else { Head::Line(line.to_vec()) };
    }
    if is_blank(line) && !line.iter().any(|c| is_keycap(*c)) {
        return Head::Nothing;
    }
    match sender(line, words) {
        Some(head) => head,
        None => Head::Line(line.to_vec()),
    }
}

/// A line that begins or ends with who sent it.
fn sender(line: &[char], words: &Vocabulary) -> Option<Head> {
    let bracket = line.iter().position(|c| plain(*c) == ']');
    if sign(line, 0) == '['
        && let Some(end) = bracket
        && times(line, 0, end)
    {
        return Some(behind_name(&from(line, end + 1)));
    }
    let dash = line.windows(3).position(|three| three == [' ', '-', ' ']);
    if let Some(at) = dash.filter(|at| sign(line, 0).is_ascii_digit() && times(line, 0, *at)) {
        return Some(behind_name(&from(line, at + 3)));
    }
    if is_stamp(line, words) {
        return Some(Head::Nothing);
    }
    let colon = line.iter().position(|c| plain(*c) == ':')?;
    let behind = from(line, colon + 1);
    let named = line.iter().take(colon).all(|c| !c.is_numeric());
    (named && number(&behind).is_some()).then(|| head(&behind, words))
}

/// What somebody says, without their name before it.
fn behind_name(line: &[char]) -> Head {
    if line.is_empty() {
        return Head::Nothing;
    }
    let colon = line.iter().position(|c| plain(*c) == ':');
    match colon.filter(|_| number(line).is_none()) {
        Some(at) => Head::Line(from(line, at + 1)),
        None => Head::Line(line.to_vec()),
    }
}

/// Whether a time of day stands between.
fn times(line: &[char], first: usize, end: usize) -> bool {
    (first..end).any(|at| {
        sign(line, at) == ':'
            && at > first
            && sign(line, at - 1).is_ascii_digit()
            && sign(line, at + 1).is_ascii_digit()
            && sign(line, at + 2).is_ascii_digit()
    })
}

/// "Ana Ruiz, [30.11.26 10:32]", "陈美 10:32": a name and when, and nothing that could be an order.
fn is_stamp(line: &[char], words: &Vocabulary) -> bool {
    let lower: Vec<char> = letters(&line.iter().collect::<String>());
    let end = lower.strip_suffix(&['a', 'm']).or_else(|| lower.strip_suffix(&['p', 'm']));
    let end = end.unwrap_or(&lower).iter().rev().skip_while(|c| matches!(c, ' ' | ']' | ')'));
    let stamp: Vec<char> = end.copied().collect();
    let is_when = |c: &&char| c.is_ascii_digit() || " :.-/,[年月日(".contains(**c);
    let long = stamp.iter().take_while(is_when).count();
    let when: Vec<char> = stamp.iter().take(long).rev().copied().collect();
    let name: Vec<char> = stamp.iter().skip(long).rev().copied().collect();
    let plain_name = tokens(words, &name).iter().all(|token| token.kind == Kind::Other);
    times(&when, 0, when.len()) && plain_name && !name.iter().any(|c| c.is_numeric())
}

fn is_keycap(c: char) -> bool {
    c == '\u{20e3}' || c == '🔟'
}

/// The number at the beginning of a line, and where what it numbers begins.
pub fn number(line: &[char]) -> Option<(i64, usize)> {
    let skipped = line.iter().take_while(|c| plain(**c) == ' ' || is_ornament(**c)).count();
    let (value, at) = signed(line, skipped).or_else(|| digits(line, skipped))?;
    let rest = line.iter().skip(at).take_while(|c| plain(**c) == ' ').count();
    (1..=999).contains(&value).then_some((value, at + rest))
}

/// A number that is one sign, or digits in boxes.
fn signed(line: &[char], at: usize) -> Option<(i64, usize)> {
    let c = *line.get(at)?;
    let (first, value) = match c {
        '①'..='⑳' => ('①', 1),
        '⑴'..='⒇' => ('⑴', 1),
        '⒈'..='⒛' => ('⒈', 1),
        '❶'..='❿' => ('❶', 1),
        '㉑'..='㉟' => ('㉑', 21),
        '🔟' => ('🔟', 10),
        _ => return boxed(line, at),
    };
    let value = value + i64::from(u32::from(c) - u32::from(first));
    Some((value, separated(line, at + 1)))
}

fn boxed(line: &[char], mut at: usize) -> Option<(i64, usize)> {
    let mut digits = String::new();
    while sign(line, at).is_ascii_digit() {
        let variant = usize::from(line.get(at + 1) == Some(&'\u{fe0f}'));
        if line.get(at + 1 + variant) != Some(&'\u{20e3}') {
            return None;
        }
        digits.push(sign(line, at));
        at += 2 + variant;
    }
    digits.parse().ok().map(|value| (value, separated(line, at)))
}

/// Behind one sign that parts a number from its line, if there is one.
fn separated(line: &[char], at: usize) -> usize {
    at + usize::from(matches!(sign(line, at), '.' | '、' | ')' | ':' | ',' | '-'))
}

/// `1.` `1、` `1)` `(1)` `#1` `No. 1` `1 `
fn digits(line: &[char], mut at: usize) -> Option<(i64, usize)> {
    for prefix in ["no.", "nº", "n.º", "№", "#", "("] {
        let there: String = text(line, at, at + prefix.chars().count()).to_lowercase();
        if letters(&there) == letters(prefix) {
            at += prefix.chars().count();
            at += usize::from(sign(line, at) == ' ');
            break;
        }
    }
    let digits: String =
        (at..at + 4).map(|at| sign(line, at)).take_while(char::is_ascii_digit).collect();
    let value = digits.parse().ok().filter(|_| digits.len() <= 3)?;
    let end = at + digits.len();
    let next = sign(line, end + 1);
    match sign(line, end) {
        '、' | ')' | ']' => Some((value, end + 1)),
        '.' | ':' | ',' | '-' if !next.is_ascii_digit() => Some((value, end + 1)),
        ' ' if line.get(end).is_some() && !next.is_ascii_digit() => Some((value, end + 1)),
        _ => None,
    }
}

/// A line, and whether all of it is crossed out.
pub enum Crossed {
    No(Vec<char>),
    Out(Vec<char>),
}

impl Crossed {
    pub fn line(&self) -> &[char] {
        match self {
            Self::No(line) | Self::Out(line) => line,
        }
    }
    pub const fn is_out(&self) -> bool {
        matches!(self, Self::Out(_))
    }
}

const fn is_stroke(c: char) -> bool {
    matches!(c, '\u{335}'..='\u{338}')
}

/// Lines that are crossed out: `~~3. Li, 2~~`, `3. ~Li, 2~`, or with a stroke through every sign.
pub fn crossed(line: &[char]) -> Result<Crossed, Wrong> {
    if line.iter().any(|c| is_stroke(*c)) {
        return stroked(line);
    }
    let first = number(line).map_or(0, |(_, rest)| rest);
    for (start, mark) in [(0, "~~"), (first, "~~"), (0, "~"), (first, "~")] {
        let mark: Vec<char> = mark.chars().collect();
        let inner = line.get(start..).and_then(|rest| rest.strip_prefix(mark.as_slice()));
        if let Some(inner) = inner.and_then(|rest| rest.strip_suffix(mark.as_slice()))
            && !inner.is_empty()
            && !inner.contains(&'~')
        {
            let head = line.iter().take(start);
            return Ok(Crossed::Out(head.chain(inner).copied().collect()));
        }
    }
    if line.windows(2).any(|two| two == ['~', '~']) {
        return Err(Why::Crossed.into());
    }
    Ok(Crossed::No(line.to_vec()))
}

fn stroked(line: &[char]) -> Result<Crossed, Wrong> {
    let mut plain_line: Vec<(char, bool)> = Vec::new();
    for c in line {
        if is_stroke(*c) {
            if let Some(last) = plain_line.last_mut() {
                last.1 = true;
            }
        } else {
            plain_line.push((*c, false));
        }
    }
    let signs: Vec<char> = plain_line.iter().map(|(c, _)| *c).collect();
    let first = number(&signs).map_or(0, |(_, rest)| rest);
    let through = plain_line.iter().skip(first).all(|(c, struck)| *struck || *c == ' ');
    if through { Ok(Crossed::Out(signs)) } else { Err(Why::Crossed.into()) }
}

/// Whether a word can be part of a name.
pub const fn names(kind: Kind) -> bool {
    matches!(kind, Kind::Other | Kind::Known(Word::Number(_) | Word::Of | Word::And))
}
