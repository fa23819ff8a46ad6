//! The open page of some members during one command: facts are noted, then all of it is closed at
//! once in few statements: entries, standings and the transfers that make the ledger agree.

use std::collections::HashMap;

use ::store::Tx;
use jiff::civil::Date;
use kernel::{EntryId, MemberId, PostingId, ProgramId, PurchaseId, Result, TierId, Time};
use ledger::{MOST_TRANSFERS, Posting};
use web::shops;

use super::{
    accounts::{Net, Whose},
    engine::{Contract, Fact, Fold, Standing, Step, What, replay},
    model::{Act, Entry, Known, Origin},
    store::{self, Kept, Stood},
};
use crate::{plans::Paid, tiers};

/// Why a history is put right: the ledger says it with the transfers.
#[derive(Debug, Clone)]
pub struct Cause {
    pub reason: &'static str,
    /// The id of the return, of the purchase that was withdrawn.
    pub subject: String,
}

#[derive(Debug)]
pub struct Book {
    pub programs: Vec<Known>,
    pages: HashMap<Whose, Page>,
    /// In the order of their first use, so that two runs write the same.
    order: Vec<Whose>,
    /// What members paid for, where there are tiers that can be.
    paid: Paid,
}

#[derive(Debug)]
struct Page {
    stood: Stood,
    /// Rows that are new.
    rows: Vec<Entry>,
    postings: Vec<(Cause, Net)>,
    /// Facts that came late: the whole history is replayed with them.
    late: Vec<(Fact, Origin)>,
    /// The ladder is another one: the whole history is replayed under it.
    stale: bool,
    touched: bool,
}

/// What became of a member's fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub whose: Whose,
    pub entry: EntryId,
    /// None when it came late: see the entry once the book is closed.
    pub points: Option<i64>,
    pub pending_until: Option<Time>,
}

impl Book {
    /// Opens the pages of these members in every program.
    pub async fn open(tx: &mut Tx, members: &[MemberId]) -> Result<Self> {
        let org = tx.org();
        let zone = shops::require(tx, org).await?.zone;
        let programs = store::programs(tx, org, &zone).await?;
        let standings = if programs.is_empty() {
            HashMap::new()
        } else {
            store::standings_among(tx, members).await?
        };
        let pages = standings.into_iter().map(|(whose, stood)| (whose, Page::of(stood))).collect();
        let paid = if programs.iter().any(|known| known.contract.ladder(tx.now()).is_some()) {
            Paid::of(tx, org, members).await?
        } else {
            Paid::default()
        };
        Ok(Self { programs, pages, order: Vec::new(), paid })
    }

    /// The tiers that somebody had paid for on a day.
    pub fn paid_tiers(&self, member: MemberId, day: Date) -> Vec<TierId> {
        self.paid.tiers(member, day)
    }

    fn known(&self, program: ProgramId) -> Result<&Known> {
        let found = self.programs.iter().find(|known| known.program.id == program);
        found.ok_or(kernel::Error::NotFound("program"))
    }

    /// Where somebody stands at an instant.
    pub fn standing(&self, whose: Whose, now: Time) -> Result<Standing> {
        let standing = self.pages.get(&whose).map(|page| page.stood.standing.clone());
        let contract = &self.known(whose.program)?.contract;
        let mut fold = Fold::from(contract, standing.unwrap_or_default());
        fold.advance(now);
        Ok(fold.standing)
    }

    fn page(&mut self, whose: Whose) -> &mut Page {
        if !self.order.contains(&whose) {
            self.order.push(whose);
        }
        let fresh = || Stood { whose, standing: Standing::default(), told_at: None };
        self.pages.entry(whose).or_insert_with(|| Page::of(fresh()))
    }

