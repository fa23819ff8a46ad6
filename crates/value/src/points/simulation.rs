//! Everything that can happen to points, through the real actions, in any order; beside it an auditor
//! who keeps a diary and counts every single point day by day.
//!
//! `POINTS_SEEDS=1000..2000 cargo test -p value --lib simulation` runs other seeds.

use std::{collections::HashMap, time::Duration};

use jiff::tz::TimeZone;
use kernel::{Chance, EntryId, MemberId, ProgramId, PurchaseId, SeededChance, Time};

use super::{
    Whose,
    actions::{Adjust, Send, adjust, create, send},
    engine::{EndsKey, Fact, Gone, Line, Lots, Payment, Sale, Terms, What, Worth, naive},
    histories::{Tables, market, pick, random_terms, tables},
    model::Refusal,
};
use crate::{
    purchases::{self, NewPurchase, Offer, Source},
    returns::{self, NewReturn, Wanted},
    testing::Market,
    words::Words,
};

type Dice = dyn Chance + 'static;
const WORTH: Worth = Worth { points: 10, amount: 100, most_percent: 50 };

/// The auditor's books: what happened to whom, never read from the shop's tables.
struct Auditor {
    terms: Terms,
    facts: HashMap<MemberId, Vec<Fact>>,
    /// Purchases that stand: whose, and what was bought.
    sold: Vec<(PurchaseId, MemberId, Vec<Line>)>,
    count: u128,
}

impl Auditor {
    fn note(&mut self, member: MemberId, at: Time, what: What) {
        self.count += 1;
        let id = EntryId::from_uuid(uuid::Uuid::from_u128(self.count));
        let fact = Fact { id, at, day: at.date(&TimeZone::UTC), what };
        self.facts.entry(member).or_default().push(fact);
    }
    fn told(&self, member: MemberId, now: Time) -> naive::Told {
        let facts = self.facts.get(&member).map_or(&[][..], Vec::as_slice);
        naive::told((&self.terms, None), facts, now)
    }
    fn balance(&self, member: MemberId, now: Time) -> i64 {
        i64::try_from(self.told(member, now).tokens.len()).unwrap()
    }
}

/// A shop, its people, and who looks over its shoulder.
struct Play<'d> {
    market: Market,
    program: ProgramId,
    members: Vec<MemberId>,
    auditor: Auditor,
    dice: &'d Dice,
}

