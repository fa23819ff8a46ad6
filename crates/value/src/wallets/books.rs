//! One more act at the end, and a change of the past: both end in one posting of what moved.

use ::store::Tx;
use kernel::{MemberId, Result, StaffId, StoreId};
use ledger::{Account, Posting, Transfer};
use uuid::Uuid;
use web::{Shop, shops};

use super::{
    accounts::{Accounts, bonus_key, principal_key},
    fold::{self, Deed, Split},
    model::{Act, Refusal, Wallet},
    store,
};
use crate::visits::day_of;

/// Sums of what acts moved, in minor units. Of a difference each may be below zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    pub topped_up: i64,
    pub given: i64,
    pub spent: i64,
    pub spent_bonus: i64,
    pub refunded: i64,
    pub forfeited: i64,
}

impl Moved {
    fn of(act: &Act) -> Self {
        let Split { principal, bonus } = act.split;
        let none = Self::default();
        match act.deed {
            Deed::TopUp(_) => Self { topped_up: principal, given: bonus, ..none },
            Deed::Gift(_) => Self { given: bonus, ..none },
            Deed::Payment(..) | Deed::Deposit(..) => {
                Self { spent: principal, spent_bonus: bonus, ..none }
            }
            Deed::Refund(..) => Self { refunded: principal, forfeited: bonus, ..none },
            Deed::Joined(_) => none,
        }
    }
    fn plus(self, other: Self) -> Self {
        Self {
            topped_up: self.topped_up.saturating_add(other.topped_up),
            given: self.given.saturating_add(other.given),
            spent: self.spent.saturating_add(other.spent),
            spent_bonus: self.spent_bonus.saturating_add(other.spent_bonus),
            refunded: self.refunded.saturating_add(other.refunded),
            forfeited: self.forfeited.saturating_add(other.forfeited),
        }
    }
    fn minus(self, other: Self) -> Self {
        Self {
            topped_up: self.topped_up.saturating_sub(other.topped_up),
            given: self.given.saturating_sub(other.given),
            spent: self.spent.saturating_sub(other.spent),
            spent_bonus: self.spent_bonus.saturating_sub(other.spent_bonus),
            refunded: self.refunded.saturating_sub(other.refunded),
            forfeited: self.forfeited.saturating_sub(other.forfeited),
        }
    }
    /// What members hold more for it.
    pub const fn held(self) -> Split {
        Split {
            principal: self.topped_up.saturating_sub(self.spent).saturating_sub(self.refunded),
            bonus: self.given.saturating_sub(self.spent_bonus).saturating_sub(self.forfeited),
        }
    }
    /// The transfers that say so: what the member gets first, so that what goes can be paid of it.
    fn posting(self, mut posting: Posting, accounts: Accounts) -> Result<Posting> {
        let (principal, bonus) = (accounts.principal()?, accounts.bonus()?);
        let sides: [(i64, &Account, Account); 6] = [
            (self.topped_up, &principal, accounts.of_principal("topped_up")?),
            (-self.spent, &principal, accounts.of_principal("spent")?),
            (-self.refunded, &principal, accounts.of_principal("refunded")?),
            (self.given, &bonus, accounts.of_bonus("given")?),
            (-self.spent_bonus, &bonus, accounts.of_bonus("spent")?),
            (-self.forfeited, &bonus, accounts.of_bonus("forfeited")?),
        ];
        for (more, holder, shop) in sides.iter().filter(|(more, ..)| *more > 0) {
            posting = posting.transfer(shop.clone(), (*holder).clone(), *more);
        }
        for (more, holder, shop) in sides.iter().filter(|(more, ..)| *more < 0) {
            posting = posting.transfer((*holder).clone(), shop.clone(), -more);
        }
        Ok(posting)
    }
}

/// What an act does besides moving money.
#[derive(Debug, Clone)]
pub struct New {
    pub id: Uuid,
    pub deed: Deed,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// For the journal: the word for it, and the id it is about.
    pub reason: &'static str,
    pub subject: String,
}

/// The wallet as this command sees it: the balance is the ledger's.
pub async fn open(tx: &mut Tx, member: MemberId) -> Result<Wallet> {
    let org = tx.org();
    let wallet = store::wallet(tx, org, member).await?;
    let principal = ledger::balance(tx, &principal_key(member)?).await?.free();
    let bonus = ledger::balance(tx, &bonus_key(member)?).await?.free();
    Ok(Wallet { balance: Split { principal, bonus }, ..wallet })
}

