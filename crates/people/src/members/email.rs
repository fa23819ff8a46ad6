//! E-mail addresses, checked as far as it makes sense before a message is sent.

use std::fmt;

use kernel::FieldError;
use serde::{Deserialize, Serialize};

/// As typed, trimmed; equal to another when the letters are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// One `@`, something before it, a name with a dot after it, no spaces, at most 254 bytes.
    /// Whether it exists only a message can tell.
    pub fn read(raw: &str) -> Option<Self> {
        let text = raw.trim().replace('\u{ff20}', "@");
        let (local, domain) = text.rsplit_once('@')?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>(),;:\\\"[]".contains(c);
        let label = |part: &str| {
            !part.is_empty()
                && part.len() <= 63
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let good = text.len() <= 254
            && !local.is_empty()
            && local.len() <= 64
            && local.chars().all(|c| plain(c) && c != '@')
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && domain.split('.').all(label);
        good.then_some(Self(text))
    }
    pub fn kept(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// What two spellings of one address share.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
    pub fn wrong(field: &'static str) -> FieldError {
        FieldError::new(field, "email_invalid")
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_sensibly() {
        for (raw, good) in [
            ("ana@example.com", true),
            (" Ana.Ruiz+shop@correo.example.es ", true),
            ("陈@例子.中国", true),
            ("ana＠example.com", true),
            ("ana", false),
            ("ana@", false),
            ("@example.com", false),
            ("ana@example", false),
            ("ana ruiz@example.com", false),
            ("ana@@example.com", false),
            ("ana..ruiz@example.com", false),
            ("ana@-example.com", false),
            ("<script>@example.com", false),
        ] {
            assert_eq!(Email::read(raw).is_some(), good, "{raw}");
        }
    }
}
