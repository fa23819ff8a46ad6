//! The numbers and the urn: no ticket is more likely than another.

use std::collections::BTreeMap;

use kernel::SeededChance;
use proptest::prelude::*;

use crate::{Entry, Hex, Label, Secret, Stream, chosen::drawn, rolls::Rolls, urn::Urn};

#[test]
fn the_stream_is_hmac_of_its_counter() {
    // python3: hmac.new(bytes(32), (0).to_bytes(8, "big"), "sha256").digest()[:8] and so on.
    let mut stream = Stream::new(&Hex([0; 32]));
    let words: Vec<u64> = (0..3).map(|_| stream.below(u64::MAX)).collect();
    assert_eq!(words, WORDS);
}
const WORDS: [u64; 3] = [0xf375_180a_ba92_8884, 0xa4a1_1ce5_fbe8_f96b, 0xc9fd_8f5c_d4e9_47bb];

#[test]
fn numbers_are_uniform_below_any_bound() {
    for bound in [1, 2, 3, 5, 6, 7, 10, 13] {
        let mut stream =
            Stream::new(&Secret::from_bytes([9; 32]).commitment().as_hash().to_owned());
        let mut counts = BTreeMap::new();
        let runs = 20_000;
        for _ in 0..runs {
            *counts.entry(stream.below(bound)).or_insert(0_u64) += 1;
        }
        let expected = f64::from(runs) / bound as f64;
        let chi: f64 = (0..bound)
            .map(|at| (counts.get(&at).copied().unwrap_or(0) as f64 - expected).powi(2) / expected)
            .sum();
        // The 0.1 % point at 12 degrees of freedom is above those below it.
        assert!(chi < 32.91, "{bound}: {chi}");
        assert!(counts.keys().all(|at| *at < bound));
    }
    assert_eq!(Stream::new(&Hex([1; 32])).below(0), 0);
}

fn entries(tickets: &[u64]) -> Vec<Entry> {
    let entry = |(at, tickets): (usize, &u64)| Entry {
        entrant: Label::new(&format!("m{at}")).unwrap(),
        nonce: None,
        number: 1,
        tickets: *tickets,
    };
    tickets.iter().enumerate().map(entry).collect()
}

#[test]
fn tickets_weigh_what_they_are() {
    // One pick of tickets 1, 2, 3, 4: shares of a tenth each, 0.1 % point at 3 degrees of freedom.
    let entries = entries(&[1, 2, 3, 4]);
    let chance = SeededChance::new(1);
    let mut counts = [0_u64; 4];
    let runs = 20_000;
    for _ in 0..runs {
        let seed = Secret::made(&chance).commitment();
        let first = drawn(&entries, &[], 1, &mut Rolls::of_seed(seed.as_hash()), 1);
        counts[first[0]] += 1;
    }
    let chi: f64 = (1..)
        .zip(counts)
        .map(|(weight, seen)| {
            let expected = f64::from(runs) * f64::from(weight) / 10.0;
            (seen as f64 - expected).powi(2) / expected
        })
        .sum();
    assert!(chi < 16.27, "{chi} {counts:?}");
}

#[test]
fn all_orders_of_three_are_alike() {
    let entries = entries(&[1, 1, 1]);
    let chance = SeededChance::new(2);
    let mut counts = BTreeMap::new();
    let runs = 12_000;
    for _ in 0..runs {
        let seed = Secret::made(&chance).commitment();
        let order = drawn(&entries, &[], 1, &mut Rolls::of_seed(seed.as_hash()), 3);
        *counts.entry(order).or_insert(0_u64) += 1;
    }
    assert_eq!(counts.len(), 6);
    let expected = f64::from(runs) / 6.0;
    let chi: f64 = counts.values().map(|seen| (*seen as f64 - expected).powi(2) / expected).sum();
    assert!(chi < 20.52, "{chi}");
}

proptest! {
    /// The urn against a list with one item for each ticket.
    #[test]
    fn the_urn_is_a_list_of_tickets(
        held in proptest::collection::vec((0_u64..5, 1_u64..6), 1..25),
        rolls in proptest::collection::vec(any::<u64>(), 1..60),
        wins in 1_u64..4,
    ) {
        let mut all = entries(&held.iter().map(|(_, tickets)| *tickets).collect::<Vec<_>>());
        for (entry, (who, _)) in all.iter_mut().zip(&held) {
            entry.entrant = Label::new(&format!("m{who}")).unwrap();
        }
        let out = |entrant: &Label| entrant.as_str() != "m4";
        let mut urn = Urn::new(&all, out);
        let mut list: Vec<usize> = all
            .iter()
            .enumerate()
            .filter(|(_, entry)| out(&entry.entrant))
            .flat_map(|(at, entry)| (0..entry.tickets).map(move |_| at))
            .collect();
        let mut won = BTreeMap::new();
        for roll in rolls {
            prop_assert_eq!(urn.all(), list.len() as u64);
            if list.is_empty() {
                break;
            }
            let ticket = roll % urn.all();
            let at = urn.draw(ticket, wins).unwrap();
            prop_assert_eq!(at, list.remove(usize::try_from(ticket).unwrap()));
            let count = won.entry(all[at].entrant.clone()).or_insert(0);
            *count += 1;
            if *count == wins {
                list.retain(|other| all[*other].entrant != all[at].entrant);
            }
        }
    }
}
