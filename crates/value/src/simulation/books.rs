//! The auditor's books: a diary of what happened to whom, from which everything is counted anew,
//! from the beginning and coin by coin. Nothing of it is read from the shop's tables.

use jiff::tz::TimeZone;
use kernel::{EntryId, MemberId, PurchaseId, RedemptionId, Time, TopUpId, VoucherId};

use crate::{
    points::engine::{Fact, Line, Payment, Sale, Terms, What, Worth, naive},
    tiers::engine::Ladder,
    wallets::{Split, fold::Forfeits, fold::Spending},
};

/// What a point pays.
pub const WORTH: Worth = Worth { points: 10, amount: 100, most_percent: 50 };
/// What earns a stamp.
pub const LEAST: i64 = 500;

/// A purchase that stands.
#[derive(Debug, Clone)]
pub struct Sold {
    pub id: PurchaseId,
    pub member: MemberId,
    pub at: Time,
    /// As they were to be paid, with what came back of them.
    pub lines: Vec<Line>,
    /// What the coupon took off each line.
    pub cut: Vec<i64>,
    /// Points that were offered, when they paid something.
    pub offered: Option<i64>,
    pub stamped: bool,
    /// The coupon that was used with it.
    pub ticket: Option<VoucherId>,
    count: u128,
}

impl Sold {
    pub fn kept(&self) -> i64 {
        let left =
            |line: &Line| line.amount - line.gone.iter().map(|gone| gone.amount).sum::<i64>();
        self.lines.iter().map(left).sum()
    }
    pub fn gone(&self, line: usize) -> i64 {
        self.lines[line].gone.iter().map(|gone| gone.quantity).sum()
    }
    pub fn returned(&self) -> i64 {
        self.lines.iter().flat_map(|line| &line.gone).map(|gone| gone.amount).sum()
    }
    pub fn sale(&self, store: kernel::StoreId) -> Sale {
        Sale {
            store,
            source: "api".into(),
            hour: 0,
            minor: 100,
            bought_before: false,
            lines: self.lines.clone(),
            offered: self.offered.map(|points| (points, WORTH)),
            tiers: Vec::new(),
        }
    }
    /// Points that pay for what is kept, and what they pay.
    pub fn by_points(&self) -> (i64, i64) {
        let Some(points) = self.offered else { return (0, 0) };
        naive::paid_by_points((points, WORTH), self.kept())
    }
}

/// An order: what is taken off is taken, and it is a purchase when it is handed over.
#[derive(Debug, Clone)]
pub struct Held {
    pub bill: PurchaseId,
    pub member: MemberId,
    /// As they are to be paid.
    pub lines: Vec<Line>,
    pub cut: Vec<i64>,
    pub ticket: Option<VoucherId>,
}

/// Something that moved a wallet.
#[derive(Debug, Clone, Copy)]
pub enum Coins {
    /// What is left in the purse of somebody who is the same person lies in this one from now on.
    Joined {
        other: MemberId,
    },
    In {
        id: TopUpId,
        at: Time,
        brought: Split,
        undone: bool,
    },
    Paid {
        purchase: PurchaseId,
        amount: i64,
    },
    Out {
        amount: i64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Waits,
    Collected,
    Withdrawn,
    /// Its time is over, and the shop has had the time to see it.
    Over,
}

/// A voucher: of which gift, whose, and what became of it.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: VoucherId,
    pub gift: usize,
    pub member: MemberId,
    pub ends: Time,
    pub fate: Fate,
    pub collected: Option<(RedemptionId, Time)>,
    /// The fact by which it was bought with points.
    pub bought: Option<EntryId>,
}

impl Ticket {
    pub fn waits(&self, now: Time) -> bool {
        self.fate == Fate::Waits && now < self.ends
    }
    /// Over, and the shop may or may not have seen it.
    pub fn is_unclear(&self, now: Time) -> bool {
        self.fate == Fate::Waits && now >= self.ends
    }
}

pub struct Books {
    pub store: kernel::StoreId,
    pub terms: Terms,
    pub ladder: Option<Ladder>,
    pub spending: Spending,
    pub forfeits: Forfeits,
    pub sold: Vec<Sold>,
    pub tickets: Vec<Ticket>,
    pub held: Vec<Held>,
    /// The latest that any clock showed.
    pub latest: Time,
    facts: Vec<(MemberId, Fact)>,
    purses: Vec<(MemberId, Coins)>,
    /// Points that went from one to another: the facts of both.
    sent: Vec<(EntryId, EntryId)>,
    /// Who is known as somebody else now.
    merged: Vec<(MemberId, MemberId)>,
    count: u128,
}

