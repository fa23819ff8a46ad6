//! Bonus that the shop gives for nothing, out of what an activity promised.

use ::store::Tx;
use kernel::{Result, StaffId, StoreId};
use ledger::Transfer;
use people::members::Member;
use uuid::Uuid;
use web::Shop;

use super::{
    books::{self, New},
    fold::Deed,
    model::{Act, Known, Refusal},
    store,
};

/// What is given, and by what.
#[derive(Debug)]
pub struct Gift<'m> {
    pub member: &'m Member,
    pub amount: i64,
    /// The id of the act, and how the journal names what it is about.
    pub id: Uuid,
    pub subject: String,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// What else moves in the same posting.
    pub beside: Vec<Transfer>,
}

/// Gives bonus; a wallet that would hold more than the plan allows refuses it (`wallets.over_cap`).
pub async fn give(tx: &mut Tx, shop: &Shop, gift: Gift<'_>) -> Result<Act> {
    let member = gift.member;
    let (wallet, cap) = store::capped(tx, tx.org(), (member.id, Known::of(member))).await?;
    if let Some(cap) = cap {
        let room = cap.saturating_sub(wallet.balance.total());
        if gift.amount > room {
            let plain = |amount: i64| shop.money(amount).plain();
            let refused = Refusal::OverCap.with("cap", plain(cap));
            return Err(refused.with("room", plain(room.max(0))).into());
        }
    }
    let new = New {
        id: gift.id,
        deed: Deed::Gift(gift.amount),
        store: gift.store,
        staff: gift.staff,
        reason: "wallets.gift",
        subject: gift.subject,
    };
    books::append_with(tx, shop, wallet, (new, gift.beside)).await
}
