//! Making programs, and everything that happens to a member's points.

use ::store::{NewJob, Read, Tx};
use kernel::{
    FieldError, Fields, MemberId, ProgramId, PurchaseId, Result, StaffId, StoreId, Time, text,
};
use people::{members, stores};
use serde::Serialize;
use web::{Shop, shops, trail};

use super::{
    accounts::Whose,
    book::{Book, Cause, Keep, Noted, is_of},
    engine::{Earn, Expiry, Fact, Gone, Lots, MOST_POINTS, Payment, Sale, Terms, What, replay},
    jobs::{DUE, EVERY},
    model::{Act, LONGEST_NOTE, MOST_PROGRAMS, Origin, Program, Refusal, named},
    store,
};
use crate::{
    events::{PointsAdjusted, PointsEarned, PointsRestated, PointsSent, PointsSpent},
    gifts::State,
    tiers::engine::By,
    words::Words,
};

/// Opens a program.
pub async fn create(tx: &mut Tx, name: Words, terms: Terms) -> Result<ProgramId> {
    let (name, terms) = (named(name)?, terms.checked()?);
    known_stores(tx, &terms).await?;
    let zone = shops::require(tx, tx.org()).await?.zone;
    if store::programs(tx, tx.org(), &zone).await?.len() >= MOST_PROGRAMS {
        return Err(Refusal::TooMany.with("max", MOST_PROGRAMS as i64).into());
    }
    let program = Program { id: tx.id(), name, state: State::Open, created_at: tx.now() };
    store::insert(tx, &program).await?;
    store::promise(tx, program.id, &terms).await?;
    let made = Promised { program: &program, terms: &terms };
    trail::note(tx, "points.program_created", program.id, &(), &made).await?;
    tx.enqueue(NewJob::at(DUE, "hourly", tx.now().plus(EVERY), &())?);
    Ok(program.id)
}

/// A program as the trail tells it: field by field.
#[derive(Serialize)]
struct Promised<'p> {
    #[serde(flatten)]
    program: &'p Program,
    #[serde(flatten)]
    terms: &'p Terms,
}

/// The stores that boosts name are this shop's.
async fn known_stores(tx: &mut Tx, terms: &Terms) -> Result<()> {
    let mut fields = Fields::default();
    if terms.boosts.iter().any(|boost| !boost.stores.is_empty()) {
        let known = stores::all(tx, tx.org()).await?;
        for (at, boost) in terms.boosts.iter().enumerate() {
            if !boost.stores.iter().all(|id| known.iter().any(|store| store.id == *id)) {
                fields.push(FieldError::new(format!("boosts.{}.stores", at + 1), "choice_invalid"));
            }
        }
    }
    fields.check(())
}

/// What is changed of a program.
#[derive(Debug, Clone)]
pub struct Change {
    pub name: Words,
    pub state: State,
    pub terms: Terms,
}

/// Changes a program. New terms count from now on; what was earned stays as it was earned.
pub async fn change(tx: &mut Tx, id: ProgramId, wanted: Change) -> Result<()> {
    let (name, terms) = (named(wanted.name)?, wanted.terms.checked()?);
    known_stores(tx, &terms).await?;
    let zone = shops::require(tx, tx.org()).await?.zone;
    let known = store::require(tx, tx.org(), &zone, id).await?;
    let before = known.terms(tx.now())?.clone();
    let program = Program { name, state: wanted.state, ..known.program.clone() };
    if program == known.program && terms == before {
        return Ok(());
    }
    let was = Promised { program: &known.program, terms: &before };
    let is = Promised { program: &program, terms: &terms };
    trail::note(tx, "points.program_changed", id, &was, &is).await?;
    store::update(tx, &program).await?;
    if terms != before {
        store::promise(tx, id, &terms).await?;
    }
    Ok(())
}

