//! The words that a list is read with: the shop's own names and units, and what people write around them
//! in three languages.

use std::collections::BTreeMap;

/// What can be ordered, by the words that people use for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goods {
    /// "eggs", "box of strawberries".
    pub names: Vec<String>,
    /// "box", "盒"; empty: it is counted by the piece.
    pub units: Vec<String>,
}

/// What a word does in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Goods(usize),
    /// A unit that is said of some goods: which ones, is asked of [`Vocabulary::sold_by`].
    Unit,
    /// A share of what is offered, whatever it is sold by.
    Share,
    /// One thing: a unit of what has no other.
    Piece,
    Number(i64),
    Half,
    Dozen,
    Times,
    Of,
    And,
    Arrow,
    Cancel,
    AsBefore,
    Note,
    /// Said beside an order, and changes nothing in it.
    Beside,
}

/// What people write in all lists. A longer phrase goes before a shorter one.
const PHRASES: &[(Word, &[&str])] = &[
    (Word::Share, &["portion", "share", "ración", "raciones", "porción", "porciones", "份"]),
    (Word::Piece, &["piece", "pc", "unit", "unidad", "pieza", "ud", "uds", "个", "個", "件", "只"]),
    (Word::Number(1), &["a", "an", "one", "un", "una", "uno"]),
    (Word::Number(2), &["two", "dos"]),
    (Word::Number(3), &["three", "tres"]),
    (Word::Number(4), &["four", "cuatro"]),
    (Word::Number(5), &["five", "cinco"]),
    (Word::Number(6), &["six", "seis"]),
    (Word::Number(7), &["seven", "siete"]),
    (Word::Number(8), &["eight", "ocho"]),
    (Word::Number(9), &["nine", "nueve"]),
    (Word::Number(10), &["ten", "diez"]),
    (Word::Number(11), &["eleven", "once"]),
    (Word::Number(12), &["twelve", "doce"]),
    (Word::Half, &["half", "half a", "medio", "media", "半"]),
    (Word::Dozen, &["dozen", "docena", "打"]),
    (Word::Times, &["x", "×", "*", "by"]),
    (Word::Of, &["of", "de", "的"]),
    (Word::And, &["and", "y", "plus", "más", "和", "加", "+", "&"]),
    (Word::Arrow, &["->", "→", "=>", "➡", "改成", "改为", "改", "changed to", "cambia a", "ahora"]),
    (
        Word::Cancel,
        &[
            "cancel",
            "cancelled",
            "canceled",
            "cancelar",
            "cancela",
            "anular",
            "anula",
            "anulado",
            "取消",
            "不要了",
            "不要",
            "退掉",
        ],
    ),
    (
        Word::AsBefore,
        &[
            "same as last week",
            "same as last time",
            "same as before",
            "same as always",
            "the usual",
            "as usual",
            "same",
            "lo mismo de siempre",
            "lo de siempre",
            "lo mismo",
            "igual que siempre",
            "como siempre",
            "老样子",
            "照旧",
            "同上",
            "和上次一样",
            "跟上次一样",
            "一样",
        ],
    ),
    (Word::Note, &["note:", "nota:", "备注:", "備註:"]),
    (
        Word::Beside,
        &[
            "please",
            "pls",
            "thanks",
            "thank you",
            "thx",
            "i want",
            "i'd like",
            "por favor",
            "porfa",
            "gracias",
            "quiero",
            "谢谢",
            "謝謝",
            "麻烦",
            "辛苦了",
            "我要",
            "想要",
            "要",
            "来",
            "订",
        ],
    ),
];

/// Signs that people end a line with, and that say nothing about it.
pub const fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '🙏' | '👍'
            | '👌'
            | '😊'
            | '😄'
            | '😂'
            | '🌹'
            | '🌸'
            | '🌷'
            | '❤'
            | '♥'
            | '💕'
            | '🎉'
            | '✨'
            | '🤗'
            | '😘'
            | '🙂'
            | '☺'
            | '😋'
            | '😍'
            | '🙋'
            | '💪'
            | '🌺'
            | '🥰'
            | '\u{fe0f}'
            | '\u{fe0e}'
            | '\u{200d}'
            | '\u{200b}'
            | '♀'
            | '♂'
            | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

/// Scripts that are written without spaces between words.
pub const fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A letter of a script with spaces.
pub fn is_letter(c: char) -> bool {
    !is_cjk(c) && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{334}' | '\u{339}'..='\u{36f}'))
}

pub fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Full-width signs as their plain ones, so that `２，` is `2,`.
pub const fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(plain) => plain,
            None => c,
        },
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        '。' => '.',
        '’' => '\'',
        c => c,
    }
}

/// A name, a unit or a phrase as the signs that are looked for.
pub fn letters(text: &str) -> Vec<char> {
    kernel::text::line(text).chars().map(|c| small(plain(c))).collect()
}

#[derive(Debug, Clone)]
struct Entry {
    word: Word,
    phrase: Vec<char>,
}

