//! What a list says now against what was taken from it before.

use std::collections::BTreeSet;

use super::{
    model::{Entry, Wanted},
    reading::key,
};

/// An entry with what it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub before: Entry,
    pub now: Wanted,
}

impl Change {
    /// Whether it needs another order, and not only another number or note.
    pub fn reorders(&self) -> bool {
        let sorted = |parts: &[crate::products::Part]| {
            let mut all: Vec<_> = parts.iter().map(|part| (part.product, part.quantity)).collect();
            all.sort_unstable();
            all
        };
        self.before.member != self.now.member
            || sorted(&self.before.parts) != sorted(&self.now.parts)
    }
    fn is_none(&self) -> bool {
        let said = self.before.number == self.now.number && self.before.note == self.now.note;
        said && self.before.name == self.now.name && !self.reorders()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub added: Vec<Wanted>,
    pub changed: Vec<Change>,
    pub same: Vec<Entry>,
    /// Whose line says that it is off.
    pub withdrawn: Vec<Entry>,
    /// Who is not on the list any more, and nobody said why.
    pub missing: Vec<Entry>,
}

impl Difference {
    pub fn count(&self) -> usize {
        self.added.len() + self.changed.len() + self.withdrawn.len()
    }
}

/// Compares by name. Nobody is withdrawn who is only missing: a host says so.
pub fn difference(wanted: &[Wanted], off: &[String], taken: &[Entry]) -> Difference {
    let mut all = Difference::default();
    let mut met = BTreeSet::new();
    for now in wanted {
        let line = key(&now.name);
        match taken.iter().find(|entry| entry.line == line) {
            Some(before) => {
                let change = Change { before: before.clone(), now: now.clone() };
                if change.is_none() {
                    all.same.push(change.before);
                } else {
                    all.changed.push(change);
                }
            }
            None => all.added.push(now.clone()),
        }
        met.insert(line);
    }
    let off: BTreeSet<String> = off.iter().map(|name| key(name)).collect();
    for entry in taken.iter().filter(|entry| !met.contains(&entry.line)) {
        if off.contains(&entry.line) {
            all.withdrawn.push(entry.clone());
        } else {
            all.missing.push(entry.clone());
        }
    }
    all
}
