//! Saying what a gift costs, and swapping.

use ::store::Tx;
use kernel::{Error, FieldError, GiftId, MemberId, ProgramId, Result};
use web::{shops, trail};

use super::store::{self, Price};
use crate::{
    gifts,
    points::{self, Book, Origin, Spend, engine::MOST_POINTS, engine::Payment},
    vouchers::{self, Give, Voucher, model::Way},
};

/// Gifts that one program's points can buy.
const MOST_PRICES: usize = 100;

/// Sets what a gift costs; none takes it off the list.
pub async fn price(
    tx: &mut Tx,
    program: ProgramId,
    gift: GiftId,
    points: Option<i64>,
) -> Result<()> {
    let org = tx.org();
    let zone = shops::require(tx, org).await?.zone;
    points::require(tx, org, &zone, program).await?;
    if gifts::find(tx, org, gift).await?.is_none() {
        return Err(FieldError::new("gift", "choice_invalid").into());
    }
    let known = store::prices(tx, org, Some(program)).await?;
    let before = known.iter().find(|price| price.gift == gift).map(|price| price.points);
    match points {
        Some(points) if !(1..=MOST_POINTS).contains(&points) => {
            let wrong = FieldError::new("points", "number_range");
            return Err(wrong.with("min", 1).with("max", MOST_POINTS).into());
        }
        Some(_) if before.is_none() && known.len() >= MOST_PRICES => {
            let wrong = FieldError::new("gift", "too_many");
            return Err(wrong.with("max", MOST_PRICES as i64).into());
        }
        Some(points) => store::put(tx, Price { program, gift, points }).await?,
        None => store::delete(tx, program, gift).await?,
    }
    if before != points {
        trail::note(tx, "points.priced", gift, &before, &points).await?;
    }
    Ok(())
}

/// Points of a program for a gift.
#[derive(Debug, Clone, Copy)]
pub struct Swap {
    pub program: ProgramId,
    pub gift: GiftId,
    pub member: MemberId,
}

/// Swaps, or refuses with `points.not_enough` or what the gift refuses, and nothing has happened.
pub async fn swap(tx: &mut Tx, swap: Swap) -> Result<Voucher> {
    let Swap { program, gift, member } = swap;
    let prices = store::prices(tx, tx.org(), Some(program)).await?;
    let price = prices.iter().find(|price| price.gift == gift);
    let points = price.ok_or(Error::NotFound("price"))?.points;
    let mut book = Book::open(tx, &[member]).await?;
    let asked = Give { gift, member, source: SOURCE, way: Way::default() };
    let voucher = vouchers::give(tx, asked).await?;
    let origin = Origin { subject: Some(voucher.id.to_string()), ..Origin::default() };
    let payment = Payment::Fixed { points };
    points::spend(&mut book, tx, Spend { program, member, payment, origin })?;
    book.close(tx).await?;
    Ok(voucher)
}

/// How a voucher says that it was bought.
pub const SOURCE: &str = "points";
