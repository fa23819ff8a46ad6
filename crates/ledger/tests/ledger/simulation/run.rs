//! One seed: rounds of commands at once, with what befalls them.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc, time::Duration};

use futures::future::join_all;
use kernel::{Chance, PostingId, SeededChance, TestClock, World};
use store::{
    Config, Db, Engine, Limits, Read as _, args,
    planted::{self, Plan, Trouble},
    sql,
    testing::{Ground, MORNING, ground_with},
};
use tokio::runtime::Runtime;

use super::{
    asks::{Answer, Asked, Manner},
    auditor::{Auditor, Round},
};
use crate::world::{TOGETHER, Wares, migrations, registry};

const ROUNDS: usize = 5;
/// A seed takes a few hundredths of a second.
const LONGEST: Duration = Duration::from_secs(60);

/// What was seen: outcomes, what trouble struck, and every word in its order.
#[derive(Debug, Default)]
pub struct Tally {
    pub outcomes: BTreeMap<String, usize>,
    pub struck: BTreeMap<String, usize>,
    pub history: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        for (place, count) in other.struck {
            *self.struck.entry(place).or_default() += count;
        }
    }

    fn heard(&mut self, asked: &Asked, answer: &Answer) {
        self.history.push(format!("{} {:?} {answer:?}", asked.number, asked.manner));
        let unheard = ["unheard".to_owned()];
        for word in answer.as_deref().unwrap_or(&unheard) {
            // The ids in them are of no interest here.
            let word = word.replace("no such", "no_such").replace(' ', "_");
            let known = ["no_such_posting", "not_permitted", "floor", "broken"];
            let word = known.iter().find(|known| word.starts_with(**known)).map_or(&*word, |w| w);
            *self.outcomes.entry(word.to_owned()).or_default() += 1;
        }
    }

    fn struck(&mut self, plan: Plan, statement: &str) {
        self.history.push(format!("{plan:?} {statement}"));
        let known = ["COMMIT", "ROLLBACK TO", "SAVEPOINT", "BEGIN", "INSERT", "SELECT"];
        let place = known.iter().find(|word| statement.contains(**word)).unwrap_or(&"other");
        let trouble = format!("{:?}", plan.trouble);
        let trouble = trouble.split('(').next().unwrap();
        *self.struck.entry(format!("{trouble} {place}")).or_default() += 1;
    }
}

/// A database that seeds share one after the other, each with orgs of its own. A fresh one now and
/// then, because a file that grows gets slow.
pub struct Yard {
    engine: Engine,
    runtime: Runtime,
    ground: Option<Ground>,
    used: usize,
}

impl Yard {
    pub fn new(engine: Engine) -> Self {
        // One thread, on which the writer and those who ask it take turns in one order.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { engine, runtime, ground: None, used: 0 }
    }

    fn config(&mut self) -> Config {
        self.used += 1;
        if self.used % 50 == 1 {
            self.ground = None;
        }
        let ground = self.ground.get_or_insert_with(|| {
            self.runtime.block_on(async {
                let all = migrations();
                let ground = ground_with(self.engine, &all, registry(), TOGETHER).await.unwrap();
                ground.db.close().await;
                ground
            })
        });
        ground.config.clone()
    }
}

pub fn run(yard: &mut Yard, seed: u64) -> Tally {
    let config = yard.config();
    let named = Named(seed);
    let tally = yard.runtime.block_on(async {
        let history = async {
            let mut sim = Sim::new(config, seed).await;
            sim.open().await;
            for _ in 0..ROUNDS {
                sim.round().await;
            }
            sim.end().await
        };
        tokio::time::timeout(LONGEST, history).await.expect("somebody waits for ever")
    });
    std::mem::forget(named);
    tally
}

/// Says which seed it was that failed.
struct Named(u64);
impl Drop for Named {
    fn drop(&mut self) {
        planted::expect(None);
        println!("seed {} failed", self.0);
    }
}

struct Sim {
    config: Config,
    world: World,
    clock: Arc<TestClock>,
    chance: Box<dyn Chance>,
    db: Option<Db>,
    shops: Vec<Auditor>,
    /// Those who heard nothing and ask again, by shop.
    again: Vec<(usize, Asked)>,
    commands: i64,
    tally: Tally,
}

