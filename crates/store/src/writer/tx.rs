//! A command's handle while it has the turn.

use std::{collections::HashSet, sync::Arc};

use kernel::{Actor, Error, Id, OrgId, Result, Scope, Time, World, ids::Kind};
use serde_json::Value as Json;
use tokio::sync::oneshot;

use super::{
    Position,
    desk::{Answer, Ask, Desk},
    state::{JobWord, Pending},
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
    desk: Arc<Desk>,
    registry: Arc<Registry>,
    world: World,
    scope: Scope,
    now: Time,
    pending: Pending,
    verdict: Option<oneshot::Sender<Verdict>>,
    receipt: Option<oneshot::Receiver<Receipt>>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// What the lane gives a turn.
pub struct Grant {
    pub desk: Arc<Desk>,
    pub registry: Arc<Registry>,
    pub world: World,
    pub scope: Scope,
    pub verdict: oneshot::Sender<Verdict>,
    pub receipt: oneshot::Receiver<Receipt>,
}

impl Tx {
    pub(super) fn new(grant: Grant) -> Self {
        let now = grant.world.now();
        Self {
            desk: grant.desk,
            registry: grant.registry,
            world: grant.world,
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
    /// What follows is done in the name of another of the same org: of one of many who share the turn.
    pub fn speak_for(&mut self, scope: &Scope) {
        if scope.org() == self.scope.org() {
            self.scope.clone_from(scope);
        }
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
    ///
    /// A statement that fails, here or while reading, spoils its command: what follows is not run,
    /// and nothing is kept even if the command goes on to say `Ok`. Look before you write.
    pub async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        match self.desk.ask(Ask::Run(sql.to_owned(), args)).await? {
            Answer::Changed(count) => Ok(count),
            _ => Err(Error::BUSY),
        }
    }

    /// The org's rows whose key is one of many, in few statements. `sql` ends with the key's column, and
    /// the org is `$1`.
    pub async fn among(&mut self, sql: &str, keys: Vec<Value>) -> Result<Vec<Row>> {
        match self.desk.ask(Ask::Among(sql.to_owned(), self.org(), keys)).await? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(Error::BUSY),
        }
    }

    /// Inserts many rows in few statements; `tail` may hold an `ON CONFLICT` clause.
    pub async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        let (table, tail) = (table.to_owned(), tail.to_owned());
        self.desk.ask(Ask::Insert { table, columns, rows, tail }).await.map(drop)
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
        self.pending.jobs.push(JobWord::Put(job));
    }

    /// Takes back a job that this command or an earlier one of the same commit enqueued.
    pub(crate) fn cancel_pending(&mut self, kind: &'static str, key: &str) {
        self.pending.jobs.push(JobWord::Cancel { kind, key: key.to_owned() });
    }

    /// What this commit will say about a job that is not written yet: waiting or cancelled.
    pub(crate) async fn job_pending(&mut self, kind: &str, key: &str) -> Result<Option<bool>> {
        if let Some(waits) = self.pending.waits(kind, key) {
            return Ok(Some(waits));
        }
        self.desk.with_org(self.scope.org(), |org| org.pending.waits(kind, key)).await
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
        self.desk.with_hot(self.scope.org(), look).await
    }

    pub(crate) fn remember(&mut self, key: KeyRow) {
        self.pending.keys.push(key);
    }

    /// A key of an earlier command of the same, not yet committed batch.
    pub(crate) async fn earlier_key(&mut self, key: &str) -> Result<Option<KeyRow>> {
        let find = |row: &&KeyRow| row.key == key;
        self.desk
            .with_org(self.scope.org(), |org| org.pending.keys.iter().find(find).cloned())
            .await
    }

    /// As [`Tx::earlier_key`], of many.
    pub(crate) async fn earlier_keys(&mut self, keys: &HashSet<&str>) -> Result<Vec<KeyRow>> {
        let of = |row: &&KeyRow| keys.contains(&*row.key);
        self.desk
            .with_org(self.scope.org(), |org| org.pending.keys.iter().filter(of).cloned().collect())
            .await
    }

    /// The error of the first statement that failed, even if the command swallowed it.
    pub(super) fn spoiled(&self) -> Option<Error> {
        self.desk.spoiled()
    }

    /// What comes with the commit that the answer rests on, or when the turn is cut out.
    pub(super) fn receipt(&mut self) -> oneshot::Receiver<Receipt> {
        self.receipt.take().unwrap_or_else(|| oneshot::channel().1)
    }

    /// Ends the turn.
    pub(super) fn finish(mut self, keep: bool) {
        let verdict =
            if keep { Verdict::Keep(std::mem::take(&mut self.pending)) } else { Verdict::Undo };
        if let Some(sender) = self.verdict.take() {
            // The lane may have cut this turn out already; then the receipt says so.
            let _ = sender.send(verdict);
        }
    }
}

impl Read for Tx {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        match self.desk.ask(Ask::Rows(sql.to_owned(), args)).await? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(Error::BUSY),
        }
    }
    async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        match self.desk.ask(Ask::Row(sql.to_owned(), args)).await? {
            Answer::Row(row) => Ok(row),
            _ => Err(Error::BUSY),
        }
    }
}
