//! Properties of the till under random moves.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::table::{Table, id, posting, time};
use crate::{
    audit::replay::{Replay, Share},
    books::Books,
    entry::reservation_of,
    posting::{Move, Reversal, Take},
    till,
};

const HOLDERS: [&str; 4] = ["stock", "ana", "bo", "chen@-3"];
const KEEPERS: [&str; 4] = ["dai", "eva", "finn", "gul"];

#[derive(Debug, Clone)]
enum Step {
    Move(Move),
    Lapse,
    Expire(usize, u32),
    Clock(i64),
    /// Everything since so many steps ago is taken back.
    Undo(usize),
    Commit,
}

fn transfer() -> impl Strategy<Value = String> {
    let plain = (0..6usize, 0..6usize, 1..12i64).prop_map(|(from, to, amount)| {
        let name = |n: usize| HOLDERS.get(n).copied().unwrap_or("MINT");
        format!("{}->{} {amount}", name(from), name(to))
    });
    let lots = (0..6usize, 0..6usize, 1..12i64, 0..12i64).prop_map(|(from, to, amount, ends)| {
        let name = |n: usize| KEEPERS.get(n).copied().unwrap_or("STAMP");
        let makes = from >= KEEPERS.len() && to < KEEPERS.len() && ends > 0;
        let named = from < KEEPERS.len() && ends > 7;
        let rest = match ends {
            _ if makes => format!(" until {}", ends * 10),
            8 if named => " of never".to_owned(),
            _ if named => format!(" of {}", (ends - 8) * 10),
            _ => String::new(),
        };
        format!("{}:*s->{}:*s {amount}{rest}", name(from), name(to))
    });
    prop_oneof![plain, lots]
}

