//! What people type, made safe to keep: trimmed, composed, without control characters, bounded.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::error::{FieldError, Fields};

/// The longest name of a person, shop or thing, in characters as people count them.
pub const NAME_MAX: usize = 120;
/// The longest free text: a note, a message, a rule.
pub const TEXT_MAX: usize = 2000;

/// One line: NFC, inner white space folded, no control or direction-override characters.
pub fn line(raw: &str) -> String {
    clean(raw, false)
}

/// Several lines: as [`line`], but line ends stay (at most two in a row).
pub fn lines(raw: &str) -> String {
    clean(raw, true)
}

fn clean(raw: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(raw.len().min(16_384));
    let (mut space, mut ends) = (false, 0);
    for c in raw.nfc().filter(|c| !is_hidden(*c)) {
        if c == '\n' && keep_lines {
            ends += 1;
            space = false;
        } else if c.is_whitespace() || c == '\u{a0}' {
            space = true;
        } else if !c.is_control() {
            if !out.is_empty() {
                if ends > 0 {
                    (0..ends.min(2)).for_each(|_| out.push('\n'));
                } else if space {
                    out.push(' ');
                }
            }
            (space, ends) = (false, 0);
            out.push(c);
        }
    }
    out
}

/// Overrides that make a name read as another, and marks that no name needs. Joiners stay: emoji
/// and several scripts need them.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{0}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{fff0}'..='\u{fffb}')
}

/// Length in grapheme clusters: what a person counts when told "at most 120 characters".
pub fn count(text: &str) -> usize {
    text.graphemes(true).count()
}

/// A required line of at most `max` characters; errors go to `fields` under `field`.
pub fn require(fields: &mut Fields, field: &'static str, raw: &str, max: usize) -> String {
    let text = line(raw);
    if text.is_empty() {
        fields.push(FieldError::new(field, "required"));
    }
    bounded(fields, field, text, max)
}

/// An optional line of at most `max` characters; blank is `None`.
pub fn optional(
    fields: &mut Fields,
    field: &'static str,
    raw: Option<&str>,
    max: usize,
) -> Option<String> {
    let text = line(raw.unwrap_or_default());
    (!text.is_empty()).then(|| bounded(fields, field, text, max))
}

/// Text of several lines, required or not, of at most `max` characters.
pub fn body(fields: &mut Fields, field: &'static str, raw: &str, max: usize) -> String {
    bounded(fields, field, lines(raw), max)
}

fn bounded(fields: &mut Fields, field: &'static str, text: String, max: usize) -> String {
    // Bytes first: counting clusters of a 10 MB field would be work for nothing.
    if text.len() > max * 40 || count(&text) > max {
        fields.push(
            FieldError::new(field, "too_long").with("max", i64::try_from(max).unwrap_or(i64::MAX)),
        );
        return text.graphemes(true).take(max).collect();
    }
    text
}

/// Lower-case letters, digits and hyphens for a URL, at most 40; empty when nothing is left.
pub fn slug(raw: &str) -> String {
    let mut out = String::new();
    for c in raw.nfkd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() && (c.is_whitespace() || c == '-') {
            out.push('-');
        }
        if out.len() >= 40 {
            break;
        }
    }
    out.trim_matches('-').to_owned()
}

/// Equality without an early exit, for secrets of equal length.
pub fn same_secret(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |diff, (x, y)| diff | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_without_hurting_any_script() {
        for (raw, kept) in [
            ("  Ana   Ruiz ", "Ana Ruiz"),
            ("陈\t美", "陈 美"),
            ("عبد الله", "عبد الله"),
            ("👩‍👧 Mei", "👩‍👧 Mei"),
            ("evil\u{202e}txt", "eviltxt"),
            ("a\u{0}b\nc", "ab c"),
            ("e\u{301}", "é"),
            ("<b>x</b>", "<b>x</b>"),
        ] {
            assert_eq!(line(raw), kept);
        }
        assert_eq!(lines("a\r\n\n\n\n b "), "a\n\nb");
    }

    #[test]
    fn too_long_names_the_field_and_the_limit() {
        let mut fields = Fields::default();
        let kept = require(&mut fields, "name", &"字".repeat(300), NAME_MAX);
        assert_eq!(count(&kept), NAME_MAX);
        assert_eq!(fields.first().map(|e| (e.field.as_ref(), e.code)), Some(("name", "too_long")));
    }

    #[test]
    fn slugs_are_plain() {
        for (raw, out) in [
            ("Fresh Market", "fresh-market"),
            ("Café Olé!", "cafe-ole"),
            ("鲜市", ""),
            ("--a--", "a"),
        ] {
            assert_eq!(slug(raw), out);
        }
    }
}
