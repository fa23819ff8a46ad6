//! What a raffle's life is made of: prizes on several shelves, what is signed and sealed, and the log of who takes
//! part. It can be called off.

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{Error, FieldError, Fields, GiftId, RaffleId, Result, Time, kinds};
use value::{
    allowances,
    gifts::Gift,
    laws::{Chance, Check, WayIn},
};
use web::Shop;

use super::{
    LOOK, accounts,
    entering::require_sealed,
    jobs,
    model::{Entry, Forecast, Out, Prize, Raffle, Refusal, Terms},
    sealed, store,
};
use crate::{
    activities::{
        self, Life, laws,
        life::{self, Lives},
        model::reason,
        plans,
        shelf::{self, Aside},
    },
    events::{RaffleCalledOff, RaffleClosed, RaffleOpened, RaffleScheduled},
};

pub use life::{Opened, archive, begin, change, check, close, create, end, open, schedule};

/// Entries that are read at once.
const PAGE: i64 = 1000;

/// What a shopkeeper says about a raffle.
pub type Draft = activities::Draft<kinds::Raffle>;

/// The gifts that are won, each once.
type Gifts = BTreeMap<GiftId, Gift>;

impl Lives for kinds::Raffle {
    const LOOK: &'static str = LOOK;
    type Named = Gifts;

    fn wrong_state() -> Error {
        Refusal::WrongState.into()
    }

    fn checked(mut draft: Draft, fields: &mut Fields) -> Draft {
        draft.plan.check(fields);
        draft.terms.check(fields);
        if draft.terms.is_welcome() && draft.plan.cost.is_some() {
            fields.push(FieldError::new("points", "joining_alone"));
        }
        draft
    }

    async fn named(tx: &mut Tx, shop: &Shop, draft: &Draft, fields: &mut Fields) -> Result<Gifts> {
        let mut found = Gifts::new();
        for line in &draft.terms.prizes {
            if !found.contains_key(&line.gift) {
                let gift = shelf::named(tx, line.gift, ("prizes", &mut *fields)).await?;
                found.extend(gift.map(|gift| (line.gift, gift)));
            }
        }
        plans::named(tx, shop, &draft.plan, fields).await?;
        Ok(found)
    }

    async fn hold(
        tx: &mut Tx,
        shop: &Shop,
        (_, draft, found): (RaffleId, &Draft, &Gifts),
        fields: &mut Fields,
    ) -> Result<()> {
        for (gift, pieces) in pieces(&draft.terms) {
            if let Some(gift) = found.get(&gift) {
                shelf::lies(tx, (gift, pieces), ["prizes", "prizes"], fields).await?;
            }
        }
        draft.plan.affords(Forecast::of(&draft.terms, |gift| found.get(&gift)).cost, fields);
        let chance = chance(draft, |gift| found.get(&gift));
        let field = |check| if check == Check::FreeWayIn { "free" } else { "prizes" };
        laws::hold(tx, shop, Some(chance), (field, fields)).await
    }

    /// Only the name and the budget can change: the rest is signed.
    async fn promised(
        _: &mut Tx,
        _: &Shop,
        (was, draft): (&Raffle, &Draft),
        fields: &mut Fields,
    ) -> Result<()> {
        signed(draft, was, fields);
        Ok(())
    }

    /// The prizes lie aside, and the opening is signed, for everybody to see.
    async fn announce(tx: &mut Tx, shop: &Shop, (raffle, found): (&Raffle, &Gifts)) -> Result<()> {
        let mut aside = Vec::new();
        for (gift, pieces) in pieces(&raffle.terms) {
            aside.push(Aside { gift, pool: accounts::pool(raffle.id, gift)?, pieces });
        }
        shelf::fill(tx, (raffle.id, "prizes"), aside).await?;
        let name = |line: &Prize| {
            let gift = found.get(&line.gift);
            gift.map_or_else(String::new, |gift| gift.name.say(shop.lang).to_owned())
        };
        let names: Vec<String> = raffle.terms.prizes.iter().map(name).collect();
        let secret = fair::Secret::made(&*tx.world().chance);
        let key = sealed::key(tx).await?;
        let sealed = sealed::open(raffle, &names, (secret, &key))?;
        store::insert_sealed(tx, &sealed).await?;
        tx.emit(&RaffleScheduled {
            raffle: raffle.id,
            pieces: raffle.terms.pieces(),
            opens_at: raffle.plan.opens_at,
            closes_at: raffle.plan.closes_at,
            opening: sealed.draw.opening.hash().to_string(),
        })
    }

    async fn opened(tx: &mut Tx, raffle: &Raffle, _: Opened) -> Result<()> {
        tx.emit(&RaffleOpened { raffle: raffle.id })
    }

    async fn changed(_: &mut Tx, _: (&Raffle, &Raffle)) -> Result<()> {
        Ok(())
    }

    fn may_close(raffle: &Raffle, now: Time) -> bool {
        raffle.life == Life::Open || (raffle.life == Life::Scheduled && raffle.plan.opens_at <= now)
    }

    /// Who took part, and who of them does not count, is signed. An instant raffle was decided before its first
    /// play, and shows how.
    async fn end(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
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
        life::over(tx, raffle, Life::Closed).await?;
        let closing = sealed.closed.as_ref().map(|closed| closed.closing.hash().to_string());
        tx.emit(&RaffleClosed {
            raffle: raffle.id,
            entries: sealed.entries,
            closing: closing.unwrap_or_default(),
        })
    }

    async fn plan_next(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
        jobs::plan_next(tx, raffle).await
    }
}

/// Names every field that people were told of and that is another now.
fn signed(is: &Draft, was: &Raffle, fields: &mut Fields) {
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
    plans::note(tx, "called_off", (&was, &raffle), Some(&why)).await?;
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
    life::over(tx, raffle, Life::Settled).await?;
    tx.emit(&RaffleCalledOff { raffle: raffle.id })
}

/// What is left in the pools goes back to the shelf; how many pieces it were.
pub(super) async fn clear(tx: &mut Tx, raffle: &Raffle) -> Result<i64> {
    let mut pools = Vec::new();
    for gift in pieces(&raffle.terms).into_keys() {
        pools.push((gift, accounts::pool(raffle.id, gift)?));
    }
    shelf::clear(tx, raffle.id, pools).await
}
