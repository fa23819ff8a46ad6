//! Whom a code, number or address means. Names are nobody's: what was typed an hour ago cannot be asked
//! "which one?".

use ::store::Read;
use kernel::{Error, MemberId, Result};
use people::{joining::returns, members};
use web::Shop;

use super::model::Refusal;
use crate::{
    counter::model::{Typed, typed},
    vouchers,
};

/// The one member that it means.
pub async fn whom(db: &mut impl Read, shop: &Shop, who: &str) -> Result<MemberId> {
    if let Ok(id) = who.parse::<MemberId>() {
        let found = members::find(db, shop.org, id).await?;
        let living = found.filter(|member| member.erased_at.is_none());
        return living.map(|member| member.id).ok_or_else(|| Error::from(Refusal::Nobody));
    }
    let member = match typed(who) {
        Typed::Ticket(code) => {
            vouchers::by_code(db, shop.org, &code).await?.map(|voucher| voucher.member)
        }
        Typed::Words(text) | Typed::Return(text) => {
            returns::recognize(db, shop.org, &text, &shop.country).await?.map(|member| member.id)
        }
        Typed::Nothing => None,
    };
    member.ok_or_else(|| Refusal::Nobody.into())
}
