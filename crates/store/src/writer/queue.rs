//! What waits for a lane: bounded per org, in all and in time, orgs taking turns.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use kernel::{Error, OrgId, Result, Scope};
use tokio::{
    sync::{Notify, oneshot, watch},
    time::Instant,
};

use super::tx::Tx;
use crate::{
    config::Limits,
    hot::{PostAnswer, PostBody},
};

pub enum Command {
    Turn { scope: Scope, hand: oneshot::Sender<Result<Tx>> },
    Post { body: PostBody, hand: oneshot::Sender<Result<PostAnswer>> },
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Turn { .. }) { "Turn" } else { "Post" })
    }
}

#[derive(Debug)]
struct Waits {
    since: Instant,
    command: Command,
}

#[derive(Debug, Default)]
struct Waiting {
    orgs: HashMap<OrgId, VecDeque<Waits>>,
    /// Orgs with something waiting, in the order in which they are served.
    round: VecDeque<OrgId>,
    closed: bool,
}

#[derive(Debug)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    limits: Limits,
    /// What waits in all lanes of this process.
    total: Arc<AtomicUsize>,
    /// What a command took lately while others waited, in microseconds.
    pace: AtomicU64,
    arrived: Notify,
    ended: watch::Sender<bool>,
}

impl Command {
    pub fn refuse(self, error: Error) {
        match self {
            Self::Turn { hand, .. } => drop(hand.send(Err(error))),
            Self::Post { hand, .. } => drop(hand.send(Err(error))),
        }
    }

    /// Whether its caller has gone: then nothing needs to be done.
    pub fn is_orphan(&self) -> bool {
        match self {
            Self::Turn { hand, .. } => hand.is_closed(),
            Self::Post { hand, .. } => hand.is_closed(),
        }
    }
}

impl Queue {
    pub fn new(limits: Limits, total: Arc<AtomicUsize>) -> Self {
        Self {
            waiting: Mutex::default(),
            limits,
            total,
            pace: AtomicU64::new(0),
            arrived: Notify::new(),
            ended: watch::Sender::new(false),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Full queues refuse at once: waiting that cannot be served in time helps nobody.
    pub fn push(&self, org: OrgId, command: Command) -> Result<()> {
        let since = Instant::now();
        let pace = self.pace.load(Ordering::Relaxed);
        let mut waiting = self.lock();
        let orgs = waiting.orgs.len() as u64;
        let total = self.total.load(Ordering::SeqCst);
        if waiting.closed || total >= self.limits.queue_in_all {
            return Err(Error::BUSY);
        }
        let queue = waiting.orgs.entry(org).or_default();
        if queue.len() >= self.limits.queue_per_org {
            return Err(Error::BUSY);
        }
        if queue.len() >= self.limits.crowd {
            let waited = queue.front().map(|head| since.duration_since(head.since));
            // Orgs take turns: before its last one is served, others are, each as often as it has some.
            let before = (orgs * queue.len() as u64).min(total as u64);
            let waits = Duration::from_micros(pace.saturating_mul(before));
            if waited > Some(self.limits.crowd_for) || waits > self.limits.wait_for {
                return Err(Error::CROWDED);
            }
        }
        let first = queue.is_empty();
        queue.push_back(Waits { since, command });
        self.total.fetch_add(1, Ordering::SeqCst);
        if first {
            waiting.round.push_back(org);
        }
        drop(waiting);
        self.arrived.notify_one();
        Ok(())
    }

    /// The next command, the org that was served going to the end of the round.
    pub fn pop(&self) -> Option<(OrgId, Command)> {
        loop {
            let (org, waits) = self.next()?;
            if let Some(command) = self.in_time(waits) {
                return Some((org, command));
            }
        }
    }

    fn next(&self) -> Option<(OrgId, Waits)> {
        let mut waiting = self.lock();
        let org = waiting.round.pop_front()?;
        let queue = waiting.orgs.get_mut(&org)?;
        let waits = queue.pop_front()?;
        if queue.is_empty() {
            waiting.orgs.remove(&org);
        } else {
            waiting.round.push_back(org);
        }
        self.total.fetch_sub(1, Ordering::SeqCst);
        Some((org, waits))
    }

    /// The posts that wait at the head of the org's queue, at most `most`.
    pub fn pop_posts(&self, org: OrgId, most: usize) -> Vec<Command> {
        let mut waiting = self.lock();
        let Some(queue) = waiting.orgs.get_mut(&org) else { return Vec::new() };
        let is_post = |waits: &&Waits| matches!(waits.command, Command::Post { .. });
        let count = queue.iter().take(most).take_while(is_post).count();
        let posts: Vec<Waits> = queue.drain(..count).collect();
        if queue.is_empty() {
            waiting.orgs.remove(&org);
            waiting.round.retain(|other| *other != org);
        }
        self.total.fetch_sub(posts.len(), Ordering::SeqCst);
        drop(waiting);
        posts.into_iter().filter_map(|waits| self.in_time(waits)).collect()
    }

    /// The command, unless it has waited too long: then it is refused.
    fn in_time(&self, Waits { since, command }: Waits) -> Option<Command> {
        if since.elapsed() <= self.limits.wait_for {
            return Some(command);
        }
        command.refuse(Error::BUSY);
        None
    }

    /// So many commands were served in so long. It says how long others will wait, if there are any.
    pub fn served(&self, commands: usize, took: Duration) {
        let Some(each) = took.as_micros().checked_div(commands as u128) else { return };
        if self.lock().round.is_empty() {
            return;
        }
        let each = u64::try_from(each).unwrap_or(u64::MAX / 8);
        let pace = match self.pace.load(Ordering::Relaxed) {
            0 => each,
            pace => (7 * pace + each) / 8,
        };
        self.pace.store(pace, Ordering::Relaxed);
    }

    /// Waits for a command; `false` when the queue is closed and served out.
    pub async fn wait(&self) -> bool {
        loop {
            let arrived = self.arrived.notified();
            {
                let waiting = self.lock();
                if !waiting.round.is_empty() {
                    return true;
                }
                if waiting.closed {
                    return false;
                }
            }
            arrived.await;
        }
    }

    /// Takes nothing new; what was accepted is still served.
    pub fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_one();
    }

    /// Waits until the lane has ended.
    pub async fn ended(&self) {
        // The sender lives in this queue and cannot go before us.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }

    /// Storage is away: waiting that leads nowhere helps nobody.
    pub fn refuse_all(&self) {
        while let Some((_, waits)) = self.next() {
            waits.command.refuse(Error::BUSY);
        }
    }
}

/// Held by the lane. However the lane ends, nobody waits for it in vain.
pub struct Ending(pub Arc<Queue>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.close();
        self.0.refuse_all();
        self.0.ended.send_replace(true);
    }
}
