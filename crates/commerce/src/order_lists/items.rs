//! One numbered line: who, what, how many.

use super::{
    reading::{How, Known, NAME_MAX, NOTE_MAX, Part, Said, Why, Wrong},
    shapes::{self, names},
    tokens::{Kind, Token, text, tokens},
    words::{Vocabulary, Word, is_letter, letters, plain},
};
use crate::products::MOST_OF_ONE;

/// "cancel 4", "4 取消", "4. Li, cancel".
pub fn cancelled(
    line: &[char],
    words: &Vocabulary,
    known: Known<'_>,
) -> Result<Option<Said>, Wrong> {
    let by_number = |number| Some(Said::Withdrawn { number, name: String::new(), how: How::Said });
    let all = meaning(tokens(words, line));
    match all.as_slice() {
        [
            Token { kind: Kind::Known(Word::Cancel), .. },
            Token { kind: Kind::Digits(number), .. },
        ]
        | [
            Token { kind: Kind::Digits(number), .. },
            Token { kind: Kind::Known(Word::Cancel), .. },
        ] => {
            return Ok(by_number(*number));
        }
        _ => {}
    }
    let Some((number, rest)) = shapes::number(line) else { return Ok(None) };
    let rest: Vec<char> = line.iter().skip(rest).copied().collect();
    let mut all = meaning(tokens(words, &rest));
    let is_cancel = |token: &Token| token.kind == Kind::Known(Word::Cancel);
    let cancels = all.iter().filter(|token| is_cancel(token)).count();
    let ends = all.last().is_some_and(is_cancel) || all.first().is_some_and(is_cancel);
    if cancels != 1 || !ends {
        return Ok(None);
    }
    all.retain(|token| !is_cancel(token) && token.kind != Kind::Comma);
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok(by_number(number)) };
    let name = text(&rest, first.from, last.end);
    let called = known.names.iter().any(|one| letters(one) == letters(&name));
    if !called && !all.iter().all(|token| names(token.kind)) {
        return Ok(None);
    }
    Ok(Some(Said::Withdrawn { number, name, how: How::Said }))
}

/// Without what is said beside, and without what ends it.
fn meaning(mut all: Vec<Token>) -> Vec<Token> {
    all.retain(|token| token.kind != Kind::Known(Word::Beside));
    while all.last().is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Comma)) {
        all.pop();
    }
    all
}

/// What stands behind the number of a line.
pub fn line(
    rest: &str,
    number: i64,
    (words, known): (&Vocabulary, Known<'_>),
) -> Result<Said, Wrong> {
    let signs: Vec<char> = rest.chars().collect();
    let (signs, note) = noted(&signs, words)?;
    let (name, goods) = named(&signs, words, known)?;
    let name = kernel::text::line(&name);
    if name.chars().count() > NAME_MAX || note.chars().count() > NOTE_MAX {
        return Err(Why::TooLong.into());
    }
    let mut all = meaning(tokens(words, &goods));
    let parts = |token: &Token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash);
    if all.first().is_some_and(parts) {
        all.remove(0);
    }
    let mut reader = Items { words, line: &goods, at: 0, all };
    let parts = reader.read()?;
    let how = How::Said;
    Ok(match parts {
        Some(parts) => Said::Ordered { number, name, parts, note },
        None => Said::Withdrawn { number, name, how },
    })
}

/// Takes the note out of a line: what stands in brackets, or behind "note:".
fn noted(line: &[char], words: &Vocabulary) -> Result<(Vec<char>, String), Wrong> {
    let (mut rest, mut note, mut inside) = (Vec::new(), Vec::new(), false);
    for &c in line {
        match plain(c) {
            '(' | '[' | '【' if !inside => {
                inside = true;
                if !note.is_empty() {
                    note.push(' ');
                }
            }
            ')' | ']' | '】' if inside => inside = false,
            '(' | ')' | '[' | ']' | '【' | '】' => {
                return Err(Wrong::new(Why::WordUnknown, c));
            }
            _ if inside => note.push(c),
            _ => rest.push(c),
        }
    }
    if inside {
        return Err(Wrong::new(Why::WordUnknown, "("));
    }
    let all = tokens(words, &rest);
    if let Some(token) = all.iter().find(|token| token.kind == Kind::Known(Word::Note)) {
        note.extend(rest.iter().skip(token.end));
        rest.truncate(token.from);
    }
    let note = kernel::text::line(&note.into_iter().collect::<String>());
    let signs: Vec<char> = note.chars().collect();
    let speaks = |token: &Token| match token.kind {
        Kind::Digits(_) => true,
        Kind::Known(word) => match word {
            Word::Goods(_)
            | Word::Unit
            | Word::Half
            | Word::Dozen
            | Word::Arrow
            | Word::Cancel
            | Word::AsBefore => true,
            Word::Number(number) => number > 1,
            _ => false,
        },
        _ => false,
    };
    match tokens(words, &signs).iter().find(|token| speaks(token)) {
        Some(token) => Err(Wrong::new(Why::NoteSays, text(&signs, token.from, token.end))),
        None => Ok((rest, note)),
    }
}