impl Sim {
    async fn new(mut config: Config, seed: u64) -> Self {
        let (world, clock) = World::test(MORNING, seed);
        let chance: Box<dyn Chance> = Box::new(SeededChance::new(seed ^ 0x5eed));
        config.limits = Limits {
            // Everything in one commit, or few of them; one shop in memory, or both.
            batch: [1, 2, 4, 256][small(&*chance, 4)],
            orgs: [1, 64][small(&*chance, 2)],
            // Tables are written at once, or left for the next turn, or until so much is behind. Not by
            // the time that passes, so that one seed has one history.
            few: [0, 0, 16][small(&*chance, 3)],
            behind: [1, 4, usize::MAX][small(&*chance, 3)],
            behind_for: Duration::from_hours(240),
            readers: 1,
            lanes: 1,
            ..config.limits
        };
        let shops = (0..2).map(|_| Auditor::new(Wares::of(&world))).collect();
        let mut sim = Self {
            config,
            world,
            clock,
            chance,
            db: None,
            shops,
            again: Vec::new(),
            commands: 0,
            tally: Tally::default(),
        };
        sim.start().await;
        sim
    }

    fn below(&self, bound: usize) -> usize {
        small(&*self.chance, bound)
    }
    fn db(&self) -> &Db {
        self.db.as_ref().expect("it runs")
    }

    async fn start(&mut self) {
        let db = Db::open(&self.config, &migrations(), registry(), self.world.clone()).await;
        self.db = Some(db.unwrap());
    }

    async fn open(&mut self) {
        for shop in 0..self.shops.len() {
            let moves = self.shops[shop].people.opening(&self.shops[shop].wares);
            let opening = self.number(Manner::Together, moves);
            let answer = opening.send(self.db(), &self.shops[shop].wares.scope()).await;
            let round = Round { now: self.world.now(), troubled: false };
            let db = self.db().clone();
            let unheard = self.shops[shop].enter(&db, &round, &[(opening, answer)]).await;
            assert!(unheard.is_empty());
        }
    }

    fn number(&mut self, manner: Manner, moves: Vec<ledger::Move>) -> Asked {
        self.commands += 1;
        Asked { number: self.commands, manner, moves }
    }

    /// Time passes; now and then somebody puts the clock back, by an hour at most.
    fn tick(&self) {
        let by = Duration::from_micros([0, 0, 1, 5, 30, 40, 3_600_000_000][self.below(7)]);
        if self.below(6) == 0 {
            self.clock.set(self.world.now().minus(by));
        } else {
            self.clock.advance(by);
        }
    }

    /// Several commands at once, in one or few commits.
    async fn round(&mut self) {
        self.tick();
        let troubled = self.below(5) < 3;
        let plan = if troubled { self.plan() } else { None };
        let mut asked = std::mem::take(&mut self.again);
        for (_, again) in &mut asked {
            self.commands += 1;
            again.number = self.commands;
        }
        for _ in 0..=self.below(6) {
            let shop = self.below(self.shops.len());
            let manner = self.manner(troubled);
            let command = self.command(shop, manner, troubled);
            asked.push((shop, command));
        }
        if troubled {
            tell_apart(&mut asked);
        }
        let now = self.world.now();
        planted::expect(plan);
        let heard = self.ask(&asked).await;
        let struck = planted::expect(None);
        if let (Some(plan), Some(struck)) = (plan, &struck) {
            self.tally.struck(plan, struck);
            if matches!(plan.trouble, Trouble::EndsBefore | Trouble::EndsAfter) {
                self.crash().await;
            }
        }
        let sabotage = asked.iter().any(|(_, asked)| asked.manner == Manner::Sabotage);
        let round = Round { now, troubled: struck.is_some() || sabotage };
        let mut by_shop: Vec<Vec<(Asked, Answer)>> =
            self.shops.iter().map(|_| Vec::new()).collect();
        for ((shop, asked), answer) in asked.into_iter().zip(heard) {
            self.tally.heard(&asked, &answer);
            by_shop[shop].push((asked, answer));
        }
        let db = self.db().clone();
        for (shop, heard) in by_shop.iter().enumerate() {
            let unheard = self.shops[shop].enter(&db, &round, heard).await;
            self.again.extend(unheard.into_iter().map(|asked| (shop, asked)));
            for (asked, _) in heard {
                self.shops[shop].people.note(&asked.moves);
            }
        }
        drop(db);
        self.between().await;
    }

    async fn between(&mut self) {
        let shop = self.below(self.shops.len());
        let db = self.db().clone();
        match self.below(12) {
            0 => {
                drop(db);
                self.db().close().await;
                self.start().await;
            }
            1 => {
                let scope = self.shops[shop].wares.scope();
                db.write(&scope, async |tx| ledger::rebuild(tx).await).await.unwrap();
            }
            2 => self.shops[shop].compare(&db).await,
            3 => self.shops[shop].expire(&db).await,
            _ => {}
        }
    }

