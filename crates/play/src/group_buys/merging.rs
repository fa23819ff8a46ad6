//! Places of two records that became one: nothing is taken away, and what was had counts together, even
//! where that is more than one person may have. But one person is one in a team.

use ::store::Tx;
use kernel::{GroupBuyId, MemberId, Result, kinds};
use ledger::{Account, Posting};
use people::members::merging::Merging;
use value::visits::day_of;
use web::shops;

use super::{
    jobs,
    model::{GroupBuy, Seat},
    store, teams,
};
use crate::activities::{
    self,
    accounts::{Whose, allowance, daily},
};

/// The tickets themselves are told of by vouchers, so that there is no line more.
pub async fn merge(tx: &mut Tx, merging: Merging) -> Result<()> {
    let Merging { into, from, .. } = merging;
    let shop = shops::require(tx, tx.org()).await?;
    let day = day_of(tx.now(), &shop.zone);
    for buy in store::buys_of(tx, from).await? {
        carry(tx, (buy, &day), (from, into)).await?;
    }
    let mine = store::open_of_member(tx, tx.org(), into).await?;
    for seat in store::open_of_member(tx, tx.org(), from).await? {
        if let Some(mine) = mine.iter().find(|mine| mine.team == seat.team) {
            // Who sat there first stays.
            let later = if mine.id < seat.id { seat } else { mine.clone() };
            // Points, money and limits are the one's by now.
            once(tx, Seat { member: into, ..later }).await?;
        }
    }
    store::hand_over(tx, from, into).await
}

/// The second place of one person in one team ends, as if they had stepped out.
async fn once(tx: &mut Tx, seat: Seat) -> Result<()> {
    let mut team = store::team(tx, tx.org(), seat.team).await?;
    let mut buy: GroupBuy = activities::require(tx, tx.org(), seat.buy).await?;
    teams::step_out(tx, &buy, (&mut team, seat)).await?;
    jobs::plan_next(tx, &mut buy).await
}

/// What a member may still have, given to or owed by another record of the same person.
async fn carry(
    tx: &mut Tx,
    (buy, day): (GroupBuyId, &str),
    (from, into): (MemberId, MemberId),
) -> Result<()> {
    let whose = |member| Whose::<kinds::GroupBuy> { activity: buy, member };
    let mut posting = Posting::new(tx.id(), "group_buys.carried", &buy);
    let pairs = [
        (allowance(whose(from), 0)?, allowance(whose(into), 0)?),
        (daily(whose(from), day, 0)?, daily(whose(into), day, 0)?),
    ];
    for (theirs, mine) in pairs {
        // More may have been had together than one person may: nothing is taken away.
        let [theirs, mine] = [theirs, mine].map(|account| Account { floor: None, ..account });
        let balance = ledger::balance(tx, &theirs.key).await?.balance;
        if balance < 0 {
            posting = posting.transfer(mine, theirs, -balance);
        } else if balance > 0 {
            posting = posting.transfer(theirs, mine, balance);
        }
    }
    if !posting.transfers.is_empty() {
        ledger::post(tx, posting).await?;
    }
    Ok(())
}
