//! One submit of the counter's form, and taking it back.

use ::store::Tx;
use kernel::{
    DeviceId, Error, FieldError, KeptId, MemberId, OperationId, ProgramId, PurchaseId, Result,
    StaffId, StampCardId, StoreId, VisitId, VoucherId,
};
use people::members;

use super::{
    model::{Counted, Done, Handed, Operation, Refusal},
    store,
};
use crate::{
    events::OperationUndone,
    gifts,
    kept::{self, Kept},
    points::{self, Whose},
    prices,
    purchases::{self, Line, NewPurchase, Offer, Prices, Source},
    stamp_cards::{self, actions::At, model::Mark},
    visits::{self, NewVisit},
    vouchers::{self, Redeem},
    wallets::{self, Pay},
    words::Words,
};

/// What the cashier confirmed.
#[derive(Debug, Clone)]
pub struct Submit {
    pub member: MemberId,
    pub store: StoreId,
    pub staff: StaffId,
    pub device: DeviceId,
    /// Tickets to collect.
    pub vouchers: Vec<VoucherId>,
    /// Cards to stamp.
    pub cards: Vec<StampCardId>,
    /// Of the purchase, in minor units.
    pub amount: Option<i64>,
    /// What it was, when vouchers ask for it; it makes up the amount.
    pub lines: Vec<Line>,
    /// The program whose points pay of it what they can.
    pub points: Option<ProgramId>,
    /// Whether the wallet pays of it what it has.
    pub from_wallet: bool,
    /// By which the device keeps it when the answer does not come.
    pub kept: Option<KeptId>,
}

/// Does all of it, or nothing.
pub async fn perform(tx: &mut Tx, submit: Submit) -> Result<OperationId> {
    let org = tx.org();
    let member = members::require(tx, org, submit.member).await?;
    if member.erased_at.is_some() {
        return Err(Error::NotFound("member"));
    }
    // Its page may be of a record that was merged since.
    let submit = Submit { member: member.id, ..submit };
    let Submit { store: at, staff, .. } = submit;
    let (whose, staff) = (submit.member, Some(staff));
    let noted = visits::record(tx, NewVisit { member: whose, store: at, staff, at: None }).await?;
    let mut done = Done {
        visit: noted.fresh.then_some(noted.visit.id),
        amount: submit.amount,
        ..Done::default()
    };
    let tickets = sorted(tx, &submit).await?;
    if let Some(amount) = submit.amount {
        buy(tx, &submit, (amount, tickets.with_purchase), &mut done).await?;
    }
    for (voucher, name) in tickets.by_themselves {
        let redeemed = vouchers::redeem(tx, Redeem { voucher, store: Some(at), staff }).await?;
        done.handed.push(Handed { redemption: redeemed.id, name });
    }
    stamp(tx, &submit, &noted.visit.day, &mut done).await?;
    let operation = Operation {
        id: tx.id(),
        store: at,
        staff: submit.staff,
        device: submit.device,
        member: whose,
        at: tx.now(),
        done,
        undone_at: None,
    };
    store::insert(tx, &operation).await?;
    if let Some(id) = submit.kept {
        kept::note(tx, as_kept(&operation, id, noted.visit.id)).await?;
    }
    Ok(operation.id)
}

/// The purchase, with the tickets that take something off it, and what pays for it.
async fn buy(
    tx: &mut Tx,
    submit: &Submit,
    (amount, tickets): (i64, Vec<(VoucherId, Words)>),
    done: &mut Done,
) -> Result<()> {
    let whose = submit.member;
    let points = match submit.points {
        Some(program) => {
            let all = points::spendable(tx, Whose { program, member: whose }).await?;
            Some(Offer { program, points: all })
        }
        None => None,
    };
    let new = NewPurchase {
        member: Some(whose),
        store: submit.store,
        staff: Some(submit.staff),
        amount,
        items: 1,
        at: None,
        reference: None,
        source: Source::Counter,
        lines: submit.lines.clone(),
        points,
        vouchers: tickets.iter().map(|(id, _)| *id).collect(),
        prices: Prices::Apply,
    };
    let purchase = purchases::record(tx, new).await?;
    let amount = purchase.amount;
    done.amount = Some(amount);
    done.taken_off = purchase.taken_off;
    done.used = tickets.into_iter().map(|(_, name)| name).collect();
    done.used.extend(prices::taken_with(tx, tx.org(), purchase.id).await?);
    done.purchase = Some(purchase.id);
    done.receipt = purchase.receipt;
    done.points = counted(tx, purchase.id).await?;
    if submit.from_wallet {
        // What points paid, no money has to.
        let most = amount - done.points.iter().map(|points| points.worth).sum::<i64>();
        let whole = Pay { purchase: purchase.id, member: whose, most };
        done.wallet = Some(wallets::pay(tx, whole).await?).filter(|paid| paid.total() > 0);
    }
    Ok(())
}