impl Books {
    pub fn new(
        store: kernel::StoreId,
        terms: Terms,
        ladder: Option<Ladder>,
        plan: (Spending, Forfeits),
    ) -> Self {
        Self {
            store,
            terms,
            ladder,
            spending: plan.0,
            forfeits: plan.1,
            sold: Vec::new(),
            tickets: Vec::new(),
            held: Vec::new(),
            latest: Time::from_micros(0),
            facts: Vec::new(),
            purses: Vec::new(),
            sent: Vec::new(),
            merged: Vec::new(),
            count: 0,
        }
    }

    fn fact(count: u128, at: Time, what: What) -> Fact {
        let id = EntryId::from_uuid(uuid::Uuid::from_u128(count));
        Fact { id, at, day: at.date(&TimeZone::UTC), what }
    }
    /// Something that moved points and is no purchase.
    pub fn note(&mut self, member: MemberId, at: Time, what: What) -> EntryId {
        self.count += 2;
        let fact = Self::fact(self.count, at.max(self.latest), what);
        let id = fact.id;
        self.facts.push((member, fact));
        id
    }
    pub fn sent(&mut self, from: EntryId, to: EntryId) {
        self.sent.push((from, to));
    }
    /// Two are one person: what either did, that one did.
    pub fn merge(&mut self, from: MemberId, into: MemberId) {
        for (whose, _) in &mut self.facts {
            *whose = if *whose == from { into } else { *whose };
        }
        for sold in self.sold.iter_mut().filter(|sold| sold.member == from) {
            sold.member = into;
        }
        for ticket in self.tickets.iter_mut().filter(|ticket| ticket.member == from) {
            ticket.member = into;
        }
        for held in self.held.iter_mut().filter(|held| held.member == from) {
            held.member = into;
        }
        self.merged.push((from, into));
        self.moved(into, Coins::Joined { other: from });
        // What went from the one to the other went nowhere.
        let whose = |id: EntryId| self.facts.iter().find(|(_, fact)| fact.id == id).map(|it| it.0);
        let within = |(from, to): &&(EntryId, EntryId)| whose(*from) == whose(*to);
        let gone: Vec<_> = self.sent.iter().filter(within).copied().collect();
        self.sent.retain(|pair| !gone.contains(pair));
        for (from, to) in gone {
            self.forget(from);
            self.forget(to);
        }
    }
    /// Who somebody is now.
    fn now_known(&self, member: MemberId) -> MemberId {
        let next = |who| self.merged.iter().find(|(from, _)| *from == who).map(|(_, into)| *into);
        std::iter::successors(Some(member), |who| next(*who)).last().unwrap()
    }
    pub fn forget(&mut self, id: EntryId) {
        self.facts.retain(|(_, fact)| fact.id != id);
    }
    /// Everything that moved a member's points, as it stands now.
    pub fn facts(&self, member: MemberId) -> Vec<Fact> {
        let mine = self.facts.iter().filter(|(whose, _)| *whose == member);
        let mut facts: Vec<Fact> = mine.map(|(_, fact)| fact.clone()).collect();
        for sold in self.sold.iter().filter(|sold| sold.member == member) {
            let sale = sold.sale(self.store);
            if sold.offered.is_some() {
                let paid = What::Spent(Payment::Purchase(sale.clone()));
                facts.push(Self::fact(sold.count, sold.at, paid));
            }
            facts.push(Self::fact(sold.count + 1, sold.at, What::Bought(sale)));
        }
        facts
    }
    pub fn told(&self, member: MemberId, now: Time) -> naive::Told {
        naive::told((&self.terms, self.ladder.as_ref()), &self.facts(member), now)
    }
    pub fn points(&self, member: MemberId, now: Time) -> i64 {
        i64::try_from(self.told(member, now).tokens.len()).unwrap()
    }

    /// A purchase that is not in the shop yet; one of now comes after everything that is known.
    pub fn ring_up(&mut self, (member, at): (MemberId, Time), now: Time, lines: Vec<Line>) -> Sold {
        self.count += 2;
        let at = if at == now { at.max(self.latest) } else { at };
        Sold {
            id: PurchaseId::from_uuid(uuid::Uuid::nil()),
            member,
            at,
            cut: vec![0; lines.len()],
            lines,
            offered: None,
            stamped: false,
            ticket: None,
            count: self.count,
        }
    }

