//! Making a batch, writing its codes, taking one, sealing, voiding.

use ::store::{NewJob, Tx};
use kernel::{Error, GiftId, MemberId, PrintId, Result, StoreId};
use ledger::Posting;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use web::trail;

use super::{
    WRITE, code,
    model::{Batch, Refusal, State, checked},
    store,
};
use crate::{
    codes,
    events::{PrintsMade, PrintsVoided},
    gifts::{self, accounts},
    vouchers::{self, Give, Voucher, model::Way},
};

/// Codes that one turn writes.
const CHUNK: i64 = 500;

/// A batch that is to be made.
#[derive(Debug, Clone)]
pub struct NewBatch {
    pub gift: GiftId,
    pub pieces: i64,
    pub note: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Writing {
    batch: PrintId,
}

/// Takes the pieces off the shelf and begins to write the codes.
pub async fn make(tx: &mut Tx, new: NewBatch) -> Result<PrintId> {
    let (pieces, note) = checked(new.pieces, &new.note)?;
    let gift = gifts::require(tx, tx.org(), new.gift).await?;
    if gift.state == gifts::State::Closed {
        return Err(gifts::Refusal::Closed.into());
    }
    let secret = tx.world().chance.bytes::<32>().to_vec();
    let batch = Batch {
        id: tx.id(),
        gift: gift.id,
        pieces,
        made: 0,
        note,
        state: State::Making,
        secret: Some(secret),
        staff: tx.actor().staff(),
        created_at: tx.now(),
    };
    let stock = accounts::stock(gift.id)?;
    let covered = Posting::new(tx.id(), "prints.made", &batch.id).transfer(
        stock.clone(),
        accounts::printed(batch.id, gift.id)?,
        pieces,
    );
    if let Err(error) = ledger::post(tx, covered).await {
        if ledger::error_at(&error, &stock.key) {
            let left = ledger::balance(tx, &stock.key).await?.free();
            return Err(gifts::Refusal::NotThatMany.with("left", left).into());
        }
        return Err(error);
    }
    store::insert(tx, &batch).await?;
    trail::note(tx, "prints.made", gift.id, &(), &(pieces, &batch.note)).await?;
    tx.emit(&PrintsMade { batch: batch.id, gift: gift.id, pieces })?;
    next(tx, batch.id)?;
    Ok(batch.id)
}

fn next(tx: &mut Tx, batch: PrintId) -> Result<()> {
    tx.enqueue(NewJob::at(WRITE, batch.to_string(), tx.now(), &Writing { batch })?);
    Ok(())
}

/// The job: writes a chunk of codes and comes again while there are more. Run twice it writes on.
pub async fn write(tx: &mut Tx, data: Json) -> Result<()> {
    let Writing { batch } = serde_json::from_value(data).map_err(Error::broken)?;
    let batch = store::require(tx, tx.org(), batch).await?;
    let (State::Making, Some(secret)) = (batch.state, &batch.secret) else { return Ok(()) };
    let until = batch.pieces.min(batch.made + CHUNK);
    let codes: Vec<(i64, String)> = (batch.made + 1..=until)
        .map(|number| (number, code::hash(&code::of(secret, number))))
        .collect();
    store::insert_codes(tx, batch.id, &codes).await?;
    let state = if until == batch.pieces { State::Ready } else { State::Making };
    store::set_made(tx, batch.id, (until, state)).await?;
    if state == State::Making { next(tx, batch.id) } else { Ok(()) }
}

/// A slip that somebody enters.
#[derive(Debug, Clone)]
pub struct Take {
    pub code: String,
    pub member: MemberId,
    /// Where; none on a phone.
    pub store: Option<StoreId>,
}

/// Brings the slip's voucher, or refuses with what became of the code or with what the gift refuses.
pub async fn take(tx: &mut Tx, take: Take) -> Result<Voucher> {
    let read = codes::read_long(&take.code).ok_or(Refusal::Unknown)?;
    let hash = code::hash(&read);
    let Some(slip) = store::slip(tx, tx.org(), &hash).await? else {
        return Err(Refusal::Unknown.into());
    };
    if slip.voucher.is_some() {
        return Err(Refusal::AlreadyTaken.into());
    }
    let batch = store::require(tx, tx.org(), slip.batch).await?;
    if batch.state == State::Void {
        return Err(Refusal::Voided.into());
    }
    let gift = gifts::require(tx, tx.org(), batch.gift).await?;
    let way = Way { store: take.store, ..Way::default() };
    let asked = Give { gift: gift.id, member: take.member, source: "printed", way };
    let from = accounts::printed(batch.id, gift.id)?;
    let voucher = vouchers::give_from(tx, &gift, (asked, from)).await?;
    store::mark_taken(tx, &hash, voucher.id).await?;
    Ok(voucher)
}

/// Throws the secret away: the sheet cannot be made again.
pub async fn seal(tx: &mut Tx, id: PrintId) -> Result<()> {
    let batch = store::require(tx, tx.org(), id).await?;
    if batch.state == State::Making {
        return Err(Refusal::StillMaking.into());
    }
    if batch.secret.is_none() {
        return Ok(());
    }
    store::forget_secret(tx, id).await?;
    trail::note(tx, "prints.sealed", batch.gift, &(), &id).await
}

/// The slips are worth nothing from now on; what was not entered is on the shelf again.
pub async fn void(tx: &mut Tx, id: PrintId) -> Result<()> {
    let batch = store::require(tx, tx.org(), id).await?;
    if batch.state == State::Void {
        return Ok(());
    }
    let from = accounts::printed(id, batch.gift)?;
    let rest = ledger::balance(tx, &from.key).await?.free();
    if rest > 0 {
        let back = Posting::new(tx.id(), "prints.voided", &id).transfer(
            from,
            accounts::stock(batch.gift)?,
            rest,
        );
        ledger::post(tx, back).await?;
    }
    store::set_made(tx, id, (batch.made, State::Void)).await?;
    store::forget_secret(tx, id).await?;
    trail::note(tx, "prints.voided", batch.gift, &(), &rest).await?;
    tx.emit(&PrintsVoided { batch: id, gift: batch.gift, pieces: rest })
}