impl Play<'_> {
    fn now(&self) -> Time {
        self.market.ground.world.now()
    }
    fn somebody(&self) -> MemberId {
        self.members[usize::try_from(pick(self.dice, self.members.len() as i64)).unwrap()]
    }

    async fn step(&mut self) {
        match pick(self.dice, 12) {
            0..=3 => self.buy().await,
            4..=6 => self.bring_back().await,
            7 => self.withdraw().await,
            8 => self.adjust().await,
            9 => self.send().await,
            _ => self.wait().await,
        }
    }

    async fn wait(&self) {
        let hours = 1 + pick(self.dice, 60);
        let by = Duration::from_secs(u64::try_from(hours).unwrap() * 3600 + 7);
        self.market.ground.clock.advance(by);
        self.market.ground.db.settle().await.unwrap();
    }

    async fn buy(&mut self) {
        let (member, now, dice) = (self.somebody(), self.now(), self.dice);
        let lines: Vec<Line> = (0..=pick(dice, 2))
            .map(|_| Line {
                category: Some(if pick(dice, 2) == 0 { "tea" } else { "bread" }.to_owned()),
                quantity: 1 + pick(dice, 3),
                amount: pick(dice, 40) * 110,
                ..Line::default()
            })
            .collect();
        let late = pick(dice, 4) == 0;
        let at = if late { now.minus(Duration::from_secs(86_400 * 3 + 11)) } else { now };
        let offered = (!late && pick(dice, 2) == 0).then(|| pick(dice, 50));
        let sale = Sale {
            store: self.market.store,
            source: "api".into(),
            hour: 0,
            minor: 100,
            bought_before: false,
            lines: lines.clone(),
            offered: offered.filter(|points| *points > 0).map(|points| (points, WORTH)),
        };
        let line = |line: &Line| purchases::Line {
            product: None,
            category: line.category.clone(),
            quantity: line.quantity,
            amount: line.amount,
        };
        let new = NewPurchase {
            member: Some(member),
            store: self.market.store,
            staff: None,
            amount: sale.total(),
            items: 0,
            at: Some(at),
            reference: None,
            source: Source::Api,
            lines: lines.iter().map(line).collect(),
            points: offered.map(|points| Offer { program: self.program, points }),
            vouchers: Vec::new(),
        };
        let bought = self.market.turn(async |tx| purchases::record(tx, new).await).await;
        let short = sale.paid().0 > self.auditor.balance(member, now);
        match bought {
            Ok(purchase) => {
                assert!(!short, "paid with what was not there");
                if sale.paid().0 > 0 {
                    let paid = What::Spent(Payment::Purchase(sale.clone()));
                    self.auditor.note(member, at, paid);
                }
                self.auditor.note(member, at, What::Bought(sale));
                self.auditor.sold.push((purchase.id, member, lines));
            }
            Err(error) => assert!(short && error.is(Refusal::NotEnough), "{error:?}"),
        }
    }

    async fn bring_back(&mut self) {
        if self.auditor.sold.is_empty() {
            return;
        }
        let (dice, now) = (self.dice, self.now());
        let of = usize::try_from(pick(dice, self.auditor.sold.len() as i64)).unwrap();
        let (purchase, member, lines) = self.auditor.sold[of].clone();
        let at = usize::try_from(pick(dice, lines.len() as i64)).unwrap();
        let pieces = 1 + pick(dice, 3);
        let gone: i64 = lines[at].gone.iter().map(|gone| gone.quantity).sum();
        let wanted = Wanted { pieces: vec![(at + 1, pieces)], amount: None };
        let (store, reason) = (self.market.store, String::new());
        let new = NewReturn { purchase, store, staff: None, wanted, reason };
        let taken = self.market.turn(async |tx| returns::take(tx, new).await).await;
        let fits = gone + pieces <= lines[at].quantity;
        assert_eq!(taken.is_ok(), fits, "{taken:?}");
        if !fits {
            return;
        }
        let share = |n: i64| lines[at].amount * n / lines[at].quantity;
        let amount = share(gone + pieces) - share(gone);
        assert_eq!(taken.unwrap().amount, amount);
        let part = Gone { at: now, quantity: pieces, amount };
        let sold_at = self.auditor.sold[of].2.clone();
        self.auditor.sold[of].2[at].gone.push(part.clone());
        for fact in self.auditor.facts.get_mut(&member).unwrap() {
            if let What::Bought(sale) | What::Spent(Payment::Purchase(sale)) = &mut fact.what
                && sale.lines == sold_at
                && sale.hour == 0
            {
                sale.lines[at].gone.push(part.clone());
            }
        }
    }

    /// Typed by mistake: allowed while nothing of it came back.
    async fn withdraw(&mut self) {
        let Some((purchase, member, lines)) = self.auditor.sold.last().cloned() else { return };
        let back = lines.iter().any(|line| line.gone.iter().any(|gone| gone.amount > 0));
        let done = self.market.turn(async |tx| purchases::withdraw(tx, purchase).await).await;
        if back {
            assert!(done.unwrap_err().is(purchases::Refusal::Returned));
            return;
        }
        done.unwrap();
        self.auditor.sold.pop();
        self.auditor.facts.get_mut(&member).unwrap().retain(|fact| match &fact.what {
            What::Bought(sale) | What::Spent(Payment::Purchase(sale)) => sale.lines != lines,
            _ => true,
        });
    }

    async fn adjust(&mut self) {
        let (member, now) = (self.somebody(), self.now());
        let points = 1 + pick(self.dice, 30) * if pick(self.dice, 2) == 0 { -1 } else { 1 };
        let short = points < 0 && self.auditor.balance(member, now) < -points;
        let (program, reason) = (self.program, "by hand".to_owned());
        let by = Adjust { program, member, points, reason };
        let done = self.market.turn(async |tx| adjust(tx, by).await.map(drop)).await;
        assert_eq!(done.is_err(), short || points == 0, "{done:?}");
        if done.is_ok() {
            self.auditor.note(member, now, What::Adjusted { points });
        }
    }

    async fn send(&mut self) {
        let (from, to, now) = (self.somebody(), self.somebody(), self.now());
        let points = 1 + pick(self.dice, 20);
        let have = self.auditor.told(from, now).tokens;
        let refused = from == to || i64::try_from(have.len()).unwrap() < points;
        let gift = Send { program: self.program, from, to, points };
        let done = self.market.turn(async |tx| send(tx, gift).await.map(drop)).await;
        assert_eq!(done.is_err(), refused, "{done:?}");
        if refused {
            return;
        }
        let mut lots = Lots::new();
        for end in have.iter().take(usize::try_from(points).unwrap()) {
            let ends = match *end {
                naive::NEVER => EndsKey::NEVER,
                naive::IDLE => EndsKey::IDLE,
                day => EndsKey::at(Some(Time::from_micros(day * 86_400_000_000))),
            };
            *lots.entry(ends).or_default() += 1;
        }
        self.auditor.note(from, now, What::Sent { points });
        self.auditor.note(to, now, What::Received { lots });
    }

    /// Everything that time does is done; then the tables say what the auditor counted.
    async fn compare(&self, seed: u64) {
        for _ in 0..3 {
            self.market.ground.clock.advance(Duration::from_secs(3601));
            self.market.ground.db.settle().await.unwrap();
        }
        let tables: Tables = tables(&self.market).await;
        for member in &self.members {
            let whose = Whose { program: self.program, member: *member };
            let (found, expected) = (tables.of(whose), self.auditor.told(*member, self.now()));
            let short = |told: &naive::Told| (told.tokens.clone(), told.pending, told.owed);
            assert_eq!(
                short(&found),
                short(&expected),
                "seed {seed}: {:?}\n{:?}",
                self.auditor.terms,
                self.auditor.facts.get(member)
            );
        }
        let mut db = self.market.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, self.market.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "seed {seed}: {report:?}");
    }
}

