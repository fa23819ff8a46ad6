//! Connections to other nodes: HTTP/1.1, kept open between requests.

use std::{
    collections::HashMap,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{body::Body, extract::Request, http::HeaderValue, response::Response};
use futures::{StreamExt as _, stream};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use store::tasks::Tasks;
use tokio::{net::TcpStream, time::timeout};

use super::letter::whole;

/// How long to knock.
const CONNECT_FOR: Duration = Duration::from_secs(2);
/// How long an owner may take to begin its answer.
const HEAD_FOR: Duration = Duration::from_secs(60);
/// How long an answer that has begun may say nothing; live pages say something every 20 seconds.
const SILENT_FOR: Duration = Duration::from_secs(60);
/// Connections to one node that are kept while nothing passes.
const IDLE: usize = 64;

/// Said by a node that was asked as the owner and is not: nothing happened there.
const REFUSED: &str = "regulars-elsewhere";

/// What became of a request.
pub enum Sent {
    Answered(Response),
    /// It had no effect there, and may be sent again.
    Never,
    /// Nobody knows.
    Lost,
}

type Sender = SendRequest<Body>;

#[derive(Default)]
pub struct Wire {
    idle: std::sync::Arc<Mutex<HashMap<String, Vec<Sender>>>>,
    tasks: Mutex<Tasks>,
}

/// Marks an answer as that of a node which is not the owner.
pub fn refused(mut answer: Response) -> Response {
    answer.headers_mut().insert(REFUSED, HeaderValue::from_static("1"));
    answer
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Wire {
    /// Sends what `letter` makes and waits for the head of the answer.
    pub async fn send(&self, address: &str, letter: impl Fn() -> Request) -> Sent {
        // A kept connection may have ended without our knowing; each is found out once.
        for _ in 0..=IDLE {
            let kept = self.kept(address);
            let fresh = kept.is_none();
            let Some(mut sender) = (match kept {
                Some(sender) => Some(sender),
                None => self.connect(address).await,
            }) else {
                return Sent::Never;
            };
            match timeout(HEAD_FOR, sender.try_send_request(letter())).await {
                Ok(Ok(answer)) => {
                    self.keep(address, sender);
                    let elsewhere = answer.headers().contains_key(REFUSED);
                    return if elsewhere { Sent::Never } else { Sent::Answered(streamed(answer)) };
                }
                Ok(Err(mut error)) => match error.take_message() {
                    // It comes back when nothing of it was written.
                    Some(_) if fresh => return Sent::Never,
                    Some(_) => {}
                    None => {
                        tracing::warn!(error = %error.error(), address, "a node did not answer");
                        return Sent::Lost;
                    }
                },
                Err(_) => return Sent::Lost,
            }
        }
        Sent::Never
    }

    fn kept(&self, address: &str) -> Option<Sender> {
        let mut idle = lock(&self.idle);
        let senders = idle.get_mut(address)?;
        while let Some(sender) = senders.pop() {
            if sender.is_ready() {
                return Some(sender);
            }
        }
        idle.remove(address);
        None
    }

    async fn connect(&self, address: &str) -> Option<Sender> {
        let stream = timeout(CONNECT_FOR, TcpStream::connect(address)).await.ok()?.ok()?;
        stream.set_nodelay(true).ok()?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        self.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection between nodes ended");
            }
        });
        Some(sender)
    }

    /// Keeps the connection for the next, once this answer has passed.
    fn keep(&self, address: &str, mut sender: Sender) {
        let (idle, address) = (self.idle.clone(), address.to_owned());
        self.spawn(async move {
            if sender.ready().await.is_ok() {
                let mut idle = lock(&idle);
                let senders = idle.entry(address).or_default();
                if senders.len() < IDLE {
                    senders.push(sender);
                }
            }
        });
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        tasks.reap();
        tasks.spawn(task);
    }
}

/// The answer as it comes, piece by piece.
fn streamed(answer: hyper::Response<hyper::body::Incoming>) -> Response {
    let (mut parts, body) = answer.into_parts();
    whole(&mut parts.headers);
    let pieces = Body::new(body).into_data_stream();
    let body = stream::unfold(pieces, |mut pieces| async move {
        match timeout(SILENT_FOR, pieces.next()).await {
            Ok(piece) => piece.map(|piece| (piece.map_err(io::Error::other), pieces)),
            Err(_) => {
                let silent = io::Error::new(io::ErrorKind::TimedOut, "a node fell silent");
                Some((Err(silent), pieces))
            }
        }
    });
    Response::from_parts(parts, Body::from_stream(body))
}
