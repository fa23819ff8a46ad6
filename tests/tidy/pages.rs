//! Pages: routes are nouns, and nothing inline that the content security policy would stop.

use super::{
    Row, Wrong, catches, holds,
    source::{Source, is_word},
};

const VERBS: [&str; 28] = [
    "activate",
    "add",
    "approve",
    "assign",
    "cancel",
    "close",
    "create",
    "deactivate",
    "delete",
    "disable",
    "edit",
    "enable",
    "fetch",
    "get",
    "list",
    "make",
    "modify",
    "open",
    "post",
    "put",
    "redeem",
    "reject",
    "remove",
    "save",
    "send",
    "set",
    "submit",
    "update",
];

fn shipped(house: &[Source]) -> impl Iterator<Item = &Source> {
    house.iter().filter(|source| source.path.starts_with("crates/") && source.is("rs"))
}

fn routes(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in shipped(house) {
        for (at, text) in source.literals() {
            let path = text.split(['?', '#']).next().unwrap_or_default();
            let plain = |c: char| is_word(c) || "/{}-*.:".contains(c);
            if !path.starts_with('/') || !path.chars().all(plain) || source.is_test(at) {
                continue;
            }
            let verb = path
                .split('/')
                .find(|part| VERBS.contains(&part.split(['-', '_']).next().unwrap_or_default()));
            if let Some(verb) = verb {
                let what = format!("\"{path}\" says {verb}");
                let instead =
                    "name the noun it makes (opening, draw, appeal) and POST or DELETE it";
                wrong.push(Wrong::at(source, at, what, instead));
            }
        }
    }
    wrong
}

fn inline(house: &[Source]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for source in shipped(house) {
        let code = &source.code;
        for at in code.match_indices('=').map(|(at, _)| at) {
            let name = code[..at].rsplit(|c| !is_word(c)).next().unwrap_or_default();
            let before = code[..at - name.len()].chars().next_back();
            let value = code[at + 1..].chars().next();
            let attribute = before.is_some_and(char::is_whitespace)
                && value.is_some_and(|c| "\"({[".contains(c));
            if attribute && (name == "style" || handler(name)) {
                let instead =
                    "use a class, an attribute of an element of ours, or a file in assets/";
                wrong.push(Wrong::at(source, at, format!("an inline {name}="), instead));
            }
        }
        for (at, text) in source.literals() {
            let text = text.to_ascii_lowercase();
            let tag = ["<script", "<style", "javascript:"].iter().find(|tag| text.contains(**tag));
            if let Some(tag) = tag.filter(|_| !source.is_test(at)) {
                let instead = "put it in a file in assets/";
                wrong.push(Wrong::at(source, at, format!("inline {tag}"), instead));
            }
        }
        wrong.extend(["script", "style"].into_iter().flat_map(|tag| bodies(source, tag)));
    }
    wrong
}

/// `script { … }` in a page; blocks of data (`type="application/…"`) are not scripts.
fn bodies<'a>(source: &'a Source, tag: &'a str) -> impl Iterator<Item = Wrong> + 'a {
    source.finds(tag).filter_map(move |at| {
        let line = source.code[..at].rfind('\n').map_or(0, |end| end + 1);
        let lead = source.code[line..at].trim();
        let end = at + source.code[at..].find(['{', ';', '\n', ',', ')'])?;
        let attributes = &source.text[at + tag.len()..end];
        let empty = source.code[end..].starts_with('{')
            && source.text[source.bracketed(end)].trim_matches(['{', '}', ' ', '\n']).is_empty();
        let is_tag = (lead.is_empty() || lead.ends_with('{'))
            && (attributes.trim().is_empty() || attributes.contains("=\""));
        (source.code[end..].starts_with('{')
            && is_tag
            && !empty
            && !attributes.contains("application/"))
        .then(|| Wrong::at(source, at, format!("a {tag} with a body"), "put it in assets/"))
    })
}

fn handler(name: &str) -> bool {
    ["onclick", "onchange", "oninput", "onsubmit", "onload", "onerror", "onkeydown", "onkeyup"]
        .contains(&name)
}

#[test]
fn routes_are_nouns() {
    holds(routes);
    let path = "crates/play/src/raffles/api.rs";
    let says = "crates/play/src/raffles/api.rs:1: \"/raffles/{id}/";
    let rows: &[Row<'_>] = &[
        (&[(path, "r.route(\"/raffles/{id}/open\", post(open))")], says),
        (&[(path, "#[utoipa::path(post, path = \"/raffles/{id}/set-price\")]")], says),
        (&[(path, "r.route(\"/raffles/{id}/opening\", post(open))")], ""),
        (&[(path, "let note = \"/ delete this\"; let x = \"/settings/openings\";")], ""),
    ];
    catches(routes, rows);
}

#[test]
fn pages_hold_no_inline_style_or_script() {
    holds(inline);
    let path = "crates/web/src/a.rs";
    let rows: &[Row<'_>] = &[
        (
            &[(path, "html! { p style=\"color: red\" { } }")],
            "crates/web/src/a.rs:1: an inline style=",
        ),
        (&[(path, "html! { a onclick={ (x) } { } }")], "crates/web/src/a.rs:1: an inline onclick="),
        (&[(path, "html! {\n script { (x) } }")], "crates/web/src/a.rs:2: a script with a body"),
        (
            &[(path, "PreEscaped(\"<script>x()</script>\")")],
            "crates/web/src/a.rs:1: inline <script",
        ),
        (&[(path, "html! { script type=\"application/json\" { (x) } }")], ""),
        (&[(path, "html! { script src=(x) defer {} link rel=\"stylesheet\"; }")], ""),
        (&[(path, "let style = \"x\"; fn script() { go() }")], ""),
    ];
    catches(inline, rows);
}
