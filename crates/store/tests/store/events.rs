//! Events: numbered per org without gaps, in commit order, whatever happens around them.

use futures::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use kernel::{Actor, Scope, World};
use store::{Limits, testing::MORNING};

use crate::house::*;

fn fate(world: &World) -> Fate {
    match world.chance.below(12) {
        0 | 1 => Fate::Refuse,
        2 => Fate::Panic,
        3 => Fate::Swallow,
        4 => Fate::Leave,
        _ => Fate::Keep,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_have_no_gaps_under_any_mix_of_fates() {
    for seed in 0..6 {
        let limits = Limits { batch: 1 + seed as usize * 9, ..TOGETHER };
        for house in houses(limits).await {
            let (world, _) = World::test(MORNING, seed);
            let scopes: Vec<Scope> = (0..3).map(|_| house.scope()).collect();
            let all: FuturesUnordered<_> = (0..300)
                .map(|number| {
                    let scope = &scopes[world.chance.below(3) as usize];
                    let (fate, db) = (fate(&world), &house.db);
                    async move { (scope, number, fate, act(db, scope, number, fate).await) }
                })
                .collect();
            let outcomes: Vec<_> = all.collect().await;
            for scope in &scopes {
                let mine = outcomes.iter().filter(|(of, ..)| *of == scope);
                let mut kept = Vec::new();
                for (_, number, fate, outcome) in mine {
                    assert_eq!(outcome.is_ok(), *fate == Fate::Keep, "seed {seed} {outcome:?}");
                    if outcome.is_ok() {
                        kept.push(*number);
                    }
                }
                let mut seen = stream(&house.db, scope.org()).await;
                seen.sort_unstable();
                kept.sort_unstable();
                assert_eq!(seen, kept, "seed {seed}");
                assert_eq!(notes(&house.db, scope.org()).await, kept, "seed {seed}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_go_on_after_a_restart() {
    for house in houses(TOGETHER).await {
        let scope = house.scope();
        act(&house.db, &scope, 1, Fate::Keep).await.unwrap();
        let db = reopened(&house, registry()).await;
        assert_eq!(act(&db, &scope, 2, Fate::Keep).await.unwrap().position, 2);
        assert_eq!(stream(&db, scope.org()).await, [1, 2]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_watches_hears_of_every_commit_once_in_order_and_not_before() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let mut watch = db.watch();
        let all = join_all(
            (0..100)
                .map(|n| act(db, &scope, n, if n % 3 == 0 { Fate::Refuse } else { Fate::Keep })),
        );
        let kept = all.await.into_iter().flatten().count();
        let mut heard = Vec::new();
        while let Ok(committed) = watch.try_recv() {
            assert_eq!(committed.org, scope.org());
            heard.extend(committed.events.iter().map(|event| event.number));
            let last = heard.last().copied().unwrap_or(0);
            db.reach(scope.org(), last).await.expect("what was told is durable");
        }
        // The last answer came after its event was told.
        assert_eq!(heard, (1..=kept as i64).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_says_who_when_and_what() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let member = Actor::Member(house.world.id());
        db.write(&scope, async |tx| tx.emit_as(member, &Noted { number: 7 })).await.unwrap();
        let event = db.events_after(scope.org(), 0, 10).await.unwrap().remove(0);
        assert_eq!((event.actor, event.at, event.number), (member, MORNING, 1));
        assert_eq!(event.read::<Noted>(), Some(Noted { number: 7 }));
        assert!(db.events_after(house.org(), 0, 10).await.unwrap().is_empty());
    }
}