    pub fn moved(&mut self, member: MemberId, coins: Coins) {
        self.purses.push((member, coins));
    }
    /// What is in a purse, counted from the first coin; none when somewhere there was not enough.
    pub fn purse(&self, member: MemberId) -> Option<Split> {
        let (mut principal, mut bonus) = (0_i64, 0_i64);
        for (_, coins) in self.purses.iter().filter(|(whose, _)| *whose == member) {
            match *coins {
                Coins::In { undone: true, .. } => {}
                Coins::Joined { other } => {
                    let other = self.purse(other)?;
                    principal += other.principal;
                    bonus += other.bonus;
                }
                Coins::In { brought, .. } => {
                    principal += brought.principal;
                    bonus += brought.bonus;
                }
                Coins::Paid { amount, .. } => {
                    for _ in 0..amount {
                        match self.spending {
                            Spending::BonusFirst if bonus > 0 => bonus -= 1,
                            Spending::BonusFirst => principal -= 1,
                            Spending::PrincipalFirst if principal > 0 => principal -= 1,
                            Spending::PrincipalFirst => bonus -= 1,
                        }
                    }
                }
                Coins::Out { amount } => {
                    bonus -= self.forfeited(Split { principal, bonus }, amount);
                    principal -= amount;
                }
            }
            if principal < 0 || bonus < 0 {
                return None;
            }
        }
        Some(Split { principal, bonus })
    }
    /// The bonus that goes with so much principal.
    pub fn forfeited(&self, purse: Split, amount: i64) -> i64 {
        if self.forfeits == Forfeits::Whole {
            return purse.bonus;
        }
        let mut gone = 0;
        while gone < purse.bonus && (gone + 1) * purse.principal <= purse.bonus * amount {
            gone += 1;
        }
        gone
    }
    pub fn paid_from_purse(&self, of: PurchaseId) -> i64 {
        let paid = |(_, coins): &(MemberId, Coins)| match coins {
            Coins::Paid { purchase, amount } if *purchase == of => *amount,
            _ => 0,
        };
        self.purses.iter().map(paid).sum()
    }
    /// The purchase is paid with so much less than it was.
    pub fn settle(&mut self, of: PurchaseId, due: i64) {
        for (_, coins) in &mut self.purses {
            if let Coins::Paid { purchase, amount } = coins
                && *purchase == of
            {
                *amount = due.min(*amount);
            }
        }
    }
    /// A member's top-ups.
    pub fn top_ups(&self, member: MemberId) -> Vec<(TopUpId, Time, bool)> {
        let of = |(whose, coins): &(MemberId, Coins)| match coins {
            Coins::In { id, at, undone, .. } if self.now_known(*whose) == member => {
                Some((*id, *at, *undone))
            }
            _ => None,
        };
        self.purses.iter().filter_map(of).collect()
    }
    pub fn undo(&mut self, of: TopUpId) {
        if let Some(undone) = self.undone(of) {
            *undone = true;
        }
    }
    pub fn redo(&mut self, of: TopUpId) {
        if let Some(undone) = self.undone(of) {
            *undone = false;
        }
    }
    fn undone(&mut self, of: TopUpId) -> Option<&mut bool> {
        self.purses.iter_mut().find_map(|(_, coins)| match coins {
            Coins::In { id, undone, .. } if *id == of => Some(undone),
            _ => None,
        })
    }

    /// Pieces of a gift on the shelf, of so many, and how many more may lie there.
    pub fn shelf(&self, gift: usize, of: i64, now: Time) -> (i64, i64) {
        let mine = || self.tickets.iter().filter(|ticket| ticket.gift == gift);
        let away = |ticket: &&Ticket| matches!(ticket.fate, Fate::Waits | Fate::Collected);
        let away = i64::try_from(mine().filter(away).count()).unwrap();
        let unclear = i64::try_from(mine().filter(|it| it.is_unclear(now)).count()).unwrap();
        (of - away, unclear)
    }
    /// How many of a gift a member had.
    pub fn had(&self, gift: usize, member: MemberId) -> usize {
        let counts =
            |it: &&Ticket| it.gift == gift && it.member == member && it.fate != Fate::Withdrawn;
        self.tickets.iter().filter(counts).count()
    }
    /// The shop has had the time to see what was over by then.
    pub fn sweep(&mut self, by: Time) {
        for ticket in &mut self.tickets {
            if ticket.is_unclear(by) {
                ticket.fate = Fate::Over;
            }
        }
    }
    pub fn stamps(&self, member: MemberId) -> i64 {
        let mine = self.sold.iter().filter(|sold| sold.member == member && sold.stamped);
        i64::try_from(mine.count()).unwrap()
    }
}
