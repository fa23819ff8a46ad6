//! A lane: the loop that runs shared transactions on one connection.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::FutureExt as _;
use kernel::{Error, OrgId, Result, Time};
use tokio::{sync::oneshot, time::Instant};
use uuid::Uuid;

use super::{
    Surroundings,
    behind::{self, Behind},
    commit, handing,
    queue::{Command, Ending, Queue},
    state::{BatchLost, OrgState, Pending, State},
    tx::Receipt,
};
use crate::{
    config::Limits,
    conn::{Conn, Engine},
    db::Opener,
    events,
    hot::{Hot, PostAnswer},
    lease,
    planted::{self, Fault},
};

/// How long to rest when storage is away.
const REST: Duration = Duration::from_millis(100);

pub struct Lane {
    pub(super) limits: Limits,
    pub(super) around: Surroundings,
    /// Ends the statement that runs, by the progress handler.
    pub(super) stop: Arc<AtomicBool>,
    opener: Opener,
    node: Uuid,
    /// What the roster had been through when orgs were last handed over.
    handed: AtomicU64,
}

/// Why an org's command cannot be served.
pub enum Closed {
    /// Another node writes it, or it cannot be loaded.
    Org(Error),
    /// The shared transaction is gone.
    Batch(Error),
}

impl From<Error> for Closed {
    fn from(error: Error) -> Self {
        if matches!(error, Error::NotOwner) { Self::Org(error) } else { Self::Batch(error) }
    }
}

/// What the lane owns, while no turn has it; empty when the connection was given up.
pub type Seat = Option<Box<State>>;

/// Who waits for the commit.
pub enum Waiter {
    Turn { org: OrgId, kept: bool, hand: oneshot::Sender<Receipt> },
    Post { hand: oneshot::Sender<Result<PostAnswer>>, answer: Result<PostAnswer> },
}

impl Lane {
    pub fn new(opener: Opener, node: Uuid, around: Surroundings) -> Self {
        let limits = opener.config.limits;
        Self { limits, around, stop: Arc::default(), opener, node, handed: AtomicU64::new(0) }
    }

    pub async fn run(self, conn: Conn, queue: Arc<Queue>) {
        let _ending = Ending(queue.clone());
        let third = self.limits.lease_for / 3;
        let mut renewed = Instant::now();
        let mut seat = Some(self.seat(conn).await);
        loop {
            // For want of other work tables are written that follow behind.
            let rest = if behind::any(&seat) { self.limits.behind_for / 20 } else { third };
            let more = tokio::time::timeout(rest, queue.wait()).await;
            if more == Ok(false) {
                break;
            }
            if renewed.elapsed() >= third {
                // What goes to another node goes with all its tables.
                self.follow(&mut seat, Behind::All).await;
                if let Some(state) = &mut seat {
                    self.tend(state).await;
                }
                renewed = Instant::now();
            }
            if more.is_err() {
                self.follow(&mut seat, Behind::All).await;
                continue;
            }
            self.begin(&mut seat).await;
            if seat.is_none() {
                queue.refuse_all();
                tokio::time::sleep(REST).await;
            } else if AssertUnwindSafe(self.batch(&mut seat, &queue)).catch_unwind().await.is_err()
            {
                tracing::error!("a room's memory panicked; its batch is lost");
                seat = None;
            }
            self.follow(&mut seat, Behind::TooFar).await;
        }
        self.follow(&mut seat, Behind::All).await;
        if let Some(state) = seat {
            self.leave(*state).await;
        }
    }

    async fn seat(&self, mut conn: Conn) -> Box<State> {
        conn.stop_when(self.stop.clone()).await;
        Box::new(State::new(conn))
    }

    /// What a server wants from time to time.
    async fn tend(&self, state: &mut State) {
        if state.conn.engine() == Engine::Postgres && !state.orgs.is_empty() {
            if let Err(error) =
                lease::renew(&mut state.conn, self.node, self.limits.lease_for).await
            {
                tracing::warn!(%error, "leases were not renewed");
            }
            let roster = &self.around.roster;
            if let Err(error) = handing::hand_over(state, self.node, roster, &self.handed).await {
                tracing::warn!(%error, "orgs were not handed over");
            }
            // A plan that was made while its table was small walks through all of an org for as long
            // as nobody gathers statistics.
            if let Err(error) = state.conn.script("DISCARD PLANS").await {
                tracing::warn!(%error, "old plans were kept");
            }
        }
    }

    async fn leave(&self, mut state: State) {
        if state.conn.engine() == Engine::Postgres
            && let Err(error) = lease::leave(&mut state.conn, self.node).await
        {
            tracing::warn!(%error, "the lease could not be given back; it will run out");
        }
        state.conn.close().await;
    }

