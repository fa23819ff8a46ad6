//! Many who want to read the same at the same moment share one reading.
//!
//! A rush is hundreds of requests that each look up the same key and the same shop first. Whoever asks
//! while nobody reads it reads; whoever asks while somebody does waits for the next reading, which is
//! then one for all of them. So everybody sees what was true after they asked, as if they had read alone,
//! and nothing is kept that could grow old.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use futures::future::BoxFuture;
use kernel::{Error, Result};
use tokio::sync::oneshot;

use crate::db::{Db, Reader};

/// How many wait for one reading. Who comes later reads alone.
const WAITING: usize = 4096;

/// What is read. Who asks for an equal one may share the reading.
pub trait Look: Clone + Eq + Hash + Send + Sync + 'static {
    type Found: Clone + Send + 'static;
    fn read(&self, db: &mut Reader) -> impl Future<Output = Result<Self::Found>> + Send;
}

type Told<L> = oneshot::Sender<Result<<L as Look>::Found>>;

/// What is being read now, each with those who wait for the next reading.
struct Open<L: Look>(HashMap<L, Vec<Told<L>>>);

/// The readings of a database, by their kind.
#[derive(Default)]
pub struct Looks(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

/// What becomes of somebody who asks.
enum Part<F> {
    Waits(oneshot::Receiver<Result<F>>),
    /// Nobody reads it: they wait, and somebody must lead.
    Leads(oneshot::Receiver<Result<F>>),
    Alone,
}

impl Looks {
    fn with<L: Look, R>(&self, look: impl FnOnce(&mut HashMap<L, Vec<Told<L>>>) -> R) -> Option<R> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = all
            .entry(TypeId::of::<L>())
            .or_insert_with(|| Box::new(Open::<L>(HashMap::new())))
            .downcast_mut::<Open<L>>()?;
        Some(look(&mut open.0))
    }

    fn ask<L: Look>(&self, what: &L) -> Part<L::Found> {
        let (tell, word) = oneshot::channel();
        let part = self.with::<L, _>(|open| match open.get_mut(what) {
            Some(waiting) if waiting.len() >= WAITING => Part::Alone,
            Some(waiting) => {
                waiting.push(tell);
                Part::Waits(word)
            }
            None => {
                open.insert(what.clone(), vec![tell]);
                Part::Leads(word)
            }
        });
        part.unwrap_or(Part::Alone)
    }

    /// Those for whom the next reading is. When it is nobody, it is not open any more.
    fn next<L: Look>(&self, what: &L) -> Vec<Told<L>> {
        let next = self.with::<L, _>(|open| {
            let waiting = open.get_mut(what).map(std::mem::take).unwrap_or_default();
            let waiting: Vec<_> = waiting.into_iter().filter(|told| !told.is_closed()).collect();
            if waiting.is_empty() {
                open.remove(what);
            }
            waiting
        });
        next.unwrap_or_default()
    }
}

impl Db {
    /// Reads something, in one reading with others who ask for the same if some do.
    pub async fn look<L: Look>(&self, what: &L) -> Result<L::Found> {
        let word = match self.looks().ask(what) {
            Part::Alone => return read(self, what).await,
            Part::Waits(word) => word,
            Part::Leads(word) => {
                self.keep(lead(self.clone(), what.clone()));
                word
            }
        };
        word.await.unwrap_or(Err(Error::BUSY))
    }
}

async fn read<L: Look>(db: &Db, what: &L) -> Result<L::Found> {
    what.read(&mut db.read().await?).await
}

/// Reads until nobody waits any more.
fn lead<L: Look>(db: Db, what: L) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        loop {
            let waiting = db.looks().next(&what);
            if waiting.is_empty() {
                return;
            }
            let found = read(&db, &what).await;
            for told in waiting {
                // Who has gone does not hear it.
                let _ = told.send(found.clone());
            }
        }
    })
}
