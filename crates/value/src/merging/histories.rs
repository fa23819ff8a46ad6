//! Random histories of two records that become one at a random moment, beside one record that did all of
//! it from the start: both end alike. What is left out here because it differs by construction stands in
//! `docs/decisions/0008-merging.md` and is told in `tests.rs`.

use std::time::Duration;

use ::store::{Engine, Tx};
use kernel::{Lang, MemberId, ProgramId, PurchaseId, Result, SeededChance};
use people::members::{
    self, NewMember,
    merging::{self, Ask, Wins},
};

use crate::{
    points::{
        self, Book, Whose,
        actions::{Adjust, adjust, create},
        histories::{Dice, market, pick, random_ladder, random_lines, random_terms, tables},
    },
    purchases::{self, Line, NewPurchase, Offer, Prices, Source},
    returns::{self, NewReturn, Wanted},
    testing::Market,
    tiers,
    visits::{self, NewVisit, custom},
    wallets::{
        self, Pay,
        actions::{NewTopUp, top_up},
        tests::{opened, plan},
    },
    words::Words,
};

const STEPS: usize = 16;
const PEOPLE: usize = 25;
const ROUNDS: u64 = 8;

/// Somebody who is one record, and the same person as two.
struct Person {
    one: MemberId,
    two: [MemberId; 2],
    merged_at: usize,
    bought: Vec<[PurchaseId; 2]>,
}

pub async fn add(tx: &mut Tx, name: &str) -> Result<MemberId> {
    let new = NewMember { name: name.into(), ..NewMember::default() };
    members::actions::add(tx, new.from("counter").agreed("counter", &[])).await
}

async fn has(tx: &mut Tx, program: ProgramId, member: MemberId) -> Result<i64> {
    points::spendable(tx, Whose { program, member }).await
}

/// The same thing happens to the one record and to either of the two.
async fn step(
    tx: &mut Tx,
    (market, programs, dice): (&Market, &[ProgramId], &Dice),
    person: &mut Person,
) -> Result<()> {
    let side = person.two[usize::try_from(pick(dice, 2)).unwrap()];
    // As every door does it: the id of either means the one that lives on.
    let side = members::require(tx, tx.org(), side).await?.id;
    let both = [person.one, side];
    let program = programs[usize::try_from(pick(dice, programs.len() as i64)).unwrap()];
    let have = has(tx, program, both[0]).await?.min(has(tx, program, both[1]).await?);
    match pick(dice, 8) {
        0..=2 => buy(tx, (market, dice), person, (both, program, have)).await,
        3 => give_back(tx, (market, dice), person).await,
        4 | 5 => {
            let points = if have > 0 && pick(dice, 2) == 0 { -have } else { 1 + pick(dice, 30) };
            for member in both {
                let reason = "a story".to_owned();
                adjust(tx, Adjust { program, member, points, reason }).await?;
            }
            Ok(())
        }
        6 => {
            for member in both {
                visits::record(tx, NewVisit { member, store: market.store, staff: None, at: None })
                    .await?;
            }
            Ok(())
        }
        _ => {
            let amount = 1_000 + pick(dice, 20) * 1_000;
            for member in both {
                let new = NewTopUp { member, amount, shown: None, store: None, staff: None };
                top_up(tx, new).await?;
            }
            Ok(())
        }
    }
}

async fn buy(
    tx: &mut Tx,
    (market, dice): (&Market, &Dice),
    person: &mut Person,
    (both, program, have): ([MemberId; 2], ProgramId, i64),
) -> Result<()> {
    let lines: Vec<Line> = random_lines(dice)
        .into_iter()
        .map(|line| Line {
            product: line.product,
            category: line.category,
            quantity: line.quantity,
            amount: line.amount,
        })
        .collect();
    let offer = (pick(dice, 3) == 0).then_some(Offer { program, points: have });
    let most = wallets::balance(tx, both[0]).await?.total();
    let most = most.min(wallets::balance(tx, both[1]).await?.total());
    let pays = pick(dice, 2) == 0;
    let mut made = Vec::new();
    for member in both {
        let new = NewPurchase {
            member: Some(member),
            store: market.store,
            staff: None,
            amount: lines.iter().map(|line| line.amount).sum(),
            items: 1,
            at: None,
            reference: None,
            source: Source::Api,
            lines: lines.clone(),
            points: offer,
            vouchers: Vec::new(),
            prices: Prices::AsTold,
        };
        let purchase = purchases::record(tx, new).await?;
        if pays {
            let most = most.min(purchase.amount / 2);
            wallets::pay(tx, Pay { purchase: purchase.id, member, most }).await?;
        }
        made.push(purchase.id);
    }
    person.bought.push([made[0], made[1]]);
    Ok(())
}