    fn plan(&self) -> Option<Plan> {
        if self.below(6) == 0 {
            return None;
        }
        let trouble = match self.below(41) {
            0..10 => Trouble::Fails,
            10..20 => Trouble::Unheard,
            20..24 => Trouble::Away(0),
            // The writer rests before it tries again, and so does this test.
            24 => Trouble::Away(1),
            25..33 => Trouble::EndsBefore,
            _ => Trouble::EndsAfter,
        };
        let texts =
            ["COMMIT", "COMMIT", "SAVEPOINT", "ROLLBACK TO", "BEGIN", "INSERT", "SELECT", ""];
        let text = texts[self.below(texts.len())];
        let nth = if text == "COMMIT" { self.below(2) } else { self.below(9) };
        Some(Plan { trouble, text, nth: u32::try_from(nth).unwrap() })
    }

    fn manner(&self, troubled: bool) -> Manner {
        match self.below(32) {
            0..=8 => Manner::Post,
            9 => Manner::Gone,
            10..=13 => Manner::Together,
            14..=19 => Manner::Keyed(self.chance.below(6)),
            20 | 21 => Manner::Refuse,
            22 => Manner::Panic,
            23 => Manner::Leave,
            24 if troubled => Manner::Sabotage,
            _ => Manner::Turn,
        }
    }

    fn command(&mut self, shop: usize, manner: Manner, troubled: bool) -> Asked {
        let count = [1, 1, 1, 2, 3][self.below(5)];
        let Auditor { people, wares, .. } = &mut self.shops[shop];
        let mut moves: Vec<_> = (0..count).map(|_| people.think(wares, &*self.chance)).collect();
        if let Manner::Keyed(key) = manner {
            // Keys are mostly repeated with what they stood for.
            match people.keyed(key) {
                Some(known) if self.chance.below(4) > 0 => moves = known,
                _ => people.note_key(key, &moves),
            }
        }
        // While somebody may hear nothing, nobody asks for the same as a neighbour.
        if !troubled && manner != Manner::Gone {
            people.note(&moves);
        }
        self.number(manner, moves)
    }

    /// Hands everything in at once; what was heard before the process ended, if it does.
    async fn ask(&self, asked: &[(usize, Asked)]) -> Vec<Answer> {
        let heard: RefCell<Vec<Answer>> = RefCell::new(vec![None; asked.len()]);
        let (db, shops) = (self.db(), &self.shops);
        let all = asked.iter().enumerate().map(|(place, (shop, asked))| {
            let (heard, scope) = (&heard, shops[*shop].wares.scope());
            async move {
                let answer = asked.send(db, &scope).await;
                heard.borrow_mut()[place] = answer;
            }
        });
        tokio::select! {
            biased;
            _ = join_all(all) => {}
            () = planted::ended() => {}
        }
        heard.into_inner()
    }

    /// Nothing is finished, and another process finds what is there.
    async fn crash(&mut self) {
        self.db = None;
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        self.start().await;
        if self.db().engine() == Engine::Postgres {
            self.outlive().await;
        }
    }

    /// The server notices that the process has gone, and its lease runs out.
    async fn outlive(&self) {
        let mut read = self.db().read().await.unwrap();
        let holds = sql!(
            "SELECT COUNT(*) AS n FROM pg_stat_activity
             WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
        );
        for _ in 0..500 {
            let row = read.row(holds, args![]).await.unwrap().unwrap();
            if row.get::<i64>("n").unwrap() == 0 {
                return read.conn().script("UPDATE lease SET until = 0").await.unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server holds on to a connection that has gone");
    }

    async fn end(mut self) -> Tally {
        let db = self.db().clone();
        for shop in &mut self.shops {
            shop.compare(&db).await;
        }
        db.close().await;
        self.tally
    }
}

/// What came of a post is told in the journal by its ids, unless they are others' as well; then it is a
/// turn, whose event tells.
fn tell_apart(asked: &mut [(usize, Asked)]) {
    let mut uses: BTreeMap<PostingId, usize> = BTreeMap::new();
    for id in asked.iter().flat_map(|(_, asked)| asked.ids()) {
        *uses.entry(id).or_default() += 1;
    }
    for (_, asked) in asked {
        let ids = asked.ids();
        // A release has no id of its own.
        let is_told = ids.len() == asked.moves.len() && ids.iter().all(|id| uses[id] == 1);
        if asked.manner == Manner::Post && !is_told {
            asked.manner = Manner::Turn;
        }
    }
}

fn small(chance: &dyn Chance, bound: usize) -> usize {
    usize::try_from(chance.below(bound as u64)).unwrap()
}
