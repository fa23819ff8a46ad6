//! Raffles in any order of what people and the shop do, against an auditor that counts by itself: tickets and
//! prizes are conserved, and every proof and every receipt proves.
//!
//! `RAFFLE_SEEDS=1000..1100 cargo test -p play --lib raffles::simulation` runs other seeds.

use std::{collections::BTreeMap, time::Duration};

use ::store::{Engine, testing::engines};
use fair::{Verified, verify};
use kernel::{Chance, MemberId, RaffleEntryId, RaffleId, SeededChance};
use people::members;
use value::vouchers::{self, Redeem};

use super::{
    accounts, actions, drawing,
    entering::{self, Entering, Giving},
    model::{Fate, Prize, Style, Unclaimed, Why},
};
use crate::{activities::Life, testing::Fair};

/// Steps of one life.
const STEPS: usize = 60;

/// What the auditor knows.
#[derive(Default)]
struct Books {
    /// Tickets by member that were given and not put in.
    held: BTreeMap<MemberId, i64>,
    put_in: i64,
    receipts: Vec<(RaffleEntryId, String)>,
    collected: i64,
}

struct World {
    fair: Fair,
    chance: SeededChance,
    raffle: RaffleId,
    people: Vec<MemberId>,
    books: Books,
}

impl World {
    async fn open(engine: Engine, seed: u64) -> Self {
        let fair = Fair::open(engine).await;
        let chance = SeededChance::new(seed);
        let mut people = Vec::new();
        for name in ["Ana", "Bo", "Chen", "Dai", "Eva", "Fu"] {
            people.push(fair.member(name).await);
        }
        let dice = |below: u64| (&chance as &dyn Chance).below(below);
        let (pieces, free, wins, instant) = (1 + dice(4), dice(3), 1 + dice(2), dice(3) == 0);
        let redraw = !instant && dice(2) == 0;
        let raffle = fair
            .raffle(1, |draft| {
                let terms = &mut draft.terms;
                let quantity = i64::try_from(pieces).unwrap();
                terms.prizes.push(Prize { quantity, ..terms.prizes[0] });
                terms.free = u32::try_from(free).unwrap();
                terms.wins = u32::try_from(wins).unwrap();
                terms.collect_days = 1;
                if redraw {
                    terms.unclaimed = Unclaimed::Redraw;
                }
                if instant {
                    (terms.style, terms.plays) = (Style::Egg, 12);
                }
            })
            .await;
        Self { fair, chance, raffle, people, books: Books::default() }
    }
    fn below(&self, bound: usize) -> usize {
        let chance: &dyn Chance = &self.chance;
        usize::try_from(chance.below(bound as u64)).unwrap()
    }
    fn somebody(&self) -> MemberId {
        self.people[self.below(self.people.len())]
    }

    async fn step(&mut self) {
        match self.below(11) {
            0 | 1 => self.give().await,
            2..=4 => self.enter().await,
            5 => self.collect().await,
            6 => self.reroll().await,
            7 => self.fair.pass(7 + self.below(30) as u64),
            8 => self.fair.settle().await,
            9 if self.below(4) == 0 => {
                let id = self.raffle;
                let _ = self.fair.turn(async |tx| actions::close(tx, id, "early").await).await;
            }
            10 if self.below(6) == 0 => {
                let gone = self.somebody();
                let _ = self.fair.turn(async |tx| members::actions::erase(tx, gone).await).await;
            }
            _ => {
                let id = self.raffle;
                let _ = self.fair.turn(async |tx| drawing::draw(tx, id, None).await).await;
            }
        }
    }

    async fn give(&mut self) {
        let (raffle, member, tickets) = (self.raffle, self.somebody(), 1 + self.below(3) as i64);
        let giving = Giving { raffle, member, tickets, purchase: None, store: None, staff: None };
        let shop = self.fair.shop.clone();
        if self.fair.turn(async |tx| entering::give(tx, &shop, giving).await).await.is_ok() {
            *self.books.held.entry(member).or_default() += tickets;
        }
    }

