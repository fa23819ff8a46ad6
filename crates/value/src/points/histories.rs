//! Ten thousand random histories through the store on every engine, against a calculation that
//! knows only how they ended.

use std::{collections::HashMap, time::Duration};

use ::store::{Engine, Read as _, args};
use jiff::tz::TimeZone;
use kernel::{Chance, MemberId, ProgramId, PurchaseId, SeededChance, TierId, Time};

use super::{
    Act, Back, Book, Whose,
    actions::{bring_back, create},
    engine::{
        Boost, Earn, EndsKey, Expiry, Fact, Gone, Limits, Line, Of, Payment, Returns, Rounding,
        Rule, Sale, Terms, What, Worth, naive,
    },
    model::Origin,
};
use crate::{
    testing::Market,
    tiers::{
        self,
        engine::{
            By, Falls, Ladder, Lasts, Period,
            tests::{ladder, tier},
        },
    },
    words::Words,
};

/// Chance as its own methods want it.
pub type Dice = dyn Chance + 'static;

pub fn pick(dice: &Dice, below: i64) -> i64 {
    i64::try_from(dice.below(u64::try_from(below).unwrap())).unwrap()
}

pub fn random_terms(dice: &Dice) -> Terms {
    let days = |most| u32::try_from(1 + pick(dice, most)).unwrap();
    let limit = |most| (pick(dice, 4) == 0).then(|| 1 + pick(dice, most));
    let rule = |earn| Rule { earn, rounding: Rounding::Down, when: None };
    let mut rules = vec![rule(Earn::Amount { points: 1, per: 100, of: Of::default() })];
    if pick(dice, 2) == 0 {
        let of = Of { categories: vec!["tea".into()], ..Of::default() };
        rules.push(rule(Earn::Amount { points: 2, per: 300, of }));
    }
    let wednesday = || Boost {
        name: "Wednesday".into(),
        factor: 25_000,
        from: None,
        to: None,
        weekdays: vec![3],
        stores: Vec::new(),
    };
    Terms {
        unit: Words { en: "points".into(), ..Words::default() },
        rules,
        boosts: (0..pick(dice, 2)).map(|_| wednesday()).collect(),
        limits: Limits { purchase: limit(40), day: limit(60), person: limit(120) },
        pending_days: u32::try_from(pick(dice, 6)).unwrap(),
        expiry: match pick(dice, 3) {
            0 => Expiry::Never,
            1 => Expiry::Rolling { days: days(12) },
            _ => Expiry::Inactivity { days: days(6) },
        },
        returns: match pick(dice, 3) {
            0 => Returns::OnlyPending,
            1 => Returns::WithinBalance,
            _ => Returns::IntoDebt,
        },
        worth: Some(Worth { points: 10, amount: 100, most_percent: 50 }),
        notice_days: 0,
    }
}

/// A ladder for every other program.
pub fn random_ladder(dice: &Dice) -> Option<Ladder> {
    let days = || u32::try_from(2 + pick(dice, 9)).unwrap();
    let by = [By::Points, By::Spend, By::Visits][usize::try_from(pick(dice, 3)).unwrap()];
    let step = match by {
        By::Points => 20,
        By::Spend => 4000,
        By::Visits => 1,
    };
    let tiers = vec![tier("Silver", step, 15_000), tier("Gold", step * 3, 25_000)];
    let period = if pick(dice, 2) == 0 { Period::Year } else { Period::Rolling { days: days() } };
    let lasts = if pick(dice, 2) == 0 { Lasts::NextPeriod } else { Lasts::Days { days: days() } };
    let falls = if pick(dice, 2) == 0 { Falls::OneStep } else { Falls::ToBalance };
    (pick(dice, 2) == 0).then(|| Ladder { tiers, by, period, lasts, falls, ..ladder() })
}

