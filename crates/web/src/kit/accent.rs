//! An org's own colour, made safe: whatever hexadecimal colour a shop chose, text in it, text on
//! it and marks made with it can be read, in light and in dark.
//!
//! The chosen colour keeps its hue; lightness is moved (in OKLCH, so that it looks even) until the
//! contrast of WCAG 2.2 holds: 4.5 for text, 3 for marks.

use std::fmt::Write as _;

/// The colour of a shop that chose none: awning green.
pub const DEFAULT: &str = "1e7c3c";

/// Paper and surface of both themes, as in `assets/app/10-tokens.css` (a test compares them).
const LIGHT_PAPER: Rgb = Rgb(0xfa, 0xf6, 0xee);
const DARK_SURFACE: Rgb = Rgb(0x28, 0x23, 0x1d);
const WHITE: Rgb = Rgb(0xff, 0xfd, 0xf8);
const INK: Rgb = Rgb(0x1c, 0x17, 0x12);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

/// Lightness 0–1, chroma, hue in degrees.
#[derive(Debug, Clone, Copy)]
struct Oklch {
    l: f64,
    c: f64,
    h: f64,
}

/// Six lower-case hexadecimal digits, or [`DEFAULT`]: takes `#1E7C3C`, `1e7c3c`, `#abc`.
pub fn normal(hex: &str) -> String {
    let hex = hex.trim().trim_start_matches('#').to_ascii_lowercase();
    let long = match hex.len() {
        3 => hex.chars().flat_map(|c| [c, c]).collect(),
        _ => hex,
    };
    let sound = long.len() == 6 && long.bytes().all(|b| b.is_ascii_hexdigit());
    if sound { long } else { DEFAULT.to_owned() }
}

/// The stylesheet `/assets/accent/{hex}.css`.
pub fn css(hex: &str) -> String {
    let chosen = Oklch::from(parse(&normal(hex)));
    let light = Palette::light(chosen).declarations();
    let dark = Palette::dark(chosen).declarations();
    format!(
        "@layer tokens{{:root{{{light}}}\
         @media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\
         :root[data-theme=dark]{{{dark}}}}}"
    )
}

/// The browser's own bar above the page.
pub fn theme_color(hex: &str) -> String {
    Palette::light(Oklch::from(parse(&normal(hex)))).fill.hex()
}

struct Palette {
    /// Filled buttons and the awning: the shop's colour as it is, as far as words on it allow.
    fill: Rgb,
    /// What stands on the fill.
    on: Rgb,
    /// Lines, bars, ticks and edges: apart from the ground by 3.
    mark: Rgb,
    /// Links and words in the shop's colour.
    text: Rgb,
    /// A quiet ground behind the chosen entry.
    soft: Rgb,
}

/// WCAG 2.2 asks for 4.5 for text and 3 for marks; a little more, since screens round.
const TEXT: f64 = 4.55;
const MARK: f64 = 3.05;

impl Palette {
    fn light(chosen: Oklch) -> Self {
        let soft = Oklch { l: 0.945, c: chosen.c.min(0.045), h: chosen.h }.rgb();
        let readable = |rgb| contrast(rgb, soft).min(contrast(rgb, LIGHT_PAPER)) >= TEXT;
        let (fill, on) = fill(Oklch { l: chosen.l.min(0.88), ..chosen });
        let mark = darken_until(chosen, |rgb| contrast(rgb, LIGHT_PAPER) >= MARK);
        Self { fill, on, mark, text: darken_until(chosen, readable), soft }
    }
    fn dark(chosen: Oklch) -> Self {
        let soft = Oklch { l: 0.34, c: chosen.c.min(0.06), h: chosen.h }.rgb();
        let readable = |rgb| contrast(rgb, soft).min(contrast(rgb, DARK_SURFACE)) >= TEXT;
        let pale = Oklch { l: chosen.l.max(0.72), c: chosen.c.min(0.16), h: chosen.h };
        let seen = Oklch { l: chosen.l.max(0.66), ..chosen };
        let mark = lighten_until(seen, |rgb| contrast(rgb, DARK_SURFACE) >= MARK);
        let (fill, on) = fill(Oklch::from(mark));
        Self { fill, on, mark, text: lighten_until(pale, readable), soft }
    }
    fn declarations(&self) -> String {
        let mut out = String::new();
        for (name, rgb) in [
            ("", self.fill),
            ("-on", self.on),
            ("-mark", self.mark),
            ("-text", self.text),
            ("-soft", self.soft),
        ] {
            let _ = write!(out, "--accent{name}:#{};", rgb.hex_digits());
        }
        out
    }
}

/// White or ink stands on the fill, whichever needs the smaller change of it.
fn fill(chosen: Oklch) -> (Rgb, Rgb) {
    let white = darken_until(chosen, |rgb| contrast(rgb, WHITE) >= TEXT);
    let ink = lighten_until(chosen, |rgb| contrast(rgb, INK) >= TEXT);
    let moved = |rgb: Rgb| (Oklch::from(rgb).l - chosen.l).abs();
    if moved(white) <= moved(ink) + 0.01 { (white, WHITE) } else { (ink, INK) }
}