    /// Notes a fact in one program.
    pub fn note(&mut self, tx: &Tx, program: ProgramId, act: Act) -> Result<Noted> {
        let whose = Whose { program, member: act.member };
        self.page(whose);
        let known = self.programs.iter().find(|known| known.program.id == program);
        let known = known.ok_or(kernel::Error::NotFound("program"))?;
        let Some(page) = self.pages.get_mut(&whose) else {
            return Err(kernel::Error::broken("a page that was opened is gone"));
        };
        let Act { at, what, origin, .. } = act;
        // What happens now happens after everything that was folded in, whatever became of the clock.
        let at = if at == tx.now() { at.max(page.stood.standing.now) } else { at };
        let fact = Fact { id: tx.id(), at, day: at.date(known.contract.zone()), what };
        let mut noted = Noted { whose, entry: fact.id, points: None, pending_until: None };
        if at < page.stood.standing.now || !page.late.is_empty() {
            page.late.push((fact, origin));
            return Ok(noted);
        }
        let mut fold = Fold::from(&known.contract, std::mem::take(&mut page.stood.standing));
        if fold.is_stale(at) {
            page.stood.standing = fold.standing;
            page.late.push((fact, origin));
            return Ok(noted);
        }
        fold.add(&fact);
        for step in &fold.steps {
            if step.fact == Some(fact.id) {
                (noted.points, noted.pending_until) = (Some(step.points), step.pending_until);
            }
        }
        page.stood.standing = fold.standing;
        page.take_in(tx, fold.steps, &fact.what, &origin);
        Ok(noted)
    }

    /// Lets time pass for somebody.
    pub fn advance(&mut self, tx: &Tx, whose: Whose, now: Time) -> Result<()> {
        self.page(whose);
        let known = self.programs.iter().find(|known| known.program.id == whose.program);
        if let (Some(known), Some(page)) = (known, self.pages.get_mut(&whose)) {
            let mut fold = Fold::from(&known.contract, std::mem::take(&mut page.stood.standing));
            page.stale |= fold.is_stale(now);
            if !page.stale {
                fold.advance(now);
            }
            page.stood.standing = fold.standing;
            page.touched = true;
            for step in fold.steps {
                page.take_step(tx.id(), step, None, Origin::default());
            }
        }
        Ok(())
    }

    pub fn tell(&mut self, whose: Whose, end: Time) {
        self.page(whose).stood.told_at = Some(end);
    }
    pub fn told(&self, whose: Whose) -> Option<Time> {
        self.pages.get(&whose).and_then(|page| page.stood.told_at)
    }

    /// Replays somebody's history after a change of its facts (none: the fact is no more) and posts
    /// the difference.
    pub async fn put_right(
        &mut self,
        tx: &mut Tx,
        whose: Whose,
        cause: &Cause,
        change: impl Fn(&mut What, &Origin) -> Keep,
    ) -> Result<()> {
        let now = tx.now();
        self.page(whose);
        let stored = store::history(tx, tx.org(), whose).await?;
        let known = self.programs.iter().find(|known| known.program.id == whose.program);
        let (Some(known), Some(page)) = (known, self.pages.get_mut(&whose)) else {
            return Err(kernel::Error::NotFound("program"));
        };
        let late = std::mem::take(&mut page.late);
        page.stale = false;
        // What this command noted before is not stored yet; its transfers are posted with it.
        let fresh = std::mem::take(&mut page.rows);
        let old: Vec<Entry> = stored.iter().cloned().chain(fresh).collect();
        let zone = known.contract.zone();
        let mut facts: Vec<(Fact, Origin)> = Vec::with_capacity(old.len() + late.len());
        for entry in &old {
            let Some(mut what) = entry.what.clone() else { continue };
            if change(&mut what, &entry.origin) == Keep::Yes {
                let fact = Fact { id: entry.id, at: entry.at, day: entry.at.date(zone), what };
                facts.push((fact, entry.origin.clone()));
            }
        }
        facts.extend(late);
        let upto = page.stood.standing.now.max(now);
        let struck = page.refold(tx, &known.contract, cause, Told { stored, old, facts, upto });
        store::strike(tx, whose, &struck).await
    }

