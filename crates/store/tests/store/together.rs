//! Many who share a turn: each answered for itself, whatever becomes of the others.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::join_all;
use kernel::{Actor, Error, MemberId, Result, Scope, scope::Remit};
use store::{Db, Key, Together, Tx, Word, Written, testing::PATIENT};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::house::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Fine,
    /// Is refused, and nothing is left of it.
    Refused,
    /// Cannot be decided with others.
    Shy,
    /// Breaks the turn that it is in.
    Breaks,
}

/// Somebody who wants a number noted.
#[derive(Debug, Clone)]
struct Guest {
    table: Uuid,
    number: i64,
    mood: Mood,
    /// How many shared each turn.
    seen: Arc<Mutex<Vec<usize>>>,
}

impl Guest {
    async fn sits(&self, tx: &mut Tx) -> Result<i64> {
        match self.mood {
            Mood::Fine | Mood::Shy => note(tx, self.number).await.map(|()| self.number),
            Mood::Refused => Err(refused("notes.no")),
            Mood::Breaks => Err(Error::broken("a guest breaks it")),
        }
    }
}

impl Together for Guest {
    type Answer = i64;
    fn subject(&self) -> Uuid {
        self.table
    }
    async fn alone(&self, tx: &mut Tx) -> Result<i64> {
        self.sits(tx).await
    }
    async fn many(tx: &mut Tx, asked: &[(&Scope, &Self)]) -> Result<Vec<Word<i64>>> {
        let mut words = Vec::new();
        for (scope, guest) in asked {
            tx.speak_for(scope);
            words.push(match guest.mood {
                Mood::Shy => Word::Alone,
                Mood::Breaks => guest.sits(tx).await.map(|number| Word::Told(Ok(number)))?,
                _ => Word::Told(guest.sits(tx).await),
            });
        }
        asked[0].1.seen.lock().unwrap().push(asked.len());
        Ok(words)
    }
}

struct Party {
    table: Uuid,
    seen: Arc<Mutex<Vec<usize>>>,
}

impl Party {
    fn new() -> Self {
        Self { table: Uuid::from_u128(7), seen: Arc::default() }
    }
    fn guest(&self, number: i64, mood: Mood) -> Guest {
        Guest { table: self.table, number, mood, seen: self.seen.clone() }
    }
    fn largest(&self) -> usize {
        self.seen.lock().unwrap().iter().copied().max().unwrap_or(0)
    }
}

fn key(number: i64) -> Key {
    Key::new("phone", &format!("mark-{number}"), &[b"POST /claims", &number.to_be_bytes()]).unwrap()
}

async fn ask(db: &Db, scope: &Scope, guest: Guest) -> Result<Written<i64>> {
    let key = key(guest.number);
    db.write_together(scope, Some(key), guest).await
}

