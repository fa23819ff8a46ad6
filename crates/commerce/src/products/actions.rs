//! Making, changing, stocking and closing a product.

use ::store::Tx;
use kernel::{FieldError, Fields, PictureId, ProductId, Result, StoreId, text};
use ledger::Posting;
use people::stores;
use serde_json::json;
use web::trail;

use super::{
    accounts,
    model::{Details, Product, REASON_MAX, Refusal, State, pieces},
    store::{self, Picture},
};
use crate::events::{ProductCreated, ProductRestocked};

/// Puts a product up for sale. Its shelves are empty.
pub async fn create(tx: &mut Tx, details: Details) -> Result<ProductId> {
    let details = details.checked()?;
    nobody_elses_code(tx, &details.code, None).await?;
    parts_are_products(tx, &details, None).await?;
    let product =
        Product { id: tx.id(), details, state: State::Open, picture: None, created_at: tx.now() };
    store::insert(tx, &product).await?;
    tx.emit(&ProductCreated { product: product.id, price: product.price })?;
    trail::note(tx, "products.created", product.id, &(), &product.details).await?;
    Ok(product.id)
}

async fn nobody_elses_code(tx: &mut Tx, code: &str, own: Option<ProductId>) -> Result<()> {
    if code.is_empty() {
        return Ok(());
    }
    match store::by_code(tx, tx.org(), code).await? {
        Some(other) if Some(other.id) != own => {
            Err(FieldError::new("code", "product_code_taken").into())
        }
        _ => Ok(()),
    }
}

/// The parts of a bundle are this shop's, and have shelves.
async fn parts_are_products(
    tx: &mut Tx,
    details: &Details,
    bundle: Option<ProductId>,
) -> Result<()> {
    let mut fields = Fields::default();
    for part in &details.parts {
        let known = store::find(tx, tx.org(), part.product).await?;
        if known.is_none_or(|known| known.is_bundle() || Some(known.id) == bundle) {
            fields.push(FieldError::new("parts", "choice_invalid"));
        }
    }
    // What lies in bundles or on shelves cannot become a bundle: its pieces would be nowhere.
    if let Some(id) = bundle.filter(|_| details.is_bundle())
        && (store::is_part(tx, id).await? || has_shelves(tx, id).await?)
    {
        return Err(Refusal::Bundle.into());
    }
    fields.check(())
}

async fn has_shelves(tx: &mut Tx, id: ProductId) -> Result<bool> {
    Ok(ledger::balance(tx, &accounts::supply(id)?.key).await?.balance != 0)
}

/// Changes what is said about a product. Orders stay as they were placed.
pub async fn change(tx: &mut Tx, id: ProductId, details: Details) -> Result<()> {
    let mut product = store::require(tx, tx.org(), id).await?;
    let details = details.checked()?;
    if product.details == details {
        return Ok(());
    }
    nobody_elses_code(tx, &details.code, Some(id)).await?;
    parts_are_products(tx, &details, Some(id)).await?;
    trail::note(tx, "products.changed", id, &product.details, &details).await?;
    product.details = details;
    store::update(tx, &product).await
}

/// Gives the product a picture, or takes it away.
pub async fn picture(
    tx: &mut Tx,
    id: ProductId,
    kept: Option<Picture>,
) -> Result<Option<PictureId>> {
    let mut product = store::require(tx, tx.org(), id).await?;
    product.picture = match kept {
        Some(kept) => {
            let picture = tx.id();
            store::insert_picture(tx, picture, kept).await?;
            Some(picture)
        }
        None => None,
    };
    trail::note(tx, "products.pictured", id, &(), &product.picture).await?;
    store::update(tx, &product).await?;
    Ok(product.picture)
}

/// Opens a product for sale, or closes it.
pub async fn set_state(tx: &mut Tx, id: ProductId, state: State) -> Result<()> {
    let mut product = store::require(tx, tx.org(), id).await?;
    if product.state == state {
        return Ok(());
    }
    trail::note(tx, "products.state_changed", id, &product.state, &state).await?;
    product.state = state;
    store::update(tx, &product).await
}

/// Goods that come to a shelf or leave it, and why.
#[derive(Debug, Clone)]
pub struct Restock {
    pub product: ProductId,
    pub store: StoreId,
    /// Below zero: taken off.
    pub pieces: i64,
    /// "Delivery of Monday", "two broken": it may be left out.
    pub reason: String,
}

/// Puts goods on a shelf, or takes off what nobody has ordered.
pub async fn restock(tx: &mut Tx, asked: Restock) -> Result<()> {
    let Restock { product: id, store: at, .. } = asked;
    let count = pieces(asked.pieces.checked_abs().unwrap_or(i64::MAX))?;
    let product = store::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let reason = text::optional(&mut fields, "reason", Some(&asked.reason), REASON_MAX);
    if stores::find(tx, tx.org(), at).await?.is_none_or(|store| store.closed_at.is_some()) {
        fields.push(FieldError::new("store", "choice_invalid"));
    }
    fields.check(())?;
    if product.is_bundle() {
        return Err(Refusal::Bundle.into());
    }
    let (supply, shelf) = (accounts::supply(id)?, accounts::shelf(id, at)?);
    let more = asked.pieces > 0;
    let posting = if more {
        Posting::new(tx.id(), "products.restocked", &id).transfer(supply, shelf.clone(), count)
    } else {
        Posting::new(tx.id(), "products.written_off", &id).transfer(shelf.clone(), supply, count)
    };
    if let Err(error) = ledger::post(tx, posting).await {
        if ledger::error_at(&error, &shelf.key) {
            let left = ledger::balance(tx, &shelf.key).await?.free();
            return Err(Refusal::NotThatMany.with("left", left).into());
        }
        return Err(error);
    }
    let what = if more { "products.restocked" } else { "products.written_off" };
    let noted = json!({ "store": at, "pieces": count, "reason": reason });
    trail::note(tx, what, id, &(), &noted).await?;
    tx.emit(&ProductRestocked { product: id, store: at, pieces: asked.pieces })
}

/// So many lie there, said a file: what is on the shelf becomes that, and the file is remembered.
pub async fn count(tx: &mut Tx, asked: Restock) -> Result<()> {
    let place = (asked.product, asked.store);
    let shelf = accounts::shelf(asked.product, asked.store)?;
    let pieces = asked.pieces - ledger::balance(tx, &shelf.key).await?.balance;
    store::note_count(tx, place, asked.pieces).await?;
    if pieces == 0 { Ok(()) } else { restock(tx, Restock { pieces, ..asked }).await }
}
