//! One request, and what is held against its answer whatever it was.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderName, Method, Request, header},
};
use tower::ServiceExt as _;

/// As a browser asks for them, and as a page says which it is in.
pub const LANGS: [&str; 3] = ["en", "zh-CN", "es"];

#[derive(Debug, Clone)]
pub struct Sent {
    pub method: Method,
    pub path: String,
    pub kind: String,
    pub body: Bytes,
    pub shown: Option<(HeaderName, String)>,
    pub lang: &'static str,
    /// Headers beside the usual ones.
    pub also: Vec<(&'static str, String)>,
}

impl Sent {
    pub fn get(path: impl Into<String>) -> Self {
        let (path, kind) = (path.into(), String::new());
        let (body, also) = (Bytes::new(), Vec::new());
        Self { method: Method::GET, path, kind, body, shown: None, lang: "en", also }
    }
    pub fn post(path: impl Into<String>, (kind, body): (String, impl Into<Bytes>)) -> Self {
        Self { method: Method::POST, kind, body: body.into(), ..Self::get(path) }
    }
    pub fn by(mut self, shown: Option<(HeaderName, String)>) -> Self {
        self.shown = shown;
        self
    }
    pub fn also(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.also.push((name, value.into()));
        self
    }
    pub fn lang(mut self, at: usize) -> Self {
        self.lang = LANGS[at % LANGS.len()];
        self
    }
    pub async fn to(self, router: &Router) -> Heard {
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(&self.path)
            .header(header::HOST, "club.example")
            .header(header::ACCEPT_LANGUAGE, self.lang)
            .header("sec-fetch-site", "same-origin");
        if let Some((name, value)) = &self.shown {
            request = request.header(name, value);
        }
        for (name, value) in &self.also {
            request = request.header(*name, value);
        }
        if !self.kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, &self.kind);
        }
        let request = request.body(Body::from(self.body.clone()));
        let request = request.unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let answer = router.clone().oneshot(request).await.unwrap();
        let (head, body) = answer.into_parts();
        let told = |name| head.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()));
        let kind = told(header::CONTENT_TYPE).unwrap_or_default().into_owned();
        let location = told(header::LOCATION).unwrap_or_default().into_owned();
        // What is live never ends.
        let live = kind.starts_with("text/event-stream");
        let bytes =
            if live { Vec::new() } else { to_bytes(body, 64 << 20).await.unwrap().to_vec() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Heard { status: head.status.as_u16(), kind, location, text, sent: self }
    }
}

#[derive(Debug)]
pub struct Heard {
    pub status: u16,
    pub kind: String,
    pub location: String,
    pub text: String,
    pub sent: Sent,
}

impl Heard {
    /// What is wrong with this answer, whatever was asked.
    pub fn wrong(&self) -> Option<String> {
        let api = self.sent.path.starts_with("/api/");
        let html = self.kind.starts_with("text/html");
        let why = if self.status >= 500 {
            format!("{}: {}", self.status, self.text)
        } else if html && self.text.contains(super::MARKUP) {
            "markup came back".to_owned()
        } else if self.location.contains("<script>") {
            format!("markup in {}", self.location)
        } else if self.status < 400 {
            return None;
        } else if api {
            return self.not_a_problem();
        } else if !html {
            format!("{} as {:?}: {}", self.status, self.kind, self.text)
        } else if !self.text.contains(&format!("<html lang=\"{}\"", self.sent.lang)) {
            format!("{} is not in {}", self.status, self.sent.lang)
        } else if !self.text.contains("<h1") {
            format!("{} says nothing", self.status)
        } else {
            let raw =
                [">field-", ">refusal-", ">error-"].iter().find(|raw| self.text.contains(**raw));
            format!("no words for {}", raw?)
        };
        Some(self.told(&why))
    }

    fn not_a_problem(&self) -> Option<String> {
        let problem: serde_json::Value = serde_json::from_str(&self.text).unwrap_or_default();
        let says = |name: &str| problem[name].as_str().is_some_and(|text| !text.is_empty());
        let whole = says("code") && says("title") && says("detail");
        let named = problem["code"] != "invalid" || !problem["errors"][0]["field"].is_null();
        let fine = self.kind == "application/problem+json" && whole && named;
        (!fine).then(|| self.told(&format!("{} as {:?}: {}", self.status, self.kind, self.text)))
    }

    /// A complaint with what led to it, cut to what fits a screen.
    pub fn told(&self, why: &str) -> String {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let sent = String::from_utf8_lossy(self.sent.body.get(..300).unwrap_or(&self.sent.body));
        let Sent { method, path, kind, .. } = &self.sent;
        format!("{method} {} [{kind}] {}\n    {}", cut(path, 200), cut(&sent, 300), cut(why, 400))
    }
}
