//! Planning, announcing, opening, closing and calling off a raffle.

use std::collections::BTreeMap;

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, GiftId, RaffleId, Result};
use ledger::Posting;
use value::{
    allowances,
    gifts::{self, Gift},
    laws::{Chance, Check, WayIn},
};
use web::{Shop, trail};

use super::{
    LOOK, accounts,
    entering::require_sealed,
    jobs,
    model::{Entry, Forecast, Out, Raffle, Refusal, Terms},
    sealed, store,
};
use crate::{
    activities::{
        self, Life, Plan, laws,
        model::reason,
        plans::{self, Noted},
        reading::note_playing,
    },
    events::{RaffleCalledOff, RaffleClosed, RaffleOpened, RaffleScheduled},
};

/// The trail's word for a change.
const CHANGED: &str = "raffles.changed";
/// Entries that are read at once.
const PAGE: i64 = 1000;

/// What a shopkeeper says about a raffle.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub plan: Plan,
    pub terms: Terms,
}

impl Draft {
    fn checked(mut self, fields: &mut Fields) -> Self {
        self.plan.check(fields);
        self.terms.check(fields);
        if self.terms.is_welcome() && self.plan.cost.is_some() {
            fields.push(FieldError::new("points", "joining_alone"));
        }
        self
    }
}

/// The gifts that are won, each once.
type Gifts = BTreeMap<GiftId, Gift>;

/// Writes a draft.
pub async fn create(tx: &mut Tx, shop: &Shop, draft: Draft) -> Result<RaffleId> {
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    named(tx, shop, &draft, &mut fields).await?;
    let draft = fields.check(draft)?;
    let raffle = Raffle {
        id: tx.id(),
        plan: draft.plan,
        terms: draft.terms,
        life: Life::Draft,
        due_at: None,
        created_at: tx.now(),
    };
    activities::insert(tx, &raffle).await?;
    trail::note(tx, "raffles.created", raffle.id, &(), &Noted::of(&raffle)).await?;
    Ok(raffle.id)
}

/// What the draft names is this shop's.
async fn named(tx: &mut Tx, shop: &Shop, draft: &Draft, fields: &mut Fields) -> Result<Gifts> {
    let org = tx.org();
    let mut found = Gifts::new();
    for line in &draft.terms.prizes {
        if found.contains_key(&line.gift) {
            continue;
        }
        match gifts::find(tx, org, line.gift).await? {
            None => fields.push(FieldError::new("prizes", "choice_invalid")),
            Some(gift) => {
                if gift.terms.uses > 1 {
                    fields.push(FieldError::new("prizes", "gift_is_card"));
                }
                found.insert(line.gift, gift);
            }
        }
    }
    plans::named(tx, shop, &draft.plan, fields).await?;
    Ok(found)
}

/// Changes a draft. Of what was announced only the name and the budget can change: the rest is signed.
pub async fn change(
    tx: &mut Tx,
    shop: &Shop,
    id: RaffleId,
    (draft, why): (Draft, &str),
) -> Result<()> {
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    let (life, why) = match was.life {
        Life::Draft | Life::Checked => {
            named(tx, shop, &draft, &mut fields).await?;
            (Life::Draft, None)
        }
        Life::Scheduled | Life::Open => {
            promised(&draft, &was, &mut fields);
            (was.life, Some(reason(why)))
        }
        _ => return Err(Refusal::WrongState.into()),
    };
    let draft = fields.check(draft)?;
    let why = why.transpose()?;
    let raffle = Raffle { plan: draft.plan, terms: draft.terms, life, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &raffle), why.as_deref()).await
}

/// Names every field that people were told of and that is another now.
fn promised(is: &Draft, was: &Raffle, fields: &mut Fields) {
    let (plan, terms) = (&is.plan, &is.terms);
    for (field, differs) in [
        ("whom", plan.whom != was.plan.whom),
        ("opens_at", plan.opens_at != was.plan.opens_at),
        ("closes_at", plan.closes_at != was.plan.closes_at),
        ("points", plan.cost != was.plan.cost),
        ("per_member", plan.limits.per_member != was.plan.limits.per_member),
        ("per_day", plan.limits.per_day != was.plan.limits.per_day),
        ("style", terms.style != was.terms.style),
        ("prizes", terms.prizes != was.terms.prizes),
        ("free", terms.free != was.terms.free),
        ("per_purchase", terms.per_purchase != was.terms.per_purchase),
        ("joining", terms.joining != was.terms.joining),
        ("wins", terms.wins != was.terms.wins),
        ("least_entrants", terms.least_entrants != was.terms.least_entrants),
        ("input", terms.source != was.terms.source),
        ("wait_minutes", terms.wait_minutes != was.terms.wait_minutes),
        ("collect_days", terms.collect_days != was.terms.collect_days),
        ("unclaimed", terms.unclaimed != was.terms.unclaimed),
        ("plays", terms.plays != was.terms.plays),
    ] {
        if differs {
            fields.push(FieldError::new(field, "signed"));
        }
    }
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check(tx: &mut Tx, shop: &Shop, id: RaffleId) -> Result<()> {
    let was = draft_of(tx, id).await?;
    ready(tx, shop, &was).await?;
    let raffle = Raffle { life: Life::Checked, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &raffle), None).await
}

