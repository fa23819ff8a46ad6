//! Putting things into a basket and taking them out.

use ::store::{EventRow, Future, Tx};
use kernel::{Error, FieldError, MemberId, ProductId, Result, VoucherId};
use people::{events::MemberErased, members::merging::Merging};
use value::vouchers;

use super::{
    model::{MOST_LINES, Refusal},
    store,
};
use crate::products::{self, MOST_OF_ONE, State};

/// A product in somebody's basket.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub member: MemberId,
    pub product: ProductId,
    pub quantity: i64,
}

/// Puts so many more in.
pub async fn add(tx: &mut Tx, wanted: Wanted) -> Result<()> {
    let basket = store::load(tx, tx.org(), wanted.member).await?;
    let has = basket.lines.iter().find(|line| line.product.id == wanted.product);
    let has = has.map_or(0, |line| line.quantity);
    let quantity = wanted.quantity.saturating_add(has);
    set(tx, Wanted { quantity, ..wanted }).await
}

/// Says how many there are in it; none takes it out.
pub async fn set(tx: &mut Tx, wanted: Wanted) -> Result<()> {
    let Wanted { member, product, quantity } = wanted;
    if quantity == 0 {
        return store::remove(tx, member, product).await;
    }
    if !(1..=MOST_OF_ONE).contains(&quantity) {
        let wrong = FieldError::new("quantity", "number_range");
        return Err(wrong.with("min", 0).with("max", MOST_OF_ONE).into());
    }
    if products::require(tx, tx.org(), product).await?.state == State::Closed {
        return Err(products::Refusal::Closed.into());
    }
    let basket = store::load(tx, tx.org(), member).await?;
    let known = basket.lines.iter().any(|line| line.product.id == product);
    if !known && basket.lines.len() >= MOST_LINES {
        return Err(Refusal::Full.into());
    }
    store::set(tx, member, product, quantity).await
}

/// Whether a voucher is used with the basket, where it takes something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Now,
    Later,
}
kernel::words!(Use { Now "now", Later "later" });

/// Uses one of the member's vouchers with the basket, or keeps it for another time.
pub async fn choose(tx: &mut Tx, member: MemberId, voucher: VoucherId, when: Use) -> Result<()> {
    if vouchers::require(tx, tx.org(), voucher).await?.member != member {
        return Err(Error::NotFound("voucher"));
    }
    match when {
        Use::Now => store::put_in(tx, member, voucher).await,
        Use::Later => store::leave_out(tx, member, voucher).await,
    }
}

/// Takes everything out.
pub async fn clear(tx: &mut Tx, member: MemberId) -> Result<()> {
    store::clear(tx, member).await
}

/// Somebody was erased: what they meant to order goes.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(erased) => store::clear(tx, erased.member).await,
            None => Ok(()),
        }
    })
}

/// Two members are one: so are their baskets.
pub(crate) async fn merge(tx: &mut Tx, merging: Merging) -> Result<()> {
    store::hand_over(tx, merging.from, merging.into).await
}