/// Parts the name from the goods.
fn named(
    line: &[char],
    words: &Vocabulary,
    known: Known<'_>,
) -> Result<(String, Vec<char>), Wrong> {
    let behind = |at: usize| line.iter().skip(at).copied().collect::<Vec<char>>();
    if let Some(end) = known_name(line, known, words) {
        return Ok((text(line, 0, end), behind(end)));
    }
    let all = tokens(words, line);
    let parts = |token: &Token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash);
    let head = all.iter().position(parts);
    if let Some(comma) = head.and_then(|at| all.get(at)) {
        let before = || all.iter().take_while(|token| token.from < comma.from);
        let known = before().any(|token| token.kind == Kind::Other);
        if known && before().all(|token| names(token.kind)) && before().count() <= 6 {
            return Ok((text(line, 0, comma.from), behind(comma.end)));
        }
    }
    let run: Vec<&Token> = all.iter().take_while(|token| token.kind == Kind::Other).collect();
    match run.as_slice() {
        [] => Err(Why::NoName.into()),
        [one] if all.len() > 1 => Ok((text(line, one.from, one.end), behind(one.end))),
        [first, .., last] => Err(Wrong::new(Why::NameEnds, text(line, first.from, last.end))),
        [_] => Err(Why::HowMany.into()),
    }
}

/// Where the longest name ends that is known, begins the line, and is not a part of another.
fn known_name(line: &[char], known: Known<'_>, words: &Vocabulary) -> Option<usize> {
    let small: Vec<char> = line.iter().map(|c| super::words::small(plain(*c))).collect();
    let end = |name: &String| {
        if name.chars().next().map(|c| super::words::small(plain(c))) != small.first().copied() {
            return None;
        }
        let name = letters(name);
        let end = name.len();
        let (last, more) = (name.last()?, small.get(end).copied().unwrap_or(' '));
        let whole =
            !(is_letter(*last) && is_letter(more) || last.is_numeric() && more.is_numeric());
        let rest: Vec<char> = line.iter().skip(end).copied().collect();
        let first = tokens(words, &rest).first().map(|token| token.kind);
        (small.starts_with(&name) && whole && first != Some(Kind::Other)).then_some(end)
    };
    known.names.iter().filter_map(end).max()
}

/// Reads goods and quantities from the left to the right.
struct Items<'a> {
    words: &'a Vocabulary,
    line: &'a [char],
    all: Vec<Token>,
    at: usize,
}

/// A number with what it counts.
#[derive(Default)]
struct Counted {
    quantity: Option<i64>,
    unit: Option<(Kind, String)>,
}

