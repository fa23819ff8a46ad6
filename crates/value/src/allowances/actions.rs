//! Making and changing allowances, giving from one, and taking it back.

use ::store::{EventRow, Future, Tx};
use kernel::{
    AllowanceId, Error, FieldError, Fields, GiftId, GivingId, MemberId, Result, StaffId, StoreId,
    text,
};
use ledger::{Posting, Reversal};
use people::{events::MemberErased, members, staff};
use serde::{Deserialize, Serialize};
use web::{shops, trail};

use super::{
    accounts,
    model::{Allowance, Details, Giving, REASON_MAX, Refusal},
    store,
};
use crate::{
    events::{AllowanceGiven, AllowanceUndone},
    gifts::{self, State},
    vouchers::{self, Give, Redeem, model::Way},
};

/// Makes an allowance, which can be given from at once.
pub async fn create(tx: &mut Tx, details: Details) -> Result<AllowanceId> {
    let details = details.checked()?;
    known(tx, &details).await?;
    let one = Allowance { id: tx.id(), details, state: State::Open, created_at: tx.now() };
    store::insert(tx, &one).await?;
    trail::note(tx, "allowances.created", one.id, &(), &one.details).await?;
    Ok(one.id)
}

/// Changes it. A smaller limit holds at once: who gave more already gives nothing until the next
/// period.
pub async fn change(tx: &mut Tx, id: AllowanceId, details: Details) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    let details = details.checked()?;
    if stands.details == details {
        return Ok(());
    }
    if stands.budget.word() != details.budget.word() {
        return Err(Refusal::OtherMeasure.into());
    }
    known(tx, &details).await?;
    trail::note(tx, "allowances.changed", id, &stands.details, &details).await?;
    stands.details = details;
    store::update(tx, &stands).await
}

/// Opens or closes it.
pub async fn set_state(tx: &mut Tx, id: AllowanceId, state: State) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    if stands.state == state {
        return Ok(());
    }
    trail::note(tx, "allowances.state_changed", id, &stands.state, &state).await?;
    stands.state = state;
    store::update(tx, &stands).await
}

/// Whatever it names is this shop's.
async fn known(tx: &mut Tx, details: &Details) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    for id in &details.gifts {
        if gifts::find(tx, org, *id).await?.is_none() {
            fields.push(FieldError::new("gifts", "choice_invalid"));
            break;
        }
    }
    for id in &details.staff {
        if staff::find(tx, org, *id).await?.is_none() {
            fields.push(FieldError::new("staff", "choice_invalid"));
            break;
        }
    }
    fields.check(())
}

/// When the member has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hand {
    /// It is handed over with the same tap.
    Over,
    /// It is a ticket for later.
    Ticket,
}

/// A gift that somebody gives.
#[derive(Debug, Clone)]
pub struct NewGiving {
    pub allowance: AllowanceId,
    pub gift: GiftId,
    pub member: MemberId,
    pub staff: StaffId,
    pub store: Option<StoreId>,
    pub hand: Hand,
    pub reason: String,
}