/// Now and then somebody has paid for a tier.
fn paid_tier(book: &Book, program: ProgramId, dice: &Dice) -> Vec<TierId> {
    let known = book.programs.iter().find(|known| known.program.id == program).unwrap();
    let ladder = known.contract.ladder(Time::from_micros(i64::MAX));
    let tiers = ladder.map(|ladder| ladder.tiers.as_slice()).unwrap_or_default();
    let tier = usize::try_from(pick(dice, 6)).unwrap();
    tiers.get(tier).and_then(|tier| tier.id).into_iter().collect()
}

/// The shop's midnights are the auditor's: a zone without an offset.
pub async fn market(engine: Engine) -> Market {
    let market = Market::open(engine).await;
    market
        .turn(async |tx| {
            let org = tx.org();
            tx.run("UPDATE org SET time_zone = 'UTC' WHERE org = $1", args![org]).await.map(drop)
        })
        .await
        .unwrap();
    market
}

/// What one member did, as the auditor remembers it.
#[derive(Default)]
struct Diary {
    facts: HashMap<ProgramId, Vec<Fact>>,
    purchases: Vec<(PurchaseId, Time, Vec<Line>)>,
}

pub fn random_lines(dice: &Dice) -> Vec<Line> {
    let line = |_| Line {
        category: Some(if pick(dice, 2) == 0 { "tea" } else { "bread" }.to_owned()),
        quantity: 1 + pick(dice, 3),
        amount: pick(dice, 40) * 110,
        ..Line::default()
    };
    (0..=pick(dice, 3)).map(line).collect()
}

/// Lives through a history; every fact is noted as it comes.
fn live(
    book: &mut Book,
    tx: &::store::Tx,
    (market, member, dice): (&Market, MemberId, &Dice),
    start: Time,
) -> Diary {
    let mut diary = Diary::default();
    let mut hours: Vec<i64> = (0..2 + pick(dice, 5)).map(|_| pick(dice, 14 * 24)).collect();
    hours.sort_unstable();
    hours.dedup();
    let programs: Vec<ProgramId> = book.programs.iter().map(|known| known.program.id).collect();
    let note = |book: &mut Book, diary: &mut Diary, program, at: Time, what: What, origin| {
        let act = Act { member, at, what: what.clone(), origin };
        let id = book.note(tx, program, act).unwrap().entry;
        let fact = Fact { id, at, day: at.date(&TimeZone::UTC), what };
        diary.facts.entry(program).or_default().push(fact);
    };
    for hour in hours {
        let at = start.plus(Duration::from_secs(u64::try_from(hour).unwrap() * 3600));
        let bought = pick(dice, 3) > 0;
        let (purchase, lines) = (tx.id(), random_lines(dice));
        let offered = (pick(dice, 3) == 0).then(|| pick(dice, 60));
        if bought {
            diary.purchases.push((purchase, at, lines.clone()));
        }
        for program in &programs {
            let have = book.standing(Whose { program: *program, member }, at).unwrap().balance();
            if bought {
                let origin = || Origin { purchase: Some(purchase), ..Origin::default() };
                let worth = Worth { points: 10, amount: 100, most_percent: 50 };
                let sale = Sale {
                    store: market.store,
                    source: "counter".into(),
                    hour: 9,
                    minor: 100,
                    bought_before: false,
                    lines: lines.clone(),
                    offered: offered.map(|points| (points.min(have), worth)),
                    tiers: paid_tier(book, *program, dice),
                };
                if sale.offered.is_some() {
                    let paid = What::Spent(Payment::Purchase(sale.clone()));
                    note(book, &mut diary, *program, at, paid, origin());
                }
                note(book, &mut diary, *program, at, What::Bought(sale), origin());
            } else if have > 0 && pick(dice, 2) == 0 {
                let points = 1 + pick(dice, have);
                let what = What::Spent(Payment::Fixed { points });
                note(book, &mut diary, *program, at, what, Origin::default());
            } else {
                let points = if have > 3 && pick(dice, 2) == 0 { -3 } else { 1 + pick(dice, 20) };
                let what = What::Adjusted { points };
                note(book, &mut diary, *program, at, what, Origin::default());
            }
        }
    }
    diary
}

