//! A line of a list as tokens. Every sign of it is in one of them or is an ornament, so that nothing of a
//! line can be passed over.

use super::words::{Vocabulary, Word, digit, is_cjk, is_letter, is_ornament, numeral, plain};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Known(Word),
    /// In digits.
    Digits(i64),
    Comma,
    Colon,
    /// A dash with white space around it.
    Dash,
    /// What ends a sentence.
    Stop,
    /// What the program does not know.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub from: usize,
    pub end: usize,
}

/// The signs from here to there.
pub fn text(line: &[char], from: usize, end: usize) -> String {
    line.iter().skip(from).take(end.saturating_sub(from)).collect()
}

pub fn tokens(words: &Vocabulary, line: &[char]) -> Vec<Token> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(&sign) = line.get(at) {
        if plain(sign) == ' ' || is_ornament(sign) {
            at += 1;
            continue;
        }
        let (kind, end) = next(words, line, at);
        all.push(Token { kind, from: at, end });
        at = end;
    }
    all
}

fn next(words: &Vocabulary, line: &[char], at: usize) -> (Kind, usize) {
    let counted = number(line, at);
    match (words.at(line, at), counted) {
        // 三黄鸡 is a chicken, 三 is three.
        (Some((word, end)), Some((_, reach))) if end > reach => (Kind::Known(word), end),
        (_, Some((kind, end))) => (kind, end),
        (Some((word, end)), None) => (Kind::Known(word), end),
        (None, None) => match mark(line, at) {
            Some(kind) => (kind, at + 1),
            None => (Kind::Other, other(words, line, at)),
        },
    }
}

/// A number in digits or in Chinese numerals. What is neither a whole number nor a small one is a word
/// that nobody knows.
fn number(line: &[char], at: usize) -> Option<(Kind, usize)> {
    let ascii = |c: &&char| plain(**c).is_ascii_digit();
    let digits: String = line.iter().skip(at).take_while(ascii).map(|c| plain(*c)).collect();
    if digits.is_empty() {
        let signs: Vec<char> =
            line.iter().skip(at).copied().take_while(|c| digit(*c).is_some()).collect();
        let end = at + signs.len();
        let kind = numeral(&signs).map_or(Kind::Other, |value| Kind::Known(Word::Number(value)));
        return (!signs.is_empty()).then_some((kind, end));
    }
    let end = at + digits.len();
    let sign = |at: usize| line.get(at).copied().map_or(' ', plain);
    if matches!(sign(end), '.' | ',' | '/' | ':') && sign(end + 1).is_ascii_digit() {
        // 1.5, 1/2 and 10:30 are no numbers of things.
        let part = |c: &&char| plain(**c).is_ascii_digit() || ".,/:".contains(plain(**c));
        let long = line.iter().skip(at).take_while(part).count();
        return Some((Kind::Other, at + long));
    }
    let kind = digits.parse().ok().filter(|_| digits.len() <= 6).map_or(Kind::Other, Kind::Digits);
    Some((kind, end))
}

fn mark(line: &[char], at: usize) -> Option<Kind> {
    let sign = |at: usize| line.get(at).copied().map_or(' ', plain);
    Some(match sign(at) {
        ',' | ';' | '、' | '/' | '|' => Kind::Comma,
        ':' => Kind::Colon,
        '—' | '–' => Kind::Dash,
        '-' if sign(at + 1) == ' ' => Kind::Dash,
        '.' | '!' | '~' | '…' | '¡' => Kind::Stop,
        _ => return None,
    })
}

/// Where a word ends that nobody knows.
fn other(words: &Vocabulary, line: &[char], at: usize) -> usize {
    let sign = |at: usize| line.get(at).copied().unwrap_or(' ');
    if is_letter(sign(at)) {
        let part = |c: &&char| is_letter(**c) || matches!(plain(**c), '\'' | '-');
        return at + line.iter().skip(at).take_while(part).count().max(1);
    }
    let mut end = at + 1;
    if is_cjk(sign(at)) {
        while is_cjk(sign(end)) && number(line, end).is_none() && words.at(line, end).is_none() {
            end += 1;
        }
    }
    end
}
