//! How much of what can still be sold, by store.

use std::collections::{BTreeMap, HashMap};

use ::store::Read;
use kernel::{OrgId, PageRequest, ProductId, Result, StoreId};

use ledger::AccountRow;

use super::{accounts, model::Product};

/// What is free on the shelves of one product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelves(BTreeMap<StoreId, i64>);

impl Shelves {
    pub fn at(&self, store: StoreId) -> i64 {
        self.0.get(&store).copied().unwrap_or(0)
    }
    pub fn total(&self) -> i64 {
        self.0.values().sum()
    }
    /// In the store that has most of it: one order comes out of one store.
    pub fn most(&self) -> i64 {
        self.0.values().copied().max().unwrap_or(0)
    }
    pub fn is_empty(&self) -> bool {
        self.most() <= 0
    }
}

/// The shelves of these products; of a bundle, how many its scarcest part allows.
pub async fn shelves(
    db: &mut impl Read,
    org: OrgId,
    products: &[Product],
) -> Result<HashMap<ProductId, Shelves>> {
    let mut ids: Vec<ProductId> =
        products.iter().flat_map(|product| product.made_of(1)).map(|part| part.product).collect();
    ids.sort_unstable();
    ids.dedup();
    let own = own(db, org, &ids, |row| row.balance - row.held).await?;
    let of = |product: &Product| {
        let shelves = if product.is_bundle() {
            bundled(product, &own)
        } else {
            own.get(&product.id).cloned().unwrap_or_default()
        };
        (product.id, shelves)
    };
    Ok(products.iter().map(of).collect())
}

fn bundled(bundle: &Product, own: &HashMap<ProductId, Shelves>) -> Shelves {
    let none = Shelves::default();
    let of = |id: &ProductId| own.get(id).unwrap_or(&none);
    let Some(first) = bundle.parts.first() else { return none };
    let stores = of(&first.product).0.keys();
    let whole = |store: &StoreId| {
        let parts = bundle.parts.iter();
        parts.map(|part| of(&part.product).at(*store) / part.quantity.max(1)).min().unwrap_or(0)
    };
    Shelves(stores.map(|store| (*store, whole(store))).collect())
}

/// What lies on the shelves of these products, ordered or not: what a person counts.
pub async fn lying(
    db: &mut impl Read,
    org: OrgId,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Shelves>> {
    own(db, org, ids, |row| row.balance).await
}

async fn own(
    db: &mut impl Read,
    org: OrgId,
    ids: &[ProductId],
    of: fn(&AccountRow) -> i64,
) -> Result<HashMap<ProductId, Shelves>> {
    let mut found: HashMap<ProductId, Shelves> = HashMap::new();
    for some in ids.chunks(ledger::MOST_PREFIXES) {
        let prefixes: Vec<String> = some.iter().map(|id| accounts::shelves(*id)).collect();
        let mut page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        loop {
            let rows = ledger::accounts_under(db, org, &prefixes, &page).await?;
            for row in &rows.items {
                let mut parts = row.key.as_str().split('/').skip(1);
                let product = parts.next().and_then(|id| id.parse().ok());
                let store = parts.next().and_then(|id| id.parse().ok());
                if let (Some(product), Some(store)) = (product, store) {
                    found.entry(product).or_default().0.insert(store, of(row));
                }
            }
            match rows.next_cursor {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
    }
    Ok(found)
}
