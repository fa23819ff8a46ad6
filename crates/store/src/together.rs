//! Many who want the same at the same moment share one turn.
//!
//! A rush is hundreds of commands that load the same rows, are decided one after the other and write
//! into the same tables. Each of them as a turn of its own asks the database a dozen times; here those
//! that wait are handed to one turn, which loads for all, decides each, and writes for all.
//!
//! Invariants: each is answered for itself, after the commit that its answer rests on, and under its own
//! idempotency key, so that what became of the others changes nothing for it but the moment. Whoever
//! cannot be decided with others, and everybody when such a turn breaks, goes alone, as if there were no
//! others. One who has no key always goes alone.

use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Result, Scope};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    db::Db,
    keys::Key,
    nodes::witness,
    writer::{Tx, Written},
};

/// How many share one turn: enough that what is loaded for all weighs little, few enough that others'
/// turns do not wait for long.
const MOST: usize = 64;
/// How many wait in one line. Who comes later goes alone, and is sent away when the queue is full, too.
const WAITING: usize = 4096;

/// What can be decided for many in one turn.
pub trait Together: Clone + Send + Sync + 'static {
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// What they have in common: who asks for something else stands in another line.
    fn subject(&self) -> Uuid;
    /// Decides one in its turn. A refusal undoes the turn.
    fn alone(&self, tx: &mut Tx) -> impl Future<Output = Result<Self::Answer>> + Send;
    /// Decides each of many, in their order, with one word for each. Nothing may be left of one that is
    /// refused: only an error of the whole undoes the turn. What one does is said in their name by
    /// [`Tx::speak_for`].
    fn many(
        tx: &mut Tx,
        asked: &[(&Scope, &Self)],
    ) -> impl Future<Output = Result<Vec<Word<Self::Answer>>>> + Send;
}

/// What is said to one of many.
#[derive(Debug)]
pub enum Word<A> {
    Told(Result<A>),
    /// Not with others: in a turn of its own.
    Alone,
}

type Outcome<T> = Result<Written<<T as Together>::Answer>>;

struct Waiter<T: Together> {
    scope: Scope,
    key: Key,
    ask: T,
    /// Dropped without a word, it sends them on alone.
    told: oneshot::Sender<Outcome<T>>,
}

struct Line<T: Together> {
    state: Mutex<State<T>>,
}

struct State<T: Together> {
    waiting: VecDeque<Waiter<T>>,
    /// Somebody waits for a turn on behalf of all.
    led: bool,
}

impl<T: Together> Line<T> {
    fn state(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stands in the line, if it is not too long; whether somebody must lead it now.
    fn join(&self, waiter: Waiter<T>) -> bool {
        let mut state = self.state();
        if state.waiting.len() >= WAITING {
            return false;
        }
        state.waiting.push_back(waiter);
        !std::mem::replace(&mut state.led, true)
    }

    /// Those who share the turn that begins; whether somebody must lead those who stay.
    fn take(&self) -> (Vec<Waiter<T>>, bool) {
        let mut state = self.state();
        // Who has gone wants nothing any more.
        state.waiting.retain(|waiter| !waiter.told.is_closed());
        let many = MOST.min(state.waiting.len());
        let taken = state.waiting.drain(..many).collect();
        state.led = !state.waiting.is_empty();
        (taken, state.led)
    }

    /// Nobody leads any more, and there was no turn: everybody goes alone.
    fn give_up(&self) {
        let mut state = self.state();
        state.waiting.clear();
        state.led = false;
    }
}

/// The lines of a database, by what is asked for.
#[derive(Default)]
pub struct Lines(Mutex<HashMap<Wanted, Arc<dyn Any + Send + Sync>>>);

/// What a line is for.
type Wanted = (TypeId, OrgId, Uuid);

impl Lines {
    fn of<T: Together>(&self, org: OrgId, subject: Uuid) -> Option<Arc<Line<T>>> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry((TypeId::of::<T>(), org, subject)).or_insert_with(|| {
            let state = State::<T> { waiting: VecDeque::new(), led: false };
            Arc::new(Line { state: Mutex::new(state) })
        });
        line.clone().downcast().ok()
    }

    /// Forgets a line in which nobody stands. Who has it in hand already leads it to its end.
    fn tidy<T: Together>(&self, org: OrgId, subject: Uuid, line: &Line<T>) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = line.state();
        if state.waiting.is_empty() && !state.led {
            lines.remove(&(TypeId::of::<T>(), org, subject));
        }
    }
}

