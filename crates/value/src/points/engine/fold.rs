//! The fold itself.

use jiff::{ToSpan as _, tz::TimeZone};
use kernel::Time;

use super::{
    earning::{Before, Earned, Ready, earn},
    facts::{Fact, Sale, What},
    standing::{EndsKey, Flow, Kind, Lots, Pending, Side, Standing, Step},
    terms::{Expiry, Returns, Terms, Version},
};
use crate::tiers::engine::{Climb, Counted, Ladder, ONE};

/// What a program promised, and since when: what a fold needs to know.
#[derive(Debug)]
pub struct Contract {
    versions: Vec<(Time, Ready)>,
    /// The ladder that the points lead up, and since when it is so; none: there is no more.
    ladders: Vec<(Time, Option<Ladder>)>,
    zone: TimeZone,
}

impl Contract {
    /// Of the versions the oldest comes first, and counts for what was before it too.
    pub fn new(versions: Vec<Version>, zone: TimeZone) -> Self {
        let ready = |version: Version| (version.since, Ready::of(version.terms));
        Self { versions: versions.into_iter().map(ready).collect(), ladders: Vec::new(), zone }
    }
    #[must_use]
    pub fn with_ladders(self, ladders: Vec<(Time, Option<Ladder>)>) -> Self {
        Self { ladders, ..self }
    }
    /// The version of the ladder in force, if there is any.
    fn ladder_version(&self, at: Time) -> Option<&(Time, Option<Ladder>)> {
        self.ladders.iter().rev().find(|(since, _)| *since <= at)
    }
    /// The ladder in force.
    pub fn ladder(&self, at: Time) -> Option<&Ladder> {
        self.ladder_version(at)?.1.as_ref()
    }
    /// Since when there is a ladder.
    pub fn ladder_began(&self) -> Option<Time> {
        let stretch = self.ladders.iter().rev().take_while(|(_, ladder)| ladder.is_some());
        stretch.last().map(|(since, _)| *since)
    }
    /// Which ladder a standing has to be folded under at this instant.
    fn climbs(&self, at: Time) -> Option<Time> {
        self.ladder_version(at).map(|(since, _)| *since)
    }
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }
    /// Which version is in force.
    fn version(&self, at: Time) -> usize {
        self.versions.partition_point(|(since, _)| *since <= at).saturating_sub(1)
    }
    fn of(&self, version: usize) -> Option<&Terms> {
        self.versions.get(version).map(|(_, ready)| &ready.terms)
    }
    /// The terms in force.
    pub fn terms(&self, at: Time) -> Option<&Terms> {
        self.of(self.version(at))
    }
}

/// A standing to which facts and time are added.
#[derive(Debug)]
pub struct Fold<'c> {
    contract: &'c Contract,
    pub standing: Standing,
    pub steps: Vec<Step>,
    /// Everything that counted for a ladder; none when the fold goes on from a standing, which knows
    /// no more than one ladder needs.
    counted: Option<Vec<Counted>>,
}

/// Where a member stands when these facts are all there is, at an instant. They are sorted here.
pub fn replay(contract: &Contract, mut facts: Vec<Fact>, now: Time) -> Fold<'_> {
    facts.sort_by_key(|fact| (fact.at, fact.id));
    let mut fold = Fold::from(contract, Standing::default());
    for fact in &facts {
        fold.add(fact);
    }
    fold.advance(now);
    fold
}

impl<'c> Fold<'c> {
    /// Goes on from where somebody stands.
    pub fn from(contract: &'c Contract, standing: Standing) -> Self {
        let counted = (standing == Standing::default()).then(Vec::new);
        Self { contract, standing, steps: Vec::new(), counted }
    }

    /// When time by itself changes something next.
    pub fn next(&self) -> Option<Time> {
        let matures = self.standing.pending.first().map(|pending| pending.at);
        let ends = self.standing.lots.keys().next().and_then(|ends| ends.time());
        [matures, ends, self.idle_at(), self.moves_at()].into_iter().flatten().min()
    }

