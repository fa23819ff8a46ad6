//! Books of its own for replaying the journal: plain arithmetic over what the entries say, sharing
//! nothing with the till but the entries. It checks the ledger's rules on the way, so that a
//! mistake of the till cannot hide behind itself.
//!
//! Memory is bounded by taking one part of the accounts at a time.

use std::collections::{BTreeMap, HashMap};

use crate::{
    account::{AccountKey, Unit},
    entry::{Ends, Entry, Hold, Kind, Line, Part, sum},
};

/// One part of all accounts: those whose key falls on `index` out of `count`.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    pub index: u64,
    pub count: u64,
}

impl Share {
    #[cfg(test)]
    pub const ALL: Self = Self { index: 0, count: 1 };

    pub fn has(self, key: &AccountKey) -> bool {
        // FNV-1a: the same on every machine.
        let hash = key.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        hash % self.count.max(1) == self.index
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub unit: Unit,
    pub floor: Option<i64>,
    pub balance: i64,
    pub held: i64,
    /// By end: what is left and what of it is held.
    pub lots: BTreeMap<Ends, (i64, i64)>,
    pub opened: i64,
    /// Its latest transfer, 0 for none.
    pub last: i64,
    /// The last journal row that changed it.
    pub row: i64,
    /// For the comparison with the table.
    pub seen: bool,
}

#[derive(Debug)]
pub struct Replay {
    pub share: Share,
    pub holders: HashMap<AccountKey, Holder>,
    /// Open reservations with the row they were made in. With the first share only.
    pub reservations: HashMap<kernel::PostingId, (i64, Entry)>,
    /// Transfers so far, in all accounts.
    ordinal: i64,
    /// What was before each transfer since somebody emptied this.
    pub before: Vec<Before>,
}

/// The transfers before one, of the payer and of the payee: none if the account is of another share.
pub type Before = (Option<i64>, Option<i64>);

/// What an entry says and what follows from all before it, where the two do not agree.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    pub what: String,
    pub expected: String,
    pub found: String,
}

fn wrong(what: String, expected: &impl ToString, found: &impl ToString) -> Wrong {
    Wrong { what, expected: expected.to_string(), found: found.to_string() }
}

impl Replay {
    pub fn new(share: Share) -> Self {
        Self {
            share,
            holders: HashMap::new(),
            reservations: HashMap::new(),
            ordinal: 0,
            before: Vec::new(),
        }
    }

    pub fn apply(&mut self, row: i64, entry: &Entry) -> Result<(), Wrong> {
        for hold in &entry.freed {
            self.set_free(row, hold)?;
        }
        for line in &entry.lines {
            if entry.kind == Kind::Reserved {
                self.hold(row, entry, line)?;
            } else {
                self.pay(row, entry, line)?;
                self.receive(row, line)?;
                self.ordinal += 1;
                let before = (self.turn(&line.from), self.turn(&line.to));
                self.before.push(before);
            }
        }
        self.reservation(row, entry)
    }

    fn holder(
        &mut self,
        row: i64,
        key: &AccountKey,
        unit: &Unit,
        floor: Option<i64>,
    ) -> Result<Option<&mut Holder>, Wrong> {
        if !self.share.has(key) {
            return Ok(None);
        }
        let holder = self.holders.entry(key.clone()).or_insert_with(|| Holder {
            unit: unit.clone(),
            floor,
            balance: 0,
            held: 0,
            lots: BTreeMap::new(),
            opened: row,
            last: 0,
            row,
            seen: false,
        });
        if holder.unit != *unit {
            return Err(wrong(format!("unit of account {key}"), &holder.unit, unit));
        }
        (holder.floor, holder.row) = (floor, row);
        Ok(Some(holder))
    }

    fn pay(&mut self, row: i64, entry: &Entry, line: &Line) -> Result<(), Wrong> {
        let Line { from, unit, amount, floors, out, .. } = line;
        let Some(payer) = self.holder(row, from, unit, floors.0)? else { return Ok(()) };
        payer.balance = add(from, payer.balance, -amount)?;
        take_out(from, payer, out, |lot, part| lot.0 -= part)?;
        // What was reserved may be taken whatever became of the floor since.
        if entry.kind != Kind::Taken {
            above_floor(from, payer)?;
        }
        parts_fit(from, payer, *amount, out)?;
        let by_end = entry.kind == Kind::Posted && !line.named;
        if by_end { soonest_first(from, payer, entry, out) } else { Ok(()) }
    }

    fn receive(&mut self, row: i64, line: &Line) -> Result<(), Wrong> {
        let Line { to, unit, amount, floors, into, .. } = line;
        let Some(payee) = self.holder(row, to, unit, floors.1)? else { return Ok(()) };
        payee.balance = add(to, payee.balance, *amount)?;
        take_out(to, payee, into, |lot, part| lot.0 += part)?;
        parts_fit(to, payee, *amount, into)
    }

