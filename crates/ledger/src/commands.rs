//! What other rooms call inside their commands.

use kernel::{PostingId, ReservationId, Result, Time};
use store::{NewJob, Read as _, Tx, args, sql};

use crate::{
    EXPIRE_RESERVATIONS,
    account::{AccountKey, Unit},
    books::Book,
    hot::Ledger,
    load,
    posting::{Move, Posting, Reversal, Take},
    till::{self, Posted},
};

/// Accounts whose lots are expired in one call of [`expire_lots`].
const EXPIRE_AT_ONCE: u32 = 500;

/// Posts: all transfers or none. A repeat with the same content is answered with the first result.
pub async fn post(tx: &mut Tx, posting: Posting) -> Result<Posted> {
    decide(tx, Move::Post(posting)).await
}

/// Posts many in few statements: imports. The first refusal is the answer for all of them.
pub async fn post_all(tx: &mut Tx, postings: Vec<Posting>) -> Result<Vec<Posted>> {
    decide_all(tx, postings.into_iter().map(Move::Post).collect()).await
}

/// Holds what the posting would move, until it is taken, released or `until` has come. What is held
/// counts against the floors; nobody is credited yet.
pub async fn reserve(tx: &mut Tx, posting: Posting, until: Time) -> Result<ReservationId> {
    let now = tx.now();
    load::sweep(tx, now).await?;
    let next = tx.hot::<Ledger, _>(|ledger| ledger.books().next_lapse()).await?;
    let posted = decide(tx, Move::Reserve(posting, until)).await?;
    if !posted.already && next.is_none_or(|next| until.micros() < next) {
        wake_at(tx, until)?;
    }
    Ok(crate::entry::reservation_of(posted.id))
}

/// One timer per org, at the soonest end of its open reservations.
fn wake_at(tx: &mut Tx, at: Time) -> Result<()> {
    tx.enqueue(NewJob::at(EXPIRE_RESERVATIONS, "next", at, &())?);
    Ok(())
}

/// Moves what was reserved, wholly or in part; the rest is free again.
pub async fn take(tx: &mut Tx, take: Take) -> Result<Posted> {
    decide(tx, Move::Take(take)).await
}

/// Ends a reservation without effect. Never refused; of one that ended before it says `already`.
pub async fn release(tx: &mut Tx, reservation: ReservationId) -> Result<Posted> {
    decide(tx, Move::Release(reservation)).await
}

/// Turns a posting round, once. Giving back is never refused for the payer's floor; taking back
/// from the receiver may be (`ledger.floor`), when they no longer have it.
pub async fn reverse(tx: &mut Tx, reversal: Reversal) -> Result<Posted> {
    decide(tx, Move::Reverse(reversal)).await
}

/// Any move.
pub async fn decide(tx: &mut Tx, asked: Move) -> Result<Posted> {
    let now = tx.now();
    load::load(tx, now, [&asked]).await?;
    tx.hot::<Ledger, _>(|ledger| till::decide(ledger.books(), now, &asked)).await?
}

/// Any moves, all or none.
pub async fn decide_all(tx: &mut Tx, moves: Vec<Move>) -> Result<Vec<Posted>> {
    let now = tx.now();
    load::load(tx, now, &moves).await?;
    tx.hot::<Ledger, _>(|ledger| {
        let books = ledger.books();
        let mark = books.mark();
        let all: Result<Vec<_>> =
            moves.iter().map(|asked| till::decide(books, now, asked)).collect();
        all.inspect_err(|_| books.undo_to(mark))
    })
    .await?
}

/// Any moves in their order, each for itself: a refusal leaves nothing and the others stand.
pub async fn decide_each(tx: &mut Tx, moves: &[Move]) -> Result<Vec<Result<Posted>>> {
    let now = tx.now();
    load::load(tx, now, moves).await?;
    tx.hot::<Ledger, _>(|ledger| {
        let books = ledger.books();
        moves.iter().map(|asked| till::decide(books, now, asked)).collect()
    })
    .await
}

/// What an account has at this instant of this command, uncommitted neighbours included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    pub balance: i64,
    /// Held by reservations.
    pub held: i64,
    /// In lots that ended and are not posted as expired yet.
    pub over: i64,
    /// The floor in force; none for an issuing account and for one that never was.
    pub floor: Option<i64>,
}

impl Balance {
    /// What is free: the balance less what is held or over. Of a limited account it is negative.
    pub const fn free(&self) -> i64 {
        self.balance.saturating_sub(self.held).saturating_sub(self.over)
    }
    /// How much can be paid out of it before it reaches a floor.
    pub fn above(&self, floor: i64) -> i64 {
        self.free().saturating_sub(floor).max(0)
    }
    fn of(book: &Book, now: Time) -> Self {
        let over = if book.keeps_lots() { book.over(now) } else { 0 };
        Self { balance: book.balance, held: book.held, over, floor: book.floor }
    }
}

/// The current balance, from the till. An account that never was has zero.
pub async fn balance(tx: &mut Tx, key: &AccountKey) -> Result<Balance> {
    let now = tx.now();
    load::sweep(tx, now).await?;
    load::accounts(tx, [key.clone()]).await?;
    tx.hot::<Ledger, _>(|ledger| {
        ledger.books().book(key).map(|book| book.map(|book| Balance::of(book, now)))
    })
    .await?
    .map(Option::unwrap_or_default)
}

/// Posts lots of the unit that ended as expired, at most 500 accounts a call; how many accounts it
/// was. Fewer than 500 means that nothing is left.
pub async fn expire_lots(tx: &mut Tx, unit: &Unit) -> Result<usize> {
    let (org, now) = (tx.org(), tx.now());
    let rows = tx
        .rows(
            sql!(
                "SELECT DISTINCT account FROM lot
                 WHERE org = $1 AND unit = $2 AND ends <= $3 AND amount > held
                 ORDER BY account LIMIT $4"
            ),
            args![org, unit.as_str(), now, EXPIRE_AT_ONCE],
        )
        .await?;
    let keys = rows
        .iter()
        .map(|row| AccountKey::new(&row.get::<String>("account")?))
        .collect::<Result<Vec<_>>>()?;
    let target = till::expired_account(unit)?;
    load::accounts(tx, keys.iter().cloned().chain([target])).await?;
    let ids: Vec<PostingId> = keys.iter().map(|_| tx.id()).collect();
    tx.hot::<Ledger, _>(|ledger| {
        for (key, id) in keys.iter().zip(ids) {
            till::expire(ledger.books(), now, key, id)?;
        }
        Ok(keys.len())
    })
    .await?
}

/// Ends reservations that ran out of time. Deciding does so by itself; this is for the quiet hours.
pub async fn expire_reservations(tx: &mut Tx) -> Result<()> {
    let now = tx.now();
    load::sweep(tx, now).await?;
    let next = tx.hot::<Ledger, _>(|ledger| ledger.books().next_lapse()).await?;
    match next {
        Some(next) if next < i64::MAX => wake_at(tx, Time::from_micros(next).max(now)),
        _ => Ok(()),
    }
}
