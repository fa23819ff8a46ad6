//! Places of two records that became one: nothing is taken away, and what was had counts together, even
//! where that is more than one person may have. But one person is one in a team.

use ::store::Tx;
use kernel::{GroupBuyId, MemberId, Result, kinds};
use ledger::Posting;
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
    accounts::{self, Whose},
};

/// The tickets themselves are told of by vouchers, so that there is no line more.
pub async fn merge(tx: &mut Tx, Merging { into, from, .. }: &Merging) -> Result<()> {
    let (into, from) = (*into, *from);
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
    let theirs = Whose::<kinds::GroupBuy> { activity: buy, member: from };
    let posting = Posting::new(tx.id(), "group_buys.carried", &buy);
    accounts::carry(tx, posting, accounts::both(theirs, into, day)?).await
}
