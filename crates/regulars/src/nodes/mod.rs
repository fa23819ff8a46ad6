//! Several nodes on one `PostgreSQL`: a request that another node has to write is passed on to it.
//!
//! A request is answered here first. When its command meets `NotOwner`, and nothing before that had an
//! effect, the request goes whole to the org's owner, which authenticates it again; its answer is
//! streamed back. When the owner cannot be reached nothing was sent, and the request waits for
//! whoever takes over, for ten seconds at most. What may have arrived and was not answered is
//! answered with 503: only the asker knows whether to repeat it, under the same key.
//!
//! Invariants: a request is passed on once (who receives it answers or says that it is not the
//! owner); a mark that is not sealed with the installation's secret is thrown away; what is held in
//! memory is what a handler read, within its own limit. Nodes speak plain http with each other, so
//! the network between them is private. Deliberately absent: https between nodes.

mod letter;
mod seal;
mod wire;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, header, request::Parts},
    middleware::{self, Next},
    response::Response,
};
use kernel::{OrgId, Result};
use store::{
    Engine,
    nodes::{Address, Whereabouts, witness},
};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};
use web::{App, Ask};

use crate::house::House;
use letter::Letter;
use seal::Seal;
use wire::{Sent, Wire};

/// How long a request may wait for an owner: a lease, and the time to notice that it is over.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a page may.
const PAGE_PATIENCE: Duration = Duration::from_secs(2);
/// How often to look whether there is one.
const PAUSE: Duration = Duration::from_millis(150);
/// How often a request may be begun here.
const RUNS: usize = 5;
/// Requests that are with other nodes, or wait for one, at once.
const ROOM: usize = 1024;

/// The way to the other nodes. Cheap to clone.
#[derive(Clone)]
pub struct Hops(Arc<Inner>);

struct Inner {
    app: App,
    seal: Seal,
    wire: Wire,
    room: Semaphore,
}

/// Takes part with the other nodes on this database, reached at this address; `None` where there are
/// none.
pub async fn join(house: &House, address: Address) -> Result<Option<Hops>> {
    let db = house.db();
    if db.engine() == Engine::Sqlite {
        return Ok(None);
    }
    let seal = Seal::of(db.node_secret().await?);
    db.join(address).await?;
    let (app, wire, room) = (house.app.clone(), Wire::default(), Semaphore::new(ROOM));
    Ok(Some(Hops(Arc::new(Inner { app, seal, wire, room }))))
}

/// The house, with the way to the other nodes between its metrics and its fence.
pub fn router(house: &House, hops: Option<Hops>) -> Router {
    house.router_between(|router| match hops {
        Some(hops) => router.layer(middleware::from_fn_with_state(hops, pass)),
        None => router,
    })
}

async fn pass(State(hops): State<Hops>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let marked = hops.admit(&mut parts);
    let letter = Letter::new(parts, body);
    let (answer, elsewhere) = here(&letter, next.clone()).await;
    match elsewhere {
        None => answer,
        Some(_) if marked => wire::refused(answer),
        Some(org) if !letter.parts.method.is_safe() => hops.carry(&letter, org, answer, next).await,
        // A page that would note in passing that somebody was here does without, if need be.
        Some(org) => {
            let carried = hops.carry(&letter, org, answer, next.clone());
            match timeout(PAGE_PATIENCE, carried).await {
                Ok(answer) if answer.status().as_u16() != 503 => answer,
                _ => next.run(letter.request()).await,
            }
        }
    }
}

/// The answer of this node, and the org that another one has to write.
async fn here(letter: &Letter, next: Next) -> (Response, Option<OrgId>) {
    let (answer, witness) = witness::watched(next.run(letter.request())).await;
    // Whoever was answered well did not need what another node writes.
    let refused = answer.status().as_u16() == 503;
    (answer, witness.elsewhere().filter(|_| refused))
}

impl Hops {
    /// A name for something that only the nodes of this installation know.
    pub fn name(&self, about: &str) -> String {
        self.0.seal.name(about)
    }

    /// Whether another node sent it; then it counts as coming from whoever asked that one.
    fn admit(&self, parts: &mut Parts) -> bool {
        let Some(mark) = parts.headers.remove(seal::MARK) else { return false };
        let Some(client) = self.0.seal.opened(&mark, &parts.method, &parts.uri) else {
            return false;
        };
        parts.headers.remove("x-forwarded-for");
        parts.extensions.insert(ConnectInfo(SocketAddr::new(client, 0)));
        true
    }

    /// Brings it to whoever writes the org, as soon as there is somebody. `answer` is what to say
    /// when there is not.
    async fn carry(
        &self,
        letter: &Letter,
        mut org: OrgId,
        mut answer: Response,
        next: Next,
    ) -> Response {
        let Ok(_room) = self.0.room.try_acquire() else { return answer };
        let client = Ask::of(&letter.parts, &self.0.app).address;
        let mark = self.0.seal.mark(client, &letter.parts.method, &letter.parts.uri);
        let (begun, mut runs) = (Instant::now(), 1);
        while begun.elapsed() < PATIENCE {
            match self.0.app.db().whereabouts(org).await {
                Ok(Whereabouts::Here) if runs < RUNS => {
                    runs += 1;
                    match here(letter, next.clone()).await {
                        (done, None) => return done,
                        (refused, Some(other)) => (answer, org) = (refused, other),
                    }
                }
                Ok(Whereabouts::At(address)) => {
                    let sent = tokio::select! {
                        sent = self.0.wire.send(&address, || letter.passed_on(&mark)) => sent,
                        () = self.moved(org, &address) => Sent::Lost,
                    };
                    match sent {
                        Sent::Answered(answer) => return answer,
                        Sent::Lost => break,
                        Sent::Never => {}
                    }
                }
                Ok(Whereabouts::Here | Whereabouts::Unknown) | Err(_) => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        answer
    }

    /// Ends when the org is not written at this address any more, seen twice: who was to answer
    /// from there sleeps, or is cut off.
    async fn moved(&self, org: OrgId, address: &str) {
        let mut moved = 0;
        while moved < 2 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            match self.0.app.db().whereabouts(org).await {
                Ok(Whereabouts::At(now)) if now == address => moved = 0,
                Ok(_) => moved += 1,
                Err(_) => {}
            }
        }
    }
}
