//! A poster as a picture: for copy shops and chats that want a PNG.

use std::fmt::Write as _;

use kernel::Result;
use web::kit::qr;

/// What stands on it.
#[derive(Debug)]
pub struct Words<'w> {
    pub over: &'w str,
    pub headline: &'w str,
    pub lead: &'w str,
    pub address: &'w str,
    /// What the code says; the address with its scheme.
    pub url: &'w str,
    /// Six hexadecimal digits.
    pub accent: &'w str,
}

/// Breaks text into lines of about `width` letters; a Chinese character counts for two.
fn lines(text: &str, width: usize, most: usize) -> Vec<String> {
    let (mut out, mut line, mut used) = (Vec::new(), String::new(), 0);
    let mut push = |line: &mut String| {
        out.push(std::mem::take(line).trim().to_owned());
    };
    for word in text.split_inclusive(|c: char| c == ' ' || c > '\u{2e80}') {
        let size: usize = word.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum();
        if used > 0 && used + size > width {
            push(&mut line);
            used = 0;
        }
        line.push_str(word);
        used += size;
    }
    push(&mut line);
    out.truncate(most);
    out
}

fn escape(text: &str) -> String {
    maud::html! { (text) }.into_string()
}

fn text(svg: &mut String, lines: &[String], (top, size): (usize, usize), look: &str) -> usize {
    let mut y = top;
    for line in lines {
        y += size * 5 / 4;
        let _ = write!(
            svg,
            r#"<text x="620" y="{y}" font-size="{size}" text-anchor="middle" {look}>{}</text>"#,
            escape(line)
        );
    }
    y
}

/// A4 at 1240 units wide.
pub fn svg(words: &Words<'_>) -> Result<String> {
    let (path, side) = qr::path(words.url)?;
    let accent = words.accent;
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 1754"><path fill="#fff" d="M0 0h1240v1754H0z"/>"##,
    );
    for stripe in 0..10 {
        let (x, fill) = (stripe * 124, if stripe % 2 == 0 { accent } else { "f6f1e6" });
        let _ = write!(svg, r##"<path fill="#{fill}" d="M{x} 0h124v70a62 40 0 0 1-124 0z"/>"##);
    }
    let ink = r##"fill="#1c1712" font-family="Noto Serif, Noto Serif CJK SC, serif""##;
    let soft = r##"fill="#453e36" font-family="Noto Sans, Noto Sans CJK SC, sans-serif""##;
    let y = text(&mut svg, &lines(words.over, 60, 1), (170, 44), soft);
    let y = text(&mut svg, &lines(words.headline, 22, 3), (y + 20, 104), ink);
    let y = text(&mut svg, &lines(words.lead, 56, 3), (y + 24, 44), soft);
    let scale = 620.0 / f64::from(u32::try_from(side).unwrap_or(40));
    let _ = write!(
        svg,
        r##"<g transform="translate(310 {}) scale({scale:.4})" shape-rendering="crispEdges"><path fill="#000" d="{path}"/></g>"##,
        y + 40
    );
    text(&mut svg, &[words.address.to_owned()], (y + 690, 56), ink);
    svg.push_str("</svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headlines_break_and_chinese_counts_double() {
        assert_eq!(lines("Six eggs for saying hello", 13, 3), ["Six eggs for", "saying hello"]);
        assert_eq!(lines("打个招呼送六个鸡蛋", 10, 2), ["打个招呼送", "六个鸡蛋"]);
        assert_eq!(lines("", 10, 2), [""]);
    }

    #[test]
    fn what_is_written_on_it_cannot_break_out() {
        let words = Words {
            over: "<script>",
            headline: "\"Six\" & eggs",
            lead: "",
            address: "shop.example/f/j/K74QPX",
            url: "https://shop.example/f/j/K74QPX",
            accent: "2d7d46",
        };
        let svg = svg(&words).unwrap();
        assert!(svg.contains("&lt;script&gt;") && svg.contains("&amp; eggs"), "{svg}");
    }
}