fn as_kept(operation: &Operation, id: KeptId, visit: VisitId) -> Kept {
    Kept {
        id,
        store: operation.store,
        staff: Some(operation.staff),
        device: Some(operation.device),
        member: Some(operation.member),
        amount: operation.done.amount,
        at: operation.at,
        arrived_at: operation.at,
        visit: Some(visit),
        purchase: operation.done.purchase,
    }
}

/// The tickets that were ticked, and what they are called.
#[derive(Debug, Default)]
struct Tickets {
    with_purchase: Vec<(VoucherId, Words)>,
    by_themselves: Vec<(VoucherId, Words)>,
}

async fn sorted(tx: &mut Tx, submit: &Submit) -> Result<Tickets> {
    let org = tx.org();
    let mut tickets = Tickets::default();
    for id in &submit.vouchers {
        let voucher = vouchers::require(tx, org, *id).await?;
        if voucher.member != submit.member {
            return Err(Refusal::NotTheirs.into());
        }
        let details = gifts::require(tx, org, voucher.gift).await?.details;
        if details.terms.needs_purchase() {
            tickets.with_purchase.push((*id, details.name));
        } else {
            tickets.by_themselves.push((*id, details.name));
        }
    }
    if !tickets.with_purchase.is_empty() && submit.amount.is_none() {
        return Err(FieldError::new("amount", "required").into());
    }
    Ok(tickets)
}

/// What a purchase did to its buyer's points.
async fn counted(tx: &mut Tx, purchase: PurchaseId) -> Result<Vec<Counted>> {
    let of = points::done_by(tx, purchase).await?;
    let counted = of.into_iter().map(|done| Counted {
        unit: done.unit,
        earned: done.earned,
        paid: done.paid,
        worth: done.worth,
    });
    Ok(counted.collect())
}

async fn stamp(tx: &mut Tx, submit: &Submit, day: &str, done: &mut Done) -> Result<()> {
    let org = tx.org();
    let at = At { member: submit.member, store: Some(submit.store), staff: Some(submit.staff) };
    for id in &submit.cards {
        let card = stamp_cards::require(tx, org, *id).await?;
        let mark = match (card.each, done.purchase, done.amount) {
            (stamp_cards::Each::Visit, ..) => Mark::Day(day.to_owned()),
            (stamp_cards::Each::Purchase, Some(purchase), Some(amount)) => {
                Mark::Purchase(purchase, amount)
            }
            _ => continue,
        };
        if let Some(stamped) = stamp_cards::stamp(tx, &card, &mark, at).await? {
            if stamped.voucher.is_some() {
                done.filled.push(gifts::require(tx, org, card.gift).await?.details.name);
            }
            done.stamps.push(stamped);
        }
    }
    Ok(())
}

/// Takes an operation of this store back, within ten minutes and once.
pub async fn undo(tx: &mut Tx, id: OperationId, at: StoreId) -> Result<Operation> {
    let operation = store::require(tx, tx.org(), id).await?;
    if operation.store != at {
        return Err(Error::NotFound("operation"));
    }
    operation.may_undo(tx.now())?;
    let done = &operation.done;
    for stamp in done.stamps.iter().rev() {
        stamp_cards::unstamp(tx, stamp.card, operation.member, &stamp.mark).await?;
    }
    for handed in done.handed.iter().rev() {
        vouchers::undo(tx, handed.redemption).await?;
    }
    if let Some(purchase) = done.purchase {
        wallets::settle(tx, purchase, 0).await?;
        purchases::withdraw(tx, purchase).await?;
    }
    if let Some(visit) = done.visit {
        visits::withdraw(tx, visit).await?;
    }
    store::mark_undone(tx, id).await?;
    let staff = tx.actor().staff();
    tx.emit(&OperationUndone {
        operation: id,
        member: operation.member,
        store: operation.store,
        staff,
    })?;
    let undone_at = Some(tx.now());
    Ok(Operation { undone_at, ..operation })
}
