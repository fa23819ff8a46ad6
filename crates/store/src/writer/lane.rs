//! A lane: the loop that runs shared transactions on one connection.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use kernel::{Error, OrgId, Result, Scope};
use tokio::{sync::oneshot, time::Instant};
use uuid::Uuid;

use super::{
    Surroundings, commit,
    queue::{Command, Queue},
    state::{OrgState, Pending, Shared, State},
    tx::{Grant, Receipt, Tx, Verdict},
};
use crate::{
    config::Limits,
    conn::{Conn, Engine},
    db::Opener,
    events,
    hot::{PostAnswer, PostBody},
    lease,
};

/// Posts of one org that are decided together.
const POSTS: usize = 4096;

pub struct Lane {
    shared: Arc<Shared>,
    opener: Opener,
    node: Uuid,
    limits: Limits,
    around: Surroundings,
}

/// Who waits for the commit.
enum Waiter {
    Turn { org: OrgId, kept: bool, hand: oneshot::Sender<Receipt> },
    Post { hand: oneshot::Sender<Result<PostAnswer>>, answer: Result<PostAnswer> },
}

/// The whole transaction is gone: memory and disk no longer agree.
struct BatchLost;

impl Lane {
    pub fn new(
        conn: Conn,
        opener: Opener,
        node: Uuid,
        limits: Limits,
        around: Surroundings,
    ) -> Self {
        Self { shared: Arc::new(Shared::new(conn)), opener, node, limits, around }
    }

    pub async fn run(self, queue: Arc<Queue>) {
        let third = self.limits.lease_for / 3;
        let mut renewed = Instant::now();
        self.shared.lock().await.conn.stop_when(self.shared.stop.clone()).await;
        loop {
            let more = tokio::time::timeout(third, queue.wait()).await;
            if more == Ok(false) {
                break;
            }
            if renewed.elapsed() >= third {
                self.renew().await;
                renewed = Instant::now();
            }
            if more.is_ok() {
                self.batch(&queue).await;
            }
        }
        let mut state = self.shared.lock().await;
        if state.conn.engine() == Engine::Postgres
            && let Err(error) = lease::leave(&mut state.conn, self.node).await
        {
            tracing::warn!(%error, "the lease could not be given back; it will run out");
        }
        queue.end();
    }

    async fn renew(&self) {
        let mut state = self.shared.lock().await;
        if state.conn.engine() == Engine::Postgres
            && !state.orgs.is_empty()
            && let Err(error) =
                lease::renew(&mut state.conn, self.node, self.limits.lease_for).await
        {
            tracing::warn!(%error, "leases were not renewed");
        }
    }