impl Items<'_> {
    /// The goods of a line; none: every number of it went to nought.
    fn read(&mut self) -> Result<Option<Vec<Part>>, Wrong> {
        let mut parts: Vec<Part> = Vec::new();
        if self.all.is_empty() {
            return Err(Why::HowMany.into());
        }
        loop {
            let part = self.item()?;
            if parts.iter().any(|one| one.goods == part.goods) {
                return Err(Why::GoodsTwice.into());
            }
            parts.push(part);
            if self.at >= self.all.len() {
                break;
            }
            // Between two things may be one comma, or "and", or both.
            if self.peek() == Some(Kind::Comma) {
                self.at += 1;
            }
            if self.peek() == Some(Kind::Known(Word::And)) {
                self.at += 1;
            }
        }
        parts.retain(|part| part.quantity > 0);
        parts.sort_unstable();
        Ok((!parts.is_empty()).then_some(parts))
    }

    fn peek(&self) -> Option<Kind> {
        self.all.get(self.at).map(|token| token.kind)
    }

    fn written(&self) -> String {
        self.all.get(self.at).map_or_else(String::new, |it| text(self.line, it.from, it.end))
    }

    fn next_is(&mut self, word: Word) -> bool {
        let is = self.peek() == Some(Kind::Known(word));
        self.at += usize::from(is);
        is
    }

    /// `2 boxes of eggs`, `eggs x2`, `2`.
    fn item(&mut self) -> Result<Part, Wrong> {
        if let Some(goods) = self.goods() {
            if self.peek() == Some(Kind::Colon) || self.peek() == Some(Kind::Dash) {
                self.at += 1;
            }
            let counted = self.counted()?;
            return self.part(goods, counted);
        }
        let counted = self.counted()?;
        self.next_is(Word::Of);
        match self.goods() {
            Some(goods) => self.part(goods, counted),
            None if counted.quantity.is_none() => Err(self.stuck()),
            None if self.words.kinds() == 1 => self.part(0, counted),
            None if matches!(self.peek(), None | Some(Kind::Comma)) => Err(Why::WhichGoods.into()),
            None => Err(self.stuck()),
        }
    }

    fn goods(&mut self) -> Option<usize> {
        match self.peek() {
            Some(Kind::Known(Word::Goods(goods))) => {
                self.at += 1;
                Some(goods)
            }
            _ => None,
        }
    }

    fn counted(&mut self) -> Result<Counted, Wrong> {
        let mut counted = Counted::default();
        self.next_is(Word::Times);
        let Some(mut quantity) = self.number() else { return Ok(counted) };
        if self.next_is(Word::Arrow) {
            quantity = self.number().ok_or_else(|| self.stuck())?;
        } else if quantity == 0 {
            return Err(Why::TooMany.into());
        }
        self.next_is(Word::Times);
        if quantity > MOST_OF_ONE {
            return Err(Why::TooMany.into());
        }
        counted.quantity = Some(quantity);
        let kind = self.peek();
        if let Some(kind @ Kind::Known(Word::Unit | Word::Share | Word::Piece)) = kind {
            counted.unit = Some((kind, self.written()));
            self.at += 1;
        }
        if self.next_is(Word::Arrow) {
            // 2盒改3盒: the second number counts, and stands in the same unit.
            let quantity = self.number().ok_or_else(|| self.stuck())?;
            if quantity > MOST_OF_ONE {
                return Err(Why::TooMany.into());
            }
            counted.quantity = Some(quantity);
            if self.peek() == kind && counted.unit.is_some() {
                self.at += 1;
            }
        }
        Ok(counted)
    }

    fn number(&mut self) -> Option<i64> {
        let (Kind::Digits(number) | Kind::Known(Word::Number(number))) = self.peek()? else {
            return None;
        };
        self.at += 1;
        Some(number)
    }

    /// So many of these, if they are sold by what is written.
    fn part(&self, goods: usize, counted: Counted) -> Result<Part, Wrong> {
        let Some(quantity) = counted.quantity else {
            let stuck = self.stuck();
            let ends = matches!(self.peek(), None | Some(Kind::Comma));
            return Err(if ends { Why::HowMany.into() } else { stuck });
        };
        let fits = match &counted.unit {
            None | Some((Kind::Known(Word::Share), _)) => true,
            Some((Kind::Known(Word::Piece), _)) => self.words.by_the_piece(goods),
            Some((_, unit)) => self.words.sold_by(goods, &letters(unit)),
        };
        match counted.unit {
            Some((_, unit)) if !fits => Err(Wrong::new(Why::UnitUnknown, unit)),
            _ => Ok(Part { goods, quantity }),
        }
    }

    /// Why it cannot be read on from here.
    fn stuck(&self) -> Wrong {
        match self.peek() {
            None | Some(Kind::Comma | Kind::Known(Word::Goods(_))) => Why::HowMany.into(),
            Some(Kind::Known(Word::Half)) => Why::Half.into(),
            Some(Kind::Known(Word::Dozen)) => Why::Dozen.into(),
            Some(Kind::Known(Word::AsBefore)) => Why::AsBefore.into(),
            Some(Kind::Known(Word::Number(_)) | Kind::Digits(_)) => Why::WhichGoods.into(),
            Some(_) => Wrong::new(Why::WordUnknown, self.written()),
        }
    }
}
