//! A request that can be sent again: what a handler has read of its body is kept.

use std::{
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody as _},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header, request::Parts},
};
use futures::{StreamExt as _, stream};

use super::seal;

/// The most that is kept of a body. Every route's own limit is lower (uploads: eight megabytes), and
/// who reads no further keeps no more.
const KEPT_MAX: usize = 16 << 20;

/// What is said about one connection and not about the request (RFC 9110, 7.6.1).
const OF_THE_CONNECTION: [HeaderName; 8] = [
    header::CONNECTION,
    header::EXPECT,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

pub struct Letter {
    pub parts: Parts,
    body: Option<Arc<Mutex<Kept>>>,
}

struct Kept {
    read: Vec<Bytes>,
    size: usize,
    rest: BodyDataStream,
}

impl Letter {
    pub fn new(parts: Parts, body: Body) -> Self {
        let rest = (!body.is_end_stream()).then(|| body.into_data_stream());
        let kept = |rest| Arc::new(Mutex::new(Kept { read: Vec::new(), size: 0, rest }));
        Self { parts, body: rest.map(kept) }
    }

    /// As it came.
    pub fn request(&self) -> Request {
        Request::from_parts(self.parts.clone(), self.body())
    }

    /// For another node, with this mark.
    pub fn passed_on(&self, mark: &HeaderValue) -> Request {
        let mut request = Request::new(self.body());
        *request.method_mut() = self.parts.method.clone();
        let path = self.parts.uri.path_and_query();
        *request.uri_mut() = path.map_or_else(|| Uri::from_static("/"), |path| path.clone().into());
        *request.headers_mut() = self.parts.headers.clone();
        whole(request.headers_mut());
        request.headers_mut().insert(seal::MARK, mark.clone());
        request
    }

    fn body(&self) -> Body {
        let Some(kept) = self.body.clone() else { return Body::empty() };
        let mut at = 0;
        Body::from_stream(stream::poll_fn(move |context| {
            let piece = kept.lock().unwrap_or_else(PoisonError::into_inner).piece(at, context);
            at += usize::from(piece.is_ready());
            piece
        }))
    }
}

impl Kept {
    fn piece(
        &mut self,
        at: usize,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, axum::Error>>> {
        if let Some(piece) = self.read.get(at) {
            return Poll::Ready(Some(Ok(piece.clone())));
        }
        let piece = std::task::ready!(self.rest.poll_next_unpin(context));
        if let Some(Ok(piece)) = &piece {
            self.size += piece.len();
            if self.size > KEPT_MAX {
                return Poll::Ready(Some(Err(axum::Error::new("the body is too long"))));
            }
            self.read.push(piece.clone());
        }
        Poll::Ready(piece)
    }
}

/// Leaves what is about the request or the answer itself.
pub fn whole(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().chain(&OF_THE_CONNECTION) {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn text(request: Request) -> String {
        let bytes = to_bytes(request.into_body(), KEPT_MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    fn letter(pieces: &[&'static str]) -> Letter {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok::<_, axum::Error>(*piece)).collect();
        let request = Request::builder()
            .method("POST")
            .uri("http://club.example/a/b?c=d")
            .header("connection", "close, x-mine")
            .header("x-mine", "1")
            .header("x-other", "2");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        Letter::new(parts, Body::from_stream(stream::iter(pieces)))
    }

    #[tokio::test]
    async fn a_body_that_was_read_in_part_is_sent_whole_and_again() {
        let letter = letter(&["one ", "two ", "three"]);
        let mut reading = letter.request().into_body().into_data_stream();
        assert_eq!(reading.next().await.unwrap().unwrap(), "one ");
        for _ in 0..2 {
            assert_eq!(text(letter.request()).await, "one two three");
        }
    }

    #[tokio::test]
    async fn what_is_about_the_connection_stays_behind() {
        let letter = letter(&["x"]);
        let request = letter.passed_on(&HeaderValue::from_static("mark"));
        assert_eq!(request.uri(), "/a/b?c=d");
        let names: Vec<_> = request.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["x-other", seal::MARK]);
    }

    #[tokio::test]
    async fn no_more_is_kept_than_any_route_takes() {
        static MEGABYTE: [u8; 1 << 20] = [b'x'; 1 << 20];
        let pieces = stream::repeat_with(|| Ok::<_, axum::Error>(&MEGABYTE[..])).take(20);
        let (parts, ()) = Request::new(()).into_parts();
        let letter = Letter::new(parts, Body::from_stream(pieces));
        assert!(to_bytes(letter.request().into_body(), 64 << 20).await.is_err());
    }
}
