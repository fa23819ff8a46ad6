//! The one address that an adapter speaks to.

/// `https://host[:port][/path]`, or `http://` to this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    text: String,
    /// Where the path begins in it.
    host_end: usize,
    local: bool,
}

impl Base {
    /// The error says what would be right.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let text = text.trim_end_matches('/');
        let (scheme, rest) = text.split_once("://").ok_or("the address begins with https://")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
        if rest.is_empty() || rest.starts_with('/') || !rest.chars().all(plain) {
            return Err("the address is https://, a host and perhaps a path, and nothing else");
        }
        let host = rest.split('/').next().unwrap_or_default();
        let name = if host.starts_with('[') {
            host.split_inclusive(']').next().unwrap_or_default()
        } else {
            host.split(':').next().unwrap_or_default()
        };
        let local = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
        match scheme {
            "https" => {}
            "http" if local => {}
            _ => {
                return Err("the address begins with https://: money is not spoken of in the open");
            }
        }
        Ok(Self { text: text.to_owned(), host_end: scheme.len() + 3 + host.len(), local })
    }
    pub fn host(&self) -> &str {
        let (before, _) = self.text.split_at(self.host_end);
        before.split_once("://").map_or(before, |(_, host)| host)
    }
    /// On this machine: no proxy stands between.
    pub(crate) const fn is_local(&self) -> bool {
        self.local
    }
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
    /// The path as the server sees it, which is what is signed.
    pub(crate) fn path(&self, path: &str) -> String {
        let (_, own) = self.text.split_at(self.host_end);
        format!("{own}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_is_spoken_to() {
        for (text, host) in [
            ("https://api.stripe.com", Some("api.stripe.com")),
            ("https://pay.example:8443/under/", Some("pay.example:8443")),
            ("http://127.0.0.1:9000", Some("127.0.0.1:9000")),
            ("http://[::1]:9000", Some("[::1]:9000")),
            ("http://localhost", Some("localhost")),
            ("http://api.stripe.com", None),
            ("http://127.0.0.1.evil.example", None),
            ("http://127.0.0.1@evil.example", None),
            ("https://user:word@api.stripe.com", None),
            ("https://api.stripe.com?x=1", None),
            ("ftp://127.0.0.1", None),
            ("https://", None),
            ("https:///v1", None),
            ("api.stripe.com", None),
        ] {
            let base = Base::read(text);
            assert_eq!(base.as_ref().ok().map(Base::host), host, "{text}");
        }
        let under = Base::read("https://pay.example/under/").unwrap();
        assert_eq!(under.url("/v3/x?y=1"), "https://pay.example/under/v3/x?y=1");
        assert_eq!(under.path("/v3/x?y=1"), "/under/v3/x?y=1");
    }
}
