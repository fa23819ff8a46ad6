//! Taking goods back.

use ::store::{Read, Tx};
use kernel::{Error, PurchaseId, Result, ReturnId, Time};
use web::Shop;

use super::{
    model::{NewReturn, Open, Part, Returned, Wanted, opened, reason},
    store,
};
use crate::{
    events::PurchaseReturned,
    points::{self, Back, Outlook, engine::Gone},
    purchases::{self, Purchase},
    stamp_cards,
    visits::custom,
    vouchers, wallets,
};

/// A purchase with what can still come back of it.
#[derive(Debug, Clone)]
pub struct Sold {
    pub purchase: Purchase,
    pub lines: Vec<Open>,
}

/// Opens a purchase for a return.
pub async fn open(db: &mut impl Read, org: kernel::OrgId, id: PurchaseId) -> Result<Sold> {
    let purchase = purchases::require(db, org, id).await?;
    let lines = purchases::lines(db, org, id).await?;
    let gone = store::gone(db, org, id).await?;
    let lines = opened(&purchase, lines, &gone);
    Ok(Sold { purchase, lines })
}

/// What a return comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub parts: Vec<Part>,
    /// What the goods had cost.
    pub amount: i64,
    /// What the till pays out.
    pub money: i64,
    /// Points that had paid and are given back.
    pub points: i64,
    /// What goes back into the wallet, and what the wallet still pays.
    pub wallet: i64,
    due: i64,
    back: Back,
}

async fn outcome(
    db: &mut impl Read,
    org: kernel::OrgId,
    sold: &Sold,
    (wanted, cause, now): (&Wanted, ReturnId, Time),
) -> Result<Outcome> {
    let parts = wanted.parts(&sold.lines)?;
    let amount: i64 = parts.iter().map(|part| part.amount).sum();
    let gone = |part: &Part| {
        let (quantity, amount) = (part.quantity, part.amount);
        (part.line - 1, Gone { at: now, quantity, amount })
    };
    let back = Back {
        purchase: sold.purchase.id,
        lines: parts.iter().map(gone).collect(),
        cause: cause.to_string(),
    };
    let left: i64 = sold.lines.iter().map(Open::amount).sum::<i64>() - amount;
    let (mut money, mut points, mut due) = (amount, 0, left);
    if let Some(mut sale) = points::payment_of(db, org, sold.purchase.id).await? {
        let ever = Time::from_micros(i64::MAX);
        let before = sale.kept(ever).paid();
        back.shrink(&mut sale);
        let after = sale.kept(ever).paid();
        points = before.0 - after.0;
        money -= before.1 - after.1;
        due -= after.1;
    }
    // The wallet pays first and is given back last, as if it had been asked for the smaller purchase.
    let paid = wallets::paid_for(db, org, sold.purchase.id).await?.total();
    let due = paid.min(due.max(0));
    let wallet = paid - due;
    money -= wallet;
    Ok(Outcome { parts, amount, money, points, wallet, due, back })
}

/// What a return would come to, and what it would do to the buyer's points.
pub async fn preview(
    db: &mut impl Read,
    shop: &Shop,
    sold: &Sold,
    (wanted, now): (&Wanted, Time),
) -> Result<(Outcome, Vec<Outlook>)> {
    let nobody = ReturnId::from_uuid(uuid::Uuid::nil());
    let outcome = outcome(db, shop.org, sold, (wanted, nobody, now)).await?;
    let outlook = points::outlook(db, shop, now, &outcome.back).await?;
    Ok((outcome, outlook))
}

/// Takes goods back: whatever they had earned and cost is put right.
pub async fn take(tx: &mut Tx, new: NewReturn) -> Result<Returned> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id());
    let reason = reason(&new.reason)?;
    let sold = open(tx, org, new.purchase).await?;
    let outcome = outcome(tx, org, &sold, (&new.wanted, id, now)).await?;
    let gone = after(&sold.lines, &outcome.parts);
    let purchase = sold.purchase;
    let returned = Returned {
        id,
        purchase: purchase.id,
        member: purchase.member,
        store: new.store,
        staff: new.staff,
        at: now,
        amount: outcome.amount,
        money: outcome.money,
        points: outcome.points,
        wallet: outcome.wallet,
        reason,
        parts: outcome.parts,
    };
    store::insert(tx, &returned).await?;
    purchases::count_returned(tx, purchase.id, returned.amount).await?;
    points::bring_back(tx, &outcome.back).await?;
    vouchers::taking::come_back(tx, purchase.id, &gone).await?;
    if outcome.wallet > 0 {
        wallets::settle(tx, purchase.id, outcome.due).await?;
    }
    let left = purchase.amount - purchase.returned - returned.amount;
    if let Some(member) = purchase.member {
        unstamp(tx, &purchase, left).await?;
        custom::recount(tx, member).await?;
    }
    tx.emit(&PurchaseReturned {
        purchase: purchase.id,
        returned: id,
        member: purchase.member,
        store: returned.store,
        staff: returned.staff,
        amount: returned.amount,
        money: returned.money,
        whole: left == 0,
        at: now,
    })?;
    Ok(returned)
}

/// Of each line whether nothing of it is kept once these parts are back.
fn after(lines: &[Open], parts: &[Part]) -> Vec<bool> {
    let gone = |(line, number): (&Open, usize)| {
        let back = parts.iter().find(|part| part.line == number);
        let (quantity, amount) = back.map_or((0, 0), |part| (part.quantity, part.amount));
        line.quantity() <= quantity && line.amount() <= amount
    };
    lines.iter().zip(1..).map(gone).collect()
}

/// A stamp that the purchase would not have earned is taken back, unless what it became was collected
/// or used: that stays.
async fn unstamp(tx: &mut Tx, purchase: &Purchase, left: i64) -> Result<()> {
    let (org, Some(member)) = (tx.org(), purchase.member) else { return Ok(()) };
    let mark = purchase.id.to_string();
    for card in stamp_cards::list(tx, org).await? {
        if left > 0 && left >= card.least {
            continue;
        }
        match stamp_cards::unstamp(tx, card.id, member, &mark).await {
            Err(Error::Refused(_)) => {}
            done => done?,
        }
    }
    Ok(())
}
