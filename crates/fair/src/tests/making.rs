//! What a draw cannot be made of, and what a proof tells.

use kernel::SeededChance;

use crate::{
    Drand, Draw, Edge, Entrants, Exclusion, Hex, Input, Label, Listed, Method, Nonce, Plan, Prize,
    Refusal, Secret, SigningKey, Source, Title, Verified, limits, verify,
};

type Change = fn(&mut Plan);

const NOON: u64 = 1_800_000_000;

fn plan() -> Plan {
    let prize = |name, quantity| Prize { name: Title::new(name).unwrap(), quantity };
    Plan {
        draw: Label::new("raf_autumn").unwrap(),
        method: Method::Tickets,
        closes_at: NOON,
        wins: 1,
        prizes: vec![prize("A week of apples", 1), prize("A bag of pears", 2)],
        source: Source::Drand(Drand::after(NOON)),
    }
}

fn key() -> SigningKey {
    SigningKey::made(&SeededChance::new(1)).unwrap()
}

#[test]
fn a_plan_that_cannot_be_fair_is_not_opened() {
    let secret = Secret::from_bytes([1; 32]);
    let public = || Source::public(&[(Listed::Numbers, "Lotto")]).unwrap();
    let rows: [(Change, Refusal); 9] = [
        (|plan| plan.prizes.clear(), Refusal::NoPrizes),
        (|plan| plan.prizes[0].quantity = 0, Refusal::PrizesUnfit),
        (|plan| plan.prizes[0].quantity = limits::PIECES, Refusal::PrizesUnfit),
        (|plan| plan.wins = 0, Refusal::WinsUnfit),
        (|plan| plan.closes_at = limits::TIME + 1, Refusal::TimeUnfit),
        (|plan| plan.source = Source::Public(Vec::new()), Refusal::SourceUnfit),
        (|plan| plan.source = Source::Drand(Drand::after(NOON - 3)), Refusal::SourceTooEarly),
        (
            |plan| plan.source = Source::Drand(Drand { chain: Hex([0; 32]), round: 1 << 30 }),
            Refusal::SourceUnfit,
        ),
        (|plan| plan.method = Method::Rfc3797, Refusal::SecretUnfit),
    ];
    for (change, refusal) in rows {
        let mut plan = plan();
        change(&mut plan);
        assert_eq!(Draw::open(plan, Some(&secret), &key()).unwrap_err(), refusal);
    }
    assert_eq!(Draw::open(plan(), None, &key()).unwrap_err(), Refusal::SecretUnfit);
    let by_rfc = Plan { method: Method::Rfc3797, source: public(), ..plan() };
    assert!(Draw::open(by_rfc.clone(), None, &key()).is_ok());
    let often = Plan { wins: 2, ..by_rfc.clone() };
    assert_eq!(Draw::open(often, None, &key()).unwrap_err(), Refusal::WinsUnfit);
    let beacon = Plan { source: plan().source, ..by_rfc };
    assert_eq!(Draw::open(beacon, None, &key()).unwrap_err(), Refusal::SourceUnfit);
}

#[test]
fn the_round_is_the_first_after_the_instant() {
    for (instant, round) in [(0, 1), (1_692_803_366, 1), (1_692_803_367, 2), (1_692_803_369, 2)] {
        let drand = Drand::after(instant);
        assert_eq!(drand.round, round, "{instant}");
        assert!(drand.made_at() > instant && drand.made_at() <= instant.max(1_692_803_364) + 3);
    }
}

