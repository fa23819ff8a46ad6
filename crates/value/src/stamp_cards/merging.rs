//! Stamp cards of two records that became one: the stamps of both lie on one card, a day that both were
//! stamped on counts once, and a card that is full by that becomes its gift.

use ::store::Tx;
use kernel::{Lang, MemberId, Result};
use ledger::{Account, Posting};
use people::members::merging::{Line, Merging};
use web::t;

use super::{
    actions::{At, fill, unstamp},
    model::{Stamp, StampCard},
    store,
};
use crate::gifts::State;

pub(crate) async fn merge(tx: &mut Tx, merging: Merging) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for card in store::list(tx, tx.org()).await? {
        lines.extend(one(tx, merging, &card).await?);
    }
    Ok(lines)
}

async fn one(tx: &mut Tx, merging: Merging, card: &StampCard) -> Result<Option<Line>> {
    let Merging { into, from, lang } = merging;
    let theirs = store::stamps(tx, card.id, from).await?;
    let had = [on(tx, card, into).await?, on(tx, card, from).await?];
    if theirs.is_empty() && had[1] == 0 {
        return Ok(None);
    }
    let mine = store::stamps(tx, card.id, into).await?;
    let mut doubles = 0;
    for stamp in &theirs {
        if let Some(same) = mine.iter().find(|one| one.mark == stamp.mark) {
            doubles += i64::from(settle_double(tx, card, (same, stamp)).await?);
        }
    }
    store::hand_over(tx, card.id, (from, into)).await?;
    let left = on(tx, card, from).await?;
    carry(tx, card, (from, into), left).await?;
    let filled = fill_up(tx, card, into).await?;
    let after = on(tx, card, into).await?;
    let told = [had[0], had[1], after].map(|have| format!("{have} / {}", card.needs));
    let line = Line::new(card.name.of(lang), told);
    Ok(Some(line.noted(note(lang, doubles, filled))))
}

fn note(lang: Lang, doubles: i64, filled: i64) -> String {
    let mut said = Vec::new();
    if doubles > 0 {
        said.push(t!(lang, "merging-stamps-double", count = doubles));
    }
    if filled > 0 {
        said.push(t!(lang, "merging-stamps-filled"));
    }
    said.join(" ")
}

async fn on(tx: &mut Tx, card: &StampCard, member: MemberId) -> Result<i64> {
    Ok(ledger::balance(tx, &card.held(member)?.key).await?.free())
}

/// Of two stamps with one mark one row is left. Whether a stamp was taken off: one that filled a card
/// stays, because what was given stays.
async fn settle_double(
    tx: &mut Tx,
    card: &StampCard,
    (mine, theirs): (&Stamp, &Stamp),
) -> Result<bool> {
    let times = mine.times.max(theirs.times);
    if mine.undone && !theirs.undone {
        store::delete(tx, mine).await?;
        store::count_times(tx, theirs, times).await?;
        return Ok(false);
    }
    let both = !mine.undone && !theirs.undone;
    let loose = both && theirs.fill.is_none() && on(tx, card, theirs.member).await? > 0;
    if loose {
        unstamp(tx, card.id, theirs.member, &theirs.mark).await?;
    }
    store::delete(tx, theirs).await?;
    store::count_times(tx, mine, times).await?;
    Ok(loose)
}

/// Cards that are full by what came together; how many.
async fn fill_up(tx: &mut Tx, card: &StampCard, member: MemberId) -> Result<i64> {
    let mut filled = 0;
    while card.state == State::Open && on(tx, card, member).await? >= card.needs {
        let stamps = store::stamps(tx, card.id, member).await?;
        let Some(mut last) = stamps.into_iter().find(|one| !one.undone && one.fill.is_none())
        else {
            break;
        };
        let at = At { member, store: last.store, staff: tx.actor().staff() };
        if let Some(named) = last.posted_for {
            carry(tx, card, (member, named), card.needs).await?;
        }
        fill(tx, card, at, &mut last).await?;
        if last.fill.is_none() {
            // There is nothing left to give: the stamps stay.
            if let Some(named) = last.posted_for {
                carry(tx, card, (named, member), card.needs).await?;
            }
            break;
        }
        store::put(tx, &last, at.staff).await?;
        filled += 1;
    }
    Ok(filled)
}

async fn carry(
    tx: &mut Tx,
    card: &StampCard,
    (from, to): (MemberId, MemberId),
    amount: i64,
) -> Result<()> {
    if amount <= 0 || from == to {
        return Ok(());
    }
    let (from, to): (Account, Account) = (card.held(from)?, card.held(to)?);
    let posting = Posting::new(tx.id(), "stamp_cards.carried", &card.id);
    ledger::post(tx, posting.transfer(from, to, amount)).await.map(drop)
}

/// A stamp whose posting names the accounts of a record that was merged since.
pub(super) struct Elsewhere {
    card: StampCard,
    member: MemberId,
    named: MemberId,
}

impl Elsewhere {
    pub async fn of(tx: &mut Tx, stamp: &Stamp) -> Result<Option<Self>> {
        let Some(named) = stamp.posted_for.filter(|named| *named != stamp.member) else {
            return Ok(None);
        };
        let card = store::require(tx, tx.org(), stamp.card).await?;
        Ok(Some(Self { card, member: stamp.member, named }))
    }
    /// So many stamps are where the posting will look for them.
    pub async fn lend(&self, tx: &mut Tx, stamps: i64) -> Result<()> {
        carry(tx, &self.card, (self.member, self.named), stamps).await
    }
    /// What the postings gave back is the member's.
    pub async fn fetch(self, tx: &mut Tx) -> Result<()> {
        let left = on(tx, &self.card, self.named).await?;
        carry(tx, &self.card, (self.named, self.member), left).await
    }
}
