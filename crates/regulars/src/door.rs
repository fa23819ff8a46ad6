//! Where we listen and how we serve, with room for a crowd and an end to everybody's patience.
//!
//! The framework's own way to serve has neither: whoever opens connections and says nothing would hold
//! them for ever, and the last file handle with them.

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    serve::Listener,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    net::{TcpListener, TcpSocket, lookup_host},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};
use tower::ServiceExt as _;

/// How many may have knocked before we open to them; the system's own limit (`net.core.somaxconn`,
/// 4,096 since Linux 5.4) holds too. Whoever does not fit knocks again by himself after one second,
/// then two, four and so on, and so a burst costs some people a minute. The usual 128 is no crowd.
const KNOCKING: u32 = 4096;

/// Listens at the first address of this name that is free.
pub async fn open(address: &str) -> io::Result<TcpListener> {
    let mut trouble = io::Error::new(io::ErrorKind::InvalidInput, "this name has no address");
    for address in lookup_host(address).await? {
        match listen(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => trouble = error,
        }
    }
    Err(trouble)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A program that starts again need not wait for the connections of the last one to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(KNOCKING)
}

/// How long the head of a request may take to come, and a connection may wait for its next one.
const HEAD_FOR: Duration = Duration::from_secs(30);

/// Connections at once at most. Others wait in the system's queue until one has ended.
const CONNECTIONS: u64 = 8192;

/// File handles that connections leave to the database, jobs, other nodes, and greetings over TLS.
const LEFT: u64 = 640;

/// More is not asked of a system that sets no limit.
const HANDLES: u64 = 65_536;

/// As many connections as there is room for, at all doors together.
pub fn places() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(connections(handles())))
}

/// Serves everybody who comes, until `ended`; then what has begun is finished.
pub async fn serve<L>(
    mut listener: L,
    router: Router,
    places: Arc<Semaphore>,
    ended: impl Future<Output = ()>,
) where
    L: Listener<Addr = SocketAddr>,
{
    let (ending, mut connections) = (watch::Sender::new(false), JoinSet::new());
    let mut ended = pin!(ended);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let ((place, (stream, peer)), ended) = tokio::select! {
            next = next => (next, ending.subscribe()),
            () = &mut ended => break,
        };
        // Places are never closed.
        let Ok(place) = place else { break };
        connections.spawn(converse(stream, peer, router.clone(), ended, place));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    ending.send_replace(true);
    while connections.join_next().await.is_some() {}
}

/// Answers one connection, request after request.
async fn converse<S>(
    stream: S,
    peer: SocketAddr,
    router: Router,
    mut ended: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            Ok::<_, Infallible>(
                router.oneshot(request).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_FOR)
            .serve_connection(TokioIo::new(stream), answer)
    );
    let told = async { ended.wait_for(|ended| *ended).await.is_ok() };
    tokio::select! {
        done = connection.as_mut() => return went(done),
        _ = told => connection.as_mut().graceful_shutdown(),
    }
    went(connection.await);
}

/// Connections that break are no news.
fn went(done: hyper::Result<()>) {
    if let Err(error) = done {
        tracing::trace!(%error, "a connection broke");
    }
}

/// Asks the system for as many file handles as it lets us have; how many that are.
pub fn handles() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let most = maximum.map_or(HANDLES, |most| most.min(HANDLES));
    let had = current.unwrap_or(most);
    if had >= most {
        return had;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum }) {
        Ok(()) => most,
        Err(error) => {
            tracing::warn!(%error, had, "no more file handles");
            had
        }
    }
}

/// How many connections so many file handles have room for: a few, however few they are.
fn connections(handles: u64) -> usize {
    let room = handles.saturating_sub(LEFT).clamp(16, CONNECTIONS);
    usize::try_from(room).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_handles_to_the_rest() {
        for (handles, room) in [(0, 16), (650, 16), (1024, 384), (20_000, 8192), (u64::MAX, 8192)] {
            assert_eq!(connections(handles), room, "{handles}");
        }
    }
}
