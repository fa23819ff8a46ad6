//! Live pages: server-sent events that follow the org's commits.

use std::{convert::Infallible, pin::Pin, time::Duration};

use axum::response::{
    IntoResponse as _, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt as _, stream};
use kernel::OrgId;
use store::{
    EventRow,
    listener::{Heard, Listener},
};
use tokio::time::{Sleep, sleep};

use crate::app::App;

/// Streams one message per commit of the org, here or at another node, that `pick` finds worth telling; its text becomes the
/// message's data (nothing: the page fetches afresh), the commit's last event its id. A page that
/// lagged behind is told to look afresh too.
pub fn follow<F>(app: &App, org: OrgId, pick: F) -> Response
where
    F: Fn(&[EventRow]) -> Option<String> + Send + Sync + 'static,
{
    let listener = app.db().listen(org);
    let messages = stream::unfold((listener, pick), move |(mut listener, pick)| async move {
        loop {
            match listener.next().await? {
                Heard::Events(events) => {
                    if let Some(text) = pick(&events) {
                        let id = events.last().map_or(0, |event| event.number);
                        let message = told(&text).id(id.to_string());
                        return Some((message, (listener, pick)));
                    }
                }
                Heard::Gap => return Some((told(""), (listener, pick))),
            }
        }
    });
    respond(messages.map(Ok).take_until(Box::pin(app.ended())))
}

/// As [`follow`], for a number that changes often: what `pick` last found, at most once in `pause`. The first
/// is told at once.
pub fn follow_calmly<F>(app: &App, org: OrgId, pause: Duration, pick: F) -> Response
where
    F: Fn(&[EventRow]) -> Option<String> + Send + Sync + 'static,
{
    let calm = Calm { listener: app.db().listen(org), pick, pause, resting: None };
    let messages = stream::unfold(calm, |mut calm| async move {
        let message = calm.next().await?;
        Some((message, calm))
    });
    respond(messages.map(Ok).take_until(Box::pin(app.ended())))
}

struct Calm<F> {
    listener: Listener,
    pick: F,
    pause: Duration,
    /// Until it is over nothing is told.
    resting: Option<Pin<Box<Sleep>>>,
}

impl<F: Fn(&[EventRow]) -> Option<String>> Calm<F> {
    async fn next(&mut self) -> Option<Event> {
        let mut latest = None;
        while latest.is_none() || self.resting.is_some() {
            let rests = latest.is_some();
            let heard = match &mut self.resting {
                Some(resting) if rests => tokio::select! {
                    () = resting.as_mut() => {
                        self.resting = None;
                        continue;
                    }
                    heard = self.listener.next() => heard?,
                },
                _ => self.listener.next().await?,
            };
            match heard {
                Heard::Events(events) => latest = (self.pick)(&events).or(latest),
                Heard::Gap => latest = Some(String::new()),
            }
        }
        self.resting = Some(Box::pin(sleep(self.pause)));
        latest.map(|text| told(&text))
    }
}

/// The new inside itself, or the word that there is one: an event without data is none to a browser.
fn told(text: &str) -> Event {
    if text.is_empty() {
        Event::default().event("stale").data("look")
    } else {
        Event::default().data(text)
    }
}

fn respond(messages: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(messages)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}
