//! Live pages: server-sent events that follow the org's commits.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse as _, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt as _, stream};
use kernel::OrgId;
use store::{EventRow, listener::Heard};

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
