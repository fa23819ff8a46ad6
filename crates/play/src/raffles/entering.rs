//! Getting tickets, and putting them in. An instant raffle is played with one ticket at a time.

use ::store::Tx;
use fair::{Commitment, Label, Nonce};
use kernel::{
    Error, FieldError, MemberId, PurchaseId, RaffleEntryId, RaffleId, Result, StaffId, StoreId,
};
use ledger::{Posting, Transfer};
use people::members;
use value::{
    allowances,
    points::{self, Book, Origin, Spend, engine::Payment},
    visits::day_of,
};
use web::Shop;

use super::{
    accounts, drawing,
    model::{Entry, MOST_ENTRIES, Pick, Raffle, Refusal},
    sealed::{self, Sealed},
    store, store_picks,
};
use crate::{
    activities::{
        self, Phase,
        accounts::{Whose, allowance, claimed, daily},
        reading::is_for,
    },
    events::{RaffleEntered, RaffleTicketsGiven},
};

/// Tickets that one gets at one time, at most.
pub const MOST_AT_ONCE: i64 = 100;

/// Somebody takes part. At a counter, store and staff say who asked for them.
#[derive(Debug, Clone, Copy)]
pub struct Entering {
    pub raffle: RaffleId,
    pub member: MemberId,
    /// Tickets to be bought with points, beside those that one has.
    pub buy: i64,
    /// What the phone keeps its own nonce behind; without it the server makes one.
    pub nonce: Option<Commitment>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

impl Entering {
    pub const fn new(raffle: RaffleId, member: MemberId) -> Self {
        Self { raffle, member, buy: 0, nonce: None, store: None, staff: None }
    }
}

/// What they have now.
#[derive(Debug, Clone)]
pub struct Entered {
    pub id: RaffleEntryId,
    pub place: i64,
    pub tickets: i64,
    /// The signed receipt, as its file is.
    pub receipt: String,
    /// What an instant raffle gave at once.
    pub won: Option<Pick>,
}

/// Whether one may take part at this instant; who waits for the opening is told when it is.
pub(super) fn is_on(raffle: &Raffle, now: kernel::Time) -> Result<()> {
    match raffle.phase(now) {
        Phase::On => Ok(()),
        Phase::Hidden => Err(Refusal::NotOpen.into()),
        Phase::Before => {
            let opens_at = raffle.plan.opens_at.timestamp().to_string();
            Err(Refusal::NotOpen.with("opens_at", opens_at).into())
        }
        Phase::After => Err(Refusal::Closed.into()),
    }
}

/// The living member, if the raffle is for them: who works for the shop takes no part.
pub(super) async fn eligible(
    tx: &mut Tx,
    shop: &Shop,
    raffle: &Raffle,
    id: MemberId,
) -> Result<MemberId> {
    let (org, now) = (tx.org(), tx.now());
    let member = members::require(tx, org, id).await?;
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    if allowances::is_own(tx, org, member.id).await? {
        return Err(Refusal::Staff.into());
    }
    if !is_for(tx, shop, &raffle.plan.whom, (member.id, now)).await? {
        return Err(Refusal::NotEligible.into());
    }
    Ok(member.id)
}

pub(super) async fn require_sealed(tx: &mut Tx, id: RaffleId) -> Result<Sealed> {
    store::sealed(tx, tx.org(), id).await?.ok_or_else(|| Refusal::WrongState.into())
}

/// Which tickets go in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tickets {
    free: i64,
    held: i64,
    bought: i64,
}

impl Tickets {
    const fn all(self) -> i64 {
        self.free + self.held + self.bought
    }
    /// As many of these as may go in: those that cost nothing first.
    fn at_most(self, most: i64) -> Self {
        let free = self.free.min(most);
        let held = self.held.min(most - free);
        let bought = self.bought.min(most - free - held);
        Self { free, held, bought }
    }
}