async fn play(engine: ::store::Engine, seed: u64) {
    let dice = SeededChance::new(seed);
    let dice: &Dice = &dice;
    let (market, terms) = (market(engine).await, random_terms(dice));
    let name = Words { en: "Thank you".into(), ..Words::default() };
    let program = market.turn(async |tx| create(tx, name, terms.clone()).await).await.unwrap();
    let mut members = Vec::new();
    for name in ["Ana", "Bo", "Chen"] {
        let new = people::members::NewMember { name: name.into(), ..Default::default() };
        let new = new.from("counter").agreed("counter", &[]);
        let add = async |tx: &mut ::store::Tx| people::members::actions::add(tx, new).await;
        members.push(market.turn(add).await.unwrap());
    }
    let auditor = Auditor { terms, facts: HashMap::new(), sold: Vec::new(), count: 0 };
    let mut play = Play { market, program, members, auditor, dice };
    for _ in 0..30 {
        play.step().await;
        // No two facts of a member fall on one instant.
        play.market.ground.clock.advance(Duration::from_secs(1));
    }
    play.compare(seed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_the_ledger_holds_what_the_auditor_counted() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("POINTS_SEEDS").and_then(|range| range.split_once(".."));
    for engine in ::store::testing::engines() {
        // A world of its own for each seed: on PostgreSQL that is a schema, and fewer do.
        let most = if matches!(engine, ::store::Engine::Sqlite) { 200 } else { 40 };
        let (from, to) =
            range.map_or((0, most), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
        for seed in from..to {
            play(engine, seed).await;
        }
    }
}
