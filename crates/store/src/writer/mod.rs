//! One writer per org.
//!
//! A *lane* owns a connection that writes (one on `SQLite`, a few on `PostgreSQL`) and serves the
//! orgs that belong to it, one command at a time. Commands that wait together share a
//! transaction, each behind its own savepoint, and one durable commit; then all are answered.
//!
//! `queue` bounds and orders what waits, `lane` runs the shared transactions, `turn` and `posts`
//! serve the two kinds of command, `behind` has tables written that follow later, `desk` is where a
//! command has the connection while it has the turn, `tx` is its handle, `state` is what the lane owns,
//! `handing` gives orgs to other nodes.

mod behind;
mod commit;
mod desk;
mod handing;
mod lane;
mod posts;
mod queue;
mod state;
mod turn;
mod tx;

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use kernel::{Error, OrgId, Result, Scope, World};
use tokio::sync::{broadcast, oneshot};

pub use tx::Tx;
use uuid::Uuid;

use crate::{
    conn::Conn,
    db::Opener,
    events::Committed,
    hot::{PostAnswer, PostBody},
    meter::Meter,
    nodes::Roster,
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
    pub meter: Arc<Meter>,
    pub roster: Arc<Roster>,
}

/// The lanes of this process.
#[derive(Debug)]
pub struct Lanes {
    queues: Vec<Arc<Queue>>,
    nodes: Vec<Uuid>,
}

impl Lanes {
    pub fn start(
        conns: Vec<Conn>,
        opener: &Opener,
        surroundings: &Surroundings,
        tasks: &mut Tasks,
    ) -> Self {
        let waiting = surroundings.meter.waiting.clone();
        let mut lanes = Self { queues: Vec::new(), nodes: Vec::new() };
        for conn in conns {
            let queue = Arc::new(Queue::new(opener.config.limits, waiting.clone()));
            let node = surroundings.world.uuid();
            let lane = lane::Lane::new(opener.clone(), node, surroundings.clone());
            tasks.spawn(lane.run(conn, queue.clone()));
            lanes.queues.push(queue);
            lanes.nodes.push(node);
        }
        lanes
    }

    /// By what names this process holds leases: one for each lane.
    pub fn nodes(&self) -> &[Uuid] {
        &self.nodes
    }

    fn of(&self, org: OrgId) -> Result<&Arc<Queue>> {
        let count = self.queues.len().max(1) as u128;
        let index = usize::try_from(org.uuid().as_u128() % count).unwrap_or(0);
        self.queues.get(index).ok_or(Error::BUSY)
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
        let mut receipt = tx.receipt();
        let outcome = {
            let run = AssertUnwindSafe(run(&mut tx)).catch_unwind();
            tokio::select! {
                biased;
                outcome = run => outcome.unwrap_or_else(|_| Err(Error::broken("a command panicked"))),
                // A receipt before our word: the turn was cut out, and nothing waits for the rest.
                _ = &mut receipt => return Err(Error::BUSY),
            }
        };
        let outcome = match tx.spoiled() {
            Some(error) => outcome.and(Err(error)),
            None => outcome,
        };
        tx.finish(outcome.is_ok());
        match (outcome, receipt.await.unwrap_or(Receipt::Lost)) {
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
        self.queues.iter().for_each(|queue| queue.close());
        for queue in &self.queues {
            queue.ended().await;
        }
    }
}
