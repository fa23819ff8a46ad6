//! Long lists as CSV, sent page by page, so that memory stays small however long they are.

use std::{convert::Infallible, future::Future};

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse as _, Response},
};
use futures::{StreamExt as _, stream};
use kernel::Result;

/// The lines of one page, and the cursor of the next.
pub type Lines = (String, Option<String>);

/// A download of that name: the line of headings, then what `page` gives for one cursor after the other.
/// A page that cannot be read ends the file early, because its status has been sent long before.
pub fn download<P, N>(name: &'static str, headings: &str, page: P) -> Response
where
    P: Fn(Option<String>) -> N + Send + 'static,
    N: Future<Output = Result<Lines>> + Send + 'static,
{
    // The mark in front tells spreadsheets that this is UTF-8.
    let first = stream::iter([Bytes::from(format!("\u{feff}{headings}"))]);
    let pages = stream::unfold((page, Some(None)), move |(page, next)| async move {
        match page(next?).await {
            Ok((text, next)) => Some((Bytes::from(text), (page, next.map(Some)))),
            Err(error) => {
                tracing::warn!(%error, "{name} ended early");
                None
            }
        }
    });
    let body = Body::from_stream(first.chain(pages).map(Ok::<_, Infallible>));
    let kept = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, kept),
    ];
    (headers, body).into_response()
}
