//! The auditor's own books: the ledger's rules written a second time, as plainly as possible, with
//! whole copies instead of undo. It shares nothing with the ledger but the words of a move.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{PostingId, Time};
use ledger::{Account, Move, Posting, Take};

pub const NEVER: i64 = i64::MAX;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    pub unit: String,
    pub floor: Option<i64>,
    pub balance: i64,
    pub held: i64,
    /// (end, amount, held), sorted by end.
    pub lots: Vec<(i64, i64, i64)>,
}

/// (from, to, unit, amount, parts out, parts into)
type Moved = (Account, Account, i64, Vec<(i64, i64)>, Vec<(i64, i64)>);

#[derive(Clone, Debug, Default)]
pub struct Naive {
    pub holders: BTreeMap<String, Holder>,
    content: BTreeMap<PostingId, String>,
    moved: BTreeMap<PostingId, Vec<Moved>>,
    reversed: BTreeSet<PostingId>,
    pub open: BTreeMap<PostingId, (i64, Vec<Moved>)>,
    reserved_once: BTreeSet<PostingId>,
}

/// `ok`, `already`, or the refusal's code, with the account where it names one.
pub type Outcome = String;

impl Naive {
    /// Decides a move; keeps it if it is accepted.
    pub fn decide(&mut self, now: Time, asked: &Move) -> Outcome {
        let mut copy = self.clone();
        match copy.try_decide(now.micros(), asked) {
            Ok(outcome) => {
                *self = copy;
                outcome.to_owned()
            }
            Err(refused) => refused,
        }
    }

    /// Ends what ran out of time.
    pub fn lapse(&mut self, now: Time) {
        let over: Vec<PostingId> = self
            .open
            .iter()
            .filter(|(_, (until, _))| *until <= now.micros())
            .map(|(id, _)| *id)
            .collect();
        for id in over {
            self.free(id);
        }
    }

    /// Ends one that had run out of time and was ended beside something that came to nothing.
    pub fn has_lapsed(&mut self, id: PostingId, now: Time) {
        if let Some((until, _)) = self.open.get(&id) {
            assert!(*until <= now.micros(), "{id} was ended before its time");
            self.free(id);
        }
    }

    /// Takes ended lots out; how many accounts had any.
    pub fn expire(&mut self, now: Time, unit: &str, target: &str) -> usize {
        let mut count = 0;
        let mut worth = 0;
        for holder in self.holders.values_mut().filter(|holder| holder.unit == unit) {
            let over: i64 =
                holder.lots.iter().filter(|l| l.0 <= now.micros()).map(|l| l.1 - l.2).sum();
            if over > 0 {
                holder.lots.iter_mut().filter(|l| l.0 <= now.micros()).for_each(|l| l.1 = l.2);
                holder.lots.retain(|lot| lot.1 > 0);
                holder.balance -= over;
                (count, worth) = (count + 1, worth + over);
            }
        }
        if count > 0 {
            let holder = self.holders.entry(target.to_owned()).or_default();
            unit.clone_into(&mut holder.unit);
            holder.balance += worth;
        }
        count
    }

