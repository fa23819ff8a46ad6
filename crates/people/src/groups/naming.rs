//! Names by pattern: a chain's thousand groups are called alike, and a number is never cut off.

use kernel::text;

/// What can stand in a pattern between braces.
pub const PLACES: &[&str] = &["brand", "store", "category", "number", "persona", "goal"];

/// The longest name of a group: what chat apps show without cutting.
pub const NAME_MAX: usize = 60;

/// What the places stand for in one group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'p> {
    pub brand: &'p str,
    /// Empty for a national group.
    pub store: &'p str,
    pub category: &'p str,
    pub persona: &'p str,
    pub goal: &'p str,
    pub number: i64,
}

impl Parts<'_> {
    fn of(&self, place: &str) -> &str {
        match place {
            "brand" => self.brand,
            "store" => self.store,
            "category" => self.category,
            "persona" => self.persona,
            "goal" => self.goal,
            _ => "",
        }
    }
}

/// The name of one group. What a place leaves empty takes its separator with it; a name that would
/// be too long is cut before the number, never through it.
///
/// A store called like its brand is said once.
pub fn name(template: &str, parts: &Parts<'_>) -> String {
    let twice = template.contains("{brand}") && parts.store == parts.brand;
    let parts = &Parts { store: if twice { "" } else { parts.store }, ..*parts };
    let (before, after) = template.split_once("{number}").unwrap_or((template, ""));
    let before = filled(before, parts);
    let number = format!("{}{}", parts.number, filled(after, parts));
    let whole = tidy(&format!("{before}{number}"));
    if text::count(&whole) <= NAME_MAX {
        return whole;
    }
    let tail = tidy(&number);
    let room = NAME_MAX.saturating_sub(text::count(&tail) + 2).max(8);
    let kept: String = before.chars().take(room).collect();
    let short = tidy(&format!("{}… {tail}", kept.trim_end()));
    short.chars().take(NAME_MAX * 2).collect()
}

fn filled(template: &str, parts: &Parts<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        out.push_str(text);
        let Some((place, after)) = after.split_once('}') else {
            return out;
        };
        out.push_str(parts.of(place));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Folds white space, and separators that an empty place left standing alone.
fn tidy(name: &str) -> String {
    let apart = |c: char| matches!(c, '·' | '-' | '–' | '|' | ',' | '/');
    let mut out = String::new();
    let mut gap = String::new();
    for c in text::line(name).chars() {
        if c.is_whitespace() || apart(c) {
            gap.push(c);
            continue;
        }
        if !out.is_empty() {
            match gap.chars().find(|c| apart(*c)) {
                Some(mark) if gap.trim() == mark.to_string() => out.push_str(&gap),
                // Two separators with nothing between them: one is enough.
                Some(mark) if gap.contains(' ') => {
                    out.push(' ');
                    out.push(mark);
                    out.push(' ');
                }
                Some(mark) => out.push(mark),
                None => out.push_str(&gap),
            }
        }
        gap.clear();
        out.push(c);
    }
    out
}

/// A pattern for more than one store: without the store in it, two stores' groups would have the
/// same name.
pub fn told_apart(template: &str) -> String {
    if template.contains("{store}") {
        template.to_owned()
    } else if template.contains(' ') {
        format!("{{store}} · {template}")
    } else {
        format!("{{store}}·{template}")
    }
}
