//! A seeded workload over the real store, with an auditor that keeps its own books: every outcome is
//! foretold, every batch has refused, panicking and rolled-back neighbours, commits fail, the
//! program restarts, tables are rebuilt, and in the end everything agrees to the last piece.
//!
//! `LEDGER_SEEDS=1000..2000` runs other seeds; a failure names its seed.

use std::{collections::BTreeMap, ops::Range, time::Duration};

use futures::future::join_all;
use kernel::{Chance, Error, Result, SeededChance};
use ledger::{AccountKey, Move, Post, Posted};
use serde::{Deserialize, Serialize};
use store::{Db, Engine, Event, Tx, args, sql};

use crate::{
    moves::People,
    naive::Naive,
    world::{Shop, migrations, registry},
};

#[derive(Serialize, Deserialize)]
struct Moved {
    moves: usize,
}
impl Event for Moved {
    const KIND: &'static str = "simulation.moved";
}

/// What a command does around its moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Manner {
    /// Handed in as a post, decided from memory.
    Post,
    Turn,
    /// All of its moves in one call, in a turn.
    Together,
    /// Refuses after its moves.
    Refuse,
    /// Panics after its moves.
    Panic,
    /// Breaks the commit, and everybody's with it.
    Sabotage,
}

struct Sim {
    shop: Shop,
    db: Db,
    chance: Box<dyn Chance>,
    naive: Naive,
    people: People,
    events: i64,
    /// How often each outcome was seen: a workload that never reaches a rule proves nothing of it.
    outcomes: BTreeMap<String, usize>,
}

#[expect(clippy::disallowed_methods, reason = "a person replays a seed by naming it")]
fn seeds() -> Range<u64> {
    let asked = std::env::var("LEDGER_SEEDS").ok().and_then(|text| {
        let (from, to) = text.split_once("..")?;
        Some(from.parse().ok()?..to.parse().ok()?)
    });
    asked.unwrap_or(1..201)
}

#[test]
fn the_auditors_books_agree_on_sqlite() {
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds() {
        for (outcome, count) in run(Engine::Sqlite, seed) {
            *outcomes.entry(outcome).or_default() += count;
        }
    }
    if seeds().count() >= 100 {
        let wanted = "ok already conflict floor not_reserved expired amount already_reversed \
                      no_such_posting not_permitted broken busy";
        for outcome in wanted.split_whitespace() {
            assert!(outcomes.get(outcome).is_some_and(|n| *n > 30), "{outcome}: {outcomes:?}");
        }
    }
}

#[test]
fn the_auditors_books_agree_on_postgres() {
    if store::testing::engines().contains(&Engine::Postgres) {
        for seed in 1..9 {
            run(Engine::Postgres, seed);
        }
    }
}

fn run(engine: Engine, seed: u64) -> BTreeMap<String, usize> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("seed {seed}");
    runtime.block_on(async {
        let mut sim = Sim::new(engine, seed).await;
        sim.open().await;
        for _ in 0..12 {
            sim.round().await;
        }
        sim.compare().await;
        sim.db.close().await;
        sim.outcomes
    })
}

impl Sim {
    async fn new(engine: Engine, seed: u64) -> Self {
        let shop = Shop::open(engine).await;
        let people = People::new(&shop);
        Self {
            db: shop.ground.db.clone(),
            shop,
            chance: Box::new(SeededChance::new(seed)),
            naive: Naive::default(),
            people,
            events: 0,
            outcomes: BTreeMap::new(),
        }
    }

    fn below(&self, bound: usize) -> usize {
        usize::try_from(self.chance.below(bound as u64)).unwrap()
    }

    async fn open(&mut self) {
        let moves = self.people.opening(&self.shop);
        let foretold = self.foretell(Manner::Together, &moves);
        assert_eq!(self.send(Manner::Together, &moves).await, foretold);
        self.people.learn(&moves);
        self.events += 1;
    }

