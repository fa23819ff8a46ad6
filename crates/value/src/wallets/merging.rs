//! Wallets of two records that became one: principal and bonus are poured together as they are. What was
//! spent before came out of the purse that it was in then, and goes back there first when goods come back.

use ::store::Tx;
use kernel::Result;
use ledger::Posting;
use people::members::merging::{Line, Merging};
use web::{Shop, shops, t};

use super::{
    accounts::Accounts,
    books,
    fold::{Deed, Split},
    model::{Act, Known, Wallet},
    store,
};

pub(crate) async fn merge(tx: &mut Tx, merging: Merging) -> Result<Option<Line>> {
    let (from, into) = (books::open(tx, merging.from).await?, books::open(tx, merging.into).await?);
    if from.acts == 0 {
        return Ok(None);
    }
    let (org, now) = (tx.org(), tx.now());
    let shop = shops::require(tx, org).await?;
    pour(tx, &shop, (&from, &into)).await?;
    store::hand_over(tx, &from, &into).await?;
    let act = Act {
        id: tx.world().uuid(),
        member: into.member,
        number: into.acts.saturating_add(from.acts).saturating_add(1),
        at: now,
        deed: Deed::Joined(from.member.uuid()),
        split: Split::default(),
        store: None,
        staff: tx.actor().staff(),
        undone_at: None,
        purse: None,
    };
    store::insert_act(tx, &act).await?;
    let balance = into.balance.plus(from.balance);
    let after = Wallet { balance, acts: act.number, changed_at: now, ..into };
    store::put_wallet(tx, &after).await?;
    let told = [into.balance, from.balance, balance].map(|split| said(merging, &shop, split));
    let line = Line::new(t!(merging.lang, "merging-wallet"), told);
    // Which of the two caps will hold is not known before the contacts are put together.
    let plan = store::plan(tx, org).await?;
    let over = plan.cap(Known::Named).is_some_and(|cap| balance.total() > cap);
    Ok(Some(if over { line.noted(t!(merging.lang, "merging-wallet-over")) } else { line }))
}

fn said(merging: Merging, shop: &Shop, split: Split) -> String {
    let money = |amount: i64| web::kit::format::money(merging.lang, shop.money(amount));
    if split.bonus == 0 {
        return money(split.principal);
    }
    let (principal, bonus) = (money(split.principal), money(split.bonus));
    t!(merging.lang, "merging-wallet-both", principal = principal, bonus = bonus)
}

async fn pour(tx: &mut Tx, shop: &Shop, (from, into): (&Wallet, &Wallet)) -> Result<()> {
    let of = |wallet: &Wallet| Accounts { member: wallet.member, currency: shop.currency };
    let (there, here) = (of(from), of(into));
    let mut posting = Posting::new(tx.id(), "wallets.joined", &into.member);
    if from.balance.principal > 0 {
        posting = posting.transfer(there.principal()?, here.principal()?, from.balance.principal);
    }
    if from.balance.bonus > 0 {
        posting = posting.transfer(there.bonus()?, here.bonus()?, from.balance.bonus);
    }
    if posting.transfers.is_empty() {
        return Ok(());
    }
    ledger::post(tx, posting).await.map(drop)
}
