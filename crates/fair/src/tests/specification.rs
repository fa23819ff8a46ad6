//! The worked example of `docs/fair-draws.md` against the code.

use crate::{
    Draw, Entrants, Exclusion, Hash, Input, Label, Method, Nonce, Plan, Prize, Secret, SigningKey,
    Source, Stream, Title, verify,
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/fair-draws.md");

/// What the page has to show: the files, and the values on the way to them.
fn example() -> (String, String, Vec<(&'static str, String)>) {
    let key = SigningKey::from_seed(&[1; 32]).unwrap();
    let (secret, nonce) = (Secret::from_bytes([2; 32]), Nonce::from_bytes([3; 32]));
    let label = |text| Label::new(text).unwrap();
    let plan = Plan {
        draw: label("raf_example"),
        method: Method::Tickets,
        closes_at: 1_800_000_000,
        wins: 1,
        prizes: vec![Prize { name: Title::new("一箱苹果").unwrap(), quantity: 1 }],
        source: Source::Nonces,
    };
    let draw = Draw::open(plan, Some(&secret), &key).unwrap();
    let mut entrants = Entrants::default();
    entrants.enter(label("ana"), 2, Some(nonce.commitment())).unwrap();
    let bo = entrants.enter(label("bo"), 1, None).unwrap();
    let receipt = draw.receipt(&entrants, bo, &key).unwrap();
    entrants.enter(label("staff-1"), 1, None).unwrap();
    let staff = Exclusion { entrant: label("staff-1"), reason: label("staff") };
    let closed = draw.close(&entrants, vec![staff], &key).unwrap();
    let input = Input::Nonces(vec![Some(nonce), None, None]);
    let proof = draw.result(&closed, &entrants, Some(secret), input, &key).unwrap();
    let log = entrants.log();
    let seed = proof.result.seed.unwrap();
    let first = Stream::new(&seed).below(3);
    let hex = |hash: &Hash| hash.to_string();
    let rows = vec![
        ("public key", hex(key.public().as_hex())),
        ("secret's commitment", hex(secret.commitment().as_hash())),
        ("nonce's commitment", hex(nonce.commitment().as_hash())),
        ("prizes", hex(&draw.opening.prizes)),
        ("source", hex(&draw.opening.source)),
        ("opening", hex(&draw.opening.hash())),
        ("leaf 0", hex(log.leaf(0).unwrap())),
        ("leaf 1", hex(log.leaf(1).unwrap())),
        ("leaf 2", hex(log.leaf(2).unwrap())),
        ("root of 2", hex(&log.root(2).unwrap())),
        ("root of 3", hex(&log.root(3).unwrap())),
        ("set", hex(&entrants.set())),
        ("exclusions", hex(&closed.closing.exclusions)),
        ("closing", hex(&closed.closing.hash())),
        ("input", hex(&proof.result.input)),
        ("seed", hex(&seed)),
        ("`below(3)`, the first number", first.to_string()),
        ("picks", hex(&proof.result.picks)),
        ("rerolls", hex(&proof.result.rerolls)),
        ("result", hex(&proof.result.hash())),
        ("receipt", hex(&receipt.hash())),
    ];
    (proof.to_json(), receipt.to_json(), rows)
}

/// The lines of the fenced blocks of JSON.
fn blocks(page: &str) -> Vec<&str> {
    let begun = page.split("```json\n").skip(1);
    begun.filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_example_of_the_specification_holds() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (proof, receipt, rows) = example();
    for (name, value) in rows {
        let row = format!("| {name} | `{value}` |");
        assert!(page.contains(&row), "the page lacks {row}");
    }
    assert_eq!(blocks(&page), [proof.as_str(), receipt.as_str()], "the files of the page");
    verify(proof.as_bytes(), Some(receipt.as_bytes())).unwrap();
}

#[test]
fn the_specification_has_every_fault_and_statement() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    for fault in crate::Fault::ALL {
        assert!(page.contains(&format!("`{}`", fault.code())), "{fault} is not explained");
    }
}
