//! Topping up, paying, giving back, paying out; and the shop's plan.

use ::store::{Read, Tx};
use kernel::{
    Error, FieldError, MemberId, OrgId, PurchaseId, RefundId, Result, StaffId, StoreId, Time,
    TopUpId,
};
use people::members;
use serde::{Deserialize, Serialize};
use web::{shops, trail};

use super::{
    books::{self, Change, New},
    fold::{self, Deed, Split},
    laws,
    model::{Act, Kind, Known, Plan, Refusal, Wallet},
    store,
};
use crate::{
    events::{WalletPaid, WalletRefunded, WalletRepaid, WalletTopUpUndone, WalletToppedUp},
    purchases,
    vouchers::model::UNDO_FOR,
};

/// What the trail calls the plan: a shop has one.
pub const TRAIL: &str = "wallets";

/// Keeps the shop's plan. One that is open stays within the law of the shop's country.
pub async fn keep(tx: &mut Tx, plan: Plan) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let shop = shops::require(tx, org).await?;
    let before = store::plan(tx, org).await?;
    let plan = Plan { changed_at: before.changed_at, ..plan }.checked()?;
    let packs = crate::laws::held(tx, &shop).await?;
    plan.lawful(laws::of(&packs).as_ref(), shop.currency)?;
    if plan == before {
        return Ok(());
    }
    let plan = Plan { changed_at: now, ..plan };
    trail::note(tx, "wallets.planned", TRAIL, &before, &plan).await?;
    store::put_plan(tx, &plan).await
}

/// Money that a member leaves with the shop.
#[derive(Debug, Clone, Copy)]
pub struct NewTopUp {
    pub member: MemberId,
    pub amount: i64,
    /// The bonus that was shown before it was confirmed; none when nobody was shown one.
    pub shown: Option<i64>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Tops up, with the bonus of the plan as it is now.
pub async fn top_up(tx: &mut Tx, new: NewTopUp) -> Result<Act> {
    let org = tx.org();
    let member = members::require(tx, org, new.member).await?;
    let plan = store::plan(tx, org).await?;
    let wallet = books::open(tx, member.id).await?;
    let shop = shops::require(tx, org).await?;
    let plain = |amount| shop.money(amount).plain();
    let bonus = may_top_up(&plan, &member, wallet.balance, new.amount, &plain)?;
    if new.shown.is_some_and(|shown| shown != bonus) {
        return Err(Refusal::ChangedSince.into());
    }
    let id: TopUpId = tx.id();
    let brought = Split { principal: new.amount, bonus };
    let new = New {
        id: id.uuid(),
        deed: Deed::TopUp(brought),
        store: new.store,
        staff: new.staff,
        reason: "wallets.topped_up",
        subject: id.to_string(),
    };
    let act = books::append(tx, wallet, new).await?;
    tx.emit(&WalletToppedUp {
        top_up: id,
        member: act.member,
        amount: brought.principal,
        bonus,
        store: act.store,
        staff: act.staff,
    })?;
    Ok(act)
}

/// The bonus that an amount would bring, or why it cannot be topped up.
pub fn may_top_up(
    plan: &Plan,
    member: &members::Member,
    balance: Split,
    amount: i64,
    plain: &dyn Fn(i64) -> String,
) -> Result<i64> {
    if member.erased_at.is_some() {
        return Err(members::Refusal::Erased.into());
    }
    if plan.state == crate::gifts::State::Closed {
        return Err(Refusal::Closed.into());
    }
    if !(plan.least..=plan.most).contains(&amount) {
        let wrong = FieldError::new("amount", "wallet_amount_range");
        return Err(wrong.with("min", plain(plan.least)).with("max", plain(plan.most)).into());
    }
    let bonus = plan.bonus_of(amount);
    if let Some(cap) = plan.cap(Known::of(member)) {
        let room = cap.saturating_sub(balance.total());
        if amount.saturating_add(bonus) > room {
            let refused = Refusal::OverCap.with("cap", plain(cap));
            return Err(refused.with("room", plain(room.max(0))).into());
        }
    }
    Ok(bonus)
}

/// Takes a top-up back that was a mistake, within ten minutes and once, if what it brought is
/// still there. `at`: only one of this store.
pub async fn undo_top_up(tx: &mut Tx, id: TopUpId, at: Option<StoreId>) -> Result<Act> {
    let (org, now) = (tx.org(), tx.now());
    let act = require_top_up(tx, org, id).await?;
    if at.is_some() && act.store != at {
        return Err(Error::NotFound("top_up"));
    }
    may_undo(&act, now)?;
    let undone = Act { undone_at: Some(now), ..act };
    let change =
        Change { act: undone.clone(), reason: "wallets.top_up_undone", subject: id.to_string() };
    let back = match books::replay(tx, change).await {
        Err(error) if error.is(Refusal::NotEnough) => return Err(Refusal::SpentSince.into()),
        done => done?,
    };
    tx.emit(&WalletTopUpUndone {
        top_up: id,
        member: undone.member,
        amount: -back.principal,
        bonus: -back.bonus,
        store: undone.store,
        staff: tx.actor().staff(),
    })?;
    Ok(undone)
}

/// Whether a top-up can be taken back now.
pub fn may_undo(act: &Act, now: Time) -> Result<(), Refusal> {
    if act.undone_at.is_some() {
        Err(Refusal::AlreadyUndone)
    } else if now.since(act.at) > UNDO_FOR {
        Err(Refusal::TooLate)
    } else {
        Ok(())
    }
}

pub async fn require_top_up(db: &mut impl Read, org: OrgId, id: TopUpId) -> Result<Act> {
    let found = store::act(db, org, Kind::TopUp, id.uuid()).await?;
    found.ok_or(Error::NotFound("top_up"))
}

/// A purchase that is to be paid from the wallet, as far as it goes.
#[derive(Debug, Clone, Copy)]
pub struct Pay {
    pub purchase: PurchaseId,
    pub member: MemberId,
    /// At most this much.
    pub most: i64,
}

/// What a purchase has been paid from the wallet, as it stands now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub principal: i64,
    pub bonus: i64,
}

