//! What time does by itself: gifts at the beginning of periods, a word before the end, what is earned,
//! and the end of the grace.

use std::time::Duration;

use ::store::{NewJob, Tx};
use jiff::civil::Date;
use kernel::Result;
use ledger::Posting;
use people::members;
use web::{Shop, shops};

use super::{
    accounts::{of, unearned},
    engine::latest,
    model::{Stage, Term},
    store,
};
use crate::{
    events::{PlanEnding, PlanLapsed},
    gifts,
    vouchers::{self, Give, model::Way},
};

pub const DUE: &str = "plans.due";
pub const EVERY: Duration = Duration::from_secs(3600);
/// Periods of one turn.
const CHUNK: u32 = 100;
/// By what way the gift of a period comes.
pub const SOURCE: &str = "plan";

/// The hourly job: a chunk, and again at once while there is more.
pub async fn run(tx: &mut Tx) -> Result<()> {
    let org = tx.org();
    let shop = shops::require(tx, org).await?;
    let today = tx.now().date(&shop.zone);
    let due = store::due(tx, org, today, CHUNK).await?;
    let more = due.len() == CHUNK as usize;
    for mut term in due {
        advance(tx, &shop, &mut term, today).await?;
    }
    let next = if more { tx.now() } else { tx.now().plus(EVERY) };
    tx.enqueue(NewJob::at(DUE, "hourly", next, &())?);
    Ok(())
}

/// Does for a period everything that is due by a day.
pub async fn advance(tx: &mut Tx, shop: &Shop, term: &mut Term, today: Date) -> Result<()> {
    let before = term.stage;
    while term.due().is_some_and(|day| day <= today) {
        term.stage = match term.stage {
            Stage::Bought => {
                begin(tx, term, today).await?;
                Stage::Begun
            }
            Stage::Begun => {
                tell(tx, term, today).await?;
                Stage::Told
            }
            Stage::Told => {
                earn(tx, shop, term).await?;
                Stage::Earned
            }
            Stage::Earned | Stage::Over => {
                end(tx, term, today).await?;
                Stage::Over
            }
        };
    }
    if term.stage == before { Ok(()) } else { store::update_term(tx, term).await }
}

/// The gift of the period. One that is sold out or closed is not given later.
async fn begin(tx: &mut Tx, term: &mut Term, today: Date) -> Result<()> {
    let Some(gift) = term.rule.gift.filter(|_| today <= term.ends) else { return Ok(()) };
    if members::require(tx, tx.org(), term.member).await?.erased_at.is_some() {
        return Ok(());
    }
    let way = Way { store: term.store, ..Way::default() };
    let asked = Give { gift, member: term.member, source: SOURCE, way };
    term.voucher = match vouchers::give(tx, asked).await {
        Ok(voucher) => Some(voucher.id),
        Err(error)
            if error.is(gifts::Refusal::AlreadyHad)
                || error.is(gifts::Refusal::SoldOut)
                || error.is(gifts::Refusal::Closed) =>
        {
            None
        }
        Err(error) => return Err(error),
    };
    Ok(())
}

/// A word before the end, unless the next period is paid for.
async fn tell(tx: &mut Tx, term: &Term, today: Date) -> Result<()> {
    let wanted = term.rule.notice_days > 0 && today <= term.ends && term.refunded_at.is_none();
    if !wanted || !is_last(tx, term).await? {
        return Ok(());
    }
    tx.emit(&PlanEnding {
        plan: term.plan,
        member: term.member,
        term: term.id,
        last: term.ends.to_string(),
        amount: term.rule.price,
    })
}

/// The period is over: what was paid for it is the shop's.
async fn earn(tx: &mut Tx, shop: &Shop, term: &Term) -> Result<()> {
    let currency = shop.currency;
    let posting = Posting::new(tx.id(), "plans.earned", &term.id).transfer(
        unearned(term.member, currency)?,
        of("plan_earned", term.plan, currency)?,
        term.rule.price,
    );
    ledger::post(tx, posting).await.map(drop)
}

async fn end(tx: &mut Tx, term: &Term, today: Date) -> Result<()> {
    let never_began = term.ends < term.first;
    if never_began || today <= term.ends || !is_last(tx, term).await? {
        return Ok(());
    }
    tx.emit(&PlanLapsed { plan: term.plan, member: term.member, term: term.id })
}

async fn is_last(tx: &mut Tx, term: &Term) -> Result<bool> {
    let org = tx.org();
    let terms = store::of_member(tx, org, term.member).await?;
    Ok(latest(&terms).is_none_or(|last| last.ends <= term.ends))
}
