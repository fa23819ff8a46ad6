//! Making a card, stamping it, taking a stamp back.

use ::store::Tx;
use kernel::{FieldError, Fields, MemberId, Result, StaffId, StampCardId, StoreId, VoucherId};
use ledger::{Posting, Reversal};
use people::series;
use serde::{Deserialize, Serialize};
use web::trail;

use super::{
    merging::Elsewhere,
    model::{Mark, Refusal, Stamp, StampCard, posting_of},
    store,
};
use crate::{
    events::{CardFilled, StampEarned, StampWithdrawn},
    gifts::{self, State},
    vouchers::{self, Give, model::Way},
};

/// Opens a card. A series has one open card, and so has the shop as a whole.
pub async fn create(tx: &mut Tx, card: StampCard) -> Result<StampCardId> {
    let card =
        StampCard { id: tx.id(), created_at: tx.now(), state: State::Open, ..card }.checked()?;
    named(tx, &card).await?;
    one_open(tx, &card).await?;
    store::insert(tx, &card).await?;
    trail::note(tx, "stamp_cards.created", card.id, &(), &card).await?;
    Ok(card.id)
}

/// What the card names is this shop's.
async fn named(tx: &mut Tx, card: &StampCard) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    if gifts::find(tx, org, card.gift).await?.is_none() {
        fields.push(FieldError::new("gift", "choice_invalid"));
    }
    if let Some(series) = card.series
        && series::find(tx, org, series).await?.is_none()
    {
        fields.push(FieldError::new("series", "choice_invalid"));
    }
    fields.check(())
}

async fn one_open(tx: &mut Tx, card: &StampCard) -> Result<()> {
    let others = store::list(tx, tx.org()).await?;
    let taken = others.iter().any(|other| {
        other.id != card.id && other.state == State::Open && other.series == card.series
    });
    if taken { Err(Refusal::OneIsOpen.into()) } else { Ok(()) }
}

/// Changes what a card says, needs and gives. Stamps that were earned stay.
pub async fn change(tx: &mut Tx, id: StampCardId, wanted: StampCard) -> Result<()> {
    let before = store::require(tx, tx.org(), id).await?;
    let (series, created_at) = (before.series, before.created_at);
    let after = StampCard { id, series, created_at, ..wanted }.checked()?;
    named(tx, &after).await?;
    if after.state == State::Open {
        one_open(tx, &after).await?;
    }
    if after == before {
        return Ok(());
    }
    trail::note(tx, "stamp_cards.changed", id, &before, &after).await?;
    store::update(tx, &after).await
}

/// Who stamps whose card, where.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// What a stamp did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped {
    pub card: StampCardId,
    pub mark: String,
    /// Stamps on the card now.
    pub have: i64,
    pub needs: i64,
    /// The gift's voucher when the card was filled.
    pub voucher: Option<VoucherId>,
    /// The card is full and the gift is sold out: the stamps stay.
    pub waits: bool,
}

/// Stamps a card. None when this mark was stamped before: that is no mistake, it is the same stamp.
pub async fn stamp(tx: &mut Tx, card: &StampCard, mark: &Mark, at: At) -> Result<Option<Stamped>> {
    if card.state == State::Closed || !mark.earns(card) {
        return Ok(None);
    }
    let mark = mark.text();
    let before = store::stamp(tx, tx.org(), card.id, at.member, &mark).await?;
    if before.as_ref().is_some_and(|stamp| !stamp.undone) {
        return Ok(None);
    }
    let times = before.map_or(1, |stamp| stamp.times + 1);
    let posting = posting_of(card.id, at.member, &mark, times);
    let held = card.held(at.member)?;
    let stamped = Posting::new(posting, "stamp_cards.stamped", &card.id);
    ledger::post(tx, stamped.transfer(card.pad()?, held.clone(), 1)).await?;
    let have = ledger::balance(tx, &held.key).await?.free();
    tx.emit(&StampEarned {
        card: card.id,
        member: at.member,
        store: at.store,
        staff: at.staff,
        have,
        needs: card.needs,
    })?;
    let mut row = Stamp {
        card: card.id,
        member: at.member,
        mark: mark.clone(),
        at: tx.now(),
        store: at.store,
        times,
        undone: false,
        posting,
        fill: None,
        voucher: None,
        posted_for: None,
    };
    let full = have >= card.needs;
    if full {
        fill(tx, card, at, &mut row).await?;
    }
    store::put(tx, &row, at.staff).await?;
    let waits = full && row.voucher.is_none();
    let have = if row.fill.is_some() { have - card.needs } else { have };
    Ok(Some(Stamped { card: card.id, mark, have, needs: card.needs, voucher: row.voucher, waits }))
}

/// A full card becomes a voucher, unless there is nothing left to give.
pub(super) async fn fill(tx: &mut Tx, card: &StampCard, at: At, row: &mut Stamp) -> Result<()> {
    let way = Way { store: at.store, series: card.series, staff: at.staff, ..Way::default() };
    let asked = Give { gift: card.gift, member: at.member, source: "stamps", way };
    let voucher = match vouchers::give(tx, asked).await {
        Ok(voucher) => voucher,
        Err(error)
            if error.is(gifts::Refusal::SoldOut)
                || error.is(gifts::Refusal::AlreadyHad)
                || error.is(gifts::Refusal::Closed) =>
        {
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let posting = tx.id();
    let taken = Posting::new(posting, "stamp_cards.filled", &voucher.id);
    let held = card.held(row.posted_for.unwrap_or(at.member))?;
    ledger::post(tx, taken.transfer(held, card.filled()?, card.needs)).await?;
    tx.emit(&CardFilled {
        card: card.id,
        member: at.member,
        gift: card.gift,
        voucher: voucher.id,
        store: at.store,
        staff: at.staff,
        cost: voucher.cost,
    })?;
    row.fill = Some(posting);
    row.voucher = Some(voucher.id);
    Ok(())
}

/// Takes a stamp back, and the gift that it filled. Refused when that gift was collected.
pub async fn unstamp(tx: &mut Tx, card: StampCardId, member: MemberId, mark: &str) -> Result<()> {
    let Some(stamp) = store::stamp(tx, tx.org(), card, member, mark).await? else { return Ok(()) };
    if stamp.undone {
        return Ok(());
    }
    if let Some(voucher) = stamp.voucher {
        vouchers::withdraw(tx, voucher).await?;
    }
    let elsewhere = Elsewhere::of(tx, &stamp).await?;
    if let Some(elsewhere) = &elsewhere
        && stamp.fill.is_none()
    {
        elsewhere.lend(tx, 1).await?;
    }
    for posting in [stamp.fill, Some(stamp.posting)].into_iter().flatten() {
        let reversal = Reversal {
            id: tx.id(),
            of: posting,
            reason: "stamp_cards.stamp_withdrawn".into(),
            subject: card.to_string(),
        };
        ledger::reverse(tx, reversal).await?;
    }
    if let Some(elsewhere) = elsewhere {
        elsewhere.fetch(tx).await?;
    }
    let undone = Stamp { undone: true, fill: None, voucher: None, posted_for: None, ..stamp };
    store::put(tx, &undone, tx.actor().staff()).await?;
    tx.emit(&StampWithdrawn { card, member })
}
