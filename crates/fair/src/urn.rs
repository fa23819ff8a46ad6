//! Tickets that can still be drawn.

use std::collections::HashMap;

use crate::{Entry, Label};

/// The tickets of all entries, in the order of the log, as sums that find the entry of a ticket and
/// take tickets out in as many steps as their number has bits (a Fenwick tree).
pub(crate) struct Urn<'a> {
    entries: &'a [Entry],
    left: Vec<u64>,
    sums: Vec<u64>,
    all: u64,
    whose: HashMap<&'a Label, Owner>,
}

#[derive(Default)]
struct Owner {
    entries: Vec<usize>,
    wins: u64,
}

impl<'a> Urn<'a> {
    /// Those that `counts` refuses are not in it.
    pub(crate) fn new(entries: &'a [Entry], counts: impl Fn(&Label) -> bool) -> Self {
        let mut whose: HashMap<&Label, Owner> = HashMap::new();
        let mut urn = Self {
            entries,
            left: vec![0; entries.len()],
            sums: vec![0; entries.len() + 1],
            all: 0,
            whose: HashMap::new(),
        };
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| counts(&entry.entrant)) {
            urn.put(at, entry.tickets);
            whose.entry(&entry.entrant).or_default().entries.push(at);
        }
        urn.whose = whose;
        urn
    }
    /// How many tickets are left.
    pub(crate) const fn all(&self) -> u64 {
        self.all
    }
    /// Draws the ticket of this number among those that are left; the index of its entry. The ticket
    /// is out, and with the last win of its entrant all of theirs.
    pub(crate) fn draw(&mut self, ticket: u64, most_wins: u64) -> Option<usize> {
        let at = self.find(ticket);
        let entrant = &self.entries.get(at)?.entrant;
        self.take(at, 1);
        let owner = self.whose.get_mut(entrant)?;
        owner.wins += 1;
        if owner.wins == most_wins {
            for at in std::mem::take(&mut owner.entries) {
                let left = self.left.get(at).copied()?;
                self.take(at, left);
            }
        }
        Some(at)
    }
    fn find(&self, ticket: u64) -> usize {
        let (mut at, mut rest, mut step) = (0, ticket, self.sums.len().next_power_of_two());
        while step > 0 {
            if let Some(&sum) = self.sums.get(at + step)
                && sum <= rest
            {
                rest -= sum;
                at += step;
            }
            step /= 2;
        }
        at
    }
    fn put(&mut self, at: usize, tickets: u64) {
        self.change(at, |held| *held += tickets);
        self.all += tickets;
    }
    fn take(&mut self, at: usize, tickets: u64) {
        self.change(at, |held| *held -= tickets);
        self.all -= tickets;
    }
    fn change(&mut self, at: usize, by: impl Fn(&mut u64)) {
        self.left.get_mut(at).into_iter().for_each(&by);
        let mut node = at + 1;
        while let Some(sum) = self.sums.get_mut(node) {
            by(sum);
            node += node & node.wrapping_neg();
        }
    }
}
