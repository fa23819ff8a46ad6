//! What waits for a lane: bounded per org and in all, orgs taking turns.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use kernel::{Error, OrgId, Result, Scope};
use tokio::sync::{Notify, oneshot};

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

#[derive(Debug, Default)]
struct Waiting {
    orgs: HashMap<OrgId, VecDeque<Command>>,
    /// Orgs with something waiting, in the order in which they are served.
    round: VecDeque<OrgId>,
    total: usize,
    closed: bool,
}

#[derive(Debug)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    limits: Limits,
    arrived: Notify,
    ended: Notify,
}

impl Queue {
    pub fn new(limits: Limits) -> Self {
        Self { waiting: Mutex::default(), limits, arrived: Notify::new(), ended: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Full queues refuse at once: waiting that cannot be served in time helps nobody.
    pub fn push(&self, org: OrgId, command: Command) -> Result<()> {
        let mut waiting = self.lock();
        if waiting.closed || waiting.total >= self.limits.queue_in_all {
            return Err(Error::BUSY);
        }
        let queue = waiting.orgs.entry(org).or_default();
        if queue.len() >= self.limits.queue_per_org {
            return Err(Error::BUSY);
        }
        let first = queue.is_empty();
        queue.push_back(command);
        waiting.total += 1;
        if first {
            waiting.round.push_back(org);
        }
        drop(waiting);
        self.arrived.notify_one();
        Ok(())
    }

    /// The next command, the org that was served going to the end of the round.
    pub fn pop(&self) -> Option<(OrgId, Command)> {
        let mut waiting = self.lock();
        let org = waiting.round.pop_front()?;
        let queue = waiting.orgs.get_mut(&org)?;
        let command = queue.pop_front()?;
        if queue.is_empty() {
            waiting.orgs.remove(&org);
        } else {
            waiting.round.push_back(org);
        }
        waiting.total -= 1;
        Some((org, command))
    }

    /// The posts that wait at the head of the org's queue, at most `most`.
    pub fn pop_posts(&self, org: OrgId, most: usize) -> Vec<Command> {
        let mut waiting = self.lock();
        let Some(queue) = waiting.orgs.get_mut(&org) else { return Vec::new() };
        let count =
            queue.iter().take(most).take_while(|c| matches!(c, Command::Post { .. })).count();
        let posts: Vec<Command> = queue.drain(..count).collect();
        if queue.is_empty() {
            waiting.orgs.remove(&org);
            waiting.round.retain(|other| *other != org);
        }
        waiting.total -= posts.len();
        posts
    }

    /// Waits for a command; `false` when the queue is closed and served out.
    pub async fn wait(&self) -> bool {
        loop {
            let arrived = self.arrived.notified();
            {
                let waiting = self.lock();
                if waiting.total > 0 {
                    return true;
                }
                if waiting.closed {
                    return false;
                }
            }
            arrived.await;
        }
    }

    /// Takes nothing new, waits until what was accepted is served.
    pub async fn close(&self) {
        let ended = self.ended.notified();
        let already = std::mem::replace(&mut self.lock().closed, true);
        self.arrived.notify_one();
        if !already {
            ended.await;
        }
    }

    pub fn end(&self) {
        self.ended.notify_waiters();
    }
}
