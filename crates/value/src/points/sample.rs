//! What one purchase would earn, before anybody relies on it.

use kernel::{Id, StoreId, Time};
use uuid::Uuid;
use web::Shop;

use super::engine::{Contract, Fact, Line, Sale, Terms, Told, Version, What, replay};

/// A purchase to try terms on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Minor units.
    pub amount: i64,
    /// The goods' category, for rules that ask for one.
    pub category: Option<String>,
    pub store: Option<StoreId>,
}

/// In minor units of any currency: 38.50, 3850 yen.
pub const AMOUNT: i64 = 3850;

/// What it earns.
#[derive(Debug, Clone, PartialEq)]
pub struct Yield {
    pub points: i64,
    pub told: Vec<Told>,
    /// What these points are worth at the till, in minor units.
    pub worth: Option<i64>,
    /// Of the amount.
    pub back: Option<f64>,
}

impl Sample {
    /// As if a regular bought it now: today's days that count more do.
    pub fn on(&self, terms: &Terms, shop: &Shop, now: Time) -> Yield {
        let line = Line {
            product: None,
            category: self.category.clone(),
            quantity: 1,
            amount: self.amount,
            gone: Vec::new(),
        };
        let sale = Sale {
            store: self.store.unwrap_or(Id::from_uuid(Uuid::nil())),
            source: "counter".to_owned(),
            hour: now.zoned(&shop.zone).hour(),
            minor: 10i64.pow(shop.currency.digits()),
            bought_before: true,
            lines: vec![line],
            offered: None,
            tiers: Vec::new(),
        };
        let fact = Fact {
            id: Id::from_uuid(Uuid::nil()),
            at: now,
            day: now.date(&shop.zone),
            what: What::Bought(sale),
        };
        let version = Version { since: Time::default(), terms: terms.clone() };
        let contract = Contract::new(vec![version], shop.zone.clone());
        let fold = replay(&contract, vec![fact], now);
        let points = fold.standing.earned;
        let worth = terms.worth.map(|worth| {
            let whole = i128::from(points) * i128::from(worth.amount) / i128::from(worth.points);
            i64::try_from(whole).unwrap_or(i64::MAX)
        });
        let told = fold.steps.into_iter().next().map(|step| step.told).unwrap_or_default();
        let back = worth.filter(|_| self.amount > 0);
        let back = back.map(|worth| worth as f64 / self.amount as f64);
        Yield { points, told, worth, back }
    }
}
