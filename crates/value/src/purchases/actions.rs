//! Recording one purchase, and taking it back.

use ::store::Tx;
use kernel::{PurchaseId, Result, Time, VisitId};
use web::shops;

use super::{
    model::{NewPurchase, Ordered, Prices, Purchase, Refusal},
    store,
};
use crate::{
    codes,
    events::{PurchaseRecorded, PurchaseWithdrawn},
    points::{self, Buy},
    visits::{self, Custom, custom},
    vouchers::taking::{self, At, Basket, Worked},
};

/// Records a purchase. A reference that the store told before, with the same content, is the same
/// purchase; a one-tap visit of the day is completed.
pub async fn record(tx: &mut Tx, new: NewPurchase) -> Result<Purchase> {
    let (org, now) = (tx.org(), tx.now());
    let new = new.checked(now)?;
    if let Some(reference) = &new.reference
        && let Some(known) = store::by_reference(tx, org, new.store, reference).await?
    {
        return if known.same(&new) { Ok(known) } else { Err(Refusal::ReferenceTaken.into()) };
    }
    let (at, arrived_at) = (new.at.unwrap_or(now), new.at.map(|_| now));
    let (new, worked) = billed(tx, new, at).await?;
    let (id, off) = match new.prices {
        Prices::Ordered(Ordered { purchase, off }) => (purchase, off),
        Prices::Apply | Prices::AsTold => {
            (tx.id(), worked.as_ref().map_or(0, |worked| worked.bill.off))
        }
    };
    let mut purchase = Purchase {
        id,
        member: new.member,
        store: new.store,
        staff: new.staff,
        amount: new.amount,
        items: new.items,
        at,
        day: visits::day_of(at, &shops::require(tx, org).await?.zone),
        reference: new.reference,
        receipt: Some(codes::new(&*tx.world().chance)),
        source: new.source,
        first: false,
        settled: None,
        returned: 0,
        arrived_at,
        taken_off: off,
    };
    let Came { completed, before, first: told_first } = came(tx, &mut purchase).await?;
    store::insert(tx, std::slice::from_ref(&purchase)).await?;
    store::insert_lines(tx, purchase.id, &new.lines).await?;
    if let Some(worked) = &worked {
        let at = At { purchase: purchase.id, store: purchase.store, staff: purchase.staff };
        taking::take(tx, worked, at).await?;
    }
    if let Some(member) = purchase.member {
        let buy = Buy::of(&purchase, member, before.purchases);
        points::buy(tx, &buy.made_of(new.lines, new.points)).await?;
    }
    tx.emit(&PurchaseRecorded {
        purchase: purchase.id,
        member: purchase.member,
        store: purchase.store,
        staff: purchase.staff,
        amount: purchase.amount,
        items: purchase.items,
        first: told_first,
        at,
        source: purchase.source.to_string(),
        visit: completed,
    })?;
    Ok(purchase)
}

/// Somebody who bought: what the shop knew of them before.
#[derive(Default)]
struct Came {
    /// The one-tap visit that the purchase completes.
    completed: Option<VisitId>,
    before: Custom,
    /// Whether nothing was told of them before.
    first: bool,
}

/// Counts the purchase to its buyer.
async fn came(tx: &mut Tx, purchase: &mut Purchase) -> Result<Came> {
    let Some(member) = purchase.member else { return Ok(Came::default()) };
    let org = tx.org();
    let before = custom::find(tx, org, member).await?;
    let mut custom = before;
    let first = custom.bought(purchase.amount, purchase.at);
    purchase.first = first;
    if before.first_bought_at.is_some_and(|first| purchase.at < first) {
        // Told later, and yet the first: the row says so, whatever was told before it.
        store::unfirst(tx, member).await?;
        purchase.first = true;
    }
    custom::put(tx, [(member, custom)]).await?;
    let tap = visits::of_day(tx, org, member, purchase.store, &purchase.day).await?;
    let mut completed = None;
    if let Some(tap) = tap.filter(|tap| tap.purchase.is_none()) {
        visits::complete(tx, tap.id, purchase.id).await?;
        completed = Some(tap.id);
    }
    Ok(Came { completed, before, first })
}

/// The purchase as it is to be paid, when vouchers or member prices take something off it: what its
/// lines cost is less by what is taken off them, so that whatever comes after (points, stamps, the wallet, returns) sees
/// what was paid.
async fn billed(tx: &mut Tx, new: NewPurchase, at: Time) -> Result<(NewPurchase, Option<Worked>)> {
    let asked = !new.vouchers.is_empty() || new.prices == Prices::Apply;
    let Some(member) = new.member.filter(|_| asked) else {
        return Ok((new, None));
    };
    let shop = shops::require(tx, tx.org()).await?;
    let (store, lines, prices) = (new.store, new.goods(), new.prices);
    let basket = Basket { member, store, at, lines, prices };
    let worked = taking::exactly(tx, &shop, basket, &new.vouchers).await?;
    let mut new = new;
    new.amount = worked.bill.total();
    for (at, line) in new.lines.iter_mut().enumerate() {
        line.amount -= worked.bill.off_line(at);
    }
    Ok((new, Some(worked)))
}

/// Takes a purchase back that was typed by mistake.
pub async fn withdraw(tx: &mut Tx, id: PurchaseId) -> Result<()> {
    let purchase = store::require(tx, tx.org(), id).await?;
    if purchase.settled.is_some() {
        return Err(Refusal::Settled.into());
    }
    if purchase.returned > 0 {
        return Err(Refusal::Returned.into());
    }
    points::forget(tx, id).await?;
    taking::give_back(tx, id).await?;
    store::delete(tx, id).await?;
    if let Some(member) = purchase.member {
        visits::part(tx, member, id).await?;
        custom::recount(tx, member).await?;
    }
    tx.emit(&PurchaseWithdrawn {
        purchase: id,
        member: purchase.member,
        store: purchase.store,
        amount: purchase.amount,
    })
}