/// What a member could put in now, and how many one may.
async fn at_hand(tx: &mut Tx, raffle: &Raffle, entering: Entering) -> Result<(Tickets, i64)> {
    let (id, member) = (raffle.id, entering.member);
    let whose = Whose { activity: id, member };
    let balance = async |tx: &mut Tx, account: ledger::Account| {
        ledger::balance(tx, &account.key).await.map(|there| there.balance)
    };
    let free = i64::from(raffle.terms.free) + balance(tx, accounts::free(id, member, 0)?).await?;
    let held = balance(tx, accounts::held(id, member)?).await?;
    let had = balance(tx, allowance(whose, 0)?).await?;
    let left = i64::from(raffle.plan.limits.per_member) + had;
    let tickets = Tickets { free: free.max(0), held, bought: entering.buy };
    Ok((tickets, left.max(0)))
}

/// Puts in what a member has for a raffle, or plays one ticket of an instant one; or refuses with one of
/// [`Refusal`], and nothing has happened.
pub async fn enter(tx: &mut Tx, shop: &Shop, entering: Entering) -> Result<Entered> {
    let (org, now) = (tx.org(), tx.now());
    let raffle: Raffle = activities::require(tx, org, entering.raffle).await?;
    is_on(&raffle, now)?;
    let member = eligible(tx, shop, &raffle, entering.member).await?;
    let entering = Entering { member, ..entering };
    if !(0..=MOST_AT_ONCE).contains(&entering.buy)
        || (entering.buy > 0 && raffle.plan.cost.is_none())
    {
        return Err(wrong_number("buy", 0).into());
    }
    let mut sealed = require_sealed(tx, raffle.id).await?;
    let instant = raffle.terms.style.is_instant();
    let most = if instant { raffle.terms.plays } else { MOST_ENTRIES };
    if sealed.entries >= most {
        return Err(Refusal::Full.into());
    }
    let (there, left) = at_hand(tx, &raffle, entering).await?;
    if left == 0 {
        return Err(Refusal::LimitReached.into());
    }
    let tickets = there.at_most(if instant { 1 } else { left });
    if tickets.all() == 0 {
        return Err(Refusal::NoTicket.into());
    }
    let id = tx.id();
    let day = day_of(now, &shop.zone);
    put_in(tx, (&raffle, id), (member, tickets), &day).await?;
    let points = pay(tx, &raffle, (member, id), tickets.bought).await?;
    let mut entry = named(tx, (&raffle, &sealed), entering, id).await?;
    (entry.tickets, entry.free) = (tickets.all(), tickets.free);
    (entry.bought, entry.points) = (tickets.bought, points);
    let receipt = sign(tx, &mut sealed, &entry).await?;
    store::insert_entry(tx, &entry, &receipt).await?;
    store::set_edge(tx, &sealed).await?;
    tell(tx, &sealed, &entry)?;
    let won = if instant { drawing::won_at(tx, &raffle, (&sealed, &entry)).await? } else { None };
    Ok(Entered { id, place: entry.place, tickets: entry.tickets, receipt, won })
}

fn wrong_number(field: &'static str, min: i64) -> FieldError {
    FieldError::new(field, "number_range").with("min", min).with("max", MOST_AT_ONCE)
}

/// The tickets go into the urn, within the member's limits.
async fn put_in(
    tx: &mut Tx,
    (raffle, entry): (&Raffle, RaffleEntryId),
    (member, tickets): (MemberId, Tickets),
    day: &str,
) -> Result<()> {
    let (id, terms, limits) = (raffle.id, &raffle.terms, raffle.plan.limits);
    let whose = Whose { activity: id, member };
    let (urn, counted) = (accounts::urn(id)?, claimed(id)?);
    let mut posting = Posting::new(tx.id(), "raffles.entered", &entry);
    let daily_limit = daily(whose, day, limits.per_day.unwrap_or(u32::MAX))?;
    if limits.per_day.is_some() {
        posting = posting.transfer(daily_limit.clone(), counted.clone(), tickets.all());
    }
    posting = posting.transfer(allowance(whose, limits.per_member)?, counted, tickets.all());
    if tickets.free > 0 {
        let free = accounts::free(id, member, terms.free)?;
        posting = posting.transfer(free, accounts::freed(id)?, tickets.free);
    }
    let new = tickets.free + tickets.bought;
    if new > 0 {
        posting = posting.transfer(accounts::given(id)?, urn.clone(), new);
    }
    if tickets.held > 0 {
        posting = posting.with(Transfer::new(accounts::held(id, member)?, urn, tickets.held));
    }
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &daily_limit.key) {
            Refusal::DayLimitReached.into()
        } else {
            error
        }
    })
}