    /// One shared transaction: takes in what waits, commits once, answers everybody.
    async fn batch(&self, queue: &Queue) {
        if self.begin().await.is_err() {
            self.reopen(queue).await;
            return;
        }
        let begun = Instant::now();
        let mut waiters = Vec::new();
        while waiters.len() < self.limits.batch
            && (waiters.is_empty() || begun.elapsed() < self.limits.batch_for)
        {
            let Some((org, command)) = queue.pop() else { break };
            if self.serve(org, command, queue, &mut waiters).await.is_err() {
                self.lose(waiters).await;
                return;
            }
        }
        let mut state = self.shared.lock().await;
        match commit::commit(&mut state, self.around.world.now()).await {
            Ok(done) => {
                let positions = done.positions;
                drop(state);
                for committed in done.committed {
                    // Nobody may be listening, and that is fine.
                    let _ = self.around.committed.send(committed);
                }
                for waiter in waiters {
                    waiter.answer(|org| positions.get(&org).copied().unwrap_or(0));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a shared commit failed; its commands may be repeated");
                drop(state);
                self.lose(waiters).await;
            }
        }
    }

    async fn begin(&self) -> Result<()> {
        let mut state = self.shared.lock().await;
        let begin = match state.conn.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        for org in state.orgs.values_mut() {
            org.held = false;
        }
        state.conn.script(begin).await
    }

    /// The connection is no good: whoever waits first is told, and a new one is tried.
    async fn reopen(&self, queue: &Queue) {
        if let Some((_, command)) = queue.pop() {
            command.refuse(Error::BUSY);
        }
        let mut state = self.shared.lock().await;
        state.orgs.clear();
        // A transaction that is still open would refuse every BEGIN to come.
        if state.conn.script("ROLLBACK").await.is_ok() {
            return;
        }
        match self.opener.writer().await {
            Ok(mut conn) => {
                conn.stop_when(self.shared.stop.clone()).await;
                state.conn = conn;
            }
            Err(error) => {
                tracing::warn!(%error, "storage is away");
                drop(state);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }

    async fn serve(
        &self,
        org: OrgId,
        command: Command,
        queue: &Queue,
        waiters: &mut Vec<Waiter>,
    ) -> Result<(), BatchLost> {
        if let Err(error) = self.enter(org).await {
            let lost = matches!(error, Error::Busy { .. } | Error::Broken(_));
            command.refuse(error);
            return if lost { Err(BatchLost) } else { Ok(()) };
        }
        match command {
            Command::Turn { scope, hand } => waiters.push(self.turn(scope, hand).await?),
            post @ Command::Post { .. } => {
                let mut posts = vec![post];
                posts.extend(queue.pop_posts(org, POSTS));
                self.posts(org, posts, waiters).await?;
            }
        }
        Ok(())
    }

    /// Has the org in memory, and on `PostgreSQL` its lease held for this transaction.
    async fn enter(&self, org: OrgId) -> Result<()> {
        let mut guard = self.shared.lock().await;
        let state = &mut *guard;
        if let Some(known) = state.orgs.get_mut(&org) {
            if known.held {
                return Ok(());
            }
            match lease::hold(&mut state.conn, org, known.epoch).await {
                Ok(()) => {
                    known.held = true;
                    return Ok(());
                }
                // Somebody else wrote in between: what is in memory is worth nothing now.
                Err(Error::NotOwner) => drop(state.orgs.remove(&org)),
                Err(error) => return Err(error),
            }
        }
        let epoch = lease::take(&mut state.conn, org, self.node, self.limits.lease_for).await?;
        let last_event = events::last_of(&mut state.conn, org).await?;
        let hots = self.around.registry.hots.iter().map(|make| make(org, &self.around.world));
        let fresh = OrgState {
            hots: hots.collect(),
            last_event,
            epoch,
            held: true,
            pending: Pending::default(),
        };
        state.orgs.insert(org, fresh);
        Ok(())
    }

    async fn turn(
        &self,
        scope: Scope,
        hand: oneshot::Sender<Result<Tx>>,
    ) -> Result<Waiter, BatchLost> {
        let org = scope.org();
        let mut state = self.shared.lock().await;
        state.conn.script("SAVEPOINT command").await.map_err(|_| BatchLost)?;
        state.turn += 1;
        let turn = state.turn;
        let marks: Vec<usize> = state.org(org)?.hots.iter_mut().map(|hot| hot.mark()).collect();
        drop(state);

        let (verdict, spoken) = oneshot::channel();
        let (receipt_hand, receipt) = oneshot::channel();
        let tx = Tx::new(Grant {
            shared: self.shared.clone(),
            registry: self.around.registry.clone(),
            world: self.around.world.clone(),
            turn,
            scope,
            verdict,
            receipt,
        });
        let verdict = match hand.send(Ok(tx)) {
            Ok(()) => self.listen(spoken).await,
            // The caller has gone before its turn came.
            Err(_) => Verdict::Undo,
        };

        let mut state = self.shared.lock().await;
        state.turn += 1;
        self.shared.stop.store(false, Ordering::SeqCst);
        let kept = match verdict {
            Verdict::Keep(pending)
                if state.conn.script("RELEASE SAVEPOINT command").await.is_ok() =>
            {
                state.org(org)?.pending.add(pending);
                true
            }
            _ => {
                state.undo_command().await?;
                for (hot, mark) in state.org(org)?.hots.iter_mut().zip(marks) {
                    hot.undo_to(mark);
                }
                false
            }
        };
        Ok(Waiter::Turn { org, kept, hand: receipt_hand })
    }

    /// Waits for the command's word, as long as it works and not too long in all.
    async fn listen(&self, mut spoken: oneshot::Receiver<Verdict>) -> Verdict {
        let begun = Instant::now();
        let mut seen = self.shared.steps.load(Ordering::SeqCst);
        loop {
            if let Ok(verdict) = tokio::time::timeout(self.limits.idle_for, &mut spoken).await {
                return verdict.unwrap_or(Verdict::Undo);
            }
            let steps = self.shared.steps.load(Ordering::SeqCst);
            let dawdles = steps == seen && steps.is_multiple_of(2);
            if dawdles || begun.elapsed() >= self.limits.turn_for {
                tracing::warn!(dawdles, "a command was cut out of its turn");
                self.shared.stop.store(true, Ordering::SeqCst);
                return Verdict::Undo;
            }
            seen = steps;
        }
    }

    async fn posts(
        &self,
        org: OrgId,
        posts: Vec<Command>,
        waiters: &mut Vec<Waiter>,
    ) -> Result<(), BatchLost> {
        let now = self.around.world.now();
        let mut bodies: Vec<PostBody> = Vec::with_capacity(posts.len());
        let mut hands = Vec::with_capacity(posts.len());
        for post in posts {
            if let Command::Post { body, hand } = post {
                bodies.push(body);
                hands.push(hand);
            }
        }
        let mut guard = self.shared.lock().await;
        let State { conn, orgs, .. } = &mut *guard;
        let hot = orgs.get_mut(&org).and_then(|org| org.hots.first_mut());
        let Some(hot) = hot else {
            for hand in hands {
                drop(hand.send(Err(Error::broken("no room decides posts"))));
            }
            return Ok(());
        };
        hot.prepare(org, conn, &bodies).await.map_err(|_| BatchLost)?;
        for (body, hand) in bodies.iter().zip(hands) {
            let mark = hot.mark();
            let answer = hot.decide(now, body);
            if answer.is_err() {
                hot.undo_to(mark);
            }
            waiters.push(Waiter::Post { hand, answer });
        }
        Ok(())
    }

    /// Nobody in the batch is told success; memory is loaded again from the tables.
    async fn lose(&self, waiters: Vec<Waiter>) {
        let mut state = self.shared.lock().await;
        if let Err(error) = state.conn.script("ROLLBACK").await {
            tracing::debug!(%error, "the transaction had ended by itself");
        }
        state.orgs.clear();
        drop(state);
        waiters.into_iter().for_each(Waiter::lose);
    }
}

impl Waiter {
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

impl Command {
    fn refuse(self, error: Error) {
        match self {
            Self::Turn { hand, .. } => drop(hand.send(Err(error))),
            Self::Post { hand, .. } => drop(hand.send(Err(error))),
        }
    }
}

impl State {
    fn org(&mut self, org: OrgId) -> Result<&mut OrgState, BatchLost> {
        self.orgs.get_mut(&org).ok_or(BatchLost)
    }
    async fn undo_command(&mut self) -> Result<(), BatchLost> {
        self.conn
            .script("ROLLBACK TO SAVEPOINT command; RELEASE SAVEPOINT command")
            .await
            .map_err(|_| BatchLost)
    }
}
