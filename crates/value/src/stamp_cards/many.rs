//! Stamps of many purchases at once, for imports: what stamping them one by one would have done, in a
//! few statements per card.

use std::collections::{BTreeSet, HashMap};

use ::store::Tx;
use kernel::{MemberId, PurchaseId, Result, StoreId, Time};
use ledger::Posting;
use people::memberships;

use super::{
    actions::{At, fill},
    model::{Each, Mark, Stamp, StampCard, posting_of},
    store,
};
use crate::{
    events::{CardFilled, StampEarned},
    gifts::{self, State},
    vouchers::{self, Give, Voucher, model::Way},
};

/// A purchase that may earn stamps.
#[derive(Debug, Clone)]
pub struct Buy {
    pub member: MemberId,
    pub store: StoreId,
    pub purchase: PurchaseId,
    pub amount: i64,
    pub at: Time,
    /// The local day.
    pub day: String,
}

impl Buy {
    fn mark(&self, card: &StampCard) -> Option<Mark> {
        let mark = match card.each {
            Each::Visit => Mark::Day(self.day.clone()),
            Each::Purchase => Mark::Purchase(self.purchase, self.amount),
        };
        (card.created_at <= self.at && mark.earns(card)).then_some(mark)
    }
}

/// Stamps the open cards that were there when something was bought, in the order of the purchases.
pub async fn stamp_all(tx: &mut Tx, buys: &[Buy]) -> Result<()> {
    let cards = store::list(tx, tx.org()).await?;
    for card in cards.iter().filter(|card| card.state == State::Open) {
        let members = who_has(tx, card, buys).await?;
        let marks: Vec<(&Buy, Mark)> = buys
            .iter()
            .filter(|buy| members.contains(&buy.member))
            .filter_map(|buy| Some((buy, buy.mark(card)?)))
            .collect();
        if !marks.is_empty() {
            stamp_card(tx, card, &marks).await?;
        }
    }
    Ok(())
}

/// Everybody, or the members of the card's series.
async fn who_has(tx: &mut Tx, card: &StampCard, buys: &[Buy]) -> Result<BTreeSet<MemberId>> {
    let mut members: BTreeSet<MemberId> = buys.iter().map(|buy| buy.member).collect();
    let Some(series) = card.series else { return Ok(members) };
    for member in members.clone() {
        let stays = memberships::open_of_member(tx, tx.org(), member).await?;
        if !stays.iter().any(|stay| stay.series == series) {
            members.remove(&member);
        }
    }
    Ok(members)
}

async fn stamp_card(tx: &mut Tx, card: &StampCard, marks: &[(&Buy, Mark)]) -> Result<()> {
    let texts: Vec<(MemberId, String)> =
        marks.iter().map(|(buy, mark)| (buy.member, mark.text())).collect();
    let mut known = store::stamped(tx, card.id, &texts).await?;
    let (mut rows, mut postings) = (Vec::new(), Vec::new());
    for ((buy, _), key) in marks.iter().zip(texts) {
        let before = known.insert(key.clone(), (1, false));
        let times = match before {
            None => 1,
            Some((times, true)) => times + 1,
            Some(same @ (_, false)) => {
                known.insert(key, same);
                continue;
            }
        };
        let (member, mark) = key;
        let posting = posting_of(card.id, member, &mark, times);
        let stamped = Posting::new(posting, "stamp_cards.stamped", &card.id);
        postings.push(stamped.transfer(card.pad()?, card.held(member)?, 1));
        rows.push(Stamp {
            card: card.id,
            member,
            mark,
            at: buy.at,
            store: Some(buy.store),
            times,
            undone: false,
            posting,
            fill: None,
            voucher: None,
            posted_for: None,
        });
    }
    ledger::post_all(tx, postings).await?;
    fill_up(tx, card, &mut rows).await?;
    store::put_all(tx, &rows, None).await
}

/// Tells of the stamps that were posted, and makes gifts of the cards that they filled: all at once,
/// or, where there are not enough, one after the other as long as they last.
async fn fill_up(tx: &mut Tx, card: &StampCard, rows: &mut [Stamp]) -> Result<()> {
    let mut had: HashMap<MemberId, i64> = HashMap::new();
    for row in rows.iter() {
        *had.entry(row.member).or_default() -= 1;
    }
    for (member, had) in &mut had {
        *had += ledger::balance(tx, &card.held(*member)?.key).await?.free();
    }
    if fill_all(tx, card, rows, &had).await? {
        return Ok(());
    }
    for row in rows {
        let have = had.entry(row.member).or_default();
        *have += 1;
        tell(tx, card, row, *have)?;
        if *have >= card.needs {
            let at = At { member: row.member, store: row.store, staff: None };
            fill(tx, card, at, row).await?;
            if row.fill.is_some() {
                *have -= card.needs;
            }
        }
    }
    Ok(())
}

/// False, and nothing happened, where the gifts do not last.
async fn fill_all(
    tx: &mut Tx,
    card: &StampCard,
    rows: &mut [Stamp],
    had: &HashMap<MemberId, i64>,
) -> Result<bool> {
    let (mut have, mut counts, mut full) = (had.clone(), Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        let have = have.entry(row.member).or_default();
        *have += 1;
        counts.push(*have);
        if *have >= card.needs {
            *have -= card.needs;
            full.push(place);
        }
    }
    let filling: Vec<&Stamp> = full.iter().filter_map(|place| rows.get(*place)).collect();
    let vouchers = match give(tx, card, &filling).await {
        Ok(vouchers) => vouchers,
        Err(kernel::Error::Refused(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    for (row, have) in rows.iter().zip(counts) {
        tell(tx, card, row, have)?;
    }
    let mut postings = Vec::with_capacity(full.len());
    for (place, voucher) in full.into_iter().zip(vouchers) {
        let Some(row) = rows.get_mut(place) else { continue };
        let posting = tx.id();
        let taken = Posting::new(posting, "stamp_cards.filled", &voucher.id);
        postings.push(taken.transfer(card.held(row.member)?, card.filled()?, card.needs));
        tx.emit(&CardFilled {
            card: card.id,
            member: row.member,
            gift: card.gift,
            voucher: voucher.id,
            store: row.store,
            staff: None,
            cost: voucher.cost,
        })?;
        (row.fill, row.voucher) = (Some(posting), Some(voucher.id));
    }
    if !postings.is_empty() {
        ledger::post_all(tx, postings).await?;
    }
    Ok(true)
}

async fn give(tx: &mut Tx, card: &StampCard, full: &[&Stamp]) -> Result<Vec<Voucher>> {
    if full.is_empty() {
        return Ok(Vec::new());
    }
    let gift = gifts::require(tx, tx.org(), card.gift).await?;
    let one = |row: &&Stamp| Give {
        gift: card.gift,
        member: row.member,
        source: "stamps",
        way: Way { store: row.store, series: card.series, ..Way::default() },
    };
    let gives: Vec<Give> = full.iter().map(one).collect();
    vouchers::give_all(tx, &gift, &gives).await
}

fn tell(tx: &mut Tx, card: &StampCard, row: &Stamp, have: i64) -> Result<()> {
    tx.emit(&StampEarned {
        card: card.id,
        member: row.member,
        store: row.store,
        staff: None,
        have,
        needs: card.needs,
    })
}