async fn give_back(tx: &mut Tx, (market, dice): (&Market, &Dice), person: &Person) -> Result<()> {
    if person.bought.is_empty() {
        return Ok(());
    }
    let of = person.bought[usize::try_from(pick(dice, person.bought.len() as i64)).unwrap()];
    let open = returns::open(tx, tx.org(), of[0]).await?;
    let Some(line) = open.lines.iter().position(|line| line.quantity() > 0) else { return Ok(()) };
    let pieces = 1 + pick(dice, open.lines[line].quantity());
    for purchase in of {
        let wanted = Wanted { pieces: vec![(line + 1, pieces)], amount: None };
        let (store, reason) = (market.store, String::new());
        returns::take(tx, NewReturn { purchase, store, staff: None, wanted, reason }).await?;
    }
    Ok(())
}

async fn merge(tx: &mut Tx, person: &Person, dice: &Dice) -> Result<()> {
    let [a, b] = person.two;
    let (into, from) = if pick(dice, 2) == 0 { (a, b) } else { (b, a) };
    merging::merge(tx, Ask { into, from, wins: Wins::default(), lang: Lang::En }).await.map(drop)
}

async fn lived(engine: Engine, seed: u64) -> (Market, Vec<ProgramId>, Vec<Person>) {
    let dice = SeededChance::new(seed);
    let dice: &Dice = &dice;
    let market = market(engine).await;
    opened(&market, plan()).await;
    let mut programs = Vec::new();
    for _ in 0..3 {
        let (terms, ladder) = (random_terms(dice), random_ladder(dice));
        let name = Words { en: "Thank you".into(), ..Words::default() };
        let made = async |tx: &mut Tx| {
            let made = create(tx, name, terms).await?;
            if let Some(ladder) = ladder {
                tiers::keep(tx, made, ladder).await?;
            }
            Ok(made)
        };
        programs.push(market.turn(made).await.unwrap());
    }
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        let merged_at = usize::try_from(pick(dice, STEPS as i64)).unwrap();
        let add = async |tx: &mut Tx| {
            let (one, a, b) =
                (add(tx, "Ana").await?, add(tx, "Ana").await?, add(tx, "Anna").await?);
            Ok(Person { one, two: [a, b], merged_at, bought: Vec::new() })
        };
        people.push(market.turn(add).await.unwrap());
    }
    for at in 0..STEPS {
        let hours = u64::try_from(1 + pick(dice, 40)).unwrap();
        market.ground.clock.advance(Duration::from_secs(hours * 3600));
        for person in &mut people {
            let run = async |tx: &mut Tx| {
                if person.merged_at == at {
                    merge(tx, person, dice).await?;
                }
                step(tx, (&market, &programs, dice), person).await
            };
            market.turn(run).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
    }
    (market, programs, people)
}

/// The one record and the two that became one stand alike; whose record lives on.
async fn compared(tx: &mut Tx, programs: &[ProgramId], person: &Person) -> Result<MemberId> {
    let (org, now) = (tx.org(), tx.now());
    let survivor = members::require(tx, org, person.two[0]).await?.id;
    assert_eq!(members::require(tx, org, person.two[1]).await?.id, survivor);
    let both = [person.one, survivor];
    let mut book = Book::open(tx, &both).await?;
    let (mut customs, mut purses) = (Vec::new(), Vec::new());
    for member in both {
        for program in programs {
            book.advance(tx, Whose { program: *program, member }, now)?;
        }
        let custom = custom::find(tx, org, member).await?;
        customs.push((custom.visits, custom.purchases, custom.spent, custom.first_bought_at));
        purses.push(wallets::balance(tx, member).await?.total());
    }
    book.close(tx).await?;
    assert_eq!(customs[0], customs[1]);
    assert_eq!(purses[0], purses[1]);
    let book = Book::open(tx, &both).await?;
    for program in programs {
        let [one, two] = both.map(|member| Whose { program: *program, member });
        assert_eq!(book.standing(one, now)?, book.standing(two, now)?);
    }
    Ok(survivor)
}

async fn round(engine: Engine, seed: u64) -> usize {
    let (market, programs, people) = lived(engine, seed).await;
    let mut survivors = Vec::new();
    for person in &people {
        let run = async |tx: &mut Tx| compared(tx, &programs, person).await;
        let survivor = market.turn(run).await;
        survivors.push(survivor.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    let tables = tables(&market).await;
    for (person, survivor) in people.iter().zip(survivors) {
        for program in &programs {
            let short = |member| {
                let told = tables.of(Whose { program: *program, member });
                (told.tokens, told.pending, told.owed, told.rank)
            };
            assert_eq!(short(person.one), short(survivor), "seed {seed}: the ledger");
            for gone in person.two.into_iter().filter(|id| *id != survivor) {
                assert_eq!(
                    short(gone),
                    (Vec::new(), 0, 0, 0),
                    "seed {seed}: nothing is left behind"
                );
            }
        }
    }
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "seed {seed}: {report:?}");
    people.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_records_that_become_one_end_as_one_that_did_everything() {
    for engine in ::store::testing::engines() {
        let mut histories = 0;
        for seed in 0..ROUNDS {
            histories += round(engine, seed).await;
        }
        assert_eq!(histories, 200);
    }
}