impl Paid {
    pub const fn total(self) -> i64 {
        self.principal.saturating_add(self.bonus)
    }
}
impl From<Split> for Paid {
    fn from(split: Split) -> Self {
        Self { principal: split.principal, bonus: split.bonus }
    }
}

/// Pays what is there, by the plan's order of spending; nothing is no refusal. A purchase that was
/// paid before stays paid as it was.
pub async fn pay(tx: &mut Tx, pay: Pay) -> Result<Paid> {
    let org = tx.org();
    if let Some(paid) = store::act(tx, org, Kind::Payment, pay.purchase.uuid()).await? {
        return Ok(paid.split.into());
    }
    let purchase = purchases::require(tx, org, pay.purchase).await?;
    if purchase.member != Some(pay.member) {
        return Err(Error::NotFound("purchase"));
    }
    let wallet = books::open(tx, pay.member).await?;
    let amount = pay.most.min(purchase.amount).min(wallet.balance.total());
    if amount <= 0 {
        return Ok(Paid::default());
    }
    let spending = store::plan(tx, org).await?.spending;
    let new = New {
        id: pay.purchase.uuid(),
        deed: Deed::Payment(amount, spending),
        store: Some(purchase.store),
        staff: purchase.staff,
        reason: "wallets.paid",
        subject: pay.purchase.to_string(),
    };
    let act = books::append(tx, wallet, new).await?;
    let Split { principal, bonus } = act.split;
    let (purchase, member) = (pay.purchase, pay.member);
    tx.emit(&WalletPaid {
        purchase,
        member,
        principal,
        bonus,
        store: act.store,
        staff: act.staff,
    })?;
    Ok(act.split.into())
}

