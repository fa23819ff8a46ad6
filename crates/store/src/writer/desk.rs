//! Where a command has the connection and the org's memory while it has the turn.
//!
//! A caller never owns them: a statement that runs belongs to the desk, and whoever waits for it
//! drives it. So the lane can take everything back from a caller that was dropped in the middle of
//! a statement, or that nobody polls any more.

use std::{
    any::Any,
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Result};

use super::state::{OrgState, State};
use crate::{args::Value, hot::Hot, row::Row};

/// A statement, owned, so that it outlives whoever asked for it.
pub enum Ask {
    Run(String, Vec<Value>),
    Rows(String, Vec<Value>),
    Row(String, Vec<Value>),
    Among(String, OrgId, Vec<Value>),
    Insert { table: String, columns: Vec<String>, rows: Vec<Vec<Value>>, tail: String },
}

pub enum Answer {
    Changed(u64),
    Rows(Vec<Row>),
    Row(Option<Row>),
}

type Running = BoxFuture<'static, (Box<State>, Result<Answer>)>;

enum Slot {
    Idle(Box<State>),
    Running(Running),
    /// The turn is over.
    Taken,
}

struct Inside {
    slot: Slot,
    /// Statements begun, so that waiting is told from working.
    steps: u64,
    /// The first statement that failed. `PostgreSQL` refuses all that follow, and `SQLite` may have
    /// ended the transaction, so that they would be durable by themselves: none is let through.
    spoiled: Option<Error>,
}

pub struct Desk(Mutex<Inside>);

/// What the lane sees while it waits for a command's word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    pub steps: u64,
    pub running: bool,
}

impl Desk {
    pub fn new(state: Box<State>) -> Self {
        Self(Mutex::new(Inside { slot: Slot::Idle(state), steps: 0, spoiled: None }))
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub async fn ask(&self, ask: Ask) -> Result<Answer> {
        self.rest().await?;
        self.lock().begin(ask)?;
        self.rest().await?.ok_or(Error::BUSY)
    }

    /// Drives the statement that runs, if any, to its end.
    async fn rest(&self) -> Result<Option<Answer>> {
        poll_fn(|context| self.lock().poll(context)).await
    }

    /// The org's memory and what its commands of this transaction have brought.
    pub async fn with_org<R>(
        &self,
        org: OrgId,
        look: impl FnOnce(&mut OrgState) -> R,
    ) -> Result<R> {
        self.rest().await?;
        let mut inside = self.lock();
        let Slot::Idle(state) = &mut inside.slot else { return Err(Error::BUSY) };
        state.orgs.get_mut(&org).map(look).ok_or(Error::BUSY)
    }

    pub async fn with_hot<H: Hot, R>(
        &self,
        org: OrgId,
        look: impl FnOnce(&mut H) -> R,
    ) -> Result<R> {
        self.with_org(org, |org| {
            let hot = org.hots.iter_mut().find_map(|hot| {
                let hot: &mut dyn Any = &mut **hot;
                hot.downcast_mut::<H>()
            });
            hot.map(look).ok_or_else(|| Error::broken("this room's memory is not registered"))
        })
        .await?
    }

    pub fn pulse(&self) -> Pulse {
        let inside = self.lock();
        Pulse { steps: inside.steps, running: matches!(inside.slot, Slot::Running(_)) }
    }

    pub fn spoiled(&self) -> Option<Error> {
        self.lock().spoiled.clone()
    }

    /// Ends the turn: what was lent comes back once the statement that runs has ended. `None` only
    /// when the statement panicked; the connection is gone with it.
    pub async fn take_back(&self) -> Option<Box<State>> {
        let slot = std::mem::replace(&mut self.lock().slot, Slot::Taken);
        match slot {
            Slot::Idle(state) => Some(state),
            Slot::Running(running) => Some(running.await.0),
            Slot::Taken => None,
        }
    }
}

impl Inside {
    fn begin(&mut self, ask: Ask) -> Result<()> {
        if let Some(error) = &self.spoiled {
            return Err(error.clone());
        }
        match std::mem::replace(&mut self.slot, Slot::Taken) {
            Slot::Idle(state) => {
                self.steps += 1;
                self.slot = Slot::Running(Box::pin(answer(state, ask)));
                Ok(())
            }
            other => {
                self.slot = other;
                Err(Error::BUSY)
            }
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Answer>>> {
        let Slot::Running(running) = &mut self.slot else {
            return Poll::Ready(match self.slot {
                Slot::Taken => Err(Error::BUSY),
                _ => Ok(None),
            });
        };
        let Poll::Ready((state, answer)) = running.as_mut().poll(context) else {
            return Poll::Pending;
        };
        self.slot = Slot::Idle(state);
        if let Err(error) = &answer {
            self.spoiled.get_or_insert_with(|| error.clone());
        }
        Poll::Ready(answer.map(Some))
    }
}

async fn answer(mut state: Box<State>, ask: Ask) -> (Box<State>, Result<Answer>) {
    let conn = &mut state.conn;
    let answer = match ask {
        Ask::Run(sql, args) => conn.run(&sql, args).await.map(Answer::Changed),
        Ask::Rows(sql, args) => conn.rows(&sql, args).await.map(Answer::Rows),
        Ask::Row(sql, args) => conn.row(&sql, args).await.map(Answer::Row),
        Ask::Among(sql, org, keys) => conn.among(&sql, org, keys).await.map(Answer::Rows),
        Ask::Insert { table, columns, rows, tail } => {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let count = rows.len() as u64;
            conn.insert(&table, &columns, rows, &tail).await.map(|()| Answer::Changed(count))
        }
    };
    (state, answer)
}
