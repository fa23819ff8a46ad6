//! Orders that are paid online in every order of things, with an auditor who reads the provider's books
//! and ours and knows no rule but that money and goods are where they belong.

use std::collections::HashMap;

use kernel::{Chance as _, Error, OrderId, PaymentId, SeededChance, payment::Fact};

use super::{
    actions::{hear, leave, refund},
    double::Mishap,
    store,
    tests::Stall,
    *,
};
use crate::orders::{self, actions as order_actions};

/// What an independent hand keeps of a run.
#[derive(Default)]
struct Notes {
    orders: Vec<OrderId>,
    payments: Vec<(PaymentId, &'static str)>,
    /// Told by a provider, and not yet heard.
    letters: Vec<(&'static str, Fact)>,
    by_hand: HashMap<PaymentId, i64>,
}

/// What a refusal may be; anything else is a fault.
fn fair<T>(done: kernel::Result<T>) -> Option<T> {
    match done {
        Ok(done) => Some(done),
        Err(Error::Refused(_) | Error::Invalid(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn step(stall: &Stall, notes: &mut Notes, dice: [u8; 4]) {
    let grocer = &stall.grocer;
    let pick = usize::from(dice[1]);
    let way = if dice[2].is_multiple_of(2) { "stripe" } else { "wechat" };
    let double = if way == "stripe" { &stall.stripe } else { &stall.wechat };
    let order = notes.orders.get(pick % notes.orders.len().max(1)).copied();
    let payment = notes.payments.get(pick % notes.payments.len().max(1)).copied();
    if dice[3].is_multiple_of(5) {
        double.goes_wrong([Mishap::Lost, Mishap::Silent, Mishap::No][pick % 3]);
    }
    match (dice[0] % 12, order, payment) {
        (0, ..) => notes.orders.extend(fair(grocer.order(stall.ana, &[(stall.berries, 2)]).await)),
        (1 | 2, Some(order), _) => {
            if let Some(id) = fair(stall.begin(order, way).await)
                && !notes.payments.contains(&(id, way))
            {
                notes.payments.push((id, way));
            }
        }
        (3 | 4, _, Some((id, way))) => {
            let double = if way == "stripe" { &stall.stripe } else { &stall.wechat };
            notes.letters.extend(double.pay(&id.to_string()).map(|fact| (way, fact)));
        }
        (5, ..) if !notes.letters.is_empty() => {
            let (way, fact) = notes.letters[pick % notes.letters.len()].clone();
            let heard = grocer.turn(async |tx| hear(tx, way, fact).await).await.unwrap();
            assert_eq!(heard, Ok(()));
        }
        (6, Some(order), _) => {
            fair(grocer.turn(async |tx| order_actions::cancel(tx, order, "").await).await);
        }
        (7, Some(order), _) => match dice[2] % 3 {
            0 => drop(fair(grocer.hand_over(order).await)),
            1 => drop(fair(grocer.turn(async |tx| order_actions::pay(tx, order).await).await)),
            _ => drop(fair(grocer.turn(async |tx| order_actions::prepare(tx, order).await).await)),
        },
        (8, _, Some((id, _))) => {
            let amount = i64::from(dice[2]) * 10 + 1;
            if fair(grocer.turn(async |tx| refund(tx, id, amount, "sorry").await).await).is_some() {
                *notes.by_hand.entry(id).or_default() += amount;
            }
        }
        (9, _, Some((id, _))) => {
            fair(grocer.turn(async |tx| leave(tx, id).await).await);
        }
        (10, ..) => stall.minutes(u64::from(dice[2] % 40) + 1),
        (11, ..) if dice[2] < 30 => grocer.wait(50),
        _ => grocer.settle().await,
    }
}

/// Everything that will happen by itself has happened.
async fn quiet(stall: &Stall, notes: &mut Notes) {
    for double in [&stall.stripe, &stall.wechat] {
        double.books().mishaps.clear();
    }
    for (way, fact) in notes.letters.drain(..) {
        let heard = stall.grocer.turn(async |tx| hear(tx, way, fact).await).await.unwrap();
        assert_eq!(heard, Ok(()));
    }
    for _ in 0..30 {
        stall.grocer.wait(3);
        stall.grocer.settle().await;
    }
    let refused = async |tx: &mut ::store::Tx| {
        for (id, _) in &notes.payments {
            let payment = store::require(tx, tx.org(), *id).await?;
            let sums = Sums::of(&store::backs(tx, tx.org(), *id).await?);
            let order = orders::require(tx, tx.org(), payment.order).await?;
            let orders_own = payment.taken && order.payment == orders::Payment::Paid;
            if payment.left(sums) > 0 && !orders_own {
                assert_eq!(payment.trouble, model::REFUND_FAILED, "only what was refused waits");
                refund(tx, *id, payment.left(sums), "again").await?;
            }
        }
        Ok(())
    };
    stall.grocer.turn(refused).await.unwrap();
    stall.grocer.settle().await;
}

async fn audit(stall: &Stall, notes: &Notes, seed: u64) {
    let mut kept: HashMap<OrderId, i64> = HashMap::new();
    for (id, _) in &notes.payments {
        let payment = stall.now_of(*id).await;
        assert!(!payment.state.is_open(), "seed {seed}: {payment:?} is open for ever");
        *kept.entry(payment.order).or_default() += stall.has(*id);
        let mut db = stall.grocer.ground.db.read().await.unwrap();
        let backs = store::backs(&mut db, stall.grocer.org, *id).await.unwrap();
        let sums = Sums::of(&backs);
        assert_eq!(sums.waiting, 0, "seed {seed}: {backs:?} is on its way for ever");
        let ours = if payment.state == State::Paid { payment.amount - sums.done } else { 0 };
        assert_eq!(stall.has(*id), ours, "seed {seed}: {payment:?} {backs:?}");
    }
    let mut away = 0;
    for id in &notes.orders {
        let order = stall.grocer.now_of(*id).await;
        let mut db = stall.grocer.ground.db.read().await.unwrap();
        let tried = store::of_order(&mut db, stall.grocer.org, *id).await.unwrap();
        let taken: Vec<_> = tried.iter().filter(|payment| payment.taken).collect();
        assert!(taken.len() <= 1, "seed {seed}: two payments are one order's");
        let hand: i64 = taken.iter().map(|one| notes.by_hand.get(&one.id).unwrap_or(&0)).sum();
        let keeps = order.payment == orders::Payment::Paid && !taken.is_empty();
        let most = if keeps { order.amount } else { 0 };
        let least = if keeps { order.amount - hand } else { 0 };
        let has = kept.get(id).copied().unwrap_or(0);
        assert!((least..=most).contains(&has), "seed {seed}: {order:?} {tried:?} keeps {has}");
        assert_ne!(order.state, orders::State::Reserved, "seed {seed}: held for ever");
        if matches!(
            order.state,
            orders::State::Paid | orders::State::Ready | orders::State::Collected
        ) {
            away += order.pieces;
        }
    }
    assert_eq!(stall.left().await, 6 - away, "seed {seed}: the shelf");
}

async fn run(engine: ::store::Engine, seed: u64) {
    let stall = Stall::open(engine).await;
    let chance = SeededChance::new(seed);
    let mut notes = Notes::default();
    for _ in 0..70 {
        let mut dice = [0; 4];
        chance.fill(&mut dice);
        step(&stall, &mut notes, dice).await;
    }
    quiet(&stall, &mut notes).await;
    audit(&stall, &notes, seed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_loses_money_or_goods() {
    for engine in ::store::testing::engines() {
        let most = if engine == ::store::Engine::Sqlite { 40 } else { 8 };
        for seed in 0..most {
            run(engine, seed).await;
        }
    }
}
