//! What a lane owns: its connection and the orgs' memory.

use std::collections::HashMap;

use kernel::{OrgId, Result, Time};
use tokio::time::Instant;

use crate::{
    conn::{Conn, Engine},
    events::NewEvent,
    hot::{Hot, KeyRow},
    jobs::NewJob,
    planted::{self, Fault},
};

/// What a command says about jobs. The last word about a kind and key wins, within a command and
/// between the commands of one commit.
pub enum JobWord {
    Put(NewJob),
    Cancel { kind: &'static str, key: String },
}

impl JobWord {
    pub fn about(&self, kind: &str, key: &str) -> bool {
        match self {
            Self::Put(job) => job.kind == kind && job.key.as_deref() == Some(key),
            Self::Cancel { kind: cancelled, key: one } => *cancelled == kind && one == key,
        }
    }
}

/// What an org's commands of the open transaction have brought so far.
#[derive(Default)]
pub struct Pending {
    pub events: Vec<NewEvent>,
    pub jobs: Vec<JobWord>,
    pub keys: Vec<KeyRow>,
    /// Turns and posts that were kept.
    pub turns: usize,
    pub posts: usize,
}

impl Pending {
    pub fn add(&mut self, other: Self) {
        self.events.extend(other.events);
        self.jobs.extend(other.jobs);
        self.keys.extend(other.keys);
        self.turns += other.turns;
        self.posts += other.posts;
    }
    /// The last word about a job that is not written yet: waiting, or cancelled.
    pub fn waits(&self, kind: &str, key: &str) -> Option<bool> {
        let word = self.jobs.iter().rev().find(|word| word.about(kind, key))?;
        Some(matches!(word, JobWord::Put(_)))
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
    /// A post panicked: memory goes after the commit, so that no error lives on in it.
    pub suspect: bool,
    /// When old idempotency keys are looked for again.
    pub prune_at: Time,
    /// Since when tables are behind.
    pub behind_since: Option<Instant>,
}

impl OrgState {
    /// How much of what is durable is in no table yet.
    pub fn behind(&self) -> usize {
        self.hots.iter().map(|hot| hot.behind()).sum()
    }

    /// Has the tables written up to where memory is.
    pub async fn catch_up(&mut self, id: OrgId, conn: &mut Conn) -> Result<()> {
        for hot in &mut self.hots {
            hot.catch_up(id, conn).await?;
        }
        Ok(())
    }
}

pub struct State {
    pub conn: Conn,
    pub orgs: HashMap<OrgId, OrgState>,
    /// The orgs of the open transaction, in the order in which they came.
    pub held: Vec<OrgId>,
    /// Whether the savepoint of an earlier, kept command is still to be released.
    pub savepoint: bool,
}

/// The whole transaction is gone: memory and disk no longer agree.
pub struct BatchLost;

impl State {
    pub fn new(conn: Conn) -> Self {
        Self { conn, orgs: HashMap::new(), held: Vec::new(), savepoint: false }
    }

    pub fn org(&mut self, org: OrgId) -> Result<&mut OrgState, BatchLost> {
        self.orgs.get_mut(&org).ok_or(BatchLost)
    }

    pub async fn begin(&mut self) -> Result<()> {
        self.savepoint = false;
        for org in std::mem::take(&mut self.held) {
            if let Some(org) = self.orgs.get_mut(&org) {
                org.held = false;
            }
        }
        let begin = match self.conn.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.conn.script(begin).await
    }

    /// Sets the savepoint of the next command. That of a kept one is released on the same way,
    /// because every trip to the connection costs as much as a statement.
    pub async fn open_command(&mut self) -> Result<(), BatchLost> {
        let script = if self.savepoint {
            "RELEASE SAVEPOINT command; SAVEPOINT command"
        } else {
            "SAVEPOINT command"
        };
        self.savepoint = true;
        self.conn.script(script).await.map_err(|_| BatchLost)
    }

    pub async fn undo_command(&mut self) -> Result<(), BatchLost> {
        self.savepoint = false;
        self.conn
            .script("ROLLBACK TO SAVEPOINT command; RELEASE SAVEPOINT command")
            .await
            .map_err(|_| BatchLost)
    }

    /// After a commit: what is in memory of orgs outside it may go, because tables say the same.
    pub fn make_room(&mut self, most: usize) {
        if self.orgs.len() > most {
            let held = &self.held;
            self.orgs.retain(|id, org| held.contains(id) || org.behind() > 0);
        }
    }

    /// Takes everything back that is not durable. Orgs outside this transaction stay in memory. An
    /// error when the transaction may still be open on this connection: `PostgreSQL` would take the next
    /// `BEGIN` for a part of it, and then commit what nobody was told of. (`SQLite` refuses that one.)
    pub async fn lose(&mut self) -> Result<()> {
        let rolled_back = self.conn.script("ROLLBACK").await;
        if let Err(error) = &rolled_back {
            tracing::debug!(%error, "the transaction had ended by itself");
        }
        if planted::here(Fault::MemoryKept) {
            return Ok(());
        }
        for org in self.held.drain(..) {
            if let Some(mut org) = self.orgs.remove(&org) {
                org.hots.iter_mut().for_each(|hot| hot.lost());
            }
        }
        if self.conn.engine() == Engine::Sqlite { Ok(()) } else { rolled_back }
    }
}
