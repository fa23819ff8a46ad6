//! Money from a wallet for something that is not bought yet. It is gone from the wallet at once; if nothing
//! comes of it, the wallet is replayed as if it had never been paid.

use ::store::Tx;
use kernel::{MemberId, Result, StaffId, StoreId};
use uuid::Uuid;

use super::{
    books::{self, Change, New},
    fold::{Deed, Split},
    model::{Act, Kind, Refusal},
    store,
};
use crate::events::{WalletDepositReturned, WalletDeposited};

/// What a deposit is for, and of how much.
#[derive(Debug, Clone)]
pub struct Deposit {
    pub member: MemberId,
    /// What it is for, and its name for the journal.
    pub id: Uuid,
    pub subject: String,
    pub amount: i64,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Pays it by the plan's order of spending, whole or not at all: `wallets.not_enough` with what is there.
pub async fn deposit(tx: &mut Tx, deposit: Deposit) -> Result<Split> {
    let org = tx.org();
    let wallet = books::open(tx, deposit.member).await?;
    let have = wallet.balance.total();
    if have < deposit.amount {
        return Err(Refusal::NotEnough.with("have", have).into());
    }
    let spending = store::plan(tx, org).await?.spending;
    let (subject, member) = (deposit.subject, deposit.member);
    let new = New {
        id: deposit.id,
        deed: Deed::Deposit(deposit.amount, spending),
        store: deposit.store,
        staff: deposit.staff,
        reason: "wallets.deposited",
        subject: subject.clone(),
    };
    let act = books::append(tx, wallet, new).await?;
    let Split { principal, bonus } = act.split;
    let (store, staff) = (act.store, act.staff);
    tx.emit(&WalletDeposited { subject, member, principal, bonus, store, staff })?;
    Ok(act.split)
}

/// It goes back to whoever has the wallet now. What went back before, or was never paid, stays as it is.
pub async fn deposit_back(tx: &mut Tx, id: Uuid, subject: &str) -> Result<Split> {
    deposit_back_but(tx, (id, subject), 0).await
}

/// All of it goes back but for so much, which the shop keeps.
pub async fn deposit_back_but(
    tx: &mut Tx,
    (id, subject): (Uuid, &str),
    kept: i64,
) -> Result<Split> {
    let org = tx.org();
    let Some(act) = store::act(tx, org, Kind::Deposit, id).await? else {
        return Ok(Split::default());
    };
    let (member, Deed::Deposit(paid, spending)) = (act.member, act.deed) else {
        return Ok(Split::default());
    };
    if paid <= kept.max(0) {
        return Ok(Split::default());
    }
    let change = Change {
        act: Act { deed: Deed::Deposit(kept.max(0), spending), ..act },
        reason: "wallets.deposit_returned",
        subject: subject.to_owned(),
    };
    let back = books::replay(tx, change).await?;
    let (subject, Split { principal, bonus }) = (subject.to_owned(), back);
    tx.emit(&WalletDepositReturned { subject, member, principal, bonus })?;
    Ok(back)
}
