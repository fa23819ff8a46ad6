//! Making plans, selling a period, paying back, and taking a sale back.

use ::store::{NewJob, Tx};
use jiff::{ToSpan as _, civil::Date};
use kernel::{Error, FieldError, Fields, MemberId, PlanId, PlanTermId, Result, StaffId, StoreId};
use ledger::Posting;
use people::members;
use web::{Shop, shops, trail};

use super::{
    accounts::{of, unearned},
    engine::{self, back, latest},
    jobs,
    model::{AHEAD_DAYS, Details, Plan, Refusal, Stage, Term},
    store,
};
use crate::{
    events::{PlanBought, PlanRefunded, PlanUndone},
    gifts::{self, State},
    tiers, vouchers,
};

/// Makes a plan, which is sold at once.
pub async fn create(tx: &mut Tx, details: Details) -> Result<PlanId> {
    let details = details.checked()?;
    known(tx, &details).await?;
    let plan = Plan { id: tx.id(), details, state: State::Open, created_at: tx.now() };
    store::insert(tx, &plan).await?;
    trail::note(tx, "plans.created", plan.id, &(), &plan.details).await?;
    // From the first plan on. A sale would put off what is due for others.
    tx.enqueue(NewJob::at(jobs::DUE, "hourly", tx.now().plus(jobs::EVERY), &())?);
    Ok(plan.id)
}

/// Changes a plan for what is bought from now on.
pub async fn change(tx: &mut Tx, id: PlanId, details: Details) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    let details = details.checked()?;
    if stands.details == details {
        return Ok(());
    }
    known(tx, &details).await?;
    trail::note(tx, "plans.changed", id, &stands.details, &details).await?;
    stands.details = details;
    store::update(tx, &stands).await
}

/// Opens or closes it for sale. What was bought goes on to its end.
pub async fn set_state(tx: &mut Tx, id: PlanId, state: State) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    if stands.state == state {
        return Ok(());
    }
    trail::note(tx, "plans.state_changed", id, &stands.state, &state).await?;
    stands.state = state;
    store::update(tx, &stands).await
}

async fn known(tx: &mut Tx, details: &Details) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    if let Some(gift) = details.gift
        && gifts::find(tx, org, gift).await?.is_none()
    {
        fields.push(FieldError::new("gift", "choice_invalid"));
    }
    if let Some(tier) = details.tier {
        let all = tiers::named(tx, org).await?;
        if !all.iter().any(|(known, _)| *known == tier) {
            fields.push(FieldError::new("tier", "choice_invalid"));
        }
    }
    fields.check(())
}