/// All words of one list.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// By their first sign.
    entries: BTreeMap<char, Vec<Entry>>,
    units: Vec<Vec<Vec<char>>>,
}

impl Vocabulary {
    pub fn new(goods: &[Goods]) -> Self {
        let mut entries: BTreeMap<char, Vec<Entry>> = BTreeMap::new();
        let mut add = |word, text: &str| {
            let phrase = letters(text);
            if let Some(first) = phrase.first() {
                entries.entry(*first).or_default().push(Entry { word, phrase });
            }
        };
        for (at, one) in goods.iter().enumerate() {
            one.names.iter().for_each(|name| add(Word::Goods(at), name));
        }
        goods.iter().flat_map(|one| &one.units).for_each(|unit| add(Word::Unit, unit));
        for (word, phrases) in PHRASES {
            phrases.iter().for_each(|phrase| add(*word, phrase));
        }
        let units = |one: &Goods| one.units.iter().map(|unit| letters(unit)).collect();
        Self { entries, units: goods.iter().map(units).collect() }
    }

    /// How many different goods there are.
    pub fn kinds(&self) -> usize {
        self.units.len()
    }

    /// The longest word that begins there, and where it ends. The shop's own words come first.
    pub fn at(&self, line: &[char], from: usize) -> Option<(Word, usize)> {
        let mut best: Option<(Word, usize)> = None;
        let first = small(plain(*line.get(from)?));
        for entry in self.entries.get(&first).into_iter().flatten() {
            if let Some(end) = phrase_at(line, from, &entry.phrase)
                && best.is_none_or(|(_, reach)| end > reach)
            {
                best = Some((entry.word, end));
            }
        }
        best
    }

    /// Whether these goods are sold by the unit that is written there.
    pub fn sold_by(&self, goods: usize, unit: &[char]) -> bool {
        let units = self.units.get(goods).map_or(&[][..], Vec::as_slice);
        units.iter().any(|one| phrase_at(unit, 0, one) == Some(unit.len()))
    }

    pub fn by_the_piece(&self, goods: usize) -> bool {
        self.units.get(goods).is_none_or(Vec::is_empty)
    }
}

/// Where a phrase ends that begins there. Between its words may be any white space, and a word may stand
/// in the plural.
fn phrase_at(line: &[char], from: usize, phrase: &[char]) -> Option<usize> {
    let (mut at, mut words) = (from, phrase.split(|c| *c == ' ').peekable());
    while let Some(word) = words.next() {
        at = word_at(line, at, word)?;
        if words.peek().is_some() {
            let gap = line.iter().skip(at).take_while(|c| plain(**c) == ' ').count();
            at += gap;
            if gap == 0 {
                return None;
            }
        }
    }
    Some(at)
}

fn word_at(line: &[char], from: usize, word: &[char]) -> Option<usize> {
    let spaced = word.first().is_some_and(|c| is_letter(*c));
    if !spaced {
        let mut there = line.iter().skip(from).map(|c| small(plain(*c)));
        return word.iter().all(|c| there.next() == Some(*c)).then_some(from + word.len());
    }
    // "2nd" and "eggs2go" are words of their own; "note:" ends in its colon.
    let head = word.iter().take_while(|c| is_letter(**c) || **c == '\'').count();
    let run = line.iter().skip(from).take_while(|c| is_letter(**c) || plain(**c) == '\'');
    let there: Vec<char> = run.map(|c| small(plain(*c))).collect();
    let (letters, tail) = (word.get(..head)?, word.get(head..)?);
    let same = there == letters || (tail.is_empty() && is_plural(&there, letters));
    let end = from + there.len();
    let mut rest = line.iter().skip(end).map(|c| small(plain(*c)));
    (same && tail.iter().all(|c| rest.next() == Some(*c))).then_some(end + tail.len())
}

/// Whether one word is the other's plural: "eggs" of "egg", "cajas" of "caja", "boxes" of "box".
fn is_plural(one: &[char], other: &[char]) -> bool {
    let longer = |long: &[char], short: &[char]| {
        short.len() > 1
            && (long.strip_suffix(&['s']) == Some(short)
                || long.strip_suffix(&['e', 's']) == Some(short))
    };
    longer(one, other) || longer(other, one)
}

/// The number that Chinese numerals write, up to ninety-nine: 一, 两, 十二, 二十一. 三四 ("three or four") is
/// none.
pub fn numeral(signs: &[char]) -> Option<i64> {
    let digits: Option<Vec<i64>> = signs.iter().map(|c| digit(*c)).collect();
    match digits?.as_slice() {
        [10] => Some(10),
        [one] => Some(*one),
        [10, one @ 1..=9] => Some(10 + one),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, one @ 1..=9] => Some(tens * 10 + one),
        _ => None,
    }
}

/// What a Chinese numeral counts.
pub const fn digit(c: char) -> Option<i64> {
    Some(match c {
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '俩' => 2,
        '三' | '仨' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}
