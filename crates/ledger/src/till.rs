//! The till: the one place where postings are decided. A pure function from the books in memory,
//! the instant and a move to an entry or a refusal. A refusal leaves the books as they were.
//!
//! Transfers are decided one after the other. A transfer is refused when what is free of the payer
//! (balance less what is held, and less lots that ended) would go under its floor. Credits are
//! never refused for a floor: an account that a lowered limit left under its floor may be paid.

use std::{borrow::Cow, sync::Arc};

use kernel::{Error, PostingId, ReservationId, Result, Time};

use crate::{
    Refusal,
    account::{Account, AccountKey, Unit},
    books::Books,
    entry::{Ends, Entry, Kind, Line, Part, posting_of, reservation_of},
    posting::{Fingerprint, Move, Posting, Reversal, Take, Transfer, check_words},
    steps::{change_lots, first, in_force, payable, payable_out_of, pick, set_free, step, within},
};

/// What became of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    pub id: PostingId,
    /// When it was decided: at the first asking.
    pub at: Time,
    /// It had been asked for before, with the same content; nothing happened now.
    pub already: bool,
}

/// Decides a move. What it needs must have been loaded.
pub fn decide(books: &mut Books, now: Time, asked: &Move) -> Result<Posted> {
    let print = asked.fingerprint();
    if let Some(id) = asked.id()
        && let Some(known) = books.posting(id)?
    {
        return if known.print == print {
            Ok(Posted { id, at: known.at, already: true })
        } else {
            Err(Refusal::Conflict.with("posting", id.to_string()).into())
        };
    }
    let mark = books.mark();
    let decided = match asked {
        Move::Post(posting) => post(books, now, posting, print),
        Move::Reserve(posting, until) => reserve(books, now, posting, *until, print),
        Move::Take(taken) => take(books, now, taken, print),
        Move::Release(id) => return release(books, now, *id),
        Move::Reverse(reversal) => reverse(books, now, reversal, print),
    };
    match decided {
        Ok(entry) => {
            let id = entry.id;
            books.record(entry);
            Ok(Posted { id, at: now, already: false })
        }
        Err(error) => {
            books.undo_to(mark);
            Err(error)
        }
    }
}

/// Ends a reservation without effect. Never refused: the amounts were only held.
fn release(books: &mut Books, now: Time, id: ReservationId) -> Result<Posted> {
    let posting = posting_of(id);
    if let Some(reserved) = books.reservation(id)? {
        free(books, now, &reserved, Kind::Released)?;
        return Ok(Posted { id: posting, at: now, already: false });
    }
    match books.posting(posting)? {
        Some(known) if known.kind == Kind::Reserved => {
            Ok(Posted { id: posting, at: known.at, already: true })
        }
        _ => Err(Refusal::NotReserved.with("reservation", id.to_string()).into()),
    }
}

/// Ends every reservation at hand that ran out of time; how many.
pub fn lapse(books: &mut Books, now: Time) -> Result<usize> {
    let overdue = books.overdue(now);
    for id in &overdue {
        if let Some(reserved) = books.reservation(*id)? {
            free(books, now, &reserved, Kind::Lapsed)?;
        }
    }
    Ok(overdue.len())
}

/// Takes the lots of an account that ended out of it; what they were worth.
pub fn expire(books: &mut Books, now: Time, key: &AccountKey, id: PostingId) -> Result<i64> {
    let Some(book) = books.book(key)?.filter(|book| book.keeps_lots()) else { return Ok(0) };
    let over = book.over(now);
    if over == 0 {
        return Ok(0);
    }
    let from = Account { key: key.clone(), unit: book.unit.clone(), floor: book.floor };
    let parts = pick(book, over, |ends, _| ends.is_over(now));
    let to = Account::issuing(expired_account(&from.unit)?, from.unit.clone());
    let mark = books.mark();
    match step(books, &from, &to, parts, Vec::new(), over) {
        Ok(line) => {
            let mut entry = blank(Kind::Expired, id, now, [0; 16]);
            (entry.reason, entry.lines) = (Cow::Borrowed("lots.expired"), vec![line]);
            entry.subject = from.unit.to_string();
            books.record(entry);
            Ok(over)
        }
        Err(error) => {
            books.undo_to(mark);
            Err(error)
        }
    }
}

/// Where the lots of a unit go when they end.
pub fn expired_account(unit: &Unit) -> Result<AccountKey> {
    AccountKey::of("expired", &[&unit.name()])
}

/// An entry without content yet.
pub fn blank(kind: Kind, id: PostingId, at: Time, print: Fingerprint) -> Entry {
    Entry {
        kind,
        id,
        at,
        reason: Cow::Borrowed(""),
        subject: String::new(),
        print,
        of: None,
        until: None,
        lines: Vec::new(),
        freed: Vec::new(),
    }
}

fn post(books: &mut Books, now: Time, asked: &Posting, print: Fingerprint) -> Result<Entry> {
    asked.check()?;
    let mut entry = blank(Kind::Posted, asked.id, now, print);
    for Transfer { from, to, amount, expires_at, lot } in &asked.transfers {
        let out = match lot {
            Some(ends) => payable_out_of(books, from, to, Part(*ends, *amount))?,
            None => payable(books, now, from, to, *amount, &[])?,
        };
        let into = if to.unit.has_lots() && to.floor.is_some() {
            if from.floor.is_some() {
                out.clone()
            } else {
                vec![Part(Ends::at(*expires_at), *amount)]
            }
        } else {
            Vec::new()
        };
        let line = step(books, from, to, out, into, *amount)?;
        entry.lines.push(Line { named: lot.is_some(), ..line });
    }
    (entry.reason, entry.subject) = (asked.reason.clone(), asked.subject.clone());
    Ok(entry)
}