async fn draft_of(tx: &mut Tx, id: RaffleId) -> Result<Raffle> {
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    match was.life {
        Life::Draft | Life::Checked => Ok(was),
        _ => Err(Refusal::WrongState.into()),
    }
}

async fn ready(tx: &mut Tx, shop: &Shop, raffle: &Raffle) -> Result<Gifts> {
    let mut fields = Fields::default();
    let draft = Draft { plan: raffle.plan.clone(), terms: raffle.terms.clone() };
    let found = named(tx, shop, &draft, &mut fields).await?;
    if raffle.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    for (gift, pieces) in pieces(&raffle.terms) {
        let Some(gift) = found.get(&gift) else { continue };
        if gift.state == gifts::State::Closed {
            fields.push(FieldError::new("prizes", "gift_closed"));
        }
        let stock = ledger::balance(tx, &gifts::accounts::stock(gift.id)?.key).await?.balance;
        if stock < pieces {
            fields.push(FieldError::new("prizes", "stock_short").with("left", stock));
        }
    }
    Forecast::of(&raffle.terms, |gift| found.get(&gift)).keeps(&raffle.plan, &mut fields);
    let chance = chance(&draft, |gift| found.get(&gift));
    let field = |check| if check == Check::FreeWayIn { "free" } else { "prizes" };
    laws::hold(tx, shop, Some(chance), (field, &mut fields)).await?;
    fields.check(found)
}

/// A raffle, as far as a law asks. Tickets that are only ever given cost nobody anything.
pub(super) fn chance<'g>(draft: &Draft, gift: impl Fn(GiftId) -> Option<&'g Gift>) -> Chance {
    let Draft { plan, terms } = draft;
    let lines = terms.prizes.iter().filter_map(|line| {
        gift(line.gift).map(|gift| (gift.perceived.max(gift.cost), line.quantity))
    });
    let (mut top, mut total) = (0, 0_i64);
    for (worth, quantity) in lines {
        top = worth.max(top);
        total = total.saturating_add(worth.saturating_mul(quantity));
    }
    let sold = terms.per_purchase.is_some() || plan.cost.is_some();
    let way_in = if terms.free == 0 && sold { WayIn::Paid } else { WayIn::Free };
    Chance { top, total, way_in }
}

/// How many pieces of each gift.
fn pieces(terms: &Terms) -> BTreeMap<GiftId, i64> {
    let mut sums = BTreeMap::new();
    for line in &terms.prizes {
        *sums.entry(line.gift).or_insert(0) += line.quantity;
    }
    sums
}