/// The purchase owes only so much now, because goods came back or it was a mistake: what the wallet
/// paid beyond it goes back, as if the payment had been so small from the beginning. It never takes
/// more. A purchase that the wallet did not pay is none of its business.
pub async fn settle(tx: &mut Tx, purchase: PurchaseId, due: i64) -> Result<Paid> {
    let org = tx.org();
    let Some(act) = store::act(tx, org, Kind::Payment, purchase.uuid()).await? else {
        return Ok(Paid::default());
    };
    let (due, member) = (due.max(0), act.member);
    let Deed::Payment(paid, spending) = act.deed else {
        return Err(Error::broken("a payment that is none"));
    };
    if due >= paid {
        return Ok(act.split.into());
    }
    let change = Change {
        act: Act { deed: Deed::Payment(due, spending), ..act },
        reason: "wallets.repaid",
        subject: purchase.to_string(),
    };
    let back = books::replay(tx, change).await?;
    let Split { principal, bonus } = back;
    tx.emit(&WalletRepaid { purchase, member, principal, bonus, due })?;
    paid_for(tx, org, purchase).await
}

/// What a purchase has been paid from the wallet: nothing if it was not.
pub async fn paid_for(db: &mut impl Read, org: OrgId, purchase: PurchaseId) -> Result<Paid> {
    let act = store::act(db, org, Kind::Payment, purchase.uuid()).await?;
    Ok(act.map_or_else(Paid::default, |act| act.split.into()))
}

/// What a member has, as this command sees it.
pub async fn balance(tx: &mut Tx, member: MemberId) -> Result<Split> {
    Ok(books::open(tx, member).await?.balance)
}

/// Principal that a member wants back.
#[derive(Debug, Clone, Copy)]
pub struct NewRefund {
    pub member: MemberId,
    pub amount: i64,
    /// The bonus that was said to be forfeited; none when nobody was told.
    pub shown: Option<i64>,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// How much principal could be paid out now: all of it, or within the plan's days as much as was
/// topped up in them.
pub async fn refundable(db: &mut impl Read, org: OrgId, wallet: &Wallet, now: Time) -> Result<i64> {
    let principal = wallet.balance.principal;
    let Some(days) = store::plan(db, org).await?.refund_days else { return Ok(principal) };
    let moved = store::moved_since(db, org, wallet.member, now.plus_days(-days)).await?;
    Ok(moved.clamp(0, principal.max(0)))
}

/// What paying so much principal out would take: it, and the bonus that is forfeited.
pub fn quote(plan: &Plan, balance: Split, amount: i64) -> Result<Split> {
    if amount < 1 {
        return Err(FieldError::new("amount", "wallet_amount_above_zero").into());
    }
    fold::split(balance, Deed::Refund(amount, plan.forfeits)).map_err(|_| Refusal::NotEnough.into())
}

/// Pays principal out; the bonus goes by the plan's rule.
pub async fn refund(tx: &mut Tx, new: NewRefund) -> Result<Act> {
    let (org, now) = (tx.org(), tx.now());
    let member = members::require(tx, org, new.member).await?;
    let plan = store::plan(tx, org).await?;
    let wallet = books::open(tx, member.id).await?;
    let split = quote(&plan, wallet.balance, new.amount)?;
    if new.amount > refundable(tx, org, &wallet, now).await? {
        return Err(Refusal::NotRefundable.into());
    }
    if new.shown.is_some_and(|shown| shown != split.bonus) {
        return Err(Refusal::ChangedSince.into());
    }
    let id: RefundId = tx.id();
    let new = New {
        id: id.uuid(),
        deed: Deed::Refund(new.amount, plan.forfeits),
        store: new.store,
        staff: new.staff,
        reason: "wallets.refunded",
        subject: id.to_string(),
    };
    let act = books::append(tx, wallet, new).await?;
    tx.emit(&WalletRefunded {
        refund: id,
        member: act.member,
        amount: act.split.principal,
        forfeited: act.split.bonus,
        store: act.store,
        staff: act.staff,
    })?;
    Ok(act)
}