fn reserve(
    books: &mut Books,
    now: Time,
    asked: &Posting,
    until: Time,
    print: Fingerprint,
) -> Result<Entry> {
    asked.check()?;
    if until <= now {
        return Err(Refusal::Expired.into());
    }
    if asked.transfers.iter().any(|one| one.expires_at.is_some() || one.lot.is_some()) {
        return Err(Error::broken("new lots and named lots are not reserved"));
    }
    let mut entry = blank(Kind::Reserved, asked.id, now, print);
    for Transfer { from, to, amount, .. } in &asked.transfers {
        let out = payable(books, now, from, to, *amount, &[])?;
        let book = books.declare(from)?;
        let (balance, held) = (book.balance, within(&from.key, book.held, *amount)?);
        books.set_amounts(&from.key, balance, held)?;
        change_lots(books, &from.key, &out, |lot, part| lot.held += part)?;
        entry.lines.push(Line {
            from: from.key.clone(),
            to: to.key.clone(),
            unit: from.unit.clone(),
            amount: *amount,
            floors: (from.floor, to.floor),
            out,
            into: Vec::new(),
            named: false,
        });
    }
    (entry.reason, entry.subject) = (asked.reason.clone(), asked.subject.clone());
    entry.until = Some(until.micros());
    Ok(entry)
}

fn take(books: &mut Books, now: Time, asked: &Take, print: Fingerprint) -> Result<Entry> {
    check_words(&asked.reason, &asked.subject)?;
    let refused = |refusal: Refusal| refusal.with("reservation", asked.reservation.to_string());
    let Some(reserved) = books.reservation(asked.reservation)? else {
        return Err(refused(Refusal::NotReserved).into());
    };
    if reserved.until() <= now {
        return Err(refused(Refusal::Expired).into());
    }
    let amounts = amounts(&reserved, asked)?;
    let mut entry = blank(Kind::Taken, asked.id, now, print);
    entry.of = Some(reserved.id);
    for hold in reserved.holds() {
        set_free(books, &hold)?;
        entry.freed.push(hold);
    }
    for (line, amount) in reserved.lines.iter().zip(amounts).filter(|(_, amount)| *amount > 0) {
        // What was reserved is there, whatever became of the limit since: no floor is asked.
        let from = in_force(books, &line.from, &line.unit, line.floors.0)?;
        let to = in_force(books, &line.to, &line.unit, line.floors.1)?;
        let out = first(&line.out, amount);
        let into = if !to.unit.has_lots() || to.floor.is_none() {
            Vec::new()
        } else if from.floor.is_some() {
            out.clone()
        } else {
            vec![Part(Ends::NEVER, amount)]
        };
        entry.lines.push(step(books, &from, &to, out, into, amount)?);
    }
    (entry.reason, entry.subject) = (asked.reason.clone(), asked.subject.clone());
    Ok(entry)
}

/// What is taken of each reserved line.
fn amounts(reserved: &Entry, asked: &Take) -> Result<Vec<i64>> {
    let Some(amounts) = &asked.amounts else {
        return Ok(reserved.lines.iter().map(|line| line.amount).collect());
    };
    let fits = amounts.len() == reserved.lines.len()
        && amounts.iter().any(|amount| *amount > 0)
        && amounts.iter().zip(&reserved.lines).all(|(n, line)| (0..=line.amount).contains(n));
    if fits { Ok(amounts.clone()) } else { Err(Refusal::Amount.into()) }
}

fn reverse(books: &mut Books, now: Time, asked: &Reversal, print: Fingerprint) -> Result<Entry> {
    check_words(&asked.reason, &asked.subject)?;
    let original: Arc<Entry> = match books.posting(asked.of)? {
        Some(known) if known.kind.moves() => known.entry.clone().ok_or_else(|| {
            Error::broken(format!("the till reverses {} before it was loaded", asked.of))
        })?,
        _ => return Err(Error::NotFound("posting")),
    };
    if books.reversal(asked.of)?.is_some() {
        return Err(Refusal::AlreadyReversed.with("posting", asked.of.to_string()).into());
    }
    let mut entry = blank(Kind::Reversed, asked.id, now, print);
    entry.of = Some(asked.of);
    for line in original.lines.iter().rev() {
        let from = in_force(books, &line.to, &line.unit, line.floors.1)?;
        let to = in_force(books, &line.from, &line.unit, line.floors.0)?;
        // Taken back from the lots it went into as far as they last, given back to those it came
        // out of, even if they ended since.
        let out = payable(books, now, &from, &to, line.amount, &line.into)?;
        entry.lines.push(step(books, &from, &to, out, line.out.clone(), line.amount)?);
    }
    (entry.reason, entry.subject) = (asked.reason.clone(), asked.subject.clone());
    Ok(entry)
}

fn free(books: &mut Books, now: Time, reserved: &Entry, kind: Kind) -> Result<()> {
    let mut entry = blank(kind, reserved.id, now, reserved.print);
    entry.of = Some(reserved.id);
    for hold in reserved.holds() {
        set_free(books, &hold)?;
        entry.freed.push(hold);
    }
    (entry.reason, entry.subject) = (reserved.reason.clone(), reserved.subject.clone());
    books.record(entry);
    Ok(())
}

/// The reservation that a move is about.
pub const fn reservation_asked(asked: &Move) -> Option<ReservationId> {
    match asked {
        Move::Reserve(posting, _) => Some(reservation_of(posting.id)),
        Move::Take(take) => Some(take.reservation),
        Move::Release(id) => Some(*id),
        Move::Post(_) | Move::Reverse(_) => None,
    }
}
