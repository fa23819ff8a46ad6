//! The auditor of one shop. They foretell every answer from books of their own, and read in the journal
//! what became of those who heard nothing.

use std::collections::BTreeMap;

use kernel::{PostingId, Time};
use ledger::{AccountKey, Move};
use serde_json::Value as Json;
use store::{Db, Read as _, Reader, args, sql};

use super::asks::{Answer, Asked, Manner, key};
use crate::{moves::People, naive::Naive, world::Wares};

/// What the auditor holds to be true.
#[derive(Clone, Default)]
struct Books {
    naive: Naive,
    /// What each key stood for, and its answer.
    keys: BTreeMap<u64, (String, Vec<String>)>,
    events: i64,
}

/// What the journal says, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Effects {
    entries: Vec<String>,
    events: Vec<i64>,
    keys: Vec<String>,
}

pub struct Auditor {
    pub wares: Wares,
    pub people: People,
    books: Books,
    /// The last row of the journal that was looked at.
    row: i64,
    /// Reservations that the journal says ran out of time, since it was looked at for a round.
    lapsed: Vec<PostingId>,
}

/// What went on around a round's commands.
pub struct Round {
    pub now: Time,
    /// Whether somebody's commit may have failed.
    pub troubled: bool,
}

impl Auditor {
    pub fn new(wares: Wares) -> Self {
        let people = People::new(&wares);
        Self { wares, people, books: Books::default(), row: 0, lapsed: Vec::new() }
    }

    /// Enters what was answered; whoever heard nothing is asked for in the journal. Returns those who
    /// will ask again.
    pub async fn enter(&mut self, db: &Db, round: &Round, heard: &[(Asked, Answer)]) -> Vec<Asked> {
        let found = self.look(&mut db.read().await.unwrap()).await;
        let lapsed = std::mem::take(&mut self.lapsed);
        let mut expected = Effects::default();
        let mut unheard = Vec::new();
        for (asked, answer) in heard {
            let before = self.books.clone();
            let outcome = self.foretell(asked, round.now);
            let effects = effects(asked, &outcome, &before);
            let kept = match answer {
                Some(words) if words[..] != ["busy"] => {
                    assert_eq!(*words, outcome, "{asked:?} of {heard:#?}");
                    true
                }
                _ => {
                    assert!(answer.is_none() || round.troubled, "busy without a reason: {asked:?}");
                    unheard.push(Asked { manner: asked.manner.again(), ..asked.clone() });
                    effects.are_in(&found)
                }
            };
            if !kept {
                self.books = before;
                continue;
            }
            if asked.manner.keeps() && done(&outcome) {
                self.people.learn(&asked.moves);
            }
            expected.add(effects);
        }
        // What ended before a post that then came to nothing stays ended.
        for id in lapsed {
            self.books.naive.has_lapsed(id, round.now);
        }
        assert_eq!(found, expected, "the journal, and what must be in it: {heard:#?}");
        self.books.events += expected.events.len() as i64;
        unheard
    }

    fn foretell(&mut self, asked: &Asked, now: Time) -> Vec<String> {
        let before = self.books.clone();
        let content = asked.content();
        if let Manner::Keyed(number) = asked.manner
            && let Some((known, answer)) = self.books.keys.get(&number)
        {
            let same = *known == content;
            return if same { answer.clone() } else { vec!["other content".to_owned()] };
        }
        self.books.naive.lapse(now);
        // What a turn ended on its way is open again when it is refused: with a clock that is put back
        // that is not the same. What was ended for a post stays so.
        let is_post = asked.manner == Manner::Post;
        let refused_leaves = if is_post { self.books.naive.clone() } else { before.naive.clone() };
        let mut outcome = Vec::new();
        for one in &asked.moves {
            let one = self.books.naive.decide(now, one);
            let refused = one != "ok" && one != "already";
            outcome.push(one);
            if refused {
                self.books.naive = refused_leaves;
                return outcome.pop().into_iter().collect();
            }
        }
        match asked.manner {
            Manner::Keyed(number) => {
                self.books.keys.insert(number, (content, outcome.clone()));
            }
            manner if manner.keeps() => {}
            manner => {
                self.books = before;
                return match manner {
                    Manner::Refuse => vec!["not permitted: test".to_owned()],
                    Manner::Panic => vec!["broken: a command panicked".to_owned()],
                    _ => vec!["nothing".to_owned()],
                };
            }
        }
        outcome
    }