    /// Begins a transaction, on a new connection when the old one is no good. The old one goes
    /// first, because a transaction that it may still hold would keep the new one out.
    pub(super) async fn begin(&self, seat: &mut Seat) {
        if let Some(state) = seat {
            match state.begin().await {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, "the writer's connection is replaced"),
            }
        }
        *seat = None;
        match self.opener.writer().await {
            Ok(conn) => {
                let mut state = self.seat(conn).await;
                match state.begin().await {
                    Ok(()) => *seat = Some(state),
                    Err(error) => tracing::warn!(%error, "storage takes no transaction"),
                }
            }
            Err(error) => tracing::warn!(%error, "storage is away"),
        }
    }

    /// One shared transaction: takes in what waits, commits once, answers everybody.
    async fn batch(&self, seat: &mut Seat, queue: &Queue) {
        let begun = Instant::now();
        let mut waiters = Vec::new();
        while waiters.len() < self.limits.batch
            && (waiters.is_empty() || begun.elapsed() < self.limits.batch_for)
        {
            let Some((org, command)) = queue.pop() else { break };
            if !command.is_orphan()
                && self.serve(seat, org, command, queue, &mut waiters).await.is_err()
            {
                self.around.meter.lost();
                return lose(seat, waiters).await;
            }
        }
        let Some(state) = seat else { return lose(seat, waiters).await };
        let committing = Instant::now();
        Waiter::answer_too_soon(&mut waiters);
        match commit::commit(state, self.around.world.now(), self.limits.few).await {
            Ok(done) => {
                self.around.meter.committed(waiters.len(), committing.elapsed());
                queue.served(waiters.len(), begun.elapsed());
                state.make_room(self.limits.orgs);
                for committed in done.committed {
                    // Nobody may be listening, and that is fine.
                    let _ = self.around.committed.send(committed);
                }
                for waiter in waiters {
                    waiter.answer(|org| done.positions.get(&org).copied().unwrap_or(0));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a shared commit failed; its commands may be repeated");
                self.around.meter.lost();
                lose(seat, waiters).await;
            }
        }
    }

    async fn serve(
        &self,
        seat: &mut Seat,
        org: OrgId,
        command: Command,
        queue: &Queue,
        waiters: &mut Vec<Waiter>,
    ) -> Result<(), BatchLost> {
        let state = seat.as_mut().ok_or(BatchLost)?;
        match self.enter(state, org).await {
            Ok(()) => {}
            Err(Closed::Org(error)) => {
                command.refuse(error);
                return Ok(());
            }
            // A statement of our own failed: on PostgreSQL the transaction is gone with it.
            Err(Closed::Batch(error)) => {
                command.refuse(error);
                return Err(BatchLost);
            }
        }
        match command {
            Command::Turn { scope, hand } => {
                behind::before_turn(state, org).await?;
                let waiter = self.turn(seat, scope, hand).await?;
                waiters.push(waiter);
            }
            Command::Post { body, hand } => {
                let more = queue.pop_posts(org, super::posts::AT_ONCE);
                self.posts(state, org, (body, hand), more, waiters).await?;
            }
        }
        Ok(())
    }

    /// Has the org in memory, and on `PostgreSQL` its lease held for this transaction.
    pub(super) async fn enter(&self, state: &mut State, org: OrgId) -> Result<(), Closed> {
        if let Some(known) = state.orgs.get_mut(&org) {
            if known.held {
                return Ok(());
            }
            match lease::hold(&mut state.conn, org, known.epoch).await {
                Ok(()) => {
                    known.held = true;
                    state.held.push(org);
                    return Ok(());
                }
                // Somebody else wrote in between: what is in memory is worth nothing now.
                Err(Error::NotOwner) => drop(state.orgs.remove(&org)),
                Err(error) => return Err(Closed::Batch(error)),
            }
        }
        let around = handing::Around { roster: &self.around.roster, lasts: self.limits.lease_for };
        let epoch = handing::take(state, org, self.node, around).await?;
        let last_event = events::last_of(&mut state.conn, org).await?;
        let mut hots: Vec<_> =
            self.around.registry.hots.iter().map(|make| make(org, &self.around.world)).collect();
        self.load(state, org, &mut hots).await?;
        let fresh = OrgState {
            hots,
            last_event,
            epoch,
            held: true,
            pending: Pending::default(),
            suspect: false,
            prune_at: Time::from_micros(i64::MIN),
            behind_since: None,
        };
        state.orgs.insert(org, fresh);
        state.held.push(org);
        Ok(())
    }

    /// Has rooms finish what an earlier writer left behind. An org where that cannot be done is refused
    /// by itself, and its neighbours go on.
    async fn load(
        &self,
        state: &mut State,
        org: OrgId,
        hots: &mut [Box<dyn Hot>],
    ) -> Result<(), Closed> {
        let lost = |_| Closed::Batch(Error::BUSY);
        state.open_command().await.map_err(lost)?;
        for hot in hots {
            if let Err(error) = hot.load(org, &mut state.conn).await {
                state.undo_command().await.map_err(lost)?;
                tracing::error!(%error, %org, "what was left behind of an org cannot be finished");
                return Err(Closed::Org(error));
            }
        }
        Ok(())
    }

    /// Stops the statement that runs, where the engine has no time limit of its own.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

/// Nobody in the batch is told success; memory is loaded again from the tables.
pub(super) async fn lose(seat: &mut Seat, waiters: Vec<Waiter>) {
    if let Some(state) = seat
        && state.lose().await.is_err()
    {
        *seat = None;
    }
    waiters.into_iter().for_each(Waiter::lose);
}

impl Waiter {
    /// The fault of telling success before the commit, where a test plants it.
    fn answer_too_soon(waiters: &mut Vec<Self>) {
        if planted::here(Fault::AnsweredFirst) {
            waiters.drain(..).for_each(|waiter| waiter.answer(|_| 0));
        }
    }
    fn answer(self, position: impl Fn(OrgId) -> i64) {
        // Callers that have gone do not hear it; what they did stays done.
        match self {
            Self::Turn { org, kept: true, hand } => drop(hand.send(Receipt::Kept(position(org)))),
            Self::Turn { kept: false, hand, .. } => drop(hand.send(Receipt::Undone)),
            Self::Post { hand, answer } => drop(hand.send(answer)),
        }
    }
    fn lose(self) {
        match self {
            Self::Turn { hand, .. } => drop(hand.send(Receipt::Lost)),
            Self::Post { hand, .. } => drop(hand.send(Err(Error::BUSY))),
        }
    }
}