/// The points of the tickets that are bought; how many.
async fn pay(
    tx: &mut Tx,
    raffle: &Raffle,
    (member, entry): (MemberId, RaffleEntryId),
    tickets: i64,
) -> Result<i64> {
    let Some(cost) = raffle.plan.cost.filter(|_| tickets > 0) else { return Ok(0) };
    let need = cost.points.saturating_mul(tickets);
    let mut book = Book::open(tx, &[member]).await?;
    let whose = points::Whose { program: cost.program, member };
    let have = book.standing(whose, tx.now())?.balance();
    let origin = Origin { subject: Some(entry.to_string()), ..Origin::default() };
    let payment = Payment::Fixed { points: need };
    match points::spend(&mut book, tx, Spend { program: cost.program, member, payment, origin }) {
        Ok(_) => book.close(tx).await.map(|()| need),
        Err(error) if error.is(points::Refusal::NotEnough) => {
            Err(Refusal::TooFewPoints.with("have", have).with("need", need).into())
        }
        Err(error) => Err(error),
    }
}

/// The entry under its label: a new one for whoever takes part the first time, the place of an instant raffle.
async fn named(
    tx: &mut Tx,
    (raffle, sealed): (&Raffle, &Sealed),
    entering: Entering,
    id: RaffleEntryId,
) -> Result<Entry> {
    let org = tx.org();
    let place = sealed.entries;
    let last = store::entries_of(tx, org, (raffle.id, entering.member)).await?.into_iter().next();
    let instant = raffle.terms.style.is_instant();
    let (label, number) = match last.filter(|_| !instant) {
        Some(last) => (last.label, last.number + 1),
        None if instant => (sealed::place_label(place), 1),
        None => (format!("e-{}", tx.world().chance.code(16)), 1),
    };
    let (nonce, shown) = match entering.nonce {
        _ if instant => (None, None),
        Some(kept) => (Some(kept.as_hash().to_string()), None),
        None => {
            let made = Nonce::from_bytes(tx.world().chance.bytes());
            let kept = made.commitment().as_hash().to_string();
            (Some(kept), Some(made.as_hex().to_string()))
        }
    };
    Ok(Entry {
        id,
        raffle: raffle.id,
        place,
        member: entering.member,
        label,
        number,
        tickets: 0,
        free: 0,
        bought: 0,
        points: 0,
        nonce,
        shown,
        at: tx.now(),
        store: entering.store,
        staff: entering.staff.or(tx.actor().staff()),
        out: None,
    })
}

/// Puts the entry into the log and signs for it.
async fn sign(tx: &mut Tx, sealed: &mut Sealed, entry: &Entry) -> Result<String> {
    let key = sealed::key(tx).await?;
    let leaf = fair::Entry {
        entrant: Label::new(&entry.label).map_err(sealed::broken)?,
        nonce: entry.nonce.as_deref().and_then(fair::Hex::read).map(Commitment::new),
        number: u64::try_from(entry.number).unwrap_or(0),
        tickets: u64::try_from(entry.tickets).unwrap_or(0),
    };
    let Sealed { draw, edge, .. } = sealed;
    let receipt = draw.enter(edge, leaf, &key).map_err(sealed::broken)?;
    sealed.entries += 1;
    sealed.tickets += entry.tickets;
    // Of an instant raffle: whoever plays again has another label and is still one person.
    if entry.number == 1 {
        let mine = store::entries_of(tx, tx.org(), (entry.raffle, entry.member)).await?;
        sealed.entrants += i64::from(mine.is_empty());
    }
    Ok(receipt.to_json())
}

fn tell(tx: &mut Tx, sealed: &Sealed, entry: &Entry) -> Result<()> {
    tx.emit(&RaffleEntered {
        raffle: entry.raffle,
        entry: entry.id,
        member: entry.member,
        tickets: entry.tickets,
        points: entry.points,
        store: entry.store,
        staff: entry.staff,
        all: sealed.tickets,
        entrants: sealed.entrants,
    })
}