    /// What came into the journal since it was looked at last. Reservations that ran out of time end in
    /// whatever commit comes first, so that nobody is held to it.
    async fn look(&mut self, db: &mut Reader) -> Effects {
        let sql =
            sql!("SELECT number, body FROM journal WHERE org = $1 AND number > $2 ORDER BY number");
        let mut found = Effects::default();
        for row in db.rows(sql, args![self.wares.org, self.row]).await.unwrap() {
            self.row = row.get("number").unwrap();
            for line in row.get::<String>("body").unwrap().split('\n') {
                let leaf: Json = serde_json::from_str(line).unwrap();
                if let Some(kind) = leaf["kind"].as_str() {
                    let id = leaf["id"].as_str().unwrap();
                    match kind {
                        "lapsed" => self.lapsed.push(id.parse().unwrap()),
                        "released" => found.entries.push(format!("released {id}")),
                        _ => found.entries.push(id.to_owned()),
                    }
                } else if leaf["event"].is_i64() {
                    found.events.push(leaf["data"]["command"].as_i64().unwrap());
                } else if let Some(key) = leaf["key"].as_str() {
                    found.keys.push(key.to_owned());
                }
            }
        }
        found
    }

    /// What the quiet hours do.
    pub async fn expire(&mut self, db: &Db) {
        let now = self.wares.world.now();
        let unit = self.wares.stamp_unit();
        let target = ledger::expired_account(&unit).unwrap();
        self.books.naive.lapse(now);
        let foretold = self.books.naive.expire(now, unit.as_str(), target.as_str());
        let scope = self.wares.scope();
        let found = db
            .write(&scope, async |tx| {
                ledger::expire_reservations(tx).await?;
                ledger::expire_lots(tx, &unit).await
            })
            .await
            .unwrap();
        // What the sweep freed in this very command is seen by the next call.
        let again =
            db.write(&scope, async |tx| ledger::expire_lots(tx, &unit).await).await.unwrap();
        assert!(found.value <= foretold && found.value + again.value >= foretold);
        self.look(&mut db.read().await.unwrap()).await;
    }

    /// The books, the tables and the auditor say the same.
    pub async fn compare(&mut self, db: &Db) {
        // Deciding ends what ran out of time; here nothing may have been decided since.
        self.books.naive.lapse(self.wares.world.now());
        let scope = self.wares.scope();
        let sweep = db.write(&scope, async |tx| ledger::expire_reservations(tx).await);
        sweep.await.unwrap();
        let mut read = db.read().await.unwrap();
        self.look(&mut read).await;
        let org = self.wares.org;
        let report = ledger::audit(&mut read, org, |_| ()).await.unwrap();
        let Books { naive, events, .. } = &self.books;
        assert_eq!(report.difference, None);
        assert_eq!(report.events, *events);
        assert_eq!(report.open_reservations, naive.open.len() as i64);
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for (key, holder) in &naive.holders {
            let key = AccountKey::new(key).unwrap();
            let found = ledger::find_account(&mut read, org, &key).await.unwrap();
            let found = found.unwrap_or_else(|| panic!("{key} is missing: {holder:?}"));
            assert_eq!((found.balance, found.held), (holder.balance, holder.held), "{key}");
            assert_eq!((found.unit.as_str(), found.floor), (holder.unit.as_str(), holder.floor));
            *sums.entry(&holder.unit).or_default() += found.balance;
            let lots = ledger::lots_of(&mut read, org, &key).await.unwrap();
            let lots: Vec<_> = lots
                .iter()
                .map(|lot| (lot.expires_at.map_or(i64::MAX, Time::micros), lot.amount, lot.held))
                .collect();
            assert_eq!(lots, holder.lots, "{key}");
        }
        assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
        assert_eq!(report.accounts, naive.holders.len() as i64);
        for total in &report.units {
            let held = naive.holders.values().filter(|holder| holder.unit == total.unit);
            let sum: i64 = held.map(|holder| holder.balance.max(0)).sum();
            assert_eq!(sum, total.outstanding, "{}", total.unit);
        }
    }
}

/// What a command leaves in the journal, when it is kept with this outcome.
fn effects(asked: &Asked, outcome: &[String], before: &Books) -> Effects {
    let mut effects = Effects::default();
    let is_repeat =
        matches!(asked.manner, Manner::Keyed(number) if before.keys.contains_key(&number));
    if is_repeat || !asked.manner.keeps() || !done(outcome) {
        return effects;
    }
    for (one, _) in asked.moves.iter().zip(outcome).filter(|(_, word)| *word == "ok") {
        match one {
            Move::Release(id) => {
                let id = kernel::PostingId::from_uuid(id.uuid());
                effects.entries.push(format!("released {id}"));
            }
            other => effects.entries.extend(other.id().map(|id| id.to_string())),
        }
    }
    if asked.manner.tells() {
        effects.events.push(asked.number);
    }
    if let Manner::Keyed(number) = asked.manner {
        effects.keys.push(format!("simulation/{}", key(number)));
    }
    effects
}

impl Effects {
    /// All of it, or nothing: whoever finds a part of it is told by the comparison that follows.
    fn are_in(&self, found: &Self) -> bool {
        match self.events.first() {
            Some(command) => found.events.contains(command),
            None => self.entries.iter().any(|entry| found.entries.contains(entry)),
        }
    }
    fn add(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.events.extend(other.events);
        self.keys.extend(other.keys);
    }
}

pub fn done(outcome: &[String]) -> bool {
    outcome.iter().all(|one| one == "ok" || one == "already")
}
