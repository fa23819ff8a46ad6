//! The till's memory of one org: balances, lots, reservations and posting ids as far as they are
//! needed, with a log that takes back everything since a mark. No IO.
//!
//! What is not in memory is not known: asking for it is our mistake, because whoever decides loads
//! first. `None` in a map means known to be absent.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use kernel::{Error, PostingId, ReservationId, Result, Time};

use crate::{
    account::{Account, AccountKey, Unit},
    entry::{Ends, Entry, Kind, Line, reservation_of},
    posting::Fingerprint,
};

/// Accounts kept after a commit, about ten megabytes; beyond it only those of this commit stay.
pub const MOST_ACCOUNTS: usize = 50_000;
/// Posting ids and reservations kept after a commit.
const MOST_IDS: usize = 50_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lot {
    /// What is left of it, held or not.
    pub amount: i64,
    pub held: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    pub unit: Unit,
    pub floor: Option<i64>,
    pub balance: i64,
    pub held: i64,
    /// Its latest transfer that is in the tables, 0 for none.
    pub last: i64,
    /// Open lots, the soonest end first.
    pub lots: BTreeMap<Ends, Lot>,
}

impl Book {
    pub const fn new(unit: Unit, floor: Option<i64>) -> Self {
        Self { unit, floor, balance: 0, held: 0, last: 0, lots: BTreeMap::new() }
    }
    /// Whether it keeps lots: it holds a unit that has them.
    pub fn keeps_lots(&self) -> bool {
        self.unit.has_lots() && self.floor.is_some()
    }
    /// In lots that ended and were not posted as expired yet.
    pub fn over(&self, now: Time) -> i64 {
        self.lots
            .iter()
            .take_while(|(ends, _)| ends.is_over(now))
            .fold(0, |sum, (_, lot)| sum.saturating_add(lot.amount.saturating_sub(lot.held)))
    }
}

/// A posting id that is taken.
#[derive(Debug, Clone)]
pub struct Known {
    pub print: Fingerprint,
    pub kind: Kind,
    pub at: Time,
    /// The whole entry, as long as it is at hand.
    pub entry: Option<Arc<Entry>>,
}

/// A transfer's number in its org, and the numbers of the transfers before it of either account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    pub ordinal: i64,
    pub before: (i64, i64),
}

#[derive(Debug)]
enum Undo {
    Opened(AccountKey),
    Amounts(AccountKey, Option<i64>, i64, i64),
    Lot(AccountKey, Ends, Option<Lot>),
    Posting(PostingId),
    Reversed(PostingId),
    Reservation(ReservationId, Option<Arc<Entry>>),
    NextLapse(Option<i64>),
    Decided,
    Forgotten,
}

#[derive(Debug, Default)]
pub struct Books {
    accounts: HashMap<AccountKey, Option<Book>>,
    postings: HashMap<PostingId, Option<Known>>,
    /// By the original: the posting that reversed it.
    reversals: HashMap<PostingId, Option<PostingId>>,
    /// Open ones; none for those that ended or never were.
    reservations: HashMap<ReservationId, Option<Arc<Entry>>>,
    /// No open reservation runs out before this instant. None: not loaded yet.
    next_lapse: Option<i64>,
    /// The last transfer that is in the tables. None: not loaded yet.
    ordinal: Option<i64>,
    decided: Vec<Arc<Entry>>,
    log: Vec<Undo>,
}

impl Books {
    // What is known.

    pub fn knows(&self, key: &AccountKey) -> bool {
        self.accounts.contains_key(key)
    }
    pub fn knows_posting(&self, id: PostingId) -> bool {
        self.postings.contains_key(&id)
    }
    pub fn knows_reversal(&self, of: PostingId) -> bool {
        self.reversals.contains_key(&of)
    }
    pub fn knows_reservation(&self, id: ReservationId) -> bool {
        self.reservations.contains_key(&id)
    }
    pub fn book(&self, key: &AccountKey) -> Result<Option<&Book>> {
        self.accounts.get(key).map(Option::as_ref).ok_or_else(|| unloaded(key.as_str()))
    }
    pub fn existing(&self, key: &AccountKey) -> Result<&Book> {
        self.book(key)?.ok_or_else(|| unloaded(key.as_str()))
    }
    pub fn posting(&self, id: PostingId) -> Result<Option<&Known>> {
        self.postings.get(&id).map(Option::as_ref).ok_or_else(|| unloaded(id))
    }
    pub fn reversal(&self, of: PostingId) -> Result<Option<PostingId>> {
        self.reversals.get(&of).copied().ok_or_else(|| unloaded(of))
    }
    pub fn reservation(&self, id: ReservationId) -> Result<Option<Arc<Entry>>> {
        self.reservations.get(&id).cloned().ok_or_else(|| unloaded(id))
    }
    /// Open reservations at hand that ran out of time, the soonest first.
    pub fn overdue(&self, now: Time) -> Vec<ReservationId> {
        let mut list: Vec<_> = self
            .reservations
            .iter()
            .filter_map(|(id, entry)| Some((entry.as_ref()?.until(), *id)))
            .filter(|(until, _)| *until <= now)
            .collect();
        list.sort_unstable();
        list.into_iter().map(|(_, id)| id).collect()
    }
    /// The soonest end of the open reservations at hand.
    pub fn soonest_lapse(&self) -> i64 {
        self.reservations
            .values()
            .filter_map(|entry| Some(entry.as_ref()?.until().micros()))
            .min()
            .unwrap_or(i64::MAX)
    }
    pub const fn next_lapse(&self) -> Option<i64> {
        self.next_lapse
    }
    /// What was decided since the last commit.
    pub fn decided(&self) -> &[Arc<Entry>] {
        &self.decided
    }

