//! A name or a text of the shop's own, in up to three languages.

use kernel::Lang;
use serde::{Deserialize, Serialize};

/// At least one is there; the others fall back to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    #[serde(rename = "zh-CN", alias = "zh", default, skip_serializing_if = "String::is_empty")]
    pub zh: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub es: String,
}

impl Words {
    pub fn one(lang: Lang, text: impl Into<String>) -> Self {
        let mut words = Self::default();
        *words.slot(lang) = text.into();
        words
    }
    /// In this language, else in the first that there is.
    pub fn say(&self, lang: Lang) -> &str {
        std::iter::once(lang)
            .chain(Lang::ALL)
            .map(|lang| self.of(lang))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }
    /// In exactly this language; empty when there is nothing.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
            Lang::Es => &self.es,
        }
    }
    pub fn slot(&mut self, lang: Lang) -> &mut String {
        match lang {
            Lang::En => &mut self.en,
            Lang::Zh => &mut self.zh,
            Lang::Es => &mut self.es,
        }
    }
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty() && self.es.is_empty()
    }
}
