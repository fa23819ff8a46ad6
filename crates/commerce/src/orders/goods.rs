//! Where an order's goods are: held, set aside, sold, or back on the shelf.

use ::store::Tx;
use kernel::{FieldError, Fields, OrderId, ReservationId, Result, StoreId, Time};
use ledger::{MOST_TRANSFERS, Posting, Take};

use super::model::{Line, Order, Refusal, goods};
use crate::products::{Part, accounts};

/// Which way they go.
#[derive(Debug, Clone, Copy)]
enum Way {
    Aside,
    Sold,
    Back,
}

impl Way {
    const fn reason(self) -> &'static str {
        match self {
            Self::Aside => "orders.set_aside",
            Self::Sold => "orders.collected",
            Self::Back => "orders.freed",
        }
    }
}

fn posting(tx: &Tx, (order, at): (OrderId, StoreId), all: &[Part], way: Way) -> Result<Posting> {
    if all.len() > MOST_TRANSFERS {
        return Err(Refusal::TooLarge.into());
    }
    let mut posting = Posting::new(tx.id(), way.reason(), &order);
    for part in all {
        let (shelf, aside) =
            (accounts::shelf(part.product, at)?, accounts::set_aside(part.product, at)?);
        posting = match way {
            Way::Aside => posting.transfer(shelf, aside, part.quantity),
            Way::Sold => posting.transfer(aside, accounts::sold(part.product)?, part.quantity),
            Way::Back => posting.transfer(aside, shelf, part.quantity),
        };
    }
    Ok(posting)
}

/// Names each line that the shelves of the store have too little for.
async fn there(tx: &mut Tx, at: StoreId, lines: &[Line]) -> Result<()> {
    let mut fields = Fields::default();
    for part in goods(lines) {
        let free = ledger::balance(tx, &accounts::shelf(part.product, at)?.key).await?.free();
        if free >= part.quantity {
            continue;
        }
        for (number, line) in lines.iter().enumerate() {
            let needs = line.parts.iter().find(|one| one.product == part.product);
            if let Some(needs) = needs {
                let each = (needs.quantity / line.quantity.max(1)).max(1);
                let wrong = FieldError::new(format!("lines.{}", number + 1), "pieces_left");
                fields.push(wrong.with("left", (free / each).max(0)));
            }
        }
    }
    fields.check(())
}

/// Holds the goods until then.
pub async fn hold(
    tx: &mut Tx,
    (order, at): (OrderId, StoreId),
    lines: &[Line],
    until: Time,
) -> Result<ReservationId> {
    let asked = posting(tx, (order, at), &goods(lines), Way::Aside)?;
    there(tx, at, lines).await?;
    ledger::reserve(tx, asked, until).await
}

/// Sets them aside for good: what was held, else what lies there now.
pub async fn set_aside(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    if order.state.is_set_aside() {
        return Ok(());
    }
    match order.held.filter(|_| order.held_until > tx.now()) {
        Some(reservation) => {
            let (reason, subject) = (Way::Aside.reason().into(), order.id.to_string());
            let take = Take { id: tx.id(), reservation, amounts: None, reason, subject };
            ledger::take(tx, take).await.map(drop)
        }
        None => {
            // A hold whose time is over may still lie there, in this order's own way.
            free(tx, order, lines).await?;
            there(tx, order.store, lines).await?;
            let asked = posting(tx, (order.id, order.store), &goods(lines), Way::Aside)?;
            ledger::post(tx, asked).await.map(drop)
        }
    }
}

/// They leave with the customer.
pub async fn hand_over(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    set_aside(tx, order, lines).await?;
    let asked = posting(tx, (order.id, order.store), &goods(lines), Way::Sold)?;
    ledger::post(tx, asked).await.map(drop)
}

/// They may be sold to somebody else.
pub async fn free(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    if order.state.is_set_aside() {
        let asked = posting(tx, (order.id, order.store), &goods(lines), Way::Back)?;
        return ledger::post(tx, asked).await.map(drop);
    }
    match order.held {
        Some(reservation) => ledger::release(tx, reservation).await.map(drop),
        None => Ok(()),
    }
}