    // What was loaded. It is what the tables say, so there is nothing to take back.

    pub fn load(&mut self, key: AccountKey, book: Option<Book>) {
        self.accounts.entry(key).or_insert(book);
    }
    pub fn load_posting(&mut self, id: PostingId, known: Option<Known>) {
        self.postings.entry(id).or_insert(known);
    }
    /// Gives a known posting its lines, for a reversal.
    pub fn load_entry(&mut self, entry: Entry) {
        if let Some(Some(known)) = self.postings.get_mut(&entry.id) {
            known.entry.get_or_insert(Arc::new(entry));
        }
    }
    pub fn load_reversal(&mut self, of: PostingId, by: Option<PostingId>) {
        self.reversals.entry(of).or_insert(by);
    }
    pub fn load_reservation(&mut self, id: ReservationId, entry: Option<Entry>) {
        self.reservations.entry(id).or_insert(entry.map(Arc::new));
    }

    // Changes, each with its way back.

    pub fn mark(&self) -> usize {
        self.log.len()
    }

    /// Takes back everything since the mark, the latest first.
    pub fn undo_to(&mut self, mark: usize) {
        while self.log.len() > mark {
            if let Some(step) = self.log.pop() {
                self.undo(step);
            }
        }
    }

    fn undo(&mut self, step: Undo) {
        match step {
            Undo::Opened(key) => drop(self.accounts.insert(key, None)),
            Undo::Amounts(key, floor, balance, held) => {
                if let Some(Some(book)) = self.accounts.get_mut(&key) {
                    (book.floor, book.balance, book.held) = (floor, balance, held);
                }
            }
            Undo::Lot(key, ends, before) => {
                if let Some(Some(book)) = self.accounts.get_mut(&key) {
                    put(&mut book.lots, ends, before);
                }
            }
            Undo::Posting(id) => drop(self.postings.insert(id, None)),
            Undo::Reversed(of) => drop(self.reversals.insert(of, None)),
            Undo::Reservation(id, before) => drop(self.reservations.insert(id, before)),
            Undo::NextLapse(before) => self.next_lapse = before,
            Undo::Decided => drop(self.decided.pop()),
            Undo::Forgotten => self.forget_all(),
        }
    }

    /// Opens the account if it is new, and takes the declared floor as the one in force.
    pub fn declare(&mut self, account: &Account) -> Result<&Book> {
        let Account { key, unit, floor } = account;
        match self.accounts.get_mut(key) {
            None => return Err(unloaded(key.as_str())),
            Some(slot @ None) => {
                *slot = Some(Book::new(unit.clone(), *floor));
                self.log.push(Undo::Opened(key.clone()));
            }
            Some(Some(book)) => {
                if book.floor != *floor {
                    let before = (book.floor, book.balance, book.held);
                    book.floor = *floor;
                    self.log.push(Undo::Amounts(key.clone(), before.0, before.1, before.2));
                }
            }
        }
        self.existing(key)
    }

    pub fn set_amounts(&mut self, key: &AccountKey, balance: i64, held: i64) -> Result<()> {
        let Some(Some(book)) = self.accounts.get_mut(key) else {
            return Err(unloaded(key.as_str()));
        };
        self.log.push(Undo::Amounts(key.clone(), book.floor, book.balance, book.held));
        (book.balance, book.held) = (balance, held);
        Ok(())
    }

    pub fn set_lot(&mut self, key: &AccountKey, ends: Ends, lot: Lot) -> Result<()> {
        let Some(Some(book)) = self.accounts.get_mut(key) else {
            return Err(unloaded(key.as_str()));
        };
        let after = (lot != Lot::default()).then_some(lot);
        let before = put(&mut book.lots, ends, after);
        self.log.push(Undo::Lot(key.clone(), ends, before));
        Ok(())
    }

    pub fn set_next_lapse(&mut self, micros: i64) {
        self.log.push(Undo::NextLapse(self.next_lapse.replace(micros)));
    }

