//! What live pages hear: the commits of one org, made here or, when somebody brings word of them, at
//! another node.

use std::{
    collections::HashMap,
    ops::RangeInclusive,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kernel::{OrgId, Result};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    db::Db,
    events::{Committed, EventRow},
};

/// Commits that a slow listener may fall behind.
const BEHIND: usize = 1024;
/// Events of other nodes that are read at once; with more the page looks afresh.
const AT_ONCE: u32 = 200;

#[derive(Debug, Clone)]
pub enum Heard {
    /// Events that became durable, in order.
    Events(Arc<Vec<EventRow>>),
    /// Something may have been missed: look afresh.
    Gap,
}

/// Word from elsewhere, and who listens to it.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    word: broadcast::Sender<(Option<OrgId>, Heard)>,
    listening: Mutex<HashMap<OrgId, usize>>,
}

impl Default for Elsewhere {
    fn default() -> Self {
        Self { word: broadcast::channel(BEHIND).0, listening: Mutex::default() }
    }
}

impl Elsewhere {
    fn listening(&self) -> MutexGuard<'_, HashMap<OrgId, usize>> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn tell(&self, org: Option<OrgId>, heard: Heard) {
        // Nobody may be listening, and that is fine.
        let _ = self.word.send((org, heard));
    }
}

pub struct Listener {
    org: OrgId,
    here: broadcast::Receiver<Committed>,
    there: broadcast::Receiver<(Option<OrgId>, Heard)>,
    elsewhere: Arc<Elsewhere>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut listening = self.elsewhere.listening();
        if let Some(count) = listening.get_mut(&self.org) {
            *count -= 1;
            if *count == 0 {
                listening.remove(&self.org);
            }
        }
    }
}

impl Listener {
    /// The next about the org; `None` when the database is closed for good.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            let heard = tokio::select! {
                here = self.here.recv() => match here {
                    Ok(commit) => (Some(commit.org), Heard::Events(commit.events)),
                    Err(RecvError::Lagged(_)) => (None, Heard::Gap),
                    Err(RecvError::Closed) => return None,
                },
                there = self.there.recv() => match there {
                    Ok(word) => word,
                    Err(RecvError::Lagged(_)) => (None, Heard::Gap),
                    Err(RecvError::Closed) => return None,
                },
            };
            match heard {
                (Some(org), _) if org != self.org => {}
                (_, heard) => return Some(heard),
            }
        }
    }
}

impl Db {
    /// Follows an org's commits, for a live page.
    pub fn listen(&self, org: OrgId) -> Listener {
        let elsewhere = self.elsewhere().clone();
        *elsewhere.listening().entry(org).or_default() += 1;
        Listener { org, here: self.watch(), there: elsewhere.word.subscribe(), elsewhere }
    }

    /// Another node has committed these events of the org. They are read from the tables, and only
    /// when somebody listens.
    pub async fn hear(&self, org: OrgId, numbers: RangeInclusive<i64>) -> Result<()> {
        if !self.elsewhere().listening().contains_key(&org) {
            return Ok(());
        }
        let after = numbers.start().saturating_sub(1);
        let mut events = self.events_after(org, after, AT_ONCE).await?;
        events.retain(|event| numbers.contains(&event.number));
        let all = events.last().is_some_and(|event| event.number == *numbers.end());
        let heard = if all { Heard::Events(Arc::new(events)) } else { Heard::Gap };
        self.elsewhere().tell(Some(org), heard);
        Ok(())
    }

    /// Commits of other nodes may have passed unheard.
    pub fn missed(&self) {
        self.elsewhere().tell(None, Heard::Gap);
    }
}
