//! Packets: nothing lost, nobody under the least, every place as lucky as any other.

use kernel::SeededChance;
use proptest::prelude::*;

use crate::{
    Fault, Label, Refusal, Secret, Share, Split, Terms,
    testing::luck::{Packets, double_average, luckiest},
    verify,
};

fn terms(kind: Share, total: u64, shares: u64, least: u64) -> Terms {
    Terms { kind, least, packet: Label::new("pkt_1").unwrap(), shares, total }
}

#[test]
fn what_cannot_be_split_is_refused_by_name() {
    use Refusal::{AmountUnfit, LeastUnfit, MoreSharesThanUnits, NoShares, TooManyShares};
    for (total, shares, least, refusal) in [
        (100, 0, 1, Some(NoShares)),
        (100_000, 10_001, 1, Some(TooManyShares)),
        (0, 1, 1, Some(AmountUnfit)),
        (1_000_000_000_001, 1, 1, Some(AmountUnfit)),
        (9, 10, 1, Some(MoreSharesThanUnits)),
        (100, 10, 11, Some(LeastUnfit)),
        (100, 10, 0, Some(LeastUnfit)),
        (100, 10, 10, None),
        (10_000, 10_000, 1, None),
        (1_000_000_000_000, 1, 1, None),
    ] {
        for kind in [Share::Equal, Share::Random] {
            let split = Split::made(terms(kind, total, shares, least), Secret::from_bytes([1; 32]));
            assert_eq!(split.err(), refusal, "{total} {shares} {least}");
        }
    }
}

/// A packet has no receipts; whether the file can be read comes first, in every verifier.
#[test]
fn the_version_is_read_before_all_and_a_receipt_after_the_file() {
    let packet = Split::made(terms(Share::Equal, 9, 3, 1), Secret::from_bytes([1; 32])).unwrap();
    let packet = packet.to_json();
    let bare = r#"{"version":"regulars-split-1"}"#;
    for (file, receipt, fault) in [
        (packet.as_str(), Some("{}"), Fault::ReceiptOtherDraw),
        (bare, Some("{}"), Fault::Malformed),
        (bare, None, Fault::Malformed),
        (r#"["x"]"#, None, Fault::Malformed),
        (r#"{"version":7}"#, None, Fault::Malformed),
        (r#"{"version":"x","version":"y"}"#, None, Fault::UnknownVersion),
        (r#"{"version":"x"} 1"#, None, Fault::Malformed),
    ] {
        let said = verify(file.as_bytes(), receipt.map(str::as_bytes));
        assert_eq!(said.err(), Some(fault), "{file}");
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nobody_gets_less_than_the_least(
        shares in 1_u64..300, least in 1_u64..50, over in 0_u64..1_000_000_000, byte: u8, equal: bool,
    ) {
        let kind = if equal { Share::Equal } else { Share::Random };
        let total = shares * least + over;
        let split = Split::made(terms(kind, total, shares, least), Secret::from_bytes([byte; 32])).unwrap();
        prop_assert_eq!(split.shares.len() as u64, shares);
        prop_assert_eq!(split.shares.iter().sum::<u64>(), total);
        prop_assert!(split.shares.iter().all(|share| *share >= least));
        if equal {
            let spread = split.shares.iter().max().unwrap() - split.shares.iter().min().unwrap();
            prop_assert!(spread <= 1);
        }
        prop_assert!(verify(split.to_json().as_bytes(), None).is_ok());
    }
}

/// The 0.1 % points of chi-square, which something fair passes once in a thousand runs; the seeds
/// are fixed, so these runs do not change.
const AT_49: f64 = 85.35;
const AT_9: f64 = 27.88;

#[test]
fn every_way_to_split_is_as_likely_as_any_other() {
    // 3 + 2 units into 3 shares of at least one: six compositions, 0.1 % point of chi-square at 5.
    let chance = SeededChance::new(3);
    let mut counts = std::collections::BTreeMap::new();
    let runs = 30_000;
    for _ in 0..runs {
        let shares = terms(Share::Random, 5, 3, 1).split(&Secret::made(&chance)).unwrap();
        *counts.entry(shares).or_insert(0_u64) += 1;
    }
    assert_eq!(counts.len(), 6, "{counts:?}");
    let expected = f64::from(runs) / 6.0;
    let chi: f64 = counts.values().map(|seen| (*seen as f64 - expected).powi(2) / expected).sum();
    assert!(chi < 20.52, "{chi} {counts:?}");
}

#[test]
fn no_place_is_luckier_than_another_as_it_is_by_the_double_average() {
    let packets = Packets { packets: 20_000, shares: 50, total: 10_000 };
    let ours = luckiest(packets, &SeededChance::new(4), |terms, chance| {
        terms.split(&Secret::made(chance)).unwrap()
    });
    assert!(ours.chi_square() < AT_49, "{}", ours.chi_square());
    let theirs = luckiest(packets, &SeededChance::new(5), |terms, chance| {
        double_average(terms.total, terms.shares, chance)
    });
    assert!(theirs.chi_square() > 100.0 * AT_49, "{}", theirs.chi_square());
    let ratio = theirs.last_to_middle();
    assert!((6.0..8.0).contains(&ratio), "the last is {ratio} times as lucky as the middle");
    assert!((0.8..1.25).contains(&ours.last_to_middle()), "{}", ours.last_to_middle());
}

#[test]
fn few_shares_are_fair_too() {
    let packets = Packets { packets: 20_000, shares: 10, total: 20_000 };
    let ours = luckiest(packets, &SeededChance::new(6), |terms, chance| {
        terms.split(&Secret::made(chance)).unwrap()
    });
    assert!(ours.chi_square() < AT_9, "{}", ours.chi_square());
}

#[test]
fn a_packet_that_was_changed_is_told() {
    let secret = Secret::made(&SeededChance::new(7));
    let split = Split::made(terms(Share::Random, 1000, 5, 1), secret).unwrap();
    let said = |split: &Split| verify(split.to_json().as_bytes(), None).err();
    assert_eq!(said(&split), None);
    let mut other = split.clone();
    other.shares.swap(0, 1);
    assert_eq!(said(&other), Some(Fault::ShareChanged));
    let mut other = split.clone();
    other.terms.least = 2;
    assert_eq!(said(&other), Some(Fault::SplitChanged));
    let mut other = split;
    other.secret = Secret::from_bytes([0; 32]);
    assert_eq!(said(&other), Some(Fault::SplitChanged));
}
