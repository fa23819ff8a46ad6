//! What a basket costs its member now: member prices, and the vouchers that take the most off.

use ::store::Read;
use kernel::{MemberId, Result, StoreId, Time, VoucherId};
use value::{
    purchases::Prices,
    vouchers::taking::{self, Which, Worked, work_out},
};
use web::Shop;

use super::{Basket, store};

#[derive(Debug, Clone)]
pub struct Checkout {
    pub basket: Basket,
    /// With whatever of the member's is best.
    pub best: Worked,
    /// Without what they keep for another time.
    pub taken: Worked,
}

impl Checkout {
    /// What is used with it.
    pub fn vouchers(&self) -> Vec<VoucherId> {
        let told = self.taken.told().into_iter();
        told.filter(|(.., why)| why.taken()).map(|(voucher, ..)| voucher.id).collect()
    }
}

pub async fn checkout(
    db: &mut impl Read,
    shop: &Shop,
    (member, at_store): (MemberId, StoreId),
    at: Time,
) -> Result<Checkout> {
    let basket = store::load(db, shop.org, member).await?;
    let left_out = store::left_out(db, shop.org, member).await?;
    let lines = basket.lines.iter().map(|line| line.goods(shop.lang)).collect();
    let asked = taking::Basket { member, store: at_store, at, lines, prices: Prices::Apply };
    let best = work_out(db, shop, asked.clone(), Which::Best(&[])).await?;
    let taken = match left_out.as_slice() {
        [] => best.clone(),
        left_out => work_out(db, shop, asked, Which::But(left_out)).await?,
    };
    Ok(Checkout { basket, best, taken })
}