    /// When the rank may change by time alone.
    fn moves_at(&self) -> Option<Time> {
        let day = self.standing.climb.next_change()?;
        let at = Time::start_of(day, &self.contract.zone);
        let ladder = self.contract.ladder(at).filter(|_| !self.is_stale(at));
        ladder.map(|_| at.max(self.standing.now))
    }

    /// Whether the ladder is another one by then: the standing has to be replayed, not gone on from.
    pub fn is_stale(&self, at: Time) -> bool {
        self.counted.is_none() && self.contract.climbs(at) != self.standing.climbs
    }

    /// Lets time pass for the rank. Under a ladder that is new, everything that counted is looked at
    /// anew.
    fn climb(&mut self, to: Time) {
        if self.is_stale(to) {
            return;
        }
        let climbs = self.contract.climbs(to);
        let Some(ladder) = self.contract.ladder(to) else {
            (self.standing.climb, self.standing.climbs) = (Climb::default(), climbs);
            return;
        };
        if let Some(counted) = self.counted.as_ref().filter(|_| climbs != self.standing.climbs) {
            (self.standing.climb, self.standing.climbs) = (Climb::over(ladder, counted), climbs);
        }
        self.standing.climb.advance(ladder, to.date(&self.contract.zone));
    }

    /// What counts for the ladder.
    fn count(&mut self, fact: &Fact, points: i64) {
        let (spend, came) = match &fact.what {
            What::Bought(sale) => {
                let kept = sale.kept(Time::from_micros(i64::MAX));
                (kept.total() - kept.paid().1, !kept.is_gone())
            }
            What::Visited { .. } => (0, true),
            _ => (0, false),
        };
        let counted = Counted { day: fact.day, points, spend, came };
        if let Some(all) = &mut self.counted {
            all.push(counted);
        }
        if let Some(ladder) = self.contract.ladder(fact.at).filter(|_| !self.is_stale(fact.at)) {
            self.standing.climb.count(ladder, counted);
        }
    }

    /// When what depends on it ends because nothing happened for so long. Terms that came later
    /// count from then on, not backwards.
    pub fn idle_at(&self) -> Option<Time> {
        let waits = self.standing.lots.contains_key(&EndsKey::IDLE);
        let last = self.standing.active_at.filter(|_| waits)?.date(&self.contract.zone);
        let ends =
            self.contract.versions.iter().enumerate().filter_map(|(place, (since, ready))| {
                let Expiry::Inactivity { days } = ready.terms.expiry else { return None };
                let day = last.checked_add((i64::from(days) + 1).days()).ok()?;
                let at = Time::start_of(day, &self.contract.zone).max(*since);
                let replaced =
                    self.contract.versions.get(place + 1).is_some_and(|(next, _)| at >= *next);
                (!replaced).then_some(at)
            });
        ends.min()
    }

    /// Lets time pass: what is pending ripens, what has an end ends.
    pub fn advance(&mut self, to: Time) {
        while let Some(at) = self.next().filter(|at| *at <= to) {
            let idle = self.idle_at().filter(|idle| *idle <= at);
            self.end(at, idle);
            self.ripen(at);
            self.climb(at);
            self.standing.now = self.standing.now.max(at);
        }
        self.climb(to);
        self.standing.now = self.standing.now.max(to);
    }

    fn end(&mut self, at: Time, idle: Option<Time>) {
        let over = |ends: &EndsKey| ends.is_over(at) || (idle.is_some() && *ends == EndsKey::IDLE);
        let ended: Vec<(EndsKey, i64)> = self
            .standing
            .lots
            .iter()
            .filter(|(ends, _)| over(ends))
            .map(|(ends, points)| (*ends, *points))
            .collect();
        for (ends, points) in ended {
            self.standing.lots.remove(&ends);
            self.standing.expired += points;
            let flow = Flow { from: Side::Lot(ends), to: Side::Expired, points };
            self.step(Step { points: -points, flows: vec![flow], ..blank(at, Kind::Expired) });
        }
    }

