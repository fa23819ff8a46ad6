//! What a page offers to be filled in, read from its HTML.

use std::collections::{BTreeMap, BTreeSet};

/// A form as a browser would send it untouched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sheet {
    pub action: String,
    pub multipart: bool,
    pub fields: Vec<(String, String)>,
}

impl Sheet {
    /// The same with other values; a field that the form does not show is added.
    pub fn with(&self, changes: &[(&str, &str)]) -> Self {
        let mut sheet = self.clone();
        for (name, value) in changes {
            sheet.fields.retain(|(known, _)| known != name);
            sheet.fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        sheet
    }
    pub fn names(&self) -> BTreeSet<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }
    /// The body of the request, with its content type.
    pub fn body(&self) -> (String, Vec<u8>) {
        if self.multipart {
            return (MULTIPART.to_owned(), multipart(&self.fields));
        }
        let pair = |(name, value): &(String, String)| format!("{}={}", coded(name), coded(value));
        let pairs: Vec<_> = self.fields.iter().map(pair).collect();
        ("application/x-www-form-urlencoded".to_owned(), pairs.join("&").into_bytes())
    }
}

pub const MULTIPART: &str = "multipart/form-data; boundary=edge";

fn multipart(fields: &[(String, String)]) -> Vec<u8> {
    let part = |(name, value): &(String, String)| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    (fields.iter().map(part).collect::<String>() + "--edge--\r\n").into_bytes()
}

/// A value as it stands in a query or a form's body.
pub fn coded(value: &str) -> String {
    value.bytes().fold(String::new(), |text, byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => {
            text + &char::from(byte).to_string()
        }
        _ => format!("{text}%{byte:02X}"),
    })
}

fn plain(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (mark, plain)| text.replace(mark, plain))
}

/// The attributes of the tag that `html` begins with.
fn attributes(html: &str) -> BTreeMap<String, String> {
    let mut rest = html.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let name: String =
            rest.chars().take_while(|c| !c.is_whitespace() && !"=>/".contains(*c)).collect();
        if name.is_empty() {
            return found;
        }
        rest = &rest[name.len()..];
        let value = match rest.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, after)) => {
                rest = after;
                value
            }
            None => "",
        };
        found.insert(name, plain(value));
    }
}

/// Every form of a page that changes something.
pub fn sheets(html: &str) -> Vec<Sheet> {
    let forms = html.split("<form").skip(1);
    let mut sheets = Vec::new();
    for form in forms {
        let tag = attributes(&format!("form{form}"));
        if tag.get("method").map(String::as_str) != Some("post") {
            continue;
        }
        let form = form.split("</form>").next().unwrap_or_default();
        let multipart = tag.get("enctype").is_some_and(|kind| kind.starts_with("multipart"));
        let action = tag.get("action").cloned().unwrap_or_default();
        sheets.push(Sheet { action, multipart, fields: fields(form) });
    }
    sheets
}

fn fields(form: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form.split('<').skip(1) {
        let kind = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let has = attributes(tag.split('>').next().unwrap_or_default());
        let value = has.get("value").cloned().unwrap_or_default();
        let body = tag.split_once('>').map_or("", |(_, body)| body);
        match (kind, has.get("name")) {
            ("option", _) => {
                // The first option, until one says that it is the chosen one.
                let chosen = has.contains_key("selected");
                if let Some((_, held)) = fields.last_mut()
                    && (held == UNCHOSEN || chosen)
                {
                    *held = value;
                }
            }
            ("select", Some(name)) => fields.push((name.clone(), UNCHOSEN.to_owned())),
            ("textarea", Some(name)) => fields.push((name.clone(), plain(body.trim_start()))),
            ("input", Some(name)) => {
                let picked =
                    matches!(has.get("type").map(String::as_str), Some("radio" | "checkbox"));
                let chosen = !picked || has.contains_key("checked");
                let known = fields.iter().any(|(known, _)| known == name);
                if chosen && picked && known {
                    // A radio that is the chosen one, after others that are not.
                    fields.retain(|(known, value)| known != name || !value.is_empty());
                    fields.push((name.clone(), value));
                } else if chosen || !known {
                    fields.push((name.clone(), if chosen { value } else { String::new() }));
                }
            }
            ("button", Some(name)) if !fields.iter().any(|(known, _)| known == name) => {
                // Sent with its value only when it is pressed.
                fields.push((name.clone(), String::new()));
            }
            _ => {}
        }
    }
    fields
}

const UNCHOSEN: &str = "\u{1}";

/// Addresses of our own that the page leads to.
pub fn links(html: &str) -> BTreeSet<String> {
    let after = html.split("href=\"/").skip(1);
    let link = |rest: &str| rest.split('"').next().map(|path| format!("/{}", plain(path)));
    after.filter_map(link).collect()
}

#[test]
fn a_form_is_read_as_a_browser_would_send_it() {
    let html = r#"<form method="post" action="/x?a=1&amp;b=2"><input type="hidden" name="once" value="m">
        <select name="s"><option value="1">x</option><option value="2" selected>y</option></select>
        <input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked>
        <textarea name="t">
a &lt;b</textarea></form><form action="/find"><input name="q"></form>"#;
    let all = sheets(html);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].action, "/x?a=1&b=2");
    let own = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
    let fields = [("once", "m"), ("s", "2"), ("r", "b"), ("t", "a <b")].map(own);
    assert_eq!(all[0].fields, fields);
}
