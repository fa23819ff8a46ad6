//! Reads a numbered list as people write it in a chat.
//!
//! Invariant: nothing is guessed. A line is clear if every sign of it is accounted for, and if all of its
//! lines together say one thing of each name; every other line is unclear, with the reason. The order of
//! the lines does not matter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    items,
    shapes::{self, Head},
    tokens::text,
    words::{Goods, Vocabulary, is_letter, is_ornament, letters},
};

/// Why a line is not clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderListUnclear)]
pub enum Why {
    /// It does not begin with a number of the list.
    NoNumber,
    NoName,
    /// Several words without a comma behind them.
    NameEnds,
    /// A word that is no name, no number and nothing that is offered.
    WordUnknown,
    HowMany,
    WhichGoods,
    /// A unit that these goods are not sold by.
    UnitUnknown,
    /// Half of something.
    Half,
    /// A dozen, where it is not a unit of the goods.
    Dozen,
    /// "The same as last week".
    AsBefore,
    /// None at all, or more than one order may have.
    TooMany,
    GoodsTwice,
    /// Two lines of one name do not say the same.
    NameTwice,
    /// It cancels a number that is nobody's.
    NumberUnknown,
    /// It cancels a number that is somebody's and somebody else's.
    NumberTwice,
    /// A note that speaks of goods or numbers.
    NoteSays,
    /// A part of it is crossed out.
    Crossed,
    TooLong,
}
kernel::words!(Why {
    NoNumber "no_number",
    NoName "no_name",
    NameEnds "name_ends",
    WordUnknown "word_unknown",
    HowMany "how_many",
    WhichGoods "which_goods",
    UnitUnknown "unit_unknown",
    Half "half",
    Dozen "dozen",
    AsBefore "as_before",
    TooMany "too_many",
    GoodsTwice "goods_twice",
    NameTwice "name_twice",
    NumberUnknown "number_unknown",
    NumberTwice "number_twice",
    NoteSays "note_says",
    Crossed "crossed",
    TooLong "too_long",
});

/// What is wrong, and the words that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub why: Why,
    pub about: String,
}

impl Wrong {
    pub fn new(why: Why, about: impl Into<String>) -> Self {
        Self { why, about: about.into() }
    }
}
impl From<Why> for Wrong {
    fn from(why: Why) -> Self {
        Self::new(why, "")
    }
}

/// What is known before the list is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    pub goods: &'a [Goods],
    /// Names of people, who may be written without a comma behind them.
    pub names: &'a [String],
    /// Numbers and names of what was taken from the list before.
    pub taken: &'a [(i64, String)],
}

/// So many of some goods, by their place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    pub goods: usize,
    pub quantity: i64,
}

/// Somebody's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// Which line of the text, from 0.
    pub at: usize,
    pub number: i64,
    pub name: String,
    pub parts: Vec<Part>,
    pub note: String,
}

/// Somebody does not want it any more, and said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: usize,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    pub at: usize,
    pub text: String,
    pub wrong: Wrong,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub ordered: Vec<Ordered>,
    pub withdrawn: Vec<Withdrawn>,
    pub unclear: Vec<Unclear>,
}

/// What one line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Ordered {
        number: i64,
        name: String,
        parts: Vec<Part>,
        note: String,
    },
    /// By its number, or by name where the line has one.
    Withdrawn {
        number: i64,
        name: String,
        how: How,
    },
}

/// How somebody says that it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The line is crossed out.
    Crossed,
    /// In words.
    Said,
}

/// The longest line that is read, in signs.
const LINE_MAX: usize = 400;
/// The longest name, in signs.
pub const NAME_MAX: usize = 60;
/// The longest note, in signs.
pub const NOTE_MAX: usize = 200;

/// Two names are one if they are spelled alike but for case, spaces and ornaments.
pub fn key(name: &str) -> String {
    letters(name).into_iter().filter(|c| *c != ' ' && !is_ornament(*c)).collect()
}

pub fn read(pasted: &str, known: Known<'_>) -> Reading {
    let words = Vocabulary::new(known.goods);
    let (mut said, mut reading) = (Vec::new(), Reading::default());
    for (at, raw) in pasted.lines().enumerate() {
        match line(raw, &words, known) {
            Ok(Said::Nothing) => {}
            Ok(one) => said.push((at, raw, one)),
            Err(wrong) => reading.unclear.push(unclear(at, raw, wrong)),
        }
    }
    together(said, known, &mut reading);
    reading.ordered.sort_by_key(|one| one.at);
    reading.withdrawn.sort_by_key(|one| one.at);
    reading.unclear.sort_by_key(|one| one.at);
    reading
}

fn unclear(at: usize, raw: &str, wrong: Wrong) -> Unclear {
    Unclear { at, text: kernel::text::line(raw).chars().take(LINE_MAX).collect(), wrong }
}

