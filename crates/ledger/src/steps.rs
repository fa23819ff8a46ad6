//! The steps that decisions are made of: who can pay, out of which lots, and the move itself.

use kernel::{Error, Result, Time};
use store::planted::{self, Fault};

use crate::{
    Refusal,
    account::{Account, AccountKey, Unit},
    books::{Book, Books, Lot},
    entry::{Ends, Hold, Line, Part, sum},
    posting::LARGEST_BALANCE,
};

/// The most open lots of one account.
pub const MOST_LOTS: usize = 10_000;

/// The account with the floor that is in force now, or the one of old when it is unknown.
pub fn in_force(
    books: &Books,
    key: &AccountKey,
    unit: &Unit,
    floor: Option<i64>,
) -> Result<Account> {
    let floor = books.book(key)?.map_or(floor, |book| book.floor);
    Ok(Account { key: key.clone(), unit: unit.clone(), floor })
}

/// Whether `from` can pay: opens both accounts, asks the floor, and picks the lots it would come
/// out of. `own` lots go first, even if they ended; then the soonest end.
pub fn payable(
    books: &mut Books,
    now: Time,
    from: &Account,
    to: &Account,
    amount: i64,
    own: &[Part],
) -> Result<Vec<Part>> {
    for side in [from, to] {
        let Some(book) = books.book(&side.key)? else { continue };
        let other_role = side.unit.has_lots() && book.floor.is_some() != side.floor.is_some();
        if book.unit != side.unit || other_role {
            return Err(Refusal::UnitMismatch.with("account", side.key.as_str()).into());
        }
    }
    books.declare(to)?;
    let book = books.declare(from)?;
    let short = || Error::from(Refusal::Floor.with("account", from.key.as_str()));
    if let Some(floor) = from.floor {
        let free = book.balance.saturating_sub(book.held).saturating_sub(amount);
        if free < floor && !planted::here(Fault::FloorUnasked) {
            return Err(short());
        }
    }
    if !book.keeps_lots() {
        return Ok(Vec::new());
    }
    let mut parts = Vec::new();
    let mut missing = amount;
    for Part(ends, gave) in own {
        let lot = book.lots.get(ends).copied().unwrap_or_default();
        let part = (lot.amount - lot.held).min(*gave).min(missing);
        if part > 0 {
            parts.push(Part(*ends, part));
            missing -= part;
        }
    }
    let used = |ends: Ends| parts.iter().any(|part| part.0 == ends);
    let mut rest = pick(book, missing, |ends, _| !ends.is_over(now) && !used(ends));
    missing -= sum(&rest);
    if missing > 0 {
        // Own lots may hold more than this posting once gave.
        for part in &mut parts {
            let lot = book.lots.get(&part.0).copied().unwrap_or_default();
            let more = (lot.amount - lot.held - part.1).min(missing);
            if !part.0.is_over(now) && more > 0 {
                part.1 += more;
                missing -= more;
            }
        }
    }
    parts.append(&mut rest);
    if missing > 0 { Err(short()) } else { Ok(parts) }
}

/// The same out of one lot, even if it ended.
pub fn payable_out_of(
    books: &mut Books,
    from: &Account,
    to: &Account,
    Part(ends, amount): Part,
) -> Result<Vec<Part>> {
    // Asks for everything but the lots, of which none is over before time began.
    payable(books, Time::from_micros(i64::MIN), from, to, amount, &[])?;
    let lot = books.existing(&from.key)?.lots.get(&ends).copied().unwrap_or_default();
    if lot.amount - lot.held < amount {
        return Err(Refusal::Floor.with("account", from.key.as_str()).into());
    }
    Ok(vec![Part(ends, amount)])
}

/// So much out of the lots that may be used, the soonest end first; less if there is not enough.
pub fn pick(book: &Book, amount: i64, may: impl Fn(Ends, &Lot) -> bool) -> Vec<Part> {
    let mut missing = amount;
    let mut parts = Vec::new();
    for (ends, lot) in &book.lots {
        if missing == 0 {
            break;
        }
        let part = (lot.amount - lot.held).min(missing);
        if part > 0 && may(*ends, lot) {
            parts.push(Part(*ends, part));
            missing -= part;
        }
    }
    parts
}

/// The first parts that make up an amount.
pub fn first(parts: &[Part], amount: i64) -> Vec<Part> {
    let mut missing = amount;
    let mut list = Vec::new();
    for Part(ends, part) in parts {
        let part = (*part).min(missing);
        if part > 0 {
            list.push(Part(*ends, part));
            missing -= part;
        }
    }
    list
}

/// Moves an amount that was found payable.
pub fn step(
    books: &mut Books,
    from: &Account,
    to: &Account,
    out: Vec<Part>,
    into: Vec<Part>,
    amount: i64,
) -> Result<Line> {
    let payer = books.declare(from)?;
    let (balance, held) = (within(&from.key, payer.balance, -amount)?, payer.held);
    books.set_amounts(&from.key, balance, held)?;
    change_lots(books, &from.key, &out, |lot, part| lot.amount -= part)?;
    let payee = books.declare(to)?;
    let (balance, held) = (within(&to.key, payee.balance, amount)?, payee.held);
    books.set_amounts(&to.key, balance, held)?;
    change_lots(books, &to.key, &into, |lot, part| lot.amount += part)?;
    if books.existing(&to.key)?.lots.len() > MOST_LOTS {
        return Err(Refusal::TooManyLots.with("account", to.key.as_str()).into());
    }
    Ok(Line {
        from: from.key.clone(),
        to: to.key.clone(),
        unit: from.unit.clone(),
        amount,
        floors: (from.floor, to.floor),
        out,
        into,
        named: false,
    })
}

pub fn change_lots(
    books: &mut Books,
    key: &AccountKey,
    parts: &[Part],
    change: impl Fn(&mut Lot, i64),
) -> Result<()> {
    for Part(ends, part) in parts {
        let mut lot = books.existing(key)?.lots.get(ends).copied().unwrap_or_default();
        change(&mut lot, *part);
        books.set_lot(key, *ends, lot)?;
    }
    Ok(())
}

pub fn set_free(books: &mut Books, hold: &Hold) -> Result<()> {
    let book = books.existing(&hold.account)?;
    let (balance, held) = (book.balance, book.held.saturating_sub(hold.amount));
    books.set_amounts(&hold.account, balance, held)?;
    change_lots(books, &hold.account, &hold.parts, |lot, part| lot.held -= part)
}

pub fn within(key: &AccountKey, balance: i64, change: i64) -> Result<i64> {
    balance
        .checked_add(change)
        .filter(|sum| (-LARGEST_BALANCE..=LARGEST_BALANCE).contains(sum))
        .ok_or_else(|| Refusal::Overflow.with("account", key.as_str()).into())
}