/// Random parts of random purchases, in a random order.
fn returns(diary: &mut Diary, dice: &Dice) -> Vec<Back> {
    let mut gone: HashMap<(usize, usize), (i64, i64)> = HashMap::new();
    let mut backs = Vec::new();
    for _ in 0..pick(dice, 6) {
        let of = usize::try_from(pick(dice, diary.purchases.len() as i64)).unwrap();
        let (purchase, at, lines) = &diary.purchases[of];
        let at_line = usize::try_from(pick(dice, lines.len() as i64)).unwrap();
        let line = &lines[at_line];
        let sum = gone.entry((of, at_line)).or_default();
        let back = (1 + pick(dice, 3)).min(line.quantity - sum.0);
        if back == 0 {
            continue;
        }
        let share = line.amount * (sum.0 + back) / line.quantity;
        let part = Gone { at: at.plus_days(pick(dice, 9)), quantity: back, amount: share - sum.1 };
        *sum = (sum.0 + back, share);
        for fact in diary.facts.values_mut().flatten() {
            if let What::Bought(sale) | What::Spent(Payment::Purchase(sale)) = &mut fact.what
                && fact.at == *at
            {
                sale.lines[at_line].gone.push(part.clone());
            }
        }
        let cause = purchase.to_string();
        backs.push(Back { purchase: *purchase, lines: vec![(at_line, part)], cause });
    }
    // Taken in another order than they were thought of.
    let mut shuffled = Vec::new();
    while !backs.is_empty() {
        shuffled.push(backs.swap_remove(usize::try_from(pick(dice, backs.len() as i64)).unwrap()));
    }
    shuffled
}

/// What the tables say of everybody: of an account, its lots by end or its balance.
pub struct Tables {
    lots: HashMap<String, Vec<(i64, i64)>>,
    balances: HashMap<String, i64>,
    ranks: HashMap<Whose, usize>,
}

pub async fn tables(market: &Market) -> Tables {
    let mut db = market.ground.db.read().await.unwrap();
    let sql = "SELECT account, ends, amount FROM lot WHERE org = $1 ORDER BY account, ends";
    let mut lots: HashMap<String, Vec<(i64, i64)>> = HashMap::new();
    for row in db.rows(sql, args![market.org]).await.unwrap() {
        let account: String = row.get("account").unwrap();
        let lot = (row.get("ends").unwrap(), row.get("amount").unwrap());
        lots.entry(account).or_default().push(lot);
    }
    let sql = "SELECT key, balance FROM account WHERE org = $1";
    let rows = db.rows(sql, args![market.org]).await.unwrap();
    let pair = |row: &::store::Row| (row.get("key").unwrap(), row.get("balance").unwrap());
    let balances = rows.iter().map(pair).collect();
    let sql = "SELECT program, member, rank FROM tier_standing WHERE org = $1";
    let rank = |row: &::store::Row| {
        let whose =
            Whose { program: row.get("program").unwrap(), member: row.get("member").unwrap() };
        (whose, usize::try_from(row.get::<i64>("rank").unwrap()).unwrap())
    };
    let rows = db.rows(sql, args![market.org]).await.unwrap();
    Tables { lots, balances, ranks: rows.iter().map(rank).collect() }
}

impl Tables {
    pub fn balance(&self, account: &str) -> i64 {
        self.balances.get(account).copied().unwrap_or(0)
    }
    pub fn of(&self, whose: Whose) -> naive::Told {
        let Whose { program, member } = whose;
        let mut told = naive::Told::default();
        for (ends, points) in
            self.lots.get(&format!("points/{member}/{program}")).into_iter().flatten()
        {
            let end = match EndsKey::at(Some(Time::from_micros(*ends))) {
                EndsKey::NEVER => naive::NEVER,
                EndsKey::IDLE => naive::IDLE,
                _ => naive::day(Time::from_micros(*ends)),
            };
            told.tokens.extend((0..*points).map(|_| end));
        }
        let balance = |noun: &str| self.balance(&format!("{noun}/{member}/{program}"));
        (told.pending, told.owed) = (balance("pending"), balance("owes"));
        told.rank = self.ranks.get(&whose).copied().unwrap_or(0);
        told
    }
}

