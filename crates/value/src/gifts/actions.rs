//! Making, changing, stocking and closing a gift.

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, GiftId, PictureId, Result};
use ledger::Posting;
use people::{series, stores};
use web::trail;

use super::{
    accounts,
    model::{Details, Gift, Refusal, State, pieces},
    store,
};
use crate::events::{GiftCreated, GiftRestocked};

/// A gift that is to be made.
#[derive(Debug, Clone)]
pub struct NewGift {
    pub details: Details,
    /// How many there are at first; 0 for none yet.
    pub stock: i64,
    pub playbook_key: Option<String>,
}

/// Makes a gift and puts its first pieces on the shelf.
pub async fn create(tx: &mut Tx, new: NewGift) -> Result<GiftId> {
    let details = new.details.checked()?;
    named(tx, &details).await?;
    if new.stock != 0 {
        pieces("stock", new.stock)?;
    }
    let gift = Gift {
        id: tx.id(),
        details,
        state: State::Open,
        picture: None,
        playbook_key: new.playbook_key,
        created_at: tx.now(),
    };
    store::insert(tx, &gift).await?;
    tx.emit(&GiftCreated { gift: gift.id, kind: gift.kind.to_string(), cost: gift.cost })?;
    trail::note(tx, "gifts.created", gift.id, &(), &gift.details).await?;
    if new.stock > 0 {
        stock_up(tx, gift.id, new.stock).await?;
    }
    // What is not collected in time is looked after from now on.
    tx.enqueue(NewJob::at(
        crate::vouchers::EXPIRE,
        "hourly",
        tx.now().plus(crate::vouchers::EVERY),
        &(),
    )?);
    Ok(gift.id)
}

/// The stores and the series that the details name are this shop's.
async fn named(tx: &mut Tx, details: &Details) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    if !details.stores.is_empty() {
        let known = stores::all(tx, org).await?;
        if !details.stores.iter().all(|id| known.iter().any(|store| store.id == *id)) {
            fields.push(FieldError::new("stores", "choice_invalid"));
        }
    }
    if let Some(series) = details.series
        && series::find(tx, org, series).await?.is_none()
    {
        fields.push(FieldError::new("series", "choice_invalid"));
    }
    fields.check(())
}

/// Changes what is said about a gift. What was given before stays as it was given.
pub async fn change(tx: &mut Tx, id: GiftId, details: Details) -> Result<()> {
    let mut gift = store::require(tx, tx.org(), id).await?;
    let details = details.checked()?;
    if gift.details == details {
        return Ok(());
    }
    named(tx, &details).await?;
    // A promise that somebody holds is kept.
    let given = ledger::balance(tx, &accounts::claimed(id)?.key).await?;
    if details.terms != gift.details.terms && given.balance > 0 {
        return Err(Refusal::TermsGiven.into());
    }
    trail::note(tx, "gifts.changed", id, &gift.details, &details).await?;
    gift.details = details;
    store::update(tx, &gift).await
}

/// Gives the gift a picture, or takes it away.
pub async fn picture(tx: &mut Tx, id: GiftId, bytes: Option<Vec<u8>>) -> Result<Option<PictureId>> {
    let mut gift = store::require(tx, tx.org(), id).await?;
    gift.picture = match bytes {
        Some(bytes) => {
            let picture = tx.id();
            store::insert_picture(tx, picture, bytes).await?;
            Some(picture)
        }
        None => None,
    };
    trail::note(tx, "gifts.pictured", id, &(), &gift.picture).await?;
    store::update(tx, &gift).await?;
    Ok(gift.picture)
}

/// Puts more pieces on the shelf.
pub async fn restock(tx: &mut Tx, id: GiftId, more: i64) -> Result<()> {
    let more = pieces("pieces", more)?;
    store::require(tx, tx.org(), id).await?;
    trail::note(tx, "gifts.restocked", id, &(), &more).await?;
    stock_up(tx, id, more).await
}

async fn stock_up(tx: &mut Tx, id: GiftId, more: i64) -> Result<()> {
    let posting = Posting::new(tx.id(), "gifts.restocked", &id).transfer(
        accounts::mint(id)?,
        accounts::stock(id)?,
        more,
    );
    ledger::post(tx, posting).await?;
    tx.emit(&GiftRestocked { gift: id, pieces: more })
}

/// Takes pieces that nobody was given off the shelf again.
pub async fn take_back(tx: &mut Tx, id: GiftId, fewer: i64) -> Result<()> {
    let fewer = pieces("pieces", fewer)?;
    store::require(tx, tx.org(), id).await?;
    let stock = accounts::stock(id)?;
    let posting = Posting::new(tx.id(), "gifts.taken_back", &id).transfer(
        stock.clone(),
        accounts::mint(id)?,
        fewer,
    );
    if let Err(error) = ledger::post(tx, posting).await {
        if ledger::error_at(&error, &stock.key) {
            let left = ledger::balance(tx, &stock.key).await?.free();
            return Err(Refusal::NotThatMany.with("left", left).into());
        }
        return Err(error);
    }
    trail::note(tx, "gifts.taken_back", id, &(), &fewer).await?;
    tx.emit(&GiftRestocked { gift: id, pieces: -fewer })
}

/// Opens or closes a gift.
pub async fn set_state(tx: &mut Tx, id: GiftId, state: State) -> Result<()> {
    let mut gift = store::require(tx, tx.org(), id).await?;
    if gift.state == state {
        return Ok(());
    }
    trail::note(tx, "gifts.state_changed", id, &gift.state, &state).await?;
    gift.state = state;
    store::update(tx, &gift).await
}