    /// Makes one history of two: the facts of both, as they are changed, are folded as one member's from
    /// the beginning. The other's page is closed for good.
    pub async fn join(
        &mut self,
        tx: &mut Tx,
        (into, from): (Whose, Whose),
        cause: &Cause,
        change: impl FnOnce(&mut Vec<(Fact, Origin)>),
    ) -> Result<()> {
        let Some(gone) = self.pages.remove(&from) else { return Ok(()) };
        let (org, now) = (tx.org(), tx.now());
        let theirs = store::history(tx, org, from).await?;
        let stored = store::history(tx, org, into).await?;
        self.page(into);
        let known = self.programs.iter().find(|known| known.program.id == into.program);
        let (Some(known), Some(page)) = (known, self.pages.get_mut(&into)) else {
            return Err(kernel::Error::NotFound("program"));
        };
        let zone = known.contract.zone();
        let mut facts: Vec<(Fact, Origin)> = stored
            .iter()
            .chain(&theirs)
            .filter_map(|entry| {
                let (at, day, what) = (entry.at, entry.at.date(zone), entry.what.clone()?);
                Some((Fact { id: entry.id, at, day, what }, entry.origin.clone()))
            })
            .collect();
        change(&mut facts);
        let mut out = Net::default();
        for entry in &theirs {
            out.take_back(&entry.flows);
        }
        let upto = page.stood.standing.now.max(gone.stood.standing.now).max(now);
        page.stood.told_at = page.stood.told_at.max(gone.stood.told_at);
        let old = stored.clone();
        let struck = page.refold(tx, &known.contract, cause, Told { stored, old, facts, upto });
        store::strike(tx, into, &struck).await?;
        store::forget(tx, from).await?;
        let postings = posting(tx, from, cause, &out)?;
        if !postings.is_empty() {
            ledger::post_all(tx, postings).await?;
        }
        Ok(())
    }

    /// Writes everything.
    pub async fn close(mut self, tx: &mut Tx) -> Result<()> {
        let now = tx.now();
        let late: Vec<Whose> = self
            .order
            .iter()
            .copied()
            .filter(|whose| self.pages.get(whose).is_some_and(Page::is_replayed))
            .collect();
        for whose in late {
            let cause = Cause { reason: "points.caught_up", subject: whose.program.to_string() };
            self.put_right(tx, whose, &cause, |_, _| Keep::Yes).await?;
        }
        let (mut rows, mut kept, mut postings) = (Vec::new(), Vec::new(), Vec::new());
        let mut climbed = Vec::new();
        for whose in std::mem::take(&mut self.order) {
            let Some(page) = self.pages.remove(&whose).filter(|page| page.touched) else {
                continue;
            };
            let due_at = self.due_at(whose, &page.stood, now)?;
            for (cause, net) in &page.postings {
                postings.extend(posting(tx, whose, cause, net)?);
            }
            rows.extend(page.rows.into_iter().map(|entry| (whose, entry)));
            let standing = &page.stood.standing;
            climbed.extend(tiers::Climbed::of(self.known(whose.program)?, whose, standing, now));
            kept.push(Kept { stood: page.stood, due_at });
        }
        if !rows.is_empty() {
            store::append(tx, &rows).await?;
        }
        if !kept.is_empty() {
            store::keep(tx, &kept).await?;
        }
        if !postings.is_empty() {
            ledger::post_all(tx, postings).await?;
        }
        tiers::settle(tx, climbed).await
    }

    /// When somebody is looked at again: something ripens or ends, or they are to be told of it. At once
    /// where a ladder was put up since their last step, because it counts what was before it.
    fn due_at(&self, whose: Whose, stood: &Stood, now: Time) -> Result<Option<Time>> {
        let known = self.known(whose.program)?;
        let fold = Fold::from(&known.contract, stood.standing.clone());
        let stale = fold.is_stale(now).then_some(now);
        let notice = notice_at(known, stood).map(|(at, _)| at);
        let of_tier = tiers::notice_at(known, &stood.standing);
        Ok([fold.next(), notice, of_tier, stale].into_iter().flatten().min())
    }
}

/// When somebody is to be told of the first end that they were not told of, and which end.
pub fn notice_at(known: &Known, stood: &Stood) -> Option<(Time, Time)> {
    let (end, _) = stood.standing.first_end()?;
    let terms = known.contract.terms(stood.standing.now)?;
    let at = terms.notice_at(end)?;
    stood.told_at.is_none_or(|told| end > told).then_some((at, end))
}

/// Whether a fact stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Yes,
    No,
}

/// Whether a history entry is of this purchase.
pub fn is_of(origin: &Origin, purchase: PurchaseId) -> bool {
    origin.purchase == Some(purchase)
}

