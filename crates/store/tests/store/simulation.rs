//! Random commands and random faults, against books of our own. A failing seed is printed and can
//! be run again: `REGULARS_SEEDS=17..18`; a longer run is `REGULARS_SEEDS=0..100000`.

use std::{collections::BTreeMap, ops::Range};

use futures::future::{BoxFuture, join_all};
use kernel::{Error, Result, Scope, World};
use store::{
    Db, Engine, Key, Limits,
    testing::{Ground, MORNING, engines, ground_with},
};

use crate::house::*;

/// What the books say about an org.
#[derive(Debug, Default)]
struct Book {
    kept: Vec<i64>,
    total: i64,
    /// The one effect of each key, by the number that it noted.
    keys: BTreeMap<i64, i64>,
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Turn(i64, Fate),
    Post(Ask),
    /// A keyed command: which key, and the number that it notes if it is the first.
    Keyed(i64, i64),
}

fn draw(world: &World, number: i64) -> Move {
    let below = |bound| world.chance.below(bound) as i64;
    match below(100) {
        0..30 => Move::Turn(number, Fate::Keep),
        30..40 => Move::Turn(number, Fate::Refuse),
        40..45 => Move::Turn(number, Fate::Panic),
        45..52 => Move::Turn(number, Fate::Swallow),
        52..54 => Move::Turn(number, Fate::FailCommit),
        54..56 => Move::Turn(number, Fate::EndTransaction),
        56 => Move::Turn(number, Fate::Leave),
        57..75 => Move::Post(Ask::Add(below(20) - 8)),
        75..78 => Move::Post(Ask::Panic(below(5))),
        78..81 => Move::Post(Ask::Poison),
        _ => Move::Keyed(below(12), number),
    }
}

/// What was answered: the amount that a post added, the number that a key stands for.
type Done<'a> = BoxFuture<'a, (usize, Move, Result<i64>)>;

fn make<'a>(db: &'a Db, scope: &'a Scope, org: usize, step: Move) -> Done<'a> {
    Box::pin(async move {
        let answer = match step {
            Move::Turn(number, fate) => act(db, scope, number, fate).await.map(|one| one.value),
            Move::Post(ask) => db.post(scope, ask).await,
            Move::Keyed(name, number) => {
                let key = Key::new("sim", &name.to_string(), &[]).unwrap();
                let write = db.write_once(scope, &key, async |tx| {
                    note(tx, number).await?;
                    add(tx, 1).await?;
                    Ok(number)
                });
                write.await.map(|one| one.value.answer)
            }
        };
        (org, step, answer)
    })
}

impl Book {
    fn enter(&mut self, step: Move, answer: &Result<i64>) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{what}: {step:?} {answer:?}"));
        match (step, answer) {
            // Nobody may say that it is our mistake unless the test made one.
            (
                Move::Turn(_, Fate::Keep) | Move::Keyed(..) | Move::Post(Ask::Add(_)),
                Err(Error::Broken(_)),
            ) => wrong("broken"),
            (_, Err(_)) => Ok(()),
            (Move::Turn(number, Fate::Keep), Ok(_)) => {
                self.kept.push(number);
                self.total += 1;
                Ok(())
            }
            (Move::Post(Ask::Add(amount)), Ok(_)) => {
                self.total += amount;
                Ok(())
            }
            (Move::Keyed(name, number), &Ok(first)) => {
                let known = *self.keys.entry(name).or_insert(first);
                if number == first {
                    self.kept.push(number);
                    self.total += 1;
                }
                if known == first { Ok(()) } else { wrong("two effects of one key") }
            }
            _ => wrong("kept"),
        }
    }

    async fn check(&mut self, db: &Db, scope: &Scope) -> Result<(), String> {
        self.kept.sort_unstable();
        let there = notes(db, scope.org()).await;
        let mut events = stream(db, scope.org()).await;
        events.sort_unstable();
        let (stored, memory) = (total(db, scope.org()).await, remembered(db, scope).await);
        if there != self.kept {
            return Err(format!("rows {there:?}, books {:?}", self.kept));
        }
        if events != self.kept {
            return Err(format!("events {events:?}, books {:?}", self.kept));
        }
        if (stored, memory) != (self.total, self.total) {
            return Err(format!("table {stored}, memory {memory}, books {}", self.total));
        }
        Ok(())
    }
}

async fn simulate(engine: Engine, seed: u64) -> Result<(), String> {
    let (world, _) = World::test(MORNING, seed);
    let limits = Limits {
        batch: 1 + world.chance.below(24) as usize,
        lanes: 1 + world.chance.below(2) as usize,
        readers: 2,
        ..TOGETHER
    };
    let house: Ground = ground_with(engine, &migrations(), registry(), limits).await.unwrap();
    let scopes: Vec<Scope> = (0..3).map(|_| house.scope()).collect();
    let mut books: Vec<Book> = (0..3).map(|_| Book::default()).collect();
    let mut db = house.db.clone();
    let mut number = 0;
    for _ in 0..5 {
        let sick = world.chance.below(8) as usize;
        if let Some(scope) = scopes.get(sick) {
            let kinds = [Trouble::Fails, Trouble::Panics];
            trouble(scope.org(), Some(kinds[world.chance.below(2) as usize]));
        }
        let steps: Vec<_> = (0..=world.chance.below(24))
            .map(|_| {
                number += 1;
                let org = world.chance.below(3) as usize;
                make(&db, &scopes[org], org, draw(&world, number))
            })
            .collect();
        for (org, step, answer) in join_all(steps).await {
            books[org].enter(step, &answer)?;
        }
        for (scope, book) in scopes.iter().zip(&mut books) {
            trouble(scope.org(), None);
            book.check(&db, scope).await?;
        }
        if world.chance.below(4) == 0 {
            db.close().await;
            db = Db::open(&house.config, &migrations(), registry(), house.world.clone())
                .await
                .unwrap();
        }
    }
    db.close().await;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by the environment")]
fn seeds(usual: Range<u64>) -> Range<u64> {
    let asked = std::env::var("REGULARS_SEEDS").ok();
    let asked = asked.as_deref().and_then(|text| text.split_once(".."));
    asked.and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?)).unwrap_or(usual)
}

fn run(engine: Engine, seeds: Range<u64>) {
    // One thread, so that a seed repeats itself as far as the engine allows.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for seed in seeds {
        if let Err(what) = runtime.block_on(simulate(engine, seed)) {
            panic!("seed {seed} on {}: {what}", engine.name());
        }
    }
}

#[test]
fn random_commands_and_faults_leave_what_the_books_say_on_sqlite() {
    run(Engine::Sqlite, seeds(0..200));
}

#[test]
fn random_commands_and_faults_leave_what_the_books_say_on_postgresql() {
    if engines().contains(&Engine::Postgres) {
        run(Engine::Postgres, seeds(0..15));
    }
}
