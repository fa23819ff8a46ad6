//! A file leaves what recording its purchases one by one leaves, in whatever order its lines are and
//! however many files they come in.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    ops::ControlFlow,
    time::Duration,
};

use ::store::{Read as _, args};
use kernel::{Chance, MemberId, SeededChance, StampCardId, Time};
use people::members::{self, NewMember};

use super::{Mapping, Options, Reject, Summary, Watch, purchases};
use crate::{
    gifts::Kind,
    on_each,
    points::{
        engine::{Expiry, Terms},
        tests as points_tests,
    },
    purchases::{NewPurchase, Prices, Source, record},
    stamp_cards::{self, Each, actions::At, model::Mark},
    testing::{Market, card},
    tiers::{self, engine::tests::ladder},
    visits,
};

const DAY: Duration = Duration::from_secs(86_400);

struct Quiet;

impl Watch for Quiet {
    fn moved(&mut self, _: &Summary) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    fn rejected(&mut self, reject: Reject) {
        panic!("{reject:?}");
    }
}

#[derive(Debug, Clone)]
struct Line {
    customer: u64,
    at: Time,
    items: i64,
    amount: i64,
}

impl Line {
    fn text(&self) -> String {
        let Self { customer, at, items, amount } = self;
        format!("C{customer},{at},{items},{}.{:02}", amount / 100, amount % 100)
    }
}

/// Four months of a few people, as they come to mind.
fn lines(seed: u64, from: Time) -> Vec<Line> {
    let seeded = SeededChance::new(seed);
    let chance: &dyn Chance = &seeded;
    let number = |bound| i64::try_from(chance.below(bound)).unwrap();
    (0..70)
        .map(|_| Line {
            customer: chance.below(7),
            // Hours, so that some come at the same instant; the first before there is a card.
            at: from.plus(Duration::from_secs(3600 * chance.below(120 * 24))).plus_days(-10),
            items: number(4),
            amount: 100 * number(90),
        })
        .collect()
}

/// A shop with points that end, a ladder, and a card of three for five gifts that may run out.
async fn set_up(market: &Market, seed: u64) -> StampCardId {
    let expiry = if seed.is_multiple_of(2) { Expiry::Never } else { Expiry::Rolling { days: 30 } };
    let pending_days = if seed.is_multiple_of(3) { 5 } else { 0 };
    let terms = Terms { pending_days, expiry, ..points_tests::terms() };
    let program = points_tests::open(market, terms).await;
    let gift = market
        .gift(100, |details| {
            details.kind = Kind::Stamp;
            details.per_member = 0;
        })
        .await;
    let each = if seed.is_multiple_of(2) { Each::Visit } else { Each::Purchase };
    market
        .turn(async |tx| {
            tiers::keep(tx, program, ladder()).await?;
            stamp_cards::create(tx, card(gift, 3, each)).await
        })
        .await
        .unwrap()
}

async fn import(market: &Market, lines: &[Line]) -> Summary {
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    let file = format!("customer,date,items,amount\n{}\n", texts.join("\n"));
    let options = Options { store: Some(market.store), dry: false };
    let (db, mapping) = (&market.ground.db, Mapping::default());
    purchases(db, &market.scope(), Cursor::new(file), &mapping, &options, &mut Quiet).await.unwrap()
}

/// As a till would have told them when they happened, had it been there.
async fn one_by_one(market: &Market, card: StampCardId, lines: &[Line]) {
    let mut known: BTreeMap<u64, MemberId> = BTreeMap::new();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    for Line { customer, at, items, amount } in lines.iter().cloned() {
        let member = known.get(&customer).copied();
        let member = market
            .turn(async |tx| {
                let member = match member {
                    Some(member) => member,
                    None => {
                        let name = format!("C{customer}");
                        members::actions::add(tx, NewMember { name, ..NewMember::default() })
                            .await?
                    }
                };
                let new = NewPurchase {
                    member: Some(member),
                    store: market.store,
                    staff: None,
                    amount,
                    items,
                    at: Some(at),
                    reference: None,
                    source: Source::Import,
                    lines: Vec::new(),
                    points: None,
                    vouchers: Vec::new(),
                    prices: Prices::AsTold,
                };
                let purchase = record(tx, new).await?;
                let card = stamp_cards::require(tx, tx.org(), card).await?;
                let mark = match card.each {
                    Each::Visit => Mark::Day(visits::day_of(at, &zone)),
                    Each::Purchase => Mark::Purchase(purchase.id, amount),
                };
                if card.created_at <= at {
                    let by = At { member, store: Some(market.store), staff: None };
                    stamp_cards::stamp(tx, &card, &mark, by).await?;
                }
                Ok(member)
            })
            .await
            .unwrap();
        known.insert(customer, member);
    }
}