/// Tickets that somebody is given.
#[derive(Debug, Clone, Copy)]
pub struct Giving {
    pub raffle: RaffleId,
    pub member: MemberId,
    pub tickets: i64,
    /// For which purchase; none when somebody of the shop gives it.
    pub purchase: Option<PurchaseId>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Gives tickets, from the announcement to the closing. They are in the draw once they are put in.
pub async fn give(tx: &mut Tx, shop: &Shop, giving: Giving) -> Result<()> {
    let raffle: Raffle = activities::require(tx, tx.org(), giving.raffle).await?;
    match raffle.phase(tx.now()) {
        Phase::Before | Phase::On => {}
        Phase::Hidden => return Err(Refusal::NotOpen.into()),
        Phase::After => return Err(Refusal::Closed.into()),
    }
    if raffle.terms.is_welcome() {
        return Err(Refusal::OnJoining.into());
    }
    if !(1..=MOST_AT_ONCE).contains(&giving.tickets) {
        return Err(wrong_number("tickets", 1).into());
    }
    let member = eligible(tx, shop, &raffle, giving.member).await?;
    let staff = giving.staff.or(tx.actor().staff());
    let source = if giving.purchase.is_some() { "purchase" } else { "given" };
    let Giving { raffle: id, tickets, purchase, store, .. } = giving;
    let grant = store_picks::Grant {
        id: tx.id(),
        raffle: id,
        member,
        tickets,
        source,
        purchase,
        store,
        staff,
    };
    if !store_picks::insert_grant(tx, &grant).await? {
        return Ok(());
    }
    let posting = Posting::new(tx.id(), "raffles.tickets_given", &grant.id);
    let posting = posting.transfer(accounts::given(id)?, accounts::held(id, member)?, tickets);
    ledger::post(tx, posting).await?;
    let source = source.to_owned();
    tx.emit(&RaffleTicketsGiven { raffle: id, member, tickets, source, purchase, store, staff })
}

/// Takes back the tickets that a purchase gave, as far as they were not put in.
pub(super) async fn take_back(tx: &mut Tx, purchase: PurchaseId) -> Result<()> {
    for (grant, raffle, member) in store_picks::granted_for(tx, purchase).await? {
        let held = accounts::held(raffle, member)?;
        if ledger::balance(tx, &held.key).await?.balance > 0 {
            let posting = Posting::new(tx.id(), "raffles.ticket_taken", &grant);
            let posting = posting.transfer(held, accounts::given(raffle)?, 1);
            ledger::post(tx, posting).await?;
        }
        store_picks::undo_grant(tx, grant).await?;
    }
    Ok(())
}

/// Shows the nonce that a phone kept: from the closing until the draw.
pub async fn show_nonce(
    tx: &mut Tx,
    (raffle, member): (RaffleId, MemberId),
    (entry, nonce): (RaffleEntryId, Nonce),
) -> Result<()> {
    let org = tx.org();
    let found = store::entry(tx, org, entry).await?;
    let found = found.filter(|it| it.raffle == raffle && it.member == member);
    let found = found.ok_or(Error::NotFound("raffle_entry"))?;
    let sealed = require_sealed(tx, raffle).await?;
    if sealed.closed_at.is_none() {
        // Shown earlier, it would tell the shop what it must not know yet.
        return Err(Refusal::TooEarly.into());
    }
    if sealed.drawn_at.is_some() || sealed.called_off_at.is_some() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    if found.nonce != Some(nonce.commitment().as_hash().to_string()) {
        return Err(Refusal::NonceWrong.into());
    }
    store::show_nonce(tx, entry, &nonce.as_hex().to_string()).await
}

/// Tickets that somebody has and did not put in yet.
pub async fn ready(tx: &mut Tx, raffle: RaffleId, member: MemberId) -> Result<i64> {
    let raffle: Raffle = activities::require(tx, tx.org(), raffle).await?;
    let member = members::require(tx, tx.org(), member).await?.id;
    let (tickets, _) = at_hand(tx, &raffle, Entering::new(raffle.id, member)).await?;
    Ok(tickets.free + tickets.held)
}