/// One more act at the end.
pub async fn append(tx: &mut Tx, wallet: Wallet, new: New) -> Result<Act> {
    let shop = shops::require(tx, tx.org()).await?;
    append_with(tx, &shop, wallet, (new, Vec::new())).await
}

/// The same with what else moves in its posting, which is asked first.
pub async fn append_with(
    tx: &mut Tx,
    shop: &Shop,
    wallet: Wallet,
    (new, beside): (New, Vec<Transfer>),
) -> Result<Act> {
    let split = fold::split(wallet.balance, new.deed).map_err(|_| Refusal::NotEnough)?;
    let act = Act {
        id: new.id,
        member: wallet.member,
        number: wallet.acts.saturating_add(1),
        at: tx.now(),
        deed: new.deed,
        split,
        store: new.store,
        staff: new.staff,
        undone_at: None,
        purse: None,
    };
    let after = Wallet { acts: act.number, ..wallet };
    let mut posting = Posting::new(tx.id(), new.reason, &new.subject);
    posting.transfers = beside;
    post(tx, shop, after, (Moved::of(&act), posting)).await?;
    store::insert_act(tx, &act).await?;
    Ok(act)
}

/// What a replay is told of: the act as it is to be, and why.
#[derive(Debug)]
pub struct Change {
    pub act: Act,
    pub reason: &'static str,
    pub subject: String,
}

/// Replays a member's acts with one of them changed, and posts the difference. What the member has
/// more for it (or less); a replay that does not come out is refused as `wallets.not_enough`.
pub async fn replay(tx: &mut Tx, change: Change) -> Result<Split> {
    let org = tx.org();
    let wallet = open(tx, change.act.member).await?;
    let before = store::acts(tx, org, wallet.member).await?;
    let mut after = before.clone();
    for act in after.iter_mut().filter(|act| act.id == change.act.id) {
        *act = change.act.clone();
    }
    let folded = fold::replay(after.iter().map(effective)).map_err(|_| Refusal::NotEnough)?;
    for (act, split) in after.iter_mut().zip(&folded.splits) {
        act.split = *split;
    }
    let sum = |acts: &[Act]| acts.iter().map(Moved::of).fold(Moved::default(), Moved::plus);
    let moved = sum(&after).minus(sum(&before));
    let shop = shops::require(tx, org).await?;
    let posting = Posting::new(tx.id(), change.reason, &change.subject);
    post(tx, &shop, wallet, (moved, posting)).await?;
    for (act, _) in after.iter().zip(&before).filter(|(after, before)| after != before) {
        store::update_act(tx, act).await?;
    }
    Ok(moved.held())
}

/// A top-up that was taken back brings nothing; its row still says what it was.
fn effective(act: &Act) -> (Option<uuid::Uuid>, Deed) {
    let deed = match act.deed {
        Deed::TopUp(_) if act.undone_at.is_some() => Deed::TopUp(Split::default()),
        deed => deed,
    };
    (act.purse, deed)
}

/// Posts what moved, and keeps the wallet's row and the day's sums up with it.
async fn post(
    tx: &mut Tx,
    shop: &Shop,
    wallet: Wallet,
    (moved, posting): (Moved, Posting),
) -> Result<()> {
    let now = tx.now();
    let accounts = Accounts { member: wallet.member, currency: shop.currency };
    let posting = moved.posting(posting, accounts)?;
    if !posting.transfers.is_empty() {
        ledger::post(tx, posting).await.map_err(|error| short(error, wallet.member))?;
        store::add_to_day(tx, &day_of(now, &shop.zone), moved).await?;
    }
    let balance = wallet.balance.plus(moved.held());
    store::put_wallet(tx, &Wallet { balance, changed_at: now, ..wallet }).await
}

/// The ledger's floor in this slice's words.
fn short(error: kernel::Error, member: MemberId) -> kernel::Error {
    let ours = [principal_key(member), bonus_key(member)];
    if ours.iter().flatten().any(|key| ledger::error_at(&error, key)) {
        return Refusal::NotEnough.into();
    }
    error
}