/// What there is of each person, without ids and without when we heard of it.
async fn state(market: &Market) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut db = market.ground.db.read().await.unwrap();
    let mut number = BTreeMap::new();
    for (what, sql) in [
        (
            "custom",
            "SELECT m.name AS who, (c.purchases || ' ' || c.spent || ' ' || c.first_bought_at
            || ' ' || c.last_here_at) AS said FROM custom c
            JOIN member m ON m.org = c.org AND m.id = c.member WHERE c.org = $1",
        ),
        (
            "purchase",
            "SELECT m.name AS who, (p.at || ' ' || p.day || ' ' || p.items || ' ' || p.amount)
            AS said FROM purchase p JOIN member m ON m.org = p.org AND m.id = p.member
            WHERE p.org = $1",
        ),
        (
            "first",
            "SELECT m.name AS who, CAST(p.at AS TEXT) AS said FROM purchase p
            JOIN member m ON m.org = p.org AND m.id = p.member WHERE p.org = $1 AND p.first = TRUE",
        ),
        (
            "entry",
            "SELECT m.name AS who, (e.at || ' ' || e.kind || ' ' || e.points || e.flows || e.told
            || COALESCE(CAST(e.pending_until AS TEXT), '')) AS said FROM points_entry e
            JOIN member m ON m.org = e.org AND m.id = e.member WHERE e.org = $1",
        ),
        (
            "standing",
            "SELECT m.name AS who, (s.balance || ' ' || s.pending || ' ' || s.owed) AS said
            FROM points_standing s JOIN member m ON m.org = s.org AND m.id = s.member
            WHERE s.org = $1",
        ),
        (
            "tier",
            "SELECT m.name AS who, (s.rank || ' ' || COALESCE(s.since, '') || ' '
            || COALESCE(s.until, '') || ' ' || s.score) AS said FROM tier_standing s
            JOIN member m ON m.org = s.org AND m.id = s.member WHERE s.org = $1",
        ),
        (
            "stamps",
            "SELECT m.name AS who, (COUNT(*) || ' ' || COUNT(s.fill) || ' ' || COUNT(s.voucher)
            || ' ' || MAX(s.times)) AS said FROM stamp s
            JOIN member m ON m.org = s.org AND m.id = s.member
            WHERE s.org = $1 AND s.undone = FALSE GROUP BY m.name",
        ),
        (
            "vouchers",
            "SELECT m.name AS who, (v.source || COUNT(*)) AS said FROM voucher v
            JOIN member m ON m.org = v.org AND m.id = v.member WHERE v.org = $1
            GROUP BY m.name, v.source",
        ),
    ] {
        for row in db.rows(sql, args![market.org]).await.unwrap() {
            let (who, said): (String, String) = (row.get("who").unwrap(), row.get("said").unwrap());
            let text = format!("{who} {what} {said}");
            // The same twice is another thing than once.
            let nth = number.entry(text.clone()).and_modify(|n| *n += 1).or_insert(0);
            found.insert(format!("{text} #{nth}"));
        }
    }
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
    found
}

on_each! {
    async fn a_file_leaves_what_recording_its_purchases_one_by_one_leaves(market) {
        for seed in 0..4 {
            let engine = market.ground.db.engine();
            let (filed, split, told) =
                (Market::open(engine).await, Market::open(engine).await, Market::open(engine).await);
            let from = filed.ground.world.now();
            let lines = lines(seed, from);
            let mut in_order = lines.clone();
            in_order.sort_by_key(|line| line.at);
            let mut all = Vec::new();
            for shop in [&filed, &split, &told] {
                let card = set_up(shop, seed).await;
                shop.ground.clock.advance(125 * DAY);
                all.push((shop, card));
            }
            assert_eq!(import(&filed, &lines).await.purchases, 70);
            // Two files, the second with what was before the first's; and the first once more.
            let (some, others) = lines.split_at(30);
            for part in [some, others, some] {
                import(&split, part).await;
            }
            one_by_one(&told, all[2].1, &in_order).await;
            let mut states = Vec::new();
            for (shop, _) in &all {
                shop.ground.db.settle().await.unwrap();
                states.push(state(shop).await);
            }
            let expected = states.pop().unwrap();
            for (way, found) in ["at once", "in parts"].iter().zip(&states) {
                let missing: Vec<_> = expected.difference(found).collect();
                let more: Vec<_> = found.difference(&expected).collect();
                assert!(missing.is_empty() && more.is_empty(), "{engine:?} {seed} {way}:\n{missing:#?}\n{more:#?}");
            }
        }
    }
}