/// Gives, or refuses and nothing has happened.
pub async fn give(tx: &mut Tx, new: NewGiving) -> Result<Giving> {
    let org = tx.org();
    let allowance = store::require(tx, org, new.allowance).await?;
    let person = staff::require(tx, org, new.staff).await?;
    if !allowance.is_for(new.staff) || !person.works() {
        return Err(Refusal::NotYours.into());
    }
    if !allowance.has(new.gift) {
        return Err(Refusal::OtherGift.into());
    }
    let member = members::require(tx, org, new.member).await?;
    if member.erased_at.is_some() {
        return Err(Error::NotFound("member"));
    }
    if is_own(tx, &person, &member).await? {
        return Err(Refusal::Yourself.into());
    }
    let mut fields = Fields::default();
    let reason = text::optional(&mut fields, "reason", Some(&new.reason), REASON_MAX);
    fields.check(())?;
    let gift = gifts::require(tx, org, new.gift).await?;
    let amount = allowance.budget.of(&gift);
    let day = tx.now().date(&shops::require(tx, org).await?.zone);
    let period = allowance.period.first(day);
    let (id, posting): (GivingId, _) = (tx.id(), tx.id());
    let part = accounts::part(&allowance, (new.staff, period))?;
    let transfer = Posting::new(posting, "allowances.given", &id);
    let transfer = transfer.transfer(part.clone(), accounts::given(allowance.id)?, amount);
    if let Err(error) = ledger::post(tx, transfer).await {
        if ledger::error_at(&error, &part.key) {
            let balance = ledger::balance(tx, &part.key).await?.balance;
            let left = (allowance.budget.limit() + balance).max(0);
            return Err(Refusal::UsedUp.with("left", left).into());
        }
        return Err(error);
    }
    let way = Way { store: new.store, staff: Some(new.staff), ..Way::default() };
    let asked = Give { gift: gift.id, member: member.id, source: SOURCE, way };
    let voucher = vouchers::give(tx, asked).await?;
    let now = new.hand == Hand::Over && !gift.terms.needs_purchase();
    let redemption = if now {
        let redeem = Redeem { voucher: voucher.id, store: new.store, staff: Some(new.staff) };
        Some(vouchers::redeem(tx, redeem).await?.id)
    } else {
        None
    };
    let giving = Giving {
        id,
        allowance: allowance.id,
        staff: new.staff,
        member: member.id,
        gift: gift.id,
        voucher: voucher.id,
        redemption,
        store: new.store,
        period,
        amount,
        cost: gift.cost,
        reason: reason.unwrap_or_default(),
        at: tx.now(),
        posting,
        undone_at: None,
    };
    store::insert_giving(tx, &giving).await?;
    let Giving { allowance, staff, member, gift, voucher, store, .. } = giving;
    tx.emit(&AllowanceGiven { giving: id, allowance, staff, member, gift, voucher, store })?;
    Ok(giving)
}

/// How a voucher says that an employee gave it.
pub const SOURCE: &str = "allowance";

/// Whether the member is the employee: somebody said so, or both have the same address.
async fn is_own(tx: &mut Tx, person: &staff::Person, member: &members::Member) -> Result<bool> {
    if store::own(tx, tx.org(), person.id).await? == Some(member.id) {
        return Ok(true);
    }
    let theirs = member.email.as_ref().map(|email| email.to_string().to_lowercase());
    let mine = person.email.as_ref().map(|email| email.to_lowercase());
    Ok(mine.is_some() && mine == theirs)
}

/// Takes back what was given within the last ten minutes: the allowance has it again.
pub async fn undo(tx: &mut Tx, id: GivingId) -> Result<Giving> {
    let giving = store::giving(tx, tx.org(), id).await?;
    giving.may_undo(tx.now())?;
    let voucher = vouchers::require(tx, tx.org(), giving.voucher).await?;
    if !matches!(voucher.state, vouchers::State::Issued | vouchers::State::Redeemed) {
        return Err(Refusal::Collected.into());
    }
    match vouchers::standing_uses(tx, tx.org(), giving.voucher).await?.as_slice() {
        [] => {}
        [here] if Some(*here) == giving.redemption => {
            vouchers::undo(tx, *here).await?;
        }
        _ => return Err(Refusal::Collected.into()),
    }
    vouchers::withdraw(tx, giving.voucher).await?;
    let reversal = Reversal {
        id: tx.id(),
        of: giving.posting,
        reason: "allowances.undone".into(),
        subject: id.to_string(),
    };
    ledger::reverse(tx, reversal).await?;
    store::mark_undone(tx, id).await?;
    let undone_at = Some(tx.now());
    let Giving { allowance, staff, member, gift, .. } = giving;
    tx.emit(&AllowanceUndone { giving: id, allowance, staff, member, gift })?;
    Ok(Giving { undone_at, ..giving })
}

/// Says which member an employee is; none takes it back.
pub async fn set_own(tx: &mut Tx, staff: StaffId, member: Option<MemberId>) -> Result<()> {
    let org = tx.org();
    staff::require(tx, org, staff).await?;
    let member = match member {
        Some(member) => Some(members::require(tx, org, member).await?.id),
        None => None,
    };
    let before = store::own(tx, org, staff).await?;
    if before != member {
        trail::note(tx, "allowances.own_changed", staff, &before, &member).await?;
        store::put_own(tx, staff, member).await?;
    }
    Ok(())
}

/// Somebody was erased: why they were given something is theirs too.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(gone) => store::forget(tx, gone.member).await,
            None => Ok(()),
        }
    })
}