/// A history that is folded anew.
struct Told {
    /// The rows as they are kept.
    stored: Vec<Entry>,
    /// Those, and what this command noted since.
    old: Vec<Entry>,
    facts: Vec<(Fact, Origin)>,
    upto: Time,
}

impl Page {
    const fn of(stood: Stood) -> Self {
        Self {
            stood,
            rows: Vec::new(),
            postings: Vec::new(),
            late: Vec::new(),
            stale: false,
            touched: false,
        }
    }
    const fn is_replayed(&self) -> bool {
        self.stale || !self.late.is_empty()
    }
    /// Folds these facts instead of what was folded before, and keeps what differs. Which of the stored
    /// rows are no more.
    fn refold(
        &mut self,
        tx: &Tx,
        contract: &Contract,
        cause: &Cause,
        Told { stored, old, facts, upto }: Told,
    ) -> Vec<EntryId> {
        let list = facts.iter().map(|(fact, _)| fact.clone()).collect();
        let fold = replay(contract, list, upto);
        let mut net = Net::default();
        for entry in &old {
            net.take_back(&entry.flows);
        }
        for step in &fold.steps {
            net.add(&step.flows);
        }
        let by_id: HashMap<EntryId, (Fact, Origin)> =
            facts.into_iter().map(|(fact, origin)| (fact.id, (fact, origin))).collect();
        let new: Vec<Entry> = fold
            .steps
            .into_iter()
            .map(|step| {
                let fact = step.fact.and_then(|id| by_id.get(&id));
                let origin = fact.map(|(_, origin)| origin.clone()).unwrap_or_default();
                let what = fact.map(|(fact, _)| fact.what.clone());
                entry(step.fact.unwrap_or_else(|| tx.id()), step, what, origin)
            })
            .collect();
        let struck: Vec<EntryId> =
            stored.iter().filter(|entry| !new.contains(entry)).map(|entry| entry.id).collect();
        self.stood.standing = fold.standing;
        self.touched = true;
        self.rows.extend(new.into_iter().filter(|entry| !stored.contains(entry)));
        self.postings.push((cause.clone(), net));
        struck
    }
    fn take_in(&mut self, tx: &Tx, steps: Vec<Step>, what: &What, origin: &Origin) {
        self.touched = true;
        for step in steps {
            match step.fact {
                Some(id) => self.take_step(id, step, Some(what.clone()), origin.clone()),
                None => self.take_step(tx.id(), step, None, Origin::default()),
            }
        }
    }
    fn take_step(&mut self, id: EntryId, step: Step, what: Option<What>, origin: Origin) {
        let cause = Cause {
            reason: reason(step.kind),
            subject: subject(&origin).unwrap_or_else(|| self.stood.whose.program.to_string()),
        };
        let mut net = Net::default();
        net.add(&step.flows);
        self.postings.push((cause, net));
        self.rows.push(entry(id, step, what, origin));
    }
}

fn entry(id: EntryId, step: Step, what: Option<What>, origin: Origin) -> Entry {
    let Step { at, kind, points, flows, told, pending_until, .. } = step;
    Entry { id, at, kind, points, what, flows, told, pending_until, origin }
}

fn subject(origin: &Origin) -> Option<String> {
    origin.purchase.map(|id| id.to_string()).or_else(|| origin.subject.clone())
}

const fn reason(kind: super::engine::Kind) -> &'static str {
    use super::engine::Kind;
    match kind {
        Kind::Earned => "points.earned",
        Kind::Matured => "points.matured",
        Kind::Spent => "points.spent",
        Kind::Expired => "points.expired",
        Kind::Adjusted => "points.adjusted",
        Kind::Sent => "points.sent",
        Kind::Received => "points.received",
    }
}

/// The transfers of a change; more than one posting holds become several, what is received first.
fn posting(tx: &Tx, whose: Whose, cause: &Cause, net: &Net) -> Result<Vec<Posting>> {
    let transfers = net.transfers(whose)?;
    let some = transfers.chunks(MOST_TRANSFERS).map(|some| {
        let id: PostingId = tx.id();
        let mut posting = Posting::new(id, cause.reason, &cause.subject);
        posting.transfers = some.to_vec();
        posting
    });
    Ok(some.collect())
}