    async fn enter(&mut self) {
        let member = self.somebody();
        let before = self.held(member).await;
        let Ok(entered) = self.fair.entering(Entering::new(self.raffle, member)).await else {
            return;
        };
        let after = self.held(member).await;
        *self.books.held.entry(member).or_default() -= before - after;
        self.books.put_in += entered.tickets;
        self.books.receipts.push((entered.id, entered.receipt));
    }

    async fn held(&self, member: MemberId) -> i64 {
        let account = accounts::held(self.raffle, member).unwrap();
        self.balance(&account.key).await
    }
    async fn balance(&self, key: &ledger::AccountKey) -> i64 {
        let mut db = self.fair.ground.db.read().await.unwrap();
        ledger::balance_of(&mut db, self.fair.org, key).await.unwrap()
    }

    async fn collect(&mut self) {
        let held = self.fair.picks(self.raffle).await;
        let Some(voucher) = held.iter().find_map(|pick| pick.voucher) else { return };
        let redeem = Redeem { voucher, store: None, staff: None };
        if self.fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.is_ok() {
            self.books.collected += 1;
        }
    }

    async fn reroll(&mut self) {
        let (id, number) = (self.raffle, self.below(3) as i64);
        let again =
            async |tx: &mut ::store::Tx| drawing::reroll(tx, id, (number, Why::Declined)).await;
        let _ = self.fair.turn(again).await;
    }

    /// What must hold at every moment.
    async fn audit(&self) {
        for (member, held) in &self.books.held {
            assert_eq!(self.held(*member).await, *held, "tickets of {member}");
        }
        let urn = self.balance(&accounts::urn(self.raffle).unwrap().key).await;
        assert_eq!(urn, self.books.put_in, "what was put in is in the urn");
        let sealed = self.fair.sealed(self.raffle).await;
        assert_eq!(sealed.tickets, urn);
        assert_eq!(sealed.entries, i64::try_from(self.books.receipts.len()).unwrap());
    }

    /// To the end, whatever was left open.
    async fn end(self) {
        let Self { fair, raffle, .. } = &self;
        for _ in 0..30 {
            fair.ground.clock.advance(Duration::from_secs(25 * 3600));
            fair.settle().await;
        }
        self.audit().await;
        assert_eq!(fair.read_raffle(*raffle).await.life, Life::Settled);
        let counted = fair.counted(*raffle).await;
        assert_eq!((counted.held, counted.collected), (0, self.books.collected));
        let pool = accounts::pool(*raffle, fair.beans).unwrap();
        assert_eq!(self.balance(&pool.key).await, 0, "nothing is left aside");
        assert_eq!(fair.shelf().await, 50 - self.books.collected, "what was not collected is back");
        if fair.sealed(*raffle).await.called_off_at.is_none() {
            let proof = fair.proof(*raffle).await;
            let Ok(Verified::Draw(summary)) = verify(proof.as_bytes(), None) else {
                panic!("no proof: {proof}")
            };
            for (_, receipt) in &self.books.receipts {
                let checked = verify(proof.as_bytes(), Some(receipt.as_bytes()));
                assert!(checked.is_ok(), "{checked:?}");
            }
            let picks = fair.picks(*raffle).await;
            if fair.read_raffle(*raffle).await.terms.style == Style::Scheduled {
                assert_eq!(summary.won.len(), picks.len(), "a row for each pick");
                let passed = picks.iter().filter(|pick| pick.fate == Fate::Passed).count();
                let again = summary.won.iter().filter(|won| won.rerolled.is_some()).count();
                assert_eq!(passed, again, "a reason for each that was drawn again");
            }
        }
        fair.audited().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_do_tickets_and_prizes_are_kept_and_every_proof_proves() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("RAFFLE_SEEDS").and_then(|range| range.split_once(".."));
    for engine in engines() {
        // A world of its own for each seed: on PostgreSQL that is a schema, and fewer do.
        let most = if matches!(engine, Engine::Sqlite) { 12 } else { 3 };
        let (from, to) =
            range.map_or((0, most), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
        for seed in from..to {
            println!("RAFFLE_SEEDS={seed}..{} on {engine:?}", seed + 1);
            let mut world = World::open(engine, seed).await;
            for _ in 0..STEPS {
                world.step().await;
                world.audit().await;
            }
            world.end().await;
        }
    }
}