/// Everything at once, behind a command that takes its time, so that they wait for one another.
async fn rush(db: &Db, scope: &Scope, guests: Vec<Guest>) -> Vec<Result<Written<i64>>> {
    let slow = db.write(scope, async |_| {
        tokio::time::sleep(Duration::from_millis(60)).await;
        Ok(())
    });
    let all = join_all(guests.into_iter().map(|guest| ask(db, scope, guest)));
    let (slow, all) = tokio::join!(slow, all);
    slow.unwrap();
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_the_same_at_once_shares_turns_and_has_an_answer_of_their_own() {
    for house in houses(PATIENT).await {
        let (scope, db, party) = (house.scope(), &house.db, Party::new());
        // Each twice, with one mark: as impatient thumbs do.
        let guests: Vec<_> = (0..400).map(|n| party.guest(n / 2, Mood::Fine)).collect();
        let told = rush(db, &scope, guests).await;
        let last = told.iter().map(|one| one.as_ref().unwrap().position).max();
        for (at, one) in told.iter().enumerate() {
            assert_eq!(one.as_ref().unwrap().value, at as i64 / 2);
        }
        assert_eq!(notes(db, scope.org()).await, (0..200).collect::<Vec<_>>(), "each once");
        assert_eq!(stream(db, scope.org()).await.len(), 200);
        assert_eq!(last, Some(200));
        assert!((2..=64).contains(&party.largest()), "{:?}", party.seen);
        // And later, with the mark that had its effect.
        let again = ask(db, &scope, party.guest(7, Mood::Fine)).await.unwrap();
        assert_eq!(again.value, 7);
        assert_eq!(notes(db, scope.org()).await.len(), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_becomes_of_one_is_nothing_to_the_others() {
    for house in houses(PATIENT).await {
        let (scope, db, party) = (house.scope(), &house.db, Party::new());
        let mood = |n: i64| match n % 5 {
            1 => Mood::Refused,
            2 => Mood::Shy,
            _ => Mood::Fine,
        };
        for breaks in [false, true] {
            let first = if breaks { 1000 } else { 0 };
            let mood = |n: i64| if breaks && n == 1017 { Mood::Breaks } else { mood(n) };
            let guests = (first..first + 100).map(|n| party.guest(n, mood(n))).collect();
            let told = rush(db, &scope, guests).await;
            for (n, one) in (first..).zip(told) {
                match mood(n) {
                    Mood::Refused => assert_eq!(one.unwrap_err().code(), "notes.no"),
                    Mood::Breaks => assert!(matches!(one, Err(Error::Broken(_))), "{one:?}"),
                    _ => assert_eq!(one.unwrap().value, n),
                }
            }
        }
        let noted: BTreeSet<i64> = notes(db, scope.org()).await.into_iter().collect();
        let expected = (0..100).chain(1000..1100).filter(|n| n % 5 != 1 && *n != 1017).collect();
        assert_eq!(noted, expected);
        assert!(party.largest() > 1, "{:?}", party.seen);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_mark_stands_for_one_thing_among_many_too() {
    for house in houses(PATIENT).await {
        let (scope, db, party) = (house.scope(), &house.db, Party::new());
        ask(db, &scope, party.guest(1, Mood::Fine)).await.unwrap();
        let forged = Key::new("phone", "mark-1", &[b"POST /claims", b"another"]).unwrap();
        let forged = db.write_together(&scope, Some(forged), party.guest(50, Mood::Fine));
        let others: Vec<_> = (2..30).map(|n| party.guest(n, Mood::Fine)).collect();
        let (forged, others) = tokio::join!(forged, rush(db, &scope, others));
        assert_eq!(forged.unwrap_err(), Error::KeyMismatch);
        assert!(others.iter().all(Result::is_ok));
        // Without a mark each is one more, and its own number stands in its way.
        let bare = db.write_together(&scope, None, party.guest(1, Mood::Fine)).await;
        assert!(bare.is_err(), "{bare:?}");
        assert_eq!(notes(db, scope.org()).await, (1..30).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_those_who_have_gone() {
    for house in houses(PATIENT).await {
        let (scope, party) = (house.scope(), Party::new());
        let mut asking = JoinSet::new();
        for number in 0..120 {
            let (db, scope, guest) =
                (house.db.clone(), scope.clone(), party.guest(number, Mood::Fine));
            let goes = number % 2 == 0;
            asking.spawn(async move {
                let asked = ask(&db, &scope, guest);
                if goes {
                    // At some moment between standing in line and the answer.
                    let soon = Duration::from_micros(u64::try_from(number).unwrap() * 150);
                    return tokio::time::timeout(soon, asked).await.ok().map(|told| (number, told));
                }
                let told = tokio::time::timeout(Duration::from_secs(20), asked).await;
                Some((number, told.expect("who stays is answered")))
            });
        }
        while let Some(told) = asking.join_next().await {
            if let Some((number, told)) = told.unwrap() {
                assert_eq!(told.unwrap().value, number);
            }
        }
        let noted = notes(&house.db, scope.org()).await;
        assert!((1..120).step_by(2).all(|n| noted.contains(&n)), "{noted:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_is_lost_is_answered_with_come_again() {
    for house in houses(PATIENT).await {
        let (scope, db, party) = (house.scope(), &house.db, Party::new());
        trouble(scope.org(), Some(Trouble::Fails));
        let guests = (0..20).map(|n| party.guest(n, Mood::Fine));
        let told = join_all(guests.map(|guest| ask(db, &scope, guest))).await;
        assert!(told.iter().all(is_busy), "{told:?}");
        trouble(scope.org(), None);
        let told = rush(db, &scope, (0..20).map(|n| party.guest(n, Mood::Fine)).collect()).await;
        assert!(told.iter().all(Result::is_ok));
        assert_eq!(notes(db, scope.org()).await, (0..20).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_noted_under_its_own_name() {
    for house in houses(PATIENT).await {
        let (org, db, party) = (house.scope().org(), &house.db, Party::new());
        let scopes: Vec<Scope> = (0..30)
            .map(|n| {
                let member = MemberId::from_uuid(Uuid::from_u128(n + 1));
                Scope::proven(org, Actor::Member(member), Remit::Everything)
            })
            .collect();
        let guests = (0..30).map(|n| party.guest(n, Mood::Fine));
        join_all(guests.zip(&scopes).map(|(guest, scope)| ask(db, scope, guest))).await;
        for event in db.events_after(org, 0, 100).await.unwrap() {
            let number = event.read::<Noted>().unwrap().number;
            assert_eq!(event.actor, scopes[number as usize].actor());
        }
    }
}