/// Announces it: the prizes lie aside, and the opening is signed, for everybody to see.
pub async fn schedule(tx: &mut Tx, shop: &Shop, id: RaffleId) -> Result<Raffle> {
    let was = draft_of(tx, id).await?;
    let found = ready(tx, shop, &was).await?;
    let mut raffle = Raffle { life: Life::Scheduled, ..was.clone() };
    let mut posting = Posting::new(tx.id(), "raffles.filled", &id);
    for (gift, pieces) in pieces(&raffle.terms) {
        posting =
            posting.transfer(gifts::accounts::stock(gift)?, accounts::pool(id, gift)?, pieces);
    }
    ledger::post(tx, posting).await?;
    let name = |line: &super::model::Prize| {
        found.get(&line.gift).map_or_else(String::new, |gift| gift.name.say(shop.lang).to_owned())
    };
    let names: Vec<String> = raffle.terms.prizes.iter().map(name).collect();
    let secret = fair::Secret::made(&*tx.world().chance);
    let key = sealed::key(tx).await?;
    let sealed = sealed::open(&raffle, &names, (secret, &key))?;
    store::insert_sealed(tx, &sealed).await?;
    plans::keep(tx, CHANGED, (&was, &raffle), None).await?;
    note_playing(tx).await?;
    tx.emit(&RaffleScheduled {
        raffle: id,
        pieces: raffle.terms.pieces(),
        opens_at: raffle.plan.opens_at,
        closes_at: raffle.plan.closes_at,
        opening: sealed.draw.opening.hash().to_string(),
    })?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

/// Opens it now, whatever its hour was.
pub async fn open(tx: &mut Tx, shop: &Shop, id: RaffleId) -> Result<Raffle> {
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    let was = match was.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if was.plan.closes_at > tx.now() => was,
        _ => return Err(Refusal::WrongState.into()),
    };
    let mut raffle = was.clone();
    raffle.plan.opens_at = raffle.plan.opens_at.min(tx.now());
    begin(tx, &mut raffle).await?;
    trail::note(tx, "raffles.opened", id, &Noted::of(&was), &Noted::of(&raffle)).await?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

/// From now on it is open.
pub(super) async fn begin(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    raffle.life = Life::Open;
    activities::update(tx, raffle).await?;
    tx.emit(&RaffleOpened { raffle: raffle.id })
}

/// Closes it before its time, with the reason. What was put in stays in.
pub async fn close(tx: &mut Tx, id: RaffleId, why: &str) -> Result<Raffle> {
    let why = reason(why)?;
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    if was.life != Life::Open && !(was.life == Life::Scheduled && was.plan.opens_at <= tx.now()) {
        return Err(Refusal::WrongState.into());
    }
    let mut raffle = was.clone();
    end(tx, &mut raffle).await?;
    let noted = Noted::of(&raffle).because(&why);
    trail::note(tx, "raffles.closed", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

/// The whole log, in its order.
pub(super) async fn log(tx: &mut Tx, raffle: RaffleId) -> Result<Vec<Entry>> {
    let org = tx.org();
    let mut all = Vec::new();
    loop {
        let from = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let next = store::log(tx, org, (raffle, from), PAGE).await?;
        if next.is_empty() {
            return Ok(all);
        }
        all.extend(next);
    }
}

/// From now on nobody enters: who took part, and who of them does not count, is signed. An instant raffle
/// was decided before its first play, and shows how.
pub(super) async fn end(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let mut sealed = require_sealed(tx, raffle.id).await?;
    let key = sealed::key(tx).await?;
    if raffle.terms.style.is_instant() {
        let proof = sealed.instant_proof(&key)?;
        store::set_proof(tx, raffle.id, (&proof.to_json(), Some(now))).await?;
        sealed.drawn_at = Some(now);
        clear(tx, raffle).await?;
    } else {
        for member in allowances::own_members(tx, org).await? {
            store::put_out(tx, (raffle.id, member), Out::Staff).await?;
        }
        let log = log(tx, raffle.id).await?;
        sealed.close(&log, &key)?;
        let waits = raffle.terms.draws_at(now);
        sealed.draws_at = Some(sealed.beacon_at().map_or(waits, |made| made.max(waits)));
    }
    sealed.closed_at = Some(now);
    store::set_closed(tx, &sealed).await?;
    raffle.life = Life::Closed;
    activities::update(tx, raffle).await?;
    note_playing(tx).await?;
    let closing = sealed.closed.as_ref().map(|closed| closed.closing.hash().to_string());
    tx.emit(&RaffleClosed {
        raffle: raffle.id,
        entries: sealed.entries,
        closing: closing.unwrap_or_default(),
    })
}

/// Nothing is drawn: prizes go back to the shelf, and points to whoever paid them. An instant raffle that
/// was played cannot be called off, and neither can what was drawn.
pub async fn call_off(tx: &mut Tx, id: RaffleId, why: &str) -> Result<Raffle> {
    let why = reason(why)?;
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Scheduled | Life::Open | Life::Closed) {
        return Err(Refusal::WrongState.into());
    }
    let mut raffle = was.clone();
    undo(tx, &mut raffle).await?;
    let noted = Noted::of(&raffle).because(&why);
    trail::note(tx, "raffles.called_off", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

pub(super) async fn undo(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    let mut sealed = require_sealed(tx, raffle.id).await?;
    if sealed.drawn_at.is_some() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    if raffle.terms.style.is_instant() && sealed.entries > 0 {
        return Err(Refusal::WrongState.into());
    }
    sealed.called_off_at = Some(tx.now());
    store::set_closed(tx, &sealed).await?;
    clear(tx, raffle).await?;
    raffle.life = Life::Settled;
    activities::update(tx, raffle).await?;
    note_playing(tx).await?;
    tx.emit(&RaffleCalledOff { raffle: raffle.id })
}

/// Out of the way. What was never announced goes there too.
pub async fn archive(tx: &mut Tx, id: RaffleId) -> Result<()> {
    let was: Raffle = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(Refusal::WrongState.into());
    }
    let raffle = Raffle { life: Life::Archived, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &raffle), None).await
}

/// What is left in the pools goes back to the shelf; how many pieces it were.
pub(super) async fn clear(tx: &mut Tx, raffle: &Raffle) -> Result<i64> {
    let mut posting = Posting::new(tx.id(), "raffles.cleared", &raffle.id);
    let mut all = 0;
    for gift in pieces(&raffle.terms).into_keys() {
        let pool = accounts::pool(raffle.id, gift)?;
        let there = ledger::balance(tx, &pool.key).await?.balance;
        if there > 0 {
            posting = posting.transfer(pool, gifts::accounts::stock(gift)?, there);
            all += there;
        }
    }
    if all > 0 {
        ledger::post(tx, posting).await?;
    }
    Ok(all)
}

/// The next look at a raffle.
pub(super) fn look_at(raffle: RaffleId, at: kernel::Time) -> Result<NewJob> {
    NewJob::at(LOOK, raffle.to_string(), at, &raffle)
}