/// Notes what members earned by something, in every open program whose terms ask for it.
pub fn earn(book: &mut Book, tx: &mut Tx, act: &Act) -> Result<Vec<Noted>> {
    let mut noted = Vec::new();
    let open: Vec<ProgramId> = book
        .programs
        .iter()
        .filter(|known| known.is_open())
        .filter(|known| {
            let by_visits = known.contract.ladder(act.at).is_some_and(|of| of.by == By::Visits);
            let visited = matches!(act.what, What::Visited { .. });
            (by_visits && visited)
                || known.contract.terms(act.at).is_some_and(|terms| asks(terms, &act.what))
        })
        .map(|known| known.program.id)
        .collect();
    for program in open {
        let note = book.note(tx, program, act.clone())?;
        tx.emit(&PointsEarned {
            program,
            member: act.member,
            entry: note.entry,
            points: note.points,
            purchase: act.origin.purchase,
            store: act.origin.store,
        })?;
        noted.push(note);
    }
    Ok(noted)
}

/// Whether terms have a use for a fact: visits and events are kept only where they count.
fn asks(terms: &Terms, what: &What) -> bool {
    let idle = matches!(terms.expiry, Expiry::Inactivity { .. });
    match what {
        What::Visited { .. } => {
            idle || terms.rules.iter().any(|rule| matches!(rule.earn, Earn::Visit { .. }))
        }
        What::Happened { kind, .. } => terms
            .rules
            .iter()
            .any(|rule| matches!(&rule.earn, Earn::Event { kind: of, .. } if of == kind)),
        _ => true,
    }
}

/// Points that pay for something.
#[derive(Debug, Clone)]
pub struct Spend {
    pub program: ProgramId,
    pub member: MemberId,
    pub payment: Payment,
    pub origin: Origin,
}

/// Spends points, the soonest end first; how many. A closed program's points can still be spent.
pub fn spend(book: &mut Book, tx: &mut Tx, spend: Spend) -> Result<i64> {
    let whose = Whose { program: spend.program, member: spend.member };
    let points = spend.payment.points();
    if points == 0 {
        return Ok(0);
    }
    enough(book, whose, points, tx.now())?;
    let (now, subject) = (tx.now(), spend.origin.subject.clone());
    let purchase = spend.origin.purchase;
    let what = What::Spent(spend.payment);
    let act = Act { member: spend.member, at: now, what, origin: spend.origin };
    let noted = book.note(tx, spend.program, act)?;
    let (program, member) = (spend.program, spend.member);
    tx.emit(&PointsSpent { program, member, entry: noted.entry, points, purchase, subject })?;
    Ok(points)
}

fn enough(book: &Book, whose: Whose, points: i64, now: Time) -> Result<()> {
    let have = book.standing(whose, now)?.balance();
    if have < points { Err(Refusal::NotEnough.with("have", have).into()) } else { Ok(()) }
}

/// The points of one act of a person.
fn counted(field: &'static str, points: i64) -> Result<i64> {
    if (1..=MOST_POINTS).contains(&points) {
        return Ok(points);
    }
    Err(FieldError::new(field, "number_range").with("min", 1).with("max", MOST_POINTS).into())
}

/// Points by hand, with the reason.
#[derive(Debug, Clone)]
pub struct Adjust {
    pub program: ProgramId,
    pub member: MemberId,
    /// Above zero to give, below to take.
    pub points: i64,
    pub reason: String,
}

/// What the trail tells of it; the reason stands in the member's history.
#[derive(Serialize)]
struct ByHand {
    program: ProgramId,
    points: i64,
}

/// Gives or takes points by hand. Nobody is left with less than none.
pub async fn adjust(tx: &mut Tx, adjust: Adjust) -> Result<Noted> {
    let mut fields = Fields::default();
    let note = text::require(&mut fields, "reason", &adjust.reason, LONGEST_NOTE);
    if adjust.points == 0 || adjust.points.unsigned_abs() > MOST_POINTS.unsigned_abs() {
        let error = FieldError::new("points", "number_range");
        fields.push(error.with("min", -MOST_POINTS).with("max", MOST_POINTS));
    }
    let note = fields.check(note)?;
    let member = living(tx, adjust.member).await?;
    let mut book = Book::open(tx, &[member]).await?;
    let (program, points, now) = (adjust.program, adjust.points, tx.now());
    if points < 0 {
        enough(&book, Whose { program, member }, -points, now)?;
    }
    let origin = Origin { note, staff: tx.actor().staff(), ..Origin::default() };
    let act = Act { member, at: now, what: What::Adjusted { points }, origin };
    let noted = book.note(tx, program, act)?;
    book.close(tx).await?;
    tx.emit(&PointsAdjusted { program, member, entry: noted.entry, points })?;
    trail::note(tx, "points.adjusted", member, &(), &ByHand { program, points }).await?;
    Ok(noted)
}