    /// Notes what was decided. The amounts have been moved line by line before.
    pub fn record(&mut self, entry: Entry) {
        let entry = Arc::new(entry);
        self.note(&entry);
        self.decided.push(entry);
        self.log.push(Undo::Decided);
    }

    /// Its id is taken, its reservation opened or ended, its original reversed.
    pub fn note(&mut self, entry: &Arc<Entry>) {
        if entry.has_id() {
            let known = Known {
                print: entry.print,
                kind: entry.kind,
                at: entry.at,
                entry: Some(entry.clone()),
            };
            self.postings.insert(entry.id, Some(known));
            self.log.push(Undo::Posting(entry.id));
            // A posting that is new cannot have been reversed yet.
            self.reversals.entry(entry.id).or_insert(None);
        }
        if let (Kind::Reversed, Some(of)) = (entry.kind, entry.of) {
            self.reversals.insert(of, Some(entry.id));
            self.log.push(Undo::Reversed(of));
        }
        if entry.kind == Kind::Reserved {
            let id = reservation_of(entry.id);
            self.reservations.insert(id, Some(entry.clone()));
            self.log.push(Undo::Reservation(id, None));
            let until = entry.until().micros();
            if self.next_lapse.is_some_and(|next| until < next) {
                self.set_next_lapse(until);
            }
        } else if let Some(id) = entry.reservation() {
            let before = self.reservations.insert(id, None).flatten();
            self.log.push(Undo::Reservation(id, before));
        }
    }

    /// The commit is durable: marks end here.
    pub fn committed(&mut self) -> Vec<Arc<Entry>> {
        self.log.clear();
        std::mem::take(&mut self.decided)
    }

    /// The tables say all that memory does, these entries last. What it holds beyond its bounds goes;
    /// all of it can be loaded again.
    pub fn abreast<'e>(&mut self, entries: impl Iterator<Item = &'e Arc<Entry>> + Clone) {
        for entry in entries.clone() {
            // The lines of a posting are asked for again when it is reversed, which is rare.
            if let Some(Some(known)) = self.postings.get_mut(&entry.id) {
                known.entry = None;
            }
        }
        if self.accounts.len() > MOST_ACCOUNTS {
            let mut kept = HashMap::new();
            for key in entries.flat_map(|entry| entry.accounts()) {
                if let Some(book) = self.accounts.remove(key) {
                    kept.insert(key.clone(), book);
                }
            }
            // A commit of very many accounts is no reason to keep them all.
            self.accounts = if kept.len() > MOST_ACCOUNTS { HashMap::new() } else { kept };
        }
        if self.postings.len() > MOST_IDS {
            self.postings.clear();
        }
        if self.reversals.len() > MOST_IDS {
            self.reversals.clear();
        }
        if self.reservations.len() > MOST_IDS {
            self.reservations.clear();
        }
    }

    // Where the tables stand.

    pub const fn knows_ordinal(&self) -> bool {
        self.ordinal.is_some()
    }
    pub const fn load_ordinal(&mut self, last: i64) {
        self.ordinal = Some(last);
    }
    /// The number of the next transfer, and the transfer before it of the payer and of the payee.
    pub fn number(&mut self, line: &Line) -> Result<Numbered> {
        let ordinal = self.ordinal.ok_or_else(|| unloaded("a transfer's number"))? + 1;
        self.ordinal = Some(ordinal);
        let mut turn = |key: &AccountKey| match self.accounts.get_mut(key) {
            Some(Some(book)) => Ok(std::mem::replace(&mut book.last, ordinal)),
            _ => Err(unloaded(key.as_str())),
        };
        Ok(Numbered { ordinal, before: (turn(&line.from)?, turn(&line.to)?) })
    }

    /// The tables were rebuilt under this memory: whatever was loaded may be wrong, and it is wrong
    /// again when the rebuilding is taken back.
    pub fn forget(&mut self) {
        self.forget_all();
        self.log.push(Undo::Forgotten);
    }
    /// As [`Books::forget`], with all that was loaded and followed since the mark.
    pub fn forget_since(&mut self, mark: usize) {
        self.log.truncate(mark);
        self.forget();
    }

    fn forget_all(&mut self) {
        self.accounts.clear();
        self.postings.clear();
        self.reversals.clear();
        self.reservations.clear();
        self.next_lapse = None;
        self.ordinal = None;
    }
}

fn put(lots: &mut BTreeMap<Ends, Lot>, ends: Ends, lot: Option<Lot>) -> Option<Lot> {
    match lot {
        Some(lot) => lots.insert(ends, lot),
        None => lots.remove(&ends),
    }
}

fn unloaded(what: impl std::fmt::Display) -> Error {
    Error::broken(format!("the till decides about {what} before it was loaded"))
}
