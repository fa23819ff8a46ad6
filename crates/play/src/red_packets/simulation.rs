//! Everything that can happen to a packet, through the real actions, in any order, and an auditor who keeps
//! books of their own; and that no place in the row is better than another.
//!
//! `PACKET_SEEDS=1000..2000 cargo test -p play --lib red_packets::simulation` runs other seeds.

use std::collections::{HashMap, HashSet};

use ::store::{Engine, testing::engines};
use kernel::{Chance, MemberId, RedPacketId, SeededChance};
use people::members;

use super::{
    Grabbing, actions, grab,
    model::{Gives, RedPacket, Refusal, Split},
};
use crate::{activities::Life, testing::Fair};

const NAMES: [&str; 7] = ["Ana", "Bo", "Chen", "Dai", "Eva", "Finn", "Gao"];

/// What the auditor knows.
struct Auditor {
    /// As it was split, in its order.
    split: Vec<i64>,
    /// Who got what, in the order in which they came.
    got: Vec<(MemberId, i64)>,
    /// Whom records that were merged became.
    became: HashMap<MemberId, MemberId>,
    erased: HashSet<MemberId>,
    closed: bool,
}

impl Auditor {
    fn who(&self, member: MemberId) -> MemberId {
        self.became.get(&member).map_or(member, |into| self.who(*into))
    }
    fn has_one(&self, member: MemberId) -> bool {
        self.got.iter().any(|(who, _)| self.who(*who) == member)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_share_is_the_splits_nobody_has_two_and_nothing_is_lost() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("PACKET_SEEDS").and_then(|range| range.split_once(".."));
    for engine in engines() {
        // A world of its own for each seed: on PostgreSQL that is a schema, and fewer do.
        let most = if matches!(engine, Engine::Sqlite) { 18 } else { 3 };
        let (from, to) =
            range.map_or((0, most), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
        for seed in from..to {
            let fair = Fair::open(engine).await;
            run(&fair, seed).await;
            fair.audited().await;
        }
    }
}

async fn run(fair: &Fair, seed: u64) {
    let dice: &dyn Chance = &SeededChance::new(seed);
    fair.with_wallets().await;
    let gives = match seed % 3 {
        0 => Gives::Money,
        1 => Gives::Points { program: fair.program().await },
        _ => Gives::Vouchers { gift: fair.beans },
    };
    let shelf = fair.shelf().await;
    let mut people = Vec::new();
    for name in NAMES {
        people.push(fair.member(name).await);
    }
    let shares = 1 + i64::try_from(dice.below(6)).unwrap();
    let total = shares + i64::try_from(dice.below(200)).unwrap();
    let mut draft = fair.packed(gives, (total, shares));
    draft.terms.split = if dice.below(3) == 0 { Split::Equal } else { Split::Random };
    let packet = fair.packet(draft).await;
    let is = fair.read_packet(packet).await;
    let (split, closed) = (fair.split(packet).await, false);
    assert_eq!(split.iter().sum::<i64>(), is.terms.total, "seed {seed}");
    let (got, became, erased) = (Vec::new(), HashMap::new(), HashSet::new());
    let mut books = Auditor { split, got, became, erased, closed };
    for step in 0..30 {
        let at = format!("seed {seed}, step {step}");
        let member = people[usize::try_from(dice.below(people.len() as u64)).unwrap()];
        match dice.below(20) {
            0..=12 => open(fair, &is, member, (&mut books, &at)).await,
            13 | 14 => fair.pass(dice.below(20)),
            15 | 16 => fair.settle().await,
            17 => merge(fair, (&people, dice), &mut books).await,
            18 if dice.below(3) == 0 => erase(fair, member, &mut books).await,
            19 if dice.below(4) == 0 => {
                let run = fair.turn(async |tx| actions::close(tx, packet, "rain").await).await;
                books.closed |= run.is_ok();
            }
            _ => {}
        }
        look(fair, &is, &books, &at).await;
    }
    fair.pass(24 * 60);
    fair.settle().await;
    over(fair, &is, &books, (seed, shelf)).await;
}

async fn open(fair: &Fair, is: &RedPacket, member: MemberId, (books, at): (&mut Auditor, &str)) {
    let who = books.who(member);
    let (now, all) = (fair.now(), books.got.len() == books.split.len());
    match fair.grab(is.id, member).await {
        Ok(got) => {
            assert!(!books.closed && now < is.plan.closes_at, "{at}: it is over");
            assert!(!books.has_one(who), "{at}: twice");
            assert!(!books.erased.contains(&who), "{at}: erased");
            assert_eq!(Some(&got.amount), books.split.get(books.got.len()), "{at}: out of order");
            assert_eq!(got.place, books.got.len() as i64, "{at}");
            books.got.push((who, got.amount));
        }
        Err(error) if error.is(Refusal::AlreadyTaken) => assert!(books.has_one(who), "{at}"),
        Err(error) if error.is(Refusal::Empty) => assert!(all, "{at}: some is left"),
        Err(error) if error.is(Refusal::Erased) => {
            assert!(books.erased.contains(&who), "{at}");
        }
        Err(error) => {
            assert!(error.is(Refusal::Closed), "{at}: {error}");
            assert!(books.closed || now >= is.plan.closes_at, "{at}: it is open");
        }
    }
}

async fn erase(fair: &Fair, member: MemberId, books: &mut Auditor) {
    if books.who(member) == member && books.erased.insert(member) {
        fair.turn(async |tx| members::actions::erase(tx, member).await).await.unwrap();
    }
}

/// Two who turn out to be one.
async fn merge(fair: &Fair, (people, dice): (&[MemberId], &dyn Chance), books: &mut Auditor) {
    let pick = || people[usize::try_from(dice.below(people.len() as u64)).unwrap()];
    let (into, from) = (books.who(pick()), books.who(pick()));
    if into == from || [into, from].iter().any(|one| books.erased.contains(one)) {
        return;
    }
    let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
    let ask = members::merging::Ask { into, from, wins, lang };
    fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
    books.became.insert(from, into);
}

/// The ledger, the rows and the auditor say the same.
async fn look(fair: &Fair, is: &RedPacket, books: &Auditor, at: &str) {
    let rows = fair.shares(is.id).await;
    let told: Vec<_> = rows.iter().map(|row| (row.member, row.amount)).collect();
    let own: Vec<_> = books.got.iter().map(|(who, amount)| (books.who(*who), *amount)).collect();
    assert_eq!(told, own, "{at}");
    let given: i64 = books.got.iter().map(|(_, amount)| amount).sum();
    let (shown, figures) = fair.packet_shown(is.id).await;
    assert_eq!((figures.taken, figures.given), (books.got.len() as i64, given), "{at}");
    assert_eq!(figures.left + figures.given + figures.returned, is.terms.total, "{at}: conserved");
    let over = shown.packet.life == Life::Settled;
    assert_eq!(
        fair.split_of(is.id).await.is_ok(),
        over,
        "{at}: the split is shown when it is over"
    );
    let mut has: HashMap<MemberId, i64> = HashMap::new();
    for (who, amount) in &books.got {
        *has.entry(books.who(*who)).or_default() += amount;
    }
    for (who, amount) in has {
        if !books.erased.contains(&who) {
            assert_eq!(fair.has(is.terms.gives, who).await, amount, "{at}: in their hands");
        }
    }
}

/// At the end of the day everything is in people's hands or the shop's again.
async fn over(fair: &Fair, is: &RedPacket, books: &Auditor, (seed, shelf): (u64, i64)) {
    let given: i64 = books.got.iter().map(|(_, amount)| amount).sum();
    let (pool, _, source) = fair.pool(is).await;
    assert_eq!(pool, 0, "seed {seed}");
    match is.terms.gives {
        Gives::Vouchers { .. } => assert_eq!(fair.shelf().await, shelf - given, "seed {seed}"),
        _ => assert_eq!(source, -given, "seed {seed}"),
    }
    let proof = fair.split_of(is.id).await.unwrap();
    let fair::Verified::Split(split) = fair::verify(proof.as_bytes(), None).unwrap() else {
        panic!("seed {seed}")
    };
    let shown: Vec<i64> = split.shares.iter().map(|share| share.cast_signed()).collect();
    assert_eq!(shown, books.split, "seed {seed}");
}

/// In 800 packets of three shares each place has the same on the average, and the largest share as often as
/// the others: within five standard errors (of one share the deviation is 23.5 of 100).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_first_second_or_last_gets_as_much() {
    const PACKETS: usize = 800;
    let fair = Fair::open(Engine::Sqlite).await;
    let gives = Gives::Points { program: fair.program().await };
    let people = [fair.member("Ana").await, fair.member("Bo").await, fair.member("Chen").await];
    let (mut sums, mut luckiest) = ([0_i64; 3], [0_i64; 3]);
    for _ in 0..PACKETS {
        let packet: RedPacketId = fair.packet(fair.packed(gives, (100, 3))).await;
        let run = async |tx: &mut ::store::Tx| {
            let mut got = Vec::new();
            for member in people {
                let grabbing = Grabbing { packet, member, store: None, staff: None };
                got.push(grab(tx, &fair.shop, grabbing).await?.amount);
            }
            Ok(got)
        };
        let got = fair.turn(run).await.unwrap();
        let most = *got.iter().max().unwrap();
        luckiest[got.iter().position(|share| *share == most).unwrap()] += 1;
        sums.iter_mut().zip(&got).for_each(|(sum, share)| *sum += share);
    }
    let packets = PACKETS as f64;
    let error = 23.5 / packets.sqrt();
    for (place, sum) in sums.iter().enumerate() {
        let mean = *sum as f64 / packets;
        assert!((mean - 100.0 / 3.0).abs() < 5.0 * error, "place {place}: {mean}");
    }
    // Of equal largest shares the first counts: 1 in 66 packets or so, which is within the bound.
    let error = (2.0 / 9.0 / packets).sqrt();
    for (place, count) in luckiest.iter().enumerate() {
        let part = *count as f64 / packets;
        assert!((part - 1.0 / 3.0).abs() < 5.0 * error, "place {place}: {part}");
    }
}