impl Db {
    /// As [`Db::write_once`], in one turn with others who want the same if some do.
    pub async fn write_together<T: Together>(
        &self,
        scope: &Scope,
        key: Option<Key>,
        ask: T,
    ) -> Outcome<T> {
        let Some(key) = key else {
            return self.write(scope, async |tx| ask.alone(tx).await).await;
        };
        if let Some(line) = self.lines().of::<T>(scope.org(), ask.subject()) {
            let (told, word) = oneshot::channel();
            let waiter = Waiter { scope: scope.clone(), key: key.clone(), ask: ask.clone(), told };
            if line.join(waiter) {
                self.keep(lead(self.clone(), (scope.org(), ask.subject()), line));
            }
            if let Ok(outcome) = word.await {
                witness::note(scope.org(), &outcome);
                return outcome;
            }
        }
        let done = self.write_once(scope, &key, async |tx| ask.alone(tx).await).await?;
        Ok(Written { value: done.value.answer, position: done.position })
    }
}

/// Waits for a turn, decides whoever waits when it begins, and tells them what the commit brought.
fn lead<T: Together>(
    db: Db,
    (org, subject): (OrgId, Uuid),
    line: Arc<Line<T>>,
) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        let mut handed = None;
        let outcome = db
            .write(&Scope::system(org), async |tx| {
                let (taken, more) = line.take();
                if more {
                    db.keep(lead(db.clone(), (org, subject), line.clone()));
                }
                decide(tx, handed.insert(taken)).await
            })
            .await;
        match (handed, outcome) {
            // There was no turn; each is told so when they ask for one.
            (None, _) => line.give_up(),
            (Some(batch), outcome) => tell(batch, outcome),
        }
        db.lines().tidy(org, subject, &line);
    })
}

fn tell<T: Together>(batch: Vec<Waiter<T>>, outcome: Result<Written<Vec<Word<T::Answer>>>>) {
    match outcome {
        Ok(Written { value: words, position }) => {
            for (waiter, word) in batch.into_iter().zip(words) {
                if let Word::Told(told) = word {
                    // Who has gone will ask again under their key, or never.
                    let _ = waiter.told.send(told.map(|value| Written { value, position }));
                }
            }
        }
        // Whether a lost commit is durable nobody knows: they ask again, under their keys.
        Err(error @ Error::Busy { .. }) => {
            for waiter in batch {
                let _ = waiter.told.send(Err(error.clone()));
            }
        }
        // The turn was undone. What refused the only one is told; of several, nobody knows who it was.
        Err(error) => {
            if let (Error::Refused(_), Some(only)) = (&error, single(batch)) {
                let _ = only.told.send(Err(error));
            }
        }
    }
}

fn single<T>(all: Vec<T>) -> Option<T> {
    let mut all = all.into_iter();
    let first = all.next();
    first.filter(|_| all.next().is_none())
}

async fn decide<T: Together>(tx: &mut Tx, batch: &[Waiter<T>]) -> Result<Vec<Word<T::Answer>>> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    if let [one] = batch {
        tx.speak_for(&one.scope);
        let once = tx.once(&one.key, async |tx| one.ask.alone(tx).await).await?;
        return Ok(vec![Word::Told(Ok(once.answer))]);
    }
    let known = tx.known_among(batch.iter().map(|waiter| &waiter.key)).await?;
    let (mut words, mut rest, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (waiter, known) in batch.iter().zip(known) {
        words.push(match known {
            Some(answer) => Word::Told(answer.and_then(|answer| read(&answer))),
            None => {
                // One who asks twice at once is answered with what the first came to.
                if seen.insert(waiter.key.text()) {
                    rest.push((words.len(), waiter));
                }
                Word::Alone
            }
        });
    }
    let asked: Vec<_> = rest.iter().map(|(_, waiter)| (&waiter.scope, &waiter.ask)).collect();
    let decided = if asked.is_empty() { Vec::new() } else { T::many(tx, &asked).await? };
    for ((at, waiter), word) in rest.into_iter().zip(decided) {
        if let Word::Told(Ok(answer)) = &word {
            tx.keep_answer(&waiter.key, answer)?;
        }
        if let Some(place) = words.get_mut(at) {
            *place = word;
        }
    }
    Ok(words)
}

fn read<A: DeserializeOwned>(answer: &str) -> Result<A> {
    serde_json::from_str(answer).map_err(Error::broken)
}