fn darken_until(mut colour: Oklch, enough: impl Fn(Rgb) -> bool) -> Rgb {
    while colour.l > 0.0 && !enough(colour.rgb()) {
        colour.l -= 0.005;
    }
    colour.rgb()
}

fn lighten_until(mut colour: Oklch, enough: impl Fn(Rgb) -> bool) -> Rgb {
    while colour.l < 1.0 && !enough(colour.rgb()) {
        colour.l += 0.005;
    }
    colour.rgb()
}

fn parse(hex: &str) -> Rgb {
    let part =
        |at| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
    Rgb(part(0), part(2), part(4))
}

impl Rgb {
    fn hex_digits(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
    fn hex(self) -> String {
        format!("#{}", self.hex_digits())
    }
    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }
}

/// Relative luminance of WCAG 2.2.
fn luminance(rgb: Rgb) -> f64 {
    let [r, g, b] = rgb.linear();
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Contrast ratio of WCAG 2.2, from 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[expect(clippy::many_single_char_names, reason = "the letters of the paper")]
impl From<Rgb> for Oklch {
    /// Björn Ottosson, "A perceptual color space for image processing", 2020.
    fn from(rgb: Rgb) -> Self {
        let [r, g, b] = rgb.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let bb = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Self {
            l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            c: a.hypot(bb),
            h: bb.atan2(a).to_degrees(),
        }
    }
}

impl Oklch {
    /// The nearest colour that a screen shows: chroma gives way, lightness and hue stay.
    fn rgb(self) -> Rgb {
        let mut chroma = self.c;
        loop {
            let linear = Self { c: chroma, ..self }.linear();
            let shown = linear.iter().all(|part| (-0.0005..=1.0005).contains(part));
            if shown || chroma <= 0.0 {
                let [r, g, b] = linear.map(encode);
                return Rgb(r, g, b);
            }
            chroma -= 0.002;
        }
    }
    #[expect(clippy::many_single_char_names, reason = "the letters of the paper")]
    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.h.to_radians().sin_cos();
        let (a, b) = (self.c * cos, self.c * sin);
        let l = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn encode(part: f64) -> u8 {
    let part = part.clamp(0.0, 1.0);
    let bent =
        if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
    (bent * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_colour_a_shop_may_choose_can_be_read() {
        for hex in ["1e7c3c", "ffff00", "ffffff", "000000", "ff0000", "808080", "7fdbff", "3b0a45"]
        {
            let chosen = Oklch::from(parse(hex));
            let (light, dark) = (Palette::light(chosen), Palette::dark(chosen));
            for (palette, ground, name) in
                [(&light, LIGHT_PAPER, "light"), (&dark, DARK_SURFACE, "dark")]
            {
                assert!(contrast(palette.text, ground) >= 4.5, "text {hex} {name}");
                assert!(contrast(palette.text, palette.soft) >= 4.5, "text on soft {hex} {name}");
                assert!(contrast(palette.fill, palette.on) >= 4.5, "on {hex} {name}");
                assert!(contrast(palette.mark, ground) >= 3.0, "mark {hex} {name}");
            }
        }
    }

    #[test]
    fn oklch_reads_back() {
        for hex in ["1e7c3c", "d2452d", "faf6ee", "000000"] {
            assert_eq!(Oklch::from(parse(hex)).rgb().hex_digits(), hex);
        }
    }

    #[test]
    fn what_is_no_colour_is_the_default_and_cannot_leave_the_stylesheet() {
        for (typed, kept) in [
            ("#ABC", "aabbcc"),
            ("1E7C3C", "1e7c3c"),
            ("red;}", DEFAULT),
            ("", DEFAULT),
            ("é1234", DEFAULT),
        ] {
            assert_eq!(normal(typed), kept);
        }
        assert!(css("</style>").starts_with("@layer tokens{:root{--accent:#"));
    }

    /// Dark stands twice in the tokens, for the device and for the person; and the grounds that
    /// contrast is measured against must be the ones on the page.
    #[test]
    fn the_tokens_agree_with_themselves_and_with_us() {
        let css = include_str!("../../../../assets/app/10-tokens.css");
        let block = |head: &str| -> Vec<&str> {
            let (_, rest) = css.split_once(head).unwrap();
            let (inside, _) = rest.split_once('}').unwrap();
            inside.lines().map(str::trim).filter(|line| line.starts_with("--")).collect()
        };
        let dark = block(":root[data-theme=dark] {");
        assert_eq!(dark, block(":root:not([data-theme=light]) {"));
        assert!(dark.len() > 20);
        for (list, name, ours) in
            [(block(":root {"), "--paper", LIGHT_PAPER), (dark, "--surface", DARK_SURFACE)]
        {
            let line = list.iter().find(|line| line.starts_with(name)).unwrap();
            let inside = line.split(['(', ')']).nth(1).unwrap();
            let parts: Vec<f64> = inside.split(' ').map(|part| part.parse().unwrap()).collect();
            let shown = Oklch { l: parts[0], c: parts[1], h: parts[2] }.rgb();
            let far = |a: u8, b: u8| a.abs_diff(b) > 4;
            let off = far(shown.0, ours.0) || far(shown.1, ours.1) || far(shown.2, ours.2);
            assert!(!off, "{name} is {shown:?}, measured against {ours:?}");
        }
    }
}
