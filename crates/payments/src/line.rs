//! The line to a provider: one request, one answer, bounded in time and size.

use std::time::Duration;

use kernel::payment::Unpaid;
use ureq::http::{HeaderMap, Method, Request};

use crate::{Base, LARGEST_BODY};

/// A payer waits, and a job has other things to do.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Line {
    agent: ureq::Agent,
    pub base: Base,
}

/// What is asked. The path begins with `/` and has its query.
pub struct Ask<'a> {
    pub method: Method,
    pub path: &'a str,
    pub headers: Vec<(&'static str, String)>,
    pub body: &'a str,
}

pub struct Reply {
    pub status: u16,
    headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// Its headers as a callback has them.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        for (name, value) in &self.headers {
            found.extend(value.to_str().ok().map(|value| (name.as_str(), value)));
        }
        found
    }
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl Line {
    pub fn to(base: Base) -> Self {
        Self::with_patience(base, PATIENCE)
    }
    pub fn with_patience(base: Base, patience: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(patience))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("regulars");
        let config = if base.is_local() { config.proxy(None) } else { config };
        Self { agent: config.build().into(), base }
    }
    /// What came back, whatever its status says. Their trouble is not known yet: 5xx, too many, too
    /// early, the same key in use, and a redirect, which nobody follows with a secret in hand.
    pub fn send(&self, ask: Ask<'_>) -> Result<Reply, Unpaid> {
        let mut request =
            Request::builder().method(ask.method.clone()).uri(self.base.url(ask.path));
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        let unfit = |_| Unpaid::Unfit("payments.unfit_request");
        let answer = if ask.body.is_empty() && ask.method == Method::GET {
            self.agent.run(request.body(()).map_err(unfit)?)
        } else {
            self.agent.run(request.body(ask.body).map_err(unfit)?)
        };
        let mut answer = answer.map_err(|error| Unpaid::NotKnown(silence(&error).to_owned()))?;
        let limit = u64::try_from(LARGEST_BODY).unwrap_or(u64::MAX);
        let body = answer.body_mut().with_config().limit(limit).read_to_vec();
        let body = body.map_err(|error| Unpaid::NotKnown(silence(&error).to_owned()))?;
        let status = answer.status().as_u16();
        match status {
            200..=299 | 400..=407 | 410..=424 | 426..=428 | 430..=499 => {
                Ok(Reply { status, headers: answer.headers().clone(), body })
            }
            _ => Err(Unpaid::NotKnown(format!("they answered {status}"))),
        }
    }
}

/// Why there is no answer, in words of ours: theirs may repeat what was asked.
const fn silence(error: &ureq::Error) -> &'static str {
    match error {
        ureq::Error::Timeout(_) => "they did not answer in time",
        ureq::Error::BodyExceedsLimit(_) => "their answer is too long",
        ureq::Error::HostNotFound => "their address is not found",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "they do not prove who they are",
        _ => "they cannot be reached",
    }
}

/// A provider's error code, as far as it is one: a word that a log may have.
pub fn word(code: Option<&str>) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let code = code.filter(|code| (1..=64).contains(&code.len()) && code.chars().all(fits));
    code.unwrap_or("unnamed").to_owned()
}
