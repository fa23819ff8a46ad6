//! One writer per org.
//!
//! A *lane* owns a connection that writes (one on `SQLite`, a few on `PostgreSQL`) and serves the
//! orgs that belong to it, one command at a time. Commands that wait together share a
//! transaction, each behind its own savepoint, and one durable commit; then all are answered.
//!
//! `queue` bounds and orders what waits, `lane` runs the shared transactions, `tx` is a command's
//! handle, `state` is what lane and command share.

mod commit;
mod lane;
mod queue;
mod state;
mod tx;

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use kernel::{Error, OrgId, Result, Scope, World};
use tokio::sync::{broadcast, oneshot};

pub use tx::Tx;

use crate::{
    conn::Conn,
    db::Opener,
    events::Committed,
    hot::{PostAnswer, PostBody},
    registry::Registry,
    tasks::Tasks,
};
use queue::{Command, Queue};
use tx::Receipt;

/// The number of the org's last event when a write became durable.
pub type Position = i64;

/// A durable answer and the position from which reads see it.
#[derive(Debug)]
pub struct Written<T> {
    pub value: T,
    pub position: Position,
}

/// What lanes are given by the house around them.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub world: World,
    pub registry: Arc<Registry>,
    pub committed: broadcast::Sender<Committed>,
}

/// The lanes of this process.
#[derive(Debug)]
pub struct Lanes(Vec<Arc<Queue>>);

impl Lanes {
    pub fn start(
        conns: Vec<Conn>,
        opener: &Opener,
        surroundings: &Surroundings,
        tasks: &mut Tasks,
    ) -> Self {
        let limits = opener.config.limits;
        let lanes = conns.into_iter().map(|conn| {
            let queue = Arc::new(Queue::new(limits));
            let node = surroundings.world.uuid();
            let lane = lane::Lane::new(conn, opener.clone(), node, limits, surroundings.clone());
            tasks.spawn(lane.run(queue.clone()));
            queue
        });
        Self(lanes.collect())
    }

    fn of(&self, org: OrgId) -> Result<&Arc<Queue>> {
        let count = self.0.len().max(1) as u128;
        let index = usize::try_from(org.uuid().as_u128() % count).unwrap_or(0);
        self.0.get(index).ok_or(Error::BUSY)
    }

    pub async fn write<T, F>(&self, scope: &Scope, run: F) -> Result<Written<T>>
    where
        T: Send,
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        let (hand, turn) = oneshot::channel();
        self.of(scope.org())?.push(scope.org(), Command::Turn { scope: scope.clone(), hand })?;
        // No answer means that the lane ended or lost its whole batch: nothing happened.
        let mut tx = turn.await.map_err(|_| Error::BUSY)??;
        let outcome = AssertUnwindSafe(run(&mut tx)).catch_unwind().await;
        let outcome = outcome.unwrap_or_else(|_| Err(Error::broken("a command panicked")));
        let receipt = tx.finish(outcome.is_ok()).await.unwrap_or(Receipt::Lost);
        match (outcome, receipt) {
            (Ok(value), Receipt::Kept(position)) => Ok(Written { value, position }),
            (Err(error), Receipt::Undone) | (Err(error @ Error::Broken(_)), _) => Err(error),
            _ => Err(Error::BUSY),
        }
    }

    pub async fn post<A: std::any::Any + Send>(&self, org: OrgId, body: PostBody) -> Result<A> {
        let (hand, answer) = oneshot::channel();
        self.of(org)?.push(org, Command::Post { body, hand })?;
        let answer: PostAnswer = answer.await.map_err(|_| Error::BUSY)??;
        answer.downcast::<A>().map(|answer| *answer).map_err(|_| {
            Error::broken("a post was answered with another type than its caller expects")
        })
    }

    pub async fn close(&self) {
        for queue in &self.0 {
            queue.close().await;
        }
    }
}
