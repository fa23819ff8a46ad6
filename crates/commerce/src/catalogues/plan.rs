//! What a row would change, and changing it.

use ::store::{Read, Tx};
use kernel::{FieldError, Lang, ProductId, Result, StoreId};
use serde::{Deserialize, Serialize};
use web::Shop;

use super::{
    columns::Column,
    row::Wanted,
    run::{Count, Kept},
};
use crate::products::{self, Coded, Details, Part, Product, State, actions};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Added,
    Updated,
    Same,
}

/// One thing that becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub what: Column,
    pub store: Option<StoreId>,
    pub before: String,
    pub after: String,
}

/// What lies on a shelf, and what of it nobody has ordered.
#[derive(Debug, Clone, Copy)]
pub struct Lying {
    pub all: i64,
    pub free: i64,
}

/// A row against what is there.
#[derive(Debug)]
pub struct Plan {
    pub product: Option<Product>,
    details: Details,
    state: Option<State>,
    /// Shelves that the row counts anew, each with its count.
    pub counts: Vec<(StoreId, i64)>,
    picture: Option<Kept>,
    pub changes: Vec<Change>,
}

/// What a row is held against, beside the shop's products.
pub struct Against<'a> {
    pub shop: &'a Shop,
    pub count: Count,
    /// Whether a code is that of an earlier row, which a trial has not written.
    pub in_file: &'a (dyn Fn(&str) -> bool + Sync),
}

/// The product that a row means: by its id, its code, or its name. A row with a code never means a
/// product that has another.
pub async fn meant(db: &mut impl Read, shop: &Shop, wanted: &Wanted) -> Result<Option<Product>> {
    if let Some(id) = wanted.product
        && let Some(found) = products::find(db, shop.org, id).await?
    {
        return Ok(Some(found));
    }
    if let Some(code) = &wanted.code
        && let Some(found) = products::by_code(db, shop.org, code).await?
    {
        return Ok(Some(found));
    }
    let Some(name) = wanted.names.iter().flatten().find(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let coded = if wanted.code.is_some() { Coded::No } else { Coded::Either };
    let mut named = products::named(db, shop.org, name, coded).await?;
    match (named.len(), coded) {
        (0 | 1, _) => Ok(named.pop()),
        (_, Coded::No) => Ok(None),
        (_, Coded::Either) => Err(FieldError::new("code", "product_ambiguous").into()),
    }
}

/// The parts that a row names; none when one of them is only in this file yet.
async fn parts(
    db: &mut impl Read,
    against: &Against<'_>,
    wanted: &Wanted,
) -> Result<Option<Vec<Part>>> {
    let mut parts = Vec::new();
    let mut all_there = true;
    for part in wanted.parts.iter().flatten() {
        let found = match part.code.parse::<ProductId>() {
            Ok(id) => products::find(db, against.shop.org, id).await?,
            Err(_) => products::by_code(db, against.shop.org, &part.code).await?,
        };
        match found {
            Some(found) if !found.is_bundle() => {
                parts.push(Part { product: found.id, quantity: part.quantity });
            }
            None if (against.in_file)(&part.code) => all_there = false,
            _ => {
                let wrong = FieldError::new("bundle", "bundle_part");
                return Err(wrong.with("code", part.code.clone()).into());
            }
        }
    }
    Ok(all_there.then_some(parts))
}

/// The details as the row would have them. What it leaves out stays.
fn over(base: Details, wanted: &Wanted) -> Details {
    let mut details = base;
    for (at, lang) in Lang::ALL.into_iter().enumerate() {
        for (said, slot) in [
            (wanted.names.get(at), details.name.slot(lang)),
            (wanted.words.get(at), details.words.slot(lang)),
        ] {
            if let Some(Some(said)) = said {
                slot.clone_from(said);
            }
        }
    }
    let text = |slot: &mut String, said: &Option<String>| {
        if let Some(said) = said {
            slot.clone_from(said);
        }
    };
    text(&mut details.code, &wanted.code);
    text(&mut details.category, &wanted.category);
    text(&mut details.unit, &wanted.unit);
    details.price = wanted.price.unwrap_or(details.price);
    details.place = wanted.place.unwrap_or(details.place);
    details
}

pub async fn plan(
    db: &mut impl Read,
    against: &Against<'_>,
    wanted: &Wanted,
    picture: Option<Kept>,
) -> Result<Plan> {
    let product = meant(db, against.shop, wanted).await?;
    if product.is_none() && wanted.price.is_none() {
        return Err(FieldError::new("price", "required").into());
    }
    let fresh = || Details { place: products::MIDDLE, ..Details::default() };
    let base = product.as_ref().map_or_else(fresh, |product| product.details.clone());
    let mut details = over(base, wanted);
    let mut changes = Vec::new();
    if wanted.parts.is_some() {
        match parts(db, against, wanted).await? {
            Some(parts) => details.parts = parts,
            None => changes.push(Change {
                what: Column::Bundle,
                store: None,
                before: String::new(),
                after: written(wanted),
            }),
        }
    }
    let is_bundle = details.is_bundle() || wanted.parts.is_some();
    if is_bundle && !wanted.stock.is_empty() {
        return Err(FieldError::new("stock", "stock_of_bundle").into());
    }
    let details = details.checked()?;
    let mut counts = Vec::new();
    for (store, pieces) in &wanted.stock {
        let before = match &product {
            Some(known) => products::counted(db, against.shop.org, (known.id, *store)).await?,
            None => None,
        };
        if before != Some(*pieces) || against.count == Count::Fresh {
            counts.push((*store, *pieces));
        }
    }
    if let Some(product) = &product {
        changes.extend(differences(against.shop, product, &details, wanted.state));
        if picture.is_some() {
            let after = wanted.picture.clone().unwrap_or_default();
            changes.push(Change {
                what: Column::Picture,
                store: None,
                before: String::new(),
                after,
            });
        }
    }
    Ok(Plan { product, details, state: wanted.state, counts, picture, changes })
}

fn written(wanted: &Wanted) -> String {
    let parts = wanted.parts.iter().flatten();
    parts.map(|part| format!("{} x {}", part.code, part.quantity)).collect::<Vec<_>>().join("; ")
}

fn differences(
    shop: &Shop,
    product: &Product,
    after: &Details,
    state: Option<State>,
) -> Vec<Change> {
    let before = &product.details;
    let money = |amount| shop.money(amount).plain();
    let mut pairs = vec![
        (Column::Code, before.code.clone(), after.code.clone()),
        (Column::Category, before.category.clone(), after.category.clone()),
        (Column::Price, money(before.price), money(after.price)),
        (Column::Unit, before.unit.clone(), after.unit.clone()),
        (Column::Place, before.place.to_string(), after.place.to_string()),
        (
            Column::State,
            product.state.word().to_owned(),
            state.unwrap_or(product.state).word().to_owned(),
        ),
    ];
    for lang in Lang::ALL {
        let of = |words: &value::words::Words| words.of(lang).to_owned();
        pairs.push((Column::name(lang), of(&before.name), of(&after.name)));
        pairs.push((Column::words(lang), of(&before.words), of(&after.words)));
    }
    let mut changes: Vec<Change> = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| Change { what, store: None, before, after })
        .collect();
    if before.parts != after.parts {
        let count =
            |parts: &[Part]| parts.iter().map(|part| part.quantity).sum::<i64>().to_string();
        let (before, after) = (count(&before.parts), count(&after.parts));
        changes.push(Change { what: Column::Bundle, store: None, before, after });
    }
    changes
}

