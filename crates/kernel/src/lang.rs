//! The three languages. Translated words live in `locales/`; this is only which one.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-CN", alias = "zh")]
    Zh,
    #[serde(rename = "es")]
    Es,
}

impl Lang {
    pub const ALL: [Self; 3] = [Self::En, Self::Zh, Self::Es];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
            Self::Es => "es",
        }
    }
    /// What speakers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "简体中文",
            Self::Es => "Español",
        }
    }
    /// The best of an `Accept-Language` header; `None` when it names none of ours.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(20) {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight = weight.trim().parse::<f32>().unwrap_or(0.0);
            if let Ok(lang) = tag.trim().parse()
                && weight > 0.0
                && best.is_none_or(|(top, _)| weight > top)
            {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}
impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
impl FromStr for Lang {
    type Err = ();
    /// Any tag of one of the three languages: `es-MX` is Spanish, `zh-TW` Chinese.
    fn from_str(tag: &str) -> Result<Self, ()> {
        match tag.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("en") => Ok(Self::En),
            Some("zh") => Ok(Self::Zh),
            Some("es") => Ok(Self::Es),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        assert_eq!(Lang::accepted("fr, es-MX;q=0.7, en;q=0.3"), Some(Lang::Es));
        assert_eq!(Lang::accepted("zh-Hans-CN,en"), Some(Lang::Zh));
        assert_eq!(Lang::accepted("de, *;q=0.5"), None);
        assert_eq!(Lang::accepted(";;;q=,,é"), None);
    }
}
