//! Live pages: server-sent events that follow the org's commits.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse as _, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt as _, stream};
use kernel::OrgId;
use store::EventRow;
use tokio::sync::broadcast::error::RecvError;

use crate::app::App;

/// Streams one message per commit of the org that `pick` finds worth telling; its text becomes the
/// message's data (nothing: the page fetches afresh), the commit's last event its id. A page that
/// lagged behind is told to look afresh too.
pub fn follow<F>(app: &App, org: OrgId, pick: F) -> Response
where
    F: Fn(&[EventRow]) -> Option<String> + Send + Sync + 'static,
{
    let watch = app.db().watch();
    let messages = stream::unfold((watch, pick), move |(mut watch, pick)| async move {
        loop {
            match watch.recv().await {
                Ok(commit) if commit.org == org => {
                    if let Some(text) = pick(&commit.events) {
                        let id = commit.events.last().map_or(0, |event| event.number);
                        let message = told(&text).id(id.to_string());
                        return Some((message, (watch, pick)));
                    }
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => {
                    return Some((told(""), (watch, pick)));
                }
                Err(RecvError::Closed) => return None,
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
