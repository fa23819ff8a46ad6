//! Taking a sample, and what becomes of it.

use ::store::Tx;
use kernel::{Error, MemberId, PresaleId, Result, StaffId, StoreId, Time, VoucherId};
use ledger::Posting;
use value::{
    gifts, points,
    vouchers::{self, Held, model::Way},
};
use web::Shop;

use super::{
    accounts,
    model::{Fate, Sample, Samples, Tasters, Tasting},
    pools, store,
};
use crate::{
    activities,
    events::{PresaleSampleReturned, PresaleSampled},
    presales::{Presale, Refusal, jobs, reservations, store as rows},
};

/// Who wants to try it. At a counter, store and staff say who asked for them.
#[derive(Debug, Clone, Copy)]
pub struct Taking {
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

impl Taking {
    /// By the member's own hand.
    pub const fn of(member: MemberId) -> Self {
        Self { member, store: None, staff: None }
    }
}

/// What they have now.
#[derive(Debug, Clone)]
pub struct Taken {
    pub sample: Sample,
    /// Nine characters without hyphens.
    pub code: String,
    /// In the pool, after it.
    pub left: i64,
}

/// The samples, if one can be taken at this instant; who waits for them is told when.
fn on_offer(presale: &Presale, now: Time) -> Result<Samples> {
    let Some(samples) = presale.terms.samples else { return Err(Refusal::NoSamples.into()) };
    match samples.phase(presale, now) {
        Tasting::On => Ok(samples),
        Tasting::Hidden => Err(Refusal::NoSamples.into()),
        Tasting::Before => {
            let from = samples.from.timestamp().to_string();
            Err(Refusal::SamplesNotYet.with("from", from).into())
        }
        Tasting::Over => Err(Refusal::SamplesOver.into()),
    }
}

/// Takes one for a member, or refuses with one of [`Refusal`] and nothing has happened.
pub async fn take(tx: &mut Tx, shop: &Shop, presale: PresaleId, who: Taking) -> Result<Taken> {
    let (org, now) = (tx.org(), tx.now());
    let mut presale: Presale = activities::require(tx, org, presale).await?;
    let samples = on_offer(&presale, now)?;
    let member = reservations::eligible(tx, shop, &presale, who.member).await?;
    if samples.whom == Tasters::Reserved && !rows::waits(tx, org, (presale.id, member)).await? {
        return Err(Refusal::ReserveFirst.into());
    }
    let (id, until) = (tx.id(), samples.held_until(now));
    let each = accounts::allowance(presale.id, member)?;
    let posting = Posting::new(tx.id(), "presales.sampled", &id);
    let posting = posting.transfer(each.clone(), accounts::taken(presale.id)?, 1);
    ledger::post(tx, posting).await.map_err(|error| {
        if ledger::error_at(&error, &each.key) { Refusal::SampleTaken.into() } else { error }
    })?;
    let Taking { store, staff, .. } = who;
    let staff = staff.or(tx.actor().staff());
    let voucher = give(tx, (&presale, &samples), (member, store, staff)).await?;
    if let Some(cost) = samples.cost {
        reservations::spend(tx, cost, (member, &id.to_string())).await?;
    }
    let sample = Sample {
        id,
        presale: presale.id,
        member,
        voucher: voucher.id,
        fate: Fate::Held,
        points: samples.cost.map_or(0, |cost| cost.points),
        at: now,
        until,
        ended_at: None,
        store,
        staff,
    };
    store::insert(tx, &sample).await?;
    jobs::look_by(tx, &mut presale, until).await?;
    let left = pools::left(tx, &presale, &samples).await?;
    tell(tx, (&sample, &samples), left)?;
    Ok(Taken { sample, code: voucher.code, left })
}

/// A voucher out of the pool, which waits so long at the counter.
async fn give(
    tx: &mut Tx,
    (presale, samples): (&Presale, &Samples),
    (member, store, staff): (MemberId, Option<StoreId>, Option<StaffId>),
) -> Result<vouchers::Voucher> {
    let gift = gifts::require(tx, tx.org(), samples.gift).await?;
    let pool = accounts::pool(presale.id, gift.id)?;
    let held = Held {
        member,
        way: Way { store, staff, ..Way::default() },
        pool: pool.clone(),
        source: vouchers::ACTIVITY,
        until: Some(samples.held_until(tx.now())),
        price: None,
        beside: Vec::new(),
    };
    let said = |error: Error| {
        if ledger::error_at(&error, &pool.key) { Refusal::SamplesGone.into() } else { error }
    };
    vouchers::give_held(tx, &gift, held).await.map_err(said)
}

fn tell(tx: &mut Tx, (one, samples): (&Sample, &Samples), samples_left: i64) -> Result<()> {
    tx.emit(&PresaleSampled {
        presale: one.presale,
        sample: one.id,
        member: one.member,
        gift: samples.gift,
        voucher: one.voucher,
        points: one.points,
        store: one.store,
        staff: one.staff,
        until: one.until,
        samples_left,
    })
}

/// Nobody came in time: it is there for others. What was collected a moment ago stays.
pub(super) async fn lapse(tx: &mut Tx, presale: &Presale, one: Sample) -> Result<()> {
    if !vouchers::lapse(tx, one.voucher).await? {
        // The event says which.
        return Ok(());
    }
    came_back(tx, presale, (one, Fate::Lapsed)).await
}

/// Its piece lies in the pool again: the member may have another, and has their points back.
async fn came_back(tx: &mut Tx, presale: &Presale, (one, fate): (Sample, Fate)) -> Result<()> {
    let each = accounts::allowance(presale.id, one.member)?;
    let posting = Posting::new(tx.id(), "presales.sample_returned", &one.id);
    ledger::post(tx, posting.transfer(accounts::taken(presale.id)?, each, 1)).await?;
    if one.points > 0 {
        points::unspend(tx, one.member, &one.id.to_string()).await?;
    }
    let ended_at = Some(tx.now());
    store::set_fate(tx, one.id, (fate, ended_at)).await?;
    pools::clear_if_over(tx, presale).await?;
    let samples_left = match &presale.terms.samples {
        Some(samples) => pools::left(tx, presale, samples).await?,
        None => 0,
    };
    let (presale, sample, member, fate) = (presale.id, one.id, one.member, fate.to_string());
    tx.emit(&PresaleSampleReturned { presale, sample, member, fate, samples_left })
}

/// A voucher was collected, given back to its member, or withdrawn, at that instant. It may be that of a
/// sample.
pub async fn heard(tx: &mut Tx, voucher: VoucherId, (fate, at): (Fate, Time)) -> Result<()> {
    let Some(one) = store::by_voucher(tx, tx.org(), voucher).await? else { return Ok(()) };
    let mut presale: Presale = activities::require(tx, tx.org(), one.presale).await?;
    match (one.fate, fate) {
        (Fate::Held, Fate::Collected) => store::set_fate(tx, one.id, (fate, Some(at))).await?,
        (Fate::Collected, Fate::Held) => store::set_fate(tx, one.id, (fate, None)).await?,
        (Fate::Held, Fate::Withdrawn) => came_back(tx, &presale, (one, fate)).await?,
        // What is over is over, however late the rest is heard.
        _ => return Ok(()),
    }
    jobs::plan_next(tx, &mut presale).await
}