    fn ripen(&mut self, at: Time) {
        let ripe = |pending: &Pending| pending.at <= at;
        let ripened: Vec<Pending> = self.standing.pending.iter().copied().filter(ripe).collect();
        self.standing.pending.retain(|one| !ripe(one));
        for Pending { points, version, .. } in ripened {
            let mut flows = vec![Flow { from: Side::Pending, to: Side::Promised, points }];
            let expiry = self.contract.of(version).map_or(Expiry::Never, |terms| terms.expiry);
            self.gain(points, at, expiry, &mut flows);
            self.step(Step { flows, ..blank(at, Kind::Matured) });
        }
    }

    /// All that counted for a ladder, where the fold began with the first fact.
    pub fn counted(&self) -> &[Counted] {
        self.counted.as_deref().unwrap_or_default()
    }

    /// Adds a fact that is not earlier than anything before it.
    pub fn add(&mut self, fact: &Fact) {
        self.advance(fact.at);
        let Some(terms) = self.contract.terms(fact.at) else { return };
        match &fact.what {
            What::Bought(sale) => self.bought(fact, sale, terms),
            What::Visited { .. } => {
                self.standing.active_at = Some(fact.at);
                self.earned(fact, &fact.what, terms);
            }
            What::Happened { .. } => self.earned(fact, &fact.what, terms),
            What::Spent(payment) => {
                self.standing.active_at = Some(fact.at);
                let points = payment.points();
                let flows = self.take(points, Side::Spent, terms);
                self.standing.spent += points;
                self.tell(fact, Kind::Spent, -points, flows);
            }
            What::Adjusted { points } if *points < 0 => {
                let flows = self.take(-points, Side::Minted, terms);
                self.tell(fact, Kind::Adjusted, *points, flows);
            }
            What::Adjusted { points } => {
                let mut flows = Vec::new();
                self.gain(*points, fact.at, terms.expiry, &mut flows);
                self.tell(fact, Kind::Adjusted, *points, flows);
            }
            What::Sent { points } => {
                let flows = self.take(*points, Side::Moved, terms);
                self.tell(fact, Kind::Sent, -points, flows);
            }
            What::Received { lots } => self.receive(fact, lots),
        }
    }

    /// What was bought and kept. A policy that takes back only what is pending does not see what
    /// came back later.
    fn bought(&mut self, fact: &Fact, sale: &Sale, terms: &Terms) {
        let until = match terms.returns {
            Returns::OnlyPending => self.ripe_at(fact, terms),
            Returns::WithinBalance | Returns::IntoDebt => Time::from_micros(i64::MAX),
        };
        let kept = sale.kept(until);
        if kept.is_gone() {
            self.tell(fact, Kind::Earned, 0, Vec::new());
            return;
        }
        self.standing.active_at = Some(fact.at);
        let first = self.standing.purchases == 0 && !sale.bought_before;
        self.standing.purchases += 1;
        self.award(fact, &What::Bought(kept), terms, first);
    }

    fn earned(&mut self, fact: &Fact, what: &What, terms: &Terms) {
        self.award(fact, what, terms, false);
    }

    fn award(&mut self, fact: &Fact, what: &What, terms: &Terms, first: bool) {
        let (day, balance) = (fact.day, self.standing.balance());
        let today = self.standing.today.filter(|today| today.0 == day).map_or(0, |today| today.1);
        let (climbed, ever) = (self.standing.climb.rank(), self.standing.earned);
        let paid = if let What::Bought(sale) = what { sale.tiers.as_slice() } else { &[] };
        let ladder = self.contract.ladder(fact.at);
        let rank = ladder.map_or(climbed, |ladder| climbed.max(ladder.rank_of(paid)));
        let factor = ladder.map_or(ONE, |ladder| ladder.privileges(rank).factor);
        let before = Before { day, today, ever, first, balance, rank, factor };
        let version = self.contract.version(fact.at);
        let Earned { points, told } = self
            .contract
            .versions
            .get(version)
            .map_or_else(Earned::default, |(_, ready)| earn(ready, what, before));
        self.standing.today = Some((day, today + points));
        self.standing.earned += points;
        self.count(fact, points);
        let mut step = Step { fact: Some(fact.id), points, told, ..blank(fact.at, Kind::Earned) };
        if points > 0 && terms.pending_days > 0 {
            let at = self.ripe_at(fact, terms);
            self.standing.pending.push(Pending { at, points, version });
            self.standing.pending.sort_by_key(|pending| pending.at);
            step.pending_until = Some(at);
            step.flows.push(Flow { from: Side::Promised, to: Side::Pending, points });
        } else if points > 0 {
            self.gain(points, fact.at, terms.expiry, &mut step.flows);
        }
        self.step(step);
    }

