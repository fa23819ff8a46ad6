//! Pictures with words that leave the house: an A4 poster for the wall and a card for chats. Drawn as SVG in
//! the shop's colour, with the awning above and what one gets on a ticket; [`pictures`](super::pictures)
//! makes PNG of it.

use std::fmt::Write as _;

use kernel::Result;
use maud::html;

use super::qr;

/// What stands on it. What is empty takes no room.
#[derive(Debug, Clone, Default)]
pub struct Words<'w> {
    /// The shop, and its store.
    pub over: &'w str,
    pub headline: &'w str,
    /// One sentence, or on a ticket what one gets and what it costs.
    pub lead: &'w str,
    pub when: &'w str,
    /// Three at most.
    pub steps: &'w [String],
    /// As one types it.
    pub address: &'w str,
    /// What the code says; the address with its scheme.
    pub url: &'w str,
    /// Six hexadecimal digits.
    pub accent: &'w str,
}

/// The card's sides in pixels.
pub const CARD: (u32, u32) = (1200, 900);

const SERIF: &str = r##"fill="#1c1712" font-family="Noto Serif, Noto Serif CJK SC, serif""##;
const SANS: &str = r##"fill="#453e36" font-family="Noto Sans, Noto Sans CJK SC, sans-serif""##;

/// Columns that a text takes: a Chinese character counts for two, and so do capitals and emoji, nearly.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum()
}