    /// Several commands at once, in one or few commits, each foretold.
    async fn round(&mut self) {
        let by = [0, 0, 1, 5, 30][self.below(5)];
        self.shop.ground.clock.advance(Duration::from_micros(by));
        let commands: Vec<(Manner, Vec<Move>)> =
            (0..=self.below(6)).map(|_| self.command()).collect();
        let running = commands.iter().map(|(manner, moves)| self.send(*manner, moves));
        let found = join_all(running).await;
        for outcome in found.iter().flatten() {
            // The ids in them are of no interest here.
            let word = outcome.replace("no such", "no_such").replace(' ', "_");
            let known = ["no_such_posting", "not_permitted", "floor", "broken"];
            let word = known.iter().find(|known| word.starts_with(**known)).map_or(&*word, |w| w);
            *self.outcomes.entry(word.to_owned()).or_default() += 1;
        }
        let before = self.naive.clone();
        let mut foretold = Vec::new();
        let mut broken = false;
        for (manner, moves) in &commands {
            let outcome = self.foretell(*manner, moves);
            broken |= *manner == Manner::Sabotage && done(&outcome);
            foretold.push(outcome);
        }
        if broken {
            // Nobody in the batch is told success, and nothing has happened.
            self.naive = before;
            let nothing = [["busy"], ["broken: a command panicked"]];
            let lost = found.iter().all(|outcome| nothing.iter().any(|n| n == &outcome[..]));
            assert!(lost, "{found:#?}\nforetold {foretold:#?}\n{commands:#?}");
        } else {
            assert_eq!(found, foretold, "{commands:#?}");
            let kept = commands.iter().zip(&found).filter(|((manner, _), outcome)| {
                matches!(manner, Manner::Turn | Manner::Together) && done(outcome)
            });
            self.events += i64::try_from(kept.count()).unwrap();
            for ((manner, moves), outcome) in commands.iter().zip(&found) {
                if done(outcome) && *manner != Manner::Refuse && *manner != Manner::Panic {
                    self.people.learn(moves);
                }
            }
        }
        match self.below(12) {
            0 => self.restart().await,
            1 => {
                let scope = self.shop.scope();
                self.db.write(&scope, async |tx| ledger::rebuild(tx).await).await.unwrap();
            }
            2 => self.compare().await,
            3 => self.expire().await,
            _ => {}
        }
    }

    fn command(&mut self) -> (Manner, Vec<Move>) {
        let manner = match self.below(24) {
            0..=8 => Manner::Post,
            9..=15 => Manner::Turn,
            16..=19 => Manner::Together,
            20 | 21 => Manner::Refuse,
            22 => Manner::Panic,
            _ => Manner::Sabotage,
        };
        let count = [1, 1, 1, 2, 3][self.below(5)];
        let moves = (0..count).map(|_| self.people.ask(&self.shop, &*self.chance)).collect();
        (manner, moves)
    }

    fn foretell(&mut self, manner: Manner, moves: &[Move]) -> Vec<String> {
        let now = self.shop.ground.world.now();
        let before = self.naive.clone();
        self.naive.lapse(now);
        let lapsed = self.naive.clone();
        let mut outcome = Vec::new();
        for asked in moves {
            let one = self.naive.decide(now, asked);
            let refused = one != "ok" && one != "already";
            outcome.push(one);
            if refused {
                self.naive = lapsed;
                return outcome.pop().into_iter().collect();
            }
        }
        match manner {
            Manner::Refuse => {
                self.naive = before;
                vec!["not permitted: test".to_owned()]
            }
            Manner::Panic => {
                self.naive = before;
                vec!["broken: a command panicked".to_owned()]
            }
            _ => outcome,
        }
    }

    async fn send(&self, manner: Manner, moves: &[Move]) -> Vec<String> {
        let scope = self.shop.scope();
        let found: Result<Vec<Posted>> = if manner == Manner::Post {
            self.db.post(&scope, Post { moves: moves.to_vec() }).await
        } else {
            let turn = async |tx: &mut Tx| turn(tx, manner, moves).await;
            self.db.write(&scope, turn).await.map(|written| written.value)
        };
        match found {
            Ok(posted) => posted
                .iter()
                .map(|posted| if posted.already { "already" } else { "ok" }.to_owned())
                .collect(),
            Err(error) => vec![say(&error)],
        }
    }

    /// Another process takes over the same data.
    async fn restart(&mut self) {
        self.db.close().await;
        let ground = &self.shop.ground;
        let world = ground.world.clone();
        self.db = Db::open(&ground.config, &migrations(), registry(), world).await.unwrap();
    }