fn asked() -> impl Strategy<Value = Move> {
    let list = || prop::collection::vec(transfer(), 1..4).prop_map(|list| list.join(" ; "));
    let name = |kind: &'static str| (0..20u32).prop_map(move |n| format!("{kind}{n}"));
    let any = prop_oneof![name("P"), name("R"), name("T")];
    prop_oneof![
        4 => (name("P"), list()).prop_map(|(id, list)| Move::Post(posting(&id, &list))),
        2 => (name("R"), 1..90i64, list()).prop_map(|(id, until, list)| {
            let mut posting = posting(&id, &list);
            for transfer in &mut posting.transfers {
                (transfer.expires_at, transfer.lot) = (None, None);
            }
            Move::Reserve(posting, time(until))
        }),
        2 => (name("T"), name("R"), prop::option::of(prop::collection::vec(0..8i64, 1..4)))
            .prop_map(|(name, reserved, amounts)| Move::Take(Take {
                id: id(&name),
                reservation: reservation_of(id(&reserved)),
                amounts,
                reason: "test".into(),
                subject: "subject".into(),
            })),
        1 => name("R").prop_map(|name| Move::Release(reservation_of(id(&name)))),
        2 => (name("V"), any).prop_map(|(name, of)| Move::Reverse(Reversal {
            id: id(&name),
            of: id(&of),
            reason: "test".into(),
            subject: "subject".into(),
        })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => asked().prop_map(Step::Move),
        1 => Just(Step::Lapse),
        2 => (0..4usize, any::<u32>()).prop_map(|(who, id)| Step::Expire(who, id)),
        2 => (1..15i64).prop_map(Step::Clock),
        2 => (1..6usize).prop_map(Step::Undo),
        1 => Just(Step::Commit),
    ]
}

/// Everything that can be seen of the books, in order.
fn seen(books: &Books, keys: &BTreeMap<String, crate::AccountKey>) -> Vec<String> {
    let mut list: Vec<String> = keys
        .values()
        .filter_map(|key| Some(format!("{key} {:?}", books.book(key).ok()??)))
        .collect();
    let ids = (0..20u32).flat_map(|n| [id(&format!("P{n}")), id(&format!("T{n}"))]);
    list.extend(ids.map(|id| match books.reversal(id) {
        Ok(Some(by)) => format!("{id} reversed by {by}"),
        _ => format!("{id} not reversed"),
    }));
    list.push(format!("{:?}", books.decided()));
    list.push(format!("{:?}", books.next_lapse()));
    list.push(format!("{:?}", books.overdue(time(i64::MAX - 1))));
    list
}

/// Lets the lots of a keeper that have ended go, under a name of the step's own.
fn expire(
    books: &mut Books,
    keys: &BTreeMap<String, crate::AccountKey>,
    now: kernel::Time,
    (who, name): (usize, u32),
) {
    let key = &keys[KEEPERS[who]];
    books.load(key.clone(), None);
    books.load(keys["expired/s"].clone(), None);
    till::expire(books, now, key, id(&format!("E{name}"))).unwrap();
}

fn keys() -> BTreeMap<String, crate::AccountKey> {
    HOLDERS
        .iter()
        .chain(&KEEPERS)
        .chain(&["MINT", "STAMP", "expired/s"])
        .map(|name| ((*name).to_owned(), super::table::account(name).key))
        .collect()
}

/// What must hold after every step.
fn check(books: &Books, now: i64, keys: &BTreeMap<String, crate::AccountKey>) {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for key in keys.values() {
        let Ok(Some(book)) = books.book(key) else { continue };
        *sums.entry(book.unit.to_string()).or_default() += book.balance;
        assert!(book.held >= 0, "{key}");
        if let Some(floor) = book.floor {
            assert!(book.balance - book.held >= floor, "{key} at {now}: {book:?}");
        }
        if book.keeps_lots() {
            assert_eq!(book.lots.values().map(|lot| lot.amount).sum::<i64>(), book.balance);
            assert_eq!(book.lots.values().map(|lot| lot.held).sum::<i64>(), book.held);
        }
        assert!(book.lots.values().all(|lot| lot.amount > 0 && lot.held >= 0));
        assert!(book.lots.values().all(|lot| lot.held <= lot.amount));
        assert!(book.keeps_lots() || book.lots.is_empty());
    }
    assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
}

#[test]
fn memory_is_bounded_by_what_the_last_commit_used() {
    let mut table = Table::new();
    for n in 0..=crate::books::MOST_ACCOUNTS {
        let key = crate::AccountKey::new(&format!("idle/{n}")).unwrap();
        table.books.load(key, None);
    }
    let asked = Move::Post(posting("P1", "MINT->stock 5"));
    assert_eq!(table.decide(&asked), "ok");
    let used = table.books.committed();
    table.books.abreast(used.iter());
    assert!(table.books.knows(&keys()["stock"]) && table.books.knows(&keys()["MINT"]));
    assert!(!table.books.knows(&crate::AccountKey::new("idle/0").unwrap()));
    assert_eq!(table.decide(&asked), "already");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_zero_floors_hold_undo_restores_and_replay_agrees(
        steps in prop::collection::vec(step(), 1..80)
    ) {
        let mut table = Table::new();
        let keys = keys();
        let mut now = 0;
        let mut replay = Replay::new(Share::ALL);
        let mut row = 0;
        let mut marks = vec![(table.books.mark(), seen(&table.books, &keys))];
        for step in steps {
            let before = seen(&table.books, &keys);
            match step {
                Step::Move(asked) => {
                    table.load(&asked);
                    let decided = table.books.decided().len();
                    let posted = till::decide(&mut table.books, time(now), &asked);
                    let effect = posted.as_ref().is_ok_and(|posted| !posted.already);
                    prop_assert_eq!(table.books.decided().len() - decided, usize::from(effect));
                    if !effect {
                        prop_assert_eq!(seen(&table.books, &keys), before);
                    }
                    if let Err(kernel::Error::Broken(what)) = &posted {
                        prop_assert!(!what.contains("before it was loaded"), "{}", what);
                    }
                }
                Step::Lapse => drop(till::lapse(&mut table.books, time(now)).unwrap()),
                Step::Expire(who, name) => expire(&mut table.books, &keys, time(now), (who, name)),
                Step::Clock(by) => now += by,
                Step::Undo(back) => {
                    let at = marks.len().saturating_sub(back);
                    let (mark, then) = marks[at.min(marks.len() - 1)].clone();
                    table.books.undo_to(mark);
                    prop_assert_eq!(seen(&table.books, &keys), then);
                    marks.truncate(at.max(1));
                }
                Step::Commit => {
                    for entry in table.books.decided() {
                        row += 1;
                        prop_assert_eq!(replay.apply(row, entry), Ok(()), "{:?}", entry);
                    }
                    let entries = table.books.decided().to_vec();
                    let used = table.books.committed();
                    table.books.abreast(used.iter());
                    for entry in entries.iter().filter(|entry| entry.has_id()) {
                        table.books.load_entry((**entry).clone());
                    }
                    marks.clear();
                }
            }
            check(&table.books, now, &keys);
            marks.push((table.books.mark(), seen(&table.books, &keys)));
        }
        for entry in table.books.decided() {
            row += 1;
            prop_assert_eq!(replay.apply(row, entry), Ok(()), "{:?}", entry);
        }
        for (key, holder) in &replay.holders {
            let book = table.books.existing(key).unwrap();
            prop_assert_eq!((holder.balance, holder.held), (book.balance, book.held));
            prop_assert_eq!(holder.floor, book.floor);
            let lots: Vec<_> =
                book.lots.iter().map(|(ends, lot)| (*ends, (lot.amount, lot.held))).collect();
            prop_assert_eq!(holder.lots.iter().map(|(e, l)| (*e, *l)).collect::<Vec<_>>(), lots);
        }
        prop_assert_eq!(
            replay.reservations.len(),
            table.books.overdue(time(i64::MAX - 1)).len()
        );
    }

    #[test]
    fn an_entry_reads_back_what_it_wrote(steps in prop::collection::vec(asked(), 1..30)) {
        let mut table = Table::new();
        for asked in &steps {
            table.decide(asked);
        }
        for entry in table.books.decided() {
            let text = serde_json::to_string(&**entry).unwrap();
            prop_assert!(!text.contains('\n'));
            let read: crate::entry::Entry = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, &**entry);
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
    }

    #[test]
    fn different_moves_have_different_fingerprints(a in asked(), b in asked()) {
        let same = match (&a, &b) {
            (Move::Post(a), Move::Post(b)) => {
                a.transfers.len() == b.transfers.len()
                    && a.transfers.iter().zip(&b.transfers).all(|(a, b)| {
                        (&a.from.key, &a.to.key, &a.from.unit, a.amount, a.expires_at, a.lot)
                            == (&b.from.key, &b.to.key, &b.from.unit, b.amount, b.expires_at, b.lot)
                    })
            }
            (Move::Take(a), Move::Take(b)) => (a.reservation, &a.amounts) == (b.reservation, &b.amounts),
            (Move::Reverse(a), Move::Reverse(b)) => a.of == b.of,
            (a, b) => a == b,
        };
        if !matches!((&a, &b), (Move::Reserve(..), Move::Reserve(..))) {
            prop_assert_eq!(a.fingerprint() == b.fingerprint(), same);
        }
    }
}
