//! What a lane and the command that has the turn share: the connection and the orgs' memory.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use kernel::{Error, OrgId, Result};
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    conn::Conn,
    events::NewEvent,
    hot::{Hot, KeyRow},
    jobs::NewJob,
};

/// What an org's commands of the open transaction have brought so far.
#[derive(Default)]
pub struct Pending {
    pub events: Vec<NewEvent>,
    pub jobs: Vec<NewJob>,
    pub keys: Vec<KeyRow>,
}

impl Pending {
    pub fn add(&mut self, other: Self) {
        self.events.extend(other.events);
        self.jobs.extend(other.jobs);
        self.keys.extend(other.keys);
    }
}

/// An org in memory.
pub struct OrgState {
    pub hots: Vec<Box<dyn Hot>>,
    /// The number of its last durable event.
    pub last_event: i64,
    pub epoch: i64,
    /// Whether this transaction already holds the org's lease.
    pub held: bool,
    pub pending: Pending,
}

pub struct State {
    pub conn: Conn,
    pub orgs: HashMap<OrgId, OrgState>,
    /// Which turn may use the connection; a handle of an earlier turn finds another number.
    pub turn: u64,
}

/// Shared by the lane and the handles it gives out.
pub struct Shared {
    state: Mutex<State>,
    /// Ends the statement that runs, by the progress handler.
    pub stop: Arc<AtomicBool>,
    /// Counts statements begun and ended: odd while one runs, so that waiting is told from working.
    pub steps: AtomicU64,
}

impl Shared {
    pub fn new(conn: Conn) -> Self {
        Self {
            state: Mutex::new(State { conn, orgs: HashMap::new(), turn: 0 }),
            stop: Arc::new(AtomicBool::new(false)),
            steps: AtomicU64::new(0),
        }
    }

    /// For the lane between turns.
    pub async fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().await
    }

    /// For the command whose turn it is; anybody else is told that its turn is over.
    pub async fn lock_in(&self, turn: u64) -> Result<MutexGuard<'_, State>> {
        let state = self.state.lock().await;
        if state.turn == turn { Ok(state) } else { Err(Error::BUSY) }
    }

    /// Marks a statement as running until the guard goes.
    pub fn step(&self) -> Step<'_> {
        self.steps.fetch_add(1, Ordering::SeqCst);
        Step(self)
    }
}

pub struct Step<'s>(&'s Shared);

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.steps.fetch_add(1, Ordering::SeqCst);
    }
}