    async fn expire(&mut self) {
        let now = self.shop.ground.world.now();
        let unit = self.shop.stamp_unit();
        let target = ledger::expired_account(&unit).unwrap();
        self.naive.lapse(now);
        let foretold = self.naive.expire(now, unit.as_str(), target.as_str());
        let found = self
            .db
            .write(&self.shop.scope(), async |tx| {
                ledger::expire_reservations(tx).await?;
                ledger::expire_lots(tx, &unit).await
            })
            .await
            .unwrap();
        // What the sweep freed in this very command is seen by the next call.
        let again = self
            .db
            .write(&self.shop.scope(), async |tx| ledger::expire_lots(tx, &unit).await)
            .await
            .unwrap();
        assert!(found.value <= foretold && found.value + again.value >= foretold);
    }

    /// The books, the tables and the auditor say the same.
    async fn compare(&mut self) {
        // Deciding ends what ran out of time; here nothing may have been decided since.
        self.naive.lapse(self.shop.ground.world.now());
        let scope = self.shop.scope();
        let sweep = self.db.write(&scope, async |tx| ledger::expire_reservations(tx).await);
        sweep.await.unwrap();
        let mut read = self.db.read().await.unwrap();
        let report = ledger::audit(&mut read, self.shop.org, |_| ()).await.unwrap();
        assert_eq!(report.difference, None);
        assert_eq!(report.events, self.events);
        assert_eq!(report.open_reservations, i64::try_from(self.naive.open.len()).unwrap());
        for (key, holder) in &self.naive.holders {
            let key = AccountKey::new(key).unwrap();
            let found = ledger::find_account(&mut read, self.shop.org, &key).await.unwrap();
            let found = found.unwrap_or_else(|| panic!("{key} is missing: {holder:?}"));
            assert_eq!((found.balance, found.held), (holder.balance, holder.held), "{key}");
            assert_eq!((found.unit.as_str(), found.floor), (holder.unit.as_str(), holder.floor));
            let lots = ledger::lots_of(&mut read, self.shop.org, &key).await.unwrap();
            let lots: Vec<_> = lots
                .iter()
                .map(|lot| {
                    (lot.expires_at.map_or(i64::MAX, kernel::Time::micros), lot.amount, lot.held)
                })
                .collect();
            assert_eq!(lots, holder.lots, "{key}");
        }
        assert_eq!(report.accounts, i64::try_from(self.naive.holders.len()).unwrap());
        for total in &report.units {
            let sum: i64 = self
                .naive
                .holders
                .values()
                .filter(|holder| holder.unit == total.unit)
                .map(|holder| holder.balance.max(0))
                .sum();
            assert_eq!(sum, total.outstanding, "{}", total.unit);
        }
    }
}

fn done(outcome: &[String]) -> bool {
    outcome.iter().all(|one| one == "ok" || one == "already")
}

async fn turn(tx: &mut Tx, manner: Manner, moves: &[Move]) -> Result<Vec<Posted>> {
    let posted = if manner == Manner::Turn {
        let mut list = Vec::new();
        for asked in moves {
            list.push(ledger::decide(tx, asked.clone()).await?);
        }
        list
    } else {
        ledger::decide_all(tx, moves.to_vec()).await?
    };
    match manner {
        Manner::Refuse => return Err(Error::Forbidden("test")),
        Manner::Panic => panic!("a command that was never finished"),
        Manner::Sabotage => sabotage(tx).await?,
        _ => tx.emit(&Moved { moves: moves.len() })?,
    }
    Ok(posted)
}

/// Takes the place of the next event, so that the commit must fail.
async fn sabotage(tx: &mut Tx) -> Result<()> {
    tx.emit(&Moved { moves: 0 })?;
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO event (org, number, at, kind, actor, data)
             SELECT $1, (SELECT COALESCE(MAX(number), 0) + 1 FROM event WHERE org = $1),
                    0, '', '', ''"
        ),
        args![org],
    )
    .await
    .map(drop)
}

fn say(error: &Error) -> String {
    match error {
        Error::Refused(refused) => {
            let code = refused.code.strip_prefix("ledger.").unwrap();
            match refused.args.iter().find(|(name, _)| *name == "account") {
                Some((_, kernel::error::Arg::Text(key))) => format!("{code} {key}"),
                _ => code.to_owned(),
            }
        }
        other => other.to_string(),
    }
}