#[test]
fn a_draw_from_its_opening_to_a_reroll_is_told_as_it_was() {
    let (key, secret) = (key(), Secret::from_bytes([1; 32]));
    let draw = Draw::open(plan(), Some(&secret), &key).unwrap();
    let mut entrants = Entrants::default();
    let mut receipts = Vec::new();
    for (who, tickets) in
        [("ana", 2), ("bo", 1), ("chen", 5), ("ana", 1), ("staff-1", 9), ("dai", 1)]
    {
        let at = entrants.enter(Label::new(who).unwrap(), tickets, None).unwrap();
        let receipt = draw.receipt(&entrants, at, &key).unwrap();
        assert!(receipt.is_sound());
        receipts.push(receipt);
    }
    assert_eq!(entrants.entries()[3].number, 2, "Ana's second entry");
    assert_eq!(entrants.enter(Label::new("eve").unwrap(), 0, None), Err(Refusal::TicketsUnfit));
    let staff =
        Exclusion { entrant: Label::new("staff-1").unwrap(), reason: Label::new("staff").unwrap() };
    let twice = vec![staff.clone(), staff.clone()];
    assert_eq!(draw.close(&entrants, twice, &key).unwrap_err(), Refusal::ExclusionsUnfit);
    let closed = draw.close(&entrants, vec![staff], &key).unwrap();
    let beacon = Input::Drand(Hex([4; 48]));
    let other = Some(Secret::from_bytes([2; 32]));
    let wrong = draw.result(&closed, &entrants, other, beacon.clone(), &key);
    assert_eq!(wrong.unwrap_err(), Refusal::SecretUnfit);
    let wrong = draw.result(&closed, &entrants, Some(secret), Input::Nonces(vec![]), &key);
    assert_eq!(wrong.unwrap_err(), Refusal::InputUnfit);
    let mut proof = draw.result(&closed, &entrants, Some(secret), beacon, &key).unwrap();
    let first = proof.picks.clone();
    assert_eq!(first.len(), 3);
    proof.reroll(1, Label::new("unclaimed").unwrap(), &key).unwrap();
    assert_eq!(proof.picks[..3], first, "what was drawn stays drawn");
    assert_eq!(proof.picks[3].prize, first[1].prize, "the prize goes to the next ticket");
    let again = proof.reroll(1, Label::new("unclaimed").unwrap(), &key);
    assert_eq!(again, Err(Refusal::RerollUnfit));
    assert_eq!(proof.reroll(9, Label::new("x").unwrap(), &key), Err(Refusal::RerollUnfit));
    // Nobody is left to draw: the prize stays where it was not taken, and that is told.
    proof.reroll(3, Label::new("declined").unwrap(), &key).unwrap();
    assert_eq!(proof.picks.len(), 4);

    for receipt in &receipts {
        let file = proof.to_json();
        let Ok(Verified::Draw(told)) = verify(file.as_bytes(), Some(receipt.to_json().as_bytes()))
        else {
            panic!("{file}")
        };
        assert_eq!((told.entries, told.entrants, told.tickets, told.excluded), (6, 5, 19, 1));
        assert_eq!(told.won.len(), 4);
        assert_eq!(told.won[1].rerolled.as_ref().unwrap().as_str(), "unclaimed");
        let held = told.receipt.unwrap();
        let out = held.excluded.map(|reason| reason.to_string());
        assert_eq!(out.is_some(), held.entrant.as_str() == "staff-1");
    }
}

#[test]
fn a_nonce_shown_by_nobody_is_no_part_of_the_seed() {
    let (key, secret) = (key(), Secret::from_bytes([1; 32]));
    let draw = Draw::open(Plan { source: Source::Nonces, ..plan() }, Some(&secret), &key).unwrap();
    let nonces = [Nonce::from_bytes([1; 32]), Nonce::from_bytes([2; 32])];
    let mut entrants = Entrants::default();
    for (who, nonce) in ["ana", "bo"].into_iter().zip(nonces) {
        entrants.enter(Label::new(who).unwrap(), 1, Some(nonce.commitment())).unwrap();
    }
    entrants.enter(Label::new("chen").unwrap(), 1, None).unwrap();
    let closed = draw.close(&entrants, vec![], &key).unwrap();
    let seed = |shown: Vec<Option<Nonce>>| {
        let input = Input::Nonces(shown);
        draw.result(&closed, &entrants, Some(secret), input, &key).map(|proof| proof.result.seed)
    };
    let [ana, bo] = nonces.map(Some);
    let all = seed(vec![ana, bo, None]).unwrap();
    assert_ne!(all, seed(vec![ana, None, None]).unwrap());
    for wrong in [vec![ana, bo], vec![bo, ana, None], vec![ana, bo, ana], vec![]] {
        assert_eq!(seed(wrong), Err(Refusal::InputUnfit));
    }
}

#[test]
fn an_entry_at_the_edge_has_the_receipt_that_the_whole_log_gives() {
    let (key, secret) = (key(), Secret::from_bytes([1; 32]));
    let draw = Draw::open(plan(), Some(&secret), &key).unwrap();
    let (mut entrants, mut edge) = (Entrants::default(), Edge::default());
    for at in 0..40_u64 {
        let who = Label::new(&format!("e{}", at % 7)).unwrap();
        let index = entrants.enter(who, 1 + at, None).unwrap();
        let entry = entrants.entries()[index].clone();
        let receipt = draw.enter(&mut edge, entry, &key).unwrap();
        assert_eq!(Some(&receipt), draw.receipt(&entrants, index, &key).as_ref());
        assert!(receipt.is_sound());
    }
    let mut none = entrants.entries()[0].clone();
    none.tickets = 0;
    assert_eq!(draw.enter(&mut edge, none, &key).unwrap_err(), Refusal::TicketsUnfit);
}