impl Plan {
    /// Holds a count against what lies there now.
    pub fn weigh(&mut self, (store, pieces): (StoreId, i64), now: Lying) -> Result<()> {
        if pieces < now.all - now.free {
            let left = FieldError::new("stock", "stock_ordered");
            return Err(left.with("ordered", now.all - now.free).into());
        }
        if pieces != now.all {
            self.changes.push(Change {
                what: Column::Stock,
                store: Some(store),
                before: now.all.to_string(),
                after: pieces.to_string(),
            });
        }
        Ok(())
    }
    pub fn outcome(&self) -> Outcome {
        match (&self.product, self.changes.as_slice()) {
            (None, _) => Outcome::Added,
            (Some(_), []) => Outcome::Same,
            (Some(_), _) => Outcome::Updated,
        }
    }

    /// Does it: the row is in as a whole, or what refuses it does so before anything is written.
    pub async fn apply(self, tx: &mut Tx) -> Result<ProductId> {
        let id = match &self.product {
            Some(product) => {
                actions::change(tx, product.id, self.details).await?;
                product.id
            }
            None => actions::create(tx, self.details).await?,
        };
        if let Some(state) = self.state {
            actions::set_state(tx, id, state).await?;
        }
        if let Some(Kept { bytes, source }) = self.picture {
            let picture = products::Picture { bytes, source: Some(source) };
            actions::picture(tx, id, Some(picture)).await?;
        }
        for (store, pieces) in self.counts {
            let reason = String::new();
            let counted = actions::Restock { product: id, store, pieces, reason };
            actions::count(tx, counted).await?;
        }
        Ok(id)
    }
}