/// A period that somebody pays for, now.
#[derive(Debug, Clone, Copy)]
pub struct NewTerm {
    pub plan: PlanId,
    pub member: MemberId,
    /// The price that was shown to them; none: whatever it is.
    pub shown: Option<i64>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Sells a period: the first, or the one after the last.
pub async fn buy(tx: &mut Tx, new: NewTerm) -> Result<Term> {
    let org = tx.org();
    let plan = store::require(tx, org, new.plan).await?;
    let member = members::require(tx, org, new.member).await?;
    if member.erased_at.is_some() {
        return Err(Error::NotFound("member"));
    }
    if plan.state == State::Closed {
        return Err(Refusal::Closed.into());
    }
    if new.shown.is_some_and(|shown| shown != plan.price) {
        return Err(Refusal::OtherPrice.into());
    }
    let shop = shops::require(tx, org).await?;
    let today = tx.now().date(&shop.zone);
    let terms = store::of_member(tx, org, member.id).await?;
    let held = latest(&terms).filter(|term| today <= term.grace_until());
    if held.is_some_and(|term| term.plan != plan.id) {
        return Err(Refusal::OtherPlan.into());
    }
    let next = engine::next(&terms, &plan.details, today);
    if next.first > today.saturating_add(AHEAD_DAYS.days()) {
        return Err(Refusal::Ahead.into());
    }
    let (id, posting): (PlanTermId, _) = (tx.id(), tx.id());
    let currency = shop.currency;
    let sale = Posting::new(posting, "plans.bought", &id).transfer(
        of("plan_sold", plan.id, currency)?,
        unearned(member.id, currency)?,
        plan.price,
    );
    ledger::post(tx, sale).await?;
    let mut term = Term {
        id,
        plan: plan.id,
        member: member.id,
        anchor: next.anchor,
        number: next.number,
        first: next.first,
        last: next.last,
        ends: next.last,
        rule: plan.details,
        store: new.store,
        staff: new.staff,
        renewal: next.renewal,
        bought_at: tx.now(),
        posting,
        refunded: 0,
        refunded_at: None,
        voucher: None,
        stage: Stage::Bought,
        undone_at: None,
    };
    store::insert_term(tx, &term).await?;
    tx.emit(&PlanBought {
        term: id,
        plan: term.plan,
        member: term.member,
        amount: term.rule.price,
        renewal: term.renewal,
        first: term.first.to_string(),
        last: term.last.to_string(),
        store: term.store,
        staff: term.staff,
    })?;
    jobs::advance(tx, &shop, &mut term, today).await?;
    Ok(term)
}

/// What would be paid back to somebody today, period by period.
pub fn quote(terms: &[Term], today: Date) -> Vec<(Term, i64)> {
    let back = |term: &Term| (term.clone(), back(term, today));
    terms.iter().map(back).filter(|(_, amount)| *amount > 0).collect()
}

/// Pays back what the rule gives: the money is handed over by a person, and they say so.
pub async fn refund(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let org = tx.org();
    let member = members::require(tx, org, member).await?.id;
    let shop = shops::require(tx, org).await?;
    let today = tx.now().date(&shop.zone);
    let terms = store::of_member(tx, org, member).await?;
    let quoted = quote(&terms, today);
    let amount: i64 = quoted.iter().map(|(_, amount)| *amount).sum();
    if quoted.is_empty() {
        return Err(Refusal::NothingBack.into());
    }
    for (term, amount) in quoted {
        pay_back(tx, &shop, (term, amount), today).await?;
    }
    trail::note(tx, "plans.refunded", member, &(), &amount).await?;
    Ok(amount)
}

async fn pay_back(
    tx: &mut Tx,
    shop: &Shop,
    (mut term, amount): (Term, i64),
    today: Date,
) -> Result<()> {
    let (currency, plan) = (shop.currency, term.plan);
    let from = unearned(term.member, currency)?;
    let mut posting = Posting::new(tx.id(), "plans.refunded", &term.id);
    posting = posting.transfer(from.clone(), of("plan_refunded", plan, currency)?, amount);
    let used = term.rule.price - amount;
    if used > 0 {
        posting = posting.transfer(from, of("plan_earned", plan, currency)?, used);
    }
    ledger::post(tx, posting).await?;
    // Today is paid for; a period that has not begun never does.
    term.ends = if today < term.first { term.first.saturating_sub(1.day()) } else { today };
    (term.refunded, term.refunded_at, term.stage) = (amount, Some(tx.now()), Stage::Earned);
    let Term { id, member, .. } = term;
    tx.emit(&PlanRefunded { term: id, plan, member, amount })?;
    store::update_term(tx, &term).await
}

/// Takes a sale back within ten minutes, as long as nothing followed it.
pub async fn undo(tx: &mut Tx, id: PlanTermId) -> Result<Term> {
    let org = tx.org();
    let mut term = store::term(tx, org, id).await?;
    if term.undone_at.is_some() {
        return Err(Refusal::AlreadyUndone.into());
    }
    let terms = store::of_member(tx, org, term.member).await?;
    let is_last = latest(&terms).is_none_or(|last| last.id == id);
    if !term.may_undo(tx.now()) || !is_last || term.stage >= Stage::Earned {
        return Err(Refusal::TooLate.into());
    }
    if let Some(voucher) = term.voucher {
        let state = vouchers::require(tx, org, voucher).await?.state;
        match state {
            vouchers::State::Issued | vouchers::State::Redeemed => {
                if !vouchers::standing_uses(tx, org, voucher).await?.is_empty() {
                    return Err(Refusal::Collected.into());
                }
                vouchers::withdraw(tx, voucher).await?;
            }
            vouchers::State::Expired | vouchers::State::Withdrawn => {}
        }
    }
    let currency = shops::require(tx, org).await?.currency;
    // Not a reversal: the money may lie with another record by now.
    let back = Posting::new(tx.id(), "plans.undone", &id).transfer(
        unearned(term.member, currency)?,
        of("plan_sold", term.plan, currency)?,
        term.rule.price,
    );
    ledger::post(tx, back).await?;
    term.undone_at = Some(tx.now());
    store::update_term(tx, &term).await?;
    tx.emit(&PlanUndone { term: id, plan: term.plan, member: term.member })?;
    Ok(term)
}
