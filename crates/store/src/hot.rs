//! What a room keeps in memory about an org, and how the writer keeps it honest.
//!
//! The writer is the only one who changes an org, so memory cannot be stale; it can only be ahead
//! of the disk. Every change since the last commit can be undone to a mark (one command refused)
//! or thrown away whole (the commit failed).

use std::any::Any;

use futures::future::BoxFuture;
use kernel::{OrgId, Result, Time};

use crate::{conn::Conn, events::EventRow};

/// A post: plain data that is decided from memory, thousands per commit.
pub type PostBody = Box<dyn Any + Send + Sync>;
/// What the poster gets back once the commit is durable.
pub type PostAnswer = Box<dyn Any + Send>;

/// A statement that fails is handed up, never swallowed: the engine may have ended the transaction.
/// A panic in [`Hot::decide`] is undone like a refusal, and the org's memory goes after the commit;
/// a panic anywhere else loses the batch.
pub trait Hot: Any + Send {
    /// The present position, for [`Hot::undo_to`].
    fn mark(&mut self) -> usize;
    /// Takes back everything since the mark.
    fn undo_to(&mut self, mark: usize);
    /// Loads what these posts need, in few statements. When it fails, what it loaded so far stays
    /// and must be right; it is called again with fewer posts until the failing ones are found.
    fn prepare<'a>(
        &'a mut self,
        org: OrgId,
        conn: &'a mut Conn,
        posts: &'a [PostBody],
    ) -> BoxFuture<'a, Result<()>>;
    /// Decides one post from memory alone. What it decides is written by [`Hot::flush`].
    fn decide(&mut self, now: Time, post: &PostBody) -> Result<PostAnswer>;
    /// Writes what was decided since the last commit, once per org and commit, before it.
    fn flush<'a>(&'a mut self, conn: &'a mut Conn, batch: &'a Batch) -> BoxFuture<'a, Result<()>>;
    /// How much of what is durable is in no table yet: a flush may leave tables for later when a
    /// commit brought posts alone, as long as the same commit says so for whoever comes after a fall.
    fn behind(&self) -> usize {
        0
    }
    /// The org came into memory: finishes what an earlier writer left behind.
    fn load<'a>(&'a mut self, _: OrgId, _: &'a mut Conn) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
    /// Writes the tables up to where memory is. Called before a turn may look at them, when the writer
    /// is idle, and when too much is behind.
    fn catch_up<'a>(&'a mut self, _: OrgId, _: &'a mut Conn) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
    /// The commit is durable: marks end here, and what is too much to keep may go.
    fn committed(&mut self);
    /// The commit failed: forget everything and load again when asked.
    fn lost(&mut self);
}

/// What the org's commands of one commit brought beside the hot state.
#[derive(Debug)]
pub struct Batch {
    pub org: OrgId,
    pub at: Time,
    /// Numbered without gaps, in order.
    pub events: Vec<EventRow>,
    pub keys: Vec<KeyRow>,
    /// Whether tables may follow later: there were posts alone, and many of them or some before them
    /// that are behind.
    pub later: bool,
}

/// An idempotency key that had an effect in this commit.
#[derive(Debug, Clone)]
pub struct KeyRow {
    pub key: String,
    pub fingerprint: [u8; 32],
    pub answer: String,
}
