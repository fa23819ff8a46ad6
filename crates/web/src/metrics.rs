//! `/metrics` in the text format of Prometheus: how the program does, never what anybody did. Told
//! to this machine and its private network only.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use kernel::{Error, Result};
use store::{Db, Figures, jobs, meter::COMMIT_SECONDS};

use crate::{app::App, ask::Ask, reply::Fail, sessions};

/// Route by route, because routes are patterns and so their number is bounded.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<BTreeMap<Answered, Taken>>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answered {
    method: &'static str,
    route: String,
    /// `2xx`.
    class: &'static str,
}

#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    count: u64,
    micros: u64,
}

/// Counts every answer.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = method(request.method());
    let begun = app.now();
    let response = next.run(request).await;
    let micros = u64::try_from(app.now().micros() - begun.micros()).unwrap_or(0);
    let answered = Answered {
        method,
        // What leads nowhere is one line, whatever strangers try.
        route: route.unwrap_or_else(|| "none".to_owned()),
        class: class(response.status()),
    };
    app.metrics().add(answered, micros);
    response
}

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

impl Metrics {
    fn add(&self, answered: Answered, micros: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.entry(answered).or_default();
        taken.count += 1;
        taken.micros += micros;
    }

    fn requests(&self, text: &mut Text) {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        text.head("regulars_requests_total", "counter", "Answers by route and class of status.");
        for (answered, taken) in &all {
            text.line("regulars_requests_total", &answered.labels(), taken.count);
        }
        let name = "regulars_request_seconds_total";
        text.head(name, "counter", "Time to the head of the answer, by route and class of status.");
        for (answered, taken) in &all {
            text.line(name, &answered.labels(), seconds(taken.micros));
        }
    }
}

impl Answered {
    fn labels(&self) -> String {
        let Self { method, route, class } = self;
        format!("{{method=\"{method}\",route=\"{route}\",status=\"{class}\"}}")
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sum of request times stays far below 2^53")]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }
    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }
    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        self.line(name, "", value);
    }
}

/// The page itself.
pub async fn page(State(app): State<App>, ask: Ask) -> Result<Response, Fail> {
    if !near(ask.address) {
        return Err(Fail(Error::NotFound("page")));
    }
    let mut text = Text::default();
    text.head("regulars_build_info", "gauge", "The program that runs.");
    let engine = app.db().engine().name();
    let labels = format!("{{version=\"{}\",engine=\"{engine}\"}}", env!("CARGO_PKG_VERSION"));
    text.line("regulars_build_info", &labels, 1);
    app.metrics().requests(&mut text);
    writer(&mut text, &app.db().figures());
    stored(&mut text, app.db()).await?;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text.0).into_response())
}

/// Whether this is our machine or its own network: what asks from the street sees no page.
fn near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

fn writer(text: &mut Text, figures: &Figures) {
    let Figures { waiting, batches, commands, lost, commits, commit_seconds } = figures;
    text.one("regulars_writer_waiting", "gauge", "Commands that wait for their turn.", waiting);
    text.one("regulars_writer_commands_total", "counter", "Commands in durable commits.", commands);
    text.one("regulars_writer_lost_total", "counter", "Shared transactions that were lost.", lost);
    let name = "regulars_writer_commit_seconds";
    text.head(name, "histogram", "How long shared commits took to become durable.");
    let mut so_far = 0;
    for (bound, count) in COMMIT_SECONDS.iter().zip(commits) {
        so_far += count;
        text.line(&format!("{name}_bucket"), &format!("{{le=\"{bound}\"}}"), so_far);
    }
    text.line(&format!("{name}_bucket"), "{le=\"+Inf\"}", batches);
    text.line(&format!("{name}_sum"), "", commit_seconds);
    text.line(&format!("{name}_count"), "", batches);
}

async fn stored(text: &mut Text, db: &Db) -> Result<()> {
    let mut reader = db.read().await?;
    let now = db.world().now();
    let jobs = jobs::count(&mut reader, now).await?;
    let name = "regulars_jobs";
    text.head(name, "gauge", "Jobs: due, for later, and those that gave up.");
    for (state, count) in [("due", jobs.due), ("later", jobs.later), ("dead", jobs.dead)] {
        text.line(name, &format!("{{state=\"{state}\"}}"), count);
    }
    text.head("regulars_sessions", "gauge", "People who are signed in, by kind of door.");
    for (kind, count) in sessions::count(&mut reader, now).await? {
        text.line("regulars_sessions", &format!("{{kind=\"{kind}\"}}"), count);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_street_sees_no_metrics() {
        for (address, sees) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("10.1.2.3", true),
            ("192.168.1.5", true),
            ("::ffff:127.0.0.1", true),
            ("203.0.113.9", false),
            ("2001:db8::1", false),
            ("172.40.0.1", false),
        ] {
            assert_eq!(near(address.parse().unwrap()), sees, "{address}");
        }
    }
}
