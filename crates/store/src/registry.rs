//! What slices hand to the store: handlers of jobs, subscribers of events, actions by name, and
//! the hot state of rooms. Filled once by the front door.

use std::{collections::HashMap, fmt};

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Result, World};
use serde_json::Value as Json;

use crate::{copies::Copy, db::Db, events::EventRow, hot::Hot, jobs::Fate, writer::Tx};

pub type Future<'a, T = ()> = BoxFuture<'a, Result<T>>;

type ActionFn = for<'a> fn(&'a mut Tx, Json) -> Future<'a, Json>;
type SubscriberFn = for<'a> fn(&'a mut Tx, &'a EventRow) -> Future<'a>;
type TurnFn = for<'a> fn(&'a mut Tx, Json) -> Future<'a>;
type FreeFn = for<'a> fn(&'a Db, OrgId, Json) -> Future<'a, Fate>;
type HotFn = fn(OrgId, &World) -> Box<dyn Hot>;

/// How a job runs.
#[derive(Clone, Copy)]
pub enum JobHandler {
    /// In one turn, together with the removal of the job: exactly once.
    Turn(TurnFn),
    /// Outside a turn, for what talks to the world: at least once, so its effect carries a key. It
    /// says whether it is over with; an error means that another attempt may help.
    Free(FreeFn),
}

#[derive(Clone, Copy)]
pub(crate) struct Subscriber {
    pub name: &'static str,
    pub kinds: &'static [&'static str],
    pub run: SubscriberFn,
}

#[derive(Default)]
pub struct Registry {
    pub(crate) jobs: HashMap<&'static str, JobHandler>,
    pub(crate) subscribers: Vec<Subscriber>,
    pub(crate) actions: HashMap<&'static str, ActionFn>,
    pub(crate) hots: Vec<HotFn>,
    pub(crate) lags: Vec<&'static str>,
    copies: Vec<&'static Copy>,
}

impl Registry {
    pub fn job(&mut self, kind: &'static str, handler: JobHandler) {
        self.jobs.insert(kind, handler);
    }
    /// `run` is called in a turn for every event of these kinds, in order, at least once; its
    /// effects and its progress commit together, so twice is once. An empty list means all kinds.
    pub fn subscribe(
        &mut self,
        name: &'static str,
        kinds: &'static [&'static str],
        run: SubscriberFn,
    ) {
        self.subscribers.push(Subscriber { name, kinds, run });
    }
    /// An action that lower rooms and journeys call by name inside their own command.
    pub fn action(&mut self, name: &'static str, run: ActionFn) {
        self.actions.insert(name, run);
    }
    /// What the room's tables keep of a person.
    pub fn copies(&mut self, copies: &'static [Copy]) {
        self.copies.extend(copies);
    }
    /// The lists of a person's copy of everything, room by room.
    pub fn all_copies(&self) -> Vec<&'static Copy> {
        let mut all = self.copies.clone();
        all.sort_by_key(|copy| copy.place());
        all
    }
    pub fn hot(&mut self, make: HotFn) {
        self.hots.push(make);
    }
    /// A table with a row for each org whose tables follow behind what the room's memory decided: one
    /// that somebody left so is loaded, and with it finished, though nobody asks anything of it.
    pub fn lag(&mut self, table: &'static str) {
        self.lags.push(table);
    }
    pub(crate) fn find_action(&self, name: &str) -> Result<ActionFn> {
        self.actions
            .get(name)
            .copied()
            .ok_or_else(|| Error::broken(format!("no action named {name} is registered")))
    }
    /// The names of all actions, for the list that the console shows.
    pub fn action_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.actions.keys().copied().collect();
        names.sort_unstable();
        names
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("jobs", &self.jobs.len())
            .field("subscribers", &self.subscribers.len())
            .field("actions", &self.actions.len())
            .finish_non_exhaustive()
    }
}
