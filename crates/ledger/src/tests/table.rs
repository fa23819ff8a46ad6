//! A small language for rule tables. One step a line, the expected outcome behind the bar:
//!
//! ```text
//! post    P1 MINT->stock 5 ; stock->ana 1   | ok
//! post    P2 MINT->ana:*stamp 3 until 50    | ok       a new lot that ends at 50
//! reserve R1 90 stock->bo 1                 | ok
//! take    T1 R1 1                           | ok       amounts per line; none: all
//! release R1                                | already
//! reverse V1 P1                             | floor stock
//! clock   60                                |
//! lapse                                     | 1
//! expire  E1 ana:*stamp                     | 3
//! see     ana:*stamp                        | 3 held 0 lots 50=3
//! ```
//!
//! Capitals issue (no floor), `name@-2` has that floor, others cannot go under zero. A unit stands
//! behind a colon; with a star it has lots.

use kernel::{Error, PostingId, Time};
use uuid::Uuid;

use crate::{
    account::{Account, AccountKey, Unit},
    audit::replay::{Replay, Share},
    books::Books,
    entry::{posting_of, reservation_of},
    posting::{Move, Posting, Reversal, Take, Transfer},
    till,
};

pub struct Table {
    pub books: Books,
    now: i64,
}

/// A posting's id by the name it has in a table.
pub fn id(name: &str) -> PostingId {
    let number = name.bytes().fold(0u128, |sum, byte| sum * 256 + u128::from(byte));
    PostingId::from_uuid(Uuid::from_u128(number))
}

pub fn account(text: &str) -> Account {
    let (name, unit) = text.split_once(':').unwrap_or((text, "gift"));
    let (name, floor) = name
        .split_once('@')
        .map_or((name, None), |(name, floor)| (name, Some(floor.parse().unwrap())));
    let unit = match unit.strip_prefix('*') {
        Some(noun) => Unit::new(&format!("lots/{noun}")).unwrap(),
        None => Unit::new(unit).unwrap(),
    };
    let issues = name.chars().all(|c| c.is_ascii_uppercase());
    let floor = if issues { None } else { Some(floor.unwrap_or(0)) };
    Account { key: AccountKey::new(name).unwrap(), unit, floor }
}

pub fn transfers(text: &str) -> Vec<Transfer> {
    text.split(';')
        .map(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            let (from, to) = words[0].split_once("->").unwrap();
            let (mut from, to) = (account(from), account(to));
            if words[0].matches(':').count() == 1 {
                from.unit = to.unit.clone();
            }
            let after = |word| (words.get(2) == Some(&word)).then(|| words[3]);
            let ends = after("until").map(|ends| time(ends.parse().unwrap()));
            let transfer = Transfer::new(from, to, words[1].parse().unwrap()).expiring(ends);
            match after("of") {
                Some("never") => transfer.out_of(None),
                Some(ends) => transfer.out_of(Some(time(ends.parse().unwrap()))),
                None => transfer,
            }
        })
        .collect()
}

pub fn posting(name: &str, text: &str) -> Posting {
    let mut posting = Posting::new(id(name), "test", &"subject");
    posting.transfers = transfers(text);
    posting
}

pub fn time(seconds: i64) -> Time {
    Time::from_micros(seconds)
}

impl Table {
    pub fn new() -> Self {
        Self { books: Books::default(), now: 0 }
    }