    /// Makes this transfer the latest of an account; the one that was.
    fn turn(&mut self, key: &AccountKey) -> Option<i64> {
        let holder = self.holders.get_mut(key)?;
        Some(std::mem::replace(&mut holder.last, self.ordinal))
    }

    fn hold(&mut self, row: i64, entry: &Entry, line: &Line) -> Result<(), Wrong> {
        let Line { from, to, unit, amount, floors, out, .. } = line;
        // The receiver is opened with its floor, though nothing has come yet.
        self.holder(row, to, unit, floors.1)?;
        let Some(payer) = self.holder(row, from, unit, floors.0)? else { return Ok(()) };
        payer.held = add(from, payer.held, *amount)?;
        take_out(from, payer, out, |lot, part| lot.1 += part)?;
        above_floor(from, payer)?;
        parts_fit(from, payer, *amount, out)?;
        soonest_first(from, payer, entry, out)
    }

    fn set_free(&mut self, row: i64, hold: &Hold) -> Result<(), Wrong> {
        let Hold { account, amount, parts } = hold;
        if !self.share.has(account) {
            return Ok(());
        }
        let Some(holder) = self.holders.get_mut(account) else {
            return Err(wrong(format!("held of account {account}"), amount, &"no such account"));
        };
        holder.held -= amount;
        holder.row = row;
        if holder.held < 0 {
            return Err(wrong(format!("held of account {account}"), &0, &holder.held));
        }
        take_out(account, holder, parts, |lot, part| lot.1 -= part)
    }

    fn reservation(&mut self, row: i64, entry: &Entry) -> Result<(), Wrong> {
        if self.share.index != 0 {
            return Ok(());
        }
        match (entry.kind, entry.of) {
            (Kind::Reserved, _) => {
                self.reservations.insert(entry.id, (row, entry.clone()));
                Ok(())
            }
            (Kind::Taken | Kind::Released | Kind::Lapsed, Some(of)) => {
                let what = || format!("reservation {of}");
                let Some((_, reserved)) = self.reservations.remove(&of) else {
                    return Err(wrong(what(), &"open", &"none"));
                };
                if !reserved.holds().eq(entry.freed.iter().cloned()) {
                    let held: Vec<_> = reserved.holds().collect();
                    let found = format!("{:?}", entry.freed);
                    return Err(wrong(what(), &format!("{held:?}"), &found));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn add(key: &AccountKey, balance: i64, change: i64) -> Result<i64, Wrong> {
    balance
        .checked_add(change)
        .ok_or_else(|| wrong(format!("balance of account {key}"), &"a number of 64 bits", &balance))
}

fn above_floor(key: &AccountKey, holder: &Holder) -> Result<(), Wrong> {
    match holder.floor {
        Some(floor) if holder.balance - holder.held < floor => Err(wrong(
            format!("free of account {key}"),
            &format!("at least {floor}"),
            &(holder.balance - holder.held),
        )),
        _ => Ok(()),
    }
}

fn take_out(
    key: &AccountKey,
    holder: &mut Holder,
    parts: &[Part],
    change: impl Fn(&mut (i64, i64), i64),
) -> Result<(), Wrong> {
    for Part(ends, part) in parts {
        let lot = holder.lots.entry(*ends).or_default();
        change(lot, *part);
        let (amount, held) = *lot;
        if *part <= 0 || held < 0 || amount < held {
            let what = format!("lot {} of account {key}", ends.micros());
            return Err(wrong(what, &"enough left", &format!("{amount}, {held} of it held")));
        }
        if amount == 0 {
            holder.lots.remove(ends);
        }
    }
    Ok(())
}

/// Parts make up the amount of an account that keeps lots, and its lots make up its balance.
fn parts_fit(key: &AccountKey, holder: &Holder, amount: i64, parts: &[Part]) -> Result<(), Wrong> {
    let keeps = holder.unit.has_lots() && holder.floor.is_some();
    let expected = if keeps { amount } else { 0 };
    if sum(parts) != expected {
        return Err(wrong(format!("lots of a transfer of account {key}"), &expected, &sum(parts)));
    }
    let open: i64 = holder.lots.values().map(|lot| lot.0).sum();
    if keeps && open != holder.balance {
        return Err(wrong(format!("open lots of account {key}"), &holder.balance, &open));
    }
    Ok(())
}

/// Nothing that ends sooner and had not ended was left over.
fn soonest_first(
    key: &AccountKey,
    holder: &Holder,
    entry: &Entry,
    out: &[Part],
) -> Result<(), Wrong> {
    let Some(latest) = out.iter().map(|part| part.0).max() else { return Ok(()) };
    let sooner = holder.lots.range(..latest).find(|(ends, lot)| {
        let spendable = !ends.is_over(entry.at);
        spendable && lot.0 > lot.1
    });
    match sooner {
        Some((ends, _)) => {
            let what = format!("order of lots of account {key}");
            Err(wrong(what, &ends.micros(), &latest.micros()))
        }
        None => Ok(()),
    }
}
