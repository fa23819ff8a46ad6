//! A command's handle while it has the turn.

use std::{any::Any, sync::Arc};

use kernel::{Actor, Error, Id, OrgId, Result, Scope, Time, World, ids::Kind};
use serde_json::Value as Json;
use tokio::sync::oneshot;

use super::{
    Position,
    state::{Pending, Shared},
};
use crate::{
    args::Value,
    db::Read,
    events::{Event, NewEvent},
    hot::{Hot, KeyRow},
    jobs::NewJob,
    registry::Registry,
    row::Row,
};

/// How a turn ended. A handle that is dropped without a word counts as refused.
pub enum Verdict {
    Keep(Pending),
    Undo,
}

/// What became of the turn once its batch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    Kept(Position),
    Undone,
    /// The commit failed: even a refusal may have rested on what is gone.
    Lost,
}

/// The writer's connection for one command: statements, events, jobs and other slices' actions all
/// happen, or none does.
pub struct Tx {
    shared: Arc<Shared>,
    registry: Arc<Registry>,
    world: World,
    turn: u64,
    scope: Scope,
    now: Time,
    pending: Pending,
    verdict: Option<oneshot::Sender<Verdict>>,
    receipt: Option<oneshot::Receiver<Receipt>>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("turn", &self.turn)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// What the lane gives a turn.
pub struct Grant {
    pub shared: Arc<Shared>,
    pub registry: Arc<Registry>,
    pub world: World,
    pub turn: u64,
    pub scope: Scope,
    pub verdict: oneshot::Sender<Verdict>,
    pub receipt: oneshot::Receiver<Receipt>,
}

impl Tx {
    pub(super) fn new(grant: Grant) -> Self {
        let now = grant.world.now();
        Self {
            shared: grant.shared,
            registry: grant.registry,
            world: grant.world,
            turn: grant.turn,
            scope: grant.scope,
            now,
            pending: Pending::default(),
            verdict: Some(grant.verdict),
            receipt: Some(grant.receipt),
        }
    }

    pub const fn scope(&self) -> &Scope {
        &self.scope
    }
    pub const fn org(&self) -> OrgId {
        self.scope.org()
    }
    pub const fn actor(&self) -> Actor {
        self.scope.actor()
    }
    /// The same instant for the whole command.
    pub const fn now(&self) -> Time {
        self.now
    }
    pub const fn world(&self) -> &World {
        &self.world
    }
    pub fn id<K: Kind>(&self) -> Id<K> {
        self.world.id()
    }

    /// Runs a statement that changes rows; how many it changed.
    pub async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        let mut state = self.shared.lock_in(self.turn).await?;
        let _step = self.shared.step();
        state.conn.run(sql, args).await
    }

    /// Inserts many rows in few statements; `tail` may hold an `ON CONFLICT` clause.
    pub async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        let mut state = self.shared.lock_in(self.turn).await?;
        let _step = self.shared.step();
        state.conn.insert(table, columns, rows, tail).await
    }

    /// Appends a fact; it gets its number with the commit.
    pub fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        self.emit_as(self.scope.actor(), event)
    }

    /// As [`Tx::emit`] for somebody else: a job that finishes what a person began.
    pub fn emit_as<E: Event>(&mut self, actor: Actor, event: &E) -> Result<()> {
        self.pending.events.push(NewEvent::of(actor, event)?);
        Ok(())
    }

    pub fn enqueue(&mut self, mut job: NewJob) {
        job.id = self.id();
        self.pending.jobs.push(job);
    }

    /// Runs an action that another room registered, inside this command.
    pub async fn act(&mut self, name: &str, data: Json) -> Result<Json> {
        let action = self.registry.find_action(name)?;
        action(self, data).await
    }

    /// Whether some room registered this action: a house without vouchers gives no lead gifts.
    pub fn can_act(&self, name: &str) -> bool {
        self.registry.find_action(name).is_ok()
    }

    /// The room's memory of this org. It may not be kept across an await.
    pub async fn hot<H: Hot, R>(&mut self, look: impl FnOnce(&mut H) -> R) -> Result<R> {
        let mut state = self.shared.lock_in(self.turn).await?;
        let org = state.orgs.get_mut(&self.scope.org()).ok_or(Error::BUSY)?;
        org.hots
            .iter_mut()
            .find_map(|hot| (&mut **hot as &mut dyn Any).downcast_mut::<H>())
            .map(look)
            .ok_or_else(|| Error::broken("this room's memory is not registered"))
    }

    pub(crate) fn remember(&mut self, key: KeyRow) {
        self.pending.keys.push(key);
    }

    /// A key of an earlier command of the same, not yet committed batch.
    pub(crate) async fn earlier_key(&mut self, key: &str) -> Result<Option<KeyRow>> {
        let state = self.shared.lock_in(self.turn).await?;
        let org = state.orgs.get(&self.scope.org()).ok_or(Error::BUSY)?;
        Ok(org.pending.keys.iter().find(|row| row.key == key).cloned())
    }

    /// Ends the turn; the receipt comes with the commit that the answer rests on.
    pub(super) fn finish(mut self, keep: bool) -> oneshot::Receiver<Receipt> {
        let verdict =
            if keep { Verdict::Keep(std::mem::take(&mut self.pending)) } else { Verdict::Undo };
        if let Some(sender) = self.verdict.take() {
            // The lane may have cut this turn out already; then the receipt says so.
            let _ = sender.send(verdict);
        }
        self.receipt.take().unwrap_or_else(|| oneshot::channel().1)
    }
}

impl Read for Tx {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        let mut state = self.shared.lock_in(self.turn).await?;
        let _step = self.shared.step();
        state.conn.rows(sql, args).await
    }
    async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        let mut state = self.shared.lock_in(self.turn).await?;
        let _step = self.shared.step();
        state.conn.row(sql, args).await
    }
}
