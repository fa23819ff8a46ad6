//! Addresses with their query: lists remember themselves in the URL.

use std::fmt::Write as _;

/// Percent-encodes what stands in a path segment or a query value.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `path?a=1&b=2`; pairs with an empty value are left out.
pub fn with_query<'q>(path: &str, query: impl IntoIterator<Item = (&'q str, &'q str)>) -> String {
    let mut out = path.to_owned();
    let mut mark = if path.contains('?') { '&' } else { '?' };
    for (key, value) in query.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(out, "{mark}{}={}", encode(key), encode(value));
        mark = '&';
    }
    out
}

/// The same address with one query value replaced: `?lang=es` on whatever page this is.
pub fn replaced(here: &str, key: &str, value: &str) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let mine = format!("{}=", encode(key));
    let kept: Vec<_> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&mine)).collect();
    let rest = if kept.is_empty() { String::new() } else { format!("{}&", kept.join("&")) };
    format!("{path}?{rest}{mine}{}", encode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_encoded_and_replaced() {
        assert_eq!(
            with_query("/g", [("q", "leeks & 陈"), ("sort", "")]),
            "/g?q=leeks%20%26%20%E9%99%88"
        );
        assert_eq!(replaced("/g?lang=en&q=a", "lang", "es"), "/g?q=a&lang=es");
        assert_eq!(replaced("/g", "lang", "zh-CN"), "/g?lang=zh-CN");
    }
}
