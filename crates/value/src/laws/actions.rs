//! Choosing packs, and holding something against them.

use ::store::{Read, Tx};
use kernel::{FieldError, Result};
use people::stores;
use serde::Serialize;
use web::{Shop, trail};

use super::{
    model::{self, Chance, Contact, Facts, Finding, Pack, Prepaid},
    store,
};

/// The packs that a shop keeps to: those it chose, or those of its country.
pub async fn held(db: &mut impl Read, shop: &Shop) -> Result<Vec<&'static Pack>> {
    let chosen = store::chosen(db, shop.org).await?;
    Ok(chosen.map_or_else(|| model::of_country(&shop.country), |names| model::named(&names)))
}

#[derive(Serialize)]
struct Noted {
    packs: Vec<&'static str>,
}

impl Noted {
    fn of(packs: &[&'static Pack]) -> Self {
        Self { packs: packs.iter().map(|pack| pack.name.as_str()).collect() }
    }
}

/// Chooses packs, each once, in our own order. None is a choice as well.
pub async fn choose(tx: &mut Tx, shop: &Shop, names: &[String]) -> Result<Vec<&'static Pack>> {
    if names.iter().any(|name| model::packs().iter().all(|pack| pack.name != *name)) {
        return Err(FieldError::new("packs", "choice_invalid").into());
    }
    let (was, is) = (held(tx, shop).await?, model::named(names));
    let noted = Noted::of(&is);
    store::choose(tx, &noted.packs).await?;
    trail::note(tx, "laws.chosen", shop.org, &Noted::of(&was), &noted).await?;
    Ok(is)
}

/// What a shop's packs say of something in which chance may decide. Where it does not, they have nothing to say.
pub async fn findings(
    db: &mut impl Read,
    shop: &Shop,
    chance: Option<Chance>,
) -> Result<Vec<Finding>> {
    if chance.is_none() {
        return Ok(Vec::new());
    }
    let packs = held(db, shop).await?;
    let open = stores::list(db, shop.org).await?;
    let says = open.iter().any(|store| store.works() && !store.address.trim().is_empty());
    let contact = if says { Contact::Said } else { Contact::Missing };
    Ok(model::find(&packs, &Facts { chance, prepaid: None, currency: shop.currency, contact }))
}

/// What a shop's packs say of money that is paid before the goods are there.
pub async fn findings_prepaid(
    db: &mut impl Read,
    shop: &Shop,
    prepaid: Prepaid,
) -> Result<Vec<Finding>> {
    let (packs, prepaid) = (held(db, shop).await?, Some(prepaid));
    // Where the shop is found is asked where chance decides.
    let contact = Contact::Said;
    Ok(model::find(&packs, &Facts { chance: None, prepaid, currency: shop.currency, contact }))
}