    /// Midnight after the last day on which what was earned is pending.
    fn ripe_at(&self, fact: &Fact, terms: &Terms) -> Time {
        if terms.pending_days == 0 {
            return fact.at;
        }
        let day = fact.day.checked_add(i64::from(terms.pending_days).days());
        day.map_or(fact.at, |day| Time::start_of(day, &self.contract.zone).max(fact.at))
    }

    /// Points that can be spent: what is owed first, the rest into a lot.
    fn gain(&mut self, points: i64, at: Time, expiry: Expiry, flows: &mut Vec<Flow>) {
        let repaid = points.min(self.standing.owed);
        if repaid > 0 {
            self.standing.owed -= repaid;
            flows.push(Flow { from: Side::Minted, to: Side::Short, points: repaid });
            flows.push(Flow { from: Side::Owes, to: Side::Lent, points: repaid });
        }
        let rest = points - repaid;
        if rest > 0 {
            self.standing.active_at = self.standing.active_at.max(Some(at));
            let ends = match expiry {
                Expiry::Inactivity { .. } => EndsKey::IDLE,
                _ => EndsKey::at(expiry.ends(at.date(&self.contract.zone), &self.contract.zone)),
            };
            *self.standing.lots.entry(ends).or_default() += rest;
            flows.push(Flow { from: Side::Minted, to: Side::Lot(ends), points: rest });
        }
    }

    /// Out of the soonest ends. What is not there was spent before its goods came back: it is owed,
    /// or let go.
    fn take(&mut self, points: i64, to: Side, terms: &Terms) -> Vec<Flow> {
        let (mut missing, mut flows) = (points, Vec::new());
        while missing > 0 {
            let Some(mut lot) = self.standing.lots.first_entry() else { break };
            let part = missing.min(*lot.get());
            missing -= part;
            flows.push(Flow { from: Side::Lot(*lot.key()), to, points: part });
            *lot.get_mut() -= part;
            if *lot.get() == 0 {
                lot.remove();
            }
        }
        if missing > 0 {
            flows.push(Flow { from: Side::Short, to, points: missing });
            if terms.returns == Returns::IntoDebt {
                self.standing.owed += missing;
                flows.push(Flow { from: Side::Lent, to: Side::Owes, points: missing });
            }
        }
        flows
    }

    fn receive(&mut self, fact: &Fact, lots: &Lots) {
        let mut flows = Vec::new();
        for (ends, points) in lots {
            let repaid = self.standing.owed.min(*points);
            if repaid > 0 {
                self.standing.owed -= repaid;
                flows.push(Flow { from: Side::Moved, to: Side::Short, points: repaid });
                flows.push(Flow { from: Side::Owes, to: Side::Lent, points: repaid });
            }
            if *points > repaid {
                self.standing.active_at = self.standing.active_at.max(Some(fact.at));
                *self.standing.lots.entry(*ends).or_default() += points - repaid;
                let points = points - repaid;
                flows.push(Flow { from: Side::Moved, to: Side::Lot(*ends), points });
            }
        }
        self.tell(fact, Kind::Received, lots.values().sum(), flows);
        // What ended on the way ends here.
        self.advance(fact.at);
    }

    fn tell(&mut self, fact: &Fact, kind: Kind, points: i64, flows: Vec<Flow>) {
        self.step(Step { fact: Some(fact.id), points, flows, ..blank(fact.at, kind) });
    }
    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }
}

const fn blank(at: Time, kind: Kind) -> Step {
    Step {
        fact: None,
        at,
        kind,
        points: 0,
        flows: Vec::new(),
        told: Vec::new(),
        pending_until: None,
    }
}