    /// Runs every line; panics at the first whose outcome is not the expected one. Whatever the
    /// lines did, the books replay and can be undone.
    pub fn run(text: &str) {
        let mut table = Self::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (step, expected) = line.split_once('|').unwrap();
            let before = table.books.decided().len();
            let found = table.step(step.trim());
            assert_eq!(found, expected.trim(), "{line}");
            let effect = step.trim().starts_with("expire") || found == "ok" || found == "1";
            assert!(effect || table.books.decided().len() == before, "{line}");
        }
        table.replays();
        table.books.undo_to(0);
        assert!(table.books.decided().is_empty());
    }

    fn replays(&mut self) {
        let mut replay = Replay::new(Share::ALL);
        for (entry, row) in self.books.decided().iter().zip(1..) {
            assert_eq!(replay.apply(row, entry), Ok(()), "{entry:?}");
        }
        for (key, holder) in &replay.holders {
            let book = self.books.existing(key).unwrap();
            assert_eq!((holder.balance, holder.held), (book.balance, book.held), "{key}");
            let lots: Vec<_> =
                book.lots.iter().map(|(e, lot)| (*e, (lot.amount, lot.held))).collect();
            assert_eq!(
                holder.lots.iter().map(|(e, l)| (*e, *l)).collect::<Vec<_>>(),
                lots,
                "{key}"
            );
        }
    }

    fn step(&mut self, step: &str) -> String {
        let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
        let rest = rest.trim();
        let (name, tail) = rest.split_once(' ').unwrap_or((rest, ""));
        let now = time(self.now);
        match verb {
            "clock" => {
                self.now = rest.parse().unwrap();
                String::new()
            }
            "post" => self.decide(&Move::Post(posting(name, tail))),
            "reserve" => {
                let (until, tail) = tail.trim().split_once(' ').unwrap();
                self.decide(&Move::Reserve(posting(name, tail), time(until.parse().unwrap())))
            }
            "take" => {
                let mut words = tail.split_whitespace();
                let reservation = reservation_of(id(words.next().unwrap()));
                let amounts: Vec<i64> = words.map(|word| word.parse().unwrap()).collect();
                self.decide(&Move::Take(Take {
                    id: id(name),
                    reservation,
                    amounts: (!amounts.is_empty()).then_some(amounts),
                    reason: "test".into(),
                    subject: "subject".into(),
                }))
            }
            "release" => self.decide(&Move::Release(reservation_of(id(name)))),
            "reverse" => self.decide(&Move::Reverse(Reversal {
                id: id(name),
                of: id(tail.trim()),
                reason: "test".into(),
                subject: "subject".into(),
            })),
            "lapse" => till::lapse(&mut self.books, now).unwrap().to_string(),
            "expire" => {
                let account = account(tail.trim());
                let target = till::expired_account(&account.unit).unwrap();
                self.books.load(target, None);
                till::expire(&mut self.books, now, &account.key, id(name)).unwrap().to_string()
            }
            "see" => self.see(&account(rest).key),
            other => panic!("no verb {other}"),
        }
    }

    fn see(&self, key: &AccountKey) -> String {
        let Some(book) = self.books.book(key).unwrap() else { return "nothing".to_owned() };
        let lots = book.lots.iter().map(|(ends, lot)| {
            let ends = ends.time().map_or("never".to_owned(), |time| time.micros().to_string());
            let held = if lot.held > 0 { format!("/{}", lot.held) } else { String::new() };
            format!("{ends}={}{held}", lot.amount)
        });
        let mut words = vec![format!("{} held {}", book.balance, book.held)];
        if !book.lots.is_empty() {
            words.push("lots".to_owned());
        }
        words.extend(lots);
        words.join(" ")
    }

    /// Has in the books what the move names, as a store that is empty beyond them would.
    pub fn load(&mut self, asked: &Move) {
        let books = &mut self.books;
        if let Some(id) = asked.id() {
            books.load_posting(id, None);
        }
        match asked {
            Move::Post(posting) | Move::Reserve(posting, _) => {
                posting.keys().for_each(|key| books.load(key.clone(), None));
            }
            Move::Take(take) => books.load_reservation(take.reservation, None),
            Move::Release(id) => {
                books.load_reservation(*id, None);
                books.load_posting(posting_of(*id), None);
            }
            Move::Reverse(reversal) => {
                books.load_posting(reversal.of, None);
                books.load_reversal(reversal.of, None);
            }
        }
    }

    pub fn decide(&mut self, asked: &Move) -> String {
        self.load(asked);
        match till::decide(&mut self.books, time(self.now), asked) {
            Ok(posted) if posted.already => "already".to_owned(),
            Ok(_) => "ok".to_owned(),
            Err(Error::Refused(refused)) => {
                let code = refused.code.strip_prefix("ledger.").unwrap();
                let account = refused.args.iter().find(|(name, _)| *name == "account");
                match account {
                    Some((_, kernel::error::Arg::Text(key))) => format!("{code} {key}"),
                    _ => code.to_owned(),
                }
            }
            Err(other) => other.to_string(),
        }
    }
}