/// Breaks text into lines of about `width` columns, at most so many; what has no room ends in an ellipsis.
fn lines(text: &str, width: usize, most: usize) -> Vec<String> {
    let (mut out, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in text.split_inclusive(|c: char| c == ' ' || c > '\u{2e80}') {
        for part in pieces(word, width) {
            let size = columns(&part);
            if used > 0 && used + columns(part.trim_end()) > width {
                out.push(std::mem::take(&mut line).trim().to_owned());
                used = 0;
            }
            line.push_str(&part);
            used += size;
        }
    }
    out.push(line.trim().to_owned());
    if out.len() > most {
        out.truncate(most);
        if let Some(last) = out.last_mut() {
            last.push('…');
        }
    }
    out
}

/// A word that is longer than a line, in parts that are not.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut used = 0;
    for letter in word.chars() {
        let size = if letter > '\u{2e80}' { 2 } else { 1 };
        if used + size > width.max(2) {
            parts.push(String::new());
            used = 0;
        }
        used += size;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

fn escape(text: &str) -> String {
    html! { (text) }.into_string()
}

/// A drawing of so many units, and where the next line of words goes.
struct Sheet {
    svg: String,
    width: usize,
}

/// How words stand: from where, how large, at which edge.
#[derive(Clone, Copy)]
struct Set {
    x: usize,
    top: usize,
    size: usize,
    anchor: &'static str,
    look: &'static str,
}

impl Sheet {
    fn new(width: usize, height: usize) -> Self {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path fill="#fff" d="M0 0h{width}v{height}H0z"/>"##
        );
        Self { svg, width }
    }

    /// The striped edge of a shop, `drop` deep.
    fn awning(&mut self, accent: &str, drop: usize) {
        let each = self.width / 10;
        for stripe in 0..10 {
            let (x, fill) = (stripe * each, if stripe % 2 == 0 { accent } else { "f6f1e6" });
            let (half, round) = (each / 2, each / 3);
            let _ = write!(
                self.svg,
                r##"<path fill="#{fill}" d="M{x} 0h{each}v{drop}a{half} {round} 0 0 1-{each} 0z"/>"##
            );
        }
    }

    /// Lines of words; where they end.
    fn words(&mut self, lines: &[String], set: Set) -> usize {
        let Set { x, top, size, anchor, look } = set;
        let mut y = top;
        for line in lines.iter().filter(|line| !line.is_empty()) {
            y += size * 5 / 4;
            let line = escape(line);
            let _ = write!(
                self.svg,
                r#"<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" {look}>{line}</text>"#
            );
        }
        y
    }

    /// A ticket with its perforated edges, in a tint of the shop's colour.
    fn ticket(&mut self, accent: &str, (x, y): (usize, usize), (width, height): (usize, usize)) {
        let (end, middle) = (x + width, y + height / 2);
        let _ = write!(
            self.svg,
            r##"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="20" fill="#{accent}" fill-opacity=".1" stroke="#{accent}" stroke-width="3" stroke-dasharray="14 10"/><circle cx="{x}" cy="{middle}" r="18" fill="#fff"/><circle cx="{end}" cy="{middle}" r="18" fill="#fff"/>"##
        );
    }

    /// The code, `side` units wide.
    fn code(&mut self, url: &str, (x, y): (usize, usize), side: u32) -> Result<()> {
        let (path, modules) = qr::path(url)?;
        let scale = f64::from(side) / f64::from(u32::try_from(modules).unwrap_or(40));
        let _ = write!(
            self.svg,
            r##"<g transform="translate({x} {y}) scale({scale:.4})" shape-rendering="crispEdges"><path fill="#000" d="{path}"/></g>"##
        );
        Ok(())
    }

    /// Numbered steps below each other; where they end.
    fn steps(&mut self, steps: &[String], accent: &str, set: Set, width: usize) -> usize {
        let Set { x, mut top, size, .. } = set;
        for (at, step) in steps.iter().take(3).enumerate() {
            let (cx, cy, radius) = (x + size, top + size * 3 / 4, size * 4 / 5);
            let (number, down) = (at + 1, cy + size / 3);
            let _ = write!(
                self.svg,
                r##"<circle cx="{cx}" cy="{cy}" r="{radius}" fill="#{accent}"/><text x="{cx}" y="{down}" font-size="{size}" font-weight="700" text-anchor="middle" fill="#fff" font-family="Noto Sans, sans-serif">{number}</text>"##
            );
            let set = Set { x: x + size * 5 / 2, top: top - size / 8, ..set };
            let end = self.words(&lines(step, width, 2), set);
            top = end.max(top + size) + size * 4 / 5;
        }
        top
    }

    fn done(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }
}

/// Names of any length: the longer, the smaller.
fn headline(text: &str) -> (usize, usize) {
    match columns(text) {
        0..=44 => (104, 22),
        45..=75 => (80, 28),
        _ => (62, 36),
    }
}

/// A4 at 1240 units wide.
pub fn poster(words: &Words<'_>) -> Result<String> {
    let mut sheet = Sheet::new(1240, 1754);
    sheet.awning(words.accent, 70);
    let middle = |top, size, look| Set { x: 620, top, size, anchor: "middle", look };
    let y = sheet.words(&lines(words.over, 60, 1), middle(160, 44, SANS));
    let (size, width) = headline(words.headline);
    let y = sheet.words(&lines(words.headline, width, 3), middle(y + 16, size, SERIF));
    let y = if words.steps.is_empty() {
        sheet.words(&lines(words.lead, 56, 3), middle(y + 24, 44, SANS))
    } else {
        let lead = lines(words.lead, 44, 2);
        let high = 50 + lead.len() * 66;
        sheet.ticket(words.accent, (140, y + 44), (960, high));
        sheet.words(&lead, middle(y + 62, 52, SERIF));
        sheet.words(&lines(words.when, 60, 2), middle(y + high + 56, 42, SANS))
    };
    if words.steps.is_empty() {
        sheet.code(words.url, (310, y + 40), 620)?;
        sheet.words(&[words.address.to_owned()], middle(y + 690, 56, SERIF));
        return Ok(sheet.done());
    }
    let set = Set { x: 120, top: y + 90, size: 40, anchor: "start", look: SANS };
    let end = sheet.steps(words.steps, words.accent, set, 24);
    let top = (y + 60).min(1754 - 700);
    sheet.code(words.url, (690, top), 460)?;
    let address = lines(words.address, 34, 2);
    sheet.words(&address, middle((top + 480).max(end), 38, SERIF));
    Ok(sheet.done())
}

/// 1200 by 900 units: what fits a chat.
pub fn card(words: &Words<'_>) -> Result<String> {
    let mut sheet = Sheet::new(CARD.0 as usize, CARD.1 as usize);
    sheet.awning(words.accent, 46);
    let left = |top, size, look| Set { x: 64, top, size, anchor: "start", look };
    let y = sheet.words(&lines(words.over, 60, 1), left(104, 32, SANS));
    let (size, width) = headline(words.headline);
    let (size, width) = (size * 3 / 4, width * 13 / 10);
    let y = sheet.words(&lines(words.headline, width, 2), left(y + 4, size, SERIF));
    let lead = lines(words.lead, 54, 2);
    let high = 30 + lead.len() * 50;
    sheet.ticket(words.accent, (64, y + 30), (1072, high));
    sheet.words(&lead, Set { x: 104, ..left(y + 38, 40, SERIF) });
    let y = sheet.words(&lines(words.when, 74, 1), left(y + high + 38, 32, SANS));
    sheet.steps(words.steps, words.accent, left(y + 44, 30, SANS), 40);
    let top = (y + 36).min(900 - 390);
    sheet.code(words.url, (836, top), 300)?;
    let address = lines(words.address, 30, 2);
    sheet.words(&address, Set { x: 986, top: top + 300, size: 22, anchor: "middle", look: SANS });
    Ok(sheet.done())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headlines_break_and_chinese_counts_double() {
        for (text, width, most, broken) in [
            ("Six eggs for saying hello", 13, 3, vec!["Six eggs for", "saying hello"]),
            ("打个招呼送六个鸡蛋", 10, 2, vec!["打个招呼送", "六个鸡蛋"]),
            ("one two three four", 7, 2, vec!["one two", "three…"]),
            ("Donaudampfschifffahrt", 10, 3, vec!["Donaudampf", "schifffahr", "t"]),
            ("", 10, 2, vec![""]),
        ] {
            assert_eq!(lines(text, width, most), broken);
        }
    }

    #[test]
    fn what_is_written_on_it_cannot_break_out() {
        let words = Words {
            over: "<script>",
            headline: "\"Six\" & eggs",
            address: "shop.example/f/j/K74QPX",
            url: "https://shop.example/f/j/K74QPX",
            accent: "2d7d46",
            ..Words::default()
        };
        for svg in [poster(&words).unwrap(), card(&words).unwrap()] {
            assert!(svg.contains("&lt;script&gt;") && svg.contains("&amp; eggs"), "{svg}");
        }
    }
}