/// Points that an activity gives to a living member.
#[derive(Debug, Clone)]
pub struct Grant {
    pub program: ProgramId,
    pub member: MemberId,
    pub points: i64,
    /// The id of what they are for.
    pub subject: String,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Gives points out of what an activity promised.
pub async fn grant(tx: &mut Tx, grant: Grant) -> Result<Noted> {
    let Grant { program, member, points, .. } = grant;
    counted("points", points)?;
    let mut book = Book::open(tx, &[member]).await?;
    let origin = Origin {
        subject: Some(grant.subject),
        store: grant.store,
        staff: grant.staff,
        ..Origin::default()
    };
    let act = Act { member, at: tx.now(), what: What::Adjusted { points }, origin };
    let noted = book.note(tx, program, act)?;
    book.close(tx).await?;
    tx.emit(&PointsAdjusted { program, member, entry: noted.entry, points })?;
    Ok(noted)
}

/// Whom an id means, if they were not erased.
async fn living(tx: &mut Tx, member: MemberId) -> Result<MemberId> {
    let found = members::require(tx, tx.org(), member).await?;
    if found.erased_at.is_some() { Err(Refusal::Erased.into()) } else { Ok(found.id) }
}

/// Points from one member to another.
#[derive(Debug, Clone, Copy)]
pub struct Send {
    pub program: ProgramId,
    pub from: MemberId,
    pub to: MemberId,
    pub points: i64,
}

/// Sends points to another member, who gets them with the ends that they have.
pub async fn send(tx: &mut Tx, send: Send) -> Result<Noted> {
    let program = send.program;
    let points = counted("points", send.points)?;
    let (from, to) = (living(tx, send.from).await?, living(tx, send.to).await?);
    if from == to {
        return Err(Refusal::SameMember.into());
    }
    let (mut book, now) = (Book::open(tx, &[from, to]).await?, tx.now());
    let whose = Whose { program, member: from };
    enough(&book, whose, points, now)?;
    let lots = soonest(&book.standing(whose, now)?.lots, points);
    let about =
        |member: MemberId| Origin { subject: Some(member.to_string()), ..Origin::default() };
    let sent = Act { member: from, at: now, what: What::Sent { points }, origin: about(to) };
    let noted = book.note(tx, program, sent)?;
    let received = Act { member: to, at: now, what: What::Received { lots }, origin: about(from) };
    book.note(tx, program, received)?;
    book.close(tx).await?;
    tx.emit(&PointsSent { program, from, to, entry: noted.entry, points })?;
    Ok(noted)
}

/// The first lots that make up so many.
fn soonest(lots: &Lots, points: i64) -> Lots {
    let mut missing = points;
    let mut some = Lots::new();
    for (ends, have) in lots {
        let part = missing.min(*have);
        if part > 0 {
            some.insert(*ends, part);
            missing -= part;
        }
    }
    some
}

/// Goods that came back: how much of which line of the purchase, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub purchase: PurchaseId,
    pub lines: Vec<(usize, Gone)>,
    /// The id of the return.
    pub cause: String,
}

/// Puts the points of a purchase right after a part of it came back.
pub async fn bring_back(tx: &mut Tx, back: &Back) -> Result<()> {
    let cause = Cause { reason: "points.returned", subject: back.cause.clone() };
    let change = |what: &mut What, origin: &Origin| {
        back.apply(what, origin);
        Keep::Yes
    };
    put_right(tx, back.purchase, &cause, change).await
}

impl Back {
    fn apply(&self, what: &mut What, origin: &Origin) {
        if is_of(origin, self.purchase)
            && let What::Bought(sale) | What::Spent(Payment::Purchase(sale)) = what
        {
            self.shrink(sale);
        }
    }
    /// The sale without what came back.
    pub fn shrink(&self, sale: &mut Sale) {
        for (at, gone) in &self.lines {
            if let Some(line) = sale.lines.get_mut(*at) {
                line.gone.push(gone.clone());
            }
        }
    }
}