const MEMBERS: usize = 250;

/// Five programs, each with its ladder or none.
async fn programs(market: &Market, dice: &Dice) -> HashMap<ProgramId, (Terms, Option<Ladder>)> {
    let mut terms: HashMap<ProgramId, (Terms, Option<Ladder>)> = HashMap::new();
    for _ in 0..5 {
        let wanted = random_terms(dice);
        let name = Words { en: "Thank you".into(), ..Words::default() };
        let leads = random_ladder(dice);
        let made = market
            .turn(async |tx| {
                let made = create(tx, name, wanted.clone()).await?;
                if let Some(ladder) = leads {
                    tiers::keep(tx, made, ladder).await?;
                }
                let kept = tiers::ladders(tx, tx.org()).await?.remove(&made);
                Ok((made, kept.and_then(|mut versions| versions.pop()?.1)))
            })
            .await
            .unwrap();
        let (made, leads) = made;
        terms.insert(made, (wanted, leads));
    }
    terms
}

/// 1,250 histories: 250 people in five programs.
async fn round(engine: Engine, seed: u64) -> usize {
    let dice = SeededChance::new(seed);
    let dice: &Dice = &dice;
    let market = market(engine).await;
    let start = market.ground.world.now();
    let terms = programs(&market, dice).await;
    market.ground.clock.advance(Duration::from_secs(25 * 86_400));
    let mut diaries: HashMap<MemberId, Diary> = HashMap::new();
    let members: Vec<MemberId> = (0..MEMBERS).map(|_| market.member()).collect();
    for some in members.chunks(25) {
        let lived = market
            .turn(async |tx| {
                let mut book = Book::open(tx, some).await?;
                let lived: Vec<_> = some
                    .iter()
                    .map(|member| live(&mut book, tx, (&market, *member, dice), start))
                    .collect();
                book.close(tx).await?;
                Ok(lived)
            })
            .await
            .unwrap();
        for (member, mut diary) in some.iter().zip(lived) {
            let backs =
                if diary.purchases.is_empty() { Vec::new() } else { returns(&mut diary, dice) };
            market
                .turn(async |tx| {
                    for back in &backs {
                        bring_back(tx, back).await?;
                    }
                    let now = tx.now();
                    let mut book = Book::open(tx, &[*member]).await?;
                    let programs: Vec<_> = terms.keys().copied().collect();
                    for program in programs {
                        book.advance(tx, Whose { program, member: *member }, now)?;
                    }
                    book.close(tx).await
                })
                .await
                .unwrap();
            diaries.insert(*member, diary);
        }
    }
    let (tables, now) = (tables(&market).await, market.ground.world.now());
    for (member, diary) in &diaries {
        for (program, facts) in &diary.facts {
            let (wanted, leads) = &terms[program];
            let expected = naive::told((wanted, leads.as_ref()), facts, now);
            let found = tables.of(Whose { program: *program, member: *member });
            let short =
                |told: &naive::Told| (told.tokens.clone(), told.pending, told.owed, told.rank);
            assert_eq!(
                short(&found),
                short(&expected),
                "seed {seed}: {:?}\n{facts:?}",
                terms[program]
            );
        }
    }
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "seed {seed}: {report:?}");
    diaries.values().map(|diary| diary.facts.len()).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_histories_end_as_if_what_came_back_had_never_been_sold() {
    for engine in ::store::testing::engines() {
        let mut histories = 0;
        for seed in 0..8 {
            histories += round(engine, seed).await;
        }
        assert_eq!(histories, 10_000);
    }
}