    fn try_decide(&mut self, now: i64, asked: &Move) -> Result<&'static str, Outcome> {
        if let Some(id) = asked.id() {
            let content = content(asked);
            match self.content.get(&id) {
                Some(known) if *known == content => return Ok("already"),
                Some(_) => return Err("conflict".into()),
                None => drop(self.content.insert(id, content)),
            }
        }
        match asked {
            Move::Post(posting) => {
                let moved = self.transfers(now, posting, true)?;
                self.moved.insert(posting.id, moved);
            }
            Move::Reserve(posting, until) => {
                if until.micros() <= now {
                    return Err("expired".into());
                }
                let moved = self.transfers(now, posting, false)?;
                self.open.insert(posting.id, (until.micros(), moved));
                self.reserved_once.insert(posting.id);
            }
            Move::Take(take) => self.take(take)?,
            Move::Release(reservation) => {
                let id = PostingId::from_uuid(reservation.uuid());
                if self.open.contains_key(&id) {
                    self.free(id);
                } else if self.reserved_once.contains(&id) {
                    return Ok("already");
                } else {
                    return Err("not_reserved".into());
                }
            }
            Move::Reverse(reversal) => {
                let original = self.moved.get(&reversal.of).cloned().ok_or("no such posting")?;
                if !self.reversed.insert(reversal.of) {
                    return Err("already_reversed".into());
                }
                let mut moved = Vec::new();
                for (from, to, amount, out, into) in original.into_iter().rev() {
                    let parts = self.pay(now, &self.standing(&to), amount, &into)?;
                    let line = (self.standing(&to), self.standing(&from), amount, parts, out);
                    self.apply(&line);
                    moved.push(line);
                }
                self.moved.insert(reversal.id, moved);
            }
        }
        Ok("ok")
    }

    fn take(&mut self, take: &Take) -> Result<(), Outcome> {
        let id = PostingId::from_uuid(take.reservation.uuid());
        let (_, lines) = self.open.get(&id).cloned().ok_or("not_reserved")?;
        let all = || lines.iter().map(|line| line.2).collect();
        let amounts = take.amounts.clone().unwrap_or_else(all);
        let fits = amounts.len() == lines.len()
            && amounts.iter().sum::<i64>() > 0
            && amounts.iter().zip(&lines).all(|(n, line)| *n >= 0 && *n <= line.2);
        if !fits {
            return Err("amount".into());
        }
        self.free(id);
        let mut moved = Vec::new();
        for (line, amount) in lines.into_iter().zip(amounts).filter(|(_, n)| *n > 0) {
            let out = cut(&line.3, amount);
            let into = if line.4.is_empty() { Vec::new() } else { cut(&line.4, amount) };
            let line = (line.0, line.1, amount, out, into);
            self.apply(&line);
            moved.push(line);
        }
        self.moved.insert(take.id, moved);
        Ok(())
    }

    /// The account with the floor it last had.
    fn standing(&self, account: &Account) -> Account {
        let floor = self.holders.get(account.key.as_str()).map_or(account.floor, |h| h.floor);
        Account { floor, ..account.clone() }
    }

    fn transfers(&mut self, now: i64, posting: &Posting, go: bool) -> Result<Vec<Moved>, Outcome> {
        let mut moved = Vec::new();
        for transfer in &posting.transfers {
            let (from, to) = (&transfer.from, &transfer.to);
            for side in [from, to] {
                let holder = self.holders.entry(side.key.to_string()).or_default();
                (holder.unit, holder.floor) = (side.unit.to_string(), side.floor);
            }
            let out = match transfer.lot.map(ledger::Ends::micros) {
                Some(ends) => self.pay_out_of(from, transfer.amount, ends)?,
                None => self.pay(now, from, transfer.amount, &[])?,
            };
            let keeps = to.unit.has_lots() && to.floor.is_some();
            let into = match (keeps, from.floor.is_some()) {
                (false, _) => Vec::new(),
                (true, true) => out.clone(),
                (true, false) => {
                    vec![(transfer.expires_at.map_or(NEVER, Time::micros), transfer.amount)]
                }
            };
            let line = (from.clone(), to.clone(), transfer.amount, out, into);
            if go {
                self.apply(&line);
            } else {
                let payer = self.holders.get_mut(from.key.as_str()).unwrap();
                payer.held += line.2;
                for (ends, part) in &line.3 {
                    payer.lots.iter_mut().find(|lot| lot.0 == *ends).unwrap().2 += part;
                }
            }
            moved.push(line);
        }
        Ok(moved)
    }

    /// The lots that a payment comes out of; the floor's refusal when it does not.
    fn pay(
        &self,
        now: i64,
        from: &Account,
        amount: i64,
        own: &[(i64, i64)],
    ) -> Result<Vec<(i64, i64)>, Outcome> {
        let holder = &self.holders[from.key.as_str()];
        let short = format!("floor {}", from.key);
        if from.floor.is_some_and(|floor| holder.balance - holder.held - amount < floor) {
            return Err(short);
        }
        if !from.unit.has_lots() || from.floor.is_none() {
            return Ok(Vec::new());
        }
        // One piece at a time: from its own lots up to what they got, then from what ends first.
        let mut lots = holder.lots.clone();
        let mut used: BTreeMap<i64, i64> = BTreeMap::new();
        for _ in 0..amount {
            let mine = own.iter().find(|(ends, gave)| {
                used.get(ends).copied().unwrap_or(0) < *gave
                    && lots.iter().any(|lot| lot.0 == *ends && lot.1 > lot.2)
            });
            let ends = match mine {
                Some((ends, _)) => *ends,
                None => lots.iter().find(|l| l.0 > now && l.1 > l.2).ok_or(short.clone())?.0,
            };
            lots.iter_mut().find(|lot| lot.0 == ends).unwrap().1 -= 1;
            *used.entry(ends).or_default() += 1;
        }
        Ok(used.into_iter().collect())
    }

    /// Out of the one lot that was named.
    fn pay_out_of(
        &self,
        from: &Account,
        amount: i64,
        ends: i64,
    ) -> Result<Vec<(i64, i64)>, Outcome> {
        let holder = &self.holders[from.key.as_str()];
        let has = holder.lots.iter().find(|lot| lot.0 == ends).map_or(0, |lot| lot.1 - lot.2);
        if has < amount || holder.balance - holder.held - amount < from.floor.unwrap_or(i64::MIN) {
            return Err(format!("floor {}", from.key));
        }
        Ok(vec![(ends, amount)])
    }

    fn apply(&mut self, (from, to, amount, out, into): &Moved) {
        for (side, sign, parts) in [(from, -1, out), (to, 1, into)] {
            let holder = self.holders.get_mut(side.key.as_str()).unwrap();
            holder.balance += sign * amount;
            for (ends, part) in parts {
                match holder.lots.iter_mut().find(|lot| lot.0 == *ends) {
                    Some(lot) => lot.1 += sign * part,
                    None => holder.lots.push((*ends, sign * part, 0)),
                }
            }
            holder.lots.retain(|lot| lot.1 != 0);
            holder.lots.sort_unstable();
        }
    }

    fn free(&mut self, id: PostingId) {
        let (_, lines) = self.open.remove(&id).unwrap();
        for (from, _, amount, out, _) in lines {
            let payer = self.holders.get_mut(from.key.as_str()).unwrap();
            payer.held -= amount;
            for (ends, part) in out {
                payer.lots.iter_mut().find(|lot| lot.0 == ends).unwrap().2 -= part;
            }
        }
    }
}

fn cut(parts: &[(i64, i64)], mut amount: i64) -> Vec<(i64, i64)> {
    let mut list = Vec::new();
    for (ends, part) in parts {
        let part = (*part).min(amount);
        if part > 0 {
            list.push((*ends, part));
            amount -= part;
        }
    }
    list
}

/// Everything but the floors.
fn content(asked: &Move) -> String {
    let posting = |posting: &Posting| {
        posting.transfers.iter().fold(String::new(), |text, t| {
            let (from, to, amount) = (&t.from.key, &t.to.key, t.amount);
            format!("{text} {from} {to} {amount} {:?} {:?};", t.expires_at, t.lot)
        })
    };
    match asked {
        Move::Post(asked) => format!("post{}", posting(asked)),
        Move::Reserve(asked, until) => format!("reserve {until}{}", posting(asked)),
        Move::Take(take) => format!("take {} {:?}", take.reservation, take.amounts),
        Move::Release(id) => format!("release {id}"),
        Move::Reverse(reversal) => format!("reverse {}", reversal.of),
    }
}