/// What a return would do to the points of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// What they are called.
    pub unit: Words,
    /// Changes, above zero for more: what can be spent, what is pending, what is owed.
    pub balance: i64,
    pub pending: i64,
    pub owed: i64,
}

/// What a return would do, without doing it.
pub async fn outlook(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    back: &Back,
) -> Result<Vec<Outlook>> {
    let org = shop.org;
    let programs = store::programs(db, org, &shop.zone).await?;
    let mut all = Vec::new();
    for whose in store::of_purchase(db, org, back.purchase).await? {
        let Some(known) = programs.iter().find(|known| known.program.id == whose.program) else {
            continue;
        };
        let mut facts = Vec::new();
        for entry in store::history(db, org, whose).await? {
            let (at, day) = (entry.at, entry.at.date(&shop.zone));
            let fact = |what| Fact { id: entry.id, at, day, what };
            facts.extend(entry.what.clone().map(|what| (fact(what), entry.origin.clone())));
        }
        let fold = |facts: &[(Fact, Origin)]| {
            let facts = facts.iter().map(|(fact, _)| fact.clone()).collect();
            replay(&known.contract, facts, now).standing
        };
        let before = fold(&facts);
        for (fact, origin) in &mut facts {
            back.apply(&mut fact.what, origin);
        }
        let after = fold(&facts);
        all.push(Outlook {
            unit: known.terms(now)?.unit.clone(),
            balance: after.balance() - before.balance(),
            pending: after.waiting() - before.waiting(),
            owed: after.owed - before.owed,
        });
    }
    Ok(all)
}

/// Puts the points right as if a purchase had never been: it was typed by mistake.
pub async fn forget(tx: &mut Tx, purchase: PurchaseId) -> Result<()> {
    let cause = Cause { reason: "points.withdrawn", subject: purchase.to_string() };
    let keep = |_: &mut What, origin: &Origin| {
        if is_of(origin, purchase) { Keep::No } else { Keep::Yes }
    };
    put_right(tx, purchase, &cause, keep).await
}

/// Gives back what was spent on something that is no more: as if it had never been asked for.
pub async fn unspend(tx: &mut Tx, member: MemberId, subject: &str) -> Result<()> {
    let cause = Cause { reason: "points.unspent", subject: subject.to_owned() };
    let spent = |what: &What| matches!(what, What::Spent(Payment::Fixed { .. }));
    strike(tx, member, (&cause, spent)).await
}

/// Replays a member's history without the facts of this sort that were about the cause's subject.
pub(super) async fn strike(
    tx: &mut Tx,
    member: MemberId,
    (cause, sort): (&Cause, impl Fn(&What) -> bool),
) -> Result<()> {
    let mut book = Book::open(tx, &[member]).await?;
    let programs: Vec<_> = book.programs.iter().map(|known| known.program.id).collect();
    let keep = |what: &mut What, origin: &Origin| {
        let meant = origin.subject.as_deref() == Some(&cause.subject);
        if meant && sort(what) { Keep::No } else { Keep::Yes }
    };
    for program in programs {
        book.put_right(tx, Whose { program, member }, cause, keep).await?;
    }
    book.close(tx).await
}

async fn put_right(
    tx: &mut Tx,
    purchase: PurchaseId,
    cause: &Cause,
    change: impl Fn(&mut What, &Origin) -> Keep,
) -> Result<()> {
    let all = store::of_purchase(tx, tx.org(), purchase).await?;
    let Some(first) = all.first() else { return Ok(()) };
    let now = tx.now();
    let mut book = Book::open(tx, &[first.member]).await?;
    for whose in all {
        let before = book.standing(whose, now)?;
        book.put_right(tx, whose, cause, &change).await?;
        let after = book.standing(whose, now)?;
        tx.emit(&PointsRestated {
            program: whose.program,
            member: whose.member,
            purchase,
            earned: after.earned - before.earned,
            spent: after.spent - before.spent,
            balance: after.balance() - before.balance(),
        })?;
    }
    book.close(tx).await
}