/// One line alone.
fn line(raw: &str, words: &Vocabulary, known: Known<'_>) -> Result<Said, Wrong> {
    let signs: Vec<char> = raw.trim().chars().collect();
    if signs.len() > LINE_MAX {
        return Err(Why::TooLong.into());
    }
    let signs = match shapes::head(&signs, words) {
        Head::Nothing => return Ok(Said::Nothing),
        Head::Line(signs) => signs,
    };
    if let Some(said) = items::cancelled(&signs, words, known)? {
        return Ok(said);
    }
    let crossed = shapes::crossed(&signs)?;
    let (number, rest) = shapes::number(crossed.line()).ok_or(Why::NoNumber)?;
    let rest = text(crossed.line(), rest, crossed.line().len());
    if crossed.is_out() {
        let said = items::line(&rest, number, (words, known))?;
        return Ok(match said {
            Said::Ordered { name, .. } => Said::Withdrawn { number, name, how: How::Crossed },
            said => said,
        });
    }
    items::line(&rest, number, (words, known))
}

/// A line that was read, with the line as it stands.
type Line<'a> = (&'a str, Ordered);
/// The lines of each name.
type ByName<'a> = BTreeMap<String, Vec<Line<'a>>>;

/// What the lines say of each other.
fn together(said: Vec<(usize, &str, Said)>, known: Known<'_>, reading: &mut Reading) {
    let (mut by_name, mut off) = (ByName::new(), Vec::new());
    for (at, raw, said) in said {
        match said {
            Said::Ordered { number, name, parts, note } => {
                let one = Ordered { at, number, name, parts, note };
                by_name.entry(key(&one.name)).or_default().push((raw, one));
            }
            Said::Withdrawn { number, name, how } => off.push((at, raw, (number, name, how))),
            Said::Nothing => {}
        }
    }
    let mut gone: BTreeMap<String, Withdrawn> = BTreeMap::new();
    let mut against = Vec::new();
    for (at, raw, (number, name, how)) in off {
        let named = !name.is_empty();
        match if named { Ok(name) } else { whose(number, &by_name, known) } {
            Ok(name) if named && by_name.contains_key(&key(&name)) => {
                // Who is crossed out and stands on the list again was written anew. Who says that it is
                // off and stands on the list says two things.
                if how == How::Said {
                    against.push(key(&name));
                    let wrong = Wrong::new(Why::NameTwice, name);
                    reading.unclear.push(unclear(at, raw, wrong));
                }
            }
            Ok(name) => {
                gone.entry(key(&name)).or_insert(Withdrawn { at, name });
            }
            Err(why) => reading.unclear.push(unclear(at, raw, why.into())),
        }
    }
    by_name.retain(|name, _| !gone.contains_key(name));
    reading.withdrawn.extend(gone.into_values());
    let hidden: Vec<Vec<char>> =
        reading.unclear.iter().map(|one| behind_number(&one.text)).collect();
    for (name, lines) in by_name {
        let doubted = against.contains(&name) || hidden.iter().any(|line| begins(line, &lines));
        one_name(lines, doubted.then_some(Why::NameTwice), reading);
    }
}

/// All lines of one name say the same, or none is clear.
fn one_name(lines: Vec<Line<'_>>, doubt: Option<Why>, reading: &mut Reading) {
    let says = |one: &Ordered| (one.parts.clone(), one.note.clone());
    let first = lines.first().map(|(_, one)| says(one));
    if doubt.is_none() && lines.iter().all(|(_, one)| Some(says(one)) == first) {
        // A list that was sent again and again says the same many times: its latest number counts.
        let last = lines.into_iter().map(|(_, one)| one);
        reading.ordered.extend(last.max_by_key(|one| (one.number, one.name.clone(), one.at)));
        return;
    }
    for (raw, one) in lines {
        let wrong = Wrong::new(doubt.unwrap_or(Why::NameTwice), one.name);
        reading.unclear.push(unclear(one.at, raw, wrong));
    }
}

fn behind_number(raw: &str) -> Vec<char> {
    let signs: Vec<char> = raw.chars().collect();
    let at = shapes::number(&signs).map_or(0, |(_, rest)| rest);
    letters(&text(&signs, at, signs.len()))
}

/// Whether a line that is not clear begins with the name of these.
fn begins(line: &[char], lines: &[Line<'_>]) -> bool {
    lines.iter().any(|(_, one)| {
        let name = letters(&one.name);
        line.starts_with(&name) && line.get(name.len()).is_none_or(|c| !is_letter(*c))
    })
}

/// Whose number it is: on this list, else on what was taken before.
fn whose(number: i64, by_name: &ByName<'_>, known: Known<'_>) -> Result<String, Why> {
    let mut here: BTreeMap<String, String> = BTreeMap::new();
    for (_, one) in by_name.values().flatten().filter(|(_, one)| one.number == number) {
        here.insert(key(&one.name), one.name.clone());
    }
    if here.is_empty() {
        for (_, name) in known.taken.iter().filter(|(one, _)| *one == number) {
            here.insert(key(name), name.clone());
        }
    }
    match (here.len(), here.pop_first()) {
        (1, Some((_, name))) => Ok(name),
        (0, _) => Err(Why::NumberUnknown),
        _ => Err(Why::NumberTwice),
    }
}
